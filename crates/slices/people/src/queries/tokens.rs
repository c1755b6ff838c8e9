//! Tokens for programs: whose, for which post, until when.

use niangjia_kernel::{Account, Day, Id, Key, Person, Post, Tenant, Timestamp};
use niangjia_store::{Acting, Actor, ReadTx, Row, Sql, StoreError, Via, WriteTx, params};

use crate::model::{NewToken, Token, TokenRow};
use crate::rules::TokenLife;

/// A token as it was found by its secret: in whose name it acts, and what may have ended it.
pub(crate) struct FoundToken {
    pub(crate) actor: Actor,
    pub(crate) life: TokenLife,
    pub(crate) used: Option<Day>,
}

/// The token of a secret, good or not.
pub(crate) fn token_of_secret(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    secret_hash: &[u8],
) -> Result<Option<FoundToken>, StoreError> {
    let sql = "SELECT p.id, p.name, t.id, t.kind, o.id, o.path, o.name, o.level, k.label, k.until_day, \
               k.withdrawn_ms, t.until_day, a.disabled_ms, k.used_day FROM people_token k \
               JOIN people_account a ON a.tenant = k.tenant AND a.id = k.account_id \
               JOIN people_person p ON p.tenant = k.tenant AND p.id = k.person_id \
               JOIN people_post t ON t.tenant = k.tenant AND t.id = k.post_id JOIN org o ON o.id = t.org_id \
               WHERE k.tenant = $1 AND k.secret_hash = $2";
    tx.row(sql, params![tenant, secret_hash.to_vec()], |row| {
        let actor = Actor {
            tenant,
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
            via: Some(Via::Token(row.take()?)),
        };
        Ok(FoundToken { actor, life: life(row)?, used: row.take()? })
    })
}

/// Reads `until_day, withdrawn_ms, post.until_day, account.disabled_ms`.
fn life(row: &mut Row<'_>) -> Result<TokenLife, StoreError> {
    Ok(TokenLife {
        until: row.take()?,
        withdrawn: row.take::<Option<Timestamp>>()?.map(Timestamp::day),
        post_until: row.take()?,
        disabled: row.take::<Option<Timestamp>>()?.is_some(),
    })
}

const TOKENS: &str = "SELECT k.id, k.label, t.kind, o.name, k.until_day, k.withdrawn_ms, \
                      t.until_day, a.disabled_ms, k.used_day FROM people_token k \
                      JOIN people_account a ON a.tenant = k.tenant AND a.id = k.account_id \
                      JOIN people_post t ON t.tenant = k.tenant AND t.id = k.post_id JOIN org o ON o.id = t.org_id \
                      WHERE ";

fn token_row(row: &mut Row<'_>) -> Result<TokenRow, StoreError> {
    Ok(TokenRow {
        id: row.take()?,
        label: row.take()?,
        kind: row.take()?,
        org_name: row.take()?,
        life: life(row)?,
        used: row.take()?,
    })
}

/// The tokens of a person, the newest first.
pub(crate) fn tokens_of(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
) -> Result<Vec<TokenRow>, StoreError> {
    let mut sql = Sql::new(TOKENS);
    sql.push("k.tenant = ").bind(&tenant).push(" AND k.person_id = ").bind(&person);
    sql.push(" ORDER BY k.made_ms DESC, k.id DESC");
    tx.select(&sql, token_row)
}

/// A token that `actor` may see: her own.
pub(crate) fn visible_token(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Token>,
) -> Result<Option<TokenRow>, StoreError> {
    let mut sql = Sql::new(TOKENS);
    sql.push("k.tenant = ").bind(&key.tenant).push(" AND k.id = ").bind(&key.id);
    sql.push(" AND k.tenant = ").bind(&actor.tenant).push(" AND k.person_id = ").bind(&actor.person);
    Ok(tx.select(&sql, token_row)?.into_iter().next())
}

/// Writes a token; says whether it was new (the same form may come twice).
pub(crate) fn insert_token(
    tx: &WriteTx<'_>,
    account: Id<Account>,
    person: (Tenant, Id<Person>),
    token: &NewToken,
    secret_hash: &[u8],
) -> Result<bool, StoreError> {
    let written = tx.execute(
        "INSERT INTO people_token (tenant, id, account_id, person_id, post_id, label, secret_hash, made_ms, until_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            person.0, token.id, account, person.1, token.post, token.label, secret_hash.to_vec(), tx.now(),
            token.until,
        ],
    )?;
    Ok(written == 1)
}

/// Withdraws one token; says whether it was in use.
pub(crate) fn withdraw_token(tx: &WriteTx<'_>, tenant: Tenant, id: Id<Token>) -> Result<bool, StoreError> {
    let sql =
        "UPDATE people_token SET withdrawn_ms = $1 WHERE tenant = $2 AND id = $3 AND withdrawn_ms IS NULL";
    Ok(tx.execute(sql, params![tx.now(), tenant, id])? == 1)
}

/// Withdraws every token of an account.
pub(crate) fn withdraw_tokens(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    account: Id<Account>,
) -> Result<(), StoreError> {
    let sql = "UPDATE people_token SET withdrawn_ms = $1 WHERE tenant = $2 AND account_id = $3 AND withdrawn_ms IS NULL";
    tx.execute(sql, params![tx.now(), tenant, account])?;
    Ok(())
}

/// Notes the day on which a token was last used; says whether it had not been used that day.
pub(crate) fn note_token_use(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    secret_hash: &[u8],
) -> Result<bool, StoreError> {
    let sql = "UPDATE people_token SET used_day = $1 WHERE tenant = $2 AND secret_hash = $3 \
               AND (used_day IS NULL OR used_day < $4)";
    Ok(tx.execute(sql, params![tx.today(), tenant, secret_hash.to_vec(), tx.today()])? == 1)
}

/// The post of a person that is called so, if she can act in it today.
pub(crate) fn acting_post(
    tx: &ReadTx<'_>,
    actor: &Actor,
    post: Id<Post>,
) -> Result<Option<niangjia_store::PostKind>, StoreError> {
    let posts = crate::queries::acting_posts(tx, actor.tenant, actor.person)?;
    Ok(posts.into_iter().find(|(one, _, _)| *one == post).map(|(_, kind, _)| kind))
}
