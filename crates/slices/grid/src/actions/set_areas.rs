//! Areas are drawn or taken from a file: all of them, or none.

use geo::MultiPolygon;
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use uuid::Uuid;

use crate::queries;
use crate::rules::square_metres;

const SET: Action = Action::write("grid.set_areas", "画网格");
const CLEAR: Action = Action::write("grid.clear_area", "去掉网格的图形");

/// An area to be set, checked (`rules::check_place`).
pub(crate) struct NewArea {
    /// The grid, or the community.
    pub(crate) id: Uuid,
    pub(crate) of_community: bool,
    pub(crate) name: String,
    pub(crate) shape: MultiPolygon,
    /// What it was before, in square metres.
    pub(crate) before: Option<i64>,
}

/// Sets areas of a community and of its grids.
///
/// # Errors
/// When they cannot be written; then none of them is.
pub(crate) fn set_areas(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    areas: &[NewArea],
) -> Result<Ending<usize>, StoreError> {
    let mut entry = Entry::by(actor, SET).about(org.tenant, org.id, &org.path).named(&org.name);
    for area in areas {
        queries::set_area(tx, org, (area.id, area.of_community), &area.shape)?;
        let before = area.before.map(|area| format!("{area} 平方米")).unwrap_or_default();
        entry = entry.change(&area.name, before, format!("{} 平方米", square_metres(&area.shape)));
    }
    Ok(tx.record(&entry, areas.len())?.into())
}

/// Takes the area of a grid or of the community away; a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn clear_area(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    (id, name): (Uuid, &str),
) -> Result<Ending<()>, StoreError> {
    if !queries::clear_area(tx, org, id)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, CLEAR).about(org.tenant, org.id, &org.path).named(&org.name);
    Ok(tx.record(&entry.change(name, "有图形", ""), ())?.into())
}
