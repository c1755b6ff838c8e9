//! The days a report is about, and how they divide into whole months and the days around them.

use niangjia_kernel::{Day, Month};

/// Days from one to another, both included; state is taken as of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    pub(crate) from: Day,
    pub(crate) to: Day,
}

/// Days divided: whole months are read from sums, the days around them from facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Split {
    /// The first and the last whole month.
    pub(crate) months: Option<(Month, Month)>,
    /// At most two runs of days, both ends included.
    pub(crate) edges: Vec<(Day, Day)>,
}

impl Span {
    /// A month as it stands on `today`: the open month ends today.
    pub(crate) fn of_month(month: Month, today: Day) -> Self {
        Self { from: month.first_day(), to: month.last_day().min(today) }
    }

    /// Divides the days. Nothing has happened after `today` (R-HH-02), so a month up to it is whole as far as it goes.
    pub(crate) fn split(self, today: Day) -> Split {
        let to = if self.to >= today { self.to.month().last_day() } else { self.to };
        let from = self.from;
        if from > self.to {
            return Split { months: None, edges: Vec::new() };
        }
        let first = if from == from.month().first_day() { from.month() } else { from.month().plus(1) };
        let last = if to == to.month().last_day() { to.month() } else { to.month().plus(-1) };
        if first > last {
            return Split { months: None, edges: vec![(from, to)] };
        }
        let before = (from, first.first_day().plus(-1));
        let after = (last.last_day().plus(1), to);
        let edges = [before, after].into_iter().filter(|(from, to)| from <= to).collect();
        Split { months: Some((first, last)), edges }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn span(from: &str, to: &str) -> Span {
        Span { from: day(from), to: day(to) }
    }

    #[test]
    fn a_quarter_begun_in_its_second_week_is_the_rest_of_a_month_and_two_whole_ones() {
        let split = span("2026-07-10", "2026-09-30").split(day("2027-01-01"));
        assert_eq!(split.edges, [(day("2026-07-10"), day("2026-07-31"))]);
        assert_eq!(
            split.months.map(|(first, last)| (first.to_string(), last.to_string())),
            Some(("2026-08".to_owned(), "2026-09".to_owned()))
        );
    }

    #[test]
    fn the_open_month_is_whole_as_far_as_it_goes_and_nothing_lies_between_a_day_and_the_one_before() {
        let open = span("2026-11-01", "2026-11-22").split(day("2026-11-22"));
        assert_eq!(open.edges, []);
        assert_eq!(span("2026-11-01", "2026-11-21").split(day("2026-11-22")).edges.len(), 1);
        let nothing = span("2026-11-22", "2026-11-21").split(day("2026-11-22"));
        assert_eq!((nothing.months, nothing.edges.len()), (None, 0));
    }

    proptest! {
        #[test]
        fn every_day_up_to_today_is_counted_once_and_no_other(
            from in 20_000i64..20_200,
            length in -3i64..200,
            today in 20_000i64..20_400,
        ) {
            let (from, today) = (Day::from_number(from), Day::from_number(today));
            let span = Span { from, to: from.plus(length) };
            let split = span.split(today);
            for number in 19_900..=today.number() {
                let day = Day::from_number(number);
                let in_months = split.months.is_some_and(|(first, last)| first <= day.month() && day.month() <= last);
                let in_edges = split.edges.iter().filter(|(from, to)| *from <= day && day <= *to).count();
                let expected = usize::from(span.from <= day && day <= span.to);
                prop_assert_eq!(usize::from(in_months) + in_edges, expected, "{}", day);
            }
        }
    }
}
