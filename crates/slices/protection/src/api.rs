//! What other slices and the desk may know of sealed cases: how to take one, and one neutral line for whom it concerns.

use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::Panel;
use uuid::Uuid;

use crate::pages::may_designate;
use crate::rules::may_come_near;
use crate::waiting::count_waiting;

pub use crate::actions::{SaidCase, attend, on_danger, open_case};
pub use crate::files::{CaseFiles, attachment_matter};
pub use crate::model::Case;
pub use crate::past::{Past, live_on, put_in_charge, visit};

fn neutral_line(tx: &ReadTx<'_>, actor: &Actor) -> Result<Option<Panel>, StoreError> {
    if !may_come_near(actor) {
        return Ok(None);
    }
    let count = count_waiting(tx, actor)?;
    let line =
        || Panel { text: format!("有 {count} 件事等您处理"), href: Some("/protection".to_owned()) };
    Ok((count > 0).then(line))
}

/// For `PanelSlot::Desk`: one neutral line, only for the people of a case and whoever is in charge; and for the county's chair that nobody
/// is in charge, whether there are cases or not.
///
/// # Errors
/// When they cannot be read.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let own = orgs.iter().find(|org| **org == actor.acting.org_id.uuid());
    let Some(subject) = own else { return Ok(Vec::new()) };
    let mut panels: Vec<(Uuid, Panel)> =
        neutral_line(tx, actor)?.map(|line| (*subject, line)).into_iter().collect();
    if let Some(org) = niangjia_org::api::by_id(tx, actor.acting.org_id)? {
        let missing =
            may_designate(actor, &org) && crate::queries::serving_charges(tx, org.tenant)?.is_empty();
        let href = Some(format!("{}/protection", org.href()));
        let line = || Panel { text: "没有在任的保密事项负责人，请指定".to_owned(), href };
        panels.extend(missing.then(|| (*subject, line())));
    }
    Ok(panels)
}

/// The same for a member, above her families (`PanelSlot::MemberDesk`). The subject is the person.
///
/// # Errors
/// When they cannot be read.
pub fn member_desk_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    persons: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let own = persons.iter().find(|person| **person == actor.person.uuid());
    match (own, neutral_line(tx, actor)?) {
        (Some(person), Some(line)) => Ok(vec![(*person, line)]),
        _ => Ok(Vec::new()),
    }
}

/// For `PanelSlot::Diverted`: the same neutral line for whoever registered it, who is the first that she came to. The subject is the
/// matter that was diverted; nothing here says which of her cases it became.
///
/// # Errors
/// When they cannot be read.
pub fn diverted_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    matters: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    match (matters.first(), neutral_line(tx, actor)?) {
        (Some(matter), Some(line)) => Ok(vec![(*matter, line)]),
        _ => Ok(Vec::new()),
    }
}

/// For `PanelSlot::Intake`: where violence or a harmed child is taken down, the same line for everybody.
///
/// # Errors
/// Never.
pub fn intake_panels(_: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let line = || Panel {
        text: "她说到家暴，或者孩子受到伤害：从这里记，保密".to_owned(),
        href: Some("/protection/new".to_owned()),
    };
    Ok(orgs.iter().filter(|_| may_come_near(actor)).map(|org| (*org, line())).collect())
}

/// For `PanelSlot::Organisation`: the numbers of a branch, for those who lead it from the county up; who is in charge, for the county's chair.
///
/// # Errors
/// When the organisation cannot be read.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs {
        let Some(org) = niangjia_org::api::by_id(tx, niangjia_kernel::Id::from_uuid(*subject))? else {
            continue;
        };
        if crate::pages::may_see_numbers(actor, &org) {
            let href = Some(format!("{}/protection/numbers", org.href()));
            panels.push((*subject, Panel { text: "保密事项的数字".to_owned(), href }));
        }
        if may_designate(actor, &org) {
            let href = Some(format!("{}/protection", org.href()));
            panels.push((*subject, Panel { text: "保密事项负责人".to_owned(), href }));
        }
    }
    Ok(panels)
}
