//! The words of the rule pack for files of members.

use std::sync::OnceLock;

use niangjia_document::heading::Wanted;
use niangjia_pack::{Pack, PackError};
use niangjia_store::PostKind;
use niangjia_transfer::{Meanings, Synonyms};
use serde::Deserialize;

use crate::model::{Education, Engagement, Party};

/// The columns: code, what the office calls it, whether nothing can be read without it.
pub(crate) const COLUMNS: [(&str, &str, bool); 12] = [
    ("name", "姓名", true),
    ("org", "单位", false),
    ("post", "职务", false),
    ("sex", "性别", false),
    ("birth", "出生日期", false),
    ("education", "学历", false),
    ("party", "政治面貌", false),
    ("phone", "手机号", false),
    ("citizen_id", "身份证号", false),
    ("engagement", "专兼职", false),
    ("group", "小组", false),
    ("since", "任职时间", false),
];

#[derive(Debug, Deserialize)]
struct Import {
    members: Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    columns: Synonyms,
    posts: Synonyms,
    education: Synonyms,
    party: Synonyms,
    engagement: Synonyms,
}

/// What the words of a file of members mean.
#[derive(Debug)]
pub(crate) struct Words {
    columns: Synonyms,
    pub(crate) posts: Meanings<PostKind>,
    pub(crate) education: Meanings<Education>,
    pub(crate) party: Meanings<Party>,
    pub(crate) engagement: Meanings<Engagement>,
}

static WORDS: OnceLock<Words> = OnceLock::new();

impl Words {
    /// Reads the table of a pack.
    pub(crate) fn of(pack: &Pack) -> Result<Self, PackError> {
        let Import { members } = pack.table("import")?;
        let wrong = |at: &str| {
            let at = at.to_owned();
            move |problem: String| PackError::saying(format!("[import.members.{at}] {problem}"))
        };
        let columns = COLUMNS.map(|(code, label, _)| (code, label, code));
        Meanings::of(columns, &members.columns).map_err(wrong("columns"))?;
        let posts = PostKind::ALL.iter().filter(|kind| !kind.administers() && !kind.is_outside());
        let posts = posts.map(|kind| (kind.code(), kind.label(), *kind));
        let education = Education::ALL.iter().map(|one| (one.code(), one.label(), *one));
        let party = Party::ALL.iter().map(|one| (one.code(), one.label(), *one));
        let engagement = Engagement::ALL.iter().map(|one| (one.code(), one.label(), *one));
        Ok(Self {
            posts: Meanings::of(posts, &members.posts).map_err(wrong("posts"))?,
            education: Meanings::of(education, &members.education).map_err(wrong("education"))?,
            party: Meanings::of(party, &members.party).map_err(wrong("party"))?,
            engagement: Meanings::of(engagement, &members.engagement).map_err(wrong("engagement"))?,
            columns: members.columns,
        })
    }

    /// The words in force: those of the shipped national pack.
    #[expect(clippy::expect_used, reason = "the shipped pack is part of the program and read by a test")]
    pub(crate) fn in_force() -> &'static Self {
        WORDS
            .get_or_init(|| Pack::national().and_then(|pack| Self::of(&pack)).expect("the shipped pack fits"))
    }

    /// The columns that are understood.
    pub(crate) fn columns(&self) -> Vec<Wanted> {
        let wanted = COLUMNS.map(|(code, label, required)| Wanted {
            code,
            label: label.to_owned(),
            synonyms: self.columns.get(code).cloned().unwrap_or_default(),
            required,
        });
        wanted.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_pack_has_words_for_members_and_every_word_one_meaning() {
        let words = Words::in_force();
        assert_eq!(words.education.get("大学本科"), Some(Education::College));
        assert_eq!(words.education.get("高中（中专）"), Some(Education::HighSchool));
        assert_eq!(words.party.get("中共预备党员"), Some(Party::Communist));
        assert_eq!(words.posts.get("村民小组长（巫山组）"), Some(PostKind::GroupHead));
        assert_eq!(words.posts.get("系统管理员"), None, "administrators are in no roster");
        assert_eq!(words.engagement.get("兼"), Some(Engagement::PartTime));
    }
}
