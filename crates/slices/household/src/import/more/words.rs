//! The columns and words of the four files, with the synonyms of the rule pack.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use niangjia_document::heading::Wanted;
use niangjia_kernel::Coded;
use niangjia_pack::{Pack, PackError};
use niangjia_transfer::{Meanings, Synonyms};
use serde::Deserialize;

use crate::model::{Manner, Mode, Outcome, Side};
use crate::pack::HouseholdRules;

/// A column: its code, what the office calls it, whether a file must have it.
type Column = (&'static str, &'static str, bool);

/// How a household is named.
const HOUSEHOLD: [Column; 5] = [
    ("number", "编号", false),
    ("org", "社区", false),
    ("contact", "户主/联系人", false),
    ("group", "小组", false),
    ("phone", "手机号", false),
];

/// Which of the files.
#[derive(Debug, Clone, Copy)]
pub(crate) struct File {
    table: &'static str,
    columns: &'static [Column],
}

pub(crate) const RESIDENTS: File = File {
    table: "residents",
    columns: &[
        ("name", "姓名", true),
        ("relation", "与户主关系", false),
        ("sex", "性别", false),
        ("birth", "出生年月", false),
        ("citizen_id", "身份证号", false),
        ("lives_since", "登记时间", false),
    ],
};

pub(crate) const NEEDS: File = File {
    table: "needs",
    columns: &[
        ("kind", "需求", true),
        ("from", "开始日期", true),
        ("until", "结束日期", false),
        ("source", "来源", false),
        ("source_day", "来源日期", false),
    ],
};

pub(crate) const LINKS: File = File {
    table: "links",
    columns: &[
        ("linked", "联系执委", true),
        ("side", "哪一侧", false),
        ("mode", "包保方式", false),
        ("from", "开始日期", true),
        ("until", "结束日期", false),
    ],
};

pub(crate) const VISITS: File = File {
    table: "visits",
    columns: &[
        ("on", "走访日期", true),
        ("visitor", "走访人", true),
        ("manner", "走访方式", false),
        ("matter", "事项", false),
        ("words", "走访内容", true),
        ("outcome", "办理情况", false),
        ("follow_up", "跟进日期", false),
    ],
};

/// What the office calls a column of one of these files.
pub(crate) fn label(code: &str) -> Option<&'static str> {
    let files = [RESIDENTS, NEEDS, LINKS, VISITS].into_iter().flat_map(|file| file.columns);
    files.chain(&HOUSEHOLD).find(|(one, ..)| *one == code).map(|(_, label, _)| *label)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    columns: Synonyms,
    #[serde(default)]
    words: BTreeMap<String, Synonyms>,
}

#[derive(Debug, Deserialize)]
struct Import {
    households: Columns,
    residents: Table,
    needs: Table,
    links: Table,
    visits: Table,
}

#[derive(Debug, Deserialize)]
struct Columns {
    columns: Synonyms,
}

/// What the words of these files mean.
#[derive(Debug)]
pub(crate) struct Words {
    import: Import,
    pub(crate) sides: Meanings<Side>,
    pub(crate) modes: Meanings<Mode>,
    pub(crate) manners: Meanings<Manner>,
    pub(crate) outcomes: Meanings<Outcome>,
    pub(crate) matters: Meanings<&'static str>,
}

static WORDS: OnceLock<Words> = OnceLock::new();

fn meanings<T: Coded + Copy + PartialEq + 'static>(
    table: &Table,
    of: &str,
) -> Result<Meanings<T>, PackError> {
    let values = T::all().iter().map(|value| (value.code(), value.label(), *value));
    let none = Synonyms::new();
    Meanings::of(values, table.words.get(of).unwrap_or(&none))
        .map_err(|problem| PackError::saying(format!("[import.*.words.{of}] {problem}")))
}

impl Words {
    fn of(pack: &Pack) -> Result<Self, PackError> {
        let import: Import = pack.table("import")?;
        let matters = HouseholdRules::in_force().matters.iter();
        let matters = matters.map(|one| (one.code.as_str(), one.label.as_str(), one.code.as_str()));
        let none = Synonyms::new();
        let matters = Meanings::of(matters, import.visits.words.get("matters").unwrap_or(&none))
            .map_err(|problem| PackError::saying(format!("[import.visits.words.matters] {problem}")))?;
        Ok(Self {
            sides: meanings(&import.links, "sides")?,
            modes: meanings(&import.links, "modes")?,
            manners: meanings(&import.visits, "manners")?,
            outcomes: meanings(&import.visits, "outcomes")?,
            matters,
            import,
        })
    }

    /// The words in force: those of the shipped national pack.
    #[expect(clippy::expect_used, reason = "the shipped pack is part of the program and read by a test")]
    pub(crate) fn in_force() -> &'static Self {
        WORDS
            .get_or_init(|| Pack::national().and_then(|pack| Self::of(&pack)).expect("the shipped pack fits"))
    }
}

/// The columns that a file is understood by.
pub(crate) fn columns(file: File) -> Vec<Wanted> {
    let Import { households, residents, needs, links, visits } = &Words::in_force().import;
    let own = match file.table {
        "residents" => residents,
        "needs" => needs,
        "links" => links,
        _ => visits,
    };
    let one = |(code, label, required): &Column, synonyms: &Synonyms| Wanted {
        code,
        label: (*label).to_owned(),
        synonyms: synonyms.get(*code).cloned().unwrap_or_default(),
        required: *required,
    };
    let taken: Vec<&String> = own.columns.values().flatten().collect();
    let household = HOUSEHOLD.iter().map(|column| {
        let mut wanted = one(column, &households.columns);
        // A heading that means something of its own in this file does not name the household.
        wanted.synonyms.retain(|word| !taken.contains(&word));
        wanted
    });
    household.chain(file.columns.iter().map(|column| one(column, &own.columns))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_pack_has_words_for_the_four_files() {
        let words = Words::in_force();
        assert_eq!(words.manners.get("入户走访"), Some(Manner::AtHome));
        assert_eq!(words.outcomes.get("需要跟进"), Some(Outcome::FollowUp));
        assert_eq!(words.sides.get("居住地"), Some(Side::Residence));
        assert_eq!(words.modes.get("就近包保"), Some(Mode::Nearby));
        assert_eq!(words.matters.get("日常看望"), Some("look_in"));
        assert_eq!(label("visitor"), Some("走访人"));
        for file in [RESIDENTS, NEEDS, LINKS, VISITS] {
            let columns = columns(file);
            assert_eq!(columns.len(), HOUSEHOLD.len() + file.columns.len());
            let mut headings: Vec<&str> =
                columns.iter().flat_map(|one| one.synonyms.iter().map(String::as_str)).collect();
            headings.extend(columns.iter().map(|one| one.label.as_str()));
            let count = headings.len();
            headings.sort_unstable();
            headings.dedup();
            assert_eq!(headings.len(), count, "{}: every heading means one column", file.table);
        }
    }
}
