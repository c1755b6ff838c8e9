//! What other slices and their pages show of referrals, and how their matters can be referred.

use niangjia_kernel::{AreaLevel, Household, Id, Tenant};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use niangjia_web::{Panel, Step};
use uuid::Uuid;

use crate::model::State;
use crate::queries;
use crate::rules::serves;

pub use crate::model::{Matter, PartnerKind, SaidPartner, SubjectKind};
pub use crate::past::{
    EnteredPartner, PastReferral, PastStep, enter_partner, enter_partner_person, go_on, send,
};
pub use crate::subjects::{Finds, Subjects, household};

/// Fills a slot of a matter's page: its referrals, and the way to refer it. Whoever sees the page sees them: the slice of
/// the matter owns that.
///
/// # Errors
/// When they cannot be read.
pub fn matter_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    kind: SubjectKind,
    subjects: &[(Tenant, Uuid)],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    if !serves(actor) {
        return Ok(Vec::new());
    }
    let mut panels = Vec::new();
    for row in queries::of_subjects(tx, (kind, actor.tenant), subjects)? {
        let text = format!("{} → {}：{}", row.called(), row.partner_name, row.status());
        panels.push((row.subject, Panel { text, href: Some(row.href()) }));
    }
    for (tenant, subject) in subjects {
        let href = format!("/referrals/new?kind={}&subject={tenant}.{}", kind.code(), subject.simple());
        panels.push((*subject, Panel { text: "转介给合作单位".to_owned(), href: Some(href) }));
    }
    Ok(panels)
}

/// Matters of somebody's own tenant.
fn of_tenant(actor: &Actor, ids: &[Uuid]) -> Vec<(Tenant, Uuid)> {
    ids.iter().map(|id| (actor.tenant, *id)).collect()
}

/// For `PanelSlot::Mediation`.
///
/// # Errors
/// As [`matter_panels`].
pub fn mediation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    matter_panels(tx, actor, SubjectKind::Mediation, &of_tenant(actor, ids))
}

/// For `PanelSlot::Trouble`.
///
/// # Errors
/// As [`matter_panels`].
pub fn trouble_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    matter_panels(tx, actor, SubjectKind::Trouble, &of_tenant(actor, ids))
}

/// For `PanelSlot::Household`: for the member who looks after it and the chair of its community.
///
/// # Errors
/// As [`matter_panels`].
pub fn household_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut seen = Vec::new();
    for id in ids.iter().filter(|_| actor.acting.level == AreaLevel::Community) {
        let key = Id::<Household>::from_uuid(*id).within(actor.tenant);
        if niangjia_household::api::visible(tx, actor, key)?.is_some() {
            seen.push(*id);
        }
    }
    matter_panels(tx, actor, SubjectKind::Household, &of_tenant(actor, &seen))
}

/// For `PanelSlot::Organisation`: the register of referrals, for those who lead the branch, and its partners.
///
/// # Errors
/// When they cannot be read.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else { continue };
        if org.tenant == actor.tenant && crate::rules::follows(actor, &org.path) {
            for (text, page) in [("转介登记", "referrals"), ("合作单位", "partners")] {
                let href = Some(format!("{}/{page}", org.href()));
                panels.push((*subject, Panel { text: text.to_owned(), href }));
            }
        }
    }
    Ok(panels)
}

/// For `PanelSlot::Desk`: what somebody sent that waits for her, and what is late in her branch (R-REF-05).
///
/// # Errors
/// When it cannot be read.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let acting = &actor.acting;
    let Some(own) = orgs.iter().find(|org| **org == acting.org_id.uuid()) else {
        return Ok(Vec::new());
    };
    let mut panels = own_lines(tx, actor)?;
    let late = queries::count_late(tx, actor, &acting.org_path)?;
    if late > 0 {
        let href = Some(format!("/orgs/{}/referrals", acting.org_path.code()));
        panels.push(Panel { text: format!("转介超期 {late} 件，请督办"), href });
    }
    Ok(panels.into_iter().map(|panel| (*own, panel)).collect())
}

/// For `PanelSlot::MemberDesk`: what a member sent that waits for her.
///
/// # Errors
/// When it cannot be read.
pub fn member_desk_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    persons: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let Some(own) = persons.iter().find(|person| **person == actor.person.uuid()) else {
        return Ok(Vec::new());
    };
    Ok(own_lines(tx, actor)?.into_iter().map(|panel| (*own, panel)).collect())
}

fn own_lines(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<Panel>, StoreError> {
    const SHOWN: i64 = 50;
    let (rows, _) = queries::of_sender(tx, actor, SHOWN)?;
    let lines = rows.into_iter().filter_map(|row| {
        let late = row.due.is_some_and(|due| tx.now() >= due);
        let what = match row.state {
            State::Refused => "被退回，请转给别的单位",
            State::Settled => "有结果了，请告诉本人",
            State::Sent if late => "对方超期没有答复，请催问",
            State::Accepted if late => "对方超期没有结果，请催问",
            _ => return None,
        };
        let text = format!("{}（{}）{what}", row.called(), row.partner_name);
        Some(Panel { text, href: Some(row.href()) })
    });
    Ok(lines.collect())
}

/// Before a step: what belongs to a community that is merged goes with it.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_all(tx, *tenant, &from.path, &into.path)?;
    }
    Ok(None)
}
