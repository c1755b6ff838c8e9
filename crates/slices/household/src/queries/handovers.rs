//! Handovers: the families of one person, who may take care of them, and what was handed over.

use niangjia_kernel::{Day, Household, Id, OrgPath, Organisation, Person, Post, Tenant};
use niangjia_store::{Actor, Branch, PostKind, ReadTx, Row, Sql, StoreError, WriteTx, params, single};

use crate::model::{
    Caretaking, Family, Handover, HandoverReason, HandoverRow, HouseholdRow, Link, SheetLine, Side,
};
use crate::queries::needs;
use crate::queries::register::{link_row, links};
use crate::queries::visible::{HOUSEHOLD, household_row};
use crate::rules::{Leader, Sight, sight};

/// The families that somebody is linked to in a branch of the tenant, by number.
pub(crate) fn families_of(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    branch: &OrgPath,
    on: Day,
) -> Result<Vec<Family>, StoreError> {
    let mut sql = select_families(on);
    sql.push("l.tenant = ").bind(&tenant).push(" AND l.person_id = ").bind(&person).push(" AND ");
    sql.within("l.org_path", branch).push(" AND ").in_force("l", &on);
    // What she does for a family of another community is that community's to give on (`leave_residence_care`).
    sql.push(" AND l.helper_org_id IS NULL AND h.until_day IS NULL ORDER BY h.org_path, h.number, l.side");
    complete(tx, &sql, on)
}

/// The families of a branch that somebody only takes care of, those due first.
pub(crate) fn caretaken(tx: &ReadTx<'_>, branch: &Branch, on: Day) -> Result<Vec<Family>, StoreError> {
    let mut sql = select_families(on);
    sql.in_branch("c", branch).push(" AND ").in_force("c", &on).push(" AND ").in_force("l", &on);
    sql.push(" AND h.until_day IS NULL ORDER BY c.due_day, h.org_path, h.number");
    complete(tx, &sql, on)
}

/// How many families of a branch somebody only takes care of, and by when the first of them is to have somebody.
pub(crate) fn count_caretaken(
    tx: &ReadTx<'_>,
    branch: &Branch,
    on: Day,
) -> Result<(i64, Option<Day>), StoreError> {
    let mut sql =
        Sql::new("SELECT COUNT(DISTINCT c.household_id), MIN(c.due_day) FROM household_caretaking c WHERE ");
    sql.in_branch("c", branch).push(" AND ").in_force("c", &on);
    let counted = tx.select(&sql, |row| Ok((row.take()?, row.take()?)))?;
    Ok(counted.into_iter().next().unwrap_or_default())
}

fn select_families(on: Day) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(HOUSEHOLD).push(", l.id, l.person_id, p.name, l.side, l.mode, l.from_day, c.due_day, ");
    sql.push("l.helper_tenant, l.helper_org_id, l.helper_org_path, ho.name, ");
    sql.push(
        "(SELECT MAX(v.on_day) FROM household_visit v WHERE v.tenant = h.tenant AND v.household_id = h.id ",
    );
    sql.push("AND v.taken_back_ms IS NULL AND v.on_day <= ").bind(&on);
    sql.push(") FROM household_link l JOIN household h ON h.tenant = l.tenant AND h.id = l.household_id ");
    sql.push("JOIN people_person p ON p.tenant = l.tenant AND p.id = l.person_id ");
    sql.push("LEFT JOIN org ho ON ho.id = l.helper_org_id ");
    sql.push("LEFT JOIN household_caretaking c ON c.tenant = l.tenant AND c.link_id = l.id WHERE ");
    sql
}

fn complete(tx: &ReadTx<'_>, sql: &Sql, on: Day) -> Result<Vec<Family>, StoreError> {
    let mut families = tx.select(sql, |row| {
        let (household, link) = (household_row(row)?, link_row(row)?);
        let last_visit = row.take()?;
        Ok(Family { household, link, others: Vec::new(), needs: Vec::new(), last_visit })
    })?;
    for family in &mut families {
        let Family { household, link, .. } = &*family;
        let beside = |other: &crate::model::LinkRow| other.side == link.side && other.person != link.person;
        let others = links(tx, household, on)?.into_iter().filter(beside).map(|other| other.person).collect();
        let needs = needs(tx, household, on)?.into_iter().map(|need| need.kind).collect();
        (family.others, family.needs) = (others, needs);
    }
    Ok(families)
}

/// The organisations of the tenant in whose committee somebody is on a day, not counting one post.
pub(crate) fn other_committees(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    but: Id<Post>,
    on: Day,
) -> Result<Vec<OrgPath>, StoreError> {
    let mut sql = Sql::new("SELECT t.org_path FROM people_post t WHERE t.tenant = ");
    sql.bind(&tenant)
        .push(" AND t.person_id = ")
        .bind(&person)
        .push(" AND t.id <> ")
        .bind(&but)
        .push(" AND ");
    push_kinds(&mut sql, &[PostKind::Chair, PostKind::ViceChair, PostKind::Member]);
    sql.push(" AND ").in_force("t", &on);
    tx.select(&sql, single)
}

/// Who leads an organisation or one above it in the same tenant.
pub(crate) fn leaders(
    tx: &ReadTx<'_>,
    (tenant, path): (Tenant, &OrgPath),
    on: Day,
) -> Result<Vec<Leader>, StoreError> {
    let mut sql = Sql::new(
        "SELECT p.id, p.name, t.org_path, t.kind, t.from_day FROM people_post t \
         JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id WHERE t.tenant = ",
    );
    sql.bind(&tenant).push(" AND t.org_path IN (");
    for (index, above) in path.lineage().iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(above);
    }
    sql.push(") AND ");
    push_kinds(&mut sql, &[PostKind::Chair, PostKind::ViceChair]);
    sql.push(" AND ").in_force("t", &on);
    tx.select(&sql, |row| {
        Ok(Leader {
            person: row.take()?,
            name: row.take()?,
            org_path: row.take()?,
            kind: row.take()?,
            since: row.take()?,
        })
    })
}

/// Appends that post `t` is one of these kinds.
pub(super) fn push_kinds(sql: &mut Sql, kinds: &[PostKind]) {
    sql.push("t.kind IN (");
    for (index, kind) in kinds.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(kind);
    }
    sql.push(")");
}

/// A handover about to be written.
pub(crate) struct NewHandover<'a> {
    pub(crate) id: Id<Handover>,
    pub(crate) tenant: Tenant,
    pub(crate) org: Id<Organisation>,
    pub(crate) org_path: &'a OrgPath,
    pub(crate) person: Id<Person>,
    pub(crate) reason: HandoverReason,
}

/// Writes a handover under the next number of its organisation and year; nothing when it was there already (the same
/// form may come twice).
pub(crate) fn insert_handover(
    tx: &WriteTx<'_>,
    actor: &Actor,
    new: &NewHandover<'_>,
) -> Result<bool, StoreError> {
    tx.hold("org", new.tenant, new.org.uuid())?;
    let year = i64::from(tx.today().parts().0);
    let last = "SELECT COALESCE(MAX(number), 0) FROM household_handover WHERE tenant = $1 AND org_id = $2 AND year = $3";
    let number = tx.value::<i64>(last, params![new.tenant, new.org, year])? + 1;
    let written = tx.execute(
        "INSERT INTO household_handover (tenant, id, org_id, org_path, year, number, person_id, reason, on_day, \
         recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            new.tenant, new.id, new.org, new.org_path.clone(), year, number, new.person, new.reason, tx.today(), actor.person,
        ],
    )?;
    Ok(written == 1)
}

pub(crate) fn insert_handover_family(
    tx: &WriteTx<'_>,
    (tenant, handover): (Tenant, Id<Handover>),
    (household, side): (Id<Household>, Side),
    (successor, caretaker): (Id<Person>, bool),
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO household_handover_family (tenant, id, handover_id, household_id, person_id, side, caretaker) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![tenant, tx.new_id::<Handover>(), handover, household, successor, side, caretaker],
    )?;
    Ok(())
}

pub(crate) fn insert_caretaking(
    tx: &WriteTx<'_>,
    household: &HouseholdRow,
    link: Id<Link>,
    due: Day,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO household_caretaking (tenant, id, household_id, org_path, link_id, due_day, from_day) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            household.tenant,
            tx.new_id::<Caretaking>(),
            household.id,
            household.org_path,
            link,
            due,
            tx.today()
        ],
    )?;
    Ok(())
}

/// Ends what somebody was assigned to in the grids of a branch.
pub(crate) fn end_grid_posts(
    tx: &WriteTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    branch: &OrgPath,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_grid_post SET until_day = $1 WHERE tenant = $2 AND person_id = $3 AND until_day IS NULL \
               AND grid_id IN (SELECT g.id FROM household_grid g WHERE g.tenant = $2 AND g.org_path >= $4 \
               AND g.org_path < $5)";
    tx.execute(sql, params![tx.today(), tenant, person, branch.clone(), branch.end()])?;
    Ok(())
}

const HANDOVER: &str = "SELECT x.tenant, x.id, x.org_id, x.year, x.number, x.person_id, p.name, x.reason, x.on_day, \
                        r.name, (SELECT COUNT(*) FROM household_handover_family f WHERE f.tenant = x.tenant \
                        AND f.handover_id = x.id) FROM household_handover x \
                        JOIN people_person p ON p.tenant = x.tenant AND p.id = x.person_id \
                        JOIN people_person r ON r.tenant = x.tenant AND r.id = x.recorded_by WHERE x.tenant = ";

fn handover_row(row: &mut Row<'_>) -> Result<HandoverRow, StoreError> {
    Ok(HandoverRow {
        tenant: row.take()?,
        id: row.take()?,
        org: row.take()?,
        year: row.take()?,
        number: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        reason: row.take()?,
        on: row.take()?,
        recorded_by: row.take()?,
        families: row.take()?,
    })
}

/// Appends which handovers `actor` may see: those of the branch she leads; a member those in which she has a part.
fn push_sees(sql: &mut Sql, actor: &Actor) {
    sql.bind(&actor.tenant).push(" AND ");
    match sight(actor) {
        Sight::Community | Sight::Lists => drop(sql.within("x.org_path", &actor.acting.org_path)),
        Sight::Linked => {
            sql.push("(x.person_id = ").bind(&actor.person);
            sql.push(" OR EXISTS (SELECT 1 FROM household_handover_family f WHERE f.tenant = x.tenant ");
            sql.push("AND f.handover_id = x.id AND f.person_id = ").bind(&actor.person).push("))");
        }
        Sight::Nothing => drop(sql.push("1 = 0")),
    }
}

/// A handover that `actor` may see.
pub(crate) fn visible_handover(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: niangjia_kernel::Key<Handover>,
) -> Result<Option<HandoverRow>, StoreError> {
    let mut sql = Sql::new(HANDOVER);
    push_sees(&mut sql, actor);
    sql.push(" AND x.tenant = ").bind(&key.tenant).push(" AND x.id = ").bind(&key.id);
    Ok(tx.select(&sql, handover_row)?.into_iter().next())
}

/// The handovers of a branch that `actor` may see, the newest first.
pub(crate) fn handovers(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    limit: i64,
) -> Result<Vec<HandoverRow>, StoreError> {
    let mut sql = Sql::new(HANDOVER);
    push_sees(&mut sql, actor);
    sql.push(" AND ").within("x.org_path", branch);
    sql.push(" ORDER BY x.on_day DESC, x.year DESC, x.number DESC, x.id LIMIT ").bind(&limit);
    tx.select(&sql, handover_row)
}

/// The families of a handover as they stood on its day, by number. A member reads those lines that are hers.
pub(crate) fn sheet_lines(
    tx: &ReadTx<'_>,
    actor: &Actor,
    handover: &HandoverRow,
) -> Result<Vec<SheetLine>, StoreError> {
    let visit = "FROM household_visit v WHERE v.tenant = h.tenant AND v.household_id = h.id AND v.taken_back_ms IS NULL \
                 AND v.on_day <= ";
    let mut sql = Sql::new("SELECT ");
    sql.push(HOUSEHOLD).push(", f.side, p.name, f.caretaker, ");
    sql.push("(SELECT MAX(v.on_day) ").push(visit).bind(&handover.on).push("), ");
    sql.push("(SELECT v.follow_up_day ").push(visit).bind(&handover.on);
    sql.push(" ORDER BY v.on_day DESC, v.at_ms DESC LIMIT 1) FROM household_handover_family f ");
    sql.push("JOIN household h ON h.tenant = f.tenant AND h.id = f.household_id ");
    sql.push("JOIN people_person p ON p.tenant = f.tenant AND p.id = f.person_id WHERE f.tenant = ");
    sql.bind(&handover.tenant).push(" AND f.handover_id = ").bind(&handover.id);
    if sight(actor) == Sight::Linked && actor.person != handover.person {
        sql.push(" AND f.person_id = ").bind(&actor.person);
    }
    sql.push(" ORDER BY h.number, f.side");
    let found = tx.select(&sql, |row| {
        let household = household_row(row)?;
        let line = SheetLine {
            household: household.id,
            number: household.number.clone(),
            name: household.name.clone(),
            group_name: household.group_name.clone(),
            side: row.take()?,
            successor: row.take()?,
            caretaker: row.take()?,
            needs: Vec::new(),
            last_visit: row.take()?,
            follow_up: row.take()?,
        };
        Ok((household, line))
    })?;
    let mut lines = Vec::with_capacity(found.len());
    for (household, mut line) in found {
        if line.side == Side::Register {
            line.needs = needs(tx, &household, handover.on)?.into_iter().map(|need| need.kind).collect();
        }
        lines.push(line);
    }
    Ok(lines)
}
