//! Decisions about partners and referrals: values in, a decision out.

use niangjia_kernel::{AreaLevel, Day, OrgPath, Timestamp};
use niangjia_store::{Actor, PostKind};

use crate::model::{Closing, Ground, PartnerKind, SaidPartner, State};

const LONGEST_LINE: usize = 100;
const LONGEST_TEXT: usize = 2_000;
/// For how many days a partner sees what is over for it.
pub(crate) const SEEN_AFTER_DAYS: i64 = 30;

/// R-REF-01. Partners are kept by the chairs and vice chairs of street and county for everybody below, of city and province for what they
/// hold themselves; who signs in for one is entered there too, and the system administrator opens her account as any other.
///
/// Source: issue 5 (partner organisations with their own simple login or paper; requests go up to the province); R-ACC-04 (who opens
/// accounts). Reading: a community has no partners of its own. Ours.
pub(crate) fn keeps_partners(actor: &Actor, path: &OrgPath) -> bool {
    let kept = !matches!(actor.acting.level, AreaLevel::Community | AreaLevel::Nation);
    actor.acting.kind.leads() && kept && actor.acting.org_path == *path
}

/// R-REF-01, in words.
pub(crate) const KEEPING: &str = "合作单位由街道（乡镇）、区县、市、省妇联的主席、副主席登记。";

/// Whether somebody serves the federation in a post that has to do with matters.
pub(crate) const fn serves(actor: &Actor) -> bool {
    matches!(actor.acting.kind, PostKind::Chair | PostKind::ViceChair | PostKind::Member)
}

/// R-REF-02. A partner's contact sees what was sent to her organisation, while it is not over there and thirty days longer, and
/// nothing else on the platform.
///
/// Source: Personal Information Protection Law art. 6, 19, 23 (no more and no longer than its purpose). Reading: thirty days are for
/// asking back. Ours.
pub(crate) fn partner_sees(over: Option<Timestamp>, now: Timestamp) -> bool {
    over.is_none_or(|over| now.day().days_since(over.day()) <= SEEN_AFTER_DAYS)
}

/// R-REF-03. The list of a branch is for those who lead it, up to the county; city and province have the list of what they sent
/// themselves: number, partner, state and clock, never a word of the matter; what is sealed is on no list but the sender's own.
///
/// Source: architecture.md (class `personal`, sealed); issue 5. Ours.
pub(crate) fn follows(actor: &Actor, path: &OrgPath) -> bool {
    let own = &actor.acting.org_path;
    let follows = match actor.acting.level {
        AreaLevel::Community | AreaLevel::Street | AreaLevel::County => own.covers(path),
        AreaLevel::City | AreaLevel::Province => own == path,
        AreaLevel::Nation => false,
    };
    actor.acting.kind.leads() && follows
}

/// Why a partner cannot be entered as it was said: a field and its sentence each.
pub(crate) fn check_partner(said: &SaidPartner) -> Vec<(&'static str, &'static str)> {
    let lines = [&said.name, &said.hours, &said.address, &said.contact, &said.phone];
    let checks = [
        (said.name.is_empty(), ("name", "请写单位名称")),
        (said.phone.is_empty(), ("phone", "请写办公电话，急的时候先打电话")),
        (said.contact.is_empty(), ("contact", "请写联系人，例如 值班室、李老师")),
        (lines.iter().any(|line| line.chars().count() > LONGEST_LINE), ("name", "每一格请留在 100 字以内")),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, sentence)| sentence).collect()
}

/// What was typed to refer something, read.
#[derive(Debug, Clone)]
pub(crate) struct SaidReferral {
    pub(crate) ground: Ground,
    pub(crate) consent: Option<Day>,
    pub(crate) has_manner: bool,
    pub(crate) person: String,
    pub(crate) phone: String,
    pub(crate) asked: String,
    pub(crate) handed: String,
}

/// R-REF-04. Her name, her number and what is known of her are handed over when she agreed to just that, on a day before; without it
/// only what does not tell who she is; a report that the law asks for needs no consent, and goes to police, civil affairs or education.
///
/// Source: Personal Information Protection Law art. 23 (separate consent), art. 13 item 3 (legal duty); Anti-Domestic Violence Law art.
/// 14; Law on the Protection of Minors art. 11. Reading: a hospital or a court is asked, not reported to.
pub(crate) fn check_referral(
    said: &SaidReferral,
    kind: PartnerKind,
    today: Day,
) -> Vec<(&'static str, &'static str)> {
    let consents = said.ground == Ground::Consent;
    let anonymous = said.ground == Ground::Anonymous;
    let takes_reports = matches!(kind, PartnerKind::Police | PartnerKind::CivilAffairs | PartnerKind::School);
    let long = |text: &str| text.chars().count() > LONGEST_TEXT;
    let named = !said.person.is_empty() || !said.phone.is_empty();
    let checks = [
        (said.asked.is_empty(), ("asked", "请写请对方办什么")),
        (long(&said.asked), ("asked", "请留在 2000 字以内")),
        (long(&said.handed), ("handed", "请留在 2000 字以内")),
        (!anonymous && said.person.is_empty(), ("person", "请写转的是谁")),
        (anonymous && named, ("person", "她没有同意，不能写姓名和联系方式；要写，请先问她同不同意")),
        (consents && said.consent.is_none(), ("consent_day", "请写她哪天同意的")),
        (
            consents && said.consent.is_some_and(|on| on > today),
            ("consent_day", "日期还没到，她同意以后再转"),
        ),
        (consents && !said.has_manner, ("consent_manner", "请点她怎样同意的")),
        (consents && said.handed.is_empty(), ("handed", "请写交给对方哪些情况和材料；同意的就是这些")),
        (
            said.ground == Ground::Mandatory && !takes_reports,
            ("ground", "强制报告只报公安、民政或者教育部门；转给别的单位，请先问她同不同意"),
        ),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, sentence)| sentence).collect()
}

/// What is done with a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// The partner takes it.
    Accept,
    /// The partner sends it back.
    Refuse,
    /// The partner says what came of it.
    Settle,
    /// The sender ends it.
    Close(Closing),
}

/// R-REF-05. A referral is never in the air: sent, it is accepted or sent back with its reason; accepted, it has a result; sent back, it is
/// sent on or given up with a reason; with a result, it is over when she was told. What is over stays over.
///
/// Source: issue 5 (never in the air); promise 3 (件件有回音). Gives the state after, or `None` where it cannot be done.
pub(crate) const fn after(state: State, step: Move) -> Option<State> {
    match (state, step) {
        (State::Sent, Move::Accept) => Some(State::Accepted),
        (State::Sent | State::Accepted, Move::Refuse) => Some(State::Refused),
        (State::Accepted, Move::Settle) => Some(State::Settled),
        (State::Settled, Move::Close(Closing::Told))
        | (State::Sent, Move::Close(Closing::Withdrawn))
        | (State::Refused, Move::Close(Closing::PassedOn | Closing::GivenUp)) => Some(State::Closed),
        _ => None,
    }
}

/// R-REF-06. The partner answers and says what came of it by its own login; where it works on paper, or its contact cannot sign in, the
/// sender or the chair of her organisation types in what it answered.
///
/// Source: issue 5 (login or paper). Ours.
pub(crate) const fn may_answer(is_partner: bool, keeps: bool) -> bool {
    is_partner || keeps
}

/// Whether a text that has to be there is there; else the sentence at it.
pub(crate) fn check_words(words: &str, missing: &'static str) -> Result<(), &'static str> {
    match words.chars().count() {
        0 => Err(missing),
        1..=LONGEST_TEXT => Ok(()),
        _ => Err("请留在 2000 字以内"),
    }
}

#[cfg(test)]
mod tests;
