//! Decisions about troubles: who may open one, what is written of it, what makes it a sealed matter.

use niangjia_kernel::{Day, Id, Person};

use super::{LONGEST, Sight};
use crate::model::{Closing, HelpKind, TroubleRow, TroubleSource, TroubleState};
use crate::pack::{AsksFor, ScreeningRules};

/// How much of a trouble somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TroubleReach {
    /// She found it or helped.
    Own,
    /// She chairs its community.
    Community,
    /// She leads above: what is in it only for a purpose.
    Above,
}

/// R-SCR-06. Whoever found a trouble or helped with it, and the community's chair, read it; from street and county it opens for
/// a purpose and until the end of the day; a sealed one is for its own people and nobody else.
///
/// Source: architecture.md (classes `personal` and `sealed`); Anti-Domestic Violence Law art. 5.
pub(crate) const fn may_open(sight: Sight, own: bool, sealed: bool) -> Option<TroubleReach> {
    match (sight, own, sealed) {
        (_, true, _) => Some(TroubleReach::Own),
        (_, false, true) | (Sight::Hers | Sight::Nothing, false, false) => None,
        (Sight::Community, false, false) => Some(TroubleReach::Community),
        (Sight::Lists, false, false) => Some(TroubleReach::Above),
    }
}

/// Whether what is in it stays shut until a purpose is said (R-SCR-06).
pub(crate) const fn is_shut(reach: TroubleReach, opened: bool) -> bool {
    matches!(reach, TroubleReach::Above) && !opened
}

/// What was typed of a trouble, read.
#[derive(Debug, Clone)]
pub(crate) struct TroubleSaid {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) source: Option<TroubleSource>,
    pub(crate) words: String,
    pub(crate) note: String,
    pub(crate) found: Option<Day>,
}

/// R-SCR-07. A trouble says whose it is, of what kind, how it came to be known and in a line what it is about; it is no
/// dispute, has no colour and no mark.
///
/// Source: S1 (32 found, 20 resolved, apart from disputes); domain.md §1.2, §8.6 (no grading of people). Local:
/// `screening.kind`.
pub(crate) fn check_trouble(
    said: &TroubleSaid,
    today: Day,
    rules: &ScreeningRules,
) -> Vec<(&'static str, String)> {
    let long = |text: &str| text.chars().count() > LONGEST;
    let too_long = || format!("太长了，请留在 {LONGEST} 字以内");
    let checks = [
        (said.name.is_empty(), "name", "请写她怎么称呼".to_owned()),
        (said.name.chars().count() > 40, "name", "姓名太长了".to_owned()),
        (!rules.kind.iter().any(|one| one.code == said.kind), "kind", "请点是哪一类".to_owned()),
        (said.source.is_none(), "source", "请点怎么知道的".to_owned()),
        (said.words.is_empty(), "words", "请写一句是什么事".to_owned()),
        (long(&said.words), "words", too_long()),
        (long(&said.note), "note", too_long()),
        (said.found.is_none(), "found_day", "请选发现的日子".to_owned()),
        (said.found.is_some_and(|found| found > today), "found_day", "日期还没到".to_owned()),
    ];
    checks.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, field, sentence)| (field, sentence)).collect()
}

/// What the questions found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DangerFound {
    pub(crate) violence: bool,
    pub(crate) child: bool,
}

impl DangerFound {
    /// Whether anything was.
    pub(crate) const fn any(self) -> bool {
        self.violence || self.child
    }
}

/// R-SCR-08. Whenever a trouble is found or helped with, it is asked for violence and for harmed children; one yes makes it a
/// sealed matter at once, announced to whoever handles those, and never mediated as a trouble.
///
/// Source: Anti-Domestic Violence Law art. 13–14; Law on the Protection of Minors art. 11; 山东条例 20. Local:
/// `screening.question`.
pub(crate) fn danger(answered: &[String], rules: &ScreeningRules) -> DangerFound {
    let hit = |danger| rules.question.iter().any(|one| one.danger == danger && answered.contains(&one.code));
    DangerFound { violence: hit(AsksFor::Violence), child: hit(AsksFor::Child) }
}

/// What was said about the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuestionsSaid {
    /// They were asked, and none was answered with yes.
    AllNo,
    /// At least one was answered with yes.
    Some,
    /// They could not be asked safely now.
    NotNow,
}

/// Whether the questions were dealt with as R-SCR-08 wants: never silently.
pub(crate) fn check_questions(said: Option<QuestionsSaid>, found: DangerFound) -> Result<(), &'static str> {
    match (said, found.any()) {
        (None, _) => Err("请点这几个问题问过没有"),
        (Some(QuestionsSaid::AllNo | QuestionsSaid::NotNow), true) => {
            Err("下面点了“有”，这里也请点“问过，有”")
        }
        (Some(QuestionsSaid::Some), false) => Err("点了“问过，有”，请在下面点是哪一项"),
        _ => Ok(()),
    }
}

/// What was typed of help, read.
#[derive(Debug, Clone)]
pub(crate) struct HelpSaid {
    pub(crate) kind: Option<HelpKind>,
    pub(crate) on: Option<Day>,
    pub(crate) words: String,
    /// Who did it; `None`: nobody of the committee.
    pub(crate) by: Option<Id<Person>>,
}

/// R-SCR-09. Help is written down with its day, who gave it and what was done, while the trouble is open; a revisit comes
/// after it ended.
///
/// Source: S1 (found, helped, resolved, revisited); issue 5 point 4.
pub(crate) fn check_help(trouble: &TroubleRow, said: &HelpSaid, today: Day) -> Vec<(&'static str, String)> {
    let open = trouble.state.is_open();
    let on = said.on;
    let checks = [
        (said.kind.is_none(), "kind", "请点做了什么".to_owned()),
        (said.kind == Some(HelpKind::Help) && !open, "kind", "已经结束了，再去看望请记回访".to_owned()),
        (said.kind == Some(HelpKind::Revisit) && open, "kind", "还在帮，结束以后再记回访".to_owned()),
        (on.is_none(), "on_day", "请选日期".to_owned()),
        (on.is_some_and(|on| on > today), "on_day", "日期还没到".to_owned()),
        (on.is_some_and(|on| on < trouble.found), "on_day", format!("{} 才发现", trouble.found.long())),
        (said.by.is_none(), "by", "请选是谁做的".to_owned()),
        (said.words.is_empty(), "words", "请写一句做了什么".to_owned()),
        (said.words.chars().count() > LONGEST, "words", format!("太长了，请留在 {LONGEST} 字以内")),
    ];
    checks.into_iter().filter(|(wrong, ..)| *wrong).map(|(_, field, sentence)| (field, sentence)).collect()
}

/// R-SCR-10. A trouble is resolved only after somebody helped; it ends otherwise when they moved or do not want help; only an
/// open one goes to mediation, and only when somebody of them applies.
///
/// Source: S1; People's Mediation Law art. 17 (voluntary, on application). Reading: found and gone is not resolved; ours.
pub(crate) fn check_closing(trouble: &TroubleRow, closing: Option<Closing>) -> Result<Closing, String> {
    let Some(closing) = closing else { return Err("请点怎样结束的".to_owned()) };
    match (trouble.state, closing) {
        (TroubleState::Found, Closing::Resolved) => Err("还没有记谁帮过，先记一笔帮了什么".to_owned()),
        (TroubleState::Found | TroubleState::Helped, closing) => Ok(closing),
        _ => Err("已经结束了".to_owned()),
    }
}
