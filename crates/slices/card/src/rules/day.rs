//! Days as somebody types them who has ten cards before her.

use niangjia_kernel::{Day, normalised_text};

/// On which side of today a day lies whose year or month was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toward {
    /// Today or before: a visit.
    Past,
    /// Today or after: what is to be followed up.
    Ahead,
}

const UNREADABLE: &str = "日期看不懂，可以写 1120、11-20、-1（昨天）或 2026-11-20";

/// R-CARD-04. A day may be typed short: what was left out is filled in so that a visit lies in the past and a follow-up ahead.
///
/// Source: ours. Reading: `1120`, `11-20`, `20` (the day alone), `-1`, `+7`, 今天, 昨天, 前天, 明天, 3天前, 7天后, and every whole
/// date; the nearest such day on that side of today. `None` when nothing was typed.
pub(crate) fn read_day(typed: &str, today: Day, toward: Toward) -> Result<Option<Day>, &'static str> {
    let text = normalised_text(typed).replace('−', "-");
    let relative = match text.as_str() {
        "" => return Ok(None),
        "今天" | "今日" => Some(0),
        "昨天" | "昨日" => Some(-1),
        "前天" => Some(-2),
        "大前天" => Some(-3),
        "明天" => Some(1),
        "后天" => Some(2),
        other => days_away(other),
    };
    if let Some(days) = relative {
        return Ok(Some(today.plus(days)));
    }
    let plain = text.replace(['年', '月', '/', '.'], "-").replace(['日', '号'], "");
    let parts: Vec<&str> = plain.split('-').collect();
    let whole = |year: &str, month: &str, day: &str| {
        let year: i16 = year.parse().ok()?;
        let year = if year < 100 { year + 2000 } else { year };
        Day::of(year, month.parse().ok()?, day.parse().ok()?)
    };
    if !plain.chars().all(|sign| sign.is_ascii_digit() || sign == '-') {
        return Err(UNREADABLE);
    }
    let found = match parts.as_slice() {
        [year, month, day] => whole(year, month, day),
        [month, day] => nearest(today, toward, month.parse().ok(), day.parse().ok()),
        [digits] => match digits.len() {
            1 | 2 => nearest(today, toward, None, digits.parse().ok()),
            3 | 4 => {
                let (month, day) = digits.split_at(digits.len() - 2);
                nearest(today, toward, month.parse().ok(), day.parse().ok())
            }
            6 => whole(&digits[..2], &digits[2..4], &digits[4..]),
            8 => whole(&digits[..4], &digits[4..6], &digits[6..]),
            _ => None,
        },
        _ => None,
    };
    found.map(Some).ok_or(UNREADABLE)
}

/// `-1`, `+7`, `3天前`, `7天后`.
fn days_away(text: &str) -> Option<i64> {
    let counted = |number: &str| -> Option<i64> {
        let fits = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        if fits { number.parse().ok() } else { None }
    };
    if let Some(number) = text.strip_prefix('-').or_else(|| text.strip_suffix("天前")) {
        return counted(number).map(|days| -days);
    }
    counted(text.strip_prefix('+').or_else(|| text.strip_suffix("天后"))?)
}

/// The nearest day on one side of today with this day of the month, and this month where one was typed.
fn nearest(today: Day, toward: Toward, month: Option<i8>, day: Option<i8>) -> Option<Day> {
    let day = day.filter(|day| (1..=31).contains(day))?;
    let step = match toward {
        Toward::Past => -1,
        Toward::Ahead => 1,
    };
    // Eight years hold a 29th of February.
    (0..=8 * 12).find_map(|months| {
        let (year, here, _) = today.month().plus(step * months).first_day().parts();
        let found = Day::of(year, here, day).filter(|_| month.is_none_or(|month| month == here))?;
        let fits = match toward {
            Toward::Past => found <= today,
            Toward::Ahead => found >= today,
        };
        fits.then_some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_short_day_is_the_nearest_on_its_side_of_today() {
        let today = day("2026-11-22");
        for (typed, past, ahead) in [
            ("1120", "2026-11-20", "2027-11-20"),
            ("11-20", "2026-11-20", "2027-11-20"),
            ("11月20日", "2026-11-20", "2027-11-20"),
            ("1.5", "2026-01-05", "2027-01-05"),
            ("105", "2026-01-05", "2027-01-05"),
            ("1231", "2025-12-31", "2026-12-31"),
            ("229", "2024-02-29", "2028-02-29"),
            ("22", "2026-11-22", "2026-11-22"),
            ("23", "2026-10-23", "2026-11-23"),
            ("31", "2026-10-31", "2026-12-31"),
            ("昨天", "2026-11-21", "2026-11-21"),
            ("-1", "2026-11-21", "2026-11-21"),
            ("－３", "2026-11-19", "2026-11-19"),
            ("+7", "2026-11-29", "2026-11-29"),
            ("7天后", "2026-11-29", "2026-11-29"),
            ("2026-11-20", "2026-11-20", "2026-11-20"),
            ("2026年11月20日", "2026-11-20", "2026-11-20"),
            ("20261120", "2026-11-20", "2026-11-20"),
            ("261120", "2026-11-20", "2026-11-20"),
            ("26.11.20", "2026-11-20", "2026-11-20"),
        ] {
            assert_eq!(read_day(typed, today, Toward::Past), Ok(Some(day(past))), "{typed}");
            assert_eq!(read_day(typed, today, Toward::Ahead), Ok(Some(day(ahead))), "{typed}");
        }
        assert_eq!(read_day(" ", today, Toward::Past), Ok(None));
        for typed in ["1320", "230", "0", "1120x", "11-20-30-40", "去年", "-", "+", "-1234", "２０２６年"]
        {
            assert!(read_day(typed, today, Toward::Past).is_err(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_day_or_a_sentence(typed in "\\PC{0,12}", number in 15_000i64..25_000) {
            let today = Day::from_number(number);
            let _answer = read_day(&typed, today, Toward::Past);
        }

        #[test]
        fn a_month_and_a_day_never_cross_today(month in 1u8..13, on in 1u8..32, number in 15_000i64..25_000) {
            let today = Day::from_number(number);
            let typed = format!("{month}{on:02}");
            if let (Ok(Some(past)), Ok(Some(ahead))) =
                (read_day(&typed, today, Toward::Past), read_day(&typed, today, Toward::Ahead))
            {
                prop_assert!(past <= today && today <= ahead);
                prop_assert_eq!((past.parts().1, past.parts().2), (ahead.parts().1, ahead.parts().2));
            }
        }
    }
}
