//! How households stand on a day: covered or not, visited when, due when. One relation, many questions.

use niangjia_kernel::{AreaLevel, Day, Household, Id, OrgPath, Person, Tenant};
use niangjia_store::{Actor, Branch, PostKind, ReadTx, Row, Sql, StoreError};

use crate::model::{HouseholdRow, NeedKind, Side, Standing};
use crate::pack::HouseholdRules;
use crate::queries::visible::{HOUSEHOLD, household_row, push_told, push_visible};

/// Which households of a branch are wanted. Conditions add up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct StandingFilter {
    /// Only key households: those with a need.
    pub key: bool,
    /// Only those with this need.
    pub need: Option<NeedKind>,
    /// Only those with one of these needs.
    pub any_need: Vec<NeedKind>,
    /// Only those with none of these needs.
    pub none_of: Vec<NeedKind>,
    /// Only those that nobody is linked to (`Some(false)`) or somebody is (`Some(true)`).
    pub covered: Option<bool>,
    /// Only those whose visit was due before this day.
    pub due_before: Option<Day>,
    /// Only those whose visit is due on this day or later.
    pub due_from: Option<Day>,
    /// Only those out of touch (R-HH-24): by the measure of `need` where one is asked for, else by the strictest of theirs.
    pub out_of_touch: bool,
    /// Only those linked on this side.
    pub side: Option<Side>,
    /// Only those linked to this member.
    pub member: Option<Id<Person>>,
    /// Only those visited in this span of days, both included.
    pub visited: Option<(Day, Day)>,
    /// Only these, unless it is empty.
    pub only: Vec<Id<Household>>,
}

impl StandingFilter {
    /// Whether it chooses by needs. A reader on the residence side does not know them: such a list shows her only
    /// households of her register side, or the filter itself would tell.
    const fn asks_for_needs(&self) -> bool {
        self.key
            || self.out_of_touch
            || self.need.is_some()
            || !self.any_need.is_empty()
            || !self.none_of.is_empty()
    }
}

/// Who asks: a person sees what her post lets her see; a count asks for everybody in a branch.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asking<'a> {
    Person(&'a Actor),
    Count,
    /// Households that were shared by name (`queries::residence_care`).
    Shared,
}

/// Appends `FROM (…) s WHERE …`: one row per household of the branch on the day, narrowed by the filter.
fn push_standing(sql: &mut Sql, asking: Asking<'_>, branch: &Branch, on: Day, filter: &StandingFilter) {
    let rules = HouseholdRules::in_force();
    sql.push(" FROM (SELECT ").push(HOUSEHOLD).push(", o.name AS org_name, (SELECT MIN(CASE n.kind");
    for need in NeedKind::ALL {
        sql.push(" WHEN ")
            .bind(need)
            .push(" THEN CAST(")
            .bind(&rules.visit_days_of(*need))
            .push(" AS BIGINT)");
    }
    // CAST: a CASE of placeholders alone is a text on PostgreSQL.
    sql.push(" ELSE CAST(").bind(&rules.visit_days);
    sql.push(" AS BIGINT) END) FROM household_need n WHERE n.tenant = h.tenant ");
    sql.push("AND n.household_id = h.id AND ").in_force("n", &on).push(") AS need_days, ");
    sql.push("(SELECT MIN(l.from_day) FROM household_link l WHERE l.tenant = h.tenant AND l.household_id = h.id AND ");
    sql.in_force("l", &on).push(") AS linked_since, ");
    let last = " FROM household_visit v WHERE v.tenant = h.tenant AND v.household_id = h.id AND v.taken_back_ms IS NULL \
                AND v.on_day <= ";
    sql.push("(SELECT MAX(v.on_day)").push(last).bind(&on).push(") AS last_on, ");
    sql.push("(SELECT v.follow_up_day").push(last).bind(&on);
    sql.push(" ORDER BY v.on_day DESC, v.at_ms DESC LIMIT 1) AS follow_up");
    if filter.out_of_touch {
        push_touch_days(sql, on, filter.need);
    }
    sql.push(" FROM household h JOIN org o ON o.id = h.org_id WHERE ");
    match asking {
        Asking::Person(actor) => {
            push_visible(sql, actor, on);
            if filter.asks_for_needs() {
                push_told(sql, actor, on);
            }
            sql.push(" AND ");
        }
        Asking::Count | Asking::Shared => {}
    }
    sql.in_branch("h", branch).push(" AND ").in_force("h", &on);
    push_links(sql, on, filter);
    if !filter.only.is_empty() {
        sql.push(" AND h.id IN (");
        for (index, household) in filter.only.iter().enumerate() {
            sql.push(if index == 0 { "" } else { ", " }).bind(household);
        }
        sql.push(")");
    }
    push_visited(sql, filter.visited);
    sql.push(") s WHERE 1 = 1");
    if filter.key {
        sql.push(" AND s.need_days IS NOT NULL");
    }
    match filter.covered {
        Some(true) => drop(sql.push(" AND s.linked_since IS NOT NULL")),
        Some(false) => drop(sql.push(" AND s.linked_since IS NULL")),
        None => {}
    }
    push_due(sql, filter);
    if filter.out_of_touch {
        // R-HH-24 in SQL; a property test holds it against the rule.
        sql.push(" AND ").bind(&on).push(" - COALESCE(s.last_on, s.linked_since, s.from_day) > s.touch_days");
    }
}

/// Appends the column `touch_days`: how long a family may go without a visit.
fn push_touch_days(sql: &mut Sql, on: Day, need: Option<NeedKind>) {
    let rules = HouseholdRules::in_force();
    if let Some(need) = need {
        sql.push(", CAST(").bind(&rules.out_of_touch_days_of(need)).push(" AS BIGINT) AS touch_days");
        return;
    }
    sql.push(", COALESCE((SELECT MIN(CASE t.kind");
    for need in NeedKind::ALL {
        sql.push(" WHEN ").bind(need).push(" THEN CAST(");
        sql.bind(&rules.out_of_touch_days_of(*need)).push(" AS BIGINT)");
    }
    sql.push(" END) FROM household_need t WHERE t.tenant = h.tenant AND t.household_id = h.id AND ");
    sql.in_force("t", &on).push("), CAST(").bind(&rules.out_of_touch_days).push(" AS BIGINT)) AS touch_days");
}

/// Appends that a household was visited in a span of days, both included.
fn push_visited(sql: &mut Sql, span: Option<(Day, Day)>) {
    if let Some((from, to)) = span {
        sql.push(" AND EXISTS (SELECT 1 FROM household_visit w WHERE w.tenant = h.tenant AND w.household_id = h.id ");
        sql.push("AND w.taken_back_ms IS NULL AND w.on_day >= ")
            .bind(&from)
            .push(" AND w.on_day <= ")
            .bind(&to)
            .push(")");
    }
}

fn push_due(sql: &mut Sql, filter: &StandingFilter) {
    for (day, comparison) in [(filter.due_before, " < "), (filter.due_from, " >= ")] {
        if let Some(day) = day {
            // R-HH-01 in SQL; a property test holds it against `rules::next_visit`.
            sql.push(" AND s.linked_since IS NOT NULL AND COALESCE(s.follow_up, COALESCE(s.last_on, s.linked_since) + ");
            sql.push("COALESCE(s.need_days, ")
                .bind(&HouseholdRules::in_force().visit_days)
                .push("))")
                .push(comparison)
                .bind(&day);
        }
    }
}

fn push_links(sql: &mut Sql, on: Day, filter: &StandingFilter) {
    let wanted: Vec<NeedKind> = filter.need.into_iter().chain(filter.any_need.iter().copied()).collect();
    for (has, kinds) in [(" AND EXISTS", &wanted), (" AND NOT EXISTS", &filter.none_of)] {
        if kinds.is_empty() {
            continue;
        }
        sql.push(has).push(" (SELECT 1 FROM household_need k WHERE k.tenant = h.tenant AND k.household_id = h.id AND k.kind IN (");
        for (index, kind) in kinds.iter().enumerate() {
            sql.push(if index == 0 { "" } else { ", " }).bind(kind);
        }
        sql.push(") AND ").in_force("k", &on).push(")");
    }
    if filter.side.is_none() && filter.member.is_none() {
        return;
    }
    sql.push(" AND EXISTS (SELECT 1 FROM household_link m WHERE m.tenant = h.tenant AND m.household_id = h.id AND ");
    sql.in_force("m", &on);
    if let Some(side) = &filter.side {
        sql.push(" AND m.side = ").bind(side);
    }
    if let Some(member) = &filter.member {
        sql.push(" AND m.person_id = ").bind(member);
    }
    sql.push(")");
}

/// How many households of a branch pass the filter.
pub(crate) fn count_standing(
    tx: &ReadTx<'_>,
    asking: Asking<'_>,
    branch: &Branch,
    on: Day,
    filter: &StandingFilter,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*)");
    push_standing(&mut sql, asking, branch, on, filter);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// The households of a branch that `actor` may see and that pass the filter, those due first before the others when
/// `by_due`, else by number; at most `limit` after the first `skip`.
pub(crate) fn standing(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    on: Day,
    filter: &StandingFilter,
    page: Page,
) -> Result<Vec<Standing>, StoreError> {
    let columns = HOUSEHOLD.replace("h.", "s.");
    let mut sql = Sql::new("SELECT ");
    sql.push(&columns).push(", s.org_name, s.need_days, s.linked_since, s.last_on, s.follow_up");
    push_standing(&mut sql, Asking::Person(actor), branch, on, filter);
    push_order(&mut sql, page.by_due);
    sql.push(" LIMIT ").bind(&page.limit).push(" OFFSET ").bind(&page.skip);
    let mut found = tx.select(&sql, standing_row)?;
    push_needs(tx, &mut found, on)?;
    Ok(found)
}

/// How households of a tenant stand that were shared with another community, by the keys of that sharing. Their needs are
/// the owner's.
pub(crate) fn shared_standings(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    households: &[Id<Household>],
    on: Day,
) -> Result<Vec<Standing>, StoreError> {
    if households.is_empty() {
        return Ok(Vec::new());
    }
    let filter = StandingFilter { only: households.to_vec(), ..StandingFilter::default() };
    let branch = Branch::of(tenant, AreaLevel::County, &OrgPath::nation());
    let columns = HOUSEHOLD.replace("h.", "s.");
    let mut sql = Sql::new("SELECT ");
    sql.push(&columns).push(", s.org_name, s.need_days, s.linked_since, s.last_on, s.follow_up");
    push_standing(&mut sql, Asking::Shared, &branch, on, &filter);
    tx.select(&sql, standing_row)
}

fn push_order(sql: &mut Sql, by_due: bool) {
    if by_due {
        sql.push(
            " ORDER BY COALESCE(s.follow_up, COALESCE(s.last_on, s.linked_since) + COALESCE(s.need_days, ",
        );
        sql.bind(&HouseholdRules::in_force().visit_days).push(")), s.org_path, s.number");
    } else {
        sql.push(" ORDER BY s.org_path, s.number");
    }
}

/// Which households [`standing`] would list in all, in its order. How a household stands is worked out once for all of
/// them: page after page would work it out again for every page before.
pub(crate) fn standing_ids(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    on: Day,
    filter: &StandingFilter,
    by_due: bool,
) -> Result<Vec<Id<Household>>, StoreError> {
    let mut sql = Sql::new("SELECT s.id");
    push_standing(&mut sql, Asking::Person(actor), branch, on, filter);
    push_order(&mut sql, by_due);
    tx.select(&sql, niangjia_store::single)
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Those due first come first.
    pub by_due: bool,
    /// How many are passed over.
    pub skip: i64,
    /// How many are wanted.
    pub limit: i64,
}

fn standing_row(row: &mut Row<'_>) -> Result<Standing, StoreError> {
    let household = household_row(row)?;
    let org_name = row.take()?;
    let need_days: Option<i64> = row.take()?;
    Ok(Standing {
        household,
        org_name,
        needs: Vec::new(),
        visit_days: need_days.unwrap_or(HouseholdRules::in_force().visit_days),
        linked_since: row.take()?,
        last_visit: row.take()?,
        follow_up: row.take()?,
    })
}

/// Fills in the needs of all households of a page by one statement.
fn push_needs(tx: &ReadTx<'_>, page: &mut [Standing], on: Day) -> Result<(), StoreError> {
    let Some(HouseholdRow { tenant, .. }) = page.first().map(|standing| &standing.household) else {
        return Ok(());
    };
    let mut sql = Sql::new("SELECT n.household_id, n.kind FROM household_need n WHERE n.tenant = ");
    sql.bind(tenant).push(" AND ").in_force("n", &on).push(" AND n.household_id IN (");
    for (index, standing) in page.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(&standing.household.id);
    }
    sql.push(") ORDER BY n.kind");
    for (household, kind) in tx.select(&sql, |row| Ok((row.take()?, row.take::<NeedKind>()?)))? {
        for standing in page.iter_mut().filter(|standing| standing.household.id == household) {
            standing.needs.push(kind);
        }
    }
    Ok(())
}

/// How many women live in households of a branch that are linked on `side`.
pub(crate) fn count_women_linked(
    tx: &ReadTx<'_>,
    branch: &Branch,
    on: Day,
    side: Side,
) -> Result<i64, StoreError> {
    // From the links of the side, which are few, to the people: not through every resident of the branch.
    let mut sql = Sql::new(
        "SELECT COUNT(*) FROM (SELECT DISTINCT l.tenant, l.household_id FROM household_link l WHERE l.side = ",
    );
    sql.bind(&side).push(" AND ").in_branch("l", branch).push(" AND ").in_force("l", &on);
    sql.push(") k JOIN household h ON h.tenant = k.tenant AND h.id = k.household_id ");
    sql.push("JOIN household_resident r ON r.tenant = k.tenant AND r.household_id = k.household_id WHERE r.woman AND ");
    sql.in_force("r", &on).push(" AND ").in_force("h", &on);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// How many different members are linked to households of a branch on `side`.
pub(crate) fn count_members_linked(
    tx: &ReadTx<'_>,
    branch: &Branch,
    on: Day,
    side: Side,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(DISTINCT l.person_id) FROM household_link l WHERE l.side = ");
    sql.bind(&side).push(" AND ").in_branch("l", branch).push(" AND ").in_force("l", &on);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// How many grids, and how many residents' groups with a grid, a branch has.
pub(crate) fn count_grids(tx: &ReadTx<'_>, branch: &Branch, on: Day) -> Result<(i64, i64), StoreError> {
    let mut sql =
        Sql::new("SELECT COUNT(*), COUNT(DISTINCT g.org_path || g.group_name) FROM household_grid g WHERE ");
    sql.in_branch("g", branch).push(" AND ").in_force("g", &on);
    let counted = tx.select(&sql, |row| Ok((row.take()?, row.take()?)))?;
    Ok(counted.into_iter().next().unwrap_or_default())
}

/// `嵩合社区妇联 0091 王桂兰家`: every key household of a branch that nobody is linked to.
pub(crate) fn uncovered_names(tx: &ReadTx<'_>, branch: &Branch, on: Day) -> Result<Vec<String>, StoreError> {
    let filter = StandingFilter { key: true, covered: Some(false), ..StandingFilter::default() };
    let mut sql = Sql::new("SELECT s.org_name || ' ' || s.number || ' ' || s.name");
    push_standing(&mut sql, Asking::Count, branch, on, &filter);
    sql.push(" ORDER BY s.org_path, s.number");
    tx.select(&sql, niangjia_store::single)
}

/// Living links to somebody who is of no committee that has to do with the household any more, and visits without a fact:
/// what no history may leave behind.
pub(crate) fn orphans(tx: &ReadTx<'_>, branch: &Branch) -> Result<Vec<String>, StoreError> {
    let mut sql = Sql::new(
        "SELECT '联系人已离任：' || h.name FROM household_link l JOIN household h ON h.tenant = l.tenant \
                            AND h.id = l.household_id WHERE ",
    );
    sql.in_branch("l", branch).push(" AND ").in_force("l", &tx.today());
    sql.push(" AND NOT EXISTS (SELECT 1 FROM people_post t WHERE t.person_id = l.person_id AND ");
    // Who helps where a family lives serves on the committee there.
    sql.push("t.tenant = COALESCE(l.helper_tenant, l.tenant) AND (l.helper_org_id = t.org_id OR l.helper_org_id IS NULL ");
    sql.push("AND (l.side = ").bind(&Side::Residence);
    sql.push(" OR SUBSTR(l.org_path, 1, LENGTH(t.org_path)) = t.org_path)) AND ");
    crate::queries::handovers::push_kinds(
        &mut sql,
        &[PostKind::Chair, PostKind::ViceChair, PostKind::Member],
    );
    sql.push(" AND ").in_force("t", &tx.today()).push(") ORDER BY h.org_path, h.number");
    let mut found: Vec<String> = tx.select(&sql, niangjia_store::single)?;
    let mut sql = Sql::new(
        "SELECT '走访没有对应的事实：' || h.name FROM household_visit v JOIN household h ON h.tenant = v.tenant \
                            AND h.id = v.household_id WHERE ",
    );
    sql.in_branch("v", branch);
    sql.push(
        " AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.tenant = v.tenant AND f.subject = v.id) ORDER BY v.id",
    );
    found.extend(tx.select::<String>(&sql, niangjia_store::single)?);
    found.extend(super::care_astray(tx, branch)?);
    found.extend(super::merging::astray(tx, branch)?);
    Ok(found)
}
