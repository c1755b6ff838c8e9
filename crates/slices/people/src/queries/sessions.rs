//! Sessions: who is signed in, acting in which post.

use niangjia_kernel::{Account, Id, Person, Post, Tenant, Timestamp};
use niangjia_store::{Acting, Actor, ReadTx, Row, StoreError, WriteTx, params, single};

use crate::queries::Credentials;

pub(crate) fn end_sessions(tx: &WriteTx<'_>, tenant: Tenant, account: Id<Account>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM people_session WHERE tenant = $1 AND account_id = $2", params![tenant, account])?;
    Ok(())
}

/// Ends the sessions of an account, but for the one whose token has the hash `kept`.
pub(crate) fn end_other_sessions(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    account: Id<Account>,
    kept: &[u8],
) -> Result<(), StoreError> {
    let sql = "DELETE FROM people_session WHERE tenant = $1 AND account_id = $2 AND token_hash <> $3";
    tx.execute(sql, params![tenant, account, kept.to_vec()])?;
    Ok(())
}

/// The person of a session that has not ended, in the post she acts in, and when it ends.
pub(crate) fn session(tx: &ReadTx<'_>, token_hash: &[u8]) -> Result<Option<(Actor, Timestamp)>, StoreError> {
    let sql = "SELECT s.tenant, p.id, p.name, t.id, t.kind, o.id, o.path, o.name, o.level, s.until_ms FROM people_session s \
               JOIN people_account a ON a.tenant = s.tenant AND a.id = s.account_id \
               JOIN people_person p ON p.tenant = s.tenant AND p.id = s.person_id \
               JOIN people_post t ON t.tenant = s.tenant AND t.id = s.post_id JOIN org o ON o.id = t.org_id \
               WHERE s.token_hash = $1 AND s.until_ms > $2 AND a.disabled_ms IS NULL AND t.from_day <= $3 \
               AND (t.until_day IS NULL OR t.until_day > $3)";
    tx.row(sql, params![token_hash.to_vec(), tx.now(), tx.today()], |row| Ok((actor(row)?, row.take()?)))
}

fn actor(row: &mut Row<'_>) -> Result<Actor, StoreError> {
    Ok(Actor {
        tenant: row.take()?,
        person: row.take()?,
        name: row.take()?,
        acting: Acting {
            post: row.take()?,
            kind: row.take()?,
            org_id: row.take()?,
            org_path: row.take()?,
            org_name: row.take()?,
            level: row.take()?,
        },
        via: None,
    })
}

/// The person acting in a post of hers that is in force, if her account is.
pub(crate) fn in_post(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
    post: Id<Post>,
) -> Result<Option<Actor>, StoreError> {
    let sql = "SELECT t.tenant, p.id, p.name, t.id, t.kind, o.id, o.path, o.name, o.level FROM people_post t \
               JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id \
               JOIN people_account a ON a.tenant = t.tenant AND a.person_id = t.person_id JOIN org o ON o.id = t.org_id \
               WHERE t.tenant = $1 AND t.id = $2 AND t.person_id = $3 AND a.disabled_ms IS NULL AND t.from_day <= $4 \
               AND (t.until_day IS NULL OR t.until_day > $4)";
    tx.row(sql, params![tenant, post, person, tx.today()], actor)
}

pub(crate) fn session_owner(tx: &ReadTx<'_>, token_hash: &[u8]) -> Result<Option<Id<Person>>, StoreError> {
    tx.row("SELECT person_id FROM people_session WHERE token_hash = $1", params![token_hash.to_vec()], single)
}

pub(crate) fn insert_session(
    tx: &WriteTx<'_>,
    token_hash: &[u8],
    who: &Credentials,
    post: Id<Post>,
    until: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO people_session (token_hash, tenant, account_id, person_id, post_id, begun_ms, until_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![token_hash.to_vec(), who.tenant, who.account, who.person, post, tx.now(), until],
    )?;
    Ok(())
}

pub(crate) fn switch_session(tx: &WriteTx<'_>, token_hash: &[u8], post: Id<Post>) -> Result<(), StoreError> {
    let sql = "UPDATE people_session SET post_id = $1 WHERE token_hash = $2";
    tx.execute(sql, params![post, token_hash.to_vec()])?;
    Ok(())
}

pub(crate) fn delete_session(tx: &WriteTx<'_>, token_hash: &[u8]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM people_session WHERE token_hash = $1", params![token_hash.to_vec()])?;
    Ok(())
}

/// Removes sessions that ended a month ago: until then they still say whose typed words are whose.
pub(crate) fn delete_old_sessions(tx: &WriteTx<'_>) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM people_session WHERE until_ms < $1", params![tx.now().plus_seconds(-30 * 86_400)])
}
