//! Bringing a file.

use niangjia_kernel::{Id, StoredFile};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use crate::intake::Home;
use crate::model::{Counts, Direction, State, Transfer, TransferRow};
use crate::queries;
use crate::rules::{kept_until, may_begin};

const BRING: Action = Action::write("transfer.bring_file", "上传文件");

/// A file that has arrived.
pub(crate) struct Brought<'a> {
    /// Made with the form: the same form sent twice is one import.
    pub(crate) id: Id<Transfer>,
    /// What is in it: `执委名册`.
    pub(crate) name: &'a str,
    /// The page of the upload.
    pub(crate) address: &'a str,
    pub(crate) file_name: &'a str,
    pub(crate) file: Id<StoredFile>,
    pub(crate) bytes: u64,
}

/// Keeps the file and puts its reading into the queue. Nothing of its rows is taken yet.
///
/// # Errors
/// When she has too many under way (R-TRF-02), or it cannot be written.
pub(crate) fn bring_file(
    tx: &WriteTx<'_>,
    actor: &Actor,
    home: &Home,
    brought: &Brought<'_>,
) -> Result<Ending<()>, AppError> {
    may_begin(queries::count_working(tx, actor)?).map_err(|refusal| AppError::Refused(refusal.to_owned()))?;
    let row = TransferRow {
        tenant: actor.tenant,
        id: brought.id,
        direction: Direction::Import,
        state: State::Reading,
        person: actor.person,
        post: actor.acting.post,
        org_id: home.id,
        org_path: home.path.clone(),
        title: format!("{} {}", home.place, brought.name),
        address: brought.address.to_owned(),
        file_name: brought.file_name.to_owned(),
        source: Some(brought.file),
        source_bytes: i64::try_from(brought.bytes).unwrap_or(i64::MAX),
        result: None,
        result_bytes: 0,
        total: 0,
        done: 0,
        counts: Counts::default(),
        message: String::new(),
        made: tx.now(),
        begun: tx.now(),
        failed_in: None,
        reason: None,
    };
    if !queries::insert(tx, &row, kept_until(tx.now()))? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, BRING).about(row.tenant, row.id, &home.path).named(&row.title);
    let entry = entry.change("文件", "", brought.file_name).change("字节", "", brought.bytes);
    Ok(tx.record(&entry, ())?.into())
}
