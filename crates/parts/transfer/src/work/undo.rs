//! Taking back what an import made: all of it in one transaction, with one audit entry.

use niangjia_store::StoreError;
use niangjia_store::audit::{Action, Entry};
use niangjia_web::AppError;

use crate::machine::Transfers;
use crate::model::State;
use crate::queries;
use crate::rules::may_undo;
use crate::work::Work;

const UNDO: Action = Action::write("transfer.undo", "撤回导入");

/// Takes it back, unless something was built on it between the button and now.
pub(super) fn take_back(work: &Work<'_>) -> Result<(), AppError> {
    let (app, row) = (work.app.clone(), work.row.clone());
    work.store().write_blocking(move |tx| {
        let work = Work { app: &app, row: row.clone() };
        let actor = work.actor(tx)?;
        let (intake, _) = app.machine::<Transfers>()?.intake(&row.address)?;
        let undoing = intake.undoing().ok_or(AppError::NotFound)?;
        let built = undoing.built_on(tx, row.key())?;
        may_undo(true, built.len()).map_err(AppError::Refused)?;
        let reason = row.reason.clone().unwrap_or_default();
        let rows = undoing.take_back(tx, &actor, row.key(), &reason).map_err(named)?;
        queries::forget_made(tx, row.key())?;
        if !queries::step(tx, row.key(), State::Undoing, State::Undone)? {
            return Err(AppError::Refused("已经取消".to_owned()));
        }
        let entry = Entry::by(&actor, UNDO).about(row.tenant, row.id, &row.org_path).named(&row.title);
        let entry = entry.change("文件", &row.file_name, "").change("撤回", "", rows);
        Ok::<_, AppError>(tx.record(&entry.change("原因", "", reason), ())?.into())
    })
}

/// A row that points at what was to be taken away, of a kind that nobody looked for.
fn named(error: StoreError) -> AppError {
    match error {
        StoreError::ForeignKey => {
            AppError::Refused("不能整体撤回：已经有别的记录建立在导入的内容上，请逐条更正".to_owned())
        }
        other => other.into(),
    }
}
