//! What a case waits for, for its own people and whoever is in charge: on its page in words, elsewhere as one neutral line.

use niangjia_deadline::Standing;
use niangjia_store::{Actor, ReadTx, StoreError};

use crate::model::{MeasureKind, MeasureState, OpeningState, State};
use crate::pack::ProtectionRules;
use crate::queries::{self, VisibleCase};
use crate::rules::{Reach, alarm, is_untouched};

/// Something that is to be done.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    /// `late` or `soon`, as a badge says it.
    pub(crate) kind: &'static str,
    pub(crate) words: String,
    pub(crate) href: String,
    /// Whether it concerns whoever is in charge also where she is none of its people.
    pub(crate) above: bool,
}

/// What a case waits for, the most pressing first.
pub(crate) fn waiting(
    tx: &ReadTx<'_>,
    actor: &Actor,
    case: &VisibleCase,
) -> Result<Vec<Waiting>, StoreError> {
    if matches!(case.reach(), Reach::Opened(_)) {
        return Ok(Vec::new());
    }
    let (row, rules) = (case.row(), ProtectionRules::in_force());
    let mut all = Vec::new();
    let mut add = |kind, words: String, href: String, above| all.push(Waiting { kind, words, href, above });
    clocks(tx, case, &mut add)?;
    for opening in queries::openings(tx, case)? {
        if opening.state == OpeningState::Asked && queries::is_in_charge(tx, actor)? {
            add("soon", "有人申请打开，请决定".to_owned(), "#openings".to_owned(), true);
        }
    }
    if queries::is_unseen(tx, case)? {
        add("soon", "有人从外面打开过或者申请打开，请看".to_owned(), "#openings".to_owned(), false);
    }
    if is_untouched(row.state, row.touched, rules.untouched_hours, tx.now()) {
        add("late", format!("接手后 {} 小时没有人办", rules.untouched_hours), "#report".to_owned(), true);
    }
    if row.state != State::Closed {
        if row.contact.is_none() {
            add("soon", "先问她：怎样联系才安全".to_owned(), format!("{}/contact", row.href()), false);
        }
        if row.state == State::Open {
            add("soon", "做危险评估".to_owned(), format!("{}/assessment", row.href()), false);
        }
    }
    for planned in queries::follow_ups(tx, case)? {
        if planned.done.is_none() && planned.due <= tx.today() {
            let late = planned.due < tx.today();
            let words = format!("该回访了：{}（{}）", planned.whom.label(), planned.due.long());
            add(if late { "late" } else { "soon" }, words, "#notes".to_owned(), false);
        }
    }
    for measure in queries::measures(tx, case)? {
        let holds = matches!(measure.state, MeasureState::Granted | MeasureState::Served);
        if let (MeasureKind::Order, true, Some(until)) = (measure.kind, holds, measure.until) {
            if until < tx.today() {
                let words = format!("保护令 {} 已到期：记下结束，或者重新申请", until.long());
                add("late", words, measure.href(), false);
            } else if let Some(left) = alarm(until, &rules.order_alarm_days, tx.today()) {
                let words = format!("保护令还有 {left} 天到期，问她要不要申请延长");
                add("soon", words, measure.href(), false);
            }
        }
    }
    Ok(all)
}

fn clocks(
    tx: &ReadTx<'_>,
    case: &VisibleCase,
    add: &mut impl FnMut(&'static str, String, String, bool),
) -> Result<(), StoreError> {
    let row = case.row();
    let measures = queries::measures(tx, case)?;
    let mut subjects = vec![row.id.uuid()];
    subjects.extend(measures.iter().map(|measure| measure.id.uuid()));
    let found = niangjia_deadline::of_subjects(tx, row.tenant, &subjects)?;
    for subject in subjects {
        let running = found.get(&subject).into_iter().flatten().filter(|clock| clock.ended.is_none());
        for clock in running {
            let measure = measures.iter().find(|measure| measure.id.uuid() == subject);
            let href = measure.map_or_else(|| "#report".to_owned(), crate::model::MeasureRow::href);
            match clock.standing(tx.now()) {
                Standing::Late { until, .. } => {
                    let words = format!("{}：{} 已经过了", clock.rule.label, until.long());
                    add("late", words, href, true);
                }
                Standing::Running { until, .. } => {
                    let words = format!("{}：{} 以前", clock.rule.label, until.long());
                    add("soon", words, href, false);
                }
                Standing::Suspended => {}
            }
        }
    }
    Ok(())
}

/// How many cases wait for `actor`: of her own whatever they wait for, of the others of her county what concerns whoever is in charge.
pub(crate) fn count_waiting(tx: &ReadTx<'_>, actor: &Actor) -> Result<usize, StoreError> {
    let mut count = 0;
    for case in queries::visible_cases(tx, actor)? {
        let own = case.reach() == Reach::Own;
        if waiting(tx, actor, &case)?.iter().any(|one| own || one.above) {
            count += 1;
        }
    }
    Ok(count)
}
