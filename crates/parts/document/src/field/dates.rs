//! Days and months, as people type them and as Excel stores them.

use niangjia_kernel::{Day, Month};

use crate::Cell;
use crate::cell::day_of_serial;
use crate::field::{Reading, clean, shown};

/// Serial numbers of 1920 to 2100: smaller ones may as well be a year.
const SERIALS: std::ops::RangeInclusive<f64> = 7_306.0..=73_415.0;

/// The years that are meant by four digits.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;

/// A day of which perhaps only the month was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOrMonth {
    /// The day; the first of the month where no day was said.
    pub day: Day,
    /// Whether the day was said.
    pub day_said: bool,
}

impl DayOrMonth {
    const fn said(day: Day) -> Self {
        Self { day, day_said: true }
    }

    fn of_month(month: Month) -> Self {
        Self { day: month.first_day(), day_said: false }
    }
}

/// A day: a date of Excel, its serial number, `2021-3-5`, `2021.3.5`, `2021/3/5`, `20210305`, `2021年3月5日`.
///
/// # Errors
/// When it is none, or only a month.
pub fn day(cell: &Cell) -> Reading<Day> {
    match month_or_day(cell)? {
        None => Ok(None),
        Some(DayOrMonth { day, day_said: true }) => Ok(Some(day)),
        Some(DayOrMonth { day, .. }) => Err(format!("只写到了 {}，请写到日", day.month().long())),
    }
}

/// A day as [`day`] reads it, or only a month: `2021.3`, `2021年3月`, `202103`, `2021-03`.
///
/// # Errors
/// When it is neither, and where a number could be January as well as October.
pub fn month_or_day(cell: &Cell) -> Reading<DayOrMonth> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Day(day) => Ok(Some(DayOrMonth::said(*day))),
        Cell::Month(month) => Ok(Some(DayOrMonth::of_month(*month))),
        Cell::Number(number) => of_number(*number).map(Some),
        Cell::Text(text) => {
            let text = clean(text);
            if text.is_empty() { Ok(None) } else { of_text(&text).map(Some) }
        }
        Cell::Bool(_) => Err("这里应该是日期".to_owned()),
        Cell::Error(sentence) => Err(sentence.clone()),
    }
}

fn of_number(number: f64) -> Result<DayOrMonth, String> {
    if number.fract() != 0.0 && (1900.0..2101.0).contains(&number) {
        // Excel writes 2021.3 with up to 17 digits.
        let text = ((number * 10_000.0).round() / 10_000.0).to_string();
        let (year, month) = text.split_once('.').unwrap_or((&text, ""));
        if month == "1" {
            return Err(format!(
                "“{text}”分不清是 1 月还是 10 月（Excel 把 {year}.10 也存成 {year}.1）：请写成文本 {year}-01 或 {year}-10"
            ));
        }
        return of_text(&text);
    }
    if number.fract() == 0.0 && number >= 190_001.0 {
        return of_text(&format!("{number:.0}"));
    }
    if SERIALS.contains(&number)
        && let Some(day) = day_of_serial(number, false)
    {
        return Ok(DayOrMonth::said(day));
    }
    of_text(&number.to_string())
}

fn of_text(text: &str) -> Result<DayOrMonth, String> {
    let wrong = || format!("“{}”不是日期，请写成 2021-3-5 的样子", shown(text));
    // A system's export says the time of day as well.
    let spaced =
        text.split_once([' ', 'T']).filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day);
    let numbers = numbers(spaced).ok_or_else(wrong)?;
    let (year, month, day) = match numbers.as_slice() {
        [all] if all.len() == 8 => (part(all, 0..4), part(all, 4..6), Some(part(all, 6..8))),
        [all] if all.len() == 6 => (part(all, 0..4), part(all, 4..6), None),
        [year] if year.len() == 4 => return Err(format!("只写了 {year} 年，请写到月")),
        [year, month] if year.len() == 4 => (part(year, 0..4), part(month, 0..2), None),
        [year, month, day] if year.len() == 4 => (part(year, 0..4), part(month, 0..2), Some(part(day, 0..2))),
        [year, _, _] if year.len() == 2 => {
            return Err(format!("“{}”的年份要写四位，例如 2021-3-5", shown(text)));
        }
        _ => return Err(wrong()),
    };
    if !YEARS.contains(&year) || !(1..=12).contains(&month) {
        return Err(wrong());
    }
    let short = |number: i64| i8::try_from(number).ok();
    let first = Day::of(i16::try_from(year).unwrap_or(0), short(month).unwrap_or(0), 1).ok_or_else(wrong)?;
    match day {
        None => Ok(DayOrMonth::of_month(first.month())),
        Some(day) => {
            let day = first.plus(day - 1);
            let exists = day >= first && day.month() == first.month();
            if exists {
                Ok(DayOrMonth::said(day))
            } else {
                Err(format!("没有“{}”这一天，请核对", shown(text)))
            }
        }
    }
}

fn part(digits: &str, range: std::ops::Range<usize>) -> i64 {
    let end = range.end.min(digits.len());
    digits.get(range.start..end).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The numbers between the signs that a date may have; `None` where there is anything else.
fn numbers(text: &str) -> Option<Vec<String>> {
    let mut numbers = vec![String::new()];
    for character in text.chars() {
        match character {
            '0'..='9' => numbers.last_mut()?.push(character),
            '-' | '.' | '/' | '年' | '月' | '日' | '号' | '。' | '、' | '·' | '—' | '–' | ' ' | '\\' =>
            {
                numbers.push(String::new());
            }
            _ => return None,
        }
    }
    numbers.retain(|number| !number.is_empty());
    let short = numbers.iter().skip(1).all(|number| number.len() <= 2);
    (short && !numbers.is_empty()).then_some(numbers)
}
