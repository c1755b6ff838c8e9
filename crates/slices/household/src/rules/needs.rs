//! Decisions about how long a need holds: who confirms it, and what becomes of it when nobody does.

use niangjia_kernel::{Day, coded};

use crate::model::{NeedOrigin, Side, Unconfirmed};
use crate::pack::HouseholdRules;
use crate::rules::Reach;

/// The longest reference of a list, in characters.
const LONGEST_REFERENCE: usize = 60;

coded! {
    /// The lists of needs that ask something of somebody.
    pub enum Asked {
        /// Their review day has come.
        ToConfirm = "to_confirm", "待确认";
        /// They may not fall away, and have been asked for too long.
        Overdue = "overdue", "逾期未确认";
        /// Nobody confirmed them in time.
        FellAway = "fell_away", "已自动消除";
    }
}

/// R-HH-20. A need is confirmed by the chair of the community, or by who looks after the family on the register side; it
/// is entered, taken up again and ended by the chair.
///
/// Source: S1 (网格+监测+帮扶); R-HH-06. Reading: who visits knows whether it still holds. Ours.
pub(crate) const fn may_confirm(reach: Reach) -> bool {
    matches!(reach, Reach::Community | Reach::Linked(Side::Register))
}

/// Where a need stands between two reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NeedState {
    /// It was looked at, and holds until its review day.
    Holds,
    /// It asks to be confirmed until this day.
    Asks(Day),
    /// It has been asked for too long, and asks higher up.
    Overdue,
    /// Nobody confirmed it: it falls away today.
    FallsAway,
}

/// R-HH-21. From its review day on a need asks to be confirmed; when it has been asked for so many days it falls away by
/// itself, or, of a kind that may not, stays and asks the street and the county too.
///
/// Source: domain.md §6.2 (needs with legal basis and expiry); PIPL art. 19 (the shortest time that the purpose needs).
/// Reading: the days count from when the program first asked, so that nothing falls away that nobody was asked about (a
/// server that stood still, an installation that was upgraded). Ours. Local: `household.review_days`,
/// `household.confirm_days`, `household.need.unconfirmed`.
pub(crate) fn need_state(
    review: Day,
    asked: Option<Day>,
    unconfirmed: Unconfirmed,
    confirm_days: i64,
    today: Day,
) -> NeedState {
    if today < review {
        return NeedState::Holds;
    }
    let until = asked.unwrap_or(today).plus(confirm_days);
    match unconfirmed {
        _ if today < until => NeedState::Asks(until),
        Unconfirmed::FallsAway => NeedState::FallsAway,
        Unconfirmed::Stays => NeedState::Overdue,
    }
}

/// R-HH-24. A family is out of touch (久未联系) when more days than its class allows have passed since it was visited; where
/// it never was, since somebody was linked to it, else since it came into the register. Of several needs each counts by
/// its own measure.
///
/// Source: 鄞州 (走访联系机制, domain.md §6.1); promise 2. Reading: an agreed day makes a visit due later, and no family less out
/// of touch. Ours. Local: `household.out_of_touch_days`, `household.need.out_of_touch_days`.
#[must_use]
pub fn out_of_touch(
    last_visit: Option<Day>,
    linked_since: Option<Day>,
    registered: Day,
    days: i64,
    today: Day,
) -> bool {
    today.days_since(last_visit.or(linked_since).unwrap_or(registered)) > days
}

/// From where a need is known, as the form says it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OriginSaid<'a> {
    pub(crate) source: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) on: Option<Day>,
}

/// R-HH-22. A need says from which list or by whom it is known; a list has a day that has come, and no names.
///
/// Source: PIPL art. 13, 17 (a basis for each collection). Reading: where it is known from is a code of the pack; a
/// reference is that of the list, short and without digits of an identity card or a phone. Ours. Local: `household.source`.
pub(crate) fn check_origin(
    said: &OriginSaid<'_>,
    today: Day,
    rules: &HouseholdRules,
) -> Result<NeedOrigin, Vec<(&'static str, String)>> {
    let reference = said.reference.trim();
    let digits = reference.split(|one: char| !one.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    let checks = [
        (
            !rules.sources.iter().any(|source| source.code == said.source),
            ("source", "请选这项需求是从哪里知道的".to_owned()),
        ),
        (
            reference.chars().count() > LONGEST_REFERENCE,
            ("source_reference", format!("太长了，请留在 {LONGEST_REFERENCE} 字以内")),
        ),
        (digits >= 11, ("source_reference", "这里写名单的期别或文号，请不要写身份证号、手机号".to_owned())),
        (said.on.is_some_and(|day| day > today), ("source_day", "名单的日期还没到，请核对".to_owned())),
    ];
    let refusals: Vec<_> =
        checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect();
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let reference = (!reference.is_empty()).then(|| reference.to_owned());
    Ok(NeedOrigin { source: Some(said.source.to_owned()), reference, on: said.on })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_need_holds_then_asks_then_falls_away_or_stays_and_asks_higher_up() {
        let review = day("2026-06-01");
        let state = |today, asked: Option<&str>, unconfirmed| {
            need_state(review, asked.map(day), unconfirmed, 60, day(today))
        };
        use Unconfirmed::{FallsAway, Stays};
        assert_eq!(state("2026-05-31", None, FallsAway), NeedState::Holds);
        assert_eq!(state("2026-06-01", None, FallsAway), NeedState::Asks(day("2026-07-31")));
        assert_eq!(state("2026-07-30", Some("2026-06-01"), FallsAway), NeedState::Asks(day("2026-07-31")));
        assert_eq!(state("2026-07-31", Some("2026-06-01"), FallsAway), NeedState::FallsAway);
        assert_eq!(state("2026-07-31", Some("2026-06-01"), Stays), NeedState::Overdue);
        assert_eq!(
            state("2027-07-31", None, FallsAway),
            NeedState::Asks(day("2027-09-29")),
            "nobody was asked yet"
        );
    }

    #[test]
    fn a_family_is_out_of_touch_when_its_class_allows_no_more_days() {
        let (registered, today) = (day("2026-01-01"), day("2026-11-22"));
        let since = |last: Option<&str>, linked: Option<&str>, days| {
            out_of_touch(last.map(day), linked.map(day), registered, days, today)
        };
        assert!(!since(Some("2026-10-23"), None, 30));
        assert!(since(Some("2026-10-22"), None, 30));
        assert!(!since(None, Some("2026-10-23"), 30), "she was linked to it thirty days ago");
        assert!(since(None, None, 30), "nobody ever came");
    }

    proptest! {
        #[test]
        fn nothing_falls_away_that_was_not_asked_about_for_the_whole_time(
            review in 0i64..400, asked in 0i64..800, today in 0i64..1_200, stays: bool,
        ) {
            let unconfirmed = if stays { Unconfirmed::Stays } else { Unconfirmed::FallsAway };
            let asked = (asked >= review).then(|| Day::from_number(asked));
            let (review, today) = (Day::from_number(review), Day::from_number(today));
            let state = need_state(review, asked, unconfirmed, 60, today);
            if state == NeedState::FallsAway {
                prop_assert!(!stays && asked.is_some_and(|day| today.days_since(day) >= 60));
            }
            prop_assert_eq!(state == NeedState::Holds, today < review);
        }
    }

    #[test]
    fn a_need_says_where_it_is_known_from_and_names_nobody() {
        let today = day("2026-11-22");
        let said = |source, reference, on: Option<&str>| {
            let said = OriginSaid { source, reference, on: on.map(day) };
            check_origin(&said, today, HouseholdRules::in_force())
        };
        let fields = |refused: Result<NeedOrigin, Vec<(&'static str, String)>>| -> Vec<&'static str> {
            refused.expect_err("refused").into_iter().map(|(field, _)| field).collect()
        };
        let fine = said("dibao_list", " 2026年第三季度 ", Some("2026-09-30")).expect("fine");
        assert_eq!(fine.reference.as_deref(), Some("2026年第三季度"));
        assert_eq!(fields(said("", "", None)), ["source"]);
        assert_eq!(
            fields(said("visit", "19900010001", Some("2026-11-23"))),
            ["source_reference", "source_day"]
        );
        assert_eq!(fields(said("visit", &"长".repeat(61), None)), ["source_reference"]);
    }

    #[test]
    fn the_register_side_and_the_chair_confirm_and_nobody_else() {
        assert!(may_confirm(Reach::Community) && may_confirm(Reach::Linked(Side::Register)));
        assert!(!may_confirm(Reach::Linked(Side::Residence)) && !may_confirm(Reach::Above));
    }
}
