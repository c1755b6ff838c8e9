//! 退回: the organisation that receives a report hands it back and says why. The report itself stays as it was.

use niangjia_kernel::{Id, Month};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::form::layout::Layout;
use crate::form::{FormReturn, Version};
use crate::queries::forms as queries;

const RETURN: Action = Action::write("insight.return_form", "退回报表");

/// Hands a report back; a second time changes nothing. The right to do so is `rules::may_return`.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn return_form(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (org, layout, month): (&Org, &Layout, Month),
    (id, version): (Id<FormReturn>, &Version),
    reason: &str,
) -> Result<Ending<()>, StoreError> {
    if !queries::insert_return(tx, actor, id, version, reason)? {
        return Ok(Ending::Nothing(()));
    }
    let named = format!("{} {}{}", org.name, month.long(), layout.name);
    let entry = Entry::by(actor, RETURN).about(version.tenant, version.id, &org.path).named(named);
    let entry = entry.change("退回", format!("第{}版", version.number), reason);
    Ok(tx.record(&entry, ())?.into())
}

/// Hands the newest report of a month back, for worlds with a past; nothing where there is none.
///
/// # Errors
/// When it cannot be read or written.
pub fn return_month(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    layout: &Layout,
    (month, reason): (Month, &str),
) -> Result<Ending<()>, StoreError> {
    let versions = queries::versions(tx, (org.tenant, org.id), &layout.code, month)?;
    match versions.first() {
        Some(version) => return_form(tx, actor, (org, layout, month), (tx.new_id(), version), reason),
        None => Ok(Ending::Nothing(())),
    }
}
