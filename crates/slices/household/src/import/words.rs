//! The words of the rule pack for files of households.

use std::sync::OnceLock;

use niangjia_document::heading::Wanted;
use niangjia_pack::{Pack, PackError};
use niangjia_transfer::{Meanings, Synonyms};
use serde::Deserialize;

use crate::model::NeedKind;

/// The columns: code, what the office calls it. Any of them may be missing; which row lacks what is said at the row.
const COLUMNS: [(&str, &str); 18] = [
    ("number", "编号"),
    ("org", "社区"),
    ("contact", "户主/联系人"),
    ("group", "小组"),
    ("address", "住址"),
    ("phone", "手机号"),
    ("elsewhere", "人户分离"),
    ("residence", "住在哪里"),
    ("residence_area", "居住地区划代码"),
    ("needs", "需求"),
    ("member", "联系执委"),
    ("grid", "网格"),
    ("since", "在册时间"),
    ("name", "姓名"),
    ("relation", "与户主关系"),
    ("sex", "性别"),
    ("birth", "出生年月"),
    ("citizen_id", "身份证号"),
];

/// The column of a need with a tick in it.
pub(crate) const fn tick(need: NeedKind) -> &'static str {
    match need {
        NeedKind::Dibao => "need_dibao",
        NeedKind::Disabled => "need_disabled",
        NeedKind::SeriouslyIll => "need_seriously_ill",
        NeedKind::ChildInDifficulty => "need_child_in_difficulty",
        NeedKind::LeftBehind => "need_left_behind",
        NeedKind::ElderlyAlone => "need_elderly_alone",
        NeedKind::SingleParent => "need_single_parent",
        NeedKind::OutOfWork => "need_out_of_work",
    }
}

/// What the office calls a column.
pub(crate) fn label(code: &str) -> &str {
    let tick = || NeedKind::ALL.iter().find(|need| tick(**need) == code).map(|need| need.label());
    let own = COLUMNS.iter().find(|(one, _)| *one == code).map(|(_, label)| *label);
    own.or_else(|| crate::import::more::label(code)).or_else(tick).unwrap_or(code)
}

#[derive(Debug, Deserialize)]
struct Import {
    households: Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    no_need: Vec<String>,
    columns: Synonyms,
    needs: Synonyms,
}

/// What the words of a file of households mean.
#[derive(Debug)]
pub(crate) struct Words {
    table: Table,
    /// `None`: the word says that there is no need.
    pub(crate) needs: Meanings<Option<NeedKind>>,
}

static WORDS: OnceLock<Words> = OnceLock::new();

impl Words {
    /// Reads the table of a pack.
    pub(crate) fn of(pack: &Pack) -> Result<Self, PackError> {
        let Import { households: table } = pack.table("import")?;
        let wrong = |at: &str| {
            let at = at.to_owned();
            move |problem: String| PackError::saying(format!("[import.households.{at}] {problem}"))
        };
        let columns = COLUMNS.map(|(code, label)| (code, label, code));
        Meanings::of(columns, &table.columns).map_err(wrong("columns"))?;
        let mut synonyms = table.needs.clone();
        synonyms.insert("no_need".to_owned(), table.no_need.clone());
        let needs = NeedKind::ALL.iter().map(|need| (need.code(), need.label(), Some(*need)));
        let needs = needs.chain([("no_need", "没有需求", None)]);
        Ok(Self { needs: Meanings::of(needs, &synonyms).map_err(wrong("needs"))?, table })
    }

    /// The words in force: those of the shipped national pack.
    #[expect(clippy::expect_used, reason = "the shipped pack is part of the program and read by a test")]
    pub(crate) fn in_force() -> &'static Self {
        WORDS
            .get_or_init(|| Pack::national().and_then(|pack| Self::of(&pack)).expect("the shipped pack fits"))
    }

    /// The columns that are understood: those of the ledger, and one to tick for each need.
    pub(crate) fn columns(&self) -> Vec<Wanted> {
        let of = |code: &'static str, label: &str, synonyms: Option<&Vec<String>>| Wanted {
            code,
            label: label.to_owned(),
            synonyms: synonyms.cloned().unwrap_or_default(),
            required: false,
        };
        let columns = COLUMNS.iter().map(|(code, label)| of(code, label, self.table.columns.get(*code)));
        let ticks =
            NeedKind::ALL.iter().map(|need| of(tick(*need), need.label(), self.table.needs.get(need.code())));
        columns.chain(ticks).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_pack_has_words_for_households_and_every_word_one_meaning() {
        let words = Words::in_force();
        assert_eq!(words.needs.get("最低生活保障"), Some(Some(NeedKind::Dibao)));
        assert_eq!(words.needs.get("残疾（二级）"), Some(Some(NeedKind::Disabled)));
        assert_eq!(words.needs.get("无"), Some(None));
        assert_eq!(words.needs.get("富裕"), None);
        let columns = words.columns();
        assert_eq!(columns.len(), COLUMNS.len() + NeedKind::ALL.len());
        assert_eq!(label("need_dibao"), "低保");
    }
}
