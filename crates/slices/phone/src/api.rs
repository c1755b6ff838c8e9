//! What other slices show of what came from phones.

use niangjia_kernel::{AreaLevel, Id, Visit};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use niangjia_web::{Panel, Step};
use uuid::Uuid;

use crate::{queries, rules};

/// For `PanelSlot::Desk`: how many questions wait, for the chair of the community; and above her, how many waited too long,
/// as where a community has no chair at the moment.
///
/// # Errors
/// When they cannot be counted.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let own = actor.acting.org_id.uuid();
    if !orgs.contains(&own) {
        return Ok(Vec::new());
    }
    let panel = |text: String, href: String| vec![(own, Panel { text, href: Some(href) })];
    if actor.leads_at(AreaLevel::Community) {
        let waiting = queries::count_waiting(tx, actor)?;
        let text = format!("手机离线记录，需要您确认 {waiting} 笔");
        return Ok(if waiting == 0 { Vec::new() } else { panel(text, "/phone".to_owned()) });
    }
    if !actor.leads_at(AreaLevel::Street) && !actor.leads_at(AreaLevel::County) {
        return Ok(Vec::new());
    }
    let (late, first) = queries::count_late(tx, actor, rules::late_before(tx.now()))?;
    let Some(community) = first else { return Ok(Vec::new()) };
    let days = rules::QUESTION_DAYS;
    let text = format!("手机离线记录 {late} 笔超过 {days} 天没有人确认，最早的在{community}");
    Ok(panel(text, format!("/orgs/{}", actor.acting.org_path.code())))
}

/// Envelopes that are said to be recorded and are not: what no history may leave behind, for `doctor`.
///
/// # Errors
/// When they cannot be read.
pub fn orphans(tx: &ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    queries::recorded_nowhere(tx)
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
    let mut tenants = niangjia_household::api::tenants_helped(tx, actor)?;
    tenants.push(actor.tenant);
    for tenant in tenants {
        for visit in queries::with_photo(tx, tenant, &visits)? {
            let key = visit.within(tenant);
            if niangjia_household::api::readable_visit(tx, actor, key)?.is_some() {
                let panel =
                    Panel { text: "照片 1 张".to_owned(), href: Some(format!("/phone/photos/{key}")) };
                panels.push((visit.uuid(), panel));
            }
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
