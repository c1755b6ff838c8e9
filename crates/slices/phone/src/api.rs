//! What other slices show of what came from phones.

use niangjia_kernel::{AreaLevel, Id, Visit};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use niangjia_web::{Panel, Step};
use uuid::Uuid;

use crate::queries;

/// On the desk of a community's chair: how many questions wait for her (`PanelSlot::Desk`).
///
/// # Errors
/// When they cannot be counted.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let own = orgs.iter().find(|org| **org == actor.acting.org_id.uuid());
    let Some(own) = own.filter(|_| actor.leads_at(AreaLevel::Community)) else {
        return Ok(Vec::new());
    };
    let waiting = queries::count_waiting(tx, actor)?;
    let text = format!("手机离线记录，需要您确认 {waiting} 笔");
    let panel = Panel { text, href: Some("/phone".to_owned()) };
    Ok(if waiting == 0 { Vec::new() } else { vec![(*own, panel)] })
}

/// Under a visit: its photo, for those who may read its words (`PanelSlot::Visit`).
///
/// # Errors
/// When it cannot be read.
pub fn visit_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    subjects: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let visits: Vec<Id<Visit>> = subjects.iter().map(|subject| Id::from_uuid(*subject)).collect();
    let mut panels = Vec::new();
    for visit in queries::with_photo(tx, actor.tenant, &visits)? {
        let key = visit.within(actor.tenant);
        if niangjia_household::api::readable_visit(tx, actor, key)?.is_some() {
            let panel = Panel { text: "照片 1 张".to_owned(), href: Some(format!("/phone/photos/{key}")) };
            panels.push((visit.uuid(), panel));
        }
    }
    Ok(panels)
}

/// When communities merge, what waits for the chair of the one that ends waits for the chair of the one that goes on.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_questions(tx, *tenant, &from.path, &into.path)?;
    }
    Ok(None)
}
