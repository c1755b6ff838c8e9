//! Turns, and asked exchanges.

use niangjia_kernel::{Day, Id, Key, OrgPath, Person, ReceptionTurn, Tenant};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError, WriteTx, params};

use crate::model::{DutyPlan, Exchange, ExchangeRow, ExchangeState, Home, TurnRow, TurnState};
use crate::rules::sees_roster;

const TURN: &str = "SELECT t.tenant, t.id, t.org_id, t.org_path, t.place, t.on_day, t.starts_minute, t.ends_minute, \
                    t.person_id, t.person_name, t.drawn_name, t.state, t.minutes, t.note FROM reception_turn t \
                    WHERE t.tenant = $1 AND ";
const EXCHANGE: &str = "SELECT e.id, e.asker_id, e.asker_name, e.asked_id, e.asked_name, e.in_return, \
                        e.state FROM reception_exchange e WHERE e.tenant = $1 AND ";

fn turn_row(row: &mut Row<'_>) -> Result<TurnRow, StoreError> {
    Ok(TurnRow {
        tenant: row.take()?,
        id: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        place: row.take()?,
        on: row.take()?,
        starts: row.take()?,
        ends: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        drawn_name: row.take()?,
        state: row.take()?,
        minutes: row.take()?,
        note: row.take()?,
    })
}

fn exchange_row(row: &mut Row<'_>) -> Result<ExchangeRow, StoreError> {
    Ok(ExchangeRow {
        id: row.take()?,
        asker: row.take()?,
        asker_name: row.take()?,
        asked: row.take()?,
        asked_name: row.take()?,
        in_return: row.take()?,
        state: row.take()?,
    })
}

/// A turn whose roster `actor` sees (R-REC-01).
pub(crate) fn visible_turn(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<ReceptionTurn>,
) -> Result<Option<TurnRow>, StoreError> {
    if key.tenant != actor.tenant {
        return Ok(None);
    }
    let found = tx.row(&format!("{TURN}t.id = $2"), params![key.tenant, key.id], turn_row)?;
    Ok(found.filter(|turn| sees_roster(actor, &turn.org_path)))
}

/// The turns of one organisation from a day to another, by day and hour. Whose roster is seen is asked before.
pub(crate) fn turns_between(
    tx: &ReadTx<'_>,
    (tenant, path): (Tenant, &OrgPath),
    (from, to): (Day, Day),
) -> Result<Vec<TurnRow>, StoreError> {
    let sql = format!(
        "{TURN}t.org_path = $2 AND t.on_day >= $3 AND t.on_day <= $4 ORDER BY t.on_day, t.starts_minute, t.place, t.id"
    );
    tx.rows(&sql, params![tenant, path.clone(), from, to], turn_row)
}

/// The turns of a person that are to be served, from a day on.
pub(crate) fn turns_of_person(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    from: Day,
) -> Result<Vec<TurnRow>, StoreError> {
    let sql = format!(
        "{TURN}t.person_id = $2 AND t.on_day >= $3 AND t.state = $4 ORDER BY t.on_day, t.starts_minute, t.id"
    );
    tx.rows(&sql, params![tenant, person, from, TurnState::Planned], turn_row)
}

/// The turns of a person that are to be served or were, from a day on.
pub(crate) fn shown_turns_of_person(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    from: Day,
) -> Result<Vec<TurnRow>, StoreError> {
    let sql = format!("{TURN}t.person_id = $2 AND t.on_day >= $3 ORDER BY t.on_day, t.starts_minute, t.id");
    tx.rows(&sql, params![tenant, person, from], turn_row)
}

/// The turns of a person at one organisation that are to be served in some days.
pub(crate) fn planned_of_person(
    tx: &ReadTx<'_>,
    home: &Home,
    person: Id<Person>,
    (from, until): (Day, Option<Day>),
) -> Result<Vec<TurnRow>, StoreError> {
    let turns = turns_of_person(tx, (home.tenant, person), from)?.into_iter();
    let here = |turn: &TurnRow| turn.org_path == home.org_path && until.is_none_or(|until| turn.on < until);
    Ok(turns.filter(here).collect())
}

/// Who has or had a turn at an organisation and on which day, in the order of the days. What nobody served does not count.
pub(crate) fn had_turns(
    tx: &ReadTx<'_>,
    (tenant, path): (Tenant, &OrgPath),
) -> Result<Vec<(Day, Id<Person>)>, StoreError> {
    let sql = "SELECT t.on_day, t.person_id FROM reception_turn t WHERE t.tenant = $1 AND t.org_path = $2 \
               AND t.person_id IS NOT NULL AND t.state <> $3 ORDER BY t.on_day, t.starts_minute, t.id";
    tx.rows(sql, params![tenant, path.clone(), TurnState::Missed], |row| Ok((row.take()?, row.take()?)))
}

/// A turn to be entered.
pub(crate) struct NewTurn<'a> {
    pub(crate) plan: Id<DutyPlan>,
    pub(crate) place: &'a str,
    pub(crate) on: Day,
    pub(crate) hours: (i64, i64),
    pub(crate) person: Option<(Id<Person>, &'a str)>,
}

/// Enters a turn; says whether it was not there before.
pub(crate) fn insert_turn(tx: &WriteTx<'_>, home: &Home, new: &NewTurn<'_>) -> Result<bool, StoreError> {
    let (person, name) = new.person.map_or((None, ""), |(person, name)| (Some(person), name));
    let written = tx.execute(
        "INSERT INTO reception_turn (tenant, id, plan_id, org_id, org_path, place, on_day, starts_minute, ends_minute, \
         person_id, person_name, state, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '') \
         ON CONFLICT (tenant, plan_id, on_day) DO NOTHING",
        params![
            home.tenant,
            tx.new_id::<ReceptionTurn>(),
            new.plan,
            home.org_id,
            home.org_path.clone(),
            new.place.to_owned(),
            new.on,
            new.hours.0,
            new.hours.1,
            person,
            name.to_owned(),
            TurnState::Planned,
        ],
    )?;
    Ok(written == 1)
}

/// Gives a planned turn to somebody, or to nobody; for whom it was drawn first stays.
pub(crate) fn give_turn(
    tx: &WriteTx<'_>,
    turn: &TurnRow,
    to: Option<(Id<Person>, &str)>,
) -> Result<bool, StoreError> {
    let (person, name) = to.map_or((None, ""), |(person, name)| (Some(person), name));
    let drawn = turn.drawn_name.clone().or_else(|| turn.person.map(|_| turn.person_name.clone()));
    let drawn = drawn.filter(|drawn| drawn != name);
    let sql = "UPDATE reception_turn SET person_id = $1, person_name = $2, drawn_name = $3 \
               WHERE tenant = $4 AND id = $5 AND state = $6";
    let values = params![person, name.to_owned(), drawn, turn.tenant, turn.id, TurnState::Planned];
    Ok(tx.execute(sql, values)? == 1)
}

/// Notes that a turn was served, or that nobody was there; says whether it was to be served.
pub(crate) fn settle_turn(
    tx: &WriteTx<'_>,
    turn: &TurnRow,
    (state, minutes, note): (TurnState, Option<i64>, &str),
) -> Result<bool, StoreError> {
    let sql = "UPDATE reception_turn SET state = $1, minutes = $2, note = $3 WHERE tenant = $4 AND id = $5 AND state = $6";
    let values = params![state, minutes, note.to_owned(), turn.tenant, turn.id, TurnState::Planned];
    Ok(tx.execute(sql, values)? == 1)
}

/// Enters that somebody asks another to take her turn; says whether it was not there before.
pub(crate) fn insert_exchange(
    tx: &WriteTx<'_>,
    turn: &TurnRow,
    new: &ExchangeRow,
) -> Result<bool, StoreError> {
    let written = tx.execute(
        "INSERT INTO reception_exchange (tenant, id, turn_id, asker_id, asker_name, asked_id, asked_name, in_return, \
         state, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            turn.tenant,
            new.id,
            turn.id,
            new.asker,
            new.asker_name.clone(),
            new.asked,
            new.asked_name.clone(),
            new.in_return,
            new.state,
            tx.now(),
        ],
    )?;
    Ok(written == 1)
}

/// The exchanges that were asked for a turn, the newest first.
pub(crate) fn exchanges_of(tx: &ReadTx<'_>, turn: &TurnRow) -> Result<Vec<ExchangeRow>, StoreError> {
    let sql = format!("{EXCHANGE}e.turn_id = $2 ORDER BY e.at_ms DESC, e.id DESC");
    tx.rows(&sql, params![turn.tenant, turn.id], exchange_row)
}

/// One of them.
pub(crate) fn exchange_of(
    tx: &ReadTx<'_>,
    turn: &TurnRow,
    id: Id<Exchange>,
) -> Result<Option<ExchangeRow>, StoreError> {
    let sql = format!("{EXCHANGE}e.turn_id = $2 AND e.id = $3");
    tx.row(&sql, params![turn.tenant, turn.id, id], exchange_row)
}

/// Answers an exchange; says whether it waited.
pub(crate) fn answer_exchange(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    id: Id<Exchange>,
    state: ExchangeState,
) -> Result<bool, StoreError> {
    let sql = "UPDATE reception_exchange SET state = $1, answered_ms = $2 WHERE tenant = $3 AND id = $4 AND state = $5";
    Ok(tx.execute(sql, params![state, tx.now(), tenant, id, ExchangeState::Asked])? == 1)
}

/// Ends whatever was asked about turns that changed.
pub(crate) fn lapse_exchanges(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    turns: &[Id<ReceptionTurn>],
) -> Result<(), StoreError> {
    for turn in turns {
        let sql = "UPDATE reception_exchange SET state = $1, answered_ms = $2 WHERE tenant = $3 AND state = $4 \
                   AND (turn_id = $5 OR in_return = $5)";
        tx.execute(sql, params![ExchangeState::Lapsed, tx.now(), tenant, ExchangeState::Asked, *turn])?;
    }
    Ok(())
}

/// The turns about which a person is asked and has not answered.
pub(crate) fn waiting_for(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    from: Day,
) -> Result<Vec<TurnRow>, StoreError> {
    let mut sql = Sql::new(&TURN.replace("$1 AND ", ""));
    sql.bind(&tenant)
        .push(" AND t.on_day >= ")
        .bind(&from)
        .push(" AND t.id IN (SELECT e.turn_id FROM reception_exchange e WHERE e.tenant = ")
        .bind(&tenant)
        .push(" AND e.asked_id = ")
        .bind(&person)
        .push(" AND e.state = ")
        .bind(&ExchangeState::Asked)
        .push(") ORDER BY t.on_day, t.id");
    tx.select(&sql, turn_row)
}

/// Files what belongs to an organisation with the one it went up in.
pub(crate) fn move_turns(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    from: &OrgPath,
    (into, org): (&OrgPath, Id<niangjia_kernel::Organisation>),
) -> Result<(), StoreError> {
    // A duty of the one that ends is not one of the other: it ends today, and with it the turns that were still to come.
    let plans = "SELECT p.tenant, p.id, p.place, p.weekdays, p.starts_minute, p.ends_minute, p.holidays, p.from_day, \
                 p.until_day FROM reception_plan p WHERE p.tenant = $1 AND p.org_path = $2 AND p.until_day IS NULL";
    let ids: Vec<Id<DutyPlan>> = tx.rows(plans, params![tenant, from.clone()], |row| {
        let _tenant: Tenant = row.take()?;
        row.take()
    })?;
    for id in ids {
        if let Some(plan) = super::plan_of(tx, from, id.within(tenant))? {
            super::end_plan(tx, &plan, tx.today())?;
        }
    }
    for sql in [
        "UPDATE reception_plan SET org_path = $1, org_id = $2 WHERE tenant = $3 AND org_path = $4",
        "UPDATE reception_leave SET org_path = $1, org_id = $2 WHERE tenant = $3 AND org_path = $4",
        "UPDATE reception_turn SET org_path = $1, org_id = $2 WHERE tenant = $3 AND org_path = $4",
    ] {
        tx.execute(sql, params![into.clone(), org, tenant, from.clone()])?;
    }
    Ok(())
}
