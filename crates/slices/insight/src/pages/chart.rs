//! Twelve months as bars, drawn by the server, with the same numbers as a table.

use niangjia_kernel::Month;
use niangjia_web::show;

/// The height of the highest bar, and of the field it stands in, in pixels.
const HIGHEST: i64 = 135;
const FIELD: i64 = 172;

/// A bar, as the chart piece of the components wants it.
pub(super) struct Bar {
    pub(super) x: String,
    pub(super) width: &'static str,
    pub(super) mid: String,
    pub(super) y: i64,
    pub(super) height: i64,
    pub(super) value_y: i64,
    pub(super) value: String,
    pub(super) label: String,
    pub(super) open: bool,
}

/// A line of the table beside it.
pub(super) struct TrendLine {
    pub(super) month: String,
    pub(super) value: String,
    pub(super) href: String,
    pub(super) open: bool,
}

/// A chart with its table.
pub(super) struct Trend {
    pub(super) description: String,
    pub(super) bars: Vec<Bar>,
    pub(super) lines: Vec<TrendLine>,
}

impl Trend {
    /// Of months in their order; `open` is the one that is not closed yet.
    pub(super) fn of(months: &[(Month, i64)], open: Month, href: impl Fn(Month) -> String) -> Self {
        let highest = months.iter().map(|(_, visits)| *visits).max().unwrap_or_default().max(1);
        let said = |(month, visits): &(Month, i64)| {
            let mark = if *month == open { "暂计" } else { "" };
            format!("{}{mark} {} 次", month.long(), show::count(*visits))
        };
        let ends: Vec<String> = months.first().into_iter().chain(months.last()).map(said).collect();
        let bars = months.iter().enumerate().map(|(index, (month, visits))| {
            let height = visits.max(&0) * HIGHEST / highest;
            // Twelve columns of 8.33 % each, the bar in the middle of its column, in hundredths of a percent.
            let x = 150 + i64::try_from(index).unwrap_or_default() * 10_000 / 12;
            Bar {
                x: hundredths(x),
                width: "5.33",
                mid: hundredths(x + 267),
                y: FIELD - height,
                height,
                value_y: FIELD - height - 6,
                value: brief(*visits),
                label: format!("{}月", month.parts().1),
                open: *month == open,
            }
        });
        let lines = months.iter().map(|(month, visits)| TrendLine {
            month: month.long(),
            value: show::count(*visits),
            href: href(*month),
            open: *month == open,
        });
        Self { description: format!("{}。", ends.join("到")), bars: bars.collect(), lines: lines.collect() }
    }
}

fn hundredths(number: i64) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

/// Short enough for the width of a bar: `27315` is `2.7万`.
fn brief(number: i64) -> String {
    match number {
        10_000..1_000_000 => format!("{}.{}万", number / 10_000, number % 10_000 / 1_000),
        1_000_000.. => format!("{}万", number / 10_000),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_the_ground_in_the_middle_of_their_columns_and_the_open_month_is_marked() {
        let first = Month::from_number(2025 * 12 + 11);
        let months: Vec<_> = (0..12).map(|index| (first.plus(index), 10 * (index + 1))).collect();
        let trend = Trend::of(&months, first.plus(11), |month| month.to_string());
        assert!(trend.bars.iter().all(|bar| bar.y + bar.height == FIELD));
        assert_eq!((trend.bars[0].x.as_str(), trend.bars[11].mid.as_str()), ("1.50", "95.83"));
        assert_eq!(trend.bars.iter().filter(|bar| bar.open).count(), 1);
        assert_eq!(trend.bars[11].height, HIGHEST);
        assert_eq!(trend.description, "2025年12月 10 次到2026年11月暂计 120 次。");
    }

    #[test]
    fn a_large_number_is_written_in_ten_thousands() {
        assert_eq!(
            (brief(27_315).as_str(), brief(1_234_567).as_str(), brief(81).as_str()),
            ("2.7万", "123万", "81")
        );
    }
}
