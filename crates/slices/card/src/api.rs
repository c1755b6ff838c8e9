//! What other pages show of visit cards.

use niangjia_household::api as household;
use niangjia_kernel::{Household, Id, Visit};
use niangjia_store::{Actor, PostKind, ReadTx, StoreError, WriteTx};
use niangjia_web::{Panel, Step};
use uuid::Uuid;

use crate::pages::batch_href;
use crate::queries;

/// On the file of a family: its cards (`PanelSlot::Household`).
///
/// # Errors
/// When it cannot be read.
pub fn household_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    subjects: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in subjects {
        let key = Id::<Household>::from_uuid(*subject).within(actor.tenant);
        if household::visible(tx, actor, key)?.is_some_and(|home| home.takes_visits()) {
            let href = Some(format!("/visit-cards/print?household={key}"));
            panels.push((*subject, Panel { text: "打印走访卡".to_owned(), href }));
        }
    }
    Ok(panels)
}

/// Under her families: the cards of all of them (`PanelSlot::Families`).
///
/// # Errors
/// Never; the signature is the slot's.
pub fn families_panels(
    _: &ReadTx<'_>,
    actor: &Actor,
    subjects: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let own = subjects.iter().filter(|_| actor.acting.kind == PostKind::Member);
    let href = || Some("/visit-cards/print".to_owned());
    Ok(own.map(|subject| (*subject, Panel { text: "打印走访卡".to_owned(), href: href() })).collect())
}

/// On the page of her community: where cards are typed in (`PanelSlot::Organisation`).
///
/// # Errors
/// When it cannot be read.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs.iter().filter(|subject| **subject == actor.acting.org_id.uuid()) {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else {
            continue;
        };
        if household::keeps_community(actor, &org) {
            let panel = Panel { text: "录入走访卡".to_owned(), href: Some(batch_href(&org)) };
            panels.push((*subject, panel));
        }
    }
    Ok(panels)
}

/// Under a visit: that it came in on paper, and who typed it in (`PanelSlot::Visit`).
///
/// # Errors
/// When it cannot be read.
pub fn visit_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    subjects: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let visits: Vec<Id<Visit>> = subjects.iter().map(|subject| Id::from_uuid(*subject)).collect();
    let found = queries::entered(tx, actor.tenant, &visits)?.into_iter();
    let panel = |(visit, by, number): (Id<Visit>, String, crate::rules::CardNumber)| {
        (visit.uuid(), Panel { text: format!("走访卡 {number}，{by}录入"), href: None })
    };
    Ok(found.map(panel).collect())
}

/// When communities merge, the cards of the families that go along are numbered after those of the community that goes on:
/// two cards never share a number. Those on paper are printed anew.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_cards(tx, *tenant, from, into)?;
    }
    Ok(None)
}
