//! The register: households, residents, needs, links, grids, and who opened a file.

use niangjia_kernel::{CitizenId, Day, Household, Id, Organisation, Person, Tenant, Timestamp};
use niangjia_store::{Actor, BlindIndex, ReadTx, Row, StoreError, WriteTx, params};

use crate::model::{Helper, HouseholdRow, Link, LinkRow, Mode, NewHousehold, Opening, Side};

pub(crate) const PHONE: &str = "household.phone";
pub(super) const ADDRESS: &str = "household.address";

/// Writes a household; says whether it was new (the same form may come twice).
pub(crate) fn insert_household(
    tx: &WriteTx<'_>,
    id: Id<Household>,
    household: &NewHousehold,
) -> Result<bool, StoreError> {
    let phone = household.phone.as_ref().map(|phone| tx.seal(PHONE, phone.digits())).transpose()?;
    let phone_index = household.phone.as_ref().map(|phone| tx.keys().index(PHONE, phone.digits()));
    let address = household.address.as_ref().map(|address| tx.seal(ADDRESS, address)).transpose()?;
    let written = tx.execute(
        "INSERT INTO household (tenant, id, org_id, org_path, number, name, contact_name, group_name, grid_id, \
         residence, residence_area, lives_elsewhere, phone, phone_index, address, from_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            household.tenant, id, household.org_id, household.org_path, household.number,
            format!("{}家", household.contact_name), household.contact_name, household.group_name, household.grid,
            household.residence, household.residence_area, household.lives_elsewhere, phone, phone_index, address,
            household.since,
        ],
    )?;
    Ok(written == 1)
}

/// What is kept to reach a household; opened only where that is recorded.
#[derive(Debug, Clone)]
pub(crate) struct Contact {
    pub(crate) phone: Option<String>,
    pub(crate) address: Option<String>,
}

pub(crate) fn contact(tx: &ReadTx<'_>, household: &HouseholdRow) -> Result<Contact, StoreError> {
    let sql = "SELECT phone, address FROM household WHERE tenant = $1 AND id = $2";
    let sealed = tx.row(sql, params![household.tenant, household.id], |row| {
        Ok((row.take::<Option<Vec<u8>>>()?, row.take::<Option<Vec<u8>>>()?))
    })?;
    let (phone, address) = sealed.unwrap_or_default();
    Ok(Contact {
        phone: phone.map(|sealed| tx.unseal(PHONE, &sealed)).transpose()?,
        address: address.map(|sealed| tx.unseal(ADDRESS, &sealed)).transpose()?,
    })
}

/// The number after the highest one of a community's register.
pub(crate) fn next_number(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    org: Id<Organisation>,
) -> Result<String, StoreError> {
    let sql = "SELECT MAX(number) FROM household WHERE tenant = $1 AND org_id = $2";
    let highest: Option<String> = tx.value(sql, params![tenant, org])?;
    let highest = highest.and_then(|number| number.parse::<u32>().ok()).unwrap_or(0);
    Ok(format!("{:04}", highest + 1))
}

/// A person of a household, to be entered.
#[derive(Debug, Clone)]
pub struct NewResident {
    /// Her name.
    pub name: String,
    /// Whether she is a woman.
    pub woman: bool,
    /// The year of her birth.
    pub birth_year: Option<i64>,
    /// How she is related to the contact person: `本人`, `女儿`.
    pub relation: String,
    /// Since when she lives there.
    pub since: Day,
    /// Her identity number: sealed, and only ever compared (R-IMP-05).
    pub citizen_id: Option<CitizenId>,
}

pub(super) const CITIZEN_ID: &str = "household_resident.citizen_id";

/// The blind index of a resident's identity number.
pub(crate) fn citizen_index(tx: &ReadTx<'_>, citizen: &CitizenId) -> BlindIndex {
    tx.keys().index(CITIZEN_ID, citizen.characters())
}

/// Writes the identity number of somebody of whom none was known.
pub(crate) fn set_citizen_id(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    resident: Id<Person>,
    citizen: &CitizenId,
) -> Result<(), StoreError> {
    let sealed = tx.seal(CITIZEN_ID, citizen.characters())?;
    let sql = "UPDATE household_resident SET citizen_id = $1, citizen_id_index = $2 WHERE tenant = $3 AND id = $4 \
               AND citizen_id_index IS NULL";
    tx.execute(sql, params![sealed, citizen_index(tx, citizen), tenant, resident])?;
    Ok(())
}

pub(crate) fn insert_resident(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    household: Id<Household>,
    resident: &NewResident,
) -> Result<Id<Person>, StoreError> {
    let id: Id<Person> = tx.new_id();
    tx.execute(
        "INSERT INTO household_resident (tenant, id, household_id, name, woman, birth_year, relation, from_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            tenant, id, household, resident.name, resident.woman, resident.birth_year, resident.relation,
            resident.since,
        ],
    )?;
    if let Some(citizen) = &resident.citizen_id {
        set_citizen_id(tx, tenant, id, citizen)?;
    }
    Ok(id)
}

pub(crate) fn insert_link(
    tx: &WriteTx<'_>,
    id: Id<Link>,
    household: &HouseholdRow,
    person: Id<Person>,
    side: Side,
    mode: Mode,
    since: Day,
) -> Result<(), StoreError> {
    insert_link_of(tx, id, household, (person, None), side, mode, since)
}

/// The same for somebody who may be of another community, where the family lives.
pub(crate) fn insert_link_of(
    tx: &WriteTx<'_>,
    id: Id<Link>,
    household: &HouseholdRow,
    (person, helper): (Id<Person>, Option<&Helper>),
    side: Side,
    mode: Mode,
    since: Day,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO household_link (tenant, id, household_id, person_id, org_path, side, mode, from_day, \
         helper_tenant, helper_org_id, helper_org_path) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            household.tenant, id, household.id, person, household.org_path, side, mode, since,
            helper.map(|helper| helper.tenant), helper.map(|helper| helper.org),
            helper.map(|helper| helper.org_path.clone()),
        ],
    )?;
    Ok(())
}

pub(crate) fn end_link(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    id: Id<Link>,
    until: Day,
    reason: &str,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_link SET until_day = $1, end_reason = $2 WHERE tenant = $3 AND id = $4 \
               AND until_day IS NULL";
    tx.execute(sql, params![until, reason.to_owned(), tenant, id])?;
    let caretaking = "UPDATE household_caretaking SET until_day = $1 WHERE tenant = $2 AND link_id = $3 \
                      AND until_day IS NULL";
    tx.execute(caretaking, params![until, tenant, id])?;
    Ok(())
}

pub(crate) fn links(tx: &ReadTx<'_>, household: &HouseholdRow, on: Day) -> Result<Vec<LinkRow>, StoreError> {
    let sql = "SELECT l.id, l.person_id, p.name, l.side, l.mode, l.from_day, c.due_day, l.helper_tenant, \
               l.helper_org_id, l.helper_org_path, ho.name FROM household_link l \
               JOIN people_person p ON p.tenant = l.tenant AND p.id = l.person_id \
               LEFT JOIN household_caretaking c ON c.tenant = l.tenant AND c.link_id = l.id \
               LEFT JOIN org ho ON ho.id = l.helper_org_id \
               WHERE l.tenant = $1 AND l.household_id = $2 AND l.from_day <= $3 \
               AND (l.until_day IS NULL OR l.until_day > $3) ORDER BY l.side, l.from_day, l.id";
    tx.rows(sql, params![household.tenant, household.id, on], link_row)
}

pub(crate) fn link_row(row: &mut Row<'_>) -> Result<LinkRow, StoreError> {
    Ok(LinkRow {
        id: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        side: row.take()?,
        mode: row.take()?,
        since: row.take()?,
        caretaker_until: row.take()?,
        helper: Helper::read(row)?,
    })
}

pub(crate) fn insert_opening(
    tx: &WriteTx<'_>,
    id: Id<Opening>,
    actor: &Actor,
    household: &HouseholdRow,
    purpose: &str,
    until: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO household_opening (tenant, id, household_id, person_id, person_name, post_label, purpose, at_ms, \
         until_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            household.tenant, id, household.id, actor.person, actor.name, actor.post_label(), purpose.to_owned(),
            tx.now(), until,
        ],
    )?;
    Ok(())
}

/// Who opened a file, and why.
#[derive(Debug, Clone)]
pub(crate) struct OpeningRow {
    pub(crate) person_name: String,
    pub(crate) post_label: String,
    pub(crate) purpose: String,
    pub(crate) at: Timestamp,
}

pub(crate) fn openings(tx: &ReadTx<'_>, household: &HouseholdRow) -> Result<Vec<OpeningRow>, StoreError> {
    let sql = "SELECT person_name, post_label, purpose, at_ms FROM household_opening \
               WHERE tenant = $1 AND household_id = $2 ORDER BY at_ms DESC, id DESC LIMIT 50";
    tx.rows(sql, params![household.tenant, household.id], |row| {
        Ok(OpeningRow {
            person_name: row.take()?,
            post_label: row.take()?,
            purpose: row.take()?,
            at: row.take()?,
        })
    })
}

/// Whether the actor opened this file and may still read it.
pub(crate) fn has_open(tx: &ReadTx<'_>, actor: &Actor, household: &HouseholdRow) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM household_opening WHERE tenant = $1 AND household_id = $2 AND person_id = $3 \
               AND until_ms > $4";
    let open: i64 = tx.value(sql, params![household.tenant, household.id, actor.person, tx.now()])?;
    Ok(open > 0)
}
