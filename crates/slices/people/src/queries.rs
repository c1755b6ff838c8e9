//! SQL on the tables of persons, posts, accounts and sessions.

use niangjia_kernel::{Account, Day, Id, OrgPath, Organisation, Person, Post, Tenant, Timestamp};
use niangjia_store::{
    Acting, Actor, BlindIndex, Branch, PostKind, ReadTx, Row, Sql, StoreError, WriteTx, params, single,
};

use crate::model::{AccountEntry, LeaveReason, NewPerson, NewPost, RosterEntry};

const PHONE: &str = "people_person.phone";
const CITIZEN_ID: &str = "people_person.citizen_id";

pub(crate) fn insert_person(tx: &WriteTx<'_>, id: Id<Person>, person: &NewPerson) -> Result<(), StoreError> {
    let phone = person.phone.as_ref().map(|phone| tx.seal(PHONE, phone.digits())).transpose()?;
    let phone_index = person.phone.as_ref().map(|phone| tx.keys().index(PHONE, phone.digits()));
    let citizen_id = person.citizen_id.as_ref().map(|id| tx.seal(CITIZEN_ID, id.characters())).transpose()?;
    let citizen_index = person.citizen_id.as_ref().map(|id| tx.keys().index(CITIZEN_ID, id.characters()));
    tx.execute(
        "INSERT INTO people_person (tenant, id, name, woman, birth_day, education, party, phone, phone_index, \
         citizen_id, citizen_id_index) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            person.tenant, id, person.name, person.woman, person.birth_day, person.education, person.party, phone,
            phone_index, citizen_id, citizen_index,
        ],
    )?;
    Ok(())
}

pub(crate) fn insert_post(tx: &WriteTx<'_>, id: Id<Post>, post: &NewPost) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO people_post (tenant, id, person_id, org_id, org_path, kind, engagement, group_name, from_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            post.tenant, id, post.person, post.org_id, post.org_path, post.kind, post.engagement, post.group_name,
            post.from,
        ],
    )?;
    Ok(())
}

pub(crate) fn end_post(
    tx: &WriteTx<'_>,
    entry: &RosterEntry,
    until: Day,
    reason: LeaveReason,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE people_post SET until_day = $1, leave_reason = $2 WHERE tenant = $3 AND id = $4 AND until_day IS NULL",
        params![until, reason, entry.tenant, entry.post],
    )?;
    // A session that acts in the post has nothing to act in any more.
    tx.execute(
        "DELETE FROM people_session WHERE tenant = $1 AND post_id = $2",
        params![entry.tenant, entry.post],
    )?;
    Ok(())
}

const ROSTER: &str = "SELECT t.id, t.tenant, p.id, p.name, p.birth_day, p.education, p.party, t.kind, t.engagement, \
                      t.group_name, t.from_day, t.until_day, o.name FROM people_post t \
                      JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id \
                      JOIN org o ON o.id = t.org_id WHERE ";

fn roster_entry(row: &mut Row<'_>) -> Result<RosterEntry, StoreError> {
    Ok(RosterEntry {
        post: row.take()?,
        tenant: row.take()?,
        person: row.take()?,
        name: row.take()?,
        birth_day: row.take()?,
        education: row.take()?,
        party: row.take()?,
        kind: row.take()?,
        engagement: row.take()?,
        group_name: row.take()?,
        from: row.take()?,
        until: row.take()?,
        org_name: row.take()?,
    })
}

/// Posts held at one organisation on a day.
pub(crate) fn roster(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    org: Id<Organisation>,
    on: Day,
) -> Result<Vec<RosterEntry>, StoreError> {
    let mut sql = Sql::new(ROSTER);
    sql.push("t.tenant = ").bind(&tenant).push(" AND t.org_id = ").bind(&org).push(" AND ").in_force("t", &on);
    sql.push(" ORDER BY t.from_day, t.id");
    tx.select(&sql, roster_entry)
}

/// Posts of one kind held in a branch on a day.
pub(crate) fn holders(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kind: PostKind,
    on: Day,
) -> Result<Vec<RosterEntry>, StoreError> {
    let mut sql = Sql::new(ROSTER);
    sql.in_branch("t", branch).push(" AND t.kind = ").bind(&kind).push(" AND ").in_force("t", &on);
    sql.push(" ORDER BY t.org_path, t.from_day, t.id");
    tx.select(&sql, roster_entry)
}

/// One post of a branch, whether still held or not.
pub(crate) fn post(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    id: Id<Post>,
    within: &OrgPath,
) -> Result<Option<RosterEntry>, StoreError> {
    let mut sql = Sql::new(ROSTER);
    sql.push("t.tenant = ").bind(&tenant).push(" AND t.id = ").bind(&id).push(" AND ").within("t.org_path", within);
    Ok(tx.select(&sql, roster_entry)?.into_iter().next())
}

/// The organisation of a post.
pub(crate) fn org_of_post(tx: &ReadTx<'_>, tenant: Tenant, id: Id<Post>) -> Result<Option<Id<Organisation>>, StoreError> {
    tx.row("SELECT org_id FROM people_post WHERE tenant = $1 AND id = $2", params![tenant, id], single)
}

/// How many posts of a kind are held in a branch on a day; `persons` narrows by an SQL condition on the person `p`.
pub(crate) fn count_holders(tx: &ReadTx<'_>, branch: &Branch, kind: PostKind, on: Day, persons: PersonsWho) -> Result<i64, StoreError> {
    let mut sql = Sql::new(
        "SELECT COUNT(DISTINCT t.person_id) FROM people_post t \
         JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id WHERE ",
    );
    sql.in_branch("t", branch).push(" AND t.kind = ").bind(&kind).push(" AND ").in_force("t", &on);
    match persons {
        PersonsWho::Any => {}
        PersonsWho::AreWomen => drop(sql.push(" AND p.woman")),
        PersonsWho::HaveEducation(education) => drop(sql.push(" AND p.education = ").bind(&education)),
        PersonsWho::BelongTo(party) => drop(sql.push(" AND p.party = ").bind(&party)),
        PersonsWho::AlsoHold(other) => {
            sql.push(" AND EXISTS (SELECT 1 FROM people_post u WHERE u.tenant = t.tenant AND u.person_id = t.person_id ");
            sql.push("AND u.org_id = t.org_id AND u.kind = ").bind(&other).push(" AND ").in_force("u", &on).push(")");
        }
    }
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// A further condition on the persons counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonsWho {
    /// None.
    Any,
    /// Women only.
    AreWomen,
    /// Those with this schooling.
    HaveEducation(crate::model::Education),
    /// Those of this party.
    BelongTo(crate::model::Party),
    /// Those who hold this post at the same organisation too.
    AlsoHold(PostKind),
}

/// The names of persons of one tenant.
pub(crate) fn name(tx: &ReadTx<'_>, tenant: Tenant, person: Id<Person>) -> Result<Option<String>, StoreError> {
    tx.row("SELECT name FROM people_person WHERE tenant = $1 AND id = $2", params![tenant, person], single)
}

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
    let found = tx.row("SELECT tenant, account_id FROM people_login WHERE key = $1", params![*key], |row| {
        Ok((row.take::<Tenant>()?, row.take::<Id<Account>>()?))
    })?;
    let Some((tenant, account)) = found else { return Ok(None) };
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
    tx.row("SELECT id FROM people_account WHERE tenant = $1 AND person_id = $2", params![tenant, person], single)
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

pub(crate) fn end_sessions(tx: &WriteTx<'_>, tenant: Tenant, account: Id<Account>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM people_session WHERE tenant = $1 AND account_id = $2", params![tenant, account])?;
    Ok(())
}

/// Accounts of persons who hold, or held, a post in the branch.
pub(crate) fn accounts(tx: &ReadTx<'_>, branch: &Branch) -> Result<Vec<AccountEntry>, StoreError> {
    let mut sql = Sql::new(
        "SELECT a.id, a.tenant, p.id, p.name, a.login_name, a.locked_until_ms, a.disabled_ms FROM people_account a \
         JOIN people_person p ON p.tenant = a.tenant AND p.id = a.person_id WHERE EXISTS (SELECT 1 FROM people_post t \
         WHERE t.tenant = a.tenant AND t.person_id = a.person_id AND ",
    );
    sql.in_branch("t", branch).push(") ORDER BY p.name, a.id");
    tx.select(&sql, |row| {
        Ok(AccountEntry {
            id: row.take()?,
            tenant: row.take()?,
            person: row.take()?,
            name: row.take()?,
            login_name: row.take()?,
            locked_until: row.take()?,
            disabled: row.take()?,
        })
    })
}

/// Posts of one person, the newest first.
pub(crate) fn posts_of(tx: &ReadTx<'_>, tenant: Tenant, person: Id<Person>) -> Result<Vec<RosterEntry>, StoreError> {
    let mut sql = Sql::new(ROSTER);
    sql.push("t.tenant = ").bind(&tenant).push(" AND t.person_id = ").bind(&person);
    sql.push(" ORDER BY t.from_day DESC, t.id DESC");
    tx.select(&sql, roster_entry)
}

/// The person of a session that has not ended, and how many posts she can act in.
pub(crate) fn session(tx: &ReadTx<'_>, token_hash: &[u8]) -> Result<Option<Actor>, StoreError> {
    let sql = "SELECT s.tenant, p.id, p.name, t.id, t.kind, o.id, o.path, o.name, o.level FROM people_session s \
               JOIN people_account a ON a.tenant = s.tenant AND a.id = s.account_id \
               JOIN people_person p ON p.tenant = s.tenant AND p.id = s.person_id \
               JOIN people_post t ON t.tenant = s.tenant AND t.id = s.post_id JOIN org o ON o.id = t.org_id \
               WHERE s.token_hash = $1 AND s.until_ms > $2 AND a.disabled_ms IS NULL AND t.from_day <= $3 \
               AND (t.until_day IS NULL OR t.until_day > $3)";
    tx.row(sql, params![token_hash.to_vec(), tx.now(), tx.today()], |row| {
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
        })
    })
}

pub(crate) fn session_owner(tx: &ReadTx<'_>, token_hash: &[u8]) -> Result<Option<Id<Person>>, StoreError> {
    tx.row("SELECT person_id FROM people_session WHERE token_hash = $1", params![token_hash.to_vec()], single)
}

/// The posts in which a person can act today: those of the platform, not mere roster entries.
pub(crate) fn acting_posts(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
) -> Result<Vec<(Id<Post>, PostKind, String)>, StoreError> {
    let sql = "SELECT t.id, t.kind, o.name FROM people_post t JOIN org o ON o.id = t.org_id \
               WHERE t.tenant = $1 AND t.person_id = $2 AND t.from_day <= $3 \
               AND (t.until_day IS NULL OR t.until_day > $3) ORDER BY t.from_day, t.id";
    let posts = tx.rows(sql, params![tenant, person, tx.today()], |row| {
        Ok((row.take::<Id<Post>>()?, row.take::<PostKind>()?, row.take::<String>()?))
    })?;
    Ok(posts.into_iter().filter(|(_, kind, _)| kind.acts()).collect())
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
