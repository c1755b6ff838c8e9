//! 登记困扰: a trouble of a relationship is found.

use niangjia_kernel::{Day, FactKind, FactRole, Household, Id, Resident, ScreeningRound, Trouble};
use niangjia_org::api::Org;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::{append_fact, entry};
use crate::model::{TroubleRow, TroubleSource, TroubleState};
use crate::queries;

const FIND: Action = Action::write("screening.find_trouble", "登记困扰");

/// A trouble as it was said and checked.
pub(crate) struct Found<'a> {
    pub(crate) id: Id<Trouble>,
    pub(crate) org: &'a Org,
    pub(crate) kind: &'a str,
    pub(crate) source: TroubleSource,
    pub(crate) round: Option<Id<ScreeningRound>>,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) resident: Option<Id<Resident>>,
    pub(crate) name: &'a str,
    pub(crate) words: &'a str,
    pub(crate) note: &'a str,
    pub(crate) on: Day,
    /// Whether there is danger: then it is its own people's alone from the first moment, and no fact tells of it here.
    pub(crate) sealed: bool,
}

/// Writes it down; a form that comes a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn find_trouble(
    tx: &WriteTx<'_>,
    actor: &Actor,
    found: &Found<'_>,
) -> Result<Ending<TroubleRow>, StoreError> {
    let row = TroubleRow {
        tenant: found.org.tenant,
        id: found.id,
        org_id: found.org.id,
        org_path: found.org.path.clone(),
        year: i64::from(found.on.parts().0),
        number: 0,
        kind: found.kind.to_owned(),
        source: found.source,
        round: found.round,
        household: found.household,
        resident: found.resident,
        name: tx.seal(queries::NAME, found.name)?,
        words: tx.seal(queries::WORDS, found.words)?,
        note: if found.note.is_empty() { None } else { Some(tx.seal(queries::NOTE, found.note)?) },
        found: found.on,
        person: actor.person,
        person_name: actor.name.clone(),
        state: TroubleState::Found,
        closing: None,
        closed: None,
        sealed: found.sealed,
    };
    let Some(number) = queries::insert_trouble(tx, &row)? else {
        return Ok(Ending::Nothing(row));
    };
    append_fact(
        tx,
        &row,
        (FactKind::TroubleFound, found.on),
        actor.person,
        &[(actor.person, FactRole::Doer)],
    )?;
    let row = TroubleRow { number, ..row };
    Ok(tx.record(&entry(actor, FIND, &row), row)?.into())
}
