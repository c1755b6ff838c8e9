//! Decisions about satisfaction: who is asked, by whom, and what may be told of it. Values in, a decision out.

use std::collections::BTreeMap;

use niangjia_kernel::{AreaLevel, Day, OrgPath};
use niangjia_store::{Actor, PostKind};

use crate::model::{CallOutcome, Counts, Quarter, Reach, Score};
use crate::pack::SurveyRules;

#[cfg(test)]
mod tests;

/// The fewest answers of which anything is told.
pub(crate) const FEWEST: i64 = 5;
/// The longest free line, in characters.
pub(crate) const LONGEST: usize = 200;

/// R-SUR-01. Whoever's matter was closed is asked once: everybody where matters are few, else by the rate of the pack; never
/// where the slice says that asking is not safe.
///
/// Source: issue 5 point 7; Anti-Domestic Violence Law art. 5. Local: `survey.all_below`, `survey.rate_percent`.
pub(crate) fn is_asked(reach: Reach<'_>, asked_so_far: i64, draw: u8, rules: &SurveyRules) -> bool {
    let drawn = i64::from(draw) * 100 < rules.rate_percent * 256;
    !matches!(reach, Reach::NotSafe) && (asked_so_far < rules.all_below || drawn)
}

/// Whose askings somebody may carry out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    /// Those of her own community.
    Own,
    /// Those of the branch that she leads.
    Branch,
    /// None.
    Nothing,
}

/// R-SUR-02. She is asked by a member or a leader of the organisation, or by a leader of street or county above it, who had
/// no part in the matter; whoever had one sees neither the code nor the call.
///
/// Source: issue 5 point 7 (asked by somebody who is not the handler); 信访工作条例 (评价由信访人作出). Reading: not found,
/// as if there were no such asking.
pub(crate) fn asks(actor: &Actor) -> Asks {
    match (actor.acting.kind, actor.acting.level) {
        (PostKind::Member, _) => Asks::Own,
        (PostKind::Chair | PostKind::ViceChair, level) if is_below_the_city(level) => Asks::Branch,
        _ => Asks::Nothing,
    }
}

/// R-SUR-03. A code is good for one answer until its last day; used, late and unknown look alike.
///
/// Source: issue 5 point 7; architecture.md (what she may not see is not found). Local: `survey.valid_days`.
pub(crate) fn is_good(waiting: bool, until: Day, today: Day) -> bool {
    waiting && today <= until
}

/// R-SUR-04. A quarter is published when the last of its slips has expired, once and for all: nothing of it changes after.
///
/// Source: decision 0017. Reading: an answer counts in the quarter in which she was asked, so that two looks at the same
/// quarter never differ by one answer. Local: `survey.valid_days`.
pub(crate) fn is_published(quarter: Quarter, valid_days: i64, today: Day) -> bool {
    today > quarter.last_day().plus(valid_days)
}

/// R-SUR-05. Results are told from five answers on, and of an organisation above only where what it has beside the published
/// ones below it is nothing or at least five.
///
/// Source: issue 5 point 7; product.md (small cells). Reading: the published sets lie in one another or apart; each is at
/// least five larger than what is published in it, so that no difference of results tells fewer than five.
pub(crate) fn published(answers: &BTreeMap<OrgPath, Counts>) -> BTreeMap<OrgPath, Counts> {
    let mut totals: BTreeMap<OrgPath, Counts> = BTreeMap::new();
    for (path, counts) in answers {
        for above in path.lineage() {
            let total = totals.entry(above).or_default();
            *total = total.and(*counts);
        }
    }
    // From the longest path up: what is below an organisation is decided before it.
    let mut order: Vec<&OrgPath> = totals.keys().collect();
    order.sort_by_key(|path| std::cmp::Reverse(path.as_str().len()));
    let mut told: BTreeMap<OrgPath, Counts> = BTreeMap::new();
    for path in order {
        let total = totals[path];
        let inside: Vec<&OrgPath> = told.keys().filter(|one| path.covers(one)).collect();
        let largest =
            inside.iter().filter(|one| !inside.iter().any(|other| other != *one && other.covers(one)));
        let below: i64 = largest.map(|one| told[*one].answered()).sum();
        let rest = total.answered() - below;
        if total.answered() >= FEWEST && (rest == 0 || rest >= FEWEST) {
            told.insert(path.clone(), total);
        }
    }
    told
}

/// R-SUR-06. A ratio is told with how many were asked and answered, and with the interval in which it lies with 95 %
/// confidence (Wilson); in tenths of a per cent.
///
/// Source: issue 5 point 7; E. B. Wilson, 1927. Reading: content are 满意 and 基本满意.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "counts of answers are far below 2^52, per mille between 0 and 1000"
)]
pub(crate) fn interval(content: i64, answered: i64) -> (i64, i64) {
    if answered <= 0 {
        return (0, 1000);
    }
    let z = 1.959_964_f64;
    let (n, p) = (answered as f64, content as f64 / answered as f64);
    let middle = p + z * z / (2.0 * n);
    let reach = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z * z / n;
    let thousandth = |share: f64| (share.clamp(0.0, 1.0) * 1000.0).round() as i64;
    (thousandth((middle - reach) / whole), thousandth((middle + reach) / whole))
}

/// What was typed of a call or of a slip that came back, read.
#[derive(Debug, Clone)]
pub(crate) struct SaidCall {
    pub(crate) outcome: Option<CallOutcome>,
    pub(crate) score: Option<Score>,
    pub(crate) line: String,
}

/// Why it cannot be taken as it was said: the field and its sentence.
pub(crate) fn check_call(said: &SaidCall) -> Vec<(&'static str, &'static str)> {
    let answered = said.outcome == Some(CallOutcome::Answered);
    let checks = [
        (said.outcome.is_none(), ("outcome", "请点结果")),
        (answered && said.score.is_none(), ("score", "请点她的评价")),
        (!answered && said.score.is_some(), ("score", "没有回答的，不要替她评价")),
        (said.line.chars().count() > LONGEST, ("line", "太长了，请留在 200 字以内")),
    ];
    checks.into_iter().filter(|(wrong, _)| *wrong).map(|(_, sentence)| sentence).collect()
}

/// Whether `level` is one whose own matters these are: the county and below.
pub(crate) const fn is_below_the_city(level: AreaLevel) -> bool {
    matches!(level, AreaLevel::County | AreaLevel::Street | AreaLevel::Community)
}
