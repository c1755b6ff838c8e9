//! SQL about one person of the register: what is kept about her, who looked, putting it right, deleting it.

use niangjia_kernel::{CitizenId, Household, Id, MobileNumber, Resident, Tenant};
use niangjia_store::{ReadTx, Row, Sql, StoreError, WriteTx, params};
use niangjia_subject::{DELETED, Looked, Subject, blotted};

use super::register::{ADDRESS, CITIZEN_ID};
use super::visible::{HOUSEHOLD, household_row};
use super::visits::{FROM, VISIT, WORDS, visit_row};
use super::{NewResident, PHONE};
use crate::model::{HouseholdRow, Opening, VisitRow};

const GONE: &str = "（已按本人请求删除）";

/// A household by its identity, also one that has left the register. Who may know of it is asked before.
pub(crate) fn household_of(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    id: Id<Household>,
) -> Result<Option<HouseholdRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(HOUSEHOLD).push(" FROM household h WHERE h.tenant = ").bind(&tenant);
    sql.push(" AND h.id = ").bind(&id);
    Ok(tx.select(&sql, household_row)?.into_iter().next())
}

const RESIDENT: &str =
    "SELECT id, name, woman, birth_year, relation, from_day FROM household_resident WHERE tenant = $1";

fn resident_row(row: &mut Row<'_>) -> Result<(Id<Resident>, NewResident), StoreError> {
    let id = row.take()?;
    let resident = NewResident {
        name: row.take()?,
        woman: row.take()?,
        birth_year: row.take()?,
        relation: row.take()?,
        since: row.take()?,
        citizen_id: None,
    };
    Ok((id, resident))
}

fn subject_of(row: &HouseholdRow, id: Option<Id<Resident>>, resident: NewResident) -> Subject {
    Subject {
        tenant: row.tenant,
        household: row.id,
        household_number: row.number.clone(),
        org_id: row.org_id,
        org_path: row.org_path.clone(),
        resident: id,
        contact: resident.name == row.contact_name,
        name: resident.name,
        relation: resident.relation,
        birth_year: resident.birth_year,
        others: false,
    }
}

/// The people entered in a household today.
pub(crate) fn residents_of(tx: &ReadTx<'_>, household: &HouseholdRow) -> Result<Vec<Subject>, StoreError> {
    let sql = format!(
        "{RESIDENT} AND household_id = $2 AND from_day <= $3 AND (until_day IS NULL OR until_day > $3) \
         ORDER BY from_day, id"
    );
    let found = tx.rows(&sql, params![household.tenant, household.id, tx.today()], resident_row)?;
    Ok(found.into_iter().map(|(id, resident)| subject_of(household, Some(id), resident)).collect())
}

/// One of them, also one who has left.
pub(crate) fn resident_subject(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    id: Id<Resident>,
) -> Result<Option<Subject>, StoreError> {
    let sql = format!("{RESIDENT} AND household_id = $2 AND id = $3");
    let found = tx.row(&sql, params![household.tenant, household.id, id], resident_row)?;
    Ok(found.map(|(id, resident)| subject_of(household, Some(id), resident)))
}

/// Who speaks for a household without being among its residents.
pub(crate) fn contact_of(household: &HouseholdRow) -> Subject {
    let contact = NewResident {
        name: household.contact_name.clone(),
        woman: true,
        birth_year: None,
        relation: "联系人".to_owned(),
        since: household.since,
        citizen_id: None,
    };
    subject_of(household, None, contact)
}

/// Her line among the residents, if she has one.
pub(crate) fn resident(tx: &ReadTx<'_>, subject: &Subject) -> Result<Option<NewResident>, StoreError> {
    let Some(id) = subject.resident else {
        return Ok(None);
    };
    let sql = format!("{RESIDENT} AND household_id = $2 AND id = $3");
    let found = tx.row(&sql, params![subject.tenant, subject.household, id], resident_row)?;
    Ok(found.map(|(_, resident)| resident))
}

/// Her identity number, masked, where a file brought it.
pub(crate) fn masked_citizen_id(tx: &ReadTx<'_>, subject: &Subject) -> Result<Option<String>, StoreError> {
    let Some(id) = subject.resident else {
        return Ok(None);
    };
    let sql = "SELECT citizen_id FROM household_resident WHERE tenant = $1 AND id = $2";
    let sealed: Option<Option<Vec<u8>>> = tx.row(sql, params![subject.tenant, id], niangjia_store::single)?;
    let Some(sealed) = sealed.flatten() else { return Ok(None) };
    let citizen = CitizenId::parse(&tx.unseal(CITIZEN_ID, &sealed)?, tx.today());
    Ok(citizen.ok().map(|citizen| citizen.masked()))
}

/// An opening of the file with its identity.
pub(crate) struct FileOpening {
    pub(crate) id: Id<Opening>,
    pub(crate) person_name: String,
    pub(crate) post_label: String,
    pub(crate) purpose: String,
    pub(crate) at: niangjia_kernel::Timestamp,
}

/// Every opening of the file of her household.
pub(crate) fn file_openings(tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<FileOpening>, StoreError> {
    let sql = "SELECT id, person_name, post_label, purpose, at_ms FROM household_opening \
               WHERE tenant = $1 AND household_id = $2 ORDER BY at_ms DESC, id DESC";
    tx.rows(sql, params![subject.tenant, subject.household], |row| {
        Ok(FileOpening {
            id: row.take()?,
            person_name: row.take()?,
            post_label: row.take()?,
            purpose: row.take()?,
            at: row.take()?,
        })
    })
}

/// Who had the phone number and address of her household shown, out of the audit.
pub(crate) fn contact_looks(tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Looked>, StoreError> {
    let sql = "SELECT at_ms, person_name, post_label FROM audit_entry WHERE tenant = $1 AND subject = $2 \
               AND action = 'read.household.reveal_contact' ORDER BY at_ms DESC, id DESC";
    tx.rows(sql, params![subject.tenant, subject.household], |row| {
        Ok(Looked {
            at: row.take()?,
            person: row.take()?,
            post: row.take()?,
            what: "查看电话和住址".to_owned(),
            purpose: "联系走访".to_owned(),
            told: None,
        })
    })
}

/// Every visit to her household that was not taken back, the newest first, with the post in which it was recorded.
pub(crate) fn visits_with_posts(
    tx: &ReadTx<'_>,
    subject: &Subject,
) -> Result<Vec<(VisitRow, String)>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(VISIT).push(", (SELECT MIN(e.post_label) FROM audit_entry e WHERE e.tenant = v.tenant ");
    sql.push("AND e.subject = v.household_id AND e.at_ms = v.at_ms AND e.person_id = v.person_id ");
    sql.push("AND e.action = 'household.record_visit')");
    sql.push(FROM).push("v.tenant = ").bind(&subject.tenant);
    sql.push(" AND v.household_id = ").bind(&subject.household);
    sql.push(" AND v.taken_back_ms IS NULL ORDER BY v.on_day DESC, v.at_ms DESC");
    tx.select(&sql, |row| Ok((visit_row(row)?, row.take::<Option<String>>()?.unwrap_or_default())))
}

pub(crate) fn set_phone(
    tx: &WriteTx<'_>,
    household: &HouseholdRow,
    phone: Option<&MobileNumber>,
) -> Result<(), StoreError> {
    let sealed = phone.map(|phone| tx.seal(PHONE, phone.digits())).transpose()?;
    let index = phone.map(|phone| tx.keys().index(PHONE, phone.digits()));
    let sql = "UPDATE household SET phone = $1, phone_index = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![sealed, index, household.tenant, household.id])?;
    Ok(())
}

pub(crate) fn set_address(
    tx: &WriteTx<'_>,
    household: &HouseholdRow,
    address: Option<&str>,
) -> Result<(), StoreError> {
    let sealed = address.map(|address| tx.seal(ADDRESS, address)).transpose()?;
    let sql = "UPDATE household SET address = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![sealed, household.tenant, household.id])?;
    Ok(())
}

pub(crate) fn set_residence(
    tx: &WriteTx<'_>,
    household: &HouseholdRow,
    place: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE household SET residence = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![place.to_owned(), household.tenant, household.id])?;
    Ok(())
}

pub(crate) fn set_birth_year(tx: &WriteTx<'_>, subject: &Subject, year: i64) -> Result<(), StoreError> {
    let sql = "UPDATE household_resident SET birth_year = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![year, subject.tenant, subject.uuid()])?;
    Ok(())
}

pub(crate) fn set_relation(tx: &WriteTx<'_>, subject: &Subject, relation: &str) -> Result<(), StoreError> {
    let sql = "UPDATE household_resident SET relation = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![relation.to_owned(), subject.tenant, subject.uuid()])?;
    Ok(())
}

/// Her name in her own line, and in the head of the household where she speaks for it.
pub(crate) fn set_name(tx: &WriteTx<'_>, subject: &Subject, name: &str) -> Result<(), StoreError> {
    let sql = "UPDATE household_resident SET name = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![name.to_owned(), subject.tenant, subject.uuid()])?;
    if subject.contact { name_household(tx, subject, name) } else { Ok(()) }
}

fn name_household(tx: &WriteTx<'_>, subject: &Subject, contact: &str) -> Result<(), StoreError> {
    let sql = "UPDATE household SET contact_name = $1, name = $2 WHERE tenant = $3 AND id = $4";
    let called = if contact == DELETED { DELETED.to_owned() } else { format!("{contact}家") };
    tx.execute(sql, params![contact.to_owned(), called, subject.tenant, subject.household])?;
    Ok(())
}

/// Somebody else speaks for the household from now on; its phone number was hers.
pub(crate) fn set_contact(tx: &WriteTx<'_>, subject: &Subject, contact: &str) -> Result<(), StoreError> {
    name_household(tx, subject, contact)?;
    let sql = "UPDATE household SET phone = NULL, phone_index = NULL WHERE tenant = $1 AND id = $2";
    tx.execute(sql, params![subject.tenant, subject.household])?;
    Ok(())
}

/// The handovers that her household was part of: their entries in the audit call it by her name.
pub(crate) fn handovers_of(tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<uuid::Uuid>, StoreError> {
    let sql =
        "SELECT DISTINCT handover_id FROM household_handover_family WHERE tenant = $1 AND household_id = $2";
    tx.rows(sql, params![subject.tenant, subject.household], niangjia_store::single)
}

/// Her line stays for the counts, and says nothing of her.
pub(crate) fn erase_resident(tx: &WriteTx<'_>, subject: &Subject) -> Result<(), StoreError> {
    let sql = "UPDATE household_resident SET name = $1, birth_year = NULL, relation = '', citizen_id = NULL, \
               citizen_id_index = NULL WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![DELETED.to_owned(), subject.tenant, subject.uuid()])?;
    Ok(())
}

/// Takes her name out of what was written about the household.
pub(crate) fn blot_name(tx: &WriteTx<'_>, subject: &Subject) -> Result<(), StoreError> {
    rewrite(tx, subject, |text| blotted(text, &subject.name))
}

/// The household leaves the register, and nothing in it can be found.
pub(crate) fn erase_household(tx: &WriteTx<'_>, subject: &Subject) -> Result<(), StoreError> {
    name_household(tx, subject, DELETED)?;
    let sql = "UPDATE household SET phone = NULL, phone_index = NULL, address = NULL, residence = '', until_day = $1 \
               WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![tx.today(), subject.tenant, subject.household])?;
    let links = "UPDATE household_link SET until_day = $1 WHERE tenant = $2 AND household_id = $3 AND until_day IS NULL";
    let caretakings = "UPDATE household_caretaking SET until_day = $1 WHERE tenant = $2 AND household_id = $3 \
                       AND until_day IS NULL";
    for sql in [links, caretakings] {
        tx.execute(sql, params![tx.today(), subject.tenant, subject.household])?;
    }
    rewrite(tx, subject, |_| GONE.to_owned())
}

/// Writes what was said about a household anew: words of visits, why they were taken back, purposes, reasons.
fn rewrite(tx: &WriteTx<'_>, subject: &Subject, change: impl Fn(&str) -> String) -> Result<(), StoreError> {
    let sql = "SELECT id, words FROM household_visit WHERE tenant = $1 AND household_id = $2";
    let here = params![subject.tenant, subject.household];
    let visits = tx.rows(sql, here, |row| Ok((row.take::<uuid::Uuid>()?, row.take::<Vec<u8>>()?)))?;
    for (id, sealed) in visits {
        let words = tx.unseal(WORDS, &sealed)?;
        let sealed = tx.seal(WORDS, &change(&words))?;
        let sql = "UPDATE household_visit SET words = $1 WHERE tenant = $2 AND id = $3";
        tx.execute(sql, params![sealed, subject.tenant, id])?;
    }
    for (reading, writing) in PLAIN {
        let here = params![subject.tenant, subject.household];
        let texts = tx.rows(reading, here, |row| Ok((row.take::<uuid::Uuid>()?, row.take::<String>()?)))?;
        for (id, text) in texts {
            tx.execute(writing, params![change(&text), subject.tenant, id])?;
        }
    }
    super::blotting::rewrite(tx, subject, &change)
}

/// Texts about a household that are not sealed: how they are read and written.
const PLAIN: [(&str, &str); 3] = [
    (
        "SELECT id, taken_back_reason FROM household_visit WHERE tenant = $1 AND household_id = $2 \
         AND taken_back_reason IS NOT NULL",
        "UPDATE household_visit SET taken_back_reason = $1 WHERE tenant = $2 AND id = $3",
    ),
    (
        "SELECT id, purpose FROM household_opening WHERE tenant = $1 AND household_id = $2",
        "UPDATE household_opening SET purpose = $1 WHERE tenant = $2 AND id = $3",
    ),
    (
        "SELECT id, end_reason FROM household_link WHERE tenant = $1 AND household_id = $2 AND end_reason IS NOT NULL",
        "UPDATE household_link SET end_reason = $1 WHERE tenant = $2 AND id = $3",
    ),
];
