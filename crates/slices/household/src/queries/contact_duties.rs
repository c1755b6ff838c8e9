//! Contacts owed: who keeps which, and how often this year. A visit to the family is a contact without being written twice.

use niangjia_kernel::{ContactDuty, Day, Household, Id, Key, OrgPath, Organisation, Person, Tenant};
use niangjia_store::{Actor, Branch, PostKind, ReadTx, Row, Sql, StoreError, WriteTx, params};

use crate::model::{ContactRow, Contacted, DutyKind, DutyRow};
use crate::rules::{Sight, sight};

const FOUND: &str = "household_contact.found";
const DONE: &str = "household_contact.done";

/// A duty about to be given.
pub(crate) struct NewDuty<'a> {
    pub(crate) id: Id<ContactDuty>,
    pub(crate) tenant: Tenant,
    pub(crate) org_path: &'a OrgPath,
    pub(crate) kind: DutyKind,
    pub(crate) person: Id<Person>,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) place: &'a str,
}

/// Writes a duty from today; says whether it was new (the same form may come twice).
pub(crate) fn insert_duty(tx: &WriteTx<'_>, duty: &NewDuty<'_>) -> Result<bool, StoreError> {
    let written = tx.execute(
        "INSERT INTO household_contact_duty (tenant, id, org_path, kind, person_id, household_id, place, from_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            duty.tenant, duty.id, duty.org_path.clone(), duty.kind, duty.person, duty.household,
            duty.place.to_owned(), tx.today(),
        ],
    )?;
    Ok(written == 1)
}

/// Ends a duty today; says whether it was in force.
pub(crate) fn end_duty(tx: &WriteTx<'_>, duty: &DutyRow) -> Result<bool, StoreError> {
    let sql = "UPDATE household_contact_duty SET until_day = $1 WHERE tenant = $2 AND id = $3 AND until_day IS NULL";
    Ok(tx.execute(sql, params![tx.today(), duty.tenant, duty.id])? == 1)
}

/// Ends what somebody kept up in a branch, when she leaves it.
pub(crate) fn end_duties_of(
    tx: &WriteTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    branch: &OrgPath,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_contact_duty SET until_day = $1 WHERE tenant = $2 AND person_id = $3 AND until_day IS NULL \
               AND org_path >= $4 AND org_path < $5";
    tx.execute(sql, params![tx.today(), tenant, person, branch.clone(), branch.end()])?;
    Ok(())
}

/// Writes a contact; says whether it was new.
pub(crate) fn insert_contact(
    tx: &WriteTx<'_>,
    id: Id<Contacted>,
    duty: &DutyRow,
    (on, found, done): (Day, &str, &str),
) -> Result<bool, StoreError> {
    let (found, done) = (tx.seal(FOUND, found)?, tx.seal(DONE, done)?);
    let written = tx.execute(
        "INSERT INTO household_contact (tenant, id, duty_id, person_id, on_day, at_ms, found, done) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, id) DO NOTHING",
        params![duty.tenant, id, duty.id, duty.person, on, tx.now(), found, done],
    )?;
    Ok(written == 1)
}

fn select_duties(today: Day) -> Sql {
    let first = Day::of(today.parts().0, 1, 1).unwrap_or(today);
    let mut sql = Sql::new(
        "SELECT d.tenant, d.id, d.kind, d.org_path, o.name, d.person_id, p.name, d.household_id, \
         COALESCE(h.name, d.place), d.from_day, d.until_day, \
         (SELECT COUNT(*) FROM household_contact c WHERE c.tenant = d.tenant AND c.duty_id = d.id AND c.on_day >= ",
    );
    sql.bind(&first).push(" AND c.on_day <= ").bind(&today);
    sql.push(") + (SELECT COUNT(*) FROM household_visit v WHERE v.tenant = d.tenant AND v.household_id = d.household_id ");
    sql.push("AND v.person_id = d.person_id AND v.taken_back_ms IS NULL AND v.on_day >= d.from_day AND v.on_day >= ");
    sql.bind(&first).push(" AND v.on_day <= ").bind(&today);
    sql.push(" AND (d.until_day IS NULL OR v.on_day < d.until_day)) FROM household_contact_duty d ");
    sql.push("JOIN people_person p ON p.tenant = d.tenant AND p.id = d.person_id ");
    sql.push("JOIN org o ON o.path = d.org_path ");
    sql.push("LEFT JOIN household h ON h.tenant = d.tenant AND h.id = d.household_id WHERE ");
    sql
}

fn duty_row(row: &mut Row<'_>) -> Result<DutyRow, StoreError> {
    Ok(DutyRow {
        tenant: row.take()?,
        id: row.take()?,
        kind: row.take()?,
        org_path: row.take()?,
        org_name: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        household: row.take()?,
        with: row.take()?,
        from: row.take()?,
        until: row.take()?,
        kept: row.take()?,
    })
}

/// Appends which duties `actor` may see: those of the branch she leads, and her own.
fn push_duties(sql: &mut Sql, actor: &Actor) {
    sql.push("d.tenant = ").bind(&actor.tenant).push(" AND ");
    match sight(actor) {
        Sight::Community | Sight::Lists => drop(sql.within("d.org_path", &actor.acting.org_path)),
        Sight::Linked => drop(sql.push("d.person_id = ").bind(&actor.person)),
        Sight::Nothing => drop(sql.push("1 = 0")),
    }
}

/// The duties of a branch in force that `actor` may see, by community and name.
pub(crate) fn duties(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    kind: Option<DutyKind>,
) -> Result<Vec<DutyRow>, StoreError> {
    let mut sql = select_duties(tx.today());
    push_duties(&mut sql, actor);
    sql.push(" AND ").in_branch("d", branch).push(" AND ").in_force("d", &tx.today());
    if let Some(kind) = &kind {
        sql.push(" AND d.kind = ").bind(kind);
    }
    sql.push(" ORDER BY d.org_path, d.kind, p.name, d.id");
    tx.select(&sql, duty_row)
}

/// A duty that `actor` may see.
pub(crate) fn visible_duty(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<ContactDuty>,
) -> Result<Option<DutyRow>, StoreError> {
    let mut sql = select_duties(tx.today());
    push_duties(&mut sql, actor);
    sql.push(" AND d.tenant = ").bind(&key.tenant).push(" AND d.id = ").bind(&key.id);
    Ok(tx.select(&sql, duty_row)?.into_iter().next())
}

/// The contacts of a duty, the newest first: what was written down, and the visits that count for it.
pub(crate) fn contacts_of(tx: &ReadTx<'_>, duty: &DutyRow) -> Result<Vec<ContactRow>, StoreError> {
    let sql = "SELECT on_day, found, done FROM household_contact WHERE tenant = $1 AND duty_id = $2";
    let written: Vec<(Day, Vec<u8>, Vec<u8>)> =
        tx.rows(sql, params![duty.tenant, duty.id], |row| Ok((row.take()?, row.take()?, row.take()?)))?;
    let mut contacts = Vec::new();
    for (on, found, done) in written {
        let (found, done) = (Some(tx.unseal(FOUND, &found)?), Some(tx.unseal(DONE, &done)?));
        contacts.push(ContactRow { on, found, done });
    }
    if let Some(household) = duty.household {
        let mut sql = Sql::new("SELECT v.on_day FROM household_visit v WHERE v.tenant = ");
        sql.bind(&duty.tenant).push(" AND v.household_id = ").bind(&household);
        sql.push(" AND v.person_id = ")
            .bind(&duty.person)
            .push(" AND v.taken_back_ms IS NULL AND v.on_day >= ");
        sql.bind(&duty.from);
        if let Some(until) = &duty.until {
            sql.push(" AND v.on_day < ").bind(until);
        }
        let visits: Vec<Day> = tx.select(&sql, niangjia_store::single)?;
        contacts.extend(visits.into_iter().map(|on| ContactRow { on, found: None, done: None }));
    }
    contacts.sort_by_key(|contact| std::cmp::Reverse(contact.on));
    Ok(contacts)
}

/// Who may keep up a contact at a community: its committee, and those who lead above it.
pub(crate) fn keepers(
    tx: &ReadTx<'_>,
    (tenant, path): (Tenant, &OrgPath),
) -> Result<Vec<(Id<Person>, String)>, StoreError> {
    let mut sql = Sql::new(
        "SELECT DISTINCT p.id, p.name FROM people_post t JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id \
         WHERE t.tenant = ",
    );
    sql.bind(&tenant).push(" AND t.org_path IN (");
    for (index, above) in path.lineage().iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(above);
    }
    sql.push(") AND ");
    super::handovers::push_kinds(&mut sql, &[PostKind::Chair, PostKind::ViceChair, PostKind::Member]);
    sql.push(" AND ").in_force("t", &tx.today()).push(" ORDER BY p.name, p.id");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?)))
}

/// The household of a community with a number.
pub(crate) fn numbered(
    tx: &ReadTx<'_>,
    (tenant, org): (Tenant, Id<Organisation>),
    number: &str,
) -> Result<Option<Id<Household>>, StoreError> {
    let sql =
        "SELECT id FROM household WHERE tenant = $1 AND org_id = $2 AND number = $3 AND until_day IS NULL";
    tx.row(sql, params![tenant, org, number.to_owned()], niangjia_store::single)
}
