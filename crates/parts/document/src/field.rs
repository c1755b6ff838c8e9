//! What people mean by what they typed into a cell.
//!
//! Each reader gives nothing for an empty cell, a value, or the sentence that goes into the column of reasons.

mod dates;

use niangjia_kernel::{CitizenId, Day, MobileNumber, normalised_text};

use crate::Cell;
pub use dates::{DayOrMonth, day, month_or_day};

/// What a reader of a cell gives.
pub type Reading<T> = Result<Option<T>, String>;

/// From this on Excel has lost the last digits of a number.
const EXACT: f64 = 1e15;

/// A text: half-width letters and digits, no leading apostrophe, line breaks as blanks. Rare characters stay; the dot
/// of a minority name is `·` whichever dot was typed.
///
/// # Errors
/// With the sentence of a cell that cannot be read.
pub fn text(cell: &Cell) -> Reading<String> {
    let text = match cell {
        Cell::Empty => return Ok(None),
        Cell::Text(text) => clean(text),
        Cell::Number(number) => number_text(*number),
        Cell::Day(day) => day.long(),
        Cell::Month(month) => month.long(),
        Cell::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Cell::Error(sentence) => return Err(sentence.clone()),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// A person's name: as [`text`], without the blanks that make `张  三` as wide as three characters.
///
/// # Errors
/// With the sentence of a cell that cannot be read.
pub fn name(cell: &Cell) -> Reading<String> {
    let Some(text) = text(cell)? else { return Ok(None) };
    let characters = text.chars().filter(|character| !character.is_whitespace());
    let short = characters.clone().count() <= 4 && characters.clone().all(is_chinese);
    Ok(Some(if short { characters.collect() } else { text }))
}

/// A citizen's identity number.
///
/// # Errors
/// When Excel has lost its last digits, or with the kernel's reasons.
pub fn citizen_id(cell: &Cell, today: Day) -> Reading<CitizenId> {
    if let Cell::Number(number) = cell
        && *number >= EXACT
    {
        return Err("身份证号被 Excel 存成了数字，后几位已经变成 0：请把这一列设成文本后重新填写".to_owned());
    }
    let Some(text) = text(cell)? else { return Ok(None) };
    let plain: String = text.chars().filter(|character| !matches!(character, ' ' | '-' | '\'')).collect();
    CitizenId::parse(&plain, today).map(Some).map_err(|error| error.to_string())
}

/// A mobile number, typed as a text or stored as a number.
///
/// # Errors
/// When it is none.
pub fn mobile(cell: &Cell) -> Reading<MobileNumber> {
    let Some(text) = text(cell)? else { return Ok(None) };
    let plain: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let home = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("0086")).unwrap_or(&plain);
    MobileNumber::parse(home).map(Some).map_err(|error| error.to_string())
}

/// A whole number: how many live in the household.
///
/// # Errors
/// When it is none.
pub fn count(cell: &Cell) -> Reading<i64> {
    let Some(text) = text(cell)? else { return Ok(None) };
    let digits = text.trim_end_matches(['人', '个', '户', '次', '名', '岁']).trim().replace(',', "");
    let wrong = || format!("“{}”不是整数", shown(&text));
    digits.parse().map(Some).map_err(|_| wrong())
}

/// Yes or no, in the ways tables say it.
///
/// # Errors
/// When it says neither.
pub fn yes_no(cell: &Cell) -> Reading<bool> {
    if let Cell::Bool(yes) = cell {
        return Ok(Some(*yes));
    }
    let Some(text) = text(cell)? else { return Ok(None) };
    match text.to_lowercase().as_str() {
        "是" | "有" | "对" | "√" | "✓" | "✔" | "☑" | "1" | "y" | "yes" | "true" => Ok(Some(true)),
        "否" | "无" | "没有" | "不是" | "×" | "✗" | "✘" | "x" | "0" | "n" | "no" | "false" => {
            Ok(Some(false))
        }
        _ => Err(format!("“{}”看不出是还是否，请填“是”或“否”", shown(&text))),
    }
}

/// The parts of a cell that lists several: `高血压、糖尿病`.
#[must_use]
pub fn split_list(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', '；', ';', '/', '／', '|', ' ', '\u{3000}', '\n', '\r', '\t']);
    parts.map(clean).filter(|part| !part.is_empty()).collect()
}

/// A text as short as a sentence can quote it.
pub(crate) fn shown(text: &str) -> String {
    let mut start: String = text.chars().take(20).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}

fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e18 { format!("{number:.0}") } else { number.to_string() }
}

/// The characters of Chinese names, rare ones and those that only old fonts know included.
fn is_chinese(character: char) -> bool {
    matches!(character, '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{E000}'..='\u{F8FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

fn clean(text: &str) -> String {
    let visible = text.chars().filter(
        |character| !matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}'),
    );
    let narrow = normalised_text(&visible.collect::<String>());
    let bare = narrow.strip_prefix(['\'', '‘', '’', '`']).unwrap_or(&narrow);
    let mut plain = String::with_capacity(bare.len());
    for word in bare.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    with_middle_dots(&plain)
}

/// Between two Chinese characters a dot is the one of a name, whichever key it came from.
fn with_middle_dots(text: &str) -> String {
    let dot = |character| matches!(character, '•' | '‧' | '・' | '･' | '.' | '∙' | '⋅' | '●' | '．');
    if !text.chars().any(dot) {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied().is_some_and(is_chinese);
    let dotted = characters.iter().enumerate().map(|(index, character)| {
        let between = index > 0 && at(index - 1) && at(index + 1);
        if between && dot(*character) { '·' } else { *character }
    });
    dotted.collect()
}
