//! What the parties agreed: when it takes effect, whether it is performed, what a court confirms.

use niangjia_kernel::{Day, Fen};

use crate::model::{Agreement, Clause, Confirmation, Form, Party, Performance};

/// What was said about one clause.
#[derive(Debug, Clone, Default)]
pub(crate) struct SaidClause {
    pub(crate) words: String,
    pub(crate) way: String,
    pub(crate) place: String,
    pub(crate) due: Option<Day>,
    /// Money that is paid under it.
    pub(crate) amount: Option<Fen>,
    /// In which row of the form it was typed, from 1: rows left empty are no clauses.
    pub(crate) row: usize,
}

/// The most clauses of one agreement.
pub(crate) const MOST_CLAUSES: usize = 50;

/// Why an agreement cannot be written down so; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AgreementRefusal {
    /// In the future, or before the dispute was taken.
    Day,
    /// Nothing was agreed.
    NoClause,
    /// R-MED-08. What is not performed on the spot is agreed in writing; an oral agreement is for what is done at once.
    ///
    /// Source: People's Mediation Law art. 28; 宁波条例 art. 24 (written where a party asks, where it is not performed on the spot,
    /// where the matter is major). Reading: a clause with a later day is not performed on the spot.
    MustBeWritten,
    /// More than one agreement holds.
    TooMany,
    /// A clause without its way of performance, in this row.
    NoWay(usize),
    /// R-MED-16. Nothing is performed before it was agreed.
    ///
    /// Source: People's Mediation Law art. 29 (time limit of performance). Reading: what was done before belongs into the facts.
    DueBefore(usize),
    /// The facts and the dispute are missing.
    NoFacts,
}

impl AgreementRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (String, &'static str) {
        match self {
            Self::Day => ("on_day".to_owned(), "达成协议的日子要在受理以后、今天以前"),
            Self::NoClause => ("clause-1".to_owned(), "请至少写一条约定"),
            Self::TooMany => ("clause-1".to_owned(), "一份协议最多 50 条，请把同类的合成一条"),
            Self::MustBeWritten => {
                ("form".to_owned(), "有以后才履行的内容，要做书面协议，口头协议只用于当场履行完的")
            }
            Self::NoWay(row) => {
                (format!("way-{row}"), "每一条都请写怎样履行，例如：转账、当面交付、每周探望一次")
            }
            Self::DueBefore(row) => {
                (format!("due_day-{row}"), "履行的日子不会早于达成协议的日子；以前已经给了的，写在主要事实里")
            }
            Self::NoFacts => ("facts".to_owned(), "请写纠纷的主要事实和各方的责任"),
        }
    }
}

/// Whether an agreement can be written down as it was said; every reason why not.
pub(crate) fn check_agreement(
    form: Form,
    on: Day,
    facts: &str,
    clauses: &[SaidClause],
    (accepted, today): (Option<Day>, Day),
) -> Vec<AgreementRefusal> {
    let later = clauses.iter().any(|clause| clause.due.is_some_and(|due| due > on));
    let checks = [
        (on > today || accepted.is_some_and(|accepted| on < accepted), AgreementRefusal::Day),
        (clauses.is_empty(), AgreementRefusal::NoClause),
        (clauses.len() > MOST_CLAUSES, AgreementRefusal::TooMany),
        (form == Form::Oral && later, AgreementRefusal::MustBeWritten),
        (facts.is_empty(), AgreementRefusal::NoFacts),
    ];
    let mut refusals: Vec<AgreementRefusal> =
        checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect();
    for clause in clauses {
        if form == Form::Written && clause.way.is_empty() {
            refusals.push(AgreementRefusal::NoWay(clause.row));
        }
        if clause.due.is_some_and(|due| due < on) {
            refusals.push(AgreementRefusal::DueBefore(clause.row));
        }
    }
    refusals
}

/// R-MED-09. A written agreement takes effect on the day of the last of: the signature of every party, that of the mediator, the
/// committee's seal. Without one of them it does not take effect; an oral one takes effect when it is reached.
///
/// Source: People's Mediation Law art. 29–30; Electronic Signature Law art. 3 (documents on personal status are signed by hand).
pub(crate) fn takes_effect(
    parties: &[Party],
    mediator: Option<Day>,
    stamped: Option<Day>,
) -> Result<Day, Vec<String>> {
    let mut missing: Vec<String> = parties
        .iter()
        .filter(|party| party.signed.is_none())
        .map(|party| format!("{}没有签名（盖章或按指印），协议还没有生效", party.details.name))
        .collect();
    if mediator.is_none() {
        missing.push("调解员没有签名，协议还没有生效".to_owned());
    }
    if stamped.is_none() {
        missing.push("没有盖调解委员会的印章，协议还没有生效".to_owned());
    }
    let days = parties.iter().map(|party| party.signed).chain([mediator, stamped]);
    match days.flatten().max() {
        Some(last) if missing.is_empty() => Ok(last),
        _ => Err(missing),
    }
}

/// R-MED-10. Courts do not confirm what is about identity, adoption or a marriage; a clause with such a word is shown so, and whoever
/// writes it down decides.
///
/// Source: Supreme Court, provisions on judicial confirmation (2011) art. 4. Local: `mediation.not_confirmed`.
pub(crate) fn is_not_confirmed(words: &str, keywords: &[String]) -> bool {
    keywords.iter().any(|word| words.contains(word.as_str()))
}

/// How a clause stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClauseStanding {
    /// Done, or without a day.
    Settled,
    /// Its day is so many days away.
    Plan(i64),
    /// Soon.
    Soon(i64),
    /// Past, so many days ago.
    Late(i64),
    /// Not performed: urged, or told of the court.
    Followed,
}

/// R-MED-11. A clause is watched until it is performed: some days before its day it is on the desk, on the day after it is late; who
/// does not perform is urged, then the other is told that she may go to court.
///
/// Source: People's Mediation Law art. 31 (supervise and urge), 32 (court). Local: `mediation.soon_days`.
pub(crate) fn standing(clause: &Clause, soon_days: i64, today: Day) -> ClauseStanding {
    match (clause.performance.map(|(one, _)| one), clause.due) {
        (Some(Performance::Performed), _) | (None, None) => ClauseStanding::Settled,
        (Some(Performance::Urged | Performance::Told), _) => ClauseStanding::Followed,
        (Some(Performance::Breached), due) => {
            ClauseStanding::Late(due.map_or(0, |due| today.days_since(due).max(0)))
        }
        (None, Some(due)) => match due.days_since(today) {
            late @ ..0 => ClauseStanding::Late(-late),
            left if left <= soon_days => ClauseStanding::Soon(left),
            left => ClauseStanding::Plan(left),
        },
    }
}

/// R-MED-12. Both parties apply for confirmation within thirty days of the day on which a written agreement took effect; the court
/// takes it in three days and decides in fifteen; each step follows the one before.
///
/// Source: People's Mediation Law art. 33; Civil Procedure Law art. 205; Supreme Court (2011) art. 4–5. `late`: the clock has ended.
pub(crate) fn check_confirmation(
    agreement: &Agreement,
    said: Confirmation,
    (on, today): (Day, Day),
    last_day: Option<Day>,
) -> Result<(), (&'static str, String)> {
    let Some(effective) = agreement.effective.filter(|_| agreement.form == Form::Written) else {
        return Err(("step", "书面协议生效以后才能申请司法确认".to_owned()));
    };
    let before = agreement.confirmation;
    if on > today || on < before.map_or(effective, |(_, day)| day) {
        return Err(("on_day", "日期要在上一步以后、今天以前".to_owned()));
    }
    match (before.map(|(step, _)| step), said) {
        (None, Confirmation::Applied) => match last_day.filter(|last| on > *last) {
            Some(last) => Err((
                "on_day",
                format!("{} 是最后一天，已经过了；协议仍然有效，不履行的可以起诉", last.long()),
            )),
            None => Ok(()),
        },
        (Some(Confirmation::Applied), Confirmation::Accepted | Confirmation::Refused)
        | (Some(Confirmation::Accepted), Confirmation::Confirmed | Confirmation::Refused) => Ok(()),
        (before, _) => {
            let stands = before.map_or("还没有申请", |one| one.label());
            Err(("step", format!("现在是“{stands}”，不能直接到这一步")))
        }
    }
}
