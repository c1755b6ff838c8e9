//! Persons: the name, and what is sealed.

use niangjia_kernel::{CitizenId, Id, Person, Tenant};
use niangjia_store::{ReadTx, StoreError, WriteTx, params, single};

use crate::model::NewPerson;

pub(super) const PHONE: &str = "people_person.phone";
pub(super) const CITIZEN_ID: &str = "people_person.citizen_id";

/// Writes a person; says whether she was new (the same form may come twice).
pub(crate) fn insert_person(
    tx: &WriteTx<'_>,
    id: Id<Person>,
    person: &NewPerson,
) -> Result<bool, StoreError> {
    let phone = person.phone.as_ref().map(|phone| tx.seal(PHONE, phone.digits())).transpose()?;
    let phone_index = person.phone.as_ref().map(|phone| tx.keys().index(PHONE, phone.digits()));
    let citizen_id = person.citizen_id.as_ref().map(|id| tx.seal(CITIZEN_ID, id.characters())).transpose()?;
    let citizen_index = person.citizen_id.as_ref().map(|id| tx.keys().index(CITIZEN_ID, id.characters()));
    let written = tx.execute(
        "INSERT INTO people_person (tenant, id, name, woman, birth_day, education, party, phone, phone_index, \
         citizen_id, citizen_id_index) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            person.tenant, id, person.name, person.woman, person.birth_day, person.education, person.party, phone,
            phone_index, citizen_id, citizen_index,
        ],
    )?;
    Ok(written == 1)
}

/// Writes somebody of another tenant by her name alone; who is there already keeps what is known of her.
pub(crate) fn insert_guest(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    name: &str,
) -> Result<(), StoreError> {
    // Schooling and party are left empty and not made up: no list of a tenant reads a person without a post.
    tx.execute(
        "INSERT INTO people_person (tenant, id, name, woman, education, party) VALUES ($1, $2, $3, $4, '', '') \
         ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name",
        params![tenant, person, name.to_owned(), true],
    )?;
    Ok(())
}

/// Who has this identity number in a tenant.
pub(crate) fn person_of_citizen(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    citizen: &CitizenId,
) -> Result<Option<Id<Person>>, StoreError> {
    let key = tx.keys().index(CITIZEN_ID, citizen.characters());
    let sql = "SELECT id FROM people_person WHERE tenant = $1 AND citizen_id_index = $2";
    tx.row(sql, params![tenant, key], single)
}

/// The names of persons of one tenant.
pub(crate) fn name(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
) -> Result<Option<String>, StoreError> {
    tx.row("SELECT name FROM people_person WHERE tenant = $1 AND id = $2", params![tenant, person], single)
}
