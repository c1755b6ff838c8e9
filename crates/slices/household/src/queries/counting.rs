//! Many counts of households by one look at each: what dashboards and the sums above the county are made of.

use std::collections::HashSet;

use niangjia_kernel::{Day, Id, OrgPath, Person, Tenant};
use niangjia_store::{Actor, Branch, PostKind, ReadTx, Sql, StoreError};

use crate::model::{NeedKind, Side};
use crate::pack::HouseholdRules;
use crate::queries::{Asking, StandingFilter, count_standing};
use crate::rules::{Sight, next_visit, out_of_touch, sight};

/// More days than lie between any two: two days are read as one number.
const DAYS: i64 = 10_000_000;

/// How one household of a branch stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// Where its home community stands.
    pub org_path: OrgPath,
    on: Day,
    registered: Day,
    needs: i64,
    linked_since: Option<Day>,
    sides: i64,
    last_visit: Option<Day>,
    follow_up: Option<Day>,
}

const fn bit(place: usize) -> i64 {
    1 << place
}

impl Stand {
    fn has(&self, need: NeedKind) -> bool {
        NeedKind::ALL.iter().position(|one| *one == need).is_some_and(|place| self.needs & bit(place) != 0)
    }

    fn is_linked_on(&self, side: Side) -> bool {
        Side::ALL.iter().position(|one| *one == side).is_some_and(|place| self.sides & bit(place) != 0)
    }

    fn due(&self) -> Option<Day> {
        let rules = HouseholdRules::in_force();
        let needs = NeedKind::ALL.iter().filter(|need| self.has(**need));
        let days = needs.map(|need| rules.visit_days_of(*need)).min().unwrap_or(rules.visit_days);
        self.linked_since.map(|since| next_visit(self.last_visit, self.follow_up, since, days).day)
    }

    /// Whether it is out of touch, by the measure of one need or by the strictest of its own.
    fn is_out_of_touch(&self, need: Option<NeedKind>) -> bool {
        let rules = HouseholdRules::in_force();
        let own = NeedKind::ALL.iter().filter(|need| self.has(**need));
        let days = match need {
            Some(need) => rules.out_of_touch_days_of(need),
            None => {
                own.map(|need| rules.out_of_touch_days_of(*need)).min().unwrap_or(rules.out_of_touch_days)
            }
        };
        out_of_touch(self.last_visit, self.linked_since, self.registered, days, self.on)
    }

    /// Whether it passes a filter, as the statements of the lists decide it. `visited` is about days up to the day of
    /// the look, and `member` about nobody: a count has no person in it.
    #[must_use]
    pub fn passes(&self, filter: &StandingFilter) -> bool {
        let wanted = |due: Option<Day>, is: fn(&Day, &Day) -> bool, bound: Option<Day>| {
            bound.is_none_or(|bound| due.is_some_and(|due| is(&due, &bound)))
        };
        let due = if filter.due_before.is_some() || filter.due_from.is_some() { self.due() } else { None };
        let any: Vec<NeedKind> = filter.need.into_iter().chain(filter.any_need.iter().copied()).collect();
        (!filter.key || self.needs != 0)
            && (any.is_empty() || any.iter().any(|need| self.has(*need)))
            && !filter.none_of.iter().any(|need| self.has(*need))
            && filter.covered.is_none_or(|covered| covered == self.linked_since.is_some())
            && wanted(due, |due, bound| due < bound, filter.due_before)
            && wanted(due, |due, bound| due >= bound, filter.due_from)
            && (!filter.out_of_touch || self.is_out_of_touch(filter.need))
            && filter.side.is_none_or(|side| self.is_linked_on(side))
            && filter.member.is_none()
            && filter.visited.is_none_or(|(from, to)| {
                debug_assert_eq!(to, self.on, "only what was visited up to the day of the look is known");
                self.last_visit.is_some_and(|last| last >= from)
            })
    }
}

/// How every household of a branch stands on a day. Three short looks per household, two where visits are not asked for:
/// what belongs together is read as one number, because a second look costs as much as the first.
pub(crate) fn stands(
    tx: &ReadTx<'_>,
    branch: &Branch,
    on: Day,
    with_visits: bool,
) -> Result<Vec<Stand>, StoreError> {
    let mut sql = Sql::new("SELECT h.org_path, h.from_day, (SELECT CAST(SUM(DISTINCT CASE n.kind");
    for (place, need) in NeedKind::ALL.iter().enumerate() {
        sql.push(" WHEN ").bind(need).push(&format!(" THEN {}", bit(place)));
    }
    sql.push(" ELSE 0 END) AS BIGINT) FROM household_need n WHERE n.tenant = h.tenant AND n.household_id = h.id AND ");
    sql.in_force("n", &on).push("), (SELECT CAST(MIN(l.from_day) * 4 + SUM(DISTINCT CASE l.side");
    for (place, side) in Side::ALL.iter().enumerate() {
        sql.push(" WHEN ").bind(side).push(&format!(" THEN {}", bit(place)));
    }
    sql.push(" ELSE 0 END) AS BIGINT) FROM household_link l WHERE l.tenant = h.tenant AND l.household_id = h.id AND ");
    sql.in_force("l", &on).push("), ");
    if with_visits {
        sql.push(&format!(
            "(SELECT v.on_day * {DAYS} + COALESCE(v.follow_up_day, 0) FROM household_visit v "
        ));
        sql.push("WHERE v.tenant = h.tenant AND v.household_id = h.id AND v.taken_back_ms IS NULL AND v.on_day <= ");
        sql.bind(&on).push(" ORDER BY v.on_day DESC, v.at_ms DESC LIMIT 1)");
    } else {
        sql.push("CAST(NULL AS BIGINT)");
    }
    sql.push(" FROM household h WHERE ");
    sql.in_branch("h", branch).push(" AND ").in_force("h", &on);
    let day = |number: i64| (number != 0).then(|| Day::from_number(number));
    tx.select(&sql, |row| {
        let (org_path, registered) = (row.take()?, row.take()?);
        let needs = row.take::<Option<i64>>()?.unwrap_or_default();
        let (links, visit): (Option<i64>, Option<i64>) = (row.take()?, row.take()?);
        Ok(Stand {
            org_path,
            on,
            registered,
            needs,
            linked_since: links.map(|links| Day::from_number(links.div_euclid(4))),
            sides: links.map_or(0, |links| links.rem_euclid(4)),
            last_visit: visit.map(|visit| Day::from_number(visit.div_euclid(DAYS))),
            follow_up: visit.and_then(|visit| day(visit.rem_euclid(DAYS))),
        })
    })
}

/// How many posts of committee members of communities in a branch belong to somebody whom no family is linked to: the
/// length of the list of them.
pub(crate) fn count_free_members(tx: &ReadTx<'_>, branch: &Branch, on: Day) -> Result<i64, StoreError> {
    let mut sql = Sql::new(
        "SELECT COUNT(*) FROM people_post t JOIN org o ON o.id = t.org_id WHERE o.level = 'community' AND t.kind = ",
    );
    sql.bind(&PostKind::Member).push(" AND ").in_branch("t", branch).push(" AND ").in_force("t", &on);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM household_link l WHERE l.tenant = t.tenant AND l.person_id = t.person_id AND ");
    sql.in_force("l", &on).push(")");
    super::lists::push_helps_nobody(&mut sql);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// Those of a whole tenant whom a family is linked to on a day.
pub(crate) fn linked_members(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    on: Day,
) -> Result<HashSet<Id<Person>>, StoreError> {
    let mut sql = Sql::new("SELECT DISTINCT l.person_id FROM household_link l WHERE l.tenant = ");
    sql.bind(&tenant).push(" AND ").in_force("l", &on);
    sql.push(" UNION SELECT g.person_id FROM household_care_given g WHERE g.tenant = ").bind(&tenant);
    sql.push(" AND g.person_id IS NOT NULL AND g.until_day IS NULL");
    Ok(tx.select(&sql, niangjia_store::single)?.into_iter().collect())
}

/// How many households of each class are out of touch: those of a branch for whoever leads it, hers for a member. Classes of
/// which none is are left out.
pub(crate) fn out_of_touch_by_class(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
) -> Result<Vec<(NeedKind, i64)>, StoreError> {
    let today = tx.today();
    let filter = |need| StandingFilter { out_of_touch: true, need: Some(need), ..StandingFilter::default() };
    let mut counts = Vec::new();
    // Whoever leads sees every household of her branch: one look for all classes.
    let stands = match sight(actor) {
        Sight::Community | Sight::Lists => Some(stands(tx, branch, today, true)?),
        Sight::Linked | Sight::Nothing => None,
    };
    for need in NeedKind::ALL {
        let count = match &stands {
            Some(stands) => {
                let found = stands.iter().filter(|stand| stand.passes(&filter(*need))).count();
                i64::try_from(found).unwrap_or(i64::MAX)
            }
            None => count_standing(tx, Asking::Person(actor), branch, today, &filter(*need))?,
        };
        if count > 0 {
            counts.push((*need, count));
        }
    }
    Ok(counts)
}
