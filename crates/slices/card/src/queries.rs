//! SQL on the tables of visit cards. Visibility is part of the fetch: a card is seen in its own community.

use niangjia_household::api::HouseholdRow;
use niangjia_kernel::{Household, Id, Key, Organisation, Person, Tenant, Timestamp, Visit};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError, WriteTx, params};

use crate::model::{Card, CardRow, EntryRow};
use crate::rules::{CardNumber, Named};

const CARD: &str = "SELECT c.tenant, c.id, c.org_id, c.number, c.household_id, h.name, h.number, h.contact_name, \
                    h.group_name, c.person_id, p.name FROM card c \
                    JOIN household h ON h.tenant = c.tenant AND h.id = c.household_id \
                    JOIN people_person p ON p.tenant = c.tenant AND p.id = c.person_id WHERE ";

fn card_row(row: &mut Row<'_>) -> Result<CardRow, StoreError> {
    Ok(CardRow {
        tenant: row.take()?,
        id: row.take()?,
        org: row.take()?,
        number: CardNumber(row.take()?),
        household: row.take()?,
        household_name: row.take()?,
        household_number: row.take()?,
        contact_name: row.take()?,
        group_name: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
    })
}

/// A card of a community, as it was typed or scanned.
pub(crate) fn card_of(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    named: Named,
) -> Result<Option<CardRow>, StoreError> {
    let mut sql = Sql::new(CARD);
    sql.push("c.tenant = ").bind(&tenant).push(" AND c.org_id = ").bind(&org);
    match named {
        Named::Number(CardNumber(number)) => drop(sql.push(" AND c.number = ").bind(&number)),
        Named::Scanned(id) => drop(sql.push(" AND c.id = ").bind(&id)),
    }
    Ok(tx.select(&sql, card_row)?.into_iter().next())
}

/// A card by the key of its code, whoever asks: where it leads is decided by what she may see there.
pub(crate) fn card_as_scanned(tx: &ReadTx<'_>, key: Key<Card>) -> Result<Option<CardRow>, StoreError> {
    let mut sql = Sql::new(CARD);
    sql.push("c.tenant = ").bind(&key.tenant).push(" AND c.id = ").bind(&key.id);
    Ok(tx.select(&sql, card_row)?.into_iter().next())
}

/// The card of a family and a member, if it has a number.
pub(crate) fn card_for(
    tx: &ReadTx<'_>,
    household: Key<Household>,
    person: Id<Person>,
) -> Result<Option<CardRow>, StoreError> {
    let mut sql = Sql::new(CARD);
    sql.push("c.tenant = ").bind(&household.tenant).push(" AND c.household_id = ").bind(&household.id);
    sql.push(" AND c.person_id = ").bind(&person);
    Ok(tx.select(&sql, card_row)?.into_iter().next())
}

/// The cards of a member, whatever family they are about.
pub(crate) fn cards_of_member(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
) -> Result<Vec<CardRow>, StoreError> {
    let mut sql = Sql::new(CARD);
    sql.push("c.tenant = ").bind(&tenant).push(" AND c.person_id = ").bind(&person);
    tx.select(&sql, card_row)
}

/// The number that the next card of a community gets; the community is held until the end of the transaction.
pub(crate) fn next_number(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    org: Id<Organisation>,
) -> Result<i64, StoreError> {
    tx.hold("org", tenant, org.uuid())?;
    let sql = "SELECT MAX(number) FROM card WHERE tenant = $1 AND org_id = $2";
    Ok(tx.value::<Option<i64>>(sql, params![tenant, org])?.unwrap_or(0) + 1)
}

/// Gives the card of a family and a member its number.
pub(crate) fn insert_card(
    tx: &WriteTx<'_>,
    household: &HouseholdRow,
    person: Id<Person>,
    number: i64,
) -> Result<(), StoreError> {
    let id: Id<Card> = tx.new_id();
    tx.execute(
        "INSERT INTO card (tenant, id, org_id, org_path, number, household_id, person_id, made_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            household.tenant,
            id,
            household.org_id,
            household.org_path,
            number,
            household.id,
            person,
            tx.today(),
        ],
    )?;
    Ok(())
}

/// Notes that a visit was typed in from a card; says whether that was new.
pub(crate) fn insert_entry(
    tx: &WriteTx<'_>,
    actor: &Actor,
    card: &CardRow,
    visit: Id<Visit>,
) -> Result<bool, StoreError> {
    let written = tx.execute(
        "INSERT INTO card_entry (tenant, id, card_id, org_path, entered_by, at_ms) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![card.tenant, visit, card.id, actor.acting.org_path, actor.person, tx.now()],
    )?;
    Ok(written == 1)
}

/// What `actor` typed in since an instant at the community where she acts, the newest first.
pub(crate) fn entries(
    tx: &ReadTx<'_>,
    actor: &Actor,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<EntryRow>, StoreError> {
    let mut sql = Sql::new(
        "SELECT e.tenant, e.id, c.number, h.name, h.number, p.name, v.on_day, v.matter, v.outcome, v.follow_up_day, \
         e.at_ms, v.taken_back_ms FROM card_entry e JOIN card c ON c.tenant = e.tenant AND c.id = e.card_id \
         JOIN household_visit v ON v.tenant = e.tenant AND v.id = e.id \
         JOIN household h ON h.tenant = c.tenant AND h.id = c.household_id \
         JOIN people_person p ON p.tenant = c.tenant AND p.id = c.person_id WHERE e.tenant = ",
    );
    sql.bind(&actor.tenant).push(" AND e.entered_by = ").bind(&actor.person);
    sql.push(" AND e.org_path = ").bind(&actor.acting.org_path).push(" AND e.at_ms >= ").bind(&since);
    sql.push(" ORDER BY e.at_ms DESC, e.id DESC LIMIT ").bind(&limit);
    tx.select(&sql, |row| {
        Ok(EntryRow {
            tenant: row.take()?,
            visit: row.take()?,
            number: CardNumber(row.take()?),
            household_name: row.take()?,
            household_number: row.take()?,
            person_name: row.take()?,
            on: row.take()?,
            matter: row.take()?,
            outcome: row.take()?,
            follow_up: row.take()?,
            at: row.take()?,
            taken_back: row.take::<Option<Timestamp>>()?.is_some(),
        })
    })
}

/// Whether a visit was typed in from a card, for the line under it.
pub(crate) fn entered(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    visits: &[Id<Visit>],
) -> Result<Vec<(Id<Visit>, String, CardNumber)>, StoreError> {
    if visits.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT e.id, p.name, c.number FROM card_entry e JOIN card c ON c.tenant = e.tenant AND c.id = e.card_id \
         JOIN people_person p ON p.tenant = e.tenant AND p.id = e.entered_by WHERE e.tenant = ",
    );
    sql.bind(&tenant).push(" AND e.id IN (");
    for (place, visit) in visits.iter().enumerate() {
        sql.push(if place == 0 { "" } else { ", " }).bind(visit);
    }
    sql.push(")");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?, CardNumber(row.take()?))))
}

/// Files what belongs to a community with the one it went up in.
pub(crate) fn move_cards(
    tx: &niangjia_store::WriteTx<'_>,
    tenant: niangjia_kernel::Tenant,
    from: &niangjia_web::Merging,
    into: &niangjia_web::Merging,
) -> Result<(), StoreError> {
    let last = "SELECT COALESCE(MAX(number), 0) FROM card WHERE tenant = $1 AND org_id = $2";
    let last: i64 = tx.value(last, params![tenant, into.id])?;
    let cards =
        "UPDATE card SET org_id = $1, org_path = $2, number = number + $3 WHERE tenant = $4 AND org_id = $5";
    tx.execute(cards, params![into.id, into.path.clone(), last, tenant, from.id])?;
    let entries = "UPDATE card_entry SET org_path = $1 WHERE tenant = $2 AND org_path = $3";
    tx.execute(entries, params![into.path.clone(), tenant, from.path.clone()])?;
    Ok(())
}
