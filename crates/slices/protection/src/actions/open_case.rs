//! Taking a sealed case: by a form, or because another slice found danger.

use niangjia_kernel::{Household, Id, Key};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx, facts};
use niangjia_web::Step;
use uuid::Uuid;

use super::home;
use crate::model::{Case, CaseRow, EventKind, Face, Role, State};
use crate::queries::{self, NewCase, NewEvent};
use crate::rules::reports_due;

const OPEN: Action = Action::write("protection.open", "接手");
/// Numbers are drawn from six digits.
const LOWEST: u64 = 100_000;
const NUMBERS: u64 = 900_000;

/// What is said when a case is taken.
#[derive(Debug, Clone)]
pub struct SaidCase {
    /// Its identity, so that the same form sent twice takes one.
    pub id: Uuid,
    /// What she is called.
    pub name: String,
    /// A number, if she gave one.
    pub phone: String,
    /// Where, in words.
    pub place: String,
    /// What happened.
    pub words: String,
    /// Who told it, when it was not she.
    pub reporter: String,
    /// Her household in the register.
    pub household: Option<Id<Household>>,
    /// The row in which it was found.
    pub found_in: Option<Uuid>,
    /// Violence in the family.
    pub violence: bool,
    /// A child is or may be harmed.
    pub child: bool,
}

/// Takes a case: she who writes it down is its first receiver and responsible; the clocks of reporting begin. What it was found in
/// becomes a sealed matter. A second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub fn open_case(tx: &WriteTx<'_>, actor: &Actor, said: &SaidCase) -> Result<Ending<Key<Case>>, StoreError> {
    let org = home(tx, actor)?;
    let id = Id::<Case>::from_uuid(said.id);
    let face = Face {
        name: said.name.clone(),
        phone: said.phone.clone(),
        place: said.place.clone(),
        words: said.words.clone(),
        reporter: said.reporter.clone(),
        household: said.household.map(Id::uuid),
        found_in: said.found_in,
        violence: said.violence,
        child: said.child,
    };
    let digits: String = said.phone.chars().filter(char::is_ascii_digit).collect();
    let name: String = said.name.chars().filter(|character| !character.is_whitespace()).collect();
    let named = !digits.is_empty() && !name.is_empty();
    let new = NewCase {
        tenant: org.tenant,
        id,
        org_id: org.id,
        org_path: &org.path,
        number: drawn(tx, &org)?,
        face: &face,
        name_index: named.then(|| tx.keys().index("protection.name", &format!("{name}|{digits}"))),
        household_index: said
            .household
            .map(|household| tx.keys().index("protection.household", &household.uuid().simple().to_string())),
        responsible: actor.person,
    };
    let key = id.within(org.tenant);
    if !queries::insert_case(tx, &new)? {
        return Ok(Ending::Nothing(key));
    }
    let whose = (org.tenant, id);
    queries::add_person(tx, whose, actor.person, Role::FirstReceiver, "她先来找的是我")?;
    queries::insert_event(
        tx,
        whose,
        actor.person,
        &NewEvent { kind: EventKind::Opened, words: &said.words },
    )?;
    for clock in reports_due(said.violence, said.child) {
        niangjia_deadline::start_sealed(tx, (org.tenant, id.uuid()), clock, tx.now())?;
    }
    if let Some(found_in) = said.found_in {
        facts::seal_subject(tx, org.tenant, found_in)?;
    }
    let row = row_of(&org, id, actor, tx.now());
    super::credit(tx, actor, &row)?;
    let entry = Entry::by(actor, OPEN).about(org.tenant, id, &org.path).confidential(&org.path);
    Ok(tx.record(&entry, key)?.into())
}

/// As much of a new case as its credit needs.
fn row_of(
    org: &niangjia_org::api::Org,
    id: Id<Case>,
    actor: &Actor,
    now: niangjia_kernel::Timestamp,
) -> CaseRow {
    CaseRow {
        tenant: org.tenant,
        id,
        org_id: org.id,
        org_path: org.path.clone(),
        year: 0,
        number: 0,
        state: State::Open,
        face: Face::default(),
        contact: None,
        responsible: actor.person,
        opened: now,
        touched: now,
        retention: None,
    }
}

/// A number by lot: it tells neither which community it was nor how many there were before.
fn drawn(tx: &WriteTx<'_>, org: &niangjia_org::api::Org) -> Result<i64, StoreError> {
    let year = i64::from(tx.today().parts().0);
    loop {
        let mut bytes = [0u8; 8];
        tx.fill_random(&mut bytes);
        let number = i64::try_from(LOWEST + u64::from_be_bytes(bytes) % NUMBERS).unwrap_or_default();
        if !queries::is_drawn(tx, org.tenant, year, number)? {
            return Ok(number);
        }
    }
}

/// What follows when another slice finds danger (`Step::FindsDanger`): the case is taken, in the same transaction.
///
/// # Errors
/// When it cannot be written; then the step does not happen either.
pub fn on_danger(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    let Step::FindsDanger(danger) = step else { return Ok(None) };
    let place = niangjia_org::api::by_id(tx, danger.org_id)?.map_or_else(String::new, |org| org.name);
    let said = SaidCase {
        id: danger.case,
        name: danger.name.clone(),
        phone: danger.phone.clone(),
        place,
        words: danger.words.clone(),
        reporter: String::new(),
        household: danger.household,
        found_in: Some(danger.found_in),
        violence: danger.violence,
        child: danger.child,
    };
    // Whose transaction it is has its own receipt.
    let _taken = open_case(tx, &danger.actor, &said)?;
    if danger.tenant != danger.actor.tenant {
        facts::seal_subject(tx, danger.tenant, danger.found_in)?;
    }
    Ok(None)
}
