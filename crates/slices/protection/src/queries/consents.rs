//! Who may open the files of a child's case: asked by person and file, decided by whoever is in charge.

use niangjia_kernel::{Id, Key, Person, Tenant};
use niangjia_store::{Actor, ReadTx, Row, StoreError, WriteTx, params};
use uuid::Uuid;

use super::{VisibleCase, visible_case_of};
use crate::model::{Consent, ConsentState};

/// That somebody asked to open a file.
#[derive(Debug, Clone)]
pub(crate) struct ConsentRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Consent>,
    pub(crate) file: Uuid,
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) state: ConsentState,
}

fn read(row: &mut Row<'_>) -> Result<ConsentRow, StoreError> {
    Ok(ConsentRow {
        tenant: row.take()?,
        id: row.take()?,
        file: row.take()?,
        person: row.take()?,
        name: row.take()?,
        state: row.take()?,
    })
}

/// What was asked on a case, the first first.
pub(crate) fn consents(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<ConsentRow>, StoreError> {
    let sql = "SELECT k.tenant, k.id, k.file_id, k.person_id, n.name, k.state FROM protection_consent k \
               JOIN people_person n ON n.tenant = k.tenant AND n.id = k.person_id \
               WHERE k.tenant = $1 AND k.case_id = $2 ORDER BY k.asked_ms, k.id";
    tx.rows(sql, params![case.row().tenant, case.row().id], read)
}

/// What was asked by somebody about a file.
pub(crate) fn consent_of(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    (file, person): (Uuid, Id<Person>),
) -> Result<Option<ConsentState>, StoreError> {
    let sql = "SELECT state FROM protection_consent WHERE tenant = $1 AND file_id = $2 AND person_id = $3";
    tx.row(sql, params![tenant, file, person], |row| row.take())
}

/// Asks for a file; says whether she had not, or was refused before.
pub(crate) fn ask_consent(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (case, file): (&VisibleCase, Uuid),
) -> Result<bool, StoreError> {
    let sql = "INSERT INTO protection_consent (tenant, id, case_id, file_id, person_id, state, asked_ms) \
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, file_id, person_id) DO UPDATE \
               SET state = 'asked', asked_ms = $7, decided_ms = NULL WHERE protection_consent.state = 'refused'";
    let (row, id) = (case.row(), tx.new_id::<Consent>());
    let values = params![row.tenant, id, row.id, file, actor.person, ConsentState::Asked, tx.now()];
    Ok(tx.execute(sql, values)? == 1)
}

/// An asking on a case that `actor` may see, with that case.
pub(crate) fn asked_for_file(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Consent>,
) -> Result<Option<(ConsentRow, VisibleCase)>, StoreError> {
    let found = visible_case_of(tx, actor, "protection_consent", (key.tenant, key.id.uuid()))?;
    let Some(case) = found else { return Ok(None) };
    let asked = consents(tx, &case)?.into_iter().find(|one| one.id == key.id);
    Ok(asked.map(|asked| (asked, case)))
}

/// Decides an asking; says whether it waited.
pub(crate) fn decide_consent(
    tx: &WriteTx<'_>,
    consent: &ConsentRow,
    state: ConsentState,
) -> Result<bool, StoreError> {
    let sql = "UPDATE protection_consent SET state = $1, decided_ms = $2 WHERE tenant = $3 AND id = $4 \
               AND state = 'asked'";
    Ok(tx.execute(sql, params![state, tx.now(), consent.tenant, consent.id])? == 1)
}
