//! Taking a whole file back: residents, needs, links, visits and households, in the reverse order in which they stand on
//! each other.

use niangjia_kernel::{Key, Visit};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx, facts};
use niangjia_transfer::{Built, Transfer, Undoing};

use crate::queries::{self, Standing};

/// Visits whose facts are reversed between two looks for the next ones.
const VISITS_AT_ONCE: i64 = 500;

/// What every file about households has in common.
pub(crate) struct HouseholdUndoing;

fn built(standing: Standing, what: impl Fn(&Standing) -> String) -> Built {
    let key = standing.household;
    let href = match standing.visit {
        Some(visit) => {
            let visit: Key<Visit> = visit.within(key.tenant);
            format!("/visits/{visit}")
        }
        None => format!("/households/{key}"),
    };
    Built { text: format!("{}（{}）：{}", standing.name, standing.number, what(&standing)), href }
}

fn visited(one: &Standing) -> String {
    let on = one.on.map(|on| on.long()).unwrap_or_default();
    format!("{on} {}走访", one.what)
}

impl Undoing for HouseholdUndoing {
    fn built_on(&self, tx: &ReadTx<'_>, import: Key<Transfer>) -> Result<Vec<Built>, StoreError> {
        let mut found = Vec::new();
        let mut visits = queries::visits_of_made(tx, import)?;
        visits.extend(queries::visits_by_made_links(tx, import)?);
        visits.dedup_by_key(|one| one.visit);
        found.extend(visits.into_iter().map(|one| built(one, visited)));
        for (table, kind, words) in [
            ("household_link", "link", "后来安排了联系人"),
            ("household_need", "need", "后来登记了需求"),
            ("household_resident", "resident", "后来登记了家庭成员"),
        ] {
            let entered = queries::entered_at_made(tx, import, (table, kind))?;
            found.extend(entered.into_iter().map(|one| built(one, |_| words.to_owned())));
        }
        for (table, kind, words) in [
            ("household_link", "link", "导入的联系后来结束了"),
            ("household_need", "need", "导入的需求后来消除了"),
        ] {
            let changed = queries::changed_since(tx, import, (table, kind))?;
            found.extend(changed.into_iter().map(|one| built(one, |_| words.to_owned())));
        }
        let handed = queries::handed_over(tx, import)?;
        found.extend(handed.into_iter().map(|one| built(one, |_| "已经写进交接单".to_owned())));
        let asked = queries::asked_elsewhere(tx, import)?;
        found.extend(asked.into_iter().map(|one| built(one, |_| "后来请了居住地协助".to_owned())));
        let relied = queries::relied_on(tx, import)?;
        let words = "重点户，原来的联系人后来结束了，只剩导入的联系人";
        found.extend(relied.into_iter().map(|one| built(one, |_| words.to_owned())));
        Ok(found)
    }

    fn take_back(
        &self,
        tx: &WriteTx<'_>,
        actor: &Actor,
        import: Key<Transfer>,
        reason: &str,
    ) -> Result<i64, StoreError> {
        let mut after = None;
        loop {
            let visits = queries::made_visits(tx, import, after, VISITS_AT_ONCE)?;
            for visit in &visits {
                for fact in queries::standing_facts(tx, import.tenant, *visit)? {
                    facts::reverse(tx, &fact, actor.person, None)?;
                }
            }
            after = visits.last().copied();
            if after.is_none() {
                break;
            }
        }
        let mut rows = queries::take_back_made_visits(tx, import, reason)?;
        rows += queries::take_away_belongings(tx, import)?;
        rows += queries::take_away_households(tx, import)?;
        i64::try_from(rows).map_err(|error| StoreError::Internal(error.to_string()))
    }
}
