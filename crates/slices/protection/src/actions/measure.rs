//! Measures: beginning one, and how it goes on.

use niangjia_kernel::{Day, Id};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::{done, standing};
use crate::model::{EventKind, Measure, MeasureKind, MeasureRow, MeasureState, MeasureWords, Whom};
use crate::pack::ProtectionRules;
use crate::queries::{self, VisibleCase};
use crate::rules::{first_state, has_a_last_day, visit_days};

const BEGIN: Action = Action::write("protection.begin_measure", "保护措施");
const TURN: Action = Action::write("protection.turn_measure", "措施进展");

/// Begins a measure; a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn begin_measure(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
    (id, kind): (Id<Measure>, MeasureKind),
    words: &MeasureWords,
) -> Result<Ending<()>, StoreError> {
    let (tenant, made) = (case.row().tenant, tx.today());
    let measure =
        MeasureRow { tenant, id, kind, state: first_state(kind), made, until: None, words: words.clone() };
    if !queries::insert_measure(tx, case, &measure)? {
        return Ok(Ending::Nothing(()));
    }
    let state = standing(tx, case)?;
    let event = (BEGIN, EventKind::MeasureBegun, kind.label());
    Ok(done(tx, actor, case.row(), event, state)?.into())
}

/// Notes how a measure goes on: starts and stops its clocks, plans visits. Nothing when it stood elsewhere meanwhile.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn turn_measure(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (measure, case): (&MeasureRow, &VisibleCase),
    (to, on, until): (MeasureState, Day, Option<Day>),
    (urgent, words): (bool, &str),
) -> Result<Ending<()>, StoreError> {
    let until = if has_a_last_day(to) { until } else { measure.until };
    if !queries::turn_measure(tx, case, measure, to, until)? {
        return Ok(Ending::Nothing(()));
    }
    clocks(tx, measure, (to, on), urgent)?;
    if (measure.kind, to) == (MeasureKind::Warning, MeasureState::Served) {
        for due in visit_days(on, &ProtectionRules::in_force().warning_visit_days) {
            queries::add_follow_up(tx, case, Whom::Both, due)?;
        }
    }
    // From when it holds, and again when it holds longer.
    let holds_anew =
        to == MeasureState::Extended || (measure.state, to) == (MeasureState::Granted, MeasureState::Served);
    if measure.kind == MeasureKind::Order && holds_anew {
        for due in visit_days(on, &ProtectionRules::in_force().order_visit_days) {
            queries::add_follow_up(tx, case, Whom::Victim, due)?;
        }
    }
    let mut said = format!("{}：{}（{}）", measure.kind.label(), to.label(), on.long());
    if let Some(until) = until.filter(|_| has_a_last_day(to)) {
        said.push_str(&format!("，有效期到 {}", until.long()));
    }
    if !words.is_empty() {
        said.push_str(&format!("。{words}"));
    }
    let state = standing(tx, case)?;
    let event = (TURN, EventKind::MeasureTurned, said.as_str());
    Ok(done(tx, actor, case.row(), event, state)?.into())
}

/// The clocks of a measure, by where it came to stand.
fn clocks(
    tx: &WriteTx<'_>,
    measure: &MeasureRow,
    (to, on): (MeasureState, Day),
    urgent: bool,
) -> Result<(), StoreError> {
    let subject = (measure.tenant, measure.id.uuid());
    // Hours run from the instant where it happened today, else from the beginning of its day: never later than it was.
    let at = if on == tx.today() { tx.now() } else { on.start() };
    // Within its days the court can be asked to look again, whether it was served meanwhile or not.
    if (measure.kind, to) == (MeasureKind::Order, MeasureState::Served) {
        return Ok(());
    }
    niangjia_deadline::stop_all(tx, subject)?;
    let clock = match (measure.kind, to) {
        (MeasureKind::Order, MeasureState::Accepted) if urgent => "order.decide_urgent",
        (MeasureKind::Order, MeasureState::Accepted) => "order.decide",
        (MeasureKind::Order, MeasureState::Granted | MeasureState::Refused) => "order.review",
        (MeasureKind::Opinion, MeasureState::Served) => "opinion.reply",
        _ => return Ok(()),
    };
    niangjia_deadline::start_sealed(tx, subject, clock, at).map(drop)
}
