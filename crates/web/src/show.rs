//! How dates, ratios and counts are written for people (experience.md, "Words and numbers").

use niangjia_kernel::{Day, Timestamp};

/// A date in a list: short to read, full on hover, exact for machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// `2026-11-22`.
    pub iso: String,
    /// `2026年11月22日`.
    pub full: String,
    /// `3天前`, `11-22`.
    pub short: String,
}

impl When {
    /// A day as seen from `today`.
    #[must_use]
    pub fn day(day: Day, today: Day) -> Self {
        let short = match today.days_since(day) {
            0 => "今天".to_owned(),
            1 => "昨天".to_owned(),
            2..=30 => format!("{}天前", today.days_since(day)),
            -1 => "明天".to_owned(),
            -30..=-2 => format!("{}天后", day.days_since(today)),
            _ if day.parts().0 == today.parts().0 => day.short(),
            _ => day.to_string(),
        };
        Self { iso: day.to_string(), full: day.long(), short }
    }

    /// An instant as seen from `today`: the time of day where it is recent.
    #[must_use]
    pub fn instant(at: Timestamp, today: Day) -> Self {
        let day = Self::day(at.day(), today);
        Self { full: at.long(), short: format!("{} {}", day.short, at.clock_time()), ..day }
    }
}

/// When the next visit is due, as a badge says it: a kind for its colour and icon, and the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// `late`, `soon`, `plan` or `none`.
    pub kind: &'static str,
    /// `已超期 5 天`, `3天后到期`, `12-05 前`.
    pub word: String,
}

impl Due {
    /// How many days ahead something counts as soon.
    pub const SOON_DAYS: i64 = 7;

    /// A due day as seen from `today`; `agreed` when it was fixed with her.
    #[must_use]
    pub fn of(due: Day, agreed: bool, today: Day) -> Self {
        let left = due.days_since(today);
        let (kind, word) = match left {
            ..0 => ("late", format!("已超期 {} 天", -left)),
            0 => ("soon", "今天到期".to_owned()),
            1..=Self::SOON_DAYS => ("soon", format!("{left}天后到期")),
            _ if agreed => ("plan", format!("约定 {}", due.short())),
            _ if due.parts().0 == today.parts().0 => ("none", format!("{} 前", due.short())),
            _ => ("none", format!("{due} 前")),
        };
        Self { kind, word }
    }
}

/// A ratio that always shows both numbers: `64.9%（37/57）`; `—（0/0）` when there is nothing to divide by.
#[must_use]
pub fn ratio(numerator: i64, denominator: i64) -> String {
    format!("{}（{numerator}/{denominator}）", percent(numerator, denominator))
}

/// `64.9%`, rounded half up on whole numbers; `—` when there is nothing to divide by.
#[must_use]
pub fn percent(numerator: i64, denominator: i64) -> String {
    if denominator == 0 {
        return "—".to_owned();
    }
    let tenths = (numerator * 2_000 + denominator).div_euclid(denominator * 2);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A whole number with groups of three: `665,276`.
#[must_use]
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("-{grouped}") } else { grouped }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_ratio_shows_both_numbers_and_rounds_half_up() {
        assert_eq!(ratio(37, 57), "64.9%（37/57）");
        assert_eq!(ratio(44, 49), "89.8%（44/49）");
        assert_eq!(percent(1, 8), "12.5%");
        assert_eq!(percent(1, 16), "6.3%");
        assert_eq!(ratio(0, 0), "—（0/0）");
    }

    #[test]
    fn a_due_day_says_in_words_how_late_or_how_soon() {
        let today = day("2026-11-22");
        let word = |text: &str| Due::of(day(text), false, today).word;
        assert_eq!(word("2026-11-17"), "已超期 5 天");
        assert_eq!(word("2026-11-22"), "今天到期");
        assert_eq!(word("2026-11-25"), "3天后到期");
        assert_eq!(word("2026-12-05"), "12-05 前");
        assert_eq!(Due::of(day("2026-12-05"), true, today).word, "约定 12-05");
    }

    #[test]
    fn large_counts_are_grouped() {
        assert_eq!(
            (count(665_276).as_str(), count(-1_000).as_str(), count(12).as_str()),
            ("665,276", "-1,000", "12")
        );
    }
}
