//! Taking a request down.

use niangjia_kernel::MobileNumber;

use crate::model::Reach;
use crate::pack::RequestRules;

const LONGEST: usize = 2_000;

/// What was said when a request was taken down, read from a form or a phone.
#[derive(Debug, Clone, Default)]
pub(crate) struct SaidIntake {
    pub(crate) category: String,
    pub(crate) words: String,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) anonymous: bool,
    pub(crate) reach: Option<Reach>,
    pub(crate) reach_words: String,
    /// What was done at once; empty where it was not settled.
    pub(crate) done: String,
    /// Whether it is settled on the spot.
    pub(crate) settled: bool,
    /// The answer to whether there is violence or a child harmed, where the category asks.
    pub(crate) danger: Option<bool>,
    /// Whether whoever takes it down sits with her; else she writes herself.
    pub(crate) in_office: bool,
}

/// Why a request cannot be taken down so; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IntakeRefusal {
    /// R-REQ-09. A request says what happened and of which kind it is; it is in somebody's name or openly in nobody's, and says how
    /// she is to be answered: who wants no call gets a code.
    ///
    /// Source: 信访工作条例 art. 22 (register); the issue (anonymous with a code).
    NoWords,
    /// See above.
    TooLong,
    /// See above.
    NoCategory,
    /// See above.
    NoName,
    /// See above.
    WrongPhone,
    /// See above.
    NoPhone,
    /// See above.
    NoReach,
    /// See above.
    NothingDone,
    /// R-REQ-10. Where the kind of a request may mean violence or a child harmed, that is asked first; a yes is never settled on
    /// the spot and never mediated, but sealed and handed to those who protect her.
    ///
    /// Source: 反家庭暴力法 art. 13–14; 未成年人保护法 art. 11.
    DangerNotAsked,
}

impl IntakeRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::NoWords => ("words", "请写发生了什么、希望怎么办，一句话也行".to_owned()),
            Self::TooLong => ("words", format!("太长了，请留在 {LONGEST} 字以内，材料可以另外附上")),
            Self::NoCategory => ("category", "请选是哪一类的事；拿不准就选“其他”".to_owned()),
            Self::NoName => ("name", "请写怎么称呼她；不愿意说的，点“不留姓名”".to_owned()),
            Self::WrongPhone => {
                ("phone", "电话写得不对：手机 11 位，座机带区号，例如 0563-1234567".to_owned())
            }
            Self::NoPhone => ("phone", "要打电话答复，请写电话；不方便的，下面另选一种".to_owned()),
            Self::NoReach => ("reach", "请选以后怎样答复她".to_owned()),
            Self::NothingDone => ("done", "当场办结的，请写怎么办的、告诉了她什么".to_owned()),
            Self::DangerNotAsked => {
                ("danger", "这一类要先问清楚：有没有人挨打、受威胁，或者孩子受到伤害".to_owned())
            }
        }
    }
}

/// Whether a request can be taken down as it was said; every reason why not.
pub(crate) fn check_intake(said: &SaidIntake, rules: &RequestRules) -> Vec<IntakeRefusal> {
    let category = rules.category(&said.category);
    let calls = matches!(said.reach, Some(Reach::Telephone | Reach::TelephoneAsSaid));
    let asks = category.is_some_and(|category| category.danger);
    let settled = said.settled && said.danger != Some(true);
    let checks = [
        (said.words.is_empty() && said.danger != Some(true), IntakeRefusal::NoWords),
        (said.words.chars().count() > LONGEST, IntakeRefusal::TooLong),
        (category.is_none(), IntakeRefusal::NoCategory),
        (said.name.is_empty() && !said.anonymous, IntakeRefusal::NoName),
        (!said.phone.is_empty() && !is_phone(&said.phone), IntakeRefusal::WrongPhone),
        (calls && said.phone.is_empty() && !settled, IntakeRefusal::NoPhone),
        (said.reach.is_none() && !settled, IntakeRefusal::NoReach),
        (settled && said.done.is_empty(), IntakeRefusal::NothingDone),
        (asks && said.danger.is_none() && said.in_office, IntakeRefusal::DangerNotAsked),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// Whether a text is a telephone number: a mobile one, or one with its area code.
pub(crate) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain =
        text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '-' | ' ' | '(' | ')' | '（' | '）'));
    MobileNumber::parse(text).is_ok()
        || (plain && text.starts_with(['0', '(', '（']) && (10..=12).contains(&digits))
}
