//! The named lists of the register, and what stands beside a household on them.

use std::collections::HashMap;

use niangjia_kernel::{Day, Household, Id, Person, Tenant, coded};
use niangjia_store::{Branch, PostKind, ReadTx, Sql, StoreError};
use niangjia_web::show::Due;

use crate::model::{Side, Standing};
use crate::queries::StandingFilter;

coded! {
    /// The lists of the register that have a name. A number elsewhere that opens to one of them is counted by the same
    /// filter ([`Show::filter`]).
    pub enum Show {
        /// Households with a need in force.
        Key = "key", "重点户";
        /// Key households that nobody is linked to.
        Uncovered = "uncovered", "未覆盖";
        /// Linked households whose visit was due before today.
        Overdue = "overdue", "已超期";
        /// Linked households whose visit is due today or in the days that count as soon.
        Soon = "soon", "快到期";
        /// Households that nobody has visited for longer than their class allows.
        OutOfTouch = "out_of_touch", "久未联系";
        /// Households linked on the residence side.
        Residence = "residence", "居住侧";
        /// Every household of the register.
        All = "all", "全部家庭";
    }
}

impl Show {
    /// The filter of this list on a day.
    #[must_use]
    pub fn filter(self, today: Day) -> StandingFilter {
        let all = StandingFilter::default();
        match self {
            Self::Key => StandingFilter { key: true, ..all },
            Self::Uncovered => StandingFilter { key: true, covered: Some(false), ..all },
            Self::Overdue => StandingFilter { due_before: Some(today), ..all },
            Self::Soon => StandingFilter {
                due_from: Some(today),
                due_before: Some(today.plus(Due::SOON_DAYS + 1)),
                ..all
            },
            Self::OutOfTouch => StandingFilter { out_of_touch: true, ..all },
            Self::Residence => StandingFilter { side: Some(Side::Residence), ..all },
            Self::All => all,
        }
    }
}

/// The names of those linked to the households of a page, by household; one statement for the page and tenant.
pub(crate) fn linked_names(
    tx: &ReadTx<'_>,
    page: &[Standing],
    on: Day,
) -> Result<HashMap<Id<Household>, Vec<String>>, StoreError> {
    let mut names: HashMap<Id<Household>, Vec<String>> = HashMap::new();
    // Nearly always of one tenant; who helps where families live may have some of another.
    let mut rest = page.iter().collect::<Vec<_>>();
    while let Some(first) = rest.first() {
        let tenant = first.household.tenant;
        let (of_tenant, others): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|one| one.household.tenant == tenant);
        names_of_tenant(tx, tenant, &of_tenant, on, &mut names)?;
        rest = others;
    }
    Ok(names)
}

fn names_of_tenant(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    page: &[&Standing],
    on: Day,
    names: &mut HashMap<Id<Household>, Vec<String>>,
) -> Result<(), StoreError> {
    let mut sql = Sql::new(
        "SELECT l.household_id, p.name FROM household_link l \
         JOIN people_person p ON p.tenant = l.tenant AND p.id = l.person_id WHERE l.tenant = ",
    );
    sql.bind(&tenant).push(" AND ").in_force("l", &on).push(" AND l.household_id IN (");
    for (index, standing) in page.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(&standing.household.id);
    }
    sql.push(") ORDER BY l.side, l.from_day, l.id");
    for (household, name) in tx.select(&sql, |row| Ok((row.take()?, row.take::<String>()?)))? {
        let of_household = names.entry(household).or_default();
        if !of_household.contains(&name) {
            of_household.push(name);
        }
    }
    Ok(())
}

/// The name of somebody who holds or held a post in a branch.
pub(crate) fn name_within(
    tx: &ReadTx<'_>,
    branch: &Branch,
    person: Id<Person>,
) -> Result<Option<String>, StoreError> {
    let mut sql = Sql::new(
        "SELECT p.name FROM people_post t JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id WHERE ",
    );
    sql.in_branch("t", branch).push(" AND t.person_id = ").bind(&person).push(" LIMIT 1");
    Ok(tx.select(&sql, niangjia_store::single)?.into_iter().next())
}

/// A committee member of a community whom no family is linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FreeMember {
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) org_name: String,
    pub(crate) org_code: String,
    /// Since when she serves.
    pub(crate) since: Day,
}

/// Committee members of communities in a branch whom no family is linked to; `only` narrows to one person.
pub(crate) fn free_members(
    tx: &ReadTx<'_>,
    branch: &Branch,
    on: Day,
    only: Option<Id<Person>>,
) -> Result<Vec<FreeMember>, StoreError> {
    let mut sql = Sql::new(
        "SELECT p.id, p.name, o.name, o.code, t.from_day FROM people_post t \
         JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id \
         JOIN org o ON o.id = t.org_id WHERE o.level = 'community' AND t.kind = ",
    );
    sql.bind(&PostKind::Member).push(" AND ").in_branch("t", branch).push(" AND ").in_force("t", &on);
    if let Some(person) = &only {
        sql.push(" AND t.person_id = ").bind(person);
    }
    sql.push(" AND NOT EXISTS (SELECT 1 FROM household_link l WHERE l.tenant = t.tenant AND l.person_id = t.person_id AND ");
    sql.in_force("l", &on).push(")");
    push_helps_nobody(&mut sql);
    sql.push(" ORDER BY t.org_path, p.name, p.id");
    tx.select(&sql, |row| {
        Ok(FreeMember {
            person: row.take()?,
            name: row.take()?,
            org_name: row.take()?,
            org_code: row.take()?,
            since: row.take()?,
        })
    })
}

/// Appends that the person of post `t` looks after no family of another tenant where it lives (R-HH-51).
pub(super) fn push_helps_nobody(sql: &mut Sql) {
    sql.push(" AND NOT EXISTS (SELECT 1 FROM household_care_given g WHERE g.tenant = t.tenant ");
    sql.push("AND g.person_id = t.person_id AND g.until_day IS NULL)");
}

/// The same members as identity, name and organisation.
pub(crate) fn members_without_families(
    tx: &ReadTx<'_>,
    branch: &Branch,
    on: Day,
) -> Result<Vec<(Id<Person>, String, String)>, StoreError> {
    let free = free_members(tx, branch, on, None)?;
    Ok(free.into_iter().map(|member| (member.person, member.name, member.org_name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_visit_is_on_the_overdue_list_or_on_the_soon_list_as_its_badge_says(left in -60i64..60) {
            let today = Day::from_number(20_000);
            let due = today.plus(left);
            let listed = |show: Show| {
                let filter = show.filter(today);
                filter.due_before.is_none_or(|before| due < before) && filter.due_from.is_none_or(|from| due >= from)
            };
            let badge = Due::of(due, false, today).kind;
            prop_assert_eq!(listed(Show::Overdue), badge == "late");
            prop_assert_eq!(listed(Show::Soon), badge == "soon");
        }
    }
}
