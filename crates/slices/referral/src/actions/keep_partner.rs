//! 合作单位: entering, changing, closing.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{PartnerRow, SaidPartner};
use crate::queries;

const ENTER: Action = Action::write("referral.enter_partner", "登记合作单位");
const CHANGE: Action = Action::write("referral.change_partner", "改合作单位");
const CLOSE: Action = Action::write("referral.close_partner", "停用合作单位");

fn entry<'a>(actor: &'a Actor, action: Action, row: &PartnerRow) -> Entry<'a> {
    Entry::by(actor, action).about(row.tenant, row.id, &row.org_path).named(&row.said.name)
}

/// Enters a partner of an organisation.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn enter_partner(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &PartnerRow,
) -> Result<Ending<()>, StoreError> {
    if !queries::insert_partner(tx, row)? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(actor, ENTER, row).change(row.said.kind.label(), "", &row.said.name), ())?.into())
}

/// Puts other data in place of a partner's.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn change_partner(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &PartnerRow,
    said: &SaidPartner,
) -> Result<Ending<()>, StoreError> {
    if row.said == *said {
        return Ok(Ending::Nothing(()));
    }
    queries::rewrite_partner(tx, row, said)?;
    let change = entry(actor, CHANGE, row).change("名称", &row.said.name, &said.name);
    Ok(tx.record(&change.change("电话", &row.said.phone, &said.phone), ())?.into())
}

/// Nothing is referred to it any more.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn close_partner(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &PartnerRow,
) -> Result<Ending<()>, StoreError> {
    if !queries::close_partner(tx, row)? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(actor, CLOSE, row).change("停用", "", tx.today().long()), ())?.into())
}
