//! Who of the persons known may be the one that a file names, and what is missing of her.

use niangjia_kernel::{CitizenId, Day, Id, MobileNumber, Organisation, Person, Tenant};
use niangjia_store::{BlindIndex, ReadTx, Row, StoreError, WriteTx, params};

use crate::model::{Education, Party};
use crate::queries::persons::{CITIZEN_ID, PHONE};

/// A person as the register knows her; her numbers stay sealed.
#[derive(Debug, Clone)]
pub(crate) struct KnownPerson {
    pub(crate) id: Id<Person>,
    pub(crate) name: String,
    pub(crate) woman: bool,
    pub(crate) birth_day: Option<Day>,
    pub(crate) education: Education,
    pub(crate) party: Party,
    phone: Option<Vec<u8>>,
    phone_index: Option<BlindIndex>,
    citizen_id: Option<Vec<u8>>,
    citizen_index: Option<BlindIndex>,
}

const KNOWN: &str = "SELECT p.id, p.name, p.woman, p.birth_day, p.education, p.party, p.phone, p.phone_index, \
                     p.citizen_id, p.citizen_id_index FROM people_person p WHERE p.tenant = $1 AND ";

fn known(row: &mut Row<'_>) -> Result<KnownPerson, StoreError> {
    Ok(KnownPerson {
        id: row.take()?,
        name: row.take()?,
        woman: row.take()?,
        birth_day: row.take()?,
        education: row.take()?,
        party: row.take()?,
        phone: row.take()?,
        phone_index: row.take()?,
        citizen_id: row.take()?,
        citizen_index: row.take()?,
    })
}

impl KnownPerson {
    /// Whether her phone is another one than this; `None` when she has none.
    pub(crate) fn has_other_phone(&self, tx: &ReadTx<'_>, phone: &MobileNumber) -> Option<bool> {
        self.phone_index.as_ref().map(|index| *index != tx.keys().index(PHONE, phone.digits()))
    }

    /// Whether her identity number is another one than this; `None` when it is not known.
    pub(crate) fn has_other_citizen_id(&self, tx: &ReadTx<'_>, citizen: &CitizenId) -> Option<bool> {
        self.citizen_index.as_ref().map(|index| *index != tx.keys().index(CITIZEN_ID, citizen.characters()))
    }

    /// Her phone, masked.
    pub(crate) fn masked_phone(&self, tx: &ReadTx<'_>) -> Result<String, StoreError> {
        let Some(sealed) = &self.phone else { return Ok(String::new()) };
        let phone = MobileNumber::parse(&tx.unseal(PHONE, sealed)?);
        Ok(phone.map(|phone| phone.masked()).unwrap_or_default())
    }

    /// Her identity number, masked.
    pub(crate) fn masked_citizen_id(&self, tx: &ReadTx<'_>) -> Result<String, StoreError> {
        let Some(sealed) = &self.citizen_id else { return Ok(String::new()) };
        let citizen = CitizenId::parse(&tx.unseal(CITIZEN_ID, sealed)?, tx.today());
        Ok(citizen.map(|citizen| citizen.masked()).unwrap_or_default())
    }
}

/// Who has this identity number.
pub(crate) fn known_by_citizen(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    citizen: &CitizenId,
) -> Result<Vec<KnownPerson>, StoreError> {
    let index = tx.keys().index(CITIZEN_ID, citizen.characters());
    tx.rows(&format!("{KNOWN}p.citizen_id_index = $2"), params![tenant, index], known)
}

/// Who is called so and has this phone.
pub(crate) fn known_by_phone(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    name: &str,
    phone: &MobileNumber,
) -> Result<Vec<KnownPerson>, StoreError> {
    let index = tx.keys().index(PHONE, phone.digits());
    let sql = format!("{KNOWN}p.phone_index = $2 AND p.name = $3 ORDER BY p.id");
    tx.rows(&sql, params![tenant, index, name.to_owned()], known)
}

/// Who is called so and has, or had, a post in the roster of an organisation.
pub(crate) fn known_at(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    name: &str,
    org: Id<Organisation>,
) -> Result<Vec<KnownPerson>, StoreError> {
    let sql = format!(
        "{KNOWN}p.name = $2 AND EXISTS (SELECT 1 FROM people_post t WHERE t.tenant = p.tenant \
         AND t.person_id = p.id AND t.org_id = $3) ORDER BY p.id"
    );
    tx.rows(&sql, params![tenant, name.to_owned(), org], known)
}

/// What was not known of a person and is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) phone: Option<MobileNumber>,
    pub(crate) citizen_id: Option<CitizenId>,
    pub(crate) birth_day: Option<Day>,
}

/// Writes what was not known; what is known stays.
pub(crate) fn fill_person(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    id: Id<Person>,
    missing: &Missing,
) -> Result<(), StoreError> {
    let phone = missing.phone.as_ref().map(|phone| tx.seal(PHONE, phone.digits())).transpose()?;
    let phone_index = missing.phone.as_ref().map(|phone| tx.keys().index(PHONE, phone.digits()));
    let citizen = missing.citizen_id.as_ref();
    let citizen_id = citizen.map(|id| tx.seal(CITIZEN_ID, id.characters())).transpose()?;
    let citizen_index = citizen.map(|id| tx.keys().index(CITIZEN_ID, id.characters()));
    tx.execute(
        "UPDATE people_person SET phone = COALESCE(phone, $1), phone_index = COALESCE(phone_index, $2), \
         citizen_id = COALESCE(citizen_id, $3), citizen_id_index = COALESCE(citizen_id_index, $4), \
         birth_day = COALESCE(birth_day, $5) WHERE tenant = $6 AND id = $7",
        params![phone, phone_index, citizen_id, citizen_index, missing.birth_day, tenant, id],
    )?;
    Ok(())
}
