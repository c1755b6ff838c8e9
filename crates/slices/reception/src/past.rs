//! The same writes as the pages make, for worlds with a past and offices that bring their roster along.

use niangjia_kernel::{Day, Id, Month, Person};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, ReadTx, StoreError, WriteTx};

use crate::actions;
use crate::model::{ExchangeRow, ExchangeState, Pattern, SaidArticle, TurnRow, TurnState};
use crate::queries;

/// Sets a duty, for worlds with a past.
///
/// # Errors
/// When it cannot be written.
pub fn set_duty(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    (place, pattern): (&str, Pattern),
) -> Result<Ending<()>, StoreError> {
    actions::set_duty(tx, actor, org, tx.new_id(), (place, pattern))
}

/// Draws the turns of a month, for worlds with a past; says how many.
///
/// # Errors
/// When it cannot be written.
pub fn draw_turns(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    month: Month,
) -> Result<Ending<i64>, StoreError> {
    Ok(actions::draw_turns(tx, actor, org, month)?.map(|drawn| drawn.turns))
}

/// Enters that the turns of an organisation before a day were served in full, for worlds with a past.
///
/// # Errors
/// When it cannot be written.
pub fn serve_before(tx: &WriteTx<'_>, actor: &Actor, org: &Org, day: Day) -> Result<(), StoreError> {
    let first = day.plus(-366);
    for turn in queries::turns_between(tx, (org.tenant, &org.path), (first, day.plus(-1)))? {
        if turn.state == TurnState::Planned && turn.person.is_some() {
            let then = tx.as_of(turn.on.start().plus_seconds(turn.ends * 60));
            let said = (TurnState::Served, turn.ends - turn.starts, "");
            let _served = actions::serve_turn(&then, actor, (&turn, &org.area_code), said)?;
        }
    }
    Ok(())
}

/// Writes articles of an organisation, for worlds with a past.
///
/// # Errors
/// When they cannot be written.
pub fn write_articles(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    said: Vec<SaidArticle>,
) -> Result<Ending<usize>, StoreError> {
    actions::enter_starting_articles(tx, actor, org, said)
}

/// The turns of an organisation from a day to another.
///
/// # Errors
/// When they cannot be read.
pub fn turns(tx: &ReadTx<'_>, org: &Org, days: (Day, Day)) -> Result<Vec<TurnRow>, StoreError> {
    queries::turns_between(tx, (org.tenant, &org.path), days)
}

/// `asker` asks whoever is `asked` to take her turn, for one of hers or as a stand-in; she says yes, or has not said anything yet.
///
/// # Errors
/// When it cannot be written.
pub fn exchange(
    tx: &WriteTx<'_>,
    (asker, asked): (&Actor, &Actor),
    (turn, in_return): (&TurnRow, Option<&TurnRow>),
    agrees: bool,
) -> Result<Ending<()>, StoreError> {
    let row = ExchangeRow {
        id: tx.new_id(),
        asker: asker.person,
        asker_name: asker.name.clone(),
        asked: asked.person,
        asked_name: asked.name.clone(),
        in_return: in_return.map(|turn| turn.id),
        state: ExchangeState::Asked,
    };
    let ending = actions::ask_exchange(tx, asker, turn, &row)?;
    if !agrees {
        return Ok(ending);
    }
    actions::answer_exchange(tx, asked, (turn, in_return), &row, ExchangeState::Accepted)
}

/// The leader gives a turn to somebody else.
///
/// # Errors
/// When it cannot be written.
pub fn stand_in(
    tx: &WriteTx<'_>,
    actor: &Actor,
    turn: &TurnRow,
    person: (Id<Person>, &str),
) -> Result<Ending<()>, StoreError> {
    actions::stand_in(tx, actor, turn, person)
}
