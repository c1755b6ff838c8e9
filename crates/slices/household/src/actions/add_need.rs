//! Needs of a household: added with a legal basis, looked at again on their day, ended.

use niangjia_kernel::{Day, Id};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::model::{HouseholdRow, Need, NeedEnd, NeedKind, NeedOrigin, NeedRow};
use crate::pack::HouseholdRules;
use crate::queries;

const ADD: Action = Action::write("household.add_need", "登记需求");
const REVIEW: Action = Action::write("household.review_need", "复核需求");
const END: Action = Action::write("household.end_need", "需求消除");

fn entry<'a>(actor: &'a Actor, action: Action, household: &HouseholdRow) -> Entry<'a> {
    Entry::by(actor, action)
        .about(household.tenant, household.id, &household.org_path)
        .named(&household.name)
        .personal()
}

/// Adds a need; it is looked at again after the pack's `review_days`.
///
/// # Errors
/// When it cannot be written.
pub fn add_need(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    kind: NeedKind,
    since: Day,
) -> Result<Recorded<Id<Need>>, StoreError> {
    let review = since.plus(HouseholdRules::in_force().review_days);
    insert(tx, actor, household, kind, (since, review), &NeedOrigin::default())
}

/// Adds a need that the chair has looked at today, however long it has been there: it is looked at again after the
/// pack's `review_days` from today.
///
/// # Errors
/// When it cannot be written.
pub fn add_need_seen(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    kind: NeedKind,
    since: Day,
    origin: &NeedOrigin,
) -> Result<Recorded<Id<Need>>, StoreError> {
    let review = tx.today().plus(HouseholdRules::in_force().review_days);
    insert(tx, actor, household, kind, (since, review), origin)
}

fn insert(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    kind: NeedKind,
    (since, review): (Day, Day),
    origin: &NeedOrigin,
) -> Result<Recorded<Id<Need>>, StoreError> {
    let id = tx.new_id();
    queries::insert_need(tx, id, household, kind, (since, review), origin)?;
    let mut entry = entry(actor, ADD, household).change("需求", "", kind.label());
    if let Some(source) = &origin.source {
        entry = entry.change("来源", "", HouseholdRules::in_force().source_label(source));
    }
    tx.record(&entry, id)
}

/// Confirms that a need still holds, from today for another `review_days`.
///
/// # Errors
/// When it cannot be written.
pub fn review_need(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    need: &NeedRow,
) -> Result<Recorded<()>, StoreError> {
    let review = tx.today().plus(HouseholdRules::in_force().review_days);
    queries::confirm_need(tx, household.tenant, need.id, review)?;
    tx.record(&entry(actor, REVIEW, household).change(need.kind.label(), need.review, review), ())
}

/// Ends a need today.
///
/// # Errors
/// When it cannot be written.
pub fn end_need(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &HouseholdRow,
    need: &NeedRow,
) -> Result<Recorded<()>, StoreError> {
    queries::end_need(tx, household.tenant, need.id, NeedEnd::Ended)?;
    tx.record(&entry(actor, END, household).change("需求", need.kind.label(), ""), ())
}
