//! What a file of residents, needs, links or visits is compared with, and what only such a file writes.

use niangjia_kernel::{CitizenId, Day, Household, Id, Person, Tenant};
use niangjia_store::{BlindIndex, ReadTx, StoreError, WriteTx, params};

use crate::model::{HouseholdRow, Link, Manner, NeedKind};
use crate::queries::known::{CANDIDACY, Candidacy, candidacy, in_order};
use crate::queries::visits::WORDS;
use crate::rules::{KnownLink, Span};

/// Every link that a household has or had.
pub(crate) fn links_ever(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    household: Id<Household>,
) -> Result<Vec<KnownLink>, StoreError> {
    let sql = "SELECT l.person_id, l.side, l.mode, l.from_day, l.until_day, \
               EXISTS (SELECT 1 FROM household_caretaking c WHERE c.tenant = l.tenant AND c.link_id = l.id) \
               FROM household_link l WHERE l.tenant = $1 AND l.household_id = $2 ORDER BY l.from_day, l.id";
    tx.rows(sql, params![tenant, household], |row| {
        Ok(KnownLink {
            person: row.take()?,
            side: row.take()?,
            mode: row.take()?,
            span: (row.take()?, row.take()?),
            caretaker: row.take()?,
        })
    })
}

/// Every time that a household had a need.
pub(crate) fn need_spans(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    household: Id<Household>,
) -> Result<Vec<(NeedKind, Span)>, StoreError> {
    let sql = "SELECT kind, from_day, until_day FROM household_need WHERE tenant = $1 AND household_id = $2 \
               ORDER BY from_day, id";
    tx.rows(sql, params![tenant, household], |row| Ok((row.take()?, (row.take()?, row.take()?))))
}

/// A visit of a day as it stands in the ledger.
#[derive(Debug, Clone)]
pub(crate) struct ThatDay {
    pub(crate) manner: Manner,
    pub(crate) matter: String,
    sealed_words: Vec<u8>,
}

impl ThatDay {
    /// What was said.
    pub(crate) fn words(&self, tx: &ReadTx<'_>) -> Result<String, StoreError> {
        tx.unseal(WORDS, &self.sealed_words)
    }
}

/// The visits that somebody made to a household on a day.
pub(crate) fn visits_that_day(
    tx: &ReadTx<'_>,
    (tenant, household): (Tenant, Id<Household>),
    person: Id<Person>,
    on: Day,
) -> Result<Vec<ThatDay>, StoreError> {
    let sql = "SELECT manner, matter, words FROM household_visit WHERE tenant = $1 AND household_id = $2 \
               AND on_day = $3 AND person_id = $4 AND taken_back_ms IS NULL ORDER BY at_ms, id";
    tx.rows(sql, params![tenant, household, on, person], |row| {
        Ok(ThatDay { manner: row.take()?, matter: row.take()?, sealed_words: row.take()? })
    })
}

/// Somebody of a household with what tells her apart.
#[derive(Debug, Clone)]
pub(crate) struct KnownPerson {
    pub(crate) id: Id<Person>,
    pub(crate) name: String,
    pub(crate) woman: bool,
    pub(crate) birth_year: Option<i64>,
    pub(crate) relation: String,
    pub(crate) citizen: Option<BlindIndex>,
}

/// The people of a household on a day.
pub(crate) fn people_of(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    household: Id<Household>,
    on: Day,
) -> Result<Vec<KnownPerson>, StoreError> {
    let sql = "SELECT id, name, woman, birth_year, relation, citizen_id_index FROM household_resident WHERE tenant = $1 \
               AND household_id = $2 AND (until_day IS NULL OR until_day > $3) ORDER BY from_day, id";
    tx.rows(sql, params![tenant, household, on], |row| {
        Ok(KnownPerson {
            id: row.take()?,
            name: row.take()?,
            woman: row.take()?,
            birth_year: row.take()?,
            relation: row.take()?,
            citizen: row.take()?,
        })
    })
}

/// The households of a tenant in which somebody has this identity number, each with whom.
pub(crate) fn with_citizen(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    citizen: &CitizenId,
) -> Result<Vec<(Candidacy, Id<Person>, String)>, StoreError> {
    let index = super::citizen_index(tx, citizen);
    let sql = "SELECT household_id, id, name FROM household_resident WHERE tenant = $1 AND citizen_id_index = $2 \
               AND (until_day IS NULL OR until_day > $3) ORDER BY household_id, id";
    let found = tx.rows(sql, params![tenant, index, tx.today()], |row| {
        Ok((row.take::<Id<Household>>()?, row.take::<Id<Person>>()?, row.take::<String>()?))
    })?;
    let mut with = Vec::new();
    for (household, person, name) in found {
        let sql = format!("{CANDIDACY}h.id = $2 AND h.until_day IS NULL");
        let candidacies = tx.rows(&sql, params![tenant, household], candidacy).map(in_order)?;
        with.extend(candidacies.into_iter().map(|one| (one, person, name.clone())));
    }
    Ok(with)
}

/// Writes that a link which was brought in has ended.
pub(crate) fn close_brought_link(
    tx: &WriteTx<'_>,
    household: &HouseholdRow,
    id: Id<Link>,
    until: Day,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_link SET until_day = $1, end_reason = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![until, "导入时已结束".to_owned(), household.tenant, id])?;
    Ok(())
}
