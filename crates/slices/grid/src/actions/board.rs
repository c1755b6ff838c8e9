//! A board is put up, again when something changed, and taken down.

use niangjia_household::api::GridRow;
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, Recorded, StoreError, WriteTx};

use crate::model::{BoardSaid, Shown};
use crate::queries;

const PUT_UP: Action = Action::write("grid.put_up_board", "公示网格公示牌");
const TAKE_DOWN: Action = Action::write("grid.take_down_board", "撤下网格公示牌");

/// Puts the board of a grid up, checked (`rules::check_board`): from now on everybody may read it.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn put_up_board(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (org, grid): (&Org, &GridRow),
    (said, shown): (&BoardSaid, &Shown),
) -> Result<Recorded<()>, StoreError> {
    queries::put_up(tx, actor, (org, grid.id), (said, shown))?;
    let names: Vec<&str> = shown.serving.iter().map(|one| one.name.as_str()).collect();
    let entry = Entry::by(actor, PUT_UP).about(org.tenant, grid.id, &org.path).named(&grid.name);
    let entry = entry.change("公示的执委", "", names.join("、")).change("电话", "", &said.office_phone);
    tx.record(&entry.change("监督电话", "", &said.supervision_phone), ())
}

/// Takes it down: its public page is gone at once. A second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn take_down_board(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (org, grid): (&Org, &GridRow),
) -> Result<Ending<()>, StoreError> {
    if !queries::take_down(tx, org.tenant, grid.id)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, TAKE_DOWN).about(org.tenant, grid.id, &org.path).named(&grid.name);
    Ok(tx.record(&entry, ())?.into())
}
