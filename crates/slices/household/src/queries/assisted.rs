//! 协助: visits that a community's members made where families of other communities live. They count there, at home;
//! here they are listed and never added.

use niangjia_kernel::{Day, Id, Tenant, Visit};
use niangjia_store::{Actor, Branch, ReadTx, Sql, StoreError, single};

use crate::model::VisitRow;
use crate::queries::visits::{FROM, VISIT, visit_row};
use crate::rules::{Sight, sight};

/// Such a visit, with the name of the community where it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AssistedVisit {
    pub(crate) visit: VisitRow,
    pub(crate) home: String,
}

fn push_assisted(sql: &mut Sql, actor: &Actor, branch: &Branch, tenant: Tenant) {
    sql.push(FROM)
        .push("v.tenant = ")
        .bind(&tenant)
        .push(" AND v.taken_back_ms IS NULL AND v.helper_tenant = ");
    sql.bind(&actor.tenant).push(" AND v.helper_org_path IS NOT NULL AND ");
    sql.within("v.helper_org_path", branch.path()).push(" AND ");
    match sight(actor) {
        Sight::Community | Sight::Lists => drop(sql.within("v.helper_org_path", &actor.acting.org_path)),
        Sight::Linked => drop(sql.push("v.person_id = ").bind(&actor.person)),
        Sight::Nothing => drop(sql.push("1 = 0")),
    }
}

/// The tenants whose families a branch looks after, or did.
fn tenants_of(tx: &ReadTx<'_>, actor: &Actor, branch: &Branch) -> Result<Vec<Tenant>, StoreError> {
    let mut sql =
        Sql::new("SELECT DISTINCT g.household_tenant FROM household_care_given g WHERE g.tenant = ");
    sql.bind(&actor.tenant).push(" AND ").in_branch("g", branch).push(" ORDER BY g.household_tenant");
    tx.select(&sql, single)
}

/// The newest such visits of a branch, those listed after `after`.
pub(crate) fn assisted(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    after: Option<(Day, Id<Visit>)>,
    limit: i64,
) -> Result<Vec<AssistedVisit>, StoreError> {
    let mut found = Vec::new();
    for tenant in tenants_of(tx, actor, branch)? {
        let mut sql = Sql::new("SELECT ");
        sql.push(VISIT).push(", (SELECT home.name FROM org home WHERE home.id = v.org_id)");
        push_assisted(&mut sql, actor, branch, tenant);
        if let Some((on, id)) = &after {
            sql.push(" AND (v.on_day, v.id) < (").bind(on).push(", ").bind(id).push(")");
        }
        sql.push(" ORDER BY v.on_day DESC, v.id DESC LIMIT ").bind(&limit);
        found.extend(tx.select(&sql, |row| Ok(AssistedVisit { visit: visit_row(row)?, home: row.take()? }))?);
    }
    found.sort_by_key(|one| std::cmp::Reverse((one.visit.on, one.visit.id)));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// How many there are in all.
pub(crate) fn count_assisted(tx: &ReadTx<'_>, actor: &Actor, branch: &Branch) -> Result<i64, StoreError> {
    let mut count = 0;
    for tenant in tenants_of(tx, actor, branch)? {
        let mut sql = Sql::new("SELECT COUNT(*)");
        push_assisted(&mut sql, actor, branch, tenant);
        let (text, values) = sql.parts();
        count += tx.value::<i64>(text, values)?;
    }
    Ok(count)
}
