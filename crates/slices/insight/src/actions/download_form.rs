//! 下载: who took a form away as a file.

use niangjia_kernel::Month;
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

const DOWNLOAD: Action = Action::read("insight.download_form", "下载报表");

/// Records that a form left the platform as a file called `name`.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn download_form<T>(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (org, month): (&Org, Month),
    name: &str,
    answer: T,
) -> Result<Recorded<T>, StoreError> {
    let named = format!("{} {}", org.name, month.long());
    let entry = Entry::by(actor, DOWNLOAD).about(org.tenant, org.id, &org.path).named(named);
    tx.record(&entry.change("文件", "", name), answer)
}
