//! Need cards: writing them, ending them, and who may see which.

use niangjia_kernel::{Day, Household, Id, Key, Person, Tenant, Visit};
use niangjia_store::{Actor, Branch, ReadTx, Row, Sql, StoreError, WriteTx, params};

use crate::model::{CardRow, CardState, CardWords, HouseholdRow, NeedCard};
use crate::queries::visible::{push_told, push_visible};
use crate::rules::{CardList, CardSaid, Sight, sight};

const WISH: &str = "household_need_card.wish";
const PROMISE: &str = "household_need_card.promise";
const OUTCOME: &str = "household_need_card.outcome";
const CARD: &str = "c.tenant, c.id, c.household_id, h.name, h.number, o.name, c.person_id, p.name, c.matter, c.on_day, \
                    c.due_day, c.state, c.closed_day, c.wish, c.promise, c.outcome";
const FROM: &str = " FROM household_need_card c JOIN household h ON h.tenant = c.tenant AND h.id = c.household_id \
                    JOIN people_person p ON p.tenant = c.tenant AND p.id = c.person_id \
                    JOIN org o ON o.id = h.org_id WHERE ";

fn card_row(row: &mut Row<'_>) -> Result<CardRow, StoreError> {
    Ok(CardRow {
        tenant: row.take()?,
        id: row.take()?,
        household: row.take()?,
        household_name: row.take()?,
        household_number: row.take()?,
        org_name: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        matter: row.take()?,
        on: row.take()?,
        due: row.take()?,
        state: row.take()?,
        closed: row.take()?,
        sealed_wish: row.take()?,
        sealed_promise: row.take()?,
        sealed_outcome: row.take()?,
    })
}

/// Writes a card; says whether it was new (the same form may come twice).
pub(crate) fn insert_card(
    tx: &WriteTx<'_>,
    id: Id<NeedCard>,
    household: &HouseholdRow,
    (person, visit): (Id<Person>, Option<Id<Visit>>),
    said: &CardSaid,
) -> Result<bool, StoreError> {
    let (wish, promise) = (tx.seal(WISH, &said.wish)?, tx.seal(PROMISE, &said.promise)?);
    let written = tx.execute(
        "INSERT INTO household_need_card (tenant, id, household_id, person_id, visit_id, matter, on_day, due_day, state, \
         wish, promise) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            household.tenant, id, household.id, person, visit, said.matter.clone(), tx.today(), said.due,
            CardState::Open, wish, promise,
        ],
    )?;
    Ok(written == 1)
}

/// Ends a card; says whether it was open.
pub(crate) fn close_card(
    tx: &WriteTx<'_>,
    card: &CardRow,
    state: CardState,
    words: &str,
) -> Result<bool, StoreError> {
    let sql = "UPDATE household_need_card SET state = $1, outcome = $2, closed_day = $3 WHERE tenant = $4 AND id = $5 \
               AND state = $6";
    let outcome = tx.seal(OUTCOME, words)?;
    let values = params![state, outcome, tx.today(), card.tenant, card.id, CardState::Open];
    Ok(tx.execute(sql, values)? == 1)
}

/// What a card says.
pub(crate) fn card_words(tx: &ReadTx<'_>, card: &CardRow) -> Result<CardWords, StoreError> {
    let outcome = card.sealed_outcome.as_ref().map(|sealed| tx.unseal(OUTCOME, sealed)).transpose()?;
    Ok(CardWords {
        wish: tx.unseal(WISH, &card.sealed_wish)?,
        promise: tx.unseal(PROMISE, &card.sealed_promise)?,
        outcome,
    })
}

/// Appends which cards `actor` may know of: those of families she knows the needs of, and on the residence side her own.
fn push_cards(sql: &mut Sql, actor: &Actor, today: Day) {
    push_visible(sql, actor, today);
    if sight(actor) == Sight::Linked {
        sql.push(" AND (c.person_id = ").bind(&actor.person).push(" OR (1 = 1");
        push_told(sql, actor, today);
        sql.push("))");
    }
}

/// A card that `actor` may see.
pub(crate) fn visible_card(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<NeedCard>,
) -> Result<Option<CardRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(CARD).push(FROM).push("c.tenant = ").bind(&key.tenant).push(" AND c.id = ").bind(&key.id);
    sql.push(" AND ");
    push_cards(&mut sql, actor, tx.today());
    Ok(tx.select(&sql, card_row)?.into_iter().next())
}

/// The cards of a family that `actor` may see, the open ones first.
pub(crate) fn cards_of(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (tenant, household): (Tenant, Id<Household>),
) -> Result<Vec<CardRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(CARD).push(FROM).push("c.tenant = ").bind(&tenant);
    sql.push(" AND c.household_id = ").bind(&household).push(" AND ");
    push_cards(&mut sql, actor, tx.today());
    sql.push(" ORDER BY CASE WHEN c.closed_day IS NULL THEN 0 ELSE 1 END, c.due_day DESC, c.id LIMIT 50");
    tx.select(&sql, card_row)
}

/// Every card of a family, for her own sheet; who may hand that out is asked before.
pub(crate) fn cards_kept(
    tx: &ReadTx<'_>,
    (tenant, household): (Tenant, Id<Household>),
) -> Result<Vec<CardRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(CARD).push(FROM).push("c.tenant = ").bind(&tenant);
    sql.push(" AND c.household_id = ").bind(&household).push(" ORDER BY c.on_day DESC, c.id");
    tx.select(&sql, card_row)
}

/// Appends the cards of one of the lists of a branch.
fn push_list(sql: &mut Sql, actor: &Actor, branch: &Branch, today: Day, list: CardList) {
    push_cards(sql, actor, today);
    sql.push(" AND ").in_branch("h", branch).push(" AND ").in_force("h", &today);
    match list {
        CardList::Open => drop(sql.push(" AND c.state = ").bind(&CardState::Open)),
        CardList::Late => {
            sql.push(" AND c.state = ").bind(&CardState::Open).push(" AND c.due_day < ").bind(&today);
        }
        CardList::Closed => drop(sql.push(" AND c.state <> ").bind(&CardState::Open)),
    }
}

/// How many cards a list of a branch has; `until` counts those due by then.
pub(crate) fn count_cards(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    list: CardList,
    until: Option<Day>,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*)");
    sql.push(FROM);
    push_list(&mut sql, actor, branch, tx.today(), list);
    if let Some(until) = until {
        sql.push(" AND c.due_day <= ").bind(&until);
    }
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// The cards of a list, those due first before the others, of the ended ones the latest first.
pub(crate) fn cards(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    list: CardList,
    (skip, limit): (i64, i64),
) -> Result<Vec<CardRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(CARD).push(FROM);
    push_list(&mut sql, actor, branch, tx.today(), list);
    let order = if list == CardList::Closed { "c.closed_day DESC" } else { "c.due_day" };
    sql.push(" ORDER BY ").push(order).push(", h.org_path, h.number, c.id LIMIT ").bind(&limit);
    sql.push(" OFFSET ").bind(&skip);
    tx.select(&sql, card_row)
}
