//! What other slices show of askings and claims.

use niangjia_kernel::{AreaLevel, Household, Id};
use niangjia_store::{Actor, Ending, ReadTx, StoreError, WriteTx};
use niangjia_subject::Subject;
use niangjia_web::{Panel, Step};
use uuid::Uuid;

use crate::actions;
use crate::model::{Claim, ComesAs, Proof};
use crate::queries;
use crate::rules::{SaidInspection, Sight, sight};

pub use crate::model::{ClaimKind, Manner};

/// Writes down that she came herself with her identity card, and what she claimed: for what was kept on paper before, and
/// for worlds with a past.
///
/// # Errors
/// When it cannot be written.
pub fn enter_claim(
    tx: &WriteTx<'_>,
    actor: &Actor,
    subject: &Subject,
    said: (ClaimKind, &str, Manner),
) -> Result<Ending<Id<Claim>>, StoreError> {
    let came = SaidInspection {
        comes_as: ComesAs::Herself,
        proof: Some(Proof::IdentityCard),
        witness: String::new(),
        document: String::new(),
        reason: String::new(),
        alone: true,
    };
    let (inspection, claim) = (tx.new_id(), tx.new_id());
    let _handed = actions::hand_out(tx, actor, subject, inspection, &came, &[])?;
    let Some(row) = queries::visible_inspection(tx, actor, inspection.within(subject.tenant))? else {
        return Ok(Ending::Nothing(claim));
    };
    Ok(actions::claim(tx, actor, (&row, subject), claim, said)?.map(|()| claim))
}

/// For `PanelSlot::Desk`: claims that wait for their answer. The chair of the community sees them from the first day;
/// street and county when the day has passed (R-OWN-08).
///
/// # Errors
/// When they cannot be counted.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let acting = &actor.acting;
    let Some(own) = orgs.iter().find(|org| **org == acting.org_id.uuid()) else {
        return Ok(Vec::new());
    };
    let (waiting, due, late) = queries::count_waiting(tx, actor, &acting.org_path)?;
    let text = match (sight(actor), due) {
        (Sight::Keeps, Some(due)) if late > 0 => {
            format!("本人请求 {waiting} 件，{} 已到期，请尽快答复", due.long())
        }
        (Sight::Keeps, Some(due)) => format!("本人请求 {waiting} 件，{} 前答复", due.long()),
        (Sight::Follows, _) if late > 0 => format!("本人请求超期没有答复 {late} 件，请督办"),
        _ => return Ok(Vec::new()),
    };
    let href = Some(format!("/orgs/{}/claims", acting.org_path.code()));
    Ok(vec![(*own, Panel { text, href })])
}

/// For `PanelSlot::Household`: where the chair of its community hands out a sheet.
///
/// # Errors
/// When it cannot be read.
pub fn household_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    households: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for household in households.iter().filter(|_| sight(actor) == Sight::Keeps) {
        let key = Id::<Household>::from_uuid(*household).within(actor.tenant);
        if niangjia_household::api::visible(tx, actor, key)?.is_some() {
            let href = Some(format!("/households/{key}/inspections/new"));
            panels.push((*household, Panel { text: "本人查阅".to_owned(), href }));
        }
    }
    Ok(panels)
}

/// For `PanelSlot::Organisation`: the askings of its branch, for those who lead it.
///
/// # Errors
/// When they cannot be read.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs.iter().filter(|_| sight(actor) != Sight::Nothing) {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else { continue };
        let below = matches!(org.level, AreaLevel::County | AreaLevel::Street | AreaLevel::Community);
        if below && actor.acting.org_path.covers(&org.path) {
            let panel =
                Panel { text: "本人查阅".to_owned(), href: Some(format!("{}/inspections", org.href())) };
            panels.push((*subject, panel));
        }
    }
    Ok(panels)
}

/// When communities merge, what women claimed at the one that ends is answered by the one that goes on; the clock goes on.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_askings(tx, *tenant, &from.path, &into.path)?;
    }
    Ok(None)
}
