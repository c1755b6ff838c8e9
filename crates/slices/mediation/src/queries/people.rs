//! Parties and whoever works on a case.

use niangjia_kernel::{Day, Household, Id, Person, Resident, Tenant};
use niangjia_store::{PostKind, ReadTx, Row, Sql, StoreError, WriteTx, params};
use niangjia_subject::Subject;

use super::{key_of, opened, sealed};
use crate::model::{Case, ChosenBy, Consent, Details, Member, MemberLine, Party, PartyLine, Role, Side};

pub(crate) const DETAILS: &str = "mediation_party.details";
/// The blind index by which a party is found by her whole name.
pub(super) const NAME: &str = "mediation_party.name";
const MEMBER_NAME: &str = "mediation_member.name";

/// What is about to be written of a party.
pub(crate) struct NewParty<'a> {
    pub(crate) place: i64,
    pub(crate) side: Side,
    pub(crate) details: &'a Details,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) resident: Option<Id<Resident>>,
}

/// Writes a party.
pub(crate) fn insert_party(tx: &WriteTx<'_>, case: &Case, new: &NewParty<'_>) -> Result<(), StoreError> {
    let (tenant, id) = key_of(case);
    let details = sealed(tx, DETAILS, new.details)?;
    let index = tx.keys().index(NAME, &new.details.name);
    tx.execute(
        "INSERT INTO mediation_party (tenant, id, mediation_id, place, side, details, name_index, household_id, \
         resident_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            tenant, tx.new_id::<PartyLine>(), id, new.place, new.side, details, index, new.household, new.resident,
        ],
    )
    .map(drop)
}

const PARTY: &str = "SELECT p.id, p.side, p.details, p.household_id, p.informed_day, p.consent, \
                     p.consent_day, p.signed_day FROM mediation_party p ";

fn party(tx: &ReadTx<'_>, row: &mut Row<'_>) -> Result<Party, StoreError> {
    let (id, side, details) = (row.take()?, row.take()?, row.take::<Vec<u8>>()?);
    let (household, informed) = (row.take()?, row.take()?);
    let (consent, on): (Option<Consent>, Option<Day>) = (row.take()?, row.take()?);
    Ok(Party {
        id,
        side,
        details: opened(tx, DETAILS, &details)?,
        household,
        informed,
        consent: consent.zip(on),
        signed: row.take()?,
    })
}

/// The parties of a case, in the order in which they were written down.
pub(crate) fn parties_of(tx: &ReadTx<'_>, case: &Case) -> Result<Vec<Party>, StoreError> {
    let (tenant, id) = key_of(case);
    let sql = format!("{PARTY}WHERE p.tenant = $1 AND p.mediation_id = $2 ORDER BY p.place, p.id");
    tx.rows(&sql, params![tenant, id], |row| party(tx, row))
}

/// Every party that is a person of the register, in cases that were not diverted, with the days of the case.
pub(crate) fn parties_of_subject(
    tx: &ReadTx<'_>,
    subject: &Subject,
) -> Result<Vec<(Party, Day)>, StoreError> {
    let mut sql = Sql::new("SELECT p.id, p.side, p.details, p.household_id, p.informed_day, ");
    sql.push(
        "p.consent, p.consent_day, p.signed_day, m.applied_day FROM mediation_party p JOIN mediation m ",
    );
    sql.push("ON m.tenant = p.tenant AND m.id = p.mediation_id WHERE p.tenant = ").bind(&subject.tenant);
    sql.push(" AND p.household_id = ").bind(&subject.household).push(" AND m.state <> 'diverted' AND ");
    match &subject.resident {
        Some(resident) => sql.push("p.resident_id = ").bind(resident),
        None => sql.push("p.resident_id IS NULL"),
    };
    sql.push(" ORDER BY m.applied_day, p.id");
    tx.select(&sql, |row| Ok((party(tx, row)?, row.take()?)))
}

/// Takes out of a party what was written about her; that there was a party stays.
pub(crate) fn blot_parties(tx: &WriteTx<'_>, subject: &Subject) -> Result<u64, StoreError> {
    let gone = Details { name: niangjia_subject::DELETED.to_owned(), ..Details::default() };
    let mut blotted = 0;
    for (party, _) in parties_of_subject(tx, subject)? {
        let details = sealed(tx, DETAILS, &gone)?;
        let index = tx.keys().index(NAME, &gone.name);
        let sql = "UPDATE mediation_party SET details = $1, name_index = $2 WHERE tenant = $3 AND id = $4";
        blotted += tx.execute(sql, params![details, index, subject.tenant, party.id])?;
    }
    Ok(blotted)
}

/// Notes what a party said, and that she was told her rights.
pub(crate) fn mark_consent(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    party: Id<PartyLine>,
    consent: Consent,
    on: Day,
) -> Result<(), StoreError> {
    let sql = "UPDATE mediation_party SET consent = $1, consent_day = $2, informed_day = $2 \
               WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![consent, on, tenant, party]).map(drop)
}

/// Notes on which day a party signed.
pub(crate) fn sign(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    party: Id<PartyLine>,
    on: Option<Day>,
) -> Result<(), StoreError> {
    let sql = "UPDATE mediation_party SET signed_day = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![on, tenant, party]).map(drop)
}

/// What is about to be written of somebody who works on a case.
pub(crate) struct NewMember<'a> {
    pub(crate) person: Option<Id<Person>>,
    pub(crate) name: &'a str,
    pub(crate) role: Role,
    pub(crate) chosen_by: ChosenBy,
    pub(crate) declared: Option<Day>,
    pub(crate) agreed_to: Option<Day>,
    pub(crate) committee: bool,
    pub(crate) from: Day,
}

/// Writes somebody who works on a case.
pub(crate) fn insert_member(tx: &WriteTx<'_>, case: &Case, new: &NewMember<'_>) -> Result<(), StoreError> {
    let (tenant, id) = key_of(case);
    let name = tx.seal(MEMBER_NAME, new.name)?;
    tx.execute(
        "INSERT INTO mediation_member (tenant, id, mediation_id, person_id, name, role, chosen_by, declared_day, \
         agreed_day, committee, from_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            tenant, tx.new_id::<MemberLine>(), id, new.person, name, new.role, new.chosen_by, new.declared,
            new.agreed_to, new.committee, new.from,
        ],
    )
    .map(drop)
}

/// Whoever works or worked on a case.
pub(crate) fn members_of(tx: &ReadTx<'_>, case: &Case) -> Result<Vec<Member>, StoreError> {
    let (tenant, id) = key_of(case);
    let sql = "SELECT id, person_id, name, role, chosen_by, declared_day, agreed_day, committee, from_day, until_day \
               FROM mediation_member WHERE tenant = $1 AND mediation_id = $2 ORDER BY from_day, id";
    tx.rows(sql, params![tenant, id], |row| {
        let (id, person, name) = (row.take()?, row.take()?, row.take::<Vec<u8>>()?);
        Ok(Member {
            id,
            person,
            name: tx.unseal(MEMBER_NAME, &name)?,
            role: row.take()?,
            chosen_by: row.take()?,
            declared: row.take()?,
            agreed_to: row.take()?,
            committee: row.take()?,
            from: row.take()?,
            until: row.take()?,
        })
    })
}

/// Notes that a member declared herself.
pub(crate) fn declare(tx: &WriteTx<'_>, case: &Case, member: Id<MemberLine>) -> Result<bool, StoreError> {
    let sql = "UPDATE mediation_member SET declared_day = $1 WHERE tenant = $2 AND mediation_id = $3 AND id = $4 \
               AND declared_day IS NULL";
    Ok(tx.execute(sql, params![tx.today(), case.tenant, case.id, member])? == 1)
}

/// Notes that a member does not work on the case any more.
pub(crate) fn leave(tx: &WriteTx<'_>, case: &Case, member: Id<MemberLine>) -> Result<bool, StoreError> {
    let sql = "UPDATE mediation_member SET until_day = $1 WHERE tenant = $2 AND mediation_id = $3 AND id = $4 \
               AND until_day IS NULL";
    Ok(tx.execute(sql, params![tx.today(), case.tenant, case.id, member])? == 1)
}

/// Whether somebody serves on a committee on a day: as chair, vice chair or member.
pub(crate) fn is_committee(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    on: Day,
) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM people_post p WHERE p.tenant = ");
    sql.bind(&tenant).push(" AND p.person_id = ").bind(&person).push(" AND p.kind IN (");
    sql.bind(&PostKind::Chair).push(", ").bind(&PostKind::ViceChair).push(", ").bind(&PostKind::Member);
    sql.push(") AND ").in_force("p", &on);
    let (text, values) = sql.parts();
    Ok(tx.value::<i64>(text, values)? > 0)
}
