//! How cells look.

use niangjia_kernel::Day;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::sheet::Kind;

/// The most characters of a cell that Excel takes.
const MOST_CHARACTERS: usize = 32_767;

/// The looks of one workbook.
pub(crate) struct Formats {
    pub title: Format,
    pub line: Format,
    pub heading: Format,
    pub closing: Format,
}

impl Formats {
    pub(crate) fn new() -> Self {
        let plain = || Format::new().set_align(FormatAlign::VerticalCenter).set_font_name("宋体");
        Self {
            title: plain().set_bold().set_font_size(16).set_align(FormatAlign::Center),
            line: plain().set_font_size(10).set_align(FormatAlign::Left).set_text_wrap(),
            heading: plain()
                .set_bold()
                .set_font_size(11)
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_border(FormatBorder::Thin)
                .set_background_color(Color::RGB(0xF2_F2_F2)),
            closing: plain().set_font_size(11).set_align(FormatAlign::Left),
        }
    }

    /// The look of the cells of a kind.
    pub(crate) fn body(kind: Kind) -> Format {
        let body = Format::new()
            .set_font_name("宋体")
            .set_font_size(11)
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        match kind {
            Kind::Text => body.set_num_format("@").set_text_wrap(),
            Kind::Count => body.set_num_format("0").set_align(FormatAlign::Right),
            Kind::Decimal => body.set_num_format("0.00").set_align(FormatAlign::Right),
            Kind::Day => body.set_num_format("yyyy\"年\"m\"月\"d\"日\"").set_align(FormatAlign::Center),
        }
    }
}

/// A text no longer than Excel takes.
pub(crate) fn cut(text: &str) -> std::borrow::Cow<'_, str> {
    const NOTE: &str = "……（太长，已截短）";
    // Excel counts UTF-16 units; half of the limit is right for every text.
    if text.len() <= MOST_CHARACTERS || text.encode_utf16().count() <= MOST_CHARACTERS {
        return text.into();
    }
    let start: String = text.chars().take(MOST_CHARACTERS / 2 - NOTE.len()).collect();
    format!("{start}{NOTE}").into()
}

/// Excel's number of a day; `None` before 1900-03-01, where its calendar is wrong.
pub(crate) fn serial(day: Day) -> Option<f64> {
    const DAY_OF_NUMBER_0: i64 = -25_569;
    let serial = day.number() - DAY_OF_NUMBER_0;
    (61..2_958_466).contains(&serial).then_some(serial as f64)
}

/// Whether a text would be a formula if somebody typed it.
pub(crate) fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// How many half-width characters a text is wide.
fn width(text: &str) -> usize {
    text.chars().map(|character| if character < '\u{1100}' { 1 } else { 2 }).sum()
}

/// How high a row must be for its texts, in points; `None` where one line is enough. Excel finds that out itself when
/// it opens a file, others do not.
pub(crate) fn height<'a>(texts: impl Iterator<Item = (&'a str, f64)>, line: f64) -> Option<f64> {
    const HIGHEST: f64 = 409.0;
    let lines = texts.map(|(text, columns)| {
        let columns = (columns - 1.0).max(1.0);
        text.lines().map(|line| (width(line) as f64 / columns).ceil().max(1.0)).sum::<f64>()
    });
    let most = lines.fold(1.0, f64::max);
    (most > 1.0).then_some((most * line + 4.0).min(HIGHEST))
}

#[cfg(test)]
mod tests {
    use super::height;

    #[test]
    fn a_row_is_as_high_as_its_longest_text_needs() {
        assert_eq!(height([("王秀兰", 14.0), ("", 4.0)].into_iter(), 15.0), None);
        assert_eq!(height([("一二三四五六七", 14.0)].into_iter(), 15.0), Some(34.0));
        assert_eq!(height([("abc\ndef\nghi", 14.0)].into_iter(), 15.0), Some(49.0));
        assert_eq!(height([("长".repeat(9_000).as_str(), 10.0)].into_iter(), 15.0), Some(409.0));
    }
}
