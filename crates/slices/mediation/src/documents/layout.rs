//! How the forms of this slice are laid out: four columns, a label beside each field.

use niangjia_document::paper::{Paper, PaperCell};
use niangjia_kernel::Day;

use crate::model::Party;
use crate::whole::Whole;

/// How many characters of 小四 stand on a line of the whole width, and of the width beside a label.
const WHOLE: usize = 39;
const BESIDE: usize = 32;

/// A text with empty lines after it up to `lines`, as it wraps: what is written by hand has its room, and what is printed takes none of
/// it twice.
fn at_least(text: &str, lines: usize, characters: usize) -> String {
    let taken: usize = text.lines().map(|line| line.chars().count().div_ceil(characters).max(1)).sum();
    format!("{text}{}", "\n ".repeat(lines.saturating_sub(taken.max(1))))
}

/// A form under construction.
pub(super) struct Sheet(Paper);

impl Sheet {
    /// A form with its title and the number of the case.
    pub(super) fn new(title: &str, whole: &Whole) -> Self {
        let number = whole.case.called.clone().unwrap_or_else(|| "（　　　）　　人调字第　　　号".to_owned());
        Self(Paper {
            title: title.to_owned(),
            subtitles: vec![format!("案号：{number}")],
            widths: vec![18, 32, 18, 32],
            ..Paper::default()
        })
    }

    /// Two fields beside each other.
    pub(super) fn pair(mut self, left: (&str, &str), right: (&str, &str)) -> Self {
        let cell = |text: &str| PaperCell::merged(text, 1, 1).left();
        let label = |text: &str| PaperCell::merged(text, 1, 1);
        self.0.rows.push(vec![label(left.0), cell(left.1), label(right.0), cell(right.1)]);
        self
    }

    /// A field over the whole width, at least so many lines high.
    pub(super) fn wide(mut self, label: &str, text: &str, lines: usize) -> Self {
        let text = at_least(text, lines, BESIDE);
        self.0.rows.push(vec![PaperCell::merged(label, 1, 1), PaperCell::merged(&text, 3, 1).left()]);
        self
    }

    /// A text without a label.
    pub(super) fn text(mut self, text: &str, lines: usize) -> Self {
        let text = at_least(text, lines, WHOLE);
        self.0.rows.push(vec![PaperCell::merged(&text, 4, 1).left()]);
        self
    }

    /// A party with her fields.
    pub(super) fn party(self, label: &str, party: Option<&Party>) -> Self {
        let details = party.map(|party| party.details.clone()).unwrap_or_default();
        let age = if details.age.is_empty() { String::new() } else { format!("{}岁", details.age) };
        let sex = [details.sex.as_str(), details.nation.as_str(), age.as_str()];
        let sex: Vec<&str> = sex.into_iter().filter(|one| !one.is_empty()).collect();
        self.pair((label, &details.name), ("性别、民族、年龄", &sex.join("，")))
            .pair(("职业、职务", &details.occupation), ("联系方式", &details.phone))
            .wide("单位或住址", &details.address, 1)
    }

    /// A line of the same kind in columns of their own widths.
    pub(super) fn table(mut self, widths: &[u16], head: &[&str], rows: &[Vec<String>]) -> Self {
        self.0.widths = widths.to_vec();
        self.0.header = vec![head.iter().map(|text| PaperCell::merged(text, 1, 1)).collect()];
        let line = |row: &Vec<String>| row.iter().map(|text| PaperCell::merged(text, 1, 1)).collect();
        self.0.rows = rows.iter().map(line).collect();
        self
    }

    /// A line above the table.
    pub(super) fn above(mut self, line: &str) -> Self {
        self.0.subtitles.push(line.to_owned());
        self
    }

    /// A line below the table, its parts side by side.
    pub(super) fn closing(mut self, parts: &[&str]) -> Self {
        self.0.closing.push(parts.iter().map(|part| (*part).to_owned()).collect());
        self
    }

    /// The finished form.
    pub(super) fn done(self) -> Paper {
        self.0
    }
}

/// `2026年11月22日`, or the line on which it is written by hand.
pub(super) fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "　　年　　月　　日".to_owned(), Day::long)
}

/// `签名：　　　　`.
pub(super) fn sign(label: &str) -> String {
    format!("{label}（签名、盖章或按指印）：　　　　　　")
}
