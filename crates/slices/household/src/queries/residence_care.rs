//! 居住地协助: what a community asked of another, and the list of the one that was asked. Each side reads its own tenant;
//! the card of a family is read in the family's tenant, only by way of a row that says it was shared.

use niangjia_kernel::{Day, Household, Id, OrgPath, Person, Tenant};
use niangjia_store::{Actor, Branch, ReadTx, Sql, StoreError, WriteTx, params, single};

use crate::model::{
    AskedCare, CareState, GivenCare, Helper, HouseholdRow, Link, ResidenceCare, SharedCard, Side,
};
use crate::queries::register::links;
use crate::queries::standing::shared_standings;
use crate::queries::visible::{HOUSEHOLD, household_row};
use crate::rules::{Sight, sight};

/// Writes both sides of an asking.
pub(crate) fn insert_care(
    tx: &WriteTx<'_>,
    id: Id<ResidenceCare>,
    household: &HouseholdRow,
    helper: &Helper,
    due: Day,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO household_care_asked (tenant, id, household_id, org_path, care_tenant, care_org_id, state, \
         asked_day, due_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            household.tenant, id, household.id, household.org_path, helper.tenant, helper.org, CareState::Asked,
            tx.today(), due,
        ],
    )?;
    tx.execute(
        "INSERT INTO household_care_given (tenant, id, org_id, org_path, household_tenant, household_id, asked_day, \
         due_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            helper.tenant, id, helper.org, helper.org_path, household.tenant, household.id, tx.today(), due,
        ],
    )?;
    Ok(())
}

/// Writes how an asking stands now on both sides: who looks after the family, or nobody; a new day to answer by, or the end.
pub(crate) fn set_care(
    tx: &WriteTx<'_>,
    care: &GivenCare,
    state: CareState,
    person: Option<Id<Person>>,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let over = matches!(state, CareState::Declined | CareState::Ended);
    let answered = (state != CareState::Asked).then(|| tx.today());
    tx.execute(
        "UPDATE household_care_asked SET state = $1, due_day = $2, answered_day = $3, reason = $4, until_day = $5 \
         WHERE tenant = $6 AND id = $7",
        params![
            state, care.due, answered, reason.map(str::to_owned),
            (state == CareState::Ended).then(|| tx.today()), care.household_tenant, care.id,
        ],
    )?;
    tx.execute(
        "UPDATE household_care_given SET person_id = $1, due_day = $2, until_day = $3 WHERE tenant = $4 AND id = $5",
        params![person, care.due, over.then(|| tx.today()), care.tenant, care.id],
    )?;
    Ok(())
}

/// Ends what the other side gave back.
pub(crate) fn close_asked(tx: &WriteTx<'_>, tenant: Tenant, id: Id<ResidenceCare>) -> Result<(), StoreError> {
    let sql = "UPDATE household_care_asked SET state = $1, until_day = $2 WHERE tenant = $3 AND id = $4 \
               AND until_day IS NULL";
    tx.execute(sql, params![CareState::Ended, tx.today(), tenant, id])?;
    Ok(())
}

fn push_asked(sql: &mut Sql) {
    sql.push("SELECT ").push(HOUSEHOLD).push(
        ", a.id, a.care_tenant, a.care_org_id, o.name, a.state, a.asked_day, a.due_day, a.reason \
         FROM household_care_asked a JOIN household h ON h.tenant = a.tenant AND h.id = a.household_id \
         JOIN org o ON o.id = a.care_org_id WHERE a.until_day IS NULL AND ",
    );
}

fn asked_row(row: &mut niangjia_store::Row<'_>) -> Result<AskedCare, StoreError> {
    Ok(AskedCare {
        household: household_row(row)?,
        id: row.take()?,
        care_tenant: row.take()?,
        care_org: row.take()?,
        care_org_name: row.take()?,
        state: row.take()?,
        asked: row.take()?,
        due: row.take()?,
        reason: row.take()?,
    })
}

/// What was asked for a household and is not over.
pub(crate) fn asked_care(tx: &ReadTx<'_>, household: &HouseholdRow) -> Result<Option<AskedCare>, StoreError> {
    let mut sql = Sql::new("");
    push_asked(&mut sql);
    sql.push("a.tenant = ").bind(&household.tenant).push(" AND a.household_id = ").bind(&household.id);
    Ok(tx.select(&sql, asked_row)?.into_iter().next())
}

/// What a branch asked of others and is not over, the oldest first.
pub(crate) fn asked_by(tx: &ReadTx<'_>, branch: &Branch) -> Result<Vec<AskedCare>, StoreError> {
    let mut sql = Sql::new("");
    push_asked(&mut sql);
    sql.in_branch("a", branch).push(" AND h.until_day IS NULL ORDER BY a.asked_day, h.org_path, h.number");
    tx.select(&sql, asked_row)
}

const GIVEN: &str = "SELECT g.tenant, g.id, g.org_id, g.org_path, g.household_tenant, g.household_id, g.person_id, p.name, \
                     g.asked_day, g.due_day FROM household_care_given g \
                     LEFT JOIN people_person p ON p.tenant = g.tenant AND p.id = g.person_id \
                     WHERE g.until_day IS NULL AND ";

fn given_row(row: &mut niangjia_store::Row<'_>) -> Result<GivenCare, StoreError> {
    Ok(GivenCare {
        tenant: row.take()?,
        id: row.take()?,
        org: row.take()?,
        org_path: row.take()?,
        household_tenant: row.take()?,
        household: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        asked: row.take()?,
        due: row.take()?,
    })
}

/// The other side of an asking, by the keys that the asking side has.
pub(crate) fn given_of(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    id: Id<ResidenceCare>,
) -> Result<Option<GivenCare>, StoreError> {
    let mut sql = Sql::new(GIVEN);
    sql.push("g.tenant = ").bind(&tenant).push(" AND g.id = ").bind(&id);
    Ok(tx.select(&sql, given_row)?.into_iter().next())
}

/// What was asked of a branch and is not over, those without anybody first; a member sees what she looks after.
pub(crate) fn given_to(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
) -> Result<Vec<GivenCare>, StoreError> {
    let mut sql = Sql::new(GIVEN);
    sql.in_branch("g", branch).push(" AND g.tenant = ").bind(&actor.tenant).push(" AND ");
    match sight(actor) {
        Sight::Community | Sight::Lists => drop(sql.within("g.org_path", &actor.acting.org_path)),
        Sight::Linked => drop(sql.push("g.person_id = ").bind(&actor.person)),
        Sight::Nothing => drop(sql.push("1 = 0")),
    }
    // Not NULLS FIRST: the engines do not agree on where it belongs without a word, and this reads the same on both.
    sql.push(" ORDER BY CASE WHEN g.person_id IS NULL THEN 0 ELSE 1 END, g.due_day, g.id");
    tx.select(&sql, given_row)
}

/// What somebody looks after in communities of a branch that she leaves.
pub(crate) fn given_by(
    tx: &ReadTx<'_>,
    (tenant, person): (Tenant, Id<Person>),
    branch: &OrgPath,
) -> Result<Vec<GivenCare>, StoreError> {
    let mut sql = Sql::new(GIVEN);
    sql.push("g.tenant = ").bind(&tenant).push(" AND g.person_id = ").bind(&person).push(" AND ");
    sql.within("g.org_path", branch).push(" ORDER BY g.id");
    tx.select(&sql, given_row)
}

/// How many families wait in a branch for somebody who looks after them where they live, and the first day of answer.
pub(crate) fn count_waiting(tx: &ReadTx<'_>, branch: &Branch) -> Result<(i64, Option<Day>), StoreError> {
    let mut sql = Sql::new(
        "SELECT COUNT(*), MIN(g.due_day) FROM household_care_given g WHERE g.until_day IS NULL AND g.person_id IS NULL AND ",
    );
    sql.in_branch("g", branch);
    let counted = tx.select(&sql, |row| Ok((row.take()?, row.take()?)))?;
    Ok(counted.into_iter().next().unwrap_or_default())
}

/// How many askings of a branch were given back and wait for the community that asked.
pub(crate) fn count_declined(tx: &ReadTx<'_>, branch: &Branch) -> Result<i64, StoreError> {
    let mut sql =
        Sql::new("SELECT COUNT(*) FROM household_care_asked a WHERE a.until_day IS NULL AND a.state = ");
    sql.bind(&CareState::Declined).push(" AND ").in_branch("a", branch);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// The tenants, other than her own, in which somebody looks after families today.
pub(crate) fn tenants_helped(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<Tenant>, StoreError> {
    let sql = "SELECT DISTINCT household_tenant FROM household_care_given WHERE tenant = $1 AND person_id = $2 \
               AND household_tenant <> $1 AND until_day IS NULL ORDER BY household_tenant";
    tx.rows(sql, params![actor.tenant, actor.person], single)
}

/// The row of a household that was shared.
pub(crate) fn shared_household(
    tx: &ReadTx<'_>,
    care: &GivenCare,
) -> Result<Option<HouseholdRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(HOUSEHOLD).push(" FROM household h WHERE h.tenant = ").bind(&care.household_tenant);
    sql.push(" AND h.id = ").bind(&care.household);
    Ok(tx.select(&sql, household_row)?.into_iter().next())
}

/// The cards of families that were shared, in the order of `cares`; one statement for each tenant, and one for the members
/// of each card.
pub(crate) fn shared_cards(
    tx: &ReadTx<'_>,
    cares: Vec<GivenCare>,
    on: Day,
) -> Result<Vec<SharedCard>, StoreError> {
    let mut tenants: Vec<Tenant> = cares.iter().map(|care| care.household_tenant).collect();
    tenants.sort_unstable();
    tenants.dedup();
    let mut standings = Vec::new();
    for tenant in tenants {
        let of_tenant = cares.iter().filter(|care| care.household_tenant == tenant);
        let households: Vec<Id<Household>> = of_tenant.map(|care| care.household).collect();
        standings.extend(shared_standings(tx, tenant, &households, on)?);
    }
    let mut cards = Vec::with_capacity(cares.len());
    for care in cares {
        let Some(place) = standings.iter().position(|one| one.household.id == care.household) else {
            continue;
        };
        let standing = standings.swap_remove(place);
        let members = links(tx, &standing.household, on)?.into_iter();
        let members = members.filter(|link| link.side == Side::Register).map(|link| link.person_name);
        cards.push(SharedCard { care, register_members: members.collect(), standing });
    }
    Ok(cards)
}

/// Everything that was ever asked for a household: of which tenant, under which identity.
pub(crate) fn cares_ever(
    tx: &ReadTx<'_>,
    tenant: Tenant,
    household: Id<Household>,
) -> Result<Vec<(Tenant, Id<ResidenceCare>)>, StoreError> {
    let sql = "SELECT care_tenant, id FROM household_care_asked WHERE tenant = $1 AND household_id = $2 ORDER BY id";
    tx.rows(sql, params![tenant, household], |row| Ok((row.take()?, row.take()?)))
}

/// Takes out why askings for a household ended: the words may name somebody.
pub(crate) fn blot_care_reasons(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    household: Id<Household>,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_care_asked SET reason = NULL WHERE tenant = $1 AND household_id = $2";
    tx.execute(sql, params![tenant, household])?;
    Ok(())
}

/// Of which other community somebody is, or was when she last looked after a household.
pub(crate) fn helper_of(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    person: Id<Person>,
) -> Result<Option<Helper>, StoreError> {
    let sql = "SELECT l.helper_tenant, l.helper_org_id, l.helper_org_path, o.name FROM household_link l \
               LEFT JOIN org o ON o.id = l.helper_org_id WHERE l.tenant = $1 AND l.household_id = $2 \
               AND l.person_id = $3 ORDER BY CASE WHEN l.until_day IS NULL THEN 0 ELSE 1 END, \
               CASE WHEN l.helper_org_id IS NULL THEN 0 ELSE 1 END, l.from_day DESC, l.id LIMIT 1";
    Ok(tx.row(sql, params![household.tenant, household.id, person], Helper::read)?.flatten())
}

/// Her living link where a family lives, as a helper.
pub(crate) fn helping_link(
    tx: &ReadTx<'_>,
    care: &GivenCare,
    person: Id<Person>,
) -> Result<Option<Id<Link>>, StoreError> {
    let sql = "SELECT id FROM household_link WHERE tenant = $1 AND household_id = $2 AND person_id = $3 \
               AND helper_org_id = $4 AND until_day IS NULL";
    tx.row(sql, params![care.household_tenant, care.household, person, care.org], single)
}

/// Askings whose two sides, or whose link, do not agree: what no history may leave behind.
pub(crate) fn care_astray(tx: &ReadTx<'_>, branch: &Branch) -> Result<Vec<String>, StoreError> {
    let mut sql = Sql::new(
        "SELECT '居住地协助两边对不上：' || h.name FROM household_care_asked a \
         JOIN household h ON h.tenant = a.tenant AND h.id = a.household_id WHERE a.until_day IS NULL AND ",
    );
    sql.in_branch("a", branch).push(" AND ((a.state = ").bind(&CareState::Given);
    sql.push(") <> EXISTS (SELECT 1 FROM household_care_given g JOIN household_link l ON l.tenant = g.household_tenant ");
    sql.push(
        "AND l.household_id = g.household_id AND l.person_id = g.person_id AND l.helper_org_id = g.org_id ",
    );
    sql.push(
        "AND l.until_day IS NULL WHERE g.tenant = a.care_tenant AND g.id = a.id AND g.until_day IS NULL)) ",
    );
    sql.push("ORDER BY h.org_path, h.number");
    tx.select(&sql, single)
}
