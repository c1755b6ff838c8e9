//! Who looked at a case, where and when.

use niangjia_kernel::Timestamp;
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx, params};

use super::{LOOK, VisibleCase, sealed, unknown, unsealed};
use crate::model::{Look, LookRow, LookedAt};

/// When somebody last looked at a page of a case, if at all.
pub(crate) fn last_look(
    tx: &ReadTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    (page, since): (LookedAt, Timestamp),
) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT at_ms, words FROM protection_look WHERE tenant = $1 AND case_id = $2 AND person_id = $3 \
               AND at_ms > $4 ORDER BY at_ms DESC, id DESC";
    let row = case.row();
    let looks = tx.rows(sql, params![row.tenant, row.id, actor.person, since], |row| {
        let at: Timestamp = row.take()?;
        let (page, _): (String, String) = unsealed(tx, LOOK, &row.take::<Vec<u8>>()?)?;
        Ok((at, page))
    })?;
    Ok(looks.into_iter().find(|(_, at_page)| at_page == page.code()).map(|(at, _)| at))
}

/// Writes down that somebody looked.
pub(crate) fn insert_look(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    page: LookedAt,
) -> Result<(), StoreError> {
    let words = sealed(tx, LOOK, &(page.code(), actor.post_label()))?;
    let sql = "INSERT INTO protection_look (tenant, id, case_id, person_id, at_ms, words) VALUES ($1, $2, $3, $4, $5, $6)";
    let row = case.row();
    tx.execute(sql, params![row.tenant, tx.new_id::<Look>(), row.id, actor.person, tx.now(), words]).map(drop)
}

/// Who looked at a case, the latest first, at most so many; and how many looks there are in all.
pub(crate) fn looks(
    tx: &ReadTx<'_>,
    case: &VisibleCase,
    most: i64,
) -> Result<(Vec<LookRow>, i64), StoreError> {
    let sql = "SELECT n.name, k.words, k.at_ms FROM protection_look k \
               JOIN people_person n ON n.tenant = k.tenant AND n.id = k.person_id \
               WHERE k.tenant = $1 AND k.case_id = $2 ORDER BY k.at_ms DESC, k.id DESC LIMIT $3";
    let row = case.row();
    let latest = tx.rows(sql, params![row.tenant, row.id, most], |row| {
        let name = row.take()?;
        let (page, post): (String, String) = unsealed(tx, LOOK, &row.take::<Vec<u8>>()?)?;
        Ok(LookRow { name, post, page: LookedAt::parse(&page).map_err(unknown)?, at: row.take()? })
    })?;
    let sql = "SELECT COUNT(*) FROM protection_look WHERE tenant = $1 AND case_id = $2";
    Ok((latest, tx.value(sql, params![row.tenant, row.id])?))
}
