//! What the chair's forms must know before something is written: who is entered already, what ended when.

use niangjia_kernel::{Day, Household, Id, MobileNumber, Person, Tenant};
use niangjia_store::{ReadTx, StoreError, params};

use crate::model::{HouseholdRow, Link, Need, NeedKind, Side};
use crate::queries::PHONE;

/// Where a household that may be the same one stands: the name of its community and its number there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Alike {
    pub(crate) org_name: String,
    pub(crate) number: String,
}

/// A household of the tenant with the same contact person and phone number, other than `id`.
pub(crate) fn alike(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    id: Id<Household>,
    contact_name: &str,
    phone: &MobileNumber,
) -> Result<Option<Alike>, StoreError> {
    let sql = "SELECT o.name, h.number FROM household h JOIN org o ON o.id = h.org_id \
               WHERE h.tenant = $1 AND h.phone_index = $2 AND h.contact_name = $3 AND h.id <> $4 \
               AND h.until_day IS NULL ORDER BY h.org_path, h.number";
    let index = tx.keys().index(PHONE, phone.digits());
    tx.row(sql, params![tenant, index, contact_name.to_owned(), id], |row| {
        Ok(Alike { org_name: row.take()?, number: row.take()? })
    })
}

/// When the latest link of a member to a household on a side ended, if one did.
pub(crate) fn link_ended(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    person: Id<Person>,
    side: Side,
) -> Result<Option<Day>, StoreError> {
    let sql = "SELECT MAX(until_day) FROM household_link WHERE tenant = $1 AND household_id = $2 AND person_id = $3 \
               AND side = $4";
    tx.value(sql, params![household.tenant, household.id, person, side])
}

/// When the latest need of a kind ended at a household, if one did.
pub(crate) fn need_ended(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    kind: NeedKind,
) -> Result<Option<Day>, StoreError> {
    let sql =
        "SELECT MAX(until_day) FROM household_need WHERE tenant = $1 AND household_id = $2 AND kind = $3";
    tx.value(sql, params![household.tenant, household.id, kind])
}

/// Whether a link is, or was, one of this household.
pub(crate) fn had_link(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    link: Id<Link>,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM household_link WHERE tenant = $1 AND household_id = $2 AND id = $3";
    Ok(tx.value::<i64>(sql, params![household.tenant, household.id, link])? > 0)
}

/// Whether a need is, or was, one of this household.
pub(crate) fn had_need(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    need: Id<Need>,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM household_need WHERE tenant = $1 AND household_id = $2 AND id = $3";
    Ok(tx.value::<i64>(sql, params![household.tenant, household.id, need])? > 0)
}
