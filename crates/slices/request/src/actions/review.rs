//! 复查, 复核: she is not content, and the level above whoever answered looks at it again.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use super::pass::upper;
use super::reopen::again;
use super::{entry, notice};
use crate::model::{Happened, RequestRow};
use crate::queries::{self, VisibleRequest};
use crate::rules::reviewed;

const ASK: Action = Action::write("request.ask_for_review", "申请复查、复核");
const ASK_BY_CODE: Action = Action::write("request.ask_for_review_by_code", "本人凭码申请复查、复核");

/// Asks for her, in her own words, whoever knows her. It waits at the level above the one that answered.
///
/// # Errors
/// When nobody stands above, or it cannot be written.
pub(crate) fn ask_for_review(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    words: &str,
) -> Result<Ending<()>, AppError> {
    match asked(tx, request, (&actor.name, words))? {
        Some(to) => Ok(tx.record(&entry(Some(actor), ASK, &request.row).change("去向", "", to), ())?.into()),
        None => Ok(Ending::Nothing(())),
    }
}

/// She asks herself, with her code.
///
/// # Errors
/// When nobody stands above, or it cannot be written.
pub(crate) fn ask_for_review_by_code(
    tx: &WriteTx<'_>,
    row: &RequestRow,
    words: &str,
) -> Result<Ending<()>, AppError> {
    let Some(request) = queries::whoever(tx, row.id.within(row.tenant))? else {
        return Ok(Ending::Nothing(()));
    };
    match asked(tx, &request, ("本人", words))? {
        Some(to) => Ok(tx.record(&entry(None, ASK_BY_CODE, row).change("去向", "", to), ())?.into()),
        None => Ok(Ending::Nothing(())),
    }
}

/// Says who looks at it now; `None` when it may not be asked for any more.
fn asked(
    tx: &WriteTx<'_>,
    request: &VisibleRequest,
    (by, words): (&str, &str),
) -> Result<Option<String>, AppError> {
    let row = &request.row;
    let Some(next) = row.over().and_then(|over| reviewed(&over, row.rung, tx.now())) else {
        return Ok(None);
    };
    let answered = request.holds.iter().rev().find(|hold| hold.org_path == row.holder_path);
    let answered = answered.ok_or_else(|| AppError::Internal("an answer of nobody".to_owned()))?;
    let (to, name) = upper(tx, answered)?;
    let said = format!("请{name}{}：{words}", next.label());
    if !again(tx, row, (&to, next), (Happened::ReviewAsked, by, &said))? {
        return Ok(None);
    }
    notice::arrived(tx, row, (to.tenant, to.org))?;
    Ok(Some(name))
}
