//! Decisions of the community's chair about the register: who is linked, what is needed, where a family lives.

use niangjia_kernel::{AreaCode, AreaLevel, Day, Id, Person};

use crate::model::{LinkRow, NeedKind, NeedRow, Side};

/// The earliest day that is not a slip of the keyboard lies so many days back: a hundred years.
const LONGEST_MEMORY: i64 = 36_525;

/// Why a link cannot begin or end as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinkRefusal {
    /// R-HH-09.
    LastOfKeyHousehold,
    /// R-HH-10. She serves on no committee of this community today.
    NotAMember,
    /// R-HH-10. She is linked on this side already, since that day.
    LinkedAlready(Side, Day),
    /// R-HH-10. The day is still to come.
    InTheFuture,
    /// R-HH-10. The household is in the register only since that day.
    BeforeTheRegister(Day),
    /// R-HH-10. Her former link on this side lasted until that day.
    Overlapping(Day),
}

impl LinkRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(&self) -> (&'static str, String) {
        match self {
            Self::LastOfKeyHousehold => {
                ("reason", "不漏一户：这是重点户最后一位户籍侧联系人，请先安排新的联系人".to_owned())
            }
            Self::NotAMember => ("member", "请从名单里选一位本社区的现任执委".to_owned()),
            Self::LinkedAlready(side, since) => {
                ("member", format!("她从 {} 起已在{}联系这一户，不用再安排", since.long(), side.label()))
            }
            Self::InTheFuture => ("since", "日期还没到，从哪天起联系就填哪天".to_owned()),
            Self::BeforeTheRegister(since) => {
                ("since", format!("这一户 {} 起在册，联系不能更早", since.long()))
            }
            Self::Overlapping(until) => {
                ("since", format!("她上一次联系这一户到 {} 为止，新的联系不能早于这一天", until.long()))
            }
        }
    }
}

/// R-HH-09. The last living link on the register side of a key household does not end: first somebody else, then the
/// end (不漏一户).
///
/// Source: promise 2 (product.md); S1 (包保). Reading: the register side owns the household (G3: duty counted once); a link on the
/// residence side is help and does not stand in for it. Ours.
pub(crate) fn check_ending(ending: &LinkRow, living: &[LinkRow], key: bool) -> Result<(), LinkRefusal> {
    let others = living.iter().filter(|link| link.id != ending.id && link.side == Side::Register);
    if key && ending.side == Side::Register && others.count() == 0 {
        return Err(LinkRefusal::LastOfKeyHousehold);
    }
    Ok(())
}

/// R-HH-10. A link is made with a member of the community; one per member and side at a time, from a day on which the
/// household was in the register and her former link had ended.
///
/// Source: domain.md §6.1 (assignment modes); promise 2. Reading: dates that overlap would count a duty twice. Ours.
pub(crate) fn check_link(
    person: Id<Person>,
    side: Side,
    since: Day,
    living: &[LinkRow],
    ended: Option<Day>,
    (registered, today): (Day, Day),
) -> Vec<LinkRefusal> {
    let same = |link: &&LinkRow| link.person == person && link.side == side && link.caretaker_until.is_none();
    let same = living.iter().find(same);
    let checks = [
        same.map(|link| LinkRefusal::LinkedAlready(side, link.since)),
        (since > today).then_some(LinkRefusal::InTheFuture),
        (since < registered).then_some(LinkRefusal::BeforeTheRegister(registered)),
        ended.filter(|until| since < *until).map(LinkRefusal::Overlapping),
    ];
    checks.into_iter().flatten().collect()
}

/// Why a need cannot be entered as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NeedRefusal {
    /// R-HH-11. It is in force already, since that day.
    InForce(NeedKind, Day),
    /// R-HH-11. The day is still to come.
    InTheFuture,
    /// R-HH-11. The same need was in force until that day.
    Overlapping(NeedKind, Day),
    /// R-HH-11. No need is a hundred years old.
    TooLongAgo,
}

impl NeedRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(&self) -> (&'static str, String) {
        match self {
            Self::InForce(kind, since) => (
                "kind",
                format!("这一户的“{}”从 {} 起已在册，复核即可，不用再登记", kind.label(), since.long()),
            ),
            Self::InTheFuture => ("since", "日期还没到，从哪天起有这项需求就填哪天".to_owned()),
            Self::Overlapping(kind, until) => {
                ("since", format!("上一次的“{}”到 {} 才消除，新的不能早于这一天", kind.label(), until.long()))
            }
            Self::TooLongAgo => ("since", "这个日期太早了，请核对年份".to_owned()),
        }
    }
}

/// R-HH-11. A need is in force once at a time, from a day that has come and on which its former time had ended.
///
/// Source: S1 (household ledger by need, G2). Reading: a need may be older than the entry of the household, since it is
/// a state of the family and not of the register. Ours.
pub(crate) fn check_need(
    kind: NeedKind,
    since: Day,
    in_force: &[NeedRow],
    ended: Option<Day>,
    today: Day,
) -> Vec<NeedRefusal> {
    let same = in_force.iter().find(|need| need.kind == kind);
    let checks = [
        same.map(|need| NeedRefusal::InForce(kind, need.since)),
        (since > today).then_some(NeedRefusal::InTheFuture),
        (today.days_since(since) > LONGEST_MEMORY).then_some(NeedRefusal::TooLongAgo),
        ended.filter(|until| since < *until).map(|until| NeedRefusal::Overlapping(kind, until)),
    ];
    checks.into_iter().flatten().collect()
}

/// Why a family cannot live where it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResidenceRefusal {
    /// R-HH-12. Wider than a county says nothing about where to visit.
    TooWide,
    /// R-HH-12. Another division, but not 人户分离.
    ElsewhereUnsaid,
    /// R-HH-12. 人户分离, but not where.
    Nowhere,
}

impl ResidenceRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::TooWide => ("residence_area", "请至少写到县级（6 位），知道社区的写 12 位".to_owned()),
            Self::ElsewhereUnsaid => (
                "lives_elsewhere",
                "居住地不在本社区，请选“是”；没有搬走的，把居住地代码改回本社区".to_owned(),
            ),
            Self::Nowhere => ("residence", "人户分离的，请写一句现在住在哪里，例如：金桥湾".to_owned()),
        }
    }
}

/// R-HH-12. Who lives where she is registered lives in the community's own division; who lives elsewhere says where, as
/// neighbours say it, and in which division down to the county at least.
///
/// Source: G3 (人户分离), S1 (金桥湾). Reading: somebody may live apart from her group within the community. Ours.
pub(crate) fn check_residence(
    lives_elsewhere: bool,
    residence: &str,
    area: &AreaCode,
    home: &AreaCode,
) -> Vec<ResidenceRefusal> {
    let wide = matches!(area.level(), AreaLevel::Nation | AreaLevel::Province | AreaLevel::City);
    let checks = [
        wide.then_some(ResidenceRefusal::TooWide),
        (!lives_elsewhere && area != home).then_some(ResidenceRefusal::ElsewhereUnsaid),
        (lives_elsewhere && residence.is_empty()).then_some(ResidenceRefusal::Nowhere),
    ];
    checks.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;
