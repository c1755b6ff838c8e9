//! Measures: warning letters, protection orders, opinions; what may follow on what.

use niangjia_kernel::{Day, Timestamp};

use crate::model::{MeasureKind, MeasureState, MeasureWords};

/// An order holds for at most so many months (Anti-Domestic Violence Law art. 30).
const MONTHS_MOST: i64 = 6;

/// The state in which a measure begins.
pub(crate) const fn first_state(kind: MeasureKind) -> MeasureState {
    match kind {
        MeasureKind::Order | MeasureKind::Opinion => MeasureState::Drafted,
        MeasureKind::Warning | MeasureKind::EducationOrder | MeasureKind::Admonition => MeasureState::Granted,
    }
}

/// What may follow.
///
/// R-PRO-07. A protection order is applied for by her, or for her by the federation where she cannot; the court decides within 72 hours of taking
/// it, 24 where it is urgent; it can be looked at again within 5 days; who must assist is served with it; it holds at most six months and
/// asks for renewal before it ends, and holds until the court has decided or its day comes; a breach goes to police and ends nothing. She is
/// visited on days of a plan after it was served.
///
/// Source: Anti-Domestic Violence Law art. 23, 28–32, 34. Reading: the days to ask again run on when it is served meanwhile; that nobody asked
/// is no lateness. Local: `protection.order_alarm_days`, `protection.order_visit_days`, `protection.request`
///
/// R-PRO-09. An opinion (督促处理意见) asks an organ to act within its clock; it is answered, or the government is asked to supervise.
///
/// Source: Law on the Protection of Women's Rights art. 73. Local: `deadline.clock` opinion.reply
pub(crate) const fn next_states(kind: MeasureKind, state: MeasureState) -> &'static [MeasureState] {
    use MeasureState::{
        Accepted, Applied, Breached, Drafted, Ended, Escalated, Extended, Granted, Refused, Renewing,
        Replied, Reviewing, Served,
    };
    match (kind, state) {
        (MeasureKind::Order, Drafted) => &[Applied, Ended],
        (MeasureKind::Order, Applied) => &[Accepted, Ended],
        (MeasureKind::Order, Accepted) => &[Granted, Refused],
        (MeasureKind::Order, Granted) => &[Served, Reviewing, Breached],
        (MeasureKind::Order, Refused) => &[Reviewing, Ended],
        (MeasureKind::Order, Reviewing) => &[Granted, Refused, Ended],
        (MeasureKind::Order, Served) => &[Renewing, Reviewing, Breached, Ended],
        (MeasureKind::Order, Renewing) => &[Extended, Breached, Ended],
        (MeasureKind::Order, Extended) => &[Renewing, Breached, Ended],
        (MeasureKind::Order, Breached) => &[Renewing, Ended],
        (MeasureKind::Opinion, Drafted) => &[Served, Ended],
        (MeasureKind::Opinion, Served) => &[Replied, Escalated],
        (MeasureKind::Opinion, Escalated) => &[Replied, Ended],
        (MeasureKind::Opinion, Replied) => &[Ended],
        (MeasureKind::Warning | MeasureKind::EducationOrder | MeasureKind::Admonition, Granted) => {
            &[Served, Ended]
        }
        (MeasureKind::Warning | MeasureKind::EducationOrder | MeasureKind::Admonition, Served) => {
            &[Breached, Ended]
        }
        (MeasureKind::Warning | MeasureKind::EducationOrder | MeasureKind::Admonition, Breached) => &[Ended],
        _ => &[],
    }
}

/// Why a measure is not taken as it was said: the field, and the sentence at it.
pub(crate) type MeasureRefusal = (&'static str, &'static str);

/// Whether what was written of a measure is enough; every reason why not.
pub(crate) fn check_measure(kind: MeasureKind, words: &MeasureWords) -> Vec<MeasureRefusal> {
    let order = kind == MeasureKind::Order;
    let opinion = kind == MeasureKind::Opinion;
    let checks = [
        (order && words.applicant.is_empty(), "applicant", "请写申请人"),
        (!opinion && words.respondent.is_empty(), "respondent", "请写对方的姓名"),
        (order && words.requests.is_empty(), "requests", "请至少点一项请求"),
        (words.facts.is_empty(), "facts", "请写事实和理由：什么时候、在哪里、发生了什么"),
        (order && words.evidence.is_empty(), "evidence", "请至少点一样证据；她的陈述也是证据"),
        (
            order && words.on_behalf && words.behalf_reason.is_empty(),
            "behalf_reason",
            "请写她为什么不能自己申请（《反家庭暴力法》第二十三条）",
        ),
        (words.organ.is_empty(), "organ", "请写哪个单位：派出所、法院或者要督促的机关"),
        (opinion && words.demands.is_empty(), "demands", "请写要它做什么"),
    ];
    checks.into_iter().filter(|(refused, ..)| *refused).map(|(_, field, text)| (field, text)).collect()
}

/// How a measure goes on, as it was said.
#[derive(Debug, Clone)]
pub(crate) struct Turned<'a> {
    pub(crate) to: Option<MeasureState>,
    pub(crate) on: Option<Day>,
    /// For an order that was granted: its last day.
    pub(crate) until: Option<Day>,
    pub(crate) words: &'a str,
}

/// Whether a measure goes on as it was said; every reason why not.
pub(crate) fn check_turn(
    kind: MeasureKind,
    (from, made): (MeasureState, Day),
    said: &Turned<'_>,
    now: Timestamp,
) -> Vec<MeasureRefusal> {
    let order_begins = kind == MeasureKind::Order && said.to.is_some_and(has_a_last_day);
    let follows = said.to.is_some_and(|to| next_states(kind, from).contains(&to));
    let day = said.on.filter(|on| *on <= now.day() && *on >= made);
    let longest = said.on.map(|on| same_day_later(on, MONTHS_MOST));
    let fits = match (said.on, said.until, longest) {
        (Some(on), Some(until), Some(longest)) => until > on && until <= longest,
        _ => false,
    };
    let police = said.to == Some(MeasureState::Breached) && said.words.is_empty();
    let refused = said.to == Some(MeasureState::Refused) && said.words.is_empty();
    let checks = [
        (!follows, "to", "请点下一步；不能跳过"),
        (day.is_none(), "on", "请写哪一天，不晚于今天，也不早于这件措施开始"),
        (order_begins && !fits, "until", "请写有效期到哪天，最长六个月（《反家庭暴力法》第三十条）"),
        (police, "turn_words", "请写怎么违反的、几点报的警（拘留、罚款由法院和公安定）"),
        (refused, "turn_words", "请写驳回的理由；5 日内可以申请复议"),
    ];
    checks.into_iter().filter(|(refused, ..)| *refused).map(|(_, field, text)| (field, text)).collect()
}

/// Whether an order gets its last day by this step.
pub(crate) const fn has_a_last_day(to: MeasureState) -> bool {
    matches!(to, MeasureState::Granted | MeasureState::Extended)
}

/// Whether an order in this state holds; being looked at again does not stop it (art. 31). See R-PRO-07.
pub(crate) const fn holds(state: MeasureState) -> bool {
    use MeasureState::{Breached, Extended, Granted, Renewing, Reviewing, Served};
    matches!(state, Granted | Served | Reviewing | Renewing | Extended | Breached)
}

/// The day of the same number so many months later; where that month has none, its last.
fn same_day_later(day: Day, months: i64) -> Day {
    let month = day.month().plus(months);
    let (_, _, number) = day.parts();
    month.first_day().plus(i64::from(number) - 1).min(month.last_day())
}

/// The alarm that an order which holds until a day rings now: how many days it still holds.
///
/// See R-PRO-07: 30, 15 and 7 days before, and on each day after the last of them.
pub(crate) fn alarm(until: Day, days: &[i64], today: Day) -> Option<i64> {
    let left = until.days_since(today);
    (left >= 0 && days.iter().any(|day| left <= *day)).then_some(left)
}

/// The days on which both are visited after a warning letter.
///
/// R-PRO-08. After a warning letter was served, the community and police visit both, apart from each other, on days of a plan.
///
/// Source: Anti-Domestic Violence Law art. 17. Local: `protection.warning_visit_days`
pub(crate) fn visit_days(served: Day, days: &[i64]) -> Vec<Day> {
    days.iter().map(|day| served.plus(*day)).collect()
}
