//! The code of a grid in the 综治 network, beside ours.

use niangjia_kernel::{Id, OrgPath, Tenant};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::model::Grid;
use crate::queries::{self, GridRow};

const SET: Action = Action::write("household.set_external_code", "登记综治网格编码");

/// Sets the code, checked (`rules::check_external_code`); `None` takes it away.
///
/// # Errors
/// [`StoreError::Unique`] when another grid has it.
pub(crate) fn set_external_code(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (tenant, org_path): (Tenant, &OrgPath),
    grid: &GridRow,
    code: Option<&str>,
) -> Result<Recorded<Id<Grid>>, StoreError> {
    queries::set_external_code(tx, (tenant, grid.id), code)?;
    let entry = Entry::by(actor, SET).about(tenant, grid.id, org_path).named(&grid.name);
    let before = grid.external_code.as_deref().unwrap_or_default();
    tx.record(&entry.change("综治编码", before, code.unwrap_or_default()), grid.id)
}
