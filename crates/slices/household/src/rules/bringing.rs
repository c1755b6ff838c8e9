//! What rows of earlier times may bring in: links, needs and visits with days of their own.

use niangjia_kernel::{Day, Id, Person};

use crate::model::{Mode, NeedKind, Side};

/// From a day until another, which is not one of them any more.
pub(crate) type Span = (Day, Option<Day>);

fn overlap((from, until): Span, (other_from, other_until): Span) -> bool {
    until.is_none_or(|until| other_from < until) && other_until.is_none_or(|until| from < until)
}

/// Whether `spans` together leave no day of `wanted` open.
fn covered(wanted: Span, spans: &[Span]) -> bool {
    let mut spans = spans.to_vec();
    spans.sort_unstable_by_key(|(from, _)| *from);
    let mut reached = wanted.0;
    for (from, until) in spans {
        if from > reached {
            return false;
        }
        match until {
            None => return true,
            Some(until) => reached = reached.max(until),
        }
        if wanted.1.is_some_and(|end| reached >= end) {
            return true;
        }
    }
    false
}

/// `2021年7月1日 到 2026年6月30日`; the last day is one of them.
pub(crate) fn in_words((from, until): Span) -> String {
    match until {
        Some(until) => format!("{} 到 {}", from.long(), until.plus(-1).long()),
        None => format!("{} 起", from.long()),
    }
}

/// What a row says of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BroughtLink {
    pub(crate) person: Id<Person>,
    pub(crate) side: Side,
    pub(crate) mode: Mode,
    pub(crate) span: Span,
}

/// A link that there is or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownLink {
    pub(crate) person: Id<Person>,
    pub(crate) side: Side,
    pub(crate) mode: Mode,
    pub(crate) span: Span,
    /// She only takes care of it until somebody is named.
    pub(crate) caretaker: bool,
}

/// What becomes of a row that brings something of earlier times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Brings {
    /// It is new.
    New,
    /// It is there already, as it is.
    Same,
    /// It cannot be; each a column and a sentence.
    Not(Vec<(&'static str, String)>),
}

fn brings(reasons: Vec<(&'static str, String)>) -> Brings {
    if reasons.is_empty() { Brings::New } else { Brings::Not(reasons) }
}

fn days(span: Span, today: Day) -> Vec<(&'static str, String)> {
    let (from, until) = span;
    let mut reasons = Vec::new();
    if from > today {
        reasons.push(("from", "日期还没到，从哪天起就填哪天".to_owned()));
    }
    if let Some(until) = until {
        if until <= from {
            reasons.push(("until", "“到”不能早于“从”，请核对两个日期".to_owned()));
        }
        // The day in the cell is the last one of the time.
        if until > today {
            reasons.push(("until", "日期还没到；还没有结束的，这一格留空".to_owned()));
        }
    }
    reasons
}

/// R-IMP-02. A link of a file has its own days: on each of them she served on the committee and the household was in the
/// register, and on none was she linked to it on that side already.
///
/// Source: R-HH-10; issue 4 (X5: overlapping dates of links). Reading: a link that is open in the register is ended on its
/// page and not by a file. `served`: when she was a member of the committee. Ours.
pub(crate) fn check_brought_link(
    said: BroughtLink,
    name: &str,
    known: &[KnownLink],
    served: &[Span],
    (registered, today): (Day, Day),
) -> Brings {
    let own = known.iter().filter(|one| one.person == said.person && one.side == said.side && !one.caretaker);
    if let Some(same) = own.clone().find(|one| one.span == said.span) {
        let (mode, side) = (same.mode.label(), said.side.label());
        return match same.mode == said.mode {
            true => Brings::Same,
            false => Brings::Not(vec![(
                "mode",
                format!("系统里{name}这段时间在{side}是“{mode}”，和表里不同；导入不改已有内容"),
            )]),
        };
    }
    let mut reasons = days(said.span, today);
    if said.span.0 < registered {
        reasons.push(("from", format!("这一户 {} 起在册，联系不能更早", registered.long())));
    }
    for one in own.filter(|one| overlap(one.span, said.span)) {
        let sentence = match (one.span, said.span) {
            ((from, None), (said_from, Some(_))) if from == said_from => {
                format!("系统里{name}还在联系这一户，结束联系请在页面上办")
            }
            ((from, Some(_)), (said_from, None)) if from == said_from => {
                format!("系统里这段联系是 {}，导入不让它重新开始", in_words(one.span))
            }
            (span, _) => {
                format!("{name}{} 已在{}联系这一户，日期重叠", in_words(span), said.side.label())
            }
        };
        reasons.push(("from", sentence));
    }
    if reasons.is_empty() && !covered(said.span, served) {
        reasons.push(("linked", not_serving(name, served)));
    }
    brings(reasons)
}

/// The sentence about somebody who was not of the committee at that time.
pub(crate) fn not_serving(name: &str, served: &[Span]) -> String {
    let served: Vec<String> = served.iter().map(|span| in_words(*span)).collect();
    format!("{name}那时不是本社区的执委（任执委：{}），请核对日期，或先在名册里补上", served.join("，"))
}

/// R-IMP-03. A visit of a file happened on a day that has come, made by somebody who served on the committee that day and
/// was linked to the household, or led its community.
///
/// Source: R-HH-02, R-HH-03; decision 0008 (what arrives late for a closed month is shown beside the report). Reading: the
/// link may be of either side, and may have ended since. `led`: when she led the community; `linked`: when she was linked.
/// Ours.
pub(crate) fn check_brought_visit(
    on: Day,
    name: &str,
    (served, led, linked): (&[Span], &[Span], &[Span]),
    (registered, today): (Day, Day),
) -> Vec<(&'static str, String)> {
    let that_day = (on, Some(on.plus(1)));
    if on > today {
        return vec![("on", "日期还没到，走访过了再记".to_owned())];
    }
    if on < registered {
        let sentence = format!("这一户 {} 起在册，更早的走访请先改在册时间", registered.long());
        return vec![("on", sentence)];
    }
    if !covered(that_day, served) {
        return vec![("visitor", not_serving(name, served))];
    }
    if covered(that_day, led) || linked.iter().any(|span| covered(that_day, &[*span])) {
        return Vec::new();
    }
    let sentence = match linked.iter().map(|(from, _)| *from).min() {
        Some(since) if on < since => {
            format!("{name}从 {} 起联系这一户，这次走访更早；请先导入那时的联系人", since.long())
        }
        Some(_) => format!("{name}那天没有联系这一户，请核对日期或走访人"),
        None => format!("{name}没有联系过这一户；请先导入联系人，再导入走访"),
    };
    vec![("visitor", sentence)]
}

/// R-IMP-04. A need of a file has its own days: in force once at a time; what holds in the register is ended on its page.
///
/// Source: R-HH-11, R-HH-16. Reading: a need that ended in the register on another day than the file says is told, and
/// stays. `known`: when this kind held. Ours.
pub(crate) fn check_brought_need(kind: NeedKind, span: Span, known: &[Span], today: Day) -> Brings {
    if known.contains(&span) {
        return Brings::Same;
    }
    let label = kind.label();
    let mut reasons = days(span, today);
    for one in known.iter().filter(|one| overlap(**one, span)) {
        let sentence = match (one, span) {
            ((from, None), (said, Some(_))) if *from == said => {
                format!("系统里这一户的“{label}”还在册，消除请在页面上办")
            }
            (one, _) => format!("系统里这一户的“{label}”是 {}，日期重叠，导入不改已有内容", in_words(*one)),
        };
        reasons.push(("from", sentence));
    }
    brings(reasons)
}

/// What is known of somebody of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KnownResident<'a> {
    pub(crate) name: &'a str,
    /// Whether she has the identity number of the row; nothing where one has none.
    pub(crate) same_citizen: Option<bool>,
}

/// Whom of a household a row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhoOfThem {
    /// Nobody who is known.
    New,
    /// This one.
    Known(usize),
    /// This one bears the name, and another identity number.
    OtherNumber(usize),
    /// This one has the identity number, and another name.
    OtherName(usize),
}

/// R-IMP-05. Somebody of a household is known by her identity number, else by her name; the number is kept sealed, compared,
/// and never shown.
///
/// Source: 个人信息保护法 6 (minimum); issue 4 (X5: duplicates by hashed ID). Reading: within a family two of one name are
/// one person, unless the numbers say otherwise. Ours.
pub(crate) fn who_of_them(name: &str, known: &[KnownResident<'_>]) -> WhoOfThem {
    let by_number = known.iter().position(|one| one.same_citizen == Some(true));
    let by_name = known.iter().position(|one| one.name == name);
    match (by_number, by_name) {
        (Some(index), _) if known.get(index).is_some_and(|one| one.name == name) => WhoOfThem::Known(index),
        (Some(index), _) => WhoOfThem::OtherName(index),
        (None, Some(index)) if known.get(index).and_then(|one| one.same_citizen) == Some(false) => {
            WhoOfThem::OtherNumber(index)
        }
        (None, Some(index)) => WhoOfThem::Known(index),
        (None, None) => WhoOfThem::New,
    }
}

#[cfg(test)]
mod tests;
