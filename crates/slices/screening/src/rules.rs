//! Decisions about rounds: who sees and holds them, what counts as reached, when one is over. Troubles: `troubles`.

mod troubles;

use niangjia_kernel::{AreaLevel, Day};
use niangjia_store::{Actor, PostKind};

pub(crate) use troubles::{
    DangerFound, HelpSaid, QuestionsSaid, TroubleReach, TroubleSaid, check_closing, check_help,
    check_questions, check_trouble, danger, is_shut, may_open,
};

use crate::model::{LineOutcome, LineRow, RoundRow, Standing};
use crate::pack::ScreeningRules;

/// The longest of what is typed, in characters.
pub(crate) const LONGEST: usize = 500;

/// What somebody's post lets her see of rounds and troubles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// The rounds of her community with her own families; troubles that she found or helped with.
    Hers,
    /// All of her community.
    Community,
    /// The lists of her branch, without names.
    Lists,
    /// None.
    Nothing,
}

/// R-SCR-01. A member sees the rounds of her community with the families that are hers to see, and troubles that she found or
/// helped with; the community's chair and vice chairs all; street and county lists without names, and a trouble for a
/// purpose that is recorded; above, numbers only.
///
/// Source: architecture.md (class `personal`); Personal Information Protection Law art. 6.
pub(crate) fn sight(actor: &Actor) -> Sight {
    match (actor.acting.kind, actor.acting.level) {
        (PostKind::Member, _) => Sight::Hers,
        (PostKind::Chair | PostKind::ViceChair, AreaLevel::Community) => Sight::Community,
        (PostKind::Chair | PostKind::ViceChair, AreaLevel::Street | AreaLevel::County) => Sight::Lists,
        _ => Sight::Nothing,
    }
}

/// What was typed to begin a round, read.
#[derive(Debug, Clone)]
pub(crate) struct RoundSaid {
    pub(crate) kind: String,
    pub(crate) instruction: String,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
    /// Numbers that no household of the register has.
    pub(crate) unknown: Vec<String>,
    /// How many families are on its list.
    pub(crate) families: usize,
}

/// R-SCR-02. A round has a kind, a first and a last day, and a list that is chosen from the register; nobody is on it by
/// guess, and nothing is called reached before it began.
///
/// Source: S1, S3 (排查); issue 5 point 4. Local: `screening.round`, `screening.longest_days`.
pub(crate) fn check_round(
    said: &RoundSaid,
    today: Day,
    rules: &ScreeningRules,
) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    if !rules.round.iter().any(|one| one.code == said.kind) {
        wrong.push(("kind", "请点排查什么".to_owned()));
    }
    if said.instruction.chars().count() > LONGEST {
        wrong.push(("instruction", format!("太长了，请留在 {LONGEST} 字以内")));
    }
    match (said.from, said.until) {
        (Some(from), _) if from > today => {
            wrong.push(("from_day", "开始的日子还没到，到那天再发起".to_owned()));
        }
        (Some(from), Some(until)) if until < from => {
            wrong.push(("until_day", "结束的日子不能早于开始".to_owned()));
        }
        (Some(from), Some(until)) if until.days_since(from) > rules.longest_days => {
            wrong.push(("until_day", format!("一轮最长 {} 天，长的请分几轮", rules.longest_days)));
        }
        (None, _) => wrong.push(("from_day", "请选开始的日子".to_owned())),
        (_, None) => wrong.push(("until_day", "请选结束的日子".to_owned())),
        _ => {}
    }
    if !said.unknown.is_empty() {
        wrong.push(("numbers", format!("台账里没有这些编号：{}", said.unknown.join("、"))));
    } else if said.families == 0 {
        wrong.push(("need", "这样选，一户也没有。请点需求、网格，或者写家庭编号".to_owned()));
    }
    wrong
}

/// R-SCR-03. A family counts as reached on the day on which somebody said so, or was visited within the round: an ordinary
/// visit is never asked a second time. What was said after a day does not count on that day.
///
/// Source: promise 1 (一次录入，处处成账); issue 5 point 4 (as of any day).
pub(crate) fn standing(line: &LineRow, as_of: Day) -> Standing {
    let said = line.outcome.zip(line.on).filter(|(_, on)| *on <= as_of);
    let visited = line.visited.filter(|on| *on <= as_of);
    match (said, visited) {
        (Some((LineOutcome::Trouble, on)), _) => Standing::Found(on),
        (Some((LineOutcome::Reached, on)), visited) => {
            Standing::Reached(visited.map_or(on, |first| first.min(on)))
        }
        (_, Some(on)) => Standing::Reached(on),
        (Some((LineOutcome::NotReached, on)), None) => Standing::Explained(on),
        (None, None) => Standing::Waiting,
    }
}

/// How far a round is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// How many families were to be reached.
    pub(crate) families: i64,
    /// How many were.
    pub(crate) reached: i64,
    /// With how many of them a trouble was found.
    pub(crate) found: i64,
    /// Of how many it is explained why not.
    pub(crate) explained: i64,
}

impl Progress {
    /// Counts one family.
    pub(crate) const fn with(self, standing: Standing) -> Self {
        let families = self.families + 1;
        match standing {
            Standing::Waiting => Self { families, ..self },
            Standing::Reached(_) => Self { families, reached: self.reached + 1, ..self },
            Standing::Found(_) => Self { families, reached: self.reached + 1, found: self.found + 1, ..self },
            Standing::Explained(_) => Self { families, explained: self.explained + 1, ..self },
        }
    }

    /// How many are neither reached nor explained.
    pub(crate) const fn waiting(self) -> i64 {
        self.families - self.reached - self.explained
    }
}

/// R-SCR-04. A round is over when every family is reached or it is explained why not; somebody says so, once.
///
/// Source: issue 5 point 4; promise 2 (不漏一户).
pub(crate) fn check_finishing(round: &RoundRow, progress: Progress) -> Result<(), String> {
    if round.finished.is_some() {
        return Err("这一轮已经办完了".to_owned());
    }
    match progress.waiting() {
        0 => Ok(()),
        waiting => Err(format!("还有 {waiting} 户没有见到，也没有写原因，写清了才能办完")),
    }
}

/// R-SCR-05. What is said of a family lies within the round: not before it, not in the future, not when it is over; not
/// reached has a reason of the pack.
///
/// Source: issue 5 point 4. Local: `screening.reason`.
pub(crate) fn check_line(
    round: &RoundRow,
    (outcome, reason, on): (Option<LineOutcome>, &str, Day),
    today: Day,
    rules: &ScreeningRules,
) -> Result<LineOutcome, (&'static str, String)> {
    let Some(outcome) = outcome else { return Err(("outcome", "请点结果".to_owned())) };
    if round.finished.is_some() {
        return Err(("outcome", "这一轮已经办完，改不了了".to_owned()));
    }
    if on > today || on < round.from {
        return Err(("on_day", format!("日期要在 {} 到今天之间", round.from.long())));
    }
    if outcome == LineOutcome::NotReached && !rules.reason.iter().any(|one| one.code == reason) {
        return Err(("reason", "请选没见到的原因".to_owned()));
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests;
