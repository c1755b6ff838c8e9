//! What a case waits for, for its own people and whoever is in charge: on its page in words, elsewhere as one neutral line.

use niangjia_deadline::{Standing, Unit};
use niangjia_store::{Actor, ReadTx, StoreError};

use crate::model::{ConsentState, MeasureKind, MeasureRow, MeasureState, OpeningState, State};
use crate::pack::ProtectionRules;
use crate::queries::{self, VisibleCase};
use crate::rules::{Reach, alarm, holds, is_untouched};

/// The clock of asking the court to look again.
const REVIEW: &str = "order.review";

/// Something that is to be done.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    /// `late` or `soon`, as a badge says it.
    pub(crate) kind: &'static str,
    pub(crate) words: String,
    pub(crate) href: String,
    /// Whether it concerns whoever is in charge also where she is none of its people.
    pub(crate) above: bool,
    /// The same thing has the same key as long as it waits in the same way.
    pub(crate) key: String,
    /// Whether those whom it concerns hear of it where they are not looking: what is next anyway does not tell.
    pub(crate) tells: bool,
}

impl Waiting {
    fn soon(key: impl Into<String>, words: impl Into<String>, href: impl Into<String>) -> Self {
        let (key, words, href) = (key.into(), words.into(), href.into());
        Self { kind: "soon", words, href, above: false, key, tells: true }
    }

    /// Its words where somebody may look over her shoulder: only those that tell nothing of the case.
    pub(crate) fn on_lists(self) -> String {
        let neutral = ["succession", "opening", "file", "unseen", "untouched"];
        if neutral.iter().any(|what| self.key.starts_with(what)) { self.words } else { String::new() }
    }

    fn late(self) -> Self {
        let key = format!("{}|late", self.key);
        Self { kind: "late", key, ..self }
    }

    fn above(self) -> Self {
        Self { above: true, ..self }
    }

    fn quietly(self) -> Self {
        Self { tells: false, ..self }
    }
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
    waiting_of(tx, case, queries::is_in_charge(tx, actor)?)
}

/// The same for one of its people, or for whoever is in charge.
pub(crate) fn waiting_of(
    tx: &ReadTx<'_>,
    case: &VisibleCase,
    in_charge: bool,
) -> Result<Vec<Waiting>, StoreError> {
    let (row, rules) = (case.row(), ProtectionRules::in_force());
    let mut all = succession(tx, case, in_charge)?;
    all.extend(clocks(tx, case)?);
    all.extend(asked(tx, case, in_charge)?);
    if is_untouched(row.state, row.touched, rules.untouched_hours, tx.now()) {
        let words = format!("接手后 {} 小时没有人办", rules.untouched_hours);
        all.push(Waiting::soon("untouched", words, "#report").late().above());
    }
    if row.state != State::Closed {
        if row.contact.is_none() {
            let words = "先问她：怎样联系才安全";
            all.push(Waiting::soon("contact", words, format!("{}/contact", row.href())).quietly());
        }
        if row.state == State::Open {
            let words = "做危险评估";
            all.push(Waiting::soon("assess", words, format!("{}/assessment", row.href())).quietly());
        }
    }
    for planned in queries::follow_ups(tx, case)? {
        if planned.done.is_none() && planned.due <= tx.today() {
            let words = format!("该回访了：{}（{}）", planned.whom.label(), planned.due.long());
            let one = Waiting::soon(format!("visit|{}", planned.id), words, "#notes");
            let days = tx.today().days_since(planned.due);
            let one = if days > 0 { one.late() } else { one };
            all.push(if days >= rules.visit_overdue_days { one.above() } else { one });
        }
    }
    for measure in queries::measures(tx, case)? {
        all.extend(renewal(tx, &measure));
    }
    all.sort_by_key(|one| one.kind != "late");
    Ok(all)
}

/// Who takes it, for whoever is in charge (R-PRO-18).
fn succession(tx: &ReadTx<'_>, case: &VisibleCase, in_charge: bool) -> Result<Vec<Waiting>, StoreError> {
    let row = case.row();
    let Some(waits) = queries::waiting_succession(tx, (row.tenant, row.id))?.filter(|_| in_charge) else {
        return Ok(Vec::new());
    };
    let clock = niangjia_deadline::running(tx, (row.tenant, waits.id.uuid()), crate::actions::SUCCESSION)?;
    let until = clock.map(|clock| clock.standing(tx.now()));
    let key = format!("succession|{}", waits.id);
    let one = |words: String| Waiting::soon(key.clone(), words, "#successor").above();
    Ok(match until {
        Some(Standing::Late { .. }) => {
            vec![one("负责的人不在任了，过了时间还没有定谁接手".to_owned()).late()]
        }
        Some(Standing::Running { until, .. }) => {
            vec![one(format!("负责的人不在任了，请定谁接手：{} 以前", until.long()))]
        }
        _ => vec![one("负责的人不在任了，请定谁接手".to_owned())],
    })
}

/// What somebody asked for, and what was opened from outside.
fn asked(tx: &ReadTx<'_>, case: &VisibleCase, in_charge: bool) -> Result<Vec<Waiting>, StoreError> {
    let mut all = Vec::new();
    for opening in queries::openings(tx, case)? {
        if opening.state == OpeningState::Asked && in_charge {
            let key = format!("opening|{}", opening.id);
            all.push(Waiting::soon(key, "有人申请打开，请决定", "#openings").above());
        }
    }
    for consent in queries::consents(tx, case)? {
        if consent.state == ConsentState::Asked && in_charge {
            let key = format!("file|{}", consent.id);
            all.push(Waiting::soon(key, "有人申请打开一份材料，请决定", "#files").above());
        }
    }
    if let Some(latest) = queries::unseen(tx, case)? {
        let words = "有人从外面打开过或者申请打开，请看";
        all.push(Waiting::soon(format!("unseen|{}", latest.millis()), words, "#openings"));
    }
    Ok(all)
}

/// That an order ends soon or has ended.
fn renewal(tx: &ReadTx<'_>, measure: &MeasureRow) -> Option<Waiting> {
    let until = measure.until.filter(|_| holds(measure.state) && measure.kind == MeasureKind::Order)?;
    let key = format!("order|{}|{until}", measure.id);
    if until < tx.today() {
        let words = format!("保护令 {} 已到期：记下结束，或者重新申请", until.long());
        return Some(Waiting::soon(key, words, measure.href()).late());
    }
    let days = &ProtectionRules::in_force().order_alarm_days;
    let left = alarm(until, days, tx.today())?;
    let stage = days.iter().filter(|day| left <= **day).min().copied().unwrap_or_default();
    let words = match measure.state {
        MeasureState::Renewing => format!("保护令还有 {left} 天到期，法院还没有裁定延长，请催问"),
        _ => format!("保护令还有 {left} 天到期，问她要不要申请延长"),
    };
    Some(Waiting::soon(format!("{key}|{stage}"), words, measure.href()))
}

fn clocks(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Vec<Waiting>, StoreError> {
    let row = case.row();
    let measures = queries::measures(tx, case)?;
    let mut subjects = vec![row.id.uuid()];
    subjects.extend(measures.iter().map(|measure| measure.id.uuid()));
    let found = niangjia_deadline::of_subjects(tx, row.tenant, &subjects)?;
    let mut all = Vec::new();
    for subject in subjects {
        for clock in found.get(&subject).into_iter().flatten().filter(|clock| clock.ended.is_none()) {
            let measure = measures.iter().find(|measure| measure.id.uuid() == subject);
            let href = measure.map_or_else(|| "#report".to_owned(), MeasureRow::href);
            let key = format!("clock|{}", clock.id);
            match clock.standing(tx.now()) {
                // That nobody asked the court to look again is nobody's lateness.
                Standing::Late { .. } if clock.rule.code == REVIEW => {}
                Standing::Late { until, .. } => {
                    let (label, what) = (&clock.rule.label, when_late(&clock.rule.code));
                    let words = format!("{label}：{} 已经过了。{what}", until.long());
                    all.push(Waiting::soon(key, words, href).late().above());
                }
                Standing::Running { until, soon, .. } => {
                    let words = format!("{}：{} 以前", clock.rule.label, until.long());
                    let one = Waiting::soon(key, words, href);
                    // That a clock of hours runs she knows who set it going; one of days is told when it is soon over.
                    let tells = soon && clock.rule.limit.unit != Unit::Hour;
                    all.push(if tells { one } else { one.quietly() });
                }
                Standing::Suspended => {}
            }
        }
    }
    Ok(all)
}

/// What is done about a clock that nobody kept.
fn when_late(rule: &str) -> &'static str {
    match rule {
        "order.decide" | "order.decide_urgent" => "请催问法院，再记一句",
        "opinion.reply" => "可以请同级人民政府督促，记“已请政府督促”",
        _ => "请马上办，办好记下",
    }
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
