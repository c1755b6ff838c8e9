//! Decisions about sealed cases: values in, a decision out.

mod file;
mod look;
mod measure;
#[cfg(test)]
mod number_tests;
mod numbers;
mod opening;
mod succession;
#[cfg(test)]
mod tests;

use niangjia_kernel::{Day, Id, Month, Person, Timestamp};
use niangjia_store::Actor;

use crate::model::{Channel, SafeContact, State};
use crate::pack::{Level, Organ, ProtectionRules};

pub(crate) use file::{FileAccess, file_access};
pub(crate) use look::is_a_new_look;
pub(crate) use measure::{
    Turned, alarm, check_measure, check_turn, first_state, has_a_last_day, holds, next_states, visit_days,
};
pub(crate) use numbers::{Cell, closed_quarters, told};
pub(crate) use opening::{check_opening, decides_first, may_ask};
pub(crate) use succession::{Succeeding, proposed, succeeding};

/// The longest of what is typed into a field, in characters.
pub(crate) const LONGEST: usize = 2_000;

/// In which way somebody reaches a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// She is one of its people.
    Own,
    /// She is in charge of the sealed cases of its county.
    InCharge,
    /// She opened it from outside, until this instant; she reads and changes nothing.
    Opened(Timestamp),
}

/// R-PRO-01. A sealed case is seen by its own people, by whoever is in charge of sealed cases in its county, and by somebody outside
/// for the hours for which she opened it; by nobody else, whatever her post: for all others it does not exist.
///
/// Source: architecture.md (class `sealed`); Anti-Domestic Violence Law art. 5, 13; Law on the Protection of Women's Rights art. 72.
/// Reading: a program with a token, an envelope of a phone and the three administrators never; ours.
pub(crate) fn reach(own: bool, in_charge: bool, opened: Option<Timestamp>, now: Timestamp) -> Option<Reach> {
    match (own, in_charge, opened) {
        (true, _, _) => Some(Reach::Own),
        (false, true, _) => Some(Reach::InCharge),
        (false, false, Some(until)) if now < until => Some(Reach::Opened(until)),
        (false, false, _) => None,
    }
}

/// Whether somebody can have to do with sealed cases at all as she acts now. See R-PRO-01.
pub(crate) fn may_come_near(actor: &Actor) -> bool {
    !actor.acting.kind.administers() && actor.via.is_none()
}

/// R-PRO-02. Whoever she came to takes it down and stays responsible until another of its people takes it and says so; there is no
/// refusing, and nobody is put in her place without wanting it.
///
/// Source: Anti-Domestic Violence Law art. 13; 山东省反家庭暴力条例 art. 26 (the first receiver is responsible).
pub(crate) fn may_take(responsible: Id<Person>, actor: &Actor, reach: Reach) -> bool {
    responsible != actor.person && !matches!(reach, Reach::Opened(_))
}

/// The clocks that begin when a case is opened.
///
/// R-PRO-03. A child that is or may be harmed is reported at once, to police, civil affairs or education; violence at once to police;
/// each has a clock that stops when a report to an office which takes it is written down with its channel.
///
/// Source: Law on the Protection of Minors art. 11; Anti-Domestic Violence Law art. 14; domain.md §9. Local: `deadline.clock` report.minor,
/// report.violence; `protection.organ`
pub(crate) fn reports_due(violence: bool, child: bool) -> Vec<&'static str> {
    let both = [(child, "report.minor"), (violence, "report.violence")];
    both.into_iter().filter(|(due, _)| *due).map(|(_, clock)| clock).collect()
}

/// What was typed of a report.
#[derive(Debug, Clone)]
pub(crate) struct SaidReport<'a> {
    /// The office that was told, or nobody.
    pub(crate) organ: Option<&'a Organ>,
    /// She does not want police.
    pub(crate) declined: bool,
    pub(crate) channel: Option<Channel>,
    pub(crate) at: Option<Timestamp>,
    pub(crate) words: &'a str,
}

/// Why a report is not taken as it was said: the field, and the sentence at it.
///
/// R-PRO-04. A report says to whom, by what way and when, not later than now and not before the case; not reporting is only for a
/// capable adult who does not want it, in her words, and never where a child is concerned.
///
/// Source: Anti-Domestic Violence Law art. 5 (her true will), 14 (must: without or with limited capacity); Minors art. 11.
pub(crate) fn check_report(
    said: &SaidReport<'_>,
    child: bool,
    (opened, now): (Timestamp, Timestamp),
) -> Vec<(&'static str, &'static str)> {
    // What was reported before she wrote the case down was reported on the same day.
    let earliest = opened.day().start();
    let checks = if said.declined {
        [
            (child, "organ", "涉及孩子的必须报告，不能写“她不要报案”"),
            (said.words.is_empty(), "words", "请用她自己的话写为什么现在不要报案，她随时可以改主意"),
            (false, "", ""),
            (false, "", ""),
        ]
    } else {
        [
            (said.organ.is_none(), "organ", "请点报告给了谁"),
            (said.channel.is_none(), "channel", "请点怎样报告的"),
            (said.at.is_none(), "at", "请写报告的时间，例如 09:05"),
            (said.at.is_some_and(|at| at > now || at < earliest), "at", "时间要在接手这天以后、现在以前"),
        ]
    };
    checks.into_iter().filter(|(refused, ..)| *refused).map(|(_, field, text)| (field, text)).collect()
}

/// The level that the answers point to.
///
/// R-PRO-05. The questions give a neutral level as advice; a person decides, and where she decides otherwise she says why. It stands on
/// no list.
///
/// Source: domain.md §8.6 (neutral levels, never shown on lists); Personal Information Protection Law art. 24 (a human decision). Local:
/// `protection.question`, `protection.level`
pub(crate) fn advised<'p>(rules: &'p ProtectionRules, yes: &[String]) -> Option<&'p Level> {
    let said = rules.question.iter().filter(|question| yes.contains(&question.code));
    let sum: i64 = said.map(|question| question.weight).sum();
    rules.level.iter().rfind(|level| level.from <= sum)
}

/// Whether calling or meeting her so is safe now; else the sentence that warns.
///
/// R-PRO-06. She is reached only as she said: not by telephone when she said so, not outside her hours; who does it nevertheless has
/// read the warning and says that it must be. As long as nothing is written down nobody calls her.
///
/// Source: Anti-Domestic Violence Law art. 5; domain.md §9 (safe contact).
pub(crate) fn unsafe_contact(
    contact: Option<&SafeContact>,
    channel: Channel,
    at: Timestamp,
) -> Option<String> {
    let Some(contact) = contact else {
        return Some("还没有写安全联系方式：请先问她，再联系".to_owned());
    };
    if channel == Channel::InPerson {
        return None;
    }
    if !contact.may_call {
        return Some("她说了不能打电话".to_owned());
    }
    let hour: i64 = at.clock_time().get(..2).and_then(|hour| hour.parse().ok()).unwrap_or(0);
    let within = (contact.from_hour..contact.until_hour).contains(&hour);
    (!within)
        .then(|| format!("现在不在她说的安全时间里（{}点到{}点）", contact.from_hour, contact.until_hour))
}

/// Why what was typed of safe contact does not fit: the field, and the sentence at it.
pub(crate) fn check_contact(contact: &SafeContact) -> Vec<(&'static str, &'static str)> {
    let hours = (0..=23).contains(&contact.from_hour)
        && (1..=24).contains(&contact.until_hour)
        && contact.from_hour < contact.until_hour;
    let checks = [
        (contact.may_call && contact.number.is_empty(), "number", "能打电话的，请写打哪个号码"),
        (contact.may_call && !hours, "until_hour", "请写几点到几点，例如 9 到 11"),
        (
            !contact.may_call && contact.remarks.is_empty(),
            "remarks",
            "不能打电话的，请写怎样才找得到她，例如她每周三来赶集",
        ),
    ];
    checks.into_iter().filter(|(refused, ..)| *refused).map(|(_, field, text)| (field, text)).collect()
}

/// What stands open on a case, for where it stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Course {
    pub(crate) assessed: bool,
    /// A measure that is neither refused nor over.
    pub(crate) measures: bool,
    pub(crate) closed: bool,
    /// Measures there were, all of them over.
    pub(crate) measures_over: bool,
}

/// Where a case stands.
///
/// R-PRO-14. A case is taken, assessed, protected while a measure runs, visited when none does any more, closed by a person with reason
/// and time of keeping, and opened again with its whole history.
///
/// Source: issue 5 (closing, reopening keeps history).
pub(crate) const fn state_of(course: Course) -> State {
    match course {
        Course { closed: true, .. } => State::Closed,
        Course { measures: true, .. } => State::Protected,
        Course { measures_over: true, .. } => State::Followed,
        Course { assessed: true, .. } => State::Assessed,
        _ => State::Open,
    }
}

/// Whether a case may be closed; else the sentence.
pub(crate) fn check_closing(
    running: usize,
    measures: bool,
    reason: &str,
) -> Vec<(&'static str, &'static str)> {
    let checks = [
        (running > 0, "closing_reason", "还有没做完的报告，先报告再结案"),
        (measures, "closing_reason", "还有保护措施没有结束，先在那一页记下结果"),
        (reason.is_empty(), "closing_reason", "请写为什么可以结案：她现在怎样，谁说的"),
    ];
    checks.into_iter().filter(|(refused, ..)| *refused).map(|(_, field, text)| (field, text)).collect()
}

/// Whether whoever is in charge may take somebody out of a case.
///
/// R-PRO-11. Whoever is in charge adds people to a case, each with a reason, and takes them out again; never who is responsible.
///
/// Source: architecture.md (need to know); Anti-Domestic Violence Law art. 13. Reading: its own people ask whoever is in charge.
pub(crate) fn may_remove(responsible: Id<Person>, person: Id<Person>) -> bool {
    responsible != person
}

/// Whether whoever is in charge is asked about a case.
///
/// R-PRO-16. A case on which nothing was written for so many hours after it was taken, or which waits longer for what is due, is put
/// before whoever is in charge, in words that tell nothing.
///
/// Source: promise 2. Local: `protection.untouched_hours`
pub(crate) fn is_untouched(state: State, touched: Timestamp, hours: i64, now: Timestamp) -> bool {
    state == State::Open && now >= touched.plus_seconds(hours * 3_600)
}

/// Whether somebody's sealed work of a month is told to her and to whoever is in charge.
///
/// R-PRO-13. What somebody did on sealed cases is one number a month, told after the month has ended, to her and to whoever is in charge of
/// sealed cases in her county; not to her chair.
///
/// Source: architecture.md (fine print of facts). Reading: the chair of a community with five families would know whose it is from a
/// single piece of work; who approves is therefore who knows already; ours.
pub(crate) fn credit_is_told(month: Month, today: Day) -> bool {
    month < today.month()
}

/// Whether one more may be designated.
///
/// R-PRO-15. The county's chair designates one or two persons of her county's federation who are in charge of sealed cases, with a reason; they keep it until she
/// ends it.
///
/// Source: 未成年人网络保护条例 art. 36 (the person in charge); 妇女权益保障法 art. 6. Local: `protection.in_charge_most`
pub(crate) fn check_charge(
    serving: usize,
    already: bool,
    most: i64,
    reason: &str,
) -> Vec<(&'static str, &'static str)> {
    let checks = [
        (already, "person", "她已经是负责人"),
        (i64::try_from(serving).unwrap_or(i64::MAX) >= most, "person", "负责人够了，先结束一位再指定"),
        (reason.is_empty(), "reason", "请写为什么指定她，例如 县妇联权益干部"),
    ];
    checks.into_iter().filter(|(refused, ..)| *refused).map(|(_, field, text)| (field, text)).collect()
}
