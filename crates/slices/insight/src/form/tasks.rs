//! What waits on a desk: a form to be reported, one that was handed back, streets that have not reported.

use niangjia_kernel::Id;
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::Panel;
use uuid::Uuid;

use crate::form::layout::Layout;
use crate::form::standing::FormState;
use crate::measure::branch_of;
use crate::pack::Forms;
use crate::queries::forms as queries;
use crate::rules::{due_on, may_report, waiting_month};

/// How many months back a form that was handed back is looked for.
const MONTHS_BACK: i64 = 12;

/// For `PanelSlot::Desk`: what waits for whoever leads these organisations. It appears by itself and goes when it is done.
///
/// # Errors
/// When it cannot be read.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut found = Vec::new();
    for subject in orgs {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else {
            continue;
        };
        for layout in Forms::in_force().filled_at(org.level) {
            if may_report(actor, &org, layout) {
                found.extend(to_report(tx, &org, layout)?.into_iter().map(|panel| (*subject, panel)));
            }
        }
        for layout in Forms::in_force().received_at(org.level) {
            if actor.acting.kind.leads() && actor.acting.org_id == org.id {
                found.extend(to_receive(tx, &org, layout)?.map(|panel| (*subject, panel)));
            }
        }
    }
    Ok(found)
}

fn to_report(tx: &ReadTx<'_>, org: &Org, layout: &Layout) -> Result<Vec<Panel>, StoreError> {
    let waiting = waiting_month(tx.today().month());
    let months = (waiting.plus(-MONTHS_BACK), waiting);
    let latest = queries::latest(tx, &branch_of(org), &layout.code, months)?;
    let own: Vec<_> = latest.into_iter().filter(|(_, version)| version.org == org.id).collect();
    let href = |month| Some(format!("{}/forms/{}?month={month}", org.href(), layout.code));
    let mut panels = Vec::new();
    for (month, version) in &own {
        if let Some(returned) = &version.returned {
            let text = format!("{}{}被退回：{}", month.long(), layout.name, returned.reason);
            panels.push(Panel { text, href: href(*month) });
        }
    }
    let reported = own.iter().any(|(month, _)| *month == waiting);
    // An organisation founded since owes nothing for the time before.
    if !reported && org.since <= waiting.last_day() {
        let due = due_on(layout, waiting);
        let late = tx.today().days_since(due);
        let when = if late > 0 { format!("已超期 {late} 天") } else { format!("{} 前", due.short()) };
        let text = format!("{}{}待上报，{when}", waiting.long(), layout.name);
        panels.push(Panel { text, href: href(waiting) });
    }
    Ok(panels)
}

fn to_receive(tx: &ReadTx<'_>, org: &Org, layout: &Layout) -> Result<Option<Panel>, StoreError> {
    let month = waiting_month(tx.today().month());
    let latest = queries::latest(tx, &branch_of(org), &layout.code, (month, month))?;
    let reported = latest
        .iter()
        .filter(|(_, version)| FormState::of(month, tx.today(), Some(version)) == FormState::Reported)
        .count();
    let children = niangjia_org::api::children(tx, org.id)?;
    let missing = children.iter().filter(|child| child.level == layout.from).count().saturating_sub(reported);
    let text = format!("{missing} 个街道（乡镇）未上报{}{}", month.long(), layout.name);
    let href = Some(format!("{}/forms/{}?month={month}", org.href(), layout.code));
    Ok((missing > 0).then_some(Panel { text, href }))
}
