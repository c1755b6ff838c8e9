//! 记一笔: recording a visit. The one thing a member types; everything else follows from its fact.

use niangjia_kernel::{Day, Fact, FactKind, FactPart, FactRole, Fen, Id, Person, Visit};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx, facts};

use crate::model::{HouseholdRow, Manner, Outcome};
use crate::pack::HouseholdRules;
use crate::queries::{self, NewVisit, VisibleHousehold};

/// A visit of a file (R-IMP-03).
const BRING: Action = Action::write("household.bring_visit", "导入走访");
const RECORD: Action = Action::write("household.record_visit", "记录走访");

/// A visit as it was said and checked (`rules::check_visit`).
#[derive(Debug, Clone)]
pub struct SaidVisit {
    /// Made with the form, so that the same form sent twice is one visit.
    pub id: Id<Visit>,
    /// When.
    pub on: Day,
    /// How.
    pub manner: Manner,
    /// About what: a code of the pack.
    pub matter: String,
    /// What became of it.
    pub outcome: Outcome,
    /// When it is looked at again.
    pub follow_up: Option<Day>,
    /// What was done, in a line.
    pub words: String,
}

/// Records a visit: its row, its fact (and one more when a need was settled on the spot), sums, points, audit.
/// A form that comes a second time changes nothing and ends the same way.
///
/// # Errors
/// When it cannot be written; then nothing of it is.
pub fn record_visit(
    tx: &WriteTx<'_>,
    actor: &Actor,
    household: &VisibleHousehold,
    said: &SaidVisit,
) -> Result<Ending<Id<Visit>>, StoreError> {
    record_visit_of(tx, actor, (actor.person, &actor.name), household, said)
}

/// The same for a visit that somebody else made and `actor` writes down: the visit and its points are `doer`'s.
///
/// # Errors
/// As [`record_visit`].
pub(crate) fn record_visit_of(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (doer, doer_name): (Id<Person>, &str),
    household: &VisibleHousehold,
    said: &SaidVisit,
) -> Result<Ending<Id<Visit>>, StoreError> {
    record(tx, actor, RECORD, (doer, doer_name), &household.row, said)
}

/// The same for a visit of the office's own file, of whatever year: its fact has its own day, at the household's home. A
/// month that was reported keeps its form; the figure beside it says that one arrived late (decision 0008).
///
/// # Errors
/// As [`record_visit`].
pub(crate) fn bring_visit(
    tx: &WriteTx<'_>,
    actor: &Actor,
    doer: (Id<Person>, &str),
    household: &HouseholdRow,
    said: &SaidVisit,
) -> Result<Ending<Id<Visit>>, StoreError> {
    record(tx, actor, BRING, doer, household, said)
}

fn record(
    tx: &WriteTx<'_>,
    actor: &Actor,
    action: Action,
    (doer, doer_name): (Id<Person>, &str),
    row: &HouseholdRow,
    said: &SaidVisit,
) -> Result<Ending<Id<Visit>>, StoreError> {
    let helper = queries::helper_of(tx, row, doer)?;
    let visit = NewVisit {
        id: said.id,
        on: said.on,
        manner: said.manner,
        matter: &said.matter,
        outcome: said.outcome,
        follow_up: said.follow_up.filter(|_| said.outcome == Outcome::FollowUp),
        words: &said.words,
        helper: helper.as_ref(),
    };
    if !queries::insert_visit(tx, doer, row, &visit)? {
        return Ok(Ending::Nothing(said.id));
    }
    let fact = |kind, households| Fact {
        tenant: row.tenant,
        id: tx.new_id(),
        kind,
        org_id: row.org_id,
        org_path: row.org_path.clone(),
        area_code: row.residence_area.clone(),
        on_day: said.on,
        at: tx.now(),
        subject: said.id.uuid(),
        attendances: 1,
        households,
        minutes: 0,
        fen: Fen(0),
        recorded_by: actor.person,
        reverses: None,
    };
    // The fact is at home, once; her part in it, and her points, are where she serves.
    let tenant = helper.as_ref().map_or(row.tenant, |helper| helper.tenant);
    let part = [FactPart { tenant, person: doer, role: FactRole::Doer }];
    facts::append(tx, &fact(FactKind::Visit, 1), &part)?;
    let is_need = HouseholdRules::in_force().matter(&said.matter).is_some_and(|matter| matter.need);
    if is_need && said.outcome == Outcome::Settled {
        facts::append(tx, &fact(FactKind::MatterSettled, 0), &part)?;
    }
    // Whoever takes requests hears of it by the fact, in this transaction; a ledger of earlier years is not asked again.
    if said.outcome == Outcome::Reported && action != BRING {
        facts::append(tx, &fact(FactKind::MatterReported, 0), &part)?;
    }
    let entry = Entry::by(actor, action).about(row.tenant, row.id, &row.org_path).named(&row.name).personal();
    let mut entry = entry.change("走访", "", format!("{} {}", said.on.long(), said.outcome.label()));
    if doer != actor.person {
        entry = entry.change("走访人", "", doer_name);
    }
    if let Some(helper) = &helper {
        entry = entry.change("居住地协助", "", helper.place());
    }
    Ok(tx.record(&entry, said.id)?.into())
}
