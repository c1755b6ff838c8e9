//! Writing requests.

use niangjia_kernel::{
    Day, Household, Id, Key, OrgPath, Organisation, Person, Request, Resident, Tenant, Timestamp,
};
use niangjia_store::{ReadTx, StoreError, WriteTx, params};

use super::{ANSWER, Arriving, CODE, NAME, PHONE, REACH_WORDS, REQUEST, WORDS, index, request_row};
use crate::model::{Channel, Class, Closing, Happened, Instance, Reach, RequestRow, State};

/// A request that is taken down.
pub(crate) struct NewRequest<'a> {
    pub(crate) id: Id<Request>,
    pub(crate) tenant: Tenant,
    pub(crate) home: (Id<Organisation>, OrgPath),
    pub(crate) channel: Channel,
    pub(crate) category: &'a str,
    pub(crate) class: Class,
    pub(crate) urgent: bool,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) resident: Option<Id<Resident>>,
    pub(crate) anonymous: bool,
    pub(crate) name: &'a str,
    pub(crate) phone: &'a str,
    /// The code with which she asks; empty where she has none.
    pub(crate) code: &'a str,
    pub(crate) words: &'a str,
    pub(crate) reach: Reach,
    pub(crate) reach_words: &'a str,
}

/// Writes a request under the next number of its tenant and year; `None` when it was there (the same form may come twice).
pub(crate) fn insert_request(
    tx: &WriteTx<'_>,
    receiver: Option<(Id<Person>, &str)>,
    new: &NewRequest<'_>,
    to: &Arriving,
) -> Result<Option<i64>, StoreError> {
    // The numbers of a tenant are given one after the other: whoever holds its first organisation gives the next.
    if let Some(first) = niangjia_org::api::by_code(tx, &new.tenant.number().to_string())? {
        tx.hold("org", new.tenant, first.id.uuid())?;
    }
    let year = i64::from(tx.today().parts().0);
    let highest = "SELECT COALESCE(MAX(number), 0) FROM request WHERE tenant = $1 AND year = $2";
    let number = tx.value::<i64>(highest, params![new.tenant, year])? + 1;
    let indexed = |domain, text: &str| (!text.is_empty()).then(|| index(tx, domain, text));
    let state = if to.person.is_some() { State::Handling } else { State::Waiting };
    let written = tx.execute(
        "INSERT INTO request (tenant, id, year, number, org_id, org_path, channel, category, class, urgent, received_ms, \
         received_by, received_name, household_id, resident_id, anonymous, name, name_index, phone, phone_index, code_index, \
         words, reach, reach_words, state, instance, rung, holder_id, holder_path, holder_person) VALUES ($1, $2, $3, $4, $5, $6, $7, \
         $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            new.tenant, new.id, year, number, new.home.0, new.home.1.clone(), new.channel, new.category.to_owned(), new.class,
            new.urgent, tx.now(), receiver.map(|(person, _)| person),
            receiver.map_or_else(|| "网上".to_owned(), |(_, name)| name.to_owned()), new.household, new.resident, new.anonymous,
            tx.seal(NAME, new.name)?, indexed(NAME, new.name), tx.seal(PHONE, new.phone)?, indexed(PHONE, new.phone),
            indexed(CODE, new.code), tx.seal(WORDS, new.words)?, new.reach, tx.seal(REACH_WORDS, new.reach_words)?, state,
            Instance::First, to.rung, to.org, to.path.clone(), to.person
        ],
    )?;
    Ok((written == 1).then_some(number))
}

/// What is sealed in a request, opened: name, phone, words, how to reach her, the answer.
pub(crate) fn unsealed(tx: &ReadTx<'_>, row: &RequestRow) -> Result<[String; 5], StoreError> {
    let answer = row.answer.as_ref().map_or_else(|| Ok(String::new()), |answer| tx.unseal(ANSWER, answer))?;
    Ok([
        tx.unseal(NAME, &row.name)?,
        tx.unseal(PHONE, &row.phone)?,
        tx.unseal(WORDS, &row.words)?,
        tx.unseal(REACH_WORDS, &row.reach_words)?,
        answer,
    ])
}

/// The request of a code, for whoever has it: she alone.
pub(crate) fn by_code(tx: &ReadTx<'_>, tenant: Tenant, code: &str) -> Result<Option<RequestRow>, StoreError> {
    let sql = format!("SELECT {REQUEST} FROM request r WHERE r.tenant = $1 AND r.code_index = $2");
    tx.row(&sql, params![tenant, index(tx, CODE, code)], request_row)
}

/// A request by its key, whoever asks: for what the program does by itself.
pub(crate) fn whoever(
    tx: &ReadTx<'_>,
    key: Key<Request>,
) -> Result<Option<super::VisibleRequest>, StoreError> {
    let sql = format!("SELECT {REQUEST} FROM request r WHERE r.tenant = $1 AND r.id = $2");
    let Some(row) = tx.row(&sql, params![key.tenant, key.id], request_row)? else {
        return Ok(None);
    };
    let holds = super::holding::holds(tx, &row)?;
    Ok(Some(super::VisibleRequest { row, access: crate::rules::Access::Own, opened: false, holds }))
}

/// Changes how a request stands.
pub(crate) fn set_state(tx: &WriteTx<'_>, key: Key<Request>, state: State) -> Result<(), StoreError> {
    let sql = "UPDATE request SET state = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![state, key.tenant, key.id]).map(drop)
}

/// Writes the answer; she has to be told it now.
pub(crate) fn set_answer(tx: &WriteTx<'_>, key: Key<Request>, answer: &str) -> Result<(), StoreError> {
    let sql = "UPDATE request SET answer = $1, state = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![tx.seal(ANSWER, answer)?, State::Answered, key.tenant, key.id]).map(drop)
}

/// When the answer that stands was given.
pub(crate) fn answered_on(tx: &ReadTx<'_>, row: &RequestRow) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT MAX(at_ms) FROM request_event WHERE tenant = $1 AND request_id = $2 AND happened = $3";
    tx.value(sql, params![row.tenant, row.id, Happened::Answered])
}

/// Notes that she was told of its receipt; says whether that is news.
pub(crate) fn mark_notified(tx: &WriteTx<'_>, key: Key<Request>, on: Day) -> Result<bool, StoreError> {
    let sql = "UPDATE request SET notified_day = $1 WHERE tenant = $2 AND id = $3 AND notified_day IS NULL";
    Ok(tx.execute(sql, params![on, key.tenant, key.id])? == 1)
}

/// Closes a request; says whether it was open.
pub(crate) fn close(tx: &WriteTx<'_>, key: Key<Request>, closing: Closing) -> Result<bool, StoreError> {
    let sql = "UPDATE request SET state = $1, closing = $2, closed_ms = $3 WHERE tenant = $4 AND id = $5 AND closing IS NULL";
    Ok(tx.execute(sql, params![State::Closed, closing, tx.now(), key.tenant, key.id])? == 1)
}

/// Opens a closed request again, to be looked at for the first time still or for another; says whether it was closed.
pub(crate) fn reopen(tx: &WriteTx<'_>, key: Key<Request>, instance: Instance) -> Result<bool, StoreError> {
    let sql = "UPDATE request SET state = $1, closing = NULL, closed_ms = NULL, instance = $2 WHERE tenant = $3 AND id = $4 \
               AND closing IS NOT NULL";
    Ok(tx.execute(sql, params![State::Handling, instance, key.tenant, key.id])? == 1)
}

/// What she told is kept from now on where she is protected, and nowhere here.
pub(crate) fn seal_request(
    tx: &WriteTx<'_>,
    key: Key<Request>,
    keeper: Option<Id<Person>>,
) -> Result<(), StoreError> {
    let nothing = |context| tx.seal(context, "");
    tx.execute(
        "UPDATE request SET class = $1, name = $2, name_index = NULL, phone = $3, phone_index = NULL, words = $4, \
         reach_words = $5, household_id = NULL, resident_id = NULL, holder_person = $6 WHERE tenant = $7 AND id = $8",
        params![
            Class::Sealed, nothing(NAME)?, nothing(PHONE)?, nothing(WORDS)?, nothing(REACH_WORDS)?, keeper, key.tenant, key.id
        ],
    )?;
    let sql = "UPDATE request_event SET words = $1 WHERE tenant = $2 AND request_id = $3";
    tx.execute(sql, params![nothing(super::EVENT_WORDS)?, key.tenant, key.id]).map(drop)
}

/// What belongs to a community that ends belongs to the one that goes on.
pub(crate) fn move_requests(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    (from, into): (&OrgPath, (Id<Organisation>, &OrgPath)),
) -> Result<(), StoreError> {
    let (id, path) = (into.0, into.1.clone());
    let sql = "UPDATE request SET org_id = $1, org_path = $2 WHERE tenant = $3 AND org_path = $4";
    tx.execute(sql, params![id, path.clone(), tenant, from.clone()])?;
    let sql = "UPDATE request SET holder_id = $1, holder_path = $2 WHERE tenant = $3 AND holder_path = $4";
    tx.execute(sql, params![id, path.clone(), tenant, from.clone()])?;
    let sql = "UPDATE request_hold SET org_id = $1, org_path = $2 WHERE tenant = $3 AND org_path = $4 AND left_ms IS NULL";
    tx.execute(sql, params![id, path, tenant, from.clone()]).map(drop)
}

/// What a person of the register asked, the newest first: hers, or her household's where she speaks for it. Nothing that is sealed.
pub(crate) fn of_subject(
    tx: &ReadTx<'_>,
    subject: &niangjia_subject::Subject,
) -> Result<Vec<RequestRow>, StoreError> {
    let sql = format!(
        "SELECT {REQUEST} FROM request r WHERE r.tenant = $1 AND r.household_id = $2 AND r.class = $3 \
         ORDER BY r.received_ms DESC, r.id DESC"
    );
    let rows = tx.rows(&sql, params![subject.tenant, subject.household, Class::Personal], request_row)?;
    let hers =
        |row: &RequestRow| row.resident == subject.resident || (row.resident.is_none() && subject.contact);
    Ok(rows.into_iter().filter(hers).collect())
}

/// Empties what she said and was answered; that there was a request stays, and counts.
pub(crate) fn erase(tx: &WriteTx<'_>, row: &RequestRow) -> Result<(), StoreError> {
    let nothing = |context| tx.seal(context, "");
    tx.execute(
        "UPDATE request SET name = $1, name_index = NULL, phone = $2, phone_index = NULL, words = $3, reach_words = $4, \
         answer = NULL, code_index = NULL, anonymous = $5 WHERE tenant = $6 AND id = $7",
        params![
            nothing(NAME)?, nothing(PHONE)?, nothing(WORDS)?, nothing(REACH_WORDS)?, true, row.tenant, row.id
        ],
    )?;
    let sql = "UPDATE request_event SET words = $1 WHERE tenant = $2 AND request_id = $3";
    tx.execute(sql, params![nothing(super::EVENT_WORDS)?, row.tenant, row.id]).map(drop)
}
