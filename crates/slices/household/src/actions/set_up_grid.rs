//! Grids of a community, and who is assigned to them.

use niangjia_kernel::{Day, Id, Person, Tenant};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::model::{Grid, Mode};
use crate::queries::{self, NewGrid};

const SET_UP: Action = Action::write("household.set_up_grid", "建立网格");
const ASSIGN: Action = Action::write("household.assign_to_grid", "网格包保");

/// Sets up a grid.
///
/// # Errors
/// [`StoreError::Unique`] when its code is taken.
pub fn set_up_grid(
    tx: &WriteTx<'_>,
    actor: &Actor,
    grid: &NewGrid,
) -> Result<Recorded<Id<Grid>>, StoreError> {
    let id = tx.new_id();
    queries::insert_grid(tx, id, grid)?;
    tx.record(&Entry::by(actor, SET_UP).about(grid.tenant, id, &grid.org_path).named(&grid.name), id)
}

/// Assigns a member to a grid.
///
/// # Errors
/// [`StoreError::ForeignKey`] when grid and member are not of one tenant.
pub fn assign_to_grid(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (tenant, grid): (Tenant, Id<Grid>),
    person: Id<Person>,
    mode: Mode,
    since: Day,
) -> Result<Recorded<()>, StoreError> {
    queries::insert_grid_post(tx, (tenant, grid), person, mode, since)?;
    let entry = Entry::by(actor, ASSIGN).about(tenant, grid, &actor.acting.org_path);
    tx.record(&entry.change("方式", "", mode.label()), ())
}
