//! Decisions about turns and the knowledge base: values in, a decision out.

use niangjia_kernel::{AreaLevel, Day, OrgPath};
use niangjia_store::{Actor, PostKind};

use crate::model::{ArticleKind, Pattern, SaidArticle, TurnState};

pub(crate) mod fairness;

/// The longest line that is typed, in characters.
pub(crate) const LONGEST_LINE: usize = 100;
/// The longest text of an article, in characters.
pub(crate) const LONGEST_TEXT: usize = 4_000;
const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// Whether somebody's post is of the federation: neither an administrator's nor a partner's.
const fn serves(kind: PostKind) -> bool {
    matches!(kind, PostKind::Chair | PostKind::ViceChair | PostKind::Member)
}

/// R-REC-01. Who has which turn is seen by those who serve in the branch above and below it; duties, leaves and turns are set by
/// the chair and the vice chairs of the organisation itself.
///
/// Source: S2 (定期服务接访, by all members); architecture.md (class `work`). Reading: a member of a community may have to know
/// who answers at the street and the county; above the county everybody sees her own organisation.
pub(crate) fn sees_roster(actor: &Actor, path: &OrgPath) -> bool {
    let own = &actor.acting.org_path;
    let near = matches!(actor.acting.level, AreaLevel::Community | AreaLevel::Street | AreaLevel::County);
    serves(actor.acting.kind) && (own == path || (near && (own.covers(path) || path.covers(own))))
}

/// R-REC-01, the other half: who sets it.
pub(crate) fn keeps_roster(actor: &Actor, path: &OrgPath) -> bool {
    actor.acting.kind.leads() && actor.acting.org_path == *path
}

/// R-REC-01, in words.
pub(crate) const KEEPING: &str = "值班安排、请假和排班由本组织的主席、副主席办。";

/// Why a duty cannot be set as it was said; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PatternRefusal {
    /// No weekday.
    NoDay,
    /// It ends before it begins, or lasts over midnight.
    Backwards,
}

impl PatternRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) const fn sentence(self) -> (&'static str, &'static str) {
        match self {
            Self::NoDay => ("weekday", "请点每周哪几天值班"),
            Self::Backwards => ("ends", "结束时间要比开始时间晚；值到第二天早上的，请分成两班"),
        }
    }
}

/// Whether a pattern can be kept; every reason why not.
pub(crate) fn check_pattern(pattern: &Pattern) -> Vec<PatternRefusal> {
    let hours = 0 <= pattern.starts && pattern.starts < pattern.ends && pattern.ends <= MINUTES_OF_A_DAY;
    let checks =
        [(pattern.weekdays & 0b111_1111 == 0, PatternRefusal::NoDay), (!hours, PatternRefusal::Backwards)];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// R-REC-04. A planned turn of today or later changes hands when the other agrees, as a stand-in or for a turn of hers; or the chair or
/// a vice chair gives it to somebody who is free. Until then it is hers for whom it was drawn.
///
/// Source: S2 (members serve in turn); promise 4 (nothing is left to nobody). Ours.
pub(crate) fn may_change_hands(state: TurnState, on: Day, today: Day) -> bool {
    state == TurnState::Planned && on >= today
}

/// R-REC-05. A turn is entered as served by whoever served it, or by the chair or a vice chair, once it has begun; for so long as
/// it was served, at most a day; that nobody was there has its reason.
///
/// Source: S2 (performance of duty is counted); promise 6 (points come from verified work). Reading: not before it began.
pub(crate) fn check_service(
    on: Day,
    starts: i64,
    (state, minutes, note): (TurnState, i64, &str),
    (today, minute): (Day, i64),
) -> Vec<(&'static str, &'static str)> {
    let early = on > today || (on == today && minute < starts);
    let checks = [
        (early, ("state", "还没到这一班的时间，开始值班以后再记")),
        (state == TurnState::Planned, ("state", "请点值了还是没有值")),
        (
            state == TurnState::Served && !(1..=MINUTES_OF_A_DAY).contains(&minutes),
            ("minutes", "请写值了多少分钟"),
        ),
        (state == TurnState::Missed && note.is_empty(), ("note", "请写为什么没有人值")),
        (note.chars().count() > 200, ("note", "太长了，请留在 200 字以内")),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, sentence)| sentence).collect()
}

/// R-REC-06. Articles are written and looked at again by the chairs and vice chairs of street, county and city for their own branch;
/// everybody who serves below reads them.
///
/// Source: 宁夏 rules of the hotline (a dedicated person answers; domain.md §10). Reading: a community asks its street. Ours.
pub(crate) const fn writes_articles(actor: &Actor) -> bool {
    let level = matches!(actor.acting.level, AreaLevel::Street | AreaLevel::County | AreaLevel::City);
    actor.acting.kind.leads() && level
}

/// Whether somebody reads the knowledge base at all.
pub(crate) const fn reads_articles(actor: &Actor) -> bool {
    serves(actor.acting.kind)
}

/// R-REC-06, in words.
pub(crate) const WRITING: &str = "知识库由街道（乡镇）、区县、市妇联的主席、副主席编写和复核，下级都能查。";

/// R-REC-07. An article says where it comes from and until when it holds, at most two years on; when that day has come it is shown
/// as to be looked at again, and its organisation is asked to do so.
///
/// Source: domain.md §10 (what is answered has to be right); laws are amended. Reading: two years, and thirty days' notice. Ours.
pub(crate) fn check_article(said: &SaidArticle, today: Day) -> Vec<(&'static str, String)> {
    const YEARS: i64 = 2;
    let too_long = |text: &str, most: usize| text.chars().count() > most;
    let office = said.kind == ArticleKind::Office;
    let lines = [&said.source, &said.address, &said.phone, &said.hours];
    let checks = [
        (said.title.is_empty(), ("title", "请写标题，例如机构的名称、问题的一句话".to_owned())),
        (too_long(&said.title, LONGEST_LINE), ("title", "标题请留在 100 字以内".to_owned())),
        (said.body.is_empty(), ("body", "请写内容".to_owned())),
        (too_long(&said.body, LONGEST_TEXT), ("body", "内容请留在 4000 字以内，长的分成几篇".to_owned())),
        (said.source.is_empty(), ("source", "请写出处：哪部法第几条、哪一版，或者向谁核实的".to_owned())),
        (office && said.phone.is_empty(), ("phone", "办事机构请写电话".to_owned())),
        (
            lines.iter().any(|line| too_long(line, LONGEST_LINE)),
            ("source", "每一格请留在 100 字以内".to_owned()),
        ),
        (said.valid_until <= today, ("valid_until", "有效期要在今天以后".to_owned())),
        (said.valid_until > today.plus(YEARS * 366), ("valid_until", "最长两年，到期再核一遍".to_owned())),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, sentence)| sentence).collect()
}

/// R-REC-08. Somebody's calendar reads her own turns, and nothing else: day, hours, place and organisation, from thirty days ago on. The link
/// needs no sign-in, so there is one at a time, it is shown once, and it ends when she ends it or leaves the committee.
///
/// Source: Personal Information Protection Law art. 6 (no more than its purpose); RFC 5545. Reading: what stands on the wall of her own
/// office may stand in her calendar; what was noted of a turn, and who came or called, may not. Ours.
pub(crate) fn is_in_calendar(state: TurnState, on: Day, today: Day) -> bool {
    state != TurnState::Missed && today.days_since(on) <= 30
}

/// From how many days before its end an article asks to be looked at (R-REC-07).
pub(crate) const REVIEW_NOTICE_DAYS: i64 = 30;

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> SaidArticle {
        SaidArticle {
            kind: ArticleKind::Office,
            title: "法律援助中心".to_owned(),
            body: "免费咨询".to_owned(),
            source: "电话核实".to_owned(),
            address: String::new(),
            phone: "12348".to_owned(),
            hours: String::new(),
            categories: String::new(),
            valid_until: Day::from_number(400),
        }
    }

    #[test]
    fn an_article_says_where_it_comes_from_and_until_when_it_holds() {
        let today = Day::from_number(100);
        assert!(check_article(&article(), today).is_empty());
        let nothing = SaidArticle { source: String::new(), phone: String::new(), ..article() };
        let fields: Vec<_> = check_article(&nothing, today).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["source", "phone"]);
        for (valid_until, right) in [(100, false), (101, true), (832, true), (833, false)] {
            let said = SaidArticle { valid_until: Day::from_number(valid_until), ..article() };
            assert_eq!(check_article(&said, today).is_empty(), right, "{valid_until}");
        }
    }

    #[test]
    fn a_turn_is_entered_once_it_has_begun_with_its_minutes_or_its_reason() {
        let on = Day::from_number(100);
        let asked = |said, now| {
            check_service(on, 510, said, now).into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(asked((TurnState::Served, 60, ""), (on, 509)), ["state"]);
        assert!(asked((TurnState::Served, 60, ""), (on, 510)).is_empty());
        assert!(asked((TurnState::Served, 1_440, ""), (on.plus(1), 0)).is_empty());
        assert_eq!(asked((TurnState::Served, 1_441, ""), (on.plus(1), 0)), ["minutes"]);
        assert_eq!(asked((TurnState::Missed, 0, ""), (on.plus(1), 0)), ["note"]);
        assert_eq!(asked((TurnState::Planned, 1, ""), (on, 600)), ["state"]);
    }

    #[test]
    fn a_duty_has_days_and_ends_after_it_begins() {
        let pattern =
            |weekdays, starts, ends| check_pattern(&Pattern { weekdays, starts, ends, holidays: false });
        assert!(pattern(0b1, 0, 1_440).is_empty());
        assert_eq!(pattern(0, 0, 1), [PatternRefusal::NoDay]);
        assert_eq!(pattern(1, 600, 600), [PatternRefusal::Backwards]);
        assert_eq!(pattern(1, 600, 1_441), [PatternRefusal::Backwards]);
    }
}
