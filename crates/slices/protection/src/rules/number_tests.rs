//! What is told above tells nothing of what is hidden.

use niangjia_kernel::Day;
use proptest::prelude::*;

use super::numbers::{Cell, closed_quarters, told, total};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

#[test]
fn numbers_are_of_quarters_that_are_over() {
    let quarters = |today| closed_quarters(2026, day(today)).len();
    assert_eq!(quarters("2026-03-31"), 0);
    assert_eq!(quarters("2026-04-01"), 1);
    assert_eq!(quarters("2026-12-31"), 3);
    assert_eq!(quarters("2027-01-01"), 4);
}

proptest! {
    /// Whatever the hidden counts are, the page is the same: so nothing of them can be computed from it.
    #[test]
    fn no_hidden_count_can_be_derived_from_what_is_told(
        rows in (1usize..5).prop_flat_map(|width| prop::collection::vec(prop::collection::vec(0i64..9, width), 1..5)),
        others in prop::collection::vec(1i64..=4, 25),
    ) {
        let page = told(&rows);
        let mut other = others.into_iter();
        let changed: Vec<Vec<i64>> = rows
            .iter()
            .map(|row| {
                let change = |count: &i64| if (1..=4).contains(count) { other.next().unwrap_or(1) } else { *count };
                row.iter().map(change).collect()
            })
            .collect();
        prop_assert_eq!(page, told(&changed));
    }

    /// The same of every page there ever is: of each county by itself, of all together, on any day of the year, whatever the quarter that
    /// runs has. So no difference, of two days or of a sum and the others, tells a hidden one.
    #[test]
    fn no_difference_of_two_pages_tells_a_hidden_count(
        counties in prop::collection::vec(prop::collection::vec(0i64..9, 4), 1..5),
        others in prop::collection::vec((1i64..=4, 0i64..9), 20),
    ) {
        let pages = |table: &[Vec<i64>], over: usize| {
            let closed: Vec<Vec<i64>> = table.iter().map(|row| row[..over].to_vec()).collect();
            let alone: Vec<_> = closed.iter().map(|row| told(std::slice::from_ref(row))).collect();
            (told(&closed), alone)
        };
        for over in 0..=4usize {
            let mut other = others.iter();
            let changed: Vec<Vec<i64>> = counties
                .iter()
                .map(|row| {
                    let change = |(quarter, count): (usize, &i64)| {
                        let (hidden, running) = *other.next().expect("one for each");
                        match *count {
                            _ if quarter >= over => running,
                            1..=4 => hidden,
                            told => told,
                        }
                    };
                    row.iter().enumerate().map(change).collect()
                })
                .collect();
            for until in 0..=over {
                prop_assert_eq!(pages(&counties, until), pages(&changed, until));
            }
        }
    }

    /// And what is told is true.
    #[test]
    fn what_is_told_is_true(counts in prop::collection::vec(0i64..12, 1..8)) {
        let sum: i64 = counts.iter().sum();
        match total(&counts) {
            Cell::Exact(number) => prop_assert_eq!(number, sum),
            Cell::AtLeast(number) => prop_assert!(number <= sum),
            Cell::Few => prop_assert!(false, "a sum is never told as few"),
        }
    }
}
