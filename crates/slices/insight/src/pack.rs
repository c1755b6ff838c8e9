//! What the rule pack says about forms: read and checked when the program starts.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use niangjia_kernel::AreaLevel;
use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

use crate::form::layout::{Annex, Layout, Lines, Period, Section};

/// The places that a text of a form may have.
pub(crate) const PLACES: [&str; 4] = ["{place}", "{org}", "{to}", "{month}"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    form: Vec<Layout>,
}

/// The forms of a pack, in its order.
#[derive(Debug)]
pub struct Forms {
    /// The edition that stands beside every form that was reported: `2026-1`.
    pub version: String,
    /// The forms.
    pub all: Vec<Layout>,
}

static FORMS: OnceLock<Forms> = OnceLock::new();

impl Forms {
    /// Reads the forms of a pack and checks each.
    ///
    /// # Errors
    /// In a sentence that names the form and the line: a column or field that does not exist, an indicator that the
    /// platform does not know, days that an indicator cannot be asked for.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let Table { form: all } = pack.table("insight")?;
        let mut codes = BTreeSet::new();
        for layout in &all {
            check(layout).map_err(|wrong| PackError::saying(format!("表 {}：{wrong}", layout.code)))?;
            if !codes.insert(&layout.code) {
                return Err(PackError::saying(format!("表 {} 写了两次", layout.code)));
            }
        }
        Ok(Self { version: pack.version().to_owned(), all })
    }

    /// The forms in force: those of the shipped national pack.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the shipped pack is part of the program and read by a test")]
    pub fn in_force() -> &'static Self {
        FORMS
            .get_or_init(|| Pack::national().and_then(|pack| Self::of(&pack)).expect("the shipped pack fits"))
    }

    /// A form by its code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Layout> {
        self.all.iter().find(|layout| layout.code == code)
    }

    /// The forms that organisations of a level fill in.
    pub(crate) fn filled_at(&self, level: AreaLevel) -> impl Iterator<Item = &Layout> {
        self.all.iter().filter(move |layout| layout.from == level)
    }

    /// The forms that organisations of a level receive.
    pub(crate) fn received_at(&self, level: AreaLevel) -> impl Iterator<Item = &Layout> {
        self.all.iter().filter(move |layout| layout.to == level)
    }
}

fn check(layout: &Layout) -> Result<(), String> {
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '-';
    if layout.code.is_empty() || !layout.code.chars().all(plain) {
        return Err("code 用小写字母、数字和连字符".to_owned());
    }
    // Above the county small cells are hidden, and a report is what is not hidden.
    if (layout.from, layout.to) != (AreaLevel::Street, AreaLevel::County) {
        return Err("现在只有街道报给区县的表：from = \"street\"，to = \"county\"".to_owned());
    }
    if !(1..=28).contains(&layout.due_day) {
        return Err(format!("due_day = {}：写次月的第几日，1 到 28", layout.due_day));
    }
    if layout.section.is_empty() {
        return Err("没有一张表（[[insight.form.section]]）".to_owned());
    }
    let texts = layout.head.iter().chain(&layout.notes).chain([&layout.title]);
    for text in texts {
        check_places(text)?;
    }
    for (place, section) in (1..).zip(&layout.section) {
        let checked = match section {
            Section::Lines(lines) => check_lines(lines),
            Section::Annex(annex) => check_annex(annex),
        };
        checked.map_err(|wrong| format!("第 {place} 张表{wrong}"))?;
    }
    Ok(())
}

fn check_places(text: &str) -> Result<(), String> {
    let known = PLACES.iter().fold(text.to_owned(), |text, place| text.replace(place, ""));
    if known.contains(['{', '}']) {
        return Err(format!("“{text}”里只能有 {}", PLACES.join("、")));
    }
    Ok(())
}

fn check_lines(lines: &Lines) -> Result<(), String> {
    let periods: Vec<Period> = lines.column.iter().filter_map(|column| column.show.period()).collect();
    if periods.is_empty() {
        return Err("没有一列是数字（show = \"month\"、\"year\" 或 \"as_of\"）".to_owned());
    }
    if lines.line.is_empty() {
        return Err("没有一行".to_owned());
    }
    for line in &lines.line {
        if line.part.is_empty() == line.item.is_empty() || (line.item.is_empty() && line.indicator.is_some())
        {
            return Err(format!(
                "“{}{}”：一行或者是项目（item），或者只是分栏标题（part）",
                line.part, line.item
            ));
        }
        let missing = line.spans.iter().find(|span| !periods.contains(span));
        if let Some(missing) = missing {
            return Err(format!("“{}”：表里没有“{}”这一列", line.item, missing.label()));
        }
        let Some(indicator) = line.indicator else { continue };
        let wrong = periods.iter().find(|period| line.has(**period) && !period.fits(indicator));
        if let Some(wrong) = wrong {
            return Err(unfit(&line.item, indicator.code(), *wrong));
        }
    }
    Ok(())
}

fn check_annex(annex: &Annex) -> Result<(), String> {
    if annex.columns().next().is_none() {
        return Err("没有一列".to_owned());
    }
    for column in annex.columns() {
        match (column.indicator, column.span) {
            (Some(indicator), Some(span)) if !span.fits(indicator) => {
                return Err(unfit(&column.heading, indicator.code(), span));
            }
            (Some(_), None) => return Err(format!("“{}”：有指标，没有写 span", column.heading)),
            (None, Some(_)) => return Err(format!("“{}”：写了 span，没有指标", column.heading)),
            _ => {}
        }
    }
    Ok(())
}

fn unfit(item: &str, indicator: &str, period: Period) -> String {
    let kind = if period == Period::AsOf { "期间发生的" } else { "某一天的状态" };
    format!("“{item}”：指标 {indicator} 是{kind}，没有“{}”", period.label())
}

#[cfg(test)]
#[path = "pack_tests.rs"]
mod tests;
