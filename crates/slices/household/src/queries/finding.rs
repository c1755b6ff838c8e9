//! Finding a family by what somebody says at the counter or on the telephone.

use niangjia_kernel::MobileNumber;
use niangjia_store::{Actor, ReadTx, Sql, StoreError};

use super::known::phone_index;
use super::visible::{HOUSEHOLD, household_row, push_visible};
use crate::model::HouseholdRow;

/// How many families are shown; whoever finds more says more.
const MOST: i64 = 12;

/// The families that `actor` may see and that somebody may mean by `words`: a number of the register, the beginning of the
/// name of the contact person or of somebody who lives there, a whole telephone number.
pub(crate) fn find(tx: &ReadTx<'_>, actor: &Actor, words: &str) -> Result<Vec<HouseholdRow>, StoreError> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let (text, length) = (words.to_owned(), i64::try_from(words.chars().count()).unwrap_or(i64::MAX));
    // Not as a range: names are ordered by the language of the database, which differs.
    let begins = |sql: &mut Sql, column: &str| {
        sql.push("SUBSTR(")
            .push(column)
            .push(", 1, CAST(")
            .bind(&length)
            .push(" AS INTEGER)) = ")
            .bind(&text);
    };
    let mut sql = Sql::new("SELECT ");
    sql.push(HOUSEHOLD)
        .push(" FROM household h WHERE h.tenant = ")
        .bind(&actor.tenant)
        .push(" AND h.until_day IS NULL AND ");
    push_visible(&mut sql, actor, tx.today());
    sql.push(" AND (h.number = ").bind(&text).push(" OR ");
    begins(&mut sql, "h.contact_name");
    sql.push(" OR EXISTS (SELECT 1 FROM household_resident one WHERE one.tenant = h.tenant AND one.household_id = h.id ");
    sql.push("AND one.until_day IS NULL AND ");
    begins(&mut sql, "one.name");
    sql.push(")");
    if let Ok(phone) = MobileNumber::parse(words) {
        sql.push(" OR h.phone_index = ").bind(&phone_index(tx, &phone));
    }
    sql.push(") ORDER BY h.org_path, h.number LIMIT ").bind(&MOST);
    tx.select(&sql, household_row)
}
