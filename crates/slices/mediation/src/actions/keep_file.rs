//! 卷宗: papers are put in, the file is bound, and handed to the archive.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use super::entry;
use crate::model::{Case, FiledItem};
use crate::queries;

const PUT: Action = Action::write("mediation.put_item", "放入卷宗");
const FILE: Action = Action::write("mediation.file", "立卷");
const ARCHIVE: Action = Action::write("mediation.archive", "归档");

/// Puts papers into the file, and takes out those whose pages were emptied.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn put_item(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    items: &[(FiledItem, String)],
    emptied: &[(String, String)],
) -> Result<Recorded<()>, StoreError> {
    let mut entry = entry(actor, PUT, case);
    for (item, label) in items {
        queries::insert_item(tx, case, item)?;
        entry = entry.change(label, "", format!("{} 页", item.pages));
    }
    for (item, label) in emptied {
        if queries::delete_item(tx, case, item)? {
            entry = entry.change(label, "有", "取出");
        }
    }
    tx.record(&entry, ())
}

/// Binds the file under its retention class.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn bind_file(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    retention: (&str, &str),
) -> Result<Recorded<()>, StoreError> {
    queries::file_case(tx, case, tx.today(), retention.0)?;
    tx.record(&entry(actor, FILE, case).change("保管期限", "", retention.1), ())
}

/// Hands it to the archive.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn archive(tx: &WriteTx<'_>, actor: &Actor, case: &Case) -> Result<Recorded<()>, StoreError> {
    queries::archive(tx, case, tx.today())?;
    tx.record(&entry(actor, ARCHIVE, case).change("归档", "", tx.today().long()), ())
}
