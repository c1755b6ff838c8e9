//! Writing cases.

use niangjia_kernel::{Day, Household, Id, Mediation, OrgPath, Tenant};
use niangjia_org::api::Org;
use niangjia_store::{Actor, StoreError, WriteTx, params};
use uuid::Uuid;

use super::{ACCOUNT, ENDING, key_of, sealed};
use crate::model::{Account, Case, Form, Origin, State};

/// What is about to be written of a case.
pub(crate) struct NewCase<'a> {
    pub(crate) id: Id<Mediation>,
    pub(crate) origin: Origin,
    pub(crate) category: &'a str,
    pub(crate) on: Day,
    pub(crate) account: &'a Account,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) source: Option<Uuid>,
}

/// Writes a case; says whether it was not there before.
pub(crate) fn insert_case(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    new: &NewCase<'_>,
) -> Result<bool, StoreError> {
    let account = sealed(tx, ACCOUNT, new.account)?;
    let written = tx.execute(
        "INSERT INTO mediation (tenant, id, org_id, org_path, origin, category, state, source_id, household_id, \
         applied_day, account, registrar_id, registrar_name, with_member) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, FALSE) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            org.tenant, new.id, org.id, org.path.clone(), new.origin, new.category.to_owned(), State::Applied, new.source,
            new.household, new.on, account, actor.person, actor.name.clone(),
        ],
    )?;
    Ok(written == 1)
}

/// Puts a case into a state.
pub(crate) fn set_state(tx: &WriteTx<'_>, case: &Case, state: State) -> Result<(), StoreError> {
    let (tenant, id) = key_of(case);
    let sql = "UPDATE mediation SET state = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![state, tenant, id]).map(drop)
}

/// Takes a case under the next number of its organisation and year; says how it is called.
pub(crate) fn accept(
    tx: &WriteTx<'_>,
    case: &Case,
    on: Day,
    words: impl Fn(i64, i64) -> String,
) -> Result<String, StoreError> {
    tx.hold("org", case.tenant, case.org_id.uuid())?;
    let year = i64::from(on.parts().0);
    let highest =
        "SELECT COALESCE(MAX(number), 0) FROM mediation WHERE tenant = $1 AND org_id = $2 AND year = $3";
    let number = tx.value::<i64>(highest, params![case.tenant, case.org_id, year])? + 1;
    let called = words(year, number);
    let sql = "UPDATE mediation SET state = $1, year = $2, number = $3, called = $4, accepted_day = $5 \
               WHERE tenant = $6 AND id = $7";
    tx.execute(sql, params![State::Accepted, year, number, called.clone(), on, case.tenant, case.id])?;
    Ok(called)
}

/// Ends a case.
pub(crate) fn end(
    tx: &WriteTx<'_>,
    case: &Case,
    state: State,
    on: Day,
    (cause, words, form): (Option<&str>, &str, Option<Form>),
) -> Result<(), StoreError> {
    let words = tx.seal(ENDING, words)?;
    let sql = "UPDATE mediation SET state = $1, ended_day = $2, cause = $3, ending_words = $4, form = $5 \
               WHERE tenant = $6 AND id = $7";
    tx.execute(sql, params![state, on, cause.map(str::to_owned), words, form, case.tenant, case.id]).map(drop)
}

/// Notes that somebody of the committee took part; says whether for the first time.
pub(crate) fn mark_member(tx: &WriteTx<'_>, case: &Case) -> Result<bool, StoreError> {
    let sql = "UPDATE mediation SET with_member = $1 WHERE tenant = $2 AND id = $3 AND with_member = $4";
    Ok(tx.execute(sql, params![true, case.tenant, case.id, false])? == 1)
}

/// Binds the file.
pub(crate) fn file_case(tx: &WriteTx<'_>, case: &Case, on: Day, retention: &str) -> Result<(), StoreError> {
    let sql = "UPDATE mediation SET state = $1, filed_day = $2, retention = $3 WHERE tenant = $4 AND id = $5";
    tx.execute(sql, params![State::Filed, on, retention.to_owned(), case.tenant, case.id]).map(drop)
}

/// Hands the file to the archive.
pub(crate) fn archive(tx: &WriteTx<'_>, case: &Case, on: Day) -> Result<(), StoreError> {
    let sql = "UPDATE mediation SET state = $1, archived_day = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![State::Archived, on, case.tenant, case.id]).map(drop)
}

/// Files the cases of a community with the one it went up in; their numbers stay.
pub(crate) fn move_cases(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    from: &OrgPath,
    into: &OrgPath,
) -> Result<(), StoreError> {
    let sql = "UPDATE mediation SET org_path = $1 WHERE tenant = $2 AND org_path = $3";
    tx.execute(sql, params![into.clone(), tenant, from.clone()]).map(drop)
}
