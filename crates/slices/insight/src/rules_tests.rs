//! R-INS-01 and R-INS-02 as sentences.

use niangjia_kernel::{Id, Tenant};
use niangjia_store::Acting;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn actor(kind: PostKind, level: AreaLevel, path: &str) -> Actor {
    let acting = Acting {
        post: Id::from_uuid(Uuid::nil()),
        kind,
        org_id: Id::from_uuid(Uuid::nil()),
        org_path: OrgPath::from_stored(path.to_owned()),
        org_name: "某妇联".to_owned(),
        level,
    };
    Actor {
        tenant: Tenant::NATION,
        person: Id::from_uuid(Uuid::nil()),
        name: "某人".to_owned(),
        acting,
        via: None,
    }
}

fn sight(kind: PostKind, level: AreaLevel, at: &str, of: &str) -> Sight {
    may_see_numbers(&actor(kind, level, at), &OrgPath::from_stored(of.to_owned()))
}

#[test]
fn a_chair_sees_her_branch_and_no_other_and_above_the_county_only_numbers() {
    let community = "34.18.81.003.004.";
    assert_eq!(sight(PostKind::Chair, AreaLevel::Community, community, community), Sight::Rows);
    assert_eq!(sight(PostKind::ViceChair, AreaLevel::County, "34.18.81.", community), Sight::Rows);
    assert_eq!(sight(PostKind::Chair, AreaLevel::City, "34.18.", community), Sight::SmallHidden);
    assert_eq!(sight(PostKind::Chair, AreaLevel::Nation, "", "34."), Sight::SmallHidden);
    assert_eq!(sight(PostKind::Chair, AreaLevel::Community, community, "34.18.81.003."), Sight::Nothing);
    assert_eq!(sight(PostKind::Chair, AreaLevel::County, "34.18.02.", community), Sight::Nothing);
}

#[test]
fn a_member_sees_the_numbers_of_her_community_and_an_administrator_none() {
    let community = "34.18.81.003.004.";
    assert_eq!(sight(PostKind::Member, AreaLevel::Community, community, community), Sight::Numbers);
    assert_eq!(sight(PostKind::Member, AreaLevel::Street, "34.18.81.003.", community), Sight::Nothing);
    for administrator in
        [PostKind::SystemAdministrator, PostKind::SecurityAdministrator, PostKind::AuditAdministrator]
    {
        assert_eq!(sight(administrator, AreaLevel::County, "34.18.81.", community), Sight::Nothing);
        assert_eq!(sight(administrator, AreaLevel::County, "34.18.81.", "34.18.81."), Sight::Nothing);
    }
}

#[test]
fn one_small_cell_takes_the_next_smallest_with_it_and_zero_stays_zero() {
    use Shown::{Exact, Few, Withheld};
    assert_eq!(
        hide_small_cells(&[96, 41, 38, 3, 33, 0], Total::Shown),
        [Exact(96), Exact(41), Exact(38), Few, Withheld, Exact(0)]
    );
    assert_eq!(hide_small_cells(&[96, 2, 3], Total::Shown), [Exact(96), Few, Few]);
    assert_eq!(hide_small_cells(&[96, 41], Total::Shown), [Exact(96), Exact(41)]);
    assert_eq!(hide_small_cells(&[3], Total::Shown), [Few]);
}

#[test]
fn cells_that_their_total_would_give_away_are_not_even_called_few() {
    use Shown::{Exact, Withheld};
    assert_eq!(hide_small_cells(&[4, 4, 0], Total::Shown), [Withheld, Withheld, Exact(0)]);
    assert_eq!(hide_small_cells(&[1, 5], Total::Shown), [Withheld, Withheld]);
}

#[test]
fn a_total_that_is_hidden_above_is_not_the_sum_of_what_is_shown_below() {
    use Shown::{Exact, Withheld};
    assert_eq!(hide_small_cells(&[20, 15], Total::Hidden), [Exact(20), Withheld]);
    assert_eq!(hide_small_cells(&[0, 0], Total::Hidden), [Exact(0), Exact(0)]);
}

#[test]
fn a_ratio_with_a_small_rest_is_hidden_with_another() {
    let ratios = [Amount::Ratio(88, 90), Amount::Ratio(60, 80), Amount::Ratio(100, 200)];
    assert_eq!(
        conceal(&ratios, Total::Shown),
        [Figure::HiddenRatio, Figure::HiddenRatio, Figure::Ratio(100, 200)]
    );
}

/// Every value that a hidden cell can have for somebody who knows the marks and the total (`None`: any total).
fn possible(shown: &[Shown], total: std::ops::RangeInclusive<i64>, of: usize) -> usize {
    let beside_few = shown.contains(&Shown::Few);
    let range = |cell: &Shown| match cell {
        Shown::Exact(value) => *value..=*value,
        Shown::Few => 1..=4,
        Shown::Withheld if beside_few => 5..=*total.end(),
        Shown::Withheld => 0..=*total.end(),
    };
    let sums = |cells: &mut dyn Iterator<Item = &Shown>| {
        let mut reached = std::collections::BTreeSet::from([0i64]);
        for cell in cells {
            reached = reached.iter().flat_map(|sum| range(cell).map(move |value| sum + value)).collect();
            reached.retain(|sum| sum <= total.end());
        }
        reached
    };
    let others = sums(&mut shown.iter().enumerate().filter(|(index, _)| *index != of).map(|(_, cell)| cell));
    range(&shown[of]).filter(|value| others.iter().any(|sum| total.contains(&(sum + value)))).count()
}

proptest! {
    #[test]
    fn no_hidden_cell_can_be_computed_from_what_is_shown_and_the_total(cells in prop::collection::vec(0i64..12, 2..6)) {
        let shown = hide_small_cells(&cells, Total::Shown);
        let sum: i64 = cells.iter().sum();
        let known = if (1..=4).contains(&sum) { 1..=4 } else { sum..=sum };
        for (index, cell) in shown.iter().enumerate() {
            match cell {
                Shown::Exact(value) => {
                    prop_assert_eq!(*value, cells[index]);
                    prop_assert!(*value == 0 || *value > 4);
                }
                Shown::Few | Shown::Withheld => {
                    prop_assert!(possible(&shown, known.clone(), index) > 1, "{:?} {:?}", cells, shown);
                }
            }
        }
    }

    #[test]
    fn a_hidden_total_is_never_the_sum_of_cells_that_are_all_shown(cells in prop::collection::vec(0i64..12, 1..6)) {
        let shown = hide_small_cells(&cells, Total::Hidden);
        let all_shown = shown.iter().all(|cell| matches!(cell, Shown::Exact(_)));
        prop_assert!(!all_shown || cells.iter().sum::<i64>() == 0);
    }
}

#[test]
fn a_month_is_open_while_it_lasts_and_ten_days_longer() {
    let day = |text: &str| Day::parse(text).expect("a day");
    let october = day("2026-10-01").month();
    for (today, open) in [
        ("2026-10-31", true),
        ("2026-11-10", true),
        ("2026-11-11", false),
        ("2026-12-05", false),
        ("2026-09-30", false),
    ] {
        assert_eq!(may_still_change(october, day(today)), open, "{today}");
    }
}
