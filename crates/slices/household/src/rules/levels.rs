//! Decisions about the internal level of a family: what speaks for one, who decides it, who sees it, how long it holds.

use niangjia_kernel::Day;

use crate::model::{Level, Outcome, Side};
use crate::rules::Reach;

/// Visits in a row that ended without a result.
const UNSETTLED_VISITS: usize = 3;
/// Needs at once.
const MANY_NEEDS: usize = 3;

/// What is known of a family, without names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LevelSigns {
    pub(crate) needs: usize,
    /// Needs that nobody confirmed for too long.
    pub(crate) unconfirmed: usize,
    /// Need cards whose day has passed.
    pub(crate) late_cards: usize,
    /// How the last visits ended, the newest first.
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) out_of_touch: bool,
}

/// R-HH-27. What speaks for a closer look is said one by one: several needs at once, promises whose day has passed, visits in
/// a row without a result, no visit for too long, needs that nobody confirmed. It suggests; it decides nothing.
///
/// Source: domain.md §8.6 (neutral levels, rule score and human decision). Reading: each hit is one step of the suggestion, up
/// to the highest level. Ours.
pub(crate) fn hits(signs: &LevelSigns) -> Vec<String> {
    let unsettled = signs.outcomes.iter().take_while(|outcome| **outcome != Outcome::Settled).count();
    let checks = [
        (signs.needs >= MANY_NEEDS, format!("同时有 {} 项需求", signs.needs)),
        (signs.late_cards > 0, format!("{} 张需求卡过了答应的日子", signs.late_cards)),
        (unsettled >= UNSETTLED_VISITS, format!("最近连着 {unsettled} 次走访都还要跟进")),
        (signs.out_of_touch, "久未联系".to_owned()),
        (signs.unconfirmed > 0, format!("{} 项需求逾期没有人确认", signs.unconfirmed)),
    ];
    checks.into_iter().filter(|(hit, _)| *hit).map(|(_, words)| words).collect()
}

/// The level that so many hits suggest.
pub(crate) const fn suggested(hits: usize) -> Level {
    match hits {
        0 => Level::R0,
        1 => Level::R1,
        2 => Level::R2,
        _ => Level::R3,
    }
}

/// R-HH-28. The level is decided by who chairs the community, with a reason and a day by which it is decided anew, so many days
/// ahead at most; from that day on it does not hold.
///
/// Source: domain.md §8.6 (human decision; the label expires). Ours. Local: `household.level_days`.
pub(crate) fn check_level(
    level: Option<Level>,
    reason: &str,
    until: Option<Day>,
    most_days: i64,
    today: Day,
) -> Vec<(&'static str, String)> {
    let last = today.plus(most_days);
    let checks = [
        (level.is_none(), ("level", "请点一个级别".to_owned())),
        (reason.is_empty(), ("reason", "请写一句为什么这样定".to_owned())),
        (reason.chars().count() > 200, ("reason", "太长了，请留在 200 字以内".to_owned())),
        (
            until.is_some_and(|day| day <= today || day > last),
            ("until", format!("请选明天到 {} 之间的日子，到期重新判定", last.long())),
        ),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// R-HH-29. The level is seen on the family's file by who decides it and by who looks after the family on the register side; by
/// nobody else, and on no list.
///
/// Source: domain.md §8.6 (never on lists, exports or to neighbours); PIPL art. 6. Reading: not from the street up either, not
/// even with a file that was opened for a purpose. Ours.
pub(crate) const fn sees_level(reach: Reach) -> bool {
    matches!(reach, Reach::Community | Reach::Linked(Side::Register))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_hit_is_explained_and_moves_the_suggestion_by_one() {
        assert_eq!((hits(&LevelSigns::default()), suggested(0)), (Vec::new(), Level::R0));
        let follow = |count| vec![Outcome::FollowUp; count];
        let signs = LevelSigns {
            needs: 3,
            unconfirmed: 1,
            late_cards: 2,
            outcomes: [follow(3), vec![Outcome::Settled]].concat(),
            out_of_touch: true,
        };
        let expected = [
            "同时有 3 项需求",
            "2 张需求卡过了答应的日子",
            "最近连着 3 次走访都还要跟进",
            "久未联系",
            "1 项需求逾期没有人确认",
        ];
        assert_eq!(hits(&signs), expected);
        let settled =
            LevelSigns { outcomes: [vec![Outcome::Settled], follow(9)].concat(), ..LevelSigns::default() };
        assert_eq!(hits(&settled), Vec::<String>::new(), "the last one was settled");
    }

    #[test]
    fn a_level_has_a_reason_and_an_end_not_too_far() {
        let today = Day::parse("2026-11-22").expect("a day");
        let fields = |level, reason: &str, ahead: i64| -> Vec<&'static str> {
            let refused = check_level(level, reason, Some(today.plus(ahead)), 90, today);
            refused.into_iter().map(|(field, _)| field).collect()
        };
        assert_eq!(fields(Some(Level::R2), "刚出院", 90), Vec::<&str>::new());
        assert_eq!(fields(None, "", 0), ["level", "reason", "until"]);
        assert_eq!(fields(Some(Level::R1), "刚出院", 91), ["until"]);
    }

    #[test]
    fn the_level_is_for_the_chair_and_the_register_side_only() {
        assert!(sees_level(Reach::Community) && sees_level(Reach::Linked(Side::Register)));
        assert!(!sees_level(Reach::Above) && !sees_level(Reach::Linked(Side::Residence)));
    }

    proptest! {
        #[test]
        fn more_signs_never_suggest_a_lower_level(needs in 0usize..6, cards in 0usize..4, follows in 0usize..6, touch: bool) {
            let signs = LevelSigns {
                needs, late_cards: cards, outcomes: vec![Outcome::FollowUp; follows], out_of_touch: touch, unconfirmed: 0,
            };
            let more = LevelSigns { needs: needs + 1, late_cards: cards + 1, ..signs.clone() };
            prop_assert!(hits(&more).len() >= hits(&signs).len());
            prop_assert!(suggested(hits(&more).len()) >= suggested(hits(&signs).len()));
        }
    }
}
