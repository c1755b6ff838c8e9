//! Rows that a person has to look at: beside what is known, what differs, and what she said.

use niangjia_document::Cell;
use niangjia_kernel::{Day, Month};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Something known that a row may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Its identity.
    pub known: Uuid,
    /// What it is called: `嵩合社区 0012 王桂兰家`.
    pub title: String,
    /// What speaks for it, in a sentence: `户主和住址一样`.
    pub because: String,
    /// The row beside it, value by value.
    pub lines: Vec<Beside>,
}

/// One value of a row beside the same value of what is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Which value: `手机号`.
    pub label: String,
    /// As the row has it; empty: the row does not say.
    pub row: String,
    /// As it is known, as far as she who loads the file may see it; empty: not known.
    pub known: String,
    /// Whether both say something, and not the same.
    pub differs: bool,
}

impl Beside {
    /// Two values that are shown as they are.
    #[must_use]
    pub fn of(label: &str, row: &str, known: &str) -> Self {
        let differs = !row.is_empty() && !known.is_empty() && row != known;
        Self { label: label.to_owned(), row: row.to_owned(), known: known.to_owned(), differs }
    }

    /// Two values of which the known one is hidden: only whether they are the same is told; nothing where that cannot be
    /// said.
    #[must_use]
    pub fn hidden(label: &str, row: &str, known: &str, same: Option<bool>) -> Self {
        let differs = same == Some(false);
        Self { label: label.to_owned(), row: row.to_owned(), known: known.to_owned(), differs }
    }
}

/// What a person said of a row beside something known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    /// What is known.
    pub known: Uuid,
    /// Whether the row means it.
    pub same: bool,
}

/// The words in which a person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asks {
    /// What she has to find out: `表里的这一户，是不是已经登记的这一户？`
    pub question: &'static str,
    /// 同一户.
    pub same: &'static str,
    /// 不是同一户.
    pub other: &'static str,
    /// What becomes of the row when it means none of what is known.
    pub none: &'static str,
}

impl Asks {
    /// Whether a household of the file is one of the register.
    pub const HOUSEHOLD: Self = Self {
        question: "表里的这一户，和已经登记的是不是同一户？",
        same: "同一户",
        other: "不是同一户",
        none: "都不是的，作为新的一户登记",
    };
    /// Which household of the register a row of another file means.
    pub const WHICH_HOUSEHOLD: Self = Self {
        question: "表里的这一行，说的是不是这一户？",
        same: "是这一户",
        other: "不是这一户",
        none: "都不是的，这一行不导入",
    };
    /// Whether somebody of the file is one of the register.
    pub const PERSON: Self = Self {
        question: "表里的这个人，和已经登记的是不是同一个人？说的是不是这一户？",
        same: "是，就是",
        other: "不是",
        none: "都不是的，作为另一个人登记",
    };
}

/// What is kept of a pair, sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeptPair {
    pub(crate) title: String,
    pub(crate) because: String,
    pub(crate) lines: Vec<Beside>,
}

/// A cell as it is kept until somebody has decided about its row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeptCell {
    Text(String),
    Number(f64),
    Day(i64),
    Month(i64),
    Bool(bool),
    Error(String),
}

impl KeptCell {
    pub(crate) fn of(cell: &Cell) -> Option<Self> {
        Some(match cell {
            Cell::Empty => return None,
            Cell::Text(text) => Self::Text(text.clone()),
            Cell::Number(number) => Self::Number(*number),
            Cell::Day(day) => Self::Day(day.number()),
            Cell::Month(month) => Self::Month(month.number()),
            Cell::Bool(yes) => Self::Bool(*yes),
            Cell::Error(sentence) => Self::Error(sentence.clone()),
        })
    }

    pub(crate) fn into_cell(self) -> Cell {
        match self {
            Self::Text(text) => Cell::Text(text),
            Self::Number(number) => Cell::Number(number),
            Self::Day(number) => Cell::Day(Day::from_number(number)),
            Self::Month(number) => Cell::Month(Month::from_number(number)),
            Self::Bool(yes) => Cell::Bool(yes),
            Self::Error(sentence) => Cell::Error(sentence),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_was_kept_is_the_cell_that_came() {
        let day = Day::parse("2024-03-05").expect("a day");
        for cell in [
            Cell::Text("王桂兰".to_owned()),
            Cell::Number(1.5),
            Cell::Day(day),
            Cell::Month(day.month()),
            Cell::Bool(true),
            Cell::Error("#REF!".to_owned()),
        ] {
            let kept = KeptCell::of(&cell).expect("something");
            let text = serde_json::to_string(&kept).expect("text");
            let back: KeptCell = serde_json::from_str(&text).expect("the same");
            assert_eq!(back.into_cell(), cell);
        }
        assert_eq!(KeptCell::of(&Cell::Empty), None);
    }

    #[test]
    fn what_one_side_does_not_say_does_not_differ() {
        assert!(Beside::of("小组", "巫山", "程家湾").differs);
        assert!(!Beside::of("小组", "", "程家湾").differs);
        assert!(!Beside::of("小组", "巫山", "").differs);
        assert!(!Beside::hidden("住址", "1 号", "已登记", None).differs);
    }
}
