//! Visits: recording them, and the ledger.

use niangjia_kernel::{Day, FactKind, Household, Id, Key, Person, Timestamp, Visit};
use niangjia_store::{Actor, Branch, ReadTx, Row, Sql, StoreError, WriteTx, facts, params};

use crate::model::{Helper, HouseholdRow, Manner, Outcome, VisitRow};
use crate::queries::visible::push_visible;
use crate::rules::{Sight, sight};

pub(super) const WORDS: &str = "household_visit.words";
pub(super) const VISIT: &str = "v.tenant, v.id, v.household_id, h.name, h.number, v.person_id, p.name, v.on_day, v.at_ms, v.manner, \
                     v.matter, v.outcome, v.follow_up_day, v.taken_back_ms, v.words, v.helper_tenant, \
                     v.helper_org_id, v.helper_org_path, ho.name";
pub(super) const FROM: &str = " FROM household_visit v JOIN household h ON h.tenant = v.tenant AND h.id = v.household_id \
                    JOIN people_person p ON p.tenant = v.tenant AND p.id = v.person_id \
                    LEFT JOIN org ho ON ho.id = v.helper_org_id WHERE ";

/// A visit about to be written.
pub(crate) struct NewVisit<'a> {
    pub(crate) id: Id<Visit>,
    pub(crate) on: Day,
    pub(crate) manner: Manner,
    pub(crate) matter: &'a str,
    pub(crate) outcome: Outcome,
    pub(crate) follow_up: Option<Day>,
    pub(crate) words: &'a str,
    pub(crate) helper: Option<&'a Helper>,
}

/// Writes a visit; says whether it was new (the same form may come twice).
pub(crate) fn insert_visit(
    tx: &WriteTx<'_>,
    person: Id<Person>,
    household: &HouseholdRow,
    visit: &NewVisit<'_>,
) -> Result<bool, StoreError> {
    let words = tx.seal(WORDS, visit.words)?;
    let written = tx.execute(
        "INSERT INTO household_visit (tenant, id, household_id, person_id, org_id, org_path, on_day, at_ms, manner, \
         matter, outcome, follow_up_day, words, helper_tenant, helper_org_id, helper_org_path) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            household.tenant, visit.id, household.id, person, household.org_id, household.org_path, visit.on,
            tx.now(), visit.manner, visit.matter.to_owned(), visit.outcome, visit.follow_up, words,
            visit.helper.map(|helper| helper.tenant), visit.helper.map(|helper| helper.org),
            visit.helper.map(|helper| helper.org_path.clone()),
        ],
    )?;
    Ok(written == 1)
}

pub(crate) fn mark_taken_back(tx: &WriteTx<'_>, visit: &VisitRow, reason: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE household_visit SET taken_back_ms = $1, taken_back_reason = $2 WHERE tenant = $3 AND id = $4 \
               AND taken_back_ms IS NULL";
    Ok(tx.execute(sql, params![tx.now(), reason.to_owned(), visit.tenant, visit.id])? == 1)
}

pub(super) fn visit_row(row: &mut Row<'_>) -> Result<VisitRow, StoreError> {
    Ok(VisitRow {
        tenant: row.take()?,
        id: row.take()?,
        household: row.take()?,
        household_name: row.take()?,
        household_number: row.take()?,
        person: row.take()?,
        person_name: row.take()?,
        on: row.take()?,
        at: row.take()?,
        manner: row.take()?,
        matter: row.take()?,
        outcome: row.take()?,
        follow_up: row.take()?,
        taken_back: row.take::<Option<Timestamp>>()?,
        sealed_words: row.take()?,
        helper: Helper::read(row)?,
    })
}

/// A visit to a household that `actor` may see.
pub(crate) fn visible_visit(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Visit>,
) -> Result<Option<VisitRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(VISIT)
        .push(FROM)
        .push("v.tenant = ")
        .bind(&key.tenant)
        .push(" AND v.id = ")
        .bind(&key.id)
        .push(" AND ");
    push_visible(&mut sql, actor, tx.today());
    Ok(tx.select(&sql, visit_row)?.into_iter().next())
}

/// What was said at a visit.
pub(crate) fn words(tx: &ReadTx<'_>, visit: &VisitRow) -> Result<String, StoreError> {
    tx.unseal(WORDS, &visit.sealed_words)
}

/// The visits of one household, the newest first.
pub(crate) fn visits_of(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    by: Option<Id<niangjia_kernel::Person>>,
    limit: i64,
) -> Result<Vec<VisitRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(VISIT).push(FROM).push("v.tenant = ").bind(&household.tenant);
    sql.push(" AND v.household_id = ").bind(&household.id);
    if let Some(person) = &by {
        sql.push(" AND v.person_id = ").bind(person);
    }
    sql.push(" ORDER BY v.on_day DESC, v.at_ms DESC LIMIT ").bind(&limit);
    tx.select(&sql, visit_row)
}

/// Whether somebody recorded another visit to this household after `at`.
pub(crate) fn recorded_since(
    tx: &ReadTx<'_>,
    household: &HouseholdRow,
    at: Timestamp,
    but: Id<Visit>,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM household_visit WHERE tenant = $1 AND household_id = $2 AND at_ms > $3 AND id <> $4 \
               AND taken_back_ms IS NULL";
    Ok(tx.value::<i64>(sql, params![household.tenant, household.id, at, but])? > 0)
}

/// Which visits of a branch are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerFilter {
    /// Only on these days, both included.
    pub days: Option<(Day, Day)>,
    /// Only to this household.
    pub household: Option<Id<Household>>,
    /// Only by this member.
    pub member: Option<Id<niangjia_kernel::Person>>,
    /// Only with this outcome.
    pub outcome: Option<Outcome>,
    /// Only those by which a need was settled on the spot, as it was counted on the day.
    pub settled_need: bool,
    /// Only those listed after this one: the next page.
    pub after: Option<(Day, Id<Visit>)>,
}

fn push_ledger(sql: &mut Sql, actor: &Actor, branch: &Branch, leaf: bool, filter: &LedgerFilter, today: Day) {
    sql.push(FROM).push("v.taken_back_ms IS NULL AND v.tenant = ").bind(&actor.tenant).push(" AND ");
    if leaf {
        // A community has nothing below it: the index then gives the rows in their order.
        sql.push("v.org_path = ").bind(branch.path());
    } else {
        sql.in_branch("v", branch);
    }
    sql.push(" AND ");
    push_visible(sql, actor, today);
    if sight(actor) == Sight::Linked {
        sql.push(" AND v.person_id = ").bind(&actor.person);
    }
    if let Some((from, to)) = filter.days {
        sql.push(" AND v.on_day >= ").bind(&from).push(" AND v.on_day <= ").bind(&to);
    }
    if let Some(household) = &filter.household {
        sql.push(" AND v.household_id = ").bind(household);
    }
    if let Some(member) = &filter.member {
        sql.push(" AND v.person_id = ").bind(member);
    }
    if let Some(outcome) = &filter.outcome {
        sql.push(" AND v.outcome = ").bind(outcome);
    }
    if filter.settled_need {
        sql.push(
            " AND EXISTS (SELECT 1 FROM fact f WHERE f.tenant = v.tenant AND f.subject = v.id AND f.kind = ",
        );
        sql.bind(&FactKind::MatterSettled).push(")");
    }
}

/// The ledger of a branch, the newest first; `leaf` when the branch is one community.
pub(crate) fn ledger(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    leaf: bool,
    filter: &LedgerFilter,
    limit: i64,
) -> Result<Vec<VisitRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(VISIT);
    push_ledger(&mut sql, actor, branch, leaf, filter, tx.today());
    if let Some((on, id)) = &filter.after {
        // As a pair, so that the index leads to the next page and not through all before it.
        sql.push(" AND (v.on_day, v.id) < (").bind(on).push(", ").bind(id).push(")");
    }
    sql.push(" ORDER BY v.on_day DESC, v.id DESC LIMIT ").bind(&limit);
    tx.select(&sql, visit_row)
}

/// How many visits [`ledger`] would list in all. Whoever leads the branch and asks for whole months reads the sums.
pub(crate) fn count_ledger(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    leaf: bool,
    filter: &LedgerFilter,
) -> Result<i64, StoreError> {
    let chosen = filter.household.is_some() || filter.member.is_some();
    let narrowed = chosen || filter.outcome.is_some() || filter.settled_need;
    if !narrowed
        && matches!(sight(actor), Sight::Community | Sight::Lists)
        && actor.acting.org_path.covers(branch.path())
    {
        let months = filter.days.map(|(from, to)| (from.month(), to.month()));
        let whole = filter
            .days
            .is_none_or(|(from, to)| from == from.month().first_day() && to == to.month().last_day());
        if whole {
            return facts::tallied(tx, branch, FactKind::Visit, months);
        }
    }
    let mut sql = Sql::new("SELECT COUNT(*)");
    push_ledger(&mut sql, actor, branch, leaf, filter, tx.today());
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// What a visit reported, for whoever takes requests: the household, its contact person, the matter, the words.
pub(crate) fn reported(tx: &ReadTx<'_>, key: Key<Visit>) -> Result<Option<Reported>, StoreError> {
    let sql = "SELECT h.id, h.org_id, h.contact_name, v.matter, v.words, p.name FROM household_visit v \
               JOIN household h ON h.tenant = v.tenant AND h.id = v.household_id \
               JOIN people_person p ON p.tenant = v.tenant AND p.id = v.person_id WHERE v.tenant = $1 AND v.id = $2";
    tx.row(sql, params![key.tenant, key.id], |row| {
        Ok(Reported {
            household: row.take()?,
            org: row.take()?,
            contact: row.take()?,
            matter: row.take()?,
            words: tx.unseal(WORDS, &row.take::<Vec<u8>>()?)?,
            visitor: row.take()?,
        })
    })
}

/// What a visit reported.
#[derive(Debug, Clone)]
pub struct Reported {
    /// Whose matter it is.
    pub household: niangjia_kernel::Id<niangjia_kernel::Household>,
    /// Its home community.
    pub org: niangjia_kernel::Id<niangjia_kernel::Organisation>,
    /// Who speaks for it.
    pub contact: String,
    /// About what: a code of the pack.
    pub matter: String,
    /// What was said.
    pub words: String,
    /// The name of whoever was there.
    pub visitor: String,
}
