//! What another community, where her family lives, has of her: a thin card, and an audit of its own (R-HH-51).

use niangjia_store::{Branch, ReadTx, StoreError, WriteTx, audit};
use niangjia_subject::{Opener, Subject};

use crate::kept::acting;
use crate::model::{CareState, GivenCare, HouseholdRow};
use crate::queries;

const CARD: &str = "一张简要的卡片；住在这里，户籍在别处";
const GONE: &str = "这一户已出册";

/// The posts there for whom the list of families that live there has hers today, each asked by that very fetch; and of the
/// member who looks after it, when the fetch of the family itself succeeds from another county.
pub(super) fn openers(tx: &ReadTx<'_>, row: &HouseholdRow) -> Result<Vec<Opener>, StoreError> {
    let mut openers = Vec::new();
    let Some(care) = given(tx, row)? else { return Ok(openers) };
    let persons: Vec<_> = care.person.into_iter().collect();
    let around = niangjia_people::api::posts_around(tx, (care.tenant, &care.org_path), &persons, tx.today())?;
    for (entry, actor) in acting(tx, around)? {
        let branch = Branch::in_tenant(care.tenant, &actor.acting.org_path);
        let listed = queries::given_to(tx, &actor, &branch)?.iter().any(|one| one.id == care.id);
        let opens = queries::visible_household(tx, &actor, row.id.within(row.tenant))?;
        // In her own county the fetch of the family has named her already.
        let reach = match opens {
            Some(_) if care.tenant == row.tenant => continue,
            Some(seen) => super::reach(seen.reach),
            None if listed => CARD,
            None => continue,
        };
        let label = actor.post_label();
        openers.push(Opener { post: entry.post, label, holder: entry.name, reach: reach.to_owned() });
    }
    Ok(openers)
}

fn given(tx: &ReadTx<'_>, row: &HouseholdRow) -> Result<Option<GivenCare>, StoreError> {
    let Some(asked) = queries::asked_care(tx, row)? else { return Ok(None) };
    queries::given_of(tx, asked.care_tenant, asked.id)
}

/// The household leaves the register: nobody elsewhere has it on a list any more.
pub(super) fn end(tx: &WriteTx<'_>, subject: &Subject) -> Result<(), StoreError> {
    let Some(row) = queries::household_of(tx, subject.tenant, subject.household)? else {
        return Ok(());
    };
    if let Some(care) = given(tx, &row)? {
        if let Some(person) = care.person
            && let Some(link) = queries::helping_link(tx, &care, person)?
        {
            queries::end_link(tx, row.tenant, link, tx.today(), GONE)?;
        }
        queries::set_care(tx, &care, CareState::Ended, None, None)?;
    }
    Ok(())
}

/// Her name becomes unreadable in the audit of every community that ever had her card, and in the reasons that were given.
pub(super) fn forget(tx: &WriteTx<'_>, subject: &Subject) -> Result<(), StoreError> {
    for (tenant, care) in queries::cares_ever(tx, subject.tenant, subject.household)? {
        audit::forget(tx, tenant, care.uuid())?;
    }
    queries::blot_care_reasons(tx, subject.tenant, subject.household)
}
