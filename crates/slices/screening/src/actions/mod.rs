//! One write per file.

mod apply;
mod close_trouble;
mod find_trouble;
mod finish_round;
mod help;
mod hold_round;
mod open_trouble;
mod say_line;

pub(crate) use apply::apply;
pub(crate) use close_trouble::close_trouble;
pub(crate) use find_trouble::{Found, find_trouble};
pub(crate) use finish_round::finish_round;
pub(crate) use help::{Given, help};
pub(crate) use hold_round::hold_round;
pub(crate) use open_trouble::open_trouble;
pub(crate) use say_line::say_line;

use niangjia_kernel::{AreaCode, Day, Fact, FactKind, FactPart, FactRole, Fen, Id, Person};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, StoreError, WriteTx, facts};

use crate::model::TroubleRow;

/// An entry about a trouble. It names nobody: a sealed one looks like any other.
fn entry<'a>(actor: &'a Actor, action: Action, trouble: &TroubleRow) -> Entry<'a> {
    Entry::by(actor, action).about(trouble.tenant, trouble.id, &trouble.org_path).named("情感困扰")
}

/// Appends what happened to a trouble that is not sealed, with who took part.
fn append_fact(
    tx: &WriteTx<'_>,
    trouble: &TroubleRow,
    (kind, on): (FactKind, Day),
    recorded_by: Id<Person>,
    parts: &[(Id<Person>, FactRole)],
) -> Result<(), StoreError> {
    if trouble.sealed {
        return Ok(());
    }
    let Some(org) = niangjia_org::api::by_id(tx, trouble.org_id)? else {
        return Err(StoreError::Internal("a trouble without its organisation".to_owned()));
    };
    let fact = fact_at(tx, (trouble, org.area_code), (kind, on), recorded_by);
    let parts: Vec<FactPart> = parts
        .iter()
        .map(|(person, role)| FactPart { tenant: trouble.tenant, person: *person, role: *role })
        .collect();
    facts::append(tx, &fact, &parts)
}

fn fact_at(
    tx: &WriteTx<'_>,
    (trouble, area_code): (&TroubleRow, AreaCode),
    (kind, on_day): (FactKind, Day),
    recorded_by: Id<Person>,
) -> Fact {
    Fact {
        tenant: trouble.tenant,
        id: tx.new_id(),
        kind,
        org_id: trouble.org_id,
        org_path: trouble.org_path.clone(),
        area_code,
        on_day,
        at: tx.now(),
        subject: trouble.id.uuid(),
        attendances: 1,
        households: i64::from(trouble.household.is_some()),
        minutes: 0,
        fen: Fen(0),
        recorded_by,
        reverses: None,
    }
}
