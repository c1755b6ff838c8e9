//! From consent to the end.

use niangjia_kernel::{Day, Timestamp};

use crate::model::{Agreement, Case, Consent, Form, Member, Performance, Role, State};

/// The longest of a long text, in characters.
pub(crate) const LONGEST: usize = 2_000;

/// R-MED-04. Taken for mediation when every party agrees and was told her rights; one refusal is enough for not mediating, and the
/// parties are told of other ways; until all have answered, nothing is decided.
///
/// Source: People's Mediation Law art. 17, 22–23. `None`: somebody has not answered yet.
pub(crate) fn outcome_of_consents(consents: &[Option<Consent>]) -> Option<Consent> {
    if consents.contains(&Some(Consent::Refuses)) {
        return Some(Consent::Refuses);
    }
    let all = !consents.is_empty() && consents.iter().all(|one| *one == Some(Consent::Agrees));
    all.then_some(Consent::Agrees)
}

/// What was said about somebody who shall work on a case.
#[derive(Debug, Clone)]
pub(crate) struct SaidMember {
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) declared: bool,
    pub(crate) agreed_to: bool,
}

/// R-MED-05. Nobody mediates before she has declared that she is neither related to a party nor interested in the matter; an invited
/// person is there only with the consent of the parties; nobody is named twice.
///
/// Source: People's Mediation Law art. 15 (1) (partiality), 19 (choice), 20 (invited persons). Reading: no declaration, no mediation.
pub(crate) fn check_member(said: &SaidMember, there: &[Member]) -> Vec<(&'static str, &'static str)> {
    let twice = there.iter().any(|one| one.until.is_none() && one.name == said.name);
    let checks = [
        (said.name.is_empty(), "person", "请选一个人，或者写受邀人的姓名"),
        (twice, "person", "她已经在这一件里了"),
        (
            said.role == Role::Mediator && !said.declared,
            "declared",
            "调解员要先声明和各方没有亲属关系、没有利害关系；有关系的请换一位（没有声明不能调解）",
        ),
        (
            said.role == Role::Invited && !said.agreed_to,
            "agreed_to",
            "邀请别人参加，要先征得各方当事人同意（《人民调解法》第二十条）",
        ),
    ];
    checks.into_iter().filter(|(refused, ..)| *refused).map(|(_, field, words)| (field, words)).collect()
}

/// What was said about a sitting.
#[derive(Debug, Clone)]
pub(crate) struct SaidSession {
    pub(crate) on: Day,
    pub(crate) sitting: bool,
    pub(crate) words: String,
    pub(crate) place: String,
}

/// R-MED-06. A sitting is between acceptance and the end, not in the future, and with a mediator who has declared herself; an inquiry
/// needs none. What is written after the end of the period is written down all the same, with the period said.
///
/// Source: People's Mediation Law art. 27 (records); 司法部 rules art. 36 (30 days).
pub(crate) fn check_session(
    said: &SaidSession,
    case: &Case,
    members: &[Member],
    today: Day,
) -> Vec<(&'static str, String)> {
    let mut refusals = Vec::new();
    if let Some(ended) = case.ended.filter(|ended| said.on > *ended || case.state != State::Accepted) {
        refusals
            .push(("on_day", format!("{} 已经结束，之后不能再记调解；要重新调解请重新申请", ended.long())));
    }
    if said.on > today {
        refusals.push(("on_day", "日期还没到，调解过了再记".to_owned()));
    }
    if let Some(accepted) = case.accepted.filter(|accepted| said.on < *accepted) {
        refusals.push(("on_day", format!("{} 才受理，调解不会更早", accepted.long())));
    }
    if said.sitting && !members.iter().any(|one| one.mediates()) {
        refusals.push(("words", "还没有声明过没有利害关系的调解员，先指定调解员".to_owned()));
    }
    if said.words.is_empty() {
        refusals.push(("words", "请写各方说了什么、怎样调解的".to_owned()));
    }
    if said.words.chars().count() > LONGEST {
        refusals.push(("words", format!("太长了，请留在 {LONGEST} 字以内")));
    }
    if said.place.is_empty() {
        refusals.push(("place", "请写在哪里".to_owned()));
    }
    refusals
}

/// R-MED-07. A mediation that ends without agreement has its cause, and the parties were told of other ways; a party may stop it on
/// any day, and nobody asks her why.
///
/// Source: People's Mediation Law art. 23, 26; 宁波条例 art. 23 (causes).
pub(crate) fn check_ending(on: Day, case: &Case, told: bool, today: Day) -> Vec<(&'static str, String)> {
    let mut refusals = Vec::new();
    if on > today {
        refusals.push(("on_day", "日期还没到".to_owned()));
    }
    if case.accepted.is_some_and(|accepted| on < accepted) {
        refusals.push(("on_day", "不会早于受理的日子".to_owned()));
    }
    if !told {
        refusals.push(("told", "请先告诉各方还可以走哪些路，再点这里".to_owned()));
    }
    refusals
}

/// The one thing to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Ask the questions about danger.
    Screen,
    /// Ask every party.
    AskConsent,
    /// Name mediators.
    Assign,
    /// Write down a sitting, an agreement or the end.
    Mediate,
    /// The period is over.
    ExtendOrEnd,
    /// Signatures and seal.
    Sign,
    /// A clause's day has come.
    Perform,
    /// Ask the parties how it goes.
    Revisit,
    /// Bind the file.
    File,
    /// Hand it to the archive.
    Archive,
    /// Nothing.
    Nothing,
}

/// What a case asks for next.
pub(crate) fn next(
    case: &Case,
    members: &[Member],
    agreement: Option<&Agreement>,
    revisits: usize,
    now: Timestamp,
) -> Next {
    match case.state {
        State::Applied => Next::Screen,
        State::Screened => Next::AskConsent,
        State::Accepted if !members.iter().any(Member::mediates) => Next::Assign,
        State::Accepted if case.until.is_some_and(|until| now >= until) => Next::ExtendOrEnd,
        State::Accepted => Next::Mediate,
        State::Agreed => after_agreement(agreement, revisits, now.day()),
        State::Failed | State::Stopped | State::Declined => Next::File,
        State::Filed => Next::Archive,
        State::Diverted | State::Archived => Next::Nothing,
    }
}

/// R-MED-17. A written agreement is in force when all have signed it; until then a party may still say no, and the mediation ends
/// without agreement. One that is in force is performed, or followed up; it is not ended.
///
/// Source: People's Mediation Law art. 26 (no agreement), 29, 31 (in force by signature; binding from then on).
pub(crate) fn may_end(state: State, agreement: Option<&Agreement>) -> bool {
    state.is_open() || state == State::Agreed && agreement.is_some_and(waits_for_signatures)
}

fn waits_for_signatures(agreement: &Agreement) -> bool {
    agreement.form == Form::Written && agreement.effective.is_none()
}

fn after_agreement(agreement: Option<&Agreement>, revisits: usize, today: Day) -> Next {
    let Some(agreement) = agreement else { return Next::File };
    if waits_for_signatures(agreement) {
        return Next::Sign;
    }
    let waits = |day: Option<Day>, done: Option<Performance>| {
        done.is_none() && day.is_some_and(|day| day <= today) || done == Some(Performance::Breached)
    };
    let performance = |done: Option<(Performance, Day)>| done.map(|(done, _)| done);
    if agreement.clauses.iter().any(|one| waits(one.due, performance(one.performance))) {
        return Next::Perform;
    }
    if revisits == 0 { Next::Revisit } else { Next::File }
}
