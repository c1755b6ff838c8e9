//! Phones and addresses of many households, for lists that leave the platform.

use std::collections::HashMap;

use niangjia_kernel::{Household, Id};
use niangjia_store::{ReadTx, Sql, StoreError};

use crate::model::Standing;
use crate::queries::register::{ADDRESS, Contact, PHONE};

/// The contact data of households of a page, opened. Whoever writes it out masks it, unless there is a reason (R-TRF-05).
pub(crate) fn contact_data_of(
    tx: &ReadTx<'_>,
    page: &[Standing],
) -> Result<HashMap<Id<Household>, Contact>, StoreError> {
    let mut contacts = HashMap::new();
    let mut rest: Vec<&Standing> = page.iter().collect();
    // Nearly always of one tenant.
    while let Some(tenant) = rest.first().map(|one| one.household.tenant) {
        let (some, others): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|one| one.household.tenant == tenant);
        let mut sql = Sql::new("SELECT id, phone, address FROM household WHERE tenant = ");
        sql.bind(&tenant).push(" AND id IN (");
        for (index, standing) in some.iter().enumerate() {
            sql.push(if index == 0 { "" } else { ", " }).bind(&standing.household.id);
        }
        sql.push(")");
        let sealed = tx.select(&sql, |row| {
            Ok((row.take::<Id<Household>>()?, row.take::<Option<Vec<u8>>>()?, row.take::<Option<Vec<u8>>>()?))
        })?;
        for (id, phone, address) in sealed {
            let phone = phone.map(|sealed| tx.unseal(PHONE, &sealed)).transpose()?;
            let address = address.map(|sealed| tx.unseal(ADDRESS, &sealed)).transpose()?;
            contacts.insert(id, Contact { phone, address });
        }
        rest = others;
    }
    Ok(contacts)
}
