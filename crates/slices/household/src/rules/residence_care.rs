//! Decisions about 居住地协助: whom a community may ask, and what the other may answer.

use niangjia_kernel::{AreaCode, AreaLevel, Day, Id, OrgPath, Person};

use crate::model::CareState;

/// Why a community cannot be asked; each a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AskingRefusal {
    /// R-HH-50. The family lives where it is registered.
    LivesAtHome,
    /// R-HH-50. No such community, or it has no federation.
    NoCommunity,
    /// R-HH-50. It is the family's own community.
    OwnCommunity,
    /// R-HH-50. It is not where the register says that the family lives.
    NotWhereItLives(String),
    /// R-HH-50. Somebody was asked already and it is not over.
    AskedAlready(String),
}

impl AskingRefusal {
    /// The sentence at the field `community`.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::LivesAtHome => "这一户没有登记人户分离，住在本社区，不用请居住地协助".to_owned(),
            Self::NoCommunity => {
                "没有找到这个村社区的妇联，请写 12 位区划代码；还没有建立妇联的，请先和居住地的街道（乡镇）妇联联系".to_owned()
            }
            Self::OwnCommunity => "这是本社区，请在“安排联系人”里选本社区的执委".to_owned(),
            Self::NotWhereItLives(area) => {
                format!("这一户登记的居住地是 {area}，不在这个社区；请核对代码，或者先更正居住地")
            }
            Self::AskedAlready(name) => format!("已经请{name}协助，先结束那一条再请别处"),
        }
    }
}

/// A community that is to be asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Neighbour<'a> {
    pub(crate) level: AreaLevel,
    pub(crate) path: &'a OrgPath,
    pub(crate) area: &'a AreaCode,
}

/// R-HH-50. A family that lives elsewhere may be looked after by the community where it lives, one at a time; that
/// community lies within the division that the register names as the residence.
///
/// Source: G3, S1 (人户分离); GB/T 31000 (人户一致标识). Reading: who is asked is told of the family, so nobody is asked by mistake. Ours.
pub(crate) fn check_asking(
    lives_elsewhere: bool,
    (home, residence): (&OrgPath, &AreaCode),
    asked: Option<Neighbour<'_>>,
    open: Option<&str>,
) -> Result<(), AskingRefusal> {
    if !lives_elsewhere {
        return Err(AskingRefusal::LivesAtHome);
    }
    if let Some(name) = open {
        return Err(AskingRefusal::AskedAlready(name.to_owned()));
    }
    let asked = asked.filter(|one| one.level == AreaLevel::Community).ok_or(AskingRefusal::NoCommunity)?;
    if asked.path == home {
        return Err(AskingRefusal::OwnCommunity);
    }
    if !asked.area.digits().starts_with(residence.digits()) {
        return Err(AskingRefusal::NotWhereItLives(residence.to_string()));
    }
    Ok(())
}

/// What the community where a family lives says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CareAnswer {
    /// A member looks after it from today.
    Name(Id<Person>, String),
    /// It is given back, with the reason.
    Decline(String),
}

/// Why an answer cannot be taken; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AnswerRefusal {
    /// R-HH-51. She serves on no committee of this community today.
    NotAMember,
    /// R-HH-51. She looks after the family already.
    SheDoes,
    /// R-HH-51. Nobody gives a family back without a word.
    NoReason,
    /// A reason is a line.
    TooLong,
}

/// The longest reason, in characters.
pub(crate) const LONGEST_REASON: usize = 100;

impl AnswerRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::NotAMember => ("member", "请从名单里选一位本社区的现任执委".to_owned()),
            Self::SheDoes => ("member", "她正在联系这一户，不用再安排".to_owned()),
            Self::NoReason => ("reason", "请写一句为什么退回，例如：查无此户、已经搬走".to_owned()),
            Self::TooLong => ("reason", format!("太长了，请留在 {LONGEST_REASON} 字以内")),
        }
    }
}

/// What is typed: a member, or a reason to give the family back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AnswerSaid {
    /// Whom she chose, if it is one of her committee.
    Name(Option<(Id<Person>, String)>),
    /// Why it is given back.
    Decline(String),
}

/// R-HH-51. The community where a family lives names a member of its committee, another one later, or gives the family
/// back with a reason.
///
/// Source: S1 (人户分离); a referral is accepted or refused, never in the air. Reading: the owner then asks elsewhere or
/// looks after it from the register side alone. Ours.
pub(crate) fn check_answer(
    said: AnswerSaid,
    looks_after: Option<Id<Person>>,
) -> Result<CareAnswer, AnswerRefusal> {
    match said {
        AnswerSaid::Name(None) => Err(AnswerRefusal::NotAMember),
        AnswerSaid::Name(Some((person, _))) if looks_after == Some(person) => Err(AnswerRefusal::SheDoes),
        AnswerSaid::Name(Some((person, name))) => Ok(CareAnswer::Name(person, name)),
        AnswerSaid::Decline(reason) if reason.is_empty() => Err(AnswerRefusal::NoReason),
        AnswerSaid::Decline(reason) if reason.chars().count() > LONGEST_REASON => Err(AnswerRefusal::TooLong),
        AnswerSaid::Decline(reason) => Ok(CareAnswer::Decline(reason)),
    }
}

/// R-HH-52. An asking that nobody answered in its days is late, and the street and county of the community that was asked
/// see it too; when the member who looks after a family leaves, the days begin anew.
///
/// Source: promise 2 (不漏一户). Reading: late from the day after its day. Local: `household.residence_answer_days`. Ours.
pub(crate) fn is_late(state: CareState, due: Day, today: Day) -> bool {
    state == CareState::Asked && due < today
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the organisation of a division stands.
    fn path(code: &str) -> OrgPath {
        OrgPath::from_stored(format!("{code}."))
    }

    fn area(code: &str) -> AreaCode {
        AreaCode::parse(code).expect("a code")
    }

    fn asking(residence: &str, asked: &str, open: Option<&str>) -> Result<(), AskingRefusal> {
        let (to, code) = (path(asked), area(asked));
        let neighbour = Neighbour { level: code.level(), path: &to, area: &code };
        check_asking(true, (&path("341881003004"), &area(residence)), Some(neighbour), open)
    }

    #[test]
    fn the_community_that_is_asked_lies_where_the_register_says_that_the_family_lives() {
        assert_eq!(asking("341823100001", "341823100001", None), Ok(()));
        assert_eq!(asking("341823", "341823100001", None), Ok(()), "the county alone was known");
        let elsewhere = asking("341823100001", "341881001001", None);
        assert_eq!(elsewhere, Err(AskingRefusal::NotWhereItLives("341823100001".to_owned())));
        assert_eq!(asking("341881003004", "341881003004", None), Err(AskingRefusal::OwnCommunity));
        assert_eq!(
            asking("341823", "341823100", None),
            Err(AskingRefusal::NoCommunity),
            "a town is no community"
        );
        let twice = asking("341823100001", "341823100001", Some("城关社区妇联"));
        assert_eq!(twice, Err(AskingRefusal::AskedAlready("城关社区妇联".to_owned())));
        let (home, lives) = (path("341881003004"), area("341881003004"));
        assert_eq!(check_asking(false, (&home, &lives), None, None), Err(AskingRefusal::LivesAtHome));
    }

    #[test]
    fn a_family_is_given_to_a_member_of_the_committee_or_back_with_a_reason() {
        let her = Id::from_uuid(uuid::Uuid::from_u128(7));
        let named = || AnswerSaid::Name(Some((her, "钱泾华".to_owned())));
        assert_eq!(check_answer(named(), None), Ok(CareAnswer::Name(her, "钱泾华".to_owned())));
        assert_eq!(check_answer(named(), Some(her)), Err(AnswerRefusal::SheDoes));
        assert_eq!(check_answer(AnswerSaid::Name(None), None), Err(AnswerRefusal::NotAMember));
        assert_eq!(check_answer(AnswerSaid::Decline(String::new()), None), Err(AnswerRefusal::NoReason));
        let long = "搬".repeat(LONGEST_REASON + 1);
        assert_eq!(check_answer(AnswerSaid::Decline(long), None), Err(AnswerRefusal::TooLong));
        let gone = AnswerSaid::Decline("已经搬走".to_owned());
        assert_eq!(check_answer(gone, Some(her)), Ok(CareAnswer::Decline("已经搬走".to_owned())));
    }

    #[test]
    fn an_asking_is_late_from_the_day_after_its_day() {
        let day = |text| Day::parse(text).expect("a day");
        let due = day("2026-12-02");
        assert!(!is_late(CareState::Asked, due, due));
        assert!(is_late(CareState::Asked, due, day("2026-12-03")));
        assert!(!is_late(CareState::Given, due, day("2026-12-03")));
    }
}
