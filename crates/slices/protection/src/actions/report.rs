//! The mandatory report: who was told, by what way, when, with which receipt; or that a capable adult does not want it.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::{done, standing};
use crate::model::EventKind;
use crate::pack::Organ;
use crate::queries::VisibleCase;

const REPORT: Action = Action::write("protection.report", "报告");
const DECLINE: Action = Action::write("protection.decline", "不报案");

/// Writes it down and stops the clocks that it stops.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn report(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    (organ, words): (Option<&Organ>, &str),
) -> Result<Recorded<()>, StoreError> {
    let subject = (case.row().tenant, case.row().id.uuid());
    let (action, kind) = match organ {
        Some(organ) => {
            for clock in &organ.takes {
                niangjia_deadline::stop(tx, subject, clock)?;
            }
            (REPORT, EventKind::Reported)
        }
        None => {
            niangjia_deadline::stop(tx, subject, "report.violence")?;
            (DECLINE, EventKind::Declined)
        }
    };
    let state = standing(tx, case)?;
    done(tx, actor, case.row(), (action, kind, words), state)
}
