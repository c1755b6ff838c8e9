//! Needs: in force, asking whether they still hold, fallen away.

use niangjia_kernel::{Day, Id, Tenant};
use niangjia_store::{Actor, Branch, ReadTx, Row, Sql, StoreError, WriteTx, params};

use crate::model::{
    AskingNeed, FallenNeed, HouseholdRow, Need, NeedEnd, NeedKind, NeedOrigin, NeedRow, Unconfirmed,
};
use crate::pack::HouseholdRules;
use crate::queries::visible::{HOUSEHOLD, household_row, push_told, push_visible};
use crate::rules::Asked;

const NEED: &str =
    "n.id, n.kind, n.review_day, n.from_day, n.source, n.source_reference, n.source_day, n.asked_day";

fn need_row(row: &mut Row<'_>) -> Result<NeedRow, StoreError> {
    Ok(NeedRow {
        id: row.take()?,
        kind: row.take()?,
        review: row.take()?,
        since: row.take()?,
        origin: NeedOrigin { source: row.take()?, reference: row.take()?, on: row.take()? },
        asked: row.take()?,
    })
}

pub(crate) fn insert_need(
    tx: &WriteTx<'_>,
    id: Id<Need>,
    household: &HouseholdRow,
    kind: NeedKind,
    (since, review): (Day, Day),
    origin: &NeedOrigin,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO household_need (tenant, id, household_id, org_path, kind, review_day, from_day, source, \
         source_reference, source_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            household.tenant,
            id,
            household.id,
            household.org_path,
            kind,
            review,
            since,
            origin.source.clone(),
            origin.reference.clone(),
            origin.on,
        ],
    )?;
    Ok(())
}

/// That a need still holds; it is asked again on the day of its next review.
pub(crate) fn confirm_need(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    id: Id<Need>,
    review: Day,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_need SET review_day = $1, asked_day = NULL WHERE tenant = $2 AND id = $3 \
               AND until_day IS NULL";
    tx.execute(sql, params![review, tenant, id])?;
    Ok(())
}

/// Ends a need today.
pub(crate) fn end_need(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    id: Id<Need>,
    by: NeedEnd,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_need SET until_day = $1, ended_by = $2 WHERE tenant = $3 AND id = $4 \
               AND until_day IS NULL";
    tx.execute(sql, params![tx.today(), by, tenant, id])?;
    Ok(())
}

/// Ends a need of earlier years on the day that the office's file says.
pub(crate) fn end_past_need(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    id: Id<Need>,
    until: Day,
) -> Result<(), StoreError> {
    let sql = "UPDATE household_need SET until_day = $1, ended_by = $2 WHERE tenant = $3 AND id = $4";
    tx.execute(sql, params![until, NeedEnd::Ended, tenant, id])?;
    Ok(())
}

pub(crate) fn needs(tx: &ReadTx<'_>, household: &HouseholdRow, on: Day) -> Result<Vec<NeedRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(NEED).push(" FROM household_need n WHERE n.tenant = ").bind(&household.tenant);
    sql.push(" AND n.household_id = ").bind(&household.id).push(" AND ").in_force("n", &on);
    sql.push(" ORDER BY n.from_day, n.id");
    tx.select(&sql, need_row)
}

/// What fell away at a household because nobody confirmed it, and is not in force again.
pub(crate) fn fallen_needs(tx: &ReadTx<'_>, household: &HouseholdRow) -> Result<Vec<FallenNeed>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(NEED).push(", n.until_day FROM household_need n WHERE n.tenant = ").bind(&household.tenant);
    sql.push(" AND n.household_id = ").bind(&household.id);
    push_fallen(&mut sql);
    sql.push(" ORDER BY n.until_day DESC, n.id");
    tx.select(&sql, |row| Ok(FallenNeed { need: need_row(row)?, until: row.take()? }))
}

/// Appends that need `n` is of one of these kinds.
fn push_kinds(sql: &mut Sql, kinds: &[NeedKind]) {
    sql.push("(1 = 0");
    for kind in kinds {
        sql.push(" OR n.kind = ").bind(kind);
    }
    sql.push(")");
}

/// Appends that need `n` fell away and that no later time of the same kind is known.
fn push_fallen(sql: &mut Sql) {
    sql.push(" AND n.ended_by = ").bind(&NeedEnd::FellAway);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM household_need a WHERE a.tenant = n.tenant ");
    sql.push("AND a.household_id = n.household_id AND a.kind = n.kind AND a.id <> n.id ");
    sql.push("AND (a.until_day IS NULL OR a.until_day > n.until_day))");
}

/// Appends `FROM … WHERE …`: the needs of a branch that `actor` knows of and that stand on one of the lists today.
fn push_asking(sql: &mut Sql, actor: &Actor, branch: &Branch, today: Day, asked: Asked) {
    sql.push(" FROM household_need n JOIN household h ON h.tenant = n.tenant AND h.id = n.household_id ");
    sql.push("JOIN org o ON o.id = h.org_id WHERE ");
    push_visible(sql, actor, today);
    push_told(sql, actor, today);
    sql.push(" AND ").in_branch("n", branch).push(" AND ").in_force("h", &today);
    let rules = HouseholdRules::in_force();
    match asked {
        Asked::ToConfirm => {
            sql.push(" AND n.until_day IS NULL AND n.review_day <= ").bind(&today);
        }
        Asked::Overdue => {
            // R-HH-21 in SQL; a test holds it against the rule.
            sql.push(" AND n.until_day IS NULL AND n.review_day <= ").bind(&today);
            sql.push(" AND n.asked_day <= ").bind(&today.plus(-rules.confirm_days)).push(" AND ");
            push_kinds(sql, &rules.kinds_that(Unconfirmed::Stays));
        }
        Asked::FellAway => {
            push_fallen(sql);
            sql.push(" AND n.until_day > ").bind(&today.plus(-rules.review_days));
        }
    }
}

/// How many needs stand on one of the lists.
pub(crate) fn count_asking(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    asked: Asked,
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*)");
    push_asking(&mut sql, actor, branch, tx.today(), asked);
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// The needs of a branch on one of the lists, those longest due first.
pub(crate) fn asking(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    asked: Asked,
    (skip, limit): (i64, i64),
) -> Result<Vec<AskingNeed>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(HOUSEHOLD).push(", o.name, ").push(NEED).push(", n.until_day");
    push_asking(&mut sql, actor, branch, tx.today(), asked);
    let order = if asked == Asked::FellAway { "n.until_day DESC" } else { "n.review_day" };
    sql.push(" ORDER BY ").push(order).push(", h.org_path, h.number, n.id LIMIT ").bind(&limit);
    sql.push(" OFFSET ").bind(&skip);
    tx.select(&sql, |row| {
        let household = household_row(row)?;
        Ok(AskingNeed { household, org_name: row.take()?, need: need_row(row)?, until: row.take()? })
    })
}

/// When the first of the needs on the list to be confirmed falls away; `None` where none will.
pub(crate) fn first_to_fall(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
) -> Result<Option<Day>, StoreError> {
    let rules = HouseholdRules::in_force();
    let mut sql = Sql::new("SELECT MIN(COALESCE(n.asked_day, ");
    sql.bind(&tx.today()).push("))");
    push_asking(&mut sql, actor, branch, tx.today(), Asked::ToConfirm);
    sql.push(" AND ");
    push_kinds(&mut sql, &rules.kinds_that(Unconfirmed::FallsAway));
    let (text, values) = sql.parts();
    let asked: Option<Day> = tx.value(text, values)?;
    Ok(asked.map(|day| day.plus(rules.confirm_days)))
}

/// A need that the program looks at by itself.
pub(crate) struct Waiting {
    pub(crate) household: HouseholdRow,
    pub(crate) need: NeedRow,
}

/// Needs of all tenants whose review day has come and that nobody has been asked about yet, or that have been asked for
/// `confirm_days`; at most `limit`.
pub(crate) fn waiting_needs(
    tx: &ReadTx<'_>,
    kinds: &[NeedKind],
    asked_until: Day,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    // A declared report: one job looks after the needs of every tenant.
    let mut sql = Sql::new("SELECT ");
    sql.push(HOUSEHOLD).push(", ").push(NEED).push(" FROM household_need n ");
    sql.push("JOIN household h ON h.tenant = n.tenant AND h.id = n.household_id WHERE n.until_day IS NULL ");
    sql.push("AND n.review_day <= ").bind(&tx.today());
    sql.push(" AND (n.asked_day IS NULL OR (n.asked_day <= ").bind(&asked_until).push(" AND ");
    push_kinds(&mut sql, kinds);
    sql.push(")) ORDER BY n.tenant, n.id LIMIT ").bind(&limit);
    tx.select(&sql, |row| Ok(Waiting { household: household_row(row)?, need: need_row(row)? }))
}

/// That it is asked from today on whether a need still holds.
pub(crate) fn ask_about_need(tx: &WriteTx<'_>, tenant: Tenant, id: Id<Need>) -> Result<(), StoreError> {
    let sql = "UPDATE household_need SET asked_day = $1 WHERE tenant = $2 AND id = $3 AND asked_day IS NULL";
    tx.execute(sql, params![tx.today(), tenant, id])?;
    Ok(())
}
