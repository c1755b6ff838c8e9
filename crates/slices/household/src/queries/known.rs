//! What an import compares a row with: the household that is meant, and what is known of it.

use niangjia_kernel::{AreaCode, Day, Household, Id, MobileNumber, OrgPath, Organisation, Person, Tenant};
use niangjia_store::{BlindIndex, ReadTx, Row, StoreError, WriteTx, params};

use crate::model::{Grid, HouseholdRow, NeedKind};
use crate::queries::PHONE;
use crate::queries::register::ADDRESS;

/// A household that a row may mean; phone and address stay sealed.
#[derive(Debug, Clone)]
pub(crate) struct Candidacy {
    pub(crate) id: Id<Household>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) org_name: String,
    pub(crate) number: String,
    pub(crate) contact_name: String,
    pub(crate) group_name: String,
    pub(crate) grid: Option<Id<Grid>>,
    pub(crate) residence: String,
    pub(crate) residence_area: AreaCode,
    pub(crate) lives_elsewhere: bool,
    pub(crate) phone: Option<Vec<u8>>,
    pub(crate) phone_index: Option<BlindIndex>,
    pub(crate) address: Option<Vec<u8>>,
    pub(crate) since: Day,
    pub(crate) gone: Option<Day>,
}

pub(super) fn candidacy(row: &mut Row<'_>) -> Result<Candidacy, StoreError> {
    Ok(Candidacy {
        id: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        org_name: row.take()?,
        number: row.take()?,
        contact_name: row.take()?,
        group_name: row.take()?,
        grid: row.take()?,
        residence: row.take()?,
        residence_area: row.take()?,
        lives_elsewhere: row.take()?,
        phone: row.take()?,
        phone_index: row.take()?,
        address: row.take()?,
        since: row.take()?,
        gone: row.take()?,
    })
}

pub(super) const CANDIDACY: &str = "SELECT h.id, h.org_id, h.org_path, o.name, h.number, h.contact_name, h.group_name, h.grid_id, \
                         h.residence, h.residence_area, h.lives_elsewhere, h.phone, h.phone_index, h.address, \
                         h.from_day, h.until_day FROM household h JOIN org o ON o.id = h.org_id WHERE h.tenant = $1 AND ";

/// The household with a number in a community's register; also one that has left it.
pub(crate) fn with_number(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    number: &str,
) -> Result<Vec<Candidacy>, StoreError> {
    let sql = format!("{CANDIDACY}h.org_id = $2 AND h.number = $3");
    tx.rows(&sql, params![tenant, org, number.to_owned()], candidacy)
}

/// In the order of the registers. Not by the database: it would walk through all of a tenant in that order to find one.
pub(super) fn in_order(mut found: Vec<Candidacy>) -> Vec<Candidacy> {
    found.sort_by(|one, other| (&one.org_path, &one.number).cmp(&(&other.org_path, &other.number)));
    found
}

/// The households of a community with this contact person.
pub(crate) fn with_contact(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    contact: &str,
) -> Result<Vec<Candidacy>, StoreError> {
    let sql = format!("{CANDIDACY}h.org_id = $2 AND h.contact_name = $3 AND h.until_day IS NULL");
    tx.rows(&sql, params![tenant, org, contact.to_owned()], candidacy).map(in_order)
}

/// The households of a tenant, outside of a community, with this contact person and phone.
pub(crate) fn with_phone_elsewhere(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    contact: &str,
    phone: &BlindIndex,
) -> Result<Vec<Candidacy>, StoreError> {
    let sql = format!(
        "{CANDIDACY}h.phone_index = $2 AND h.contact_name = $3 AND h.org_id <> $4 AND h.until_day IS NULL"
    );
    tx.rows(&sql, params![tenant, phone.clone(), contact.to_owned(), org], candidacy).map(in_order)
}

/// The blind index of a household's phone.
pub(crate) fn phone_index(tx: &ReadTx<'_>, phone: &MobileNumber) -> BlindIndex {
    tx.keys().index(PHONE, phone.digits())
}

/// A sealed phone, masked.
pub(crate) fn masked_phone(tx: &ReadTx<'_>, sealed: &[u8]) -> Result<String, StoreError> {
    let phone = MobileNumber::parse(&tx.unseal(PHONE, sealed)?);
    Ok(phone.map(|phone| phone.masked()).unwrap_or_default())
}

/// Whether a sealed address is this one, blanks aside.
pub(crate) fn same_address(tx: &ReadTx<'_>, sealed: &[u8], address: &str) -> Result<bool, StoreError> {
    let plain = |text: &str| text.chars().filter(|one| !one.is_whitespace()).collect::<String>();
    Ok(plain(&tx.unseal(ADDRESS, sealed)?) == plain(address))
}

/// What there is or was, each with the day on which it ended.
pub(crate) type Ever<T> = Vec<(T, Option<Day>)>;

/// The needs of a household, each with the day on which it ended.
pub(crate) fn needs_ever(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    household: Id<Household>,
) -> Result<Ever<NeedKind>, StoreError> {
    let sql = "SELECT kind, until_day FROM household_need WHERE tenant = $1 AND household_id = $2 ORDER BY from_day, id";
    tx.rows(sql, params![tenant, household], |row| Ok((row.take()?, row.take()?)))
}

/// Who is or was linked to a household, each with the day on which that ended.
pub(crate) fn linked_ever(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    household: Id<Household>,
) -> Result<Ever<Id<Person>>, StoreError> {
    let sql = "SELECT person_id, until_day FROM household_link WHERE tenant = $1 AND household_id = $2 ORDER BY from_day, id";
    tx.rows(sql, params![tenant, household], |row| Ok((row.take()?, row.take()?)))
}

/// Somebody of a household as the register has her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Living {
    pub(crate) name: String,
    pub(crate) woman: bool,
    pub(crate) birth_year: Option<i64>,
    pub(crate) relation: String,
    /// By what her identity number is found, where one is known.
    pub(crate) citizen: Option<BlindIndex>,
}

/// The people of a household on a day.
pub(crate) fn living(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    household: Id<Household>,
    on: Day,
) -> Result<Vec<Living>, StoreError> {
    let sql = "SELECT name, woman, birth_year, relation, citizen_id_index FROM household_resident WHERE tenant = $1 AND household_id = $2 \
               AND (until_day IS NULL OR until_day > $3) ORDER BY from_day, id";
    tx.rows(sql, params![tenant, household, on], |row| {
        Ok(Living {
            name: row.take()?,
            woman: row.take()?,
            birth_year: row.take()?,
            relation: row.take()?,
            citizen: row.take()?,
        })
    })
}

/// The grids of a community in use on a day: identity, code, name.
pub(crate) fn grid_names(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    on: Day,
) -> Result<Vec<(Id<Grid>, String, String)>, StoreError> {
    let sql = "SELECT id, code, name FROM household_grid WHERE tenant = $1 AND org_id = $2 AND from_day <= $3 \
               AND (until_day IS NULL OR until_day > $3) ORDER BY code";
    tx.rows(sql, params![tenant, org, on], |row| Ok((row.take()?, row.take()?, row.take()?)))
}

/// What was not known of a household and is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Unknown {
    pub(crate) phone: Option<MobileNumber>,
    pub(crate) address: Option<String>,
    pub(crate) residence: Option<String>,
    pub(crate) grid: Option<Id<Grid>>,
}

/// Writes what was not known; what is known stays.
pub(crate) fn fill_household(
    tx: &WriteTx<'_>,
    household: &HouseholdRow,
    unknown: &Unknown,
) -> Result<(), StoreError> {
    let phone = unknown.phone.as_ref().map(|phone| tx.seal(PHONE, phone.digits())).transpose()?;
    let index = unknown.phone.as_ref().map(|phone| phone_index(tx, phone));
    let address = unknown.address.as_ref().map(|address| tx.seal(ADDRESS, address)).transpose()?;
    tx.execute(
        "UPDATE household SET phone = COALESCE(phone, $1), phone_index = COALESCE(phone_index, $2), \
         address = COALESCE(address, $3), residence = CASE WHEN residence = '' THEN COALESCE($4, '') ELSE residence END, \
         grid_id = COALESCE(grid_id, $5) WHERE tenant = $6 AND id = $7",
        params![
            phone,
            index,
            address,
            unknown.residence.clone(),
            unknown.grid,
            household.tenant,
            household.id
        ],
    )?;
    Ok(())
}
