//! Whether somebody can be entered into a roster as it was said.

use niangjia_kernel::{CitizenId, Day, normalised_text};
use niangjia_store::PostKind;

/// The longest name, in characters: names of minorities and their points fit.
const LONGEST_NAME: usize = 40;
/// The longest name of a residents' group, in characters.
const LONGEST_GROUP: usize = 20;
/// From which age a woman can be elected (R-ORG-03).
const YEARS_OF_AGE: i64 = 18;
/// Nobody in a roster is older: the year was mistyped.
const YEARS_OF_LIFE: i64 = 110;

/// What was typed into the form of a new member, read; what could not be read is nothing here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MemberSaid {
    pub(crate) name: String,
    pub(crate) woman: bool,
    pub(crate) birth_day: Option<Day>,
    pub(crate) citizen_id: Option<CitizenId>,
    pub(crate) kinds: Vec<PostKind>,
    pub(crate) group_name: String,
    pub(crate) from: Option<Day>,
}

/// Why a member cannot be entered as she was said; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MemberRefusal {
    /// A roster is a list of names.
    NoName,
    /// A name is a name.
    LongName,
    /// She is not born yet, or older than anybody.
    Birthday,
    /// R-ORG-03. Who is elected has come of age. Source: Constitution art. 34 (right to stand for election from 18).
    TooYoung,
    /// R-ORG-04. The birthday is the one in the identity number. Source: GB 11643-1999 §4.1.
    BirthdayDiffers(Day),
    /// R-ORG-04. The last digit but one is even for a woman. Source: GB 11643-1999 §4.1.
    SexDiffers,
    /// R-ORG-05. A post is entered once it has begun. Source: promise 1 (recorded where it happened). Ours.
    NotYetServing,
    /// A group head heads a group.
    NoGroup,
    /// The name of a group is a name.
    LongGroup,
}

impl MemberRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::NoName => ("name", "请写姓名".to_owned()),
            Self::LongName => ("name", format!("姓名太长了，请留在 {LONGEST_NAME} 字以内")),
            Self::Birthday => ("birth_day", "请核对出生日期的年份".to_owned()),
            Self::TooYoung => ("birth_day", format!("任职那天还不满 {YEARS_OF_AGE} 周岁，请核对出生日期")),
            Self::BirthdayDiffers(day) => {
                ("birth_day", format!("和身份证号里的出生日期 {} 不一样，请核对", day.long()))
            }
            Self::SexDiffers => ("citizen_id", "身份证号里的性别和填的不一样，请核对".to_owned()),
            Self::NotYetServing => ("from_day", "任职日期还没到，到任以后再登记".to_owned()),
            Self::NoGroup => ("group_name", "居民小组长请写是哪个小组，例如 巫山".to_owned()),
            Self::LongGroup => ("group_name", format!("小组的名称请留在 {LONGEST_GROUP} 字以内")),
        }
    }
}

/// Whether a member can be entered as she was said; every reason why not.
pub(crate) fn check_member(said: &MemberSaid, today: Day) -> Vec<MemberRefusal> {
    let heads_group = said.kinds.contains(&PostKind::GroupHead);
    let born = born(said);
    let in_number = said.citizen_id.as_ref().and_then(born_of);
    let differs = in_number.filter(|day| said.birth_day.is_some_and(|said| said != *day));
    let from = said.from.unwrap_or(today);
    let checks = [
        (said.name.is_empty(), MemberRefusal::NoName),
        (said.name.chars().count() > LONGEST_NAME, MemberRefusal::LongName),
        (born.is_some_and(|day| day > today || age(day, today) > YEARS_OF_LIFE), MemberRefusal::Birthday),
        (differs.is_some(), MemberRefusal::BirthdayDiffers(differs.unwrap_or(today))),
        (born.is_some_and(|day| age(day, from) < YEARS_OF_AGE), MemberRefusal::TooYoung),
        (said.citizen_id.as_ref().is_some_and(|id| is_woman(id) != said.woman), MemberRefusal::SexDiffers),
        (from > today, MemberRefusal::NotYetServing),
        (heads_group && said.group_name.is_empty(), MemberRefusal::NoGroup),
        (said.group_name.chars().count() > LONGEST_GROUP, MemberRefusal::LongGroup),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// Her birthday as typed, or else as her identity number has it.
fn born(said: &MemberSaid) -> Option<Day> {
    said.birth_day.or_else(|| said.citizen_id.as_ref().and_then(born_of))
}

/// The birthday in an identity number: digits 7 to 14 (GB 11643-1999 §4.1).
pub(crate) fn born_of(id: &CitizenId) -> Option<Day> {
    let digits = id.characters();
    Day::parse(&format!("{}-{}-{}", digits.get(6..10)?, digits.get(10..12)?, digits.get(12..14)?)).ok()
}

/// Whether an identity number is a woman's: its seventeenth digit is even (GB 11643-1999 §4.1).
pub(crate) fn is_woman(id: &CitizenId) -> bool {
    id.characters().as_bytes().get(16).is_some_and(|digit| (digit - b'0').is_multiple_of(2))
}

/// The name of a residents' group as it is kept: `程家湾` of `程家湾小组`.
pub(crate) fn group_of(text: &str) -> String {
    let group = normalised_text(text);
    let bare = ["居民小组", "村民小组", "小组", "组"].iter().find_map(|suffix| group.strip_suffix(suffix));
    bare.unwrap_or(&group).to_owned()
}

/// Full years of age on a day.
pub(crate) fn age(born: Day, on: Day) -> i64 {
    let ((year, month, day), (born_year, born_month, born_day)) = (on.parts(), born.parts());
    let not_yet = (month, day) < (born_month, born_day);
    i64::from(year) - i64::from(born_year) - i64::from(not_yet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn said() -> MemberSaid {
        MemberSaid {
            name: "刘晓燕".to_owned(),
            woman: true,
            birth_day: Some(day("1949-12-31")),
            kinds: vec![PostKind::Member],
            from: Some(day("2026-10-09")),
            ..MemberSaid::default()
        }
    }

    fn refusals(said: &MemberSaid) -> Vec<MemberRefusal> {
        check_member(said, day("2026-11-22"))
    }

    #[test]
    fn a_member_said_properly_is_entered_with_or_without_a_number() {
        let number =
            CitizenId::parse("11010519491231002X", day("2026-11-22")).expect("the standard's own example");
        assert_eq!(refusals(&said()), []);
        assert_eq!(refusals(&MemberSaid { citizen_id: Some(number.clone()), ..said() }), []);
        assert_eq!(refusals(&MemberSaid { citizen_id: Some(number), birth_day: None, ..said() }), []);
    }

    #[test]
    fn a_number_of_another_day_or_of_a_man_is_refused() {
        let number =
            CitizenId::parse("11010519491231002X", day("2026-11-22")).expect("the standard's own example");
        let other = MemberSaid { birth_day: Some(day("1950-01-01")), citizen_id: Some(number), ..said() };
        assert_eq!(refusals(&other), [MemberRefusal::BirthdayDiffers(day("1949-12-31"))]);
        assert_eq!(
            refusals(&MemberSaid { birth_day: None, woman: false, ..other }),
            [MemberRefusal::SexDiffers]
        );
    }

    #[test]
    fn each_thing_that_cannot_be_is_refused_at_its_field() {
        let kinds = vec![PostKind::Member, PostKind::GroupHead];
        assert_eq!(refusals(&MemberSaid { kinds, ..said() }), [MemberRefusal::NoGroup]);
        assert_eq!(refusals(&MemberSaid { name: String::new(), ..said() }), [MemberRefusal::NoName]);
        let child = MemberSaid { birth_day: Some(day("2008-10-10")), ..said() };
        assert_eq!(refusals(&child), [MemberRefusal::TooYoung]);
        assert_eq!(refusals(&MemberSaid { birth_day: Some(day("2008-10-09")), ..said() }), []);
        let soon = MemberSaid { from: Some(day("2026-11-23")), ..said() };
        assert_eq!(refusals(&soon), [MemberRefusal::NotYetServing]);
        assert_eq!(
            refusals(&MemberSaid { birth_day: Some(day("1849-12-31")), ..said() }),
            [MemberRefusal::Birthday]
        );
    }

    #[test]
    fn a_year_of_age_is_full_on_the_birthday() {
        assert_eq!(age(day("1985-11-22"), day("2026-11-21")), 40);
        assert_eq!(age(day("1985-11-22"), day("2026-11-22")), 41);
        assert_eq!(age(day("2004-02-29"), day("2022-02-28")), 17);
    }
}
