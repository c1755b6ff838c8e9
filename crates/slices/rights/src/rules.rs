//! Decisions about askings and claims: values in, a decision out.

use niangjia_kernel::{AreaLevel, Day, Timestamp};
use niangjia_store::Actor;
use niangjia_subject::{Dealt, Hold, Subject};

use crate::model::{ClaimKind, ComesAs, Outcome, Proof};

#[cfg(test)]
mod tests;

/// The longest of what is typed into a form, in characters.
const LONGEST: usize = 500;
/// Children under this age are represented by their guardian (Personal Information Protection Law art. 31).
const CHILD_UNDER: i64 = 14;

/// What somebody's post lets her do with askings and claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// She hands out and answers.
    Keeps,
    /// She sees that they are there, what kind, and whether they are late.
    Follows,
    /// Nothing.
    Nothing,
}

/// R-OWN-01. A sheet is handed out and a claim answered by the chair or a vice chair of her community; street and county
/// see number, kind and clock, never her words.
///
/// Source: Personal Information Protection Law art. 50; architecture.md (class `personal`).
pub(crate) fn sight(actor: &Actor) -> Sight {
    if actor.leads_at(AreaLevel::Community) {
        Sight::Keeps
    } else if actor.leads_at(AreaLevel::Street) || actor.leads_at(AreaLevel::County) {
        Sight::Follows
    } else {
        Sight::Nothing
    }
}

/// R-OWN-02. The sheet is for herself, for the guardian of a child under fourteen, or for who brings her written authority;
/// never for the other spouse, whatever is brought, nor for anybody else.
///
/// Source: Personal Information Protection Law art. 15, 31, 45; 反家庭暴力法 art. 5 (privacy). Reading: whoever asks in
/// vain is told so on paper, and she reads later that somebody asked.
pub(crate) const fn is_entitled(comes_as: ComesAs) -> bool {
    matches!(comes_as, ComesAs::Herself | ComesAs::Guardian | ComesAs::Representative)
}

/// What was typed when somebody came, read.
#[derive(Debug, Clone)]
pub(crate) struct SaidInspection {
    pub(crate) comes_as: ComesAs,
    pub(crate) proof: Option<Proof>,
    pub(crate) witness: String,
    pub(crate) document: String,
    pub(crate) reason: String,
    /// Nobody reads or listens.
    pub(crate) alone: bool,
}

/// Why a sheet is not handed out as it was said; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InspectionRefusal {
    /// R-OWN-03. She shows who she is in person: by her identity card, the household's register, or known in person with a
    /// second member of the office there; never by code and phone alone, and no number is kept.
    ///
    /// Source: issue 4; Personal Information Protection Law art. 6, 51. Reading: somebody at home may hold her phone.
    NoProof,
    /// Somebody known in person is known to two.
    NoWitness,
    /// R-OWN-04. Nothing is printed or shown before whoever hands it out has made sure that nobody reads along, each time.
    ///
    /// Source: 反家庭暴力法 art. 5; experience.md (safe moment). Reading: another day is no refusal.
    NotAlone,
    /// The child is old enough to come herself.
    NotAChild,
    /// The paper that was seen.
    NoDocument,
    /// What for.
    NoReason,
    /// A line is a line.
    TooLong,
}

impl InspectionRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) const fn sentence(self) -> (&'static str, &'static str) {
        match self {
            Self::NoProof => ("proof", "请点她怎样证明是本人。只凭手机和验证码不行"),
            Self::NoWitness => ("witness", "当面认识的，请写在场的第二位工作人员的姓名，不能是您自己"),
            Self::NotAlone => ("alone", "请先确认旁边没有别人在看、在听；现在不方便，就和她另约一个时间"),
            Self::NotAChild => {
                ("comes_as", "登记的出生年份算不出她不满十四周岁，请她本人来；年份登记错了，先办更正")
            }
            Self::NoDocument => {
                ("document", "请写看过哪份材料，例如户口簿上的监护关系、本人签字的委托书；号码不用写")
            }
            Self::NoReason => ("reason", "请写一句为什么由别人来"),
            Self::TooLong => ("reason", "太长了，请留在 500 字以内"),
        }
    }
}

/// Whether a sheet is handed out as it was said; every reason why not. Only for who is entitled ([`is_entitled`]).
pub(crate) fn check_inspection(
    said: &SaidInspection,
    birth_year: Option<i64>,
    by: &str,
    today: Day,
) -> Vec<InspectionRefusal> {
    let for_another = said.comes_as != ComesAs::Herself;
    // Only the year is kept: whoever may be fourteen already comes herself.
    let child = birth_year.is_some_and(|born| i64::from(today.parts().0) - born < CHILD_UNDER);
    let known = said.proof == Some(Proof::Known);
    let texts = [&said.witness, &said.document, &said.reason];
    let checks = [
        (said.proof.is_none(), InspectionRefusal::NoProof),
        (known && (said.witness.is_empty() || said.witness == by), InspectionRefusal::NoWitness),
        (!said.alone, InspectionRefusal::NotAlone),
        (said.comes_as == ComesAs::Guardian && !child, InspectionRefusal::NotAChild),
        (for_another && said.document.is_empty(), InspectionRefusal::NoDocument),
        (for_another && said.reason.is_empty(), InspectionRefusal::NoReason),
        (texts.iter().any(|text| text.chars().count() > LONGEST), InspectionRefusal::TooLong),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// How much of a visit stands on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Nothing.
    No,
    /// That it took place.
    TookPlace,
    /// Also what was said.
    InFull,
}

/// R-OWN-05. What was said at a visit, or written beside a purpose, is on her sheet only where whoever hands it out has read
/// that line and released it as hers alone; a visit about a confidential matter not even by its day; the sheet says the same
/// to everybody about what it leaves out.
///
/// Source: Personal Information Protection Law art. 2, 45 (her own; not that of others), 18 (what is secret by law); 反家庭
/// 暴力法 art. 5. Reading: nobody noted to whom the words were said, and another of the household may ask next.
pub(crate) const fn shown(dealt: &Dealt, released: bool) -> Shown {
    match (released, dealt.private) {
        (true, _) => Shown::InFull,
        (false, false) => Shown::TookPlace,
        (false, true) => Shown::No,
    }
}

/// R-OWN-07. A sheet is open to whoever handed it out, for so many minutes; then the asking is listed and nothing of its
/// content is left in it.
///
/// Source: Personal Information Protection Law art. 6, 19 (no second copy). Local: `rights.sheet_minutes`.
pub(crate) fn is_open(until: Timestamp, hers: bool, now: Timestamp) -> bool {
    hers && now < until
}

/// R-OWN-08. She has her answer so many days after she claimed, the day of claiming not counted; until she was told, the
/// claim is on the desk of her chair, and when the day has passed on that of street and county too.
///
/// Source: Personal Information Protection Law art. 45, 46, 50 (及时); 15 working days are national practice. Reading:
/// calendar days, which never end later. Local: `rights.answer_days`.
pub(crate) const fn due(asked: Day, answer_days: i64) -> Day {
    asked.plus(answer_days)
}

/// What was typed to end a claim, read.
#[derive(Debug, Clone)]
pub(crate) struct SaidEnding {
    pub(crate) outcome: Outcome,
    /// Whether a ground of the pack was chosen.
    pub(crate) has_ground: bool,
    pub(crate) answer: String,
    /// How many values were typed in place of others.
    pub(crate) corrections: usize,
    /// Whether somebody was named to speak for the household after her.
    pub(crate) has_successor: bool,
}

/// Why a claim cannot be ended as it was said; each a sentence for its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EndingRefusal {
    /// R-OWN-09. What is refused, wholly or in part, has its legal ground; what is done says what was done; every ending has
    /// an answer in words, and is over only when she has been told.
    ///
    /// Source: Personal Information Protection Law art. 46–48, 50 (reasons); promise 3 (件件有回音).
    NoAnswer,
    /// See above.
    NoGround,
    /// See above.
    NothingChanged,
    /// R-OWN-10. Nothing is deleted while something holds it: a need in force, another claim of hers that is open, a period
    /// that the law sets; she is told which.
    ///
    /// Source: Personal Information Protection Law art. 47. Reading: each slice says what holds (`Keeper::holds`).
    Held(Hold),
    /// Somebody else speaks for the household then.
    NoSuccessor,
    /// A line is a line.
    TooLong,
}

impl EndingRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::NoAnswer => ("answer", "请写给她的答复：办了什么，或者为什么不能办".to_owned()),
            Self::NoGround => ("ground", "请点依据，她有权知道为什么".to_owned()),
            Self::NothingChanged => (
                "outcome",
                "还没有改什么。请在下面写上改成什么；核实过没有错的，点“不予办理”并选依据".to_owned(),
            ),
            Self::Held(hold) => ("outcome", format!("现在不能删除：{}（{}）", hold.sentence, hold.basis)),
            Self::NoSuccessor => ("successor", "她是联系人，请先选家里谁接着当联系人".to_owned()),
            Self::TooLong => ("answer", "太长了，请留在 500 字以内".to_owned()),
        }
    }
}

/// Whether a claim can be ended as it was said; every reason why not.
pub(crate) fn check_ending(
    said: &SaidEnding,
    kind: ClaimKind,
    subject: &Subject,
    holds: Vec<Hold>,
) -> Vec<EndingRefusal> {
    let acts = said.outcome != Outcome::Refused;
    let deletes = kind == ClaimKind::Delete && acts;
    let mut refusals = Vec::new();
    if deletes {
        refusals.extend(holds.into_iter().map(EndingRefusal::Held));
    }
    let checks = [
        (said.answer.is_empty(), EndingRefusal::NoAnswer),
        (said.answer.chars().count() > LONGEST, EndingRefusal::TooLong),
        (said.outcome != Outcome::Done && !said.has_ground, EndingRefusal::NoGround),
        (kind.changes() && acts && said.corrections == 0, EndingRefusal::NothingChanged),
        (deletes && subject.contact && subject.others && !said.has_successor, EndingRefusal::NoSuccessor),
    ];
    refusals.extend(checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal));
    refusals
}

/// Whether her words can be taken; else the sentence at them.
pub(crate) fn check_words(words: &str) -> Result<(), &'static str> {
    match words.chars().count() {
        0 => Err("请写她要什么，用她自己的话"),
        1..=LONGEST => Ok(()),
        _ => Err("太长了，请留在 500 字以内"),
    }
}

/// Whether she can have been told on a day; else the sentence at it.
pub(crate) fn check_telling(told: Day, ended: Day, today: Day) -> Result<(), String> {
    if told > today {
        return Err("日期还没到，告诉她以后再记".to_owned());
    }
    if told < ended {
        return Err(format!("{} 才办结，答复不会更早", ended.long()));
    }
    Ok(())
}
