//! What stands in one cell.

use niangjia_kernel::{Day, Month};

/// What stands in one cell of a table that somebody sent.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// A text, as it was typed.
    Text(String),
    /// A number without a date's format.
    Number(f64),
    /// A number shown as a day, in either of Excel's two calendars.
    Day(Day),
    /// A number shown as year and month only: whoever typed `2021年3月` gets this from Excel.
    Month(Month),
    /// A tick of Excel's own kind.
    Bool(bool),
    /// Nothing that can be read; the sentence says what is wrong with this cell.
    Error(String),
}

impl Cell {
    /// Whether nothing stands here.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// As it is shown in a list of what was read.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Month(month) => month.to_string(),
            Self::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
            Self::Error(sentence) => sentence.clone(),
        }
    }

    /// A text, or nothing where it is blank; longer than `most` characters it is an error of this cell.
    pub(crate) fn of_text(text: String, most: usize) -> Self {
        if text.trim().is_empty() {
            return Self::Empty;
        }
        // Bytes are at least characters: only a text that could be too long is counted.
        if text.len() > most {
            let characters = text.chars().count();
            if characters > most {
                return Self::Error(format!("这一格有 {characters} 个字，最多 {most} 个字，请缩短"));
            }
        }
        Self::Text(text)
    }

    /// One of Excel's error values (`#N/A`).
    pub(crate) fn of_error(code: &str) -> Self {
        let code: String = code.chars().take(20).collect();
        Self::Error(format!("这一格是 Excel 的错误值 {code}，请改成实际内容"))
    }

    /// A formula that was never calculated.
    pub(crate) fn of_formula_without_value() -> Self {
        Self::Error("这一格是公式，文件里没有算好的结果：请用 Excel 或 WPS 打开、保存一次再上传".to_owned())
    }
}

/// What a number format shows of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// The number itself, or a time of day.
    Number,
    /// A day.
    Day,
    /// A year and a month.
    Month,
}

impl Shows {
    /// What one of the formats that have no text of their own shows. Source: ECMA-376 part 1, 18.8.30, with the
    /// Chinese ones (27 to 36 and 50 to 58).
    pub(crate) const fn of_built_in(id: u32) -> Self {
        match id {
            17 | 27 | 36 | 50 | 52 | 57 => Self::Month,
            14..=16 | 22 | 28..=31 | 51 | 53 | 54 | 58 => Self::Day,
            _ => Self::Number,
        }
    }

    /// What a format with a text shows: `yyyy"年"m"月"`. Only its first section counts.
    pub(crate) fn of_format(format: &str) -> Self {
        let (mut year, mut month, mut day, mut time) = (false, false, false, false);
        let mut characters = format.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '"' => while characters.next().is_some_and(|inner| inner != '"') {},
                // `[h]` is a span of time; anything else in brackets is a colour or a language.
                '[' => {
                    let inside: String = characters.by_ref().take_while(|inner| *inner != ']').collect();
                    time |= !inside.is_empty() && inside.chars().all(|inner| "hHmMsS".contains(inner));
                }
                '\\' | '_' | '*' => {
                    characters.next();
                }
                ';' => break,
                'y' | 'Y' | '年' => year = true,
                // `E+00` is an exponent, `e` alone a year.
                'e' | 'E' if !matches!(characters.peek(), Some('+' | '-')) => year = true,
                'm' | 'M' => month = true,
                'd' | 'D' => day = true,
                'h' | 'H' | 's' | 'S' => time = true,
                _ if character == 'G' || character == '0' || character == '#' => return Self::Number,
                _ => {}
            }
        }
        match (year, month, day, time) {
            (_, _, true, _) | (false, true, _, false) => Self::Day,
            (true, true, false, _) => Self::Month,
            _ => Self::Number,
        }
    }

    /// The cell of a number shown so. `since_1904`: the workbook counts its days from 1904.
    pub(crate) fn cell(self, number: f64, since_1904: bool) -> Cell {
        let day = || day_of_serial(number, since_1904);
        match self {
            Self::Number => Cell::Number(number),
            Self::Day => day().map_or(Cell::Number(number), Cell::Day),
            Self::Month => day().map_or(Cell::Number(number), |day| Cell::Month(day.month())),
        }
    }
}

/// The day of Excel's serial number: 1 is 1900-01-01, 60 the 29 February 1900 that never was; or 0 is 1904-01-01.
pub(crate) fn day_of_serial(serial: f64, since_1904: bool) -> Option<Day> {
    const LAST: f64 = 2_958_466.0;
    if !(1.0..LAST).contains(&serial) {
        return None;
    }
    let days = serial.floor() as i64;
    let first = match (since_1904, days) {
        (true, _) => Day::of(1904, 1, 1)?,
        (false, 60) => return None,
        (false, ..60) => Day::of(1899, 12, 31)?,
        (false, _) => Day::of(1899, 12, 30)?,
    };
    Some(first.plus(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_shows_a_day_a_month_or_a_number() {
        for format in
            ["yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\";@", "[$-804]yyyy/m/d", "m\"月\"d\"日\"", "yyyy/m/d h:mm"]
        {
            assert_eq!(Shows::of_format(format), Shows::Day, "{format}");
        }
        for format in ["yyyy\"年\"m\"月\"", "[DBNum1]yyyy\"年\"m\"月\"", "yyyy.mm", "e/m"] {
            assert_eq!(Shows::of_format(format), Shows::Month, "{format}");
        }
        for format in
            ["General", "0.00E+00", "#,##0", "0\"岁\"", "h:mm:ss", "[h]:mm", "@", "\"day\"0", "0;dd"]
        {
            assert_eq!(Shows::of_format(format), Shows::Number, "{format}");
        }
    }

    #[test]
    fn both_calendars_of_excel_give_the_same_day() {
        let day = Day::of(2021, 3, 5);
        assert_eq!(day_of_serial(44_260.0, false), day);
        assert_eq!(day_of_serial(42_798.75, true), day);
        assert_eq!(day_of_serial(1.0, false), Day::of(1900, 1, 1));
        assert_eq!(day_of_serial(61.0, false), Day::of(1900, 3, 1));
        for none in [0.0, 60.0, -3.0, f64::NAN, f64::INFINITY, 3e9] {
            assert_eq!(day_of_serial(none, false), None);
        }
    }
}
