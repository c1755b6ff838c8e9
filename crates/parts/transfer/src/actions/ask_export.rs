//! Asking for a list as a file.

use niangjia_kernel::{Id, Timestamp};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, WriteTx};
use niangjia_web::AppError;

use crate::listing::Opened;
use crate::model::{Counts, Direction, State, Transfer, TransferRow};
use crate::queries;
use crate::rules::{self, kept_until, may_begin};

const ASK: Action = Action::write("transfer.ask_export", "申请导出");

/// Personal columns that leave the platform as they are, and why.
#[derive(Debug, Clone)]
pub(crate) struct Unmasked {
    pub(crate) columns: &'static [&'static str],
    pub(crate) reason: String,
}

/// The same entry with the columns and the reason.
pub(crate) fn with_reason<'a>(entry: Entry<'a>, unmasked: &Unmasked) -> Entry<'a> {
    let columns = unmasked.columns.join("、");
    entry.change("未遮盖", "", columns).change("用途", "", &unmasked.reason)
}

/// Puts an export into the queue.
///
/// # Errors
/// When she has too many under way (R-TRF-02), or it cannot be written.
pub(crate) fn ask_export(
    tx: &WriteTx<'_>,
    actor: &Actor,
    opened: &Opened,
    address: &str,
    unmasked: Option<&Unmasked>,
) -> Result<Recorded<TransferRow>, AppError> {
    may_begin(queries::count_working(tx, actor)?).map_err(|refusal| AppError::Refused(refusal.to_owned()))?;
    let reason = unmasked.map(|unmasked| unmasked.reason.clone());
    let row = TransferRow { reason, ..row(tx.new_id(), tx.now(), actor, opened, address) };
    queries::insert(tx, &row, kept_until(tx.now()))?;
    let entry = Entry::by(actor, ASK).about(row.tenant, row.id, &opened.org_path).named(&row.title);
    let entry = entry.change("条件", "", &opened.filter).change("行数", "", opened.total);
    let entry = unmasked.map_or(entry.clone(), |unmasked| with_reason(entry, unmasked));
    Ok(tx.record(&entry, row)?)
}

fn row(id: Id<Transfer>, now: Timestamp, actor: &Actor, opened: &Opened, address: &str) -> TransferRow {
    let title = opened.head.title.clone();
    TransferRow {
        // Kept with her, whose file it is; the list may belong to a community of another county's tenant.
        tenant: actor.tenant,
        id,
        direction: Direction::Export,
        state: State::Making,
        person: actor.person,
        post: actor.acting.post,
        org_id: opened.org_id,
        org_path: opened.org_path.clone(),
        file_name: format!("{}_{}.xlsx", rules::file_stem(&title), now.day()),
        title,
        address: address.to_owned(),
        source: None,
        source_bytes: 0,
        result: None,
        result_bytes: 0,
        total: opened.total,
        done: 0,
        counts: Counts::default(),
        message: String::new(),
        made: now,
        begun: now,
        failed_in: None,
        reason: None,
    }
}
