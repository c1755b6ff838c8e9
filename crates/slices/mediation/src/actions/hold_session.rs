//! 调解记录: one sitting with its minutes, or one inquiry.

use niangjia_kernel::{Day, FactKind, Id};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::{Happened, entry, parts_of, tell};
use crate::model::{Case, Session, SessionKind, SessionLine, SessionWords};
use crate::queries;

const HOLD: Action = Action::write("mediation.hold_session", "调解记录");

/// A sitting as it was said and checked (`rules::check_session`).
#[derive(Debug, Clone)]
pub(crate) struct SaidSitting {
    pub(crate) id: Id<SessionLine>,
    pub(crate) kind: SessionKind,
    pub(crate) on: Day,
    pub(crate) at: String,
    pub(crate) minutes: i64,
    pub(crate) open: bool,
    pub(crate) words: SessionWords,
}

/// Writes it down; a sitting counts for everybody who works on the case.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn hold_session(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    said: &SaidSitting,
) -> Result<Ending<()>, StoreError> {
    let session = Session {
        kind: said.kind,
        number: 0,
        on: said.on,
        at: said.at.clone(),
        minutes: said.minutes,
        open: said.open,
        written_by: actor.name.clone(),
        words: said.words.clone(),
    };
    if !queries::insert_session(tx, case, said.id, &session)? {
        return Ok(Ending::Nothing(()));
    }
    if said.kind == SessionKind::Sitting {
        let parts = parts_of(case, &queries::members_of(tx, case)?);
        let happened =
            Happened { minutes: said.minutes, ..Happened::of(FactKind::MediationSession, said.on, case) };
        tell(tx, actor, case, &happened, &parts)?;
    }
    let entry = entry(actor, HOLD, case).change(said.kind.label(), "", said.on.long());
    Ok(tx.record(&entry, ())?.into())
}
