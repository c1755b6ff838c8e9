//! Decisions about visits and links: values in, a decision out.

mod bringing;
mod contact_duties;
mod contact_map;
mod grids;
mod handover;
mod keeping;
mod known;
mod levels;
mod merging;
mod need_cards;
mod needs;
mod register;
mod residence_care;

use niangjia_kernel::{AreaLevel, Day};
use niangjia_store::{Actor, PostKind};

use crate::model::{Outcome, Side};
use crate::pack::HouseholdRules;

pub(crate) use bringing::{
    Brings, BroughtLink, KnownLink, KnownResident, Span, WhoOfThem, check_brought_link, check_brought_need,
    check_brought_visit, in_words, who_of_them,
};
pub(crate) use contact_duties::{DutySaid, check_contact, check_duty, lag, may_give};
pub(crate) use contact_map::{Mapped, MappedGrid, MappedMember, draw};
pub(crate) use grids::{ExternalHolder, check_external_code, next_grid_code};
pub(crate) use handover::{
    Chosen, HandoverRefusal, Leader, Leaving, caretaker, check_handover, check_leaving,
};
pub(crate) use keeping::{LinkRefusal, check_ending, check_link, check_need};
pub(crate) use known::{Already, Candidate, Meant, Named, Pointed, already, pointed, which};
pub(crate) use levels::{LevelSigns, check_level, hits, sees_level, suggested};
pub(crate) use merging::renumbered;
pub(crate) use need_cards::{CardList, CardSaid, SOON_DAYS, check_card, check_closing};
pub use needs::out_of_touch;
pub(crate) use needs::{Asked, NeedState, OriginSaid, check_origin, may_confirm, need_state};
pub(crate) use register::{HouseholdSaid, LOADING, check_household, group_of, may_load_register};
pub(crate) use residence_care::{
    AnswerSaid, AskingRefusal, CareAnswer, LONGEST_REASON, Neighbour, check_answer, check_asking, is_late,
};

/// The longest line of a visit, in characters.
pub(crate) const LONGEST_LINE: usize = 500;

/// When a household is visited next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextVisit {
    /// The day.
    pub day: Day,
    /// Whether it was agreed with her.
    pub agreed: bool,
}

/// R-HH-01. The next visit is due on the day agreed at the last one; else so many days after it as the strictest of
/// the needs allows; else so many days after the link began.
///
/// Source: S1 (网格+监测+帮扶); domain.md §16 (nothing is typed twice). Local: `household.need.visit_days`.
#[must_use]
pub fn next_visit(
    last: Option<Day>,
    follow_up: Option<Day>,
    linked_since: Day,
    visit_days: i64,
) -> NextVisit {
    match (follow_up, last) {
        (Some(day), _) => NextVisit { day, agreed: true },
        (None, Some(last)) => NextVisit { day: last.plus(visit_days), agreed: false },
        (None, None) => NextVisit { day: linked_since.plus(visit_days), agreed: false },
    }
}

/// What was typed into the form of a visit, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VisitSaid {
    pub(crate) on: Day,
    pub(crate) matter: String,
    pub(crate) words: String,
    pub(crate) outcome: Outcome,
    pub(crate) follow_up: Option<Day>,
}

/// Why a visit cannot be recorded as it was said; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VisitRefusal {
    /// R-HH-02. A visit that has not happened yet cannot be recorded. Source: promise 1.
    InTheFuture,
    /// R-HH-03. A visit from before the link began was not hers to make. Source: S1 (包保).
    BeforeTheLink(Day),
    /// R-HH-04. A visit says in a line what was done: an empty line is a mere trace (domain.md §16).
    NoWords,
    /// A line is a line.
    TooManyWords,
    /// The matter is not in the pack.
    UnknownMatter,
    /// R-HH-05. What is to be followed up has a day for it, after today.
    NoFollowUpDay,
}

impl VisitRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::InTheFuture => ("on_day", "日期还没到，走访过了再记".to_owned()),
            Self::BeforeTheLink(since) => {
                ("on_day", format!("您从 {} 起联系这一户，更早的走访不能由您记", since.long()))
            }
            Self::NoWords => ("words", "请写一句做了什么、说了什么".to_owned()),
            Self::TooManyWords => ("words", format!("太长了，请留在 {LONGEST_LINE} 字以内")),
            Self::UnknownMatter => ("matter", "请点一个事项".to_owned()),
            Self::NoFollowUpDay => ("follow_up_day", "需要跟进的，请选一个今天以后的日子".to_owned()),
        }
    }
}

/// Whether a visit can be recorded as it was said; every reason why not.
pub(crate) fn check_visit(
    said: &VisitSaid,
    since: Day,
    today: Day,
    rules: &HouseholdRules,
) -> Vec<VisitRefusal> {
    let follows = said.outcome == Outcome::FollowUp;
    let checks = [
        (said.on > today, VisitRefusal::InTheFuture),
        (said.on < since, VisitRefusal::BeforeTheLink(since)),
        (said.words.is_empty(), VisitRefusal::NoWords),
        (said.words.chars().count() > LONGEST_LINE, VisitRefusal::TooManyWords),
        (rules.matter(&said.matter).is_none(), VisitRefusal::UnknownMatter),
        (follows && said.follow_up.is_none_or(|day| day <= today), VisitRefusal::NoFollowUpDay),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// How much of a household somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// She looks after it, on this side.
    Linked(Side),
    /// She chairs its community.
    Community,
    /// She leads the street or county above: the list, and the file with a purpose.
    Above,
}

impl Reach {
    /// Whether she sees why it is looked after: everybody but the residence side, who sees one thin shared card.
    #[must_use]
    pub const fn sees_needs(self) -> bool {
        !matches!(self, Self::Linked(Side::Residence))
    }

    /// Whether the file opens without a purpose.
    #[must_use]
    pub const fn opens_freely(self) -> bool {
        !matches!(self, Self::Above)
    }
}

/// R-HH-06. What somebody's post lets her see of the households of a branch.
///
/// Source: architecture.md (class `personal`); PIPL art. 6 (minimum). A member sees the families she is linked to; the
/// community's chair all of them; street and county the list, and a file with a purpose; above, numbers only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Those linked to her.
    Linked,
    /// All of her community.
    Community,
    /// The lists of her branch.
    Lists,
    /// None.
    Nothing,
}

/// See [`Sight`].
pub(crate) fn sight(actor: &Actor) -> Sight {
    match (actor.acting.kind, actor.acting.level) {
        (PostKind::Member, _) => Sight::Linked,
        (PostKind::Chair | PostKind::ViceChair, AreaLevel::Community) => Sight::Community,
        (PostKind::Chair | PostKind::ViceChair, AreaLevel::Street | AreaLevel::County) => Sight::Lists,
        _ => Sight::Nothing,
    }
}

/// R-HH-07. A visit is taken back by whoever recorded it, until the end of the day after.
///
/// Source: experience.md (撤销 instead of 您确定吗). Reading: later it is a matter for the sample check. Ours.
pub(crate) const fn may_take_back(recorded_on: Day, own: bool, today: Day) -> bool {
    own && today.days_since(recorded_on) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn said() -> VisitSaid {
        VisitSaid {
            on: day("2026-11-20"),
            matter: "look_in".to_owned(),
            words: "送了降压药，血压平稳".to_owned(),
            outcome: Outcome::Settled,
            follow_up: None,
        }
    }

    fn refusals(said: &VisitSaid) -> Vec<VisitRefusal> {
        check_visit(said, day("2026-01-01"), day("2026-11-22"), HouseholdRules::in_force())
    }

    #[test]
    fn a_visit_said_properly_is_taken() {
        assert_eq!(refusals(&said()), []);
    }

    #[test]
    fn each_thing_that_cannot_be_is_refused_at_its_field() {
        let future = VisitSaid { on: day("2026-11-23"), ..said() };
        let too_early = VisitSaid { on: day("2025-12-31"), ..said() };
        let silent = VisitSaid { words: String::new(), ..said() };
        let open_end = VisitSaid { outcome: Outcome::FollowUp, ..said() };
        let follow_up_today = VisitSaid { follow_up: Some(day("2026-11-22")), ..open_end.clone() };
        assert_eq!(refusals(&future), [VisitRefusal::InTheFuture]);
        assert_eq!(refusals(&too_early), [VisitRefusal::BeforeTheLink(day("2026-01-01"))]);
        assert_eq!(refusals(&silent), [VisitRefusal::NoWords]);
        assert_eq!(refusals(&open_end), [VisitRefusal::NoFollowUpDay]);
        assert_eq!(refusals(&follow_up_today), [VisitRefusal::NoFollowUpDay]);
    }

    #[test]
    fn the_next_visit_is_the_agreed_day_or_the_interval_after_the_last_or_after_the_link() {
        let since = day("2026-01-01");
        let agreed = next_visit(Some(day("2026-11-01")), Some(day("2026-11-08")), since, 30);
        assert_eq!(agreed, NextVisit { day: day("2026-11-08"), agreed: true });
        assert_eq!(next_visit(Some(day("2026-11-01")), None, since, 30).day, day("2026-12-01"));
        assert_eq!(next_visit(None, None, since, 30).day, day("2026-01-31"));
    }

    #[test]
    fn a_visit_is_taken_back_by_whoever_recorded_it_until_the_end_of_the_day_after() {
        let recorded = day("2026-11-20");
        assert!(may_take_back(recorded, true, day("2026-11-20")));
        assert!(may_take_back(recorded, true, day("2026-11-21")));
        assert!(!may_take_back(recorded, true, day("2026-11-22")));
        assert!(!may_take_back(recorded, false, day("2026-11-20")));
    }
}
