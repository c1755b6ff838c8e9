//! What higher slices may ask about points, and what is shown of them on the pages of other slices.

use std::collections::HashSet;

use niangjia_kernel::{Id, Month, Organisation, Person, Tenant};
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::Panel;
use uuid::Uuid;

use crate::{queries, rules};

pub use crate::model::{DutyRow, PointEntry};
pub use crate::pack::{DutyRules, PointRule};

/// The points of a person in a month, what was taken back taken off.
///
/// # Errors
/// When they cannot be read.
pub fn month_sum(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    month: Month,
) -> Result<i64, StoreError> {
    queries::sum(tx, tenant, person, (month, month))
}

/// The entries of a person in a month, the latest day first.
///
/// # Errors
/// When they cannot be read.
pub fn month_entries(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    month: Month,
) -> Result<Vec<PointEntry>, StoreError> {
    queries::month_entries(tx, tenant, person, month)
}

/// The points that a person earned in a calendar year: what evaluation reads. Spending never lowers it.
///
/// # Errors
/// When they cannot be read.
pub fn year_sum(tx: &ReadTx<'_>, tenant: Tenant, person: Id<Person>, year: i64) -> Result<i64, StoreError> {
    let january = Month::from_number(year * 12);
    queries::sum(tx, tenant, person, (january, january.plus(11)))
}

/// Under a visit: what it gave (`PanelSlot::Visit`). Only her own points lead to her own page.
///
/// # Errors
/// When they cannot be read.
pub fn panels(tx: &ReadTx<'_>, actor: &Actor, subjects: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let this_month = tx.today().month();
    let entries = queries::entries_of_subjects(tx, actor.tenant, subjects)?.into_iter();
    let panels = entries.map(|entry| {
        let own = entry.tenant == actor.tenant && entry.person == actor.person;
        let page = if entry.month == this_month {
            "/points".to_owned()
        } else {
            format!("/points?month={}", entry.month)
        };
        let panel = Panel {
            text: format!("{} {}", entry.sign(), entry.words()),
            href: own.then(|| format!("{page}#{}", entry.fact)),
        };
        (entry.subject, panel)
    });
    Ok(panels.collect())
}

/// On the page of a community: the way to its members' points, for those who may read them
/// (`PanelSlot::Organisation`).
///
/// # Errors
/// When the organisation cannot be read.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    subjects: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in subjects.iter().collect::<HashSet<_>>() {
        let org = niangjia_org::api::by_id(tx, Id::<Organisation>::from_uuid(*subject))?;
        let org = org.filter(|org| rules::may_read_members_points(actor, org.level, &org.path));
        panels.extend(org.map(|org| {
            let panel =
                Panel { text: "执委本月积分".to_owned(), href: Some(format!("{}/points", org.href())) };
            (*subject, panel)
        }));
    }
    Ok(panels)
}
