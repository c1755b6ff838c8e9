//! Accounts, and the directory of what people sign in with.

use niangjia_kernel::{Account, Id, Key, Person, Tenant, Timestamp};
use niangjia_store::{Actor, BlindIndex, ReadTx, Row, Sql, StoreError, WriteTx, params, single};

use crate::model::{AccountEntry, AccountHolder, AccountState};
use crate::queries::end_sessions;
use crate::rules::may_see_accounts;

/// What is needed to check a password.
#[derive(Debug, Clone)]
pub(crate) struct Credentials {
    pub(crate) tenant: Tenant,
    pub(crate) account: Id<Account>,
    pub(crate) person: Id<Person>,
    pub(crate) login_name: String,
    pub(crate) password_hash: String,
    pub(crate) must_change: bool,
    pub(crate) failures: i64,
    pub(crate) locked_until: Option<Timestamp>,
    pub(crate) disabled: Option<Timestamp>,
}

const CREDENTIALS: &str = "SELECT tenant, id, person_id, login_name, password_hash, must_change, failures, \
                           locked_until_ms, disabled_ms FROM people_account WHERE tenant = $1 AND id = $2";

pub(crate) fn login(tx: &ReadTx<'_>, key: &BlindIndex) -> Result<Option<Credentials>, StoreError> {
    let found =
        tx.row("SELECT tenant, account_id FROM people_login WHERE key = $1", params![*key], |row| {
            Ok((row.take::<Tenant>()?, row.take::<Id<Account>>()?))
        })?;
    let Some((tenant, account)) = found else {
        return Ok(None);
    };
    credentials(tx, tenant, account)
}

pub(crate) fn credentials(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    account: Id<Account>,
) -> Result<Option<Credentials>, StoreError> {
    tx.row(CREDENTIALS, params![tenant, account], |row| {
        Ok(Credentials {
            tenant: row.take()?,
            account: row.take()?,
            person: row.take()?,
            login_name: row.take()?,
            password_hash: row.take()?,
            must_change: row.take()?,
            failures: row.take()?,
            locked_until: row.take()?,
            disabled: row.take()?,
        })
    })
}

pub(crate) fn account_of_person(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
) -> Result<Option<Id<Account>>, StoreError> {
    tx.row(
        "SELECT id FROM people_account WHERE tenant = $1 AND person_id = $2",
        params![tenant, person],
        single,
    )
}

pub(crate) fn insert_account(
    tx: &WriteTx<'_>,
    id: Id<Account>,
    person: (Tenant, Id<Person>),
    login_name: &str,
    password_hash: &str,
    must_change: bool,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO people_account (tenant, id, person_id, login_name, password_hash, must_change, failures) \
         VALUES ($1, $2, $3, $4, $5, $6, 0)",
        params![person.0, id, person.1, login_name.to_owned(), password_hash.to_owned(), must_change],
    )?;
    Ok(())
}

/// Adds a key of the directory; says whether it was free.
pub(crate) fn insert_login(
    tx: &WriteTx<'_>,
    key: &BlindIndex,
    tenant: Tenant,
    account: Id<Account>,
) -> Result<bool, StoreError> {
    let sql = "INSERT INTO people_login (key, tenant, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    Ok(tx.execute(sql, params![*key, tenant, account])? == 1)
}

pub(crate) fn note_failure(
    tx: &WriteTx<'_>,
    who: &Credentials,
    failures: i64,
    locked_until: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = "UPDATE people_account SET failures = $1, locked_until_ms = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![failures, locked_until, who.tenant, who.account])?;
    Ok(())
}

pub(crate) fn set_password(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    account: Id<Account>,
    password_hash: &str,
    must_change: bool,
) -> Result<(), StoreError> {
    let sql = "UPDATE people_account SET password_hash = $1, must_change = $2, failures = 0, locked_until_ms = NULL \
               WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![password_hash.to_owned(), must_change, tenant, account])?;
    Ok(())
}

pub(crate) fn set_disabled(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    account: Id<Account>,
    since: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = "UPDATE people_account SET disabled_ms = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![since, tenant, account])?;
    end_sessions(tx, tenant, account)
}

/// Which of the persons of a branch are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct HolderFilter {
    /// In which state her account is.
    pub(crate) state: Option<AccountState>,
    /// Only names with this in it; empty for all.
    pub(crate) name: String,
    /// Only persons listed after this one: the next page.
    pub(crate) after: Option<Id<Person>>,
}

const HOLDER: &str =
    "p.tenant, p.id, p.name, a.id, a.login_name, a.must_change, a.locked_until_ms, a.disabled_ms";
const FROM_HOLDERS: &str = " FROM people_person p LEFT JOIN people_account a ON a.tenant = p.tenant \
                            AND a.person_id = p.id WHERE ";

fn holder(row: &mut Row<'_>) -> Result<AccountHolder, StoreError> {
    let (tenant, person, name) = (row.take()?, row.take()?, row.take::<String>()?);
    let account = row.take::<Option<Id<Account>>>()?;
    let (login_name, must_change) = (row.take::<Option<String>>()?, row.take::<Option<bool>>()?);
    let (locked_until, disabled) = (row.take()?, row.take()?);
    let account = account.map(|id| AccountEntry {
        id,
        tenant,
        person,
        name: name.clone(),
        login_name: login_name.unwrap_or_default(),
        must_change: must_change.unwrap_or_default(),
        locked_until,
        disabled,
    });
    Ok(AccountHolder { tenant, person, name, account })
}

/// Appends the condition that `actor` looks after person `p`: who holds, or held, a post in her branch.
fn push_looked_after(sql: &mut Sql, actor: &Actor) {
    sql.push("p.tenant = ").bind(&actor.tenant).push(" AND ");
    if !may_see_accounts(actor) {
        sql.push("1 = 0");
        return;
    }
    sql.push("EXISTS (SELECT 1 FROM people_post t WHERE t.tenant = p.tenant AND t.person_id = p.id AND ");
    sql.within("t.org_path", &actor.acting.org_path).push(")");
}

fn push_holders(sql: &mut Sql, actor: &Actor, filter: &HolderFilter, now: Timestamp) {
    sql.push(FROM_HOLDERS);
    push_looked_after(sql, actor);
    match filter.state {
        None => {}
        Some(AccountState::Missing) => drop(sql.push(" AND a.id IS NULL")),
        Some(AccountState::Temporary) => drop(sql.push(" AND a.must_change AND a.disabled_ms IS NULL")),
        Some(AccountState::Locked) => {
            sql.push(" AND a.disabled_ms IS NULL AND a.locked_until_ms > ").bind(&now);
        }
        Some(AccountState::Disabled) => drop(sql.push(" AND a.disabled_ms IS NOT NULL")),
    }
    if !filter.name.is_empty() {
        let escaped = filter.name.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        sql.push(" AND p.name LIKE ").bind(&format!("%{escaped}%")).push(" ESCAPE '!'");
    }
}

/// Persons of a branch with their accounts, those entered last first.
pub(crate) fn account_holders(
    tx: &ReadTx<'_>,
    actor: &Actor,
    filter: &HolderFilter,
    limit: i64,
) -> Result<Vec<AccountHolder>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(HOLDER);
    push_holders(&mut sql, actor, filter, tx.now());
    if let Some(after) = &filter.after {
        sql.push(" AND p.id < ").bind(after);
    }
    sql.push(" ORDER BY p.id DESC LIMIT ").bind(&limit);
    tx.select(&sql, holder)
}

/// How many persons [`account_holders`] would list in all.
pub(crate) fn count_account_holders(
    tx: &ReadTx<'_>,
    actor: &Actor,
    filter: &HolderFilter,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*)");
    push_holders(&mut sql, actor, filter, tx.now());
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// One person of the branch that `actor` looks after.
pub(crate) fn visible_holder(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Person>,
) -> Result<Option<AccountHolder>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(HOLDER)
        .push(FROM_HOLDERS)
        .push("p.tenant = ")
        .bind(&key.tenant)
        .push(" AND p.id = ")
        .bind(&key.id);
    push_looked_after(sql.push(" AND "), actor);
    Ok(tx.select(&sql, holder)?.into_iter().next())
}
