//! SQL on forms that were reported. A branch lies in one tenant here: forms go from the street to the county.

use niangjia_kernel::{Id, Month, Organisation, Tenant};
use niangjia_store::{Actor, Branch, ReadTx, Row, Sql, StoreError, WriteTx, params, single};

use crate::form::{FormReturn, NewReport, ReportedForm, ReturnedForm, Version};

const VERSION: &str = "f.tenant, f.id, f.org_id, f.version, f.pack_version, f.reason, f.person_name, f.post_label, f.at_ms, \
                       r.id, r.reason, r.person_name, r.post_label, r.at_ms FROM insight_form f \
                       LEFT JOIN insight_form_return r ON r.tenant = f.tenant AND r.form_id = f.id WHERE ";
/// Nothing newer was reported for the same month.
const IS_LATEST: &str = " AND NOT EXISTS (SELECT 1 FROM insight_form n WHERE n.tenant = f.tenant AND n.org_id = f.org_id \
                         AND n.form = f.form AND n.month = f.month AND n.version > f.version)";

/// Keeps a report; `false` when this one, or one of the same version, is there already.
pub(crate) fn insert_form(tx: &WriteTx<'_>, actor: &Actor, new: &NewReport<'_>) -> Result<bool, StoreError> {
    let made = tx.execute(
        "INSERT INTO insight_form (tenant, id, org_id, org_path, form, month, version, pack_version, payload, reason, \
         person_id, person_name, post_label, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
        params![
            new.org.tenant, new.id, new.org.id, new.org.path, new.form.to_owned(), new.month, new.version,
            new.pack_version.to_owned(), new.payload.clone(), new.reason.to_owned(), actor.person, actor.name.clone(),
            actor.post_label(), tx.now(),
        ],
    )?;
    Ok(made == 1)
}

/// Keeps that a report was handed back; `false` when it was before.
pub(crate) fn insert_return(
    tx: &WriteTx<'_>,
    actor: &Actor,
    id: Id<FormReturn>,
    version: &Version,
    reason: &str,
) -> Result<bool, StoreError> {
    let made = tx.execute(
        "INSERT INTO insight_form_return (tenant, id, form_id, reason, person_id, person_name, post_label, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        params![
            version.tenant, id, version.id, reason.to_owned(), actor.person, actor.name.clone(), actor.post_label(),
            tx.now(),
        ],
    )?;
    Ok(made == 1)
}

/// Everything an organisation reported for a month, the newest first.
pub(crate) fn versions(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    form: &str,
    month: Month,
) -> Result<Vec<Version>, StoreError> {
    let sql = format!(
        "SELECT {VERSION} f.tenant = $1 AND f.org_id = $2 AND f.form = $3 AND f.month = $4 ORDER BY f.version DESC"
    );
    tx.rows(&sql, params![tenant, org, form.to_owned(), month], version_row)
}

/// What stands in a report.
pub(crate) fn payload(tx: &ReadTx<'_>, version: &Version) -> Result<String, StoreError> {
    let sql = "SELECT payload FROM insight_form WHERE tenant = $1 AND id = $2";
    let found = tx.row(sql, params![version.tenant, version.id], single)?;
    found.ok_or_else(|| StoreError::Internal(format!("no report {}", version.id)))
}

/// The newest report of each organisation of a branch for each of some months.
pub(crate) fn latest(
    tx: &ReadTx<'_>,
    branch: &Branch,
    form: &str,
    (from, to): (Month, Month),
) -> Result<Vec<(Month, Version)>, StoreError> {
    let mut sql = Sql::new("SELECT f.month, ");
    sql.push(VERSION).in_branch("f", branch).push(" AND f.form = ").bind(&form.to_owned());
    sql.push(" AND f.month >= ").bind(&from).push(" AND f.month <= ").bind(&to);
    tx.select(sql.push(IS_LATEST), |row| Ok((row.take()?, version_row(row)?)))
}

/// The newest report of each organisation of a branch for a month that was not handed back, with what stands in it.
pub(crate) fn standing_payloads(
    tx: &ReadTx<'_>,
    branch: &Branch,
    form: &str,
    month: Month,
) -> Result<Vec<(Id<Organisation>, String)>, StoreError> {
    let mut sql = Sql::new("SELECT f.org_id, f.payload FROM insight_form f WHERE ");
    sql.in_branch("f", branch).push(" AND f.form = ").bind(&form.to_owned());
    sql.push(" AND f.month = ").bind(&month).push(IS_LATEST);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM insight_form_return r WHERE r.tenant = f.tenant AND r.form_id = f.id)");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?)))
}

fn version_row(row: &mut Row<'_>) -> Result<Version, StoreError> {
    let (tenant, id, org) = (row.take()?, row.take::<Id<ReportedForm>>()?, row.take()?);
    let version = Version {
        tenant,
        id,
        org,
        number: row.take()?,
        pack_version: row.take()?,
        reason: row.take()?,
        by: row.take()?,
        post: row.take()?,
        at: row.take()?,
        returned: None,
    };
    let (id, reason): (Option<Id<FormReturn>>, Option<String>) = (row.take()?, row.take()?);
    let (by, post, at) = (row.take()?, row.take()?, row.take()?);
    let returned = match (id, reason, by, post, at) {
        (Some(_), Some(reason), Some(by), Some(post), Some(at)) => {
            Some(ReturnedForm { reason, by, post, at })
        }
        _ => None,
    };
    Ok(Version { returned, ..version })
}
