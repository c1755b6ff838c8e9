//! Posts: the roster of an organisation, and in what a person can act.

use niangjia_kernel::{Day, Id, Key, OrgPath, Organisation, Person, Post, Tenant};
use niangjia_store::{Actor, Branch, PostKind, ReadTx, Row, Sql, StoreError, WriteTx, params, single};

use crate::model::{LeaveReason, NewPost, RosterEntry};
use crate::rules::{COMMITTEE, PostSight, post_sight};

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
                      t.group_name, t.from_day, t.until_day, t.leave_reason, o.id, o.path, o.name FROM people_post t \
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
        left_because: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
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
    sql.push("t.tenant = ")
        .bind(&tenant)
        .push(" AND t.org_id = ")
        .bind(&org)
        .push(" AND ")
        .in_force("t", &on);
    sql.push(" ORDER BY t.from_day, t.id");
    tx.select(&sql, roster_entry)
}

/// A time that somebody served on the committee of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Who.
    pub person: Id<Person>,
    /// Her name.
    pub name: String,
    /// As what.
    pub kind: PostKind,
    /// From which day.
    pub from: Day,
    /// Until which day, which is not one of them any more; `None`: she still does.
    pub until: Option<Day>,
}

/// Everybody who serves or ever served on the committee of one organisation, each time by itself.
pub(crate) fn services(
    tx: &ReadTx<'_>,
    (tenant, org, path): (Tenant, Id<Organisation>, &OrgPath),
) -> Result<Vec<Service>, StoreError> {
    let mut sql = Sql::new(
        "SELECT p.id, p.name, t.kind, t.from_day, t.until_day FROM people_post t \
         JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id WHERE t.tenant = ",
    );
    sql.bind(&tenant)
        .push(" AND t.org_id = ")
        .bind(&org)
        .push(" AND t.org_path = ")
        .bind(path)
        .push(" AND t.kind IN (");
    for (index, kind) in COMMITTEE.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(kind);
    }
    sql.push(") ORDER BY t.from_day, t.id");
    tx.select(&sql, |row| {
        Ok(Service {
            person: row.take()?,
            name: row.take()?,
            kind: row.take()?,
            from: row.take()?,
            until: row.take()?,
        })
    })
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

/// Posts at one organisation that had ended by a day.
pub(crate) fn left(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    org: Id<Organisation>,
    on: Day,
) -> Result<Vec<RosterEntry>, StoreError> {
    let mut sql = Sql::new(ROSTER);
    sql.push("t.tenant = ")
        .bind(&tenant)
        .push(" AND t.org_id = ")
        .bind(&org)
        .push(" AND t.until_day <= ")
        .bind(&on);
    sql.push(" ORDER BY t.until_day DESC, t.id");
    tx.select(&sql, roster_entry)
}

/// How many persons are of the committee of an organisation on a day: chair, vice chairs and members. Its path is where
/// the index finds them: by the organisation alone every member of the county would be looked at.
pub(crate) fn count_committee(
    tx: &ReadTx<'_>,
    (tenant, org, path): (Tenant, Id<Organisation>, &OrgPath),
    on: Day,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(DISTINCT t.person_id) FROM people_post t WHERE t.tenant = ");
    sql.bind(&tenant).push(" AND t.org_path = ").bind(path).push(" AND t.org_id = ").bind(&org);
    sql.push(" AND t.kind IN (");
    for (index, kind) in COMMITTEE.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(kind);
    }
    sql.push(") AND ").in_force("t", &on);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// A post, held or ended, that `actor` may see.
pub(crate) fn visible_post(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Post>,
) -> Result<Option<RosterEntry>, StoreError> {
    let mut sql = Sql::new(ROSTER);
    sql.push("t.tenant = ").bind(&key.tenant).push(" AND t.id = ").bind(&key.id);
    sql.push(" AND t.tenant = ").bind(&actor.tenant).push(" AND ");
    match post_sight(actor) {
        PostSight::Branch => drop(sql.within("o.path", &actor.acting.org_path)),
        PostSight::Own => drop(sql.push("o.path = ").bind(&actor.acting.org_path)),
        PostSight::Nothing => drop(sql.push("1 = 0")),
    }
    Ok(tx.select(&sql, roster_entry)?.into_iter().next())
}

/// The organisation of a post.
pub(crate) fn org_of_post(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    id: Id<Post>,
) -> Result<Option<Id<Organisation>>, StoreError> {
    tx.row("SELECT org_id FROM people_post WHERE tenant = $1 AND id = $2", params![tenant, id], single)
}

const HELD: &str =
    " FROM people_post t JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id WHERE ";

/// How many posts of a kind are held in a branch on a day; `persons` narrows by an SQL condition on the person `p`.
pub(crate) fn count_holders(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kind: PostKind,
    on: Day,
    persons: PersonsWho,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(DISTINCT t.person_id)");
    push_held(&mut sql, branch, kind, on, persons);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

fn push_held(sql: &mut Sql, branch: &Branch, kind: PostKind, on: Day, persons: PersonsWho) {
    sql.push(HELD).in_branch("t", branch).push(" AND t.kind = ").bind(&kind).push(" AND ").in_force("t", &on);
    match persons {
        PersonsWho::Any => {}
        PersonsWho::AreWomen => drop(sql.push(" AND p.woman")),
        PersonsWho::HaveEducation(education) => drop(sql.push(" AND p.education = ").bind(&education)),
        PersonsWho::BelongTo(party) => drop(sql.push(" AND p.party = ").bind(&party)),
        PersonsWho::AlsoHold(other) => {
            sql.push(" AND EXISTS (SELECT 1 FROM people_post u WHERE u.tenant = t.tenant AND u.person_id = t.person_id ");
            sql.push("AND u.org_id = t.org_id AND u.kind = ")
                .bind(&other)
                .push(" AND ")
                .in_force("u", &on)
                .push(")");
        }
    }
}

/// A post in force with what is counted of its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Who.
    pub person: Id<Person>,
    /// As what.
    pub kind: PostKind,
    /// At which organisation.
    pub org: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    woman: bool,
    education: crate::model::Education,
    party: crate::model::Party,
}

impl Held {
    /// Whether the holder is meant; `also` says whether she holds another post of a kind at the same organisation.
    #[must_use]
    pub fn is(&self, who: PersonsWho, also: impl Fn(PostKind) -> bool) -> bool {
        match who {
            PersonsWho::Any => true,
            PersonsWho::AreWomen => self.woman,
            PersonsWho::HaveEducation(education) => self.education == education,
            PersonsWho::BelongTo(party) => self.party == party,
            PersonsWho::AlsoHold(kind) => also(kind),
        }
    }
}

/// The posts of some kinds held in a branch on a day, with what [`count_holders`] asks of their holders: one look for
/// many counts.
pub(crate) fn held(
    tx: &ReadTx<'_>,
    branch: &Branch,
    kinds: &[PostKind],
    on: Day,
) -> Result<Vec<Held>, StoreError> {
    let mut sql = Sql::new("SELECT t.person_id, t.kind, t.org_id, t.org_path, p.woman, p.education, p.party");
    sql.push(HELD).in_branch("t", branch).push(" AND t.kind IN (");
    for (index, kind) in kinds.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(kind);
    }
    sql.push(") AND ").in_force("t", &on);
    tx.select(&sql, |row| {
        Ok(Held {
            person: row.take()?,
            kind: row.take()?,
            org: row.take()?,
            org_path: row.take()?,
            woman: row.take()?,
            education: row.take()?,
            party: row.take()?,
        })
    })
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

/// Posts of one person, the newest first.
pub(crate) fn posts_of(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    person: Id<Person>,
) -> Result<Vec<RosterEntry>, StoreError> {
    let mut sql = Sql::new(ROSTER);
    sql.push("t.tenant = ").bind(&tenant).push(" AND t.person_id = ").bind(&person);
    sql.push(" ORDER BY t.from_day DESC, t.id DESC");
    tx.select(&sql, roster_entry)
}

/// Posts of some persons in a branch that are in force on a day, from high to low.
pub(crate) fn posts_held(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    within: &OrgPath,
    persons: &[Id<Person>],
    on: Day,
) -> Result<Vec<RosterEntry>, StoreError> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(ROSTER);
    sql.push("t.tenant = ")
        .bind(&tenant)
        .push(" AND ")
        .within("o.path", within)
        .push(" AND t.person_id IN (");
    for (index, person) in persons.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(person);
    }
    sql.push(") AND ").in_force("t", &on).push(" ORDER BY t.org_path, t.from_day, t.id");
    tx.select(&sql, roster_entry)
}

/// The posts in which somebody can act on a day at an organisation or one above it, or which one of `persons` holds.
pub(crate) fn posts_around(
    tx: &ReadTx<'_>,
    (tenant, path): (Tenant, &OrgPath),
    persons: &[Id<Person>],
    on: Day,
) -> Result<Vec<RosterEntry>, StoreError> {
    let mut sql = Sql::new(ROSTER);
    sql.push("t.tenant = ").bind(&tenant).push(" AND (t.org_path IN (");
    for (index, above) in path.lineage().iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(above);
    }
    sql.push(")");
    for person in persons {
        sql.push(" OR t.person_id = ").bind(person);
    }
    sql.push(") AND ").in_force("t", &on).push(" ORDER BY t.org_path DESC, t.from_day, t.id");
    Ok(tx.select(&sql, roster_entry)?.into_iter().filter(|entry| entry.kind.acts()).collect())
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
