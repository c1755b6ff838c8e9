//! Contact points, direct contacts and pairings: given, kept, ended.

use niangjia_kernel::{Day, Fact, FactKind, FactPart, FactRole, Fen, Id};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx, facts};

use crate::model::{Contacted, DutyRow};
use crate::queries::{self, NewDuty};

const GIVE: Action = Action::write("household.give_contact_duty", "安排联系");
const END: Action = Action::write("household.end_contact_duty", "结束联系安排");
const KEEP: Action = Action::write("household.keep_contact", "记录下基层");

/// Gives somebody a contact to keep up from today (`rules::check_duty`).
///
/// # Errors
/// When it cannot be written.
pub(crate) fn give_duty(
    tx: &WriteTx<'_>,
    actor: &Actor,
    duty: &NewDuty<'_>,
    name: &str,
) -> Result<Ending<()>, StoreError> {
    if !queries::insert_duty(tx, duty)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, GIVE).about(duty.tenant, duty.person, duty.org_path).personal();
    Ok(tx.record(&entry.named(name).change("联系", "", duty.kind.label()), ())?.into())
}

/// Ends a contact today.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn end_duty(tx: &WriteTx<'_>, actor: &Actor, duty: &DutyRow) -> Result<Ending<()>, StoreError> {
    if !queries::end_duty(tx, duty)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, END).about(duty.tenant, duty.person, &duty.org_path).personal();
    Ok(tx.record(&entry.named(&duty.person_name).change("联系", duty.kind.label(), ""), ())?.into())
}

/// Writes down a contact and its fact (`rules::check_contact`); a form that comes a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn keep_contact(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (org, duty): (&Org, &DutyRow),
    id: Id<Contacted>,
    (on, found, done): (Day, &str, &str),
) -> Result<Ending<()>, StoreError> {
    if !queries::insert_contact(tx, id, duty, (on, found, done))? {
        return Ok(Ending::Nothing(()));
    }
    let fact = Fact {
        tenant: duty.tenant,
        id: tx.new_id(),
        kind: FactKind::GrassrootsVisit,
        org_id: org.id,
        org_path: org.path.clone(),
        area_code: org.area_code.clone(),
        on_day: on,
        at: tx.now(),
        subject: duty.id.uuid(),
        attendances: 1,
        households: 0,
        minutes: 0,
        fen: Fen(0),
        recorded_by: actor.person,
        reverses: None,
    };
    let part = [FactPart { tenant: actor.tenant, person: duty.person, role: FactRole::Doer }];
    facts::append(tx, &fact, &part)?;
    let entry = Entry::by(actor, KEEP).about(duty.tenant, duty.person, &duty.org_path).personal();
    let entry = entry.named(&duty.person_name).change(duty.kind.label(), "", on.long());
    Ok(tx.record(&entry, ())?.into())
}
