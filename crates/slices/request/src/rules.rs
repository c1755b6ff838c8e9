//! Decisions about requests. Values in, a decision out.

use niangjia_deadline::{Clocks, ends};
use niangjia_kernel::{AreaLevel, Day, Id, OrgPath, Person, Tenant, Timestamp, coded};
use niangjia_store::{Actor, PostKind};

use crate::model::{Class, Closing, Instance, Manner, Over, Rung, State};
use crate::pack::RequestRules;

pub(crate) mod intake;

/// How an actor stands to a request that she may see.
///
/// R-REQ-01. A request is read by those who help her: who received it, who has it at its present level for as long as she has
/// it, the chair of her community. Street and county list it without her name and open it with a purpose; a sealed one is
/// seen by its own people alone.
///
/// Source: architecture.md, sensitivity of a record; promise 5 (她的事她做主); 人民调解法 art. 15 (privacy).
/// Reading: until the next level takes it, who had it goes on having it, and both read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// She received it, or it is hers to work on.
    Own,
    /// She leads the community where it counts.
    Keeps,
    /// She leads the organisation that has it.
    Holds,
    /// She leads a branch in which it counts: the line of a list, and the file with a purpose.
    Above,
}

impl Access {
    /// Whether everything is read without a purpose.
    pub(crate) const fn reads(self) -> bool {
        !matches!(self, Self::Above)
    }
}

/// Which lists somebody has beside what is her own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// What she received or works on.
    Own,
    /// All of her community.
    Community,
    /// The lines of her branch.
    Lists,
    /// What her organisation has, from other tenants.
    Above,
    /// Nothing.
    Nothing,
}

/// See [`Sight`].
pub(crate) const fn sight(actor: &Actor) -> Sight {
    match (actor.acting.kind, actor.acting.level) {
        (PostKind::Member, _) => Sight::Own,
        (PostKind::Chair | PostKind::ViceChair, AreaLevel::Community) => Sight::Community,
        (PostKind::Chair | PostKind::ViceChair, AreaLevel::Street | AreaLevel::County) => Sight::Lists,
        (PostKind::Chair | PostKind::ViceChair, _) => Sight::Above,
        _ => Sight::Nothing,
    }
}

coded! {
    /// What can be done with a request now.
    pub enum Deed {
        /// Somebody works on it from now on.
        Take = "take", "接手";
        /// Somebody of the same organisation.
        HandOver = "hand_over", "指定承办人";
        /// It is done, and there is an answer.
        Answer = "answer", "作出答复";
        /// To the level above.
        PassUp = "pass_up", "上报";
        /// To whoever passed it, before taking it.
        Return = "return", "退回";
        /// To an organisation below.
        Assign = "assign", "交办";
        /// She is told that it was received.
        Notify = "notify", "告知受理";
        /// She is told the answer.
        Tell = "tell", "告知答复";
        /// She cannot be reached.
        ReportUndeliverable = "report_undeliverable", "报无法送达";
        /// The level above looks at what was tried.
        LookAtUndeliverable = "look_at_undeliverable", "核无法送达";
        /// Its period becomes longer.
        Extend = "extend", "延长";
        /// Something is added.
        Supplement = "supplement", "补充";
        /// She takes it back.
        Withdraw = "withdraw", "本人撤回";
        /// It is worked on again.
        Reopen = "reopen", "重新办理";
        /// She asks the level above whoever answered to look at it again.
        Review = "review", "申请复查、复核";
        /// A hearing begins: no time passes.
        Suspend = "suspend", "举行听证，停止计时";
        /// It is over.
        Resume = "resume", "听证结束，恢复计时";
        /// What she asks is a dispute, and she applies for its mediation.
        Mediate = "mediate", "申请调解";
        /// Violence, or a child harmed: to those who protect her.
        Divert = "divert", "转为保密事项";
    }
}

/// What is known of a request when it is asked what can be done.
#[derive(Debug, Clone)]
pub(crate) struct Situation<'a> {
    pub(crate) state: State,
    pub(crate) instance: Instance,
    pub(crate) class: Class,
    pub(crate) rung: Rung,
    pub(crate) holder_path: &'a OrgPath,
    pub(crate) holder_person: Option<Id<Person>>,
    pub(crate) received_by: Option<Id<Person>>,
    pub(crate) notified: bool,
    /// Whether somebody passed it and waits for it to be taken.
    pub(crate) passed: bool,
    /// Whether the level above was asked to look, and that is where the actor leads.
    pub(crate) asked_to_look: bool,
    /// Whether the clock of the whole matter stands still.
    pub(crate) suspended: bool,
    pub(crate) over: Option<Over>,
}

/// Everything that the actor may do now, the next step first.
///
/// R-REQ-02. Who has a request works on it: who took it, or whoever leads the organisation that has it. Nobody else passes,
/// answers or closes it.
///
/// Source: 反家庭暴力法 art. 13 and 山东省反家庭暴力条例 art. 26 (首接); S1 (上报).
///
/// R-REQ-03. Nothing is refused at the door: what is not the federation's to solve is answered with where to go, and she is told.
///
/// Source: promise 3 (件件有回音); 信访工作条例 art. 22.
///
/// R-REQ-15. While a hearing is held in a re-review no time passes, neither of the whole matter nor of the level that has it.
///
/// Source: 信访工作条例 art. 36.
pub(crate) fn deeds(actor: &Actor, access: Access, at: &Situation<'_>, now: Timestamp) -> Vec<Deed> {
    let leads = actor.acting.kind.leads() && actor.acting.org_path == *at.holder_path;
    let works = leads || at.holder_person == Some(actor.person);
    let knows_her = works || at.received_by == Some(actor.person) || access == Access::Keeps;
    let mut deeds = Vec::new();
    match at.state {
        State::Waiting if leads => {
            deeds.extend([Deed::Take, Deed::HandOver]);
            if at.passed {
                deeds.push(Deed::Return);
            }
            deeds.extend(above(at.rung).map(|_| Deed::PassUp));
        }
        State::Handling if works => {
            deeds.push(Deed::Answer);
            deeds.extend(above(at.rung).map(|_| Deed::PassUp));
            if leads && at.rung > Rung::Community {
                deeds.push(Deed::Assign);
            }
            if leads {
                deeds.push(Deed::HandOver);
                match at.instance {
                    Instance::First => deeds.push(Deed::Extend),
                    Instance::Review => {}
                    Instance::Rereview => deeds.push(if at.suspended { Deed::Resume } else { Deed::Suspend }),
                }
            }
            if at.class == Class::Personal {
                deeds.push(Deed::Mediate);
            }
            deeds.push(Deed::Divert);
        }
        State::Answered if knows_her => deeds.extend([Deed::Tell, Deed::ReportUndeliverable]),
        State::Undeliverable if at.asked_to_look => deeds.push(Deed::LookAtUndeliverable),
        State::Closed if knows_her && at.class == Class::Personal => {
            let over = at.over.as_ref();
            deeds.extend(over.filter(|over| may_reopen(over, now.day())).map(|_| Deed::Reopen));
            deeds.extend(over.and_then(|over| reviewed(over, at.rung, now)).map(|_| Deed::Review));
        }
        _ => {}
    }
    if at.state != State::Closed && knows_her {
        if !at.notified && matches!(at.state, State::Waiting | State::Handling) {
            deeds.push(Deed::Notify);
        }
        deeds.push(Deed::Supplement);
        if works && at.state == State::Handling {
            deeds.push(Deed::Withdraw);
        }
    }
    deeds
}

/// Whether a request that was closed so, on that day, may be taken up again.
///
/// R-REQ-04. A closed request is taken up again within its days, and what was done before stays.
///
/// Source: the issue; 信访工作条例 art. 35. Local: `request.reopen_days`
/// Reading: its closing is reversed in the sums; what was diverted goes on where she is protected, and is not opened here again.
pub(crate) fn may_reopen(over: &Over, today: Day) -> bool {
    let days = RequestRules::in_force().reopen_days;
    let for_good = over.closing == Closing::Diverted || over.instance == Instance::Rereview;
    !for_good && today.days_since(over.at.day()) <= days
}

/// What she may ask the level above whoever answered for; `None` when nothing.
///
/// R-REQ-14. Whoever is not content with an answer asks within thirty days for a review (复查) at the level above the one that
/// gave it, and for a re-review (复核) above that; what that one says is the last on the same facts.
///
/// Source: 信访工作条例 art. 35, 36.
/// Reading: the days run from when the answer reached her; above the province nobody is asked; an answer given on the spot is one.
pub(crate) fn reviewed(over: &Over, rung: Rung, now: Timestamp) -> Option<Instance> {
    let answered = matches!(over.closing, Closing::Told | Closing::OnTheSpot);
    let (next, within) = over.instance.next().filter(|_| answered && above(rung).is_some())?;
    let clocks = Clocks::in_force();
    let until = ends(clocks.rule(within)?, clocks.calendar(), over.at, &[])?;
    (now < until).then_some(next)
}

/// The next rung up; none above the province.
///
/// R-REQ-05. A request goes up one level at a time: member, community, street, county, city, province.
///
/// Source: S1 (不能解决的及时向上级妇联反馈); product.md C2.
pub(crate) const fn above(rung: Rung) -> Option<Rung> {
    match rung {
        Rung::Grid => Some(Rung::Community),
        Rung::Community => Some(Rung::Street),
        Rung::Street => Some(Rung::County),
        Rung::County => Some(Rung::City),
        Rung::City => Some(Rung::Province),
        Rung::Province => None,
    }
}

/// Whether an organisation can be given a request that is kept in this tenant: from the county down it has to be its own. Another
/// county would have it and not see it.
pub(crate) fn is_kept_for((tenant, level): (Tenant, AreaLevel), kept: Tenant) -> bool {
    tenant == kept || !matches!(level, AreaLevel::County | AreaLevel::Street | AreaLevel::Community)
}

/// What was said when a request was passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PassRefusal {
    /// R-REQ-06. A request goes on, up, down or back, only with a reason that the next one reads; until that one takes it, who had it stays responsible.
    ///
    /// Source: the issue (returned only with a reason; the first receiver stays responsible until it is taken); 信访工作条例 art. 23.
    NoReason,
    /// A line is a line.
    TooLong,
}

impl PassRefusal {
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::NoReason => ("reason", "请写原因：做到哪一步了，为什么自己办不了，下一家要看的".to_owned()),
            Self::TooLong => ("reason", "太长了，请留在 500 字以内".to_owned()),
        }
    }
}

/// Whether it may go on with this reason.
pub(crate) fn check_reason(reason: &str) -> Option<PassRefusal> {
    match reason.chars().count() {
        0..2 => Some(PassRefusal::NoReason),
        2..=500 => None,
        _ => Some(PassRefusal::TooLong),
    }
}

/// What was tried to tell her.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Telling {
    pub(crate) on: Day,
    pub(crate) manner: Manner,
    pub(crate) reached: bool,
}

/// Why a telling cannot be so.
///
/// R-REQ-07. A request is closed when its answer has reached her: on a day, in a manner, by somebody; never before it was answered.
///
/// Source: promise 3 (件件有回音); 信访工作条例 art. 32.
pub(crate) fn check_telling(telling: &Telling, answered: Day, today: Day) -> Option<(&'static str, String)> {
    if telling.on > today {
        return Some(("on_day", "日期还没到，告诉她以后再记".to_owned()));
    }
    if telling.on < answered {
        return Some(("on_day", format!("{} 才有答复，告诉她不会更早", answered.long())));
    }
    if telling.manner == Manner::Code {
        return Some(("manner", "凭查询码看到的由平台自己记，这里请选怎样告诉她的".to_owned()));
    }
    None
}

/// Why it cannot be reported that she is not to be reached; `None` when it can.
///
/// R-REQ-08. That she cannot be reached is reported after so many tries on different days, and closes nothing until the level
/// above has looked at them.
///
/// Source: promise 3 (attempts that somebody above has looked at). Local: `request.attempts`, `request.attempt_days`, `request.code_days`
pub(crate) fn check_undeliverable(
    tellings: &[Telling],
    waits_for_code_since: Option<Day>,
    today: Day,
    rules: &RequestRules,
) -> Option<String> {
    if let Some(since) = waits_for_code_since {
        let left = rules.code_days - today.days_since(since);
        return (left > 0).then(|| {
            format!("她说凭查询码自己看，答复出来满 {} 天没有看才能报，还有 {left} 天", rules.code_days)
        });
    }
    let tried: Vec<Day> =
        tellings.iter().filter(|telling| !telling.reached).map(|telling| telling.on).collect();
    let mut days = tried.clone();
    days.sort_unstable();
    days.dedup();
    (tried.len() < rules.attempts || days.len() < rules.attempt_days).then(|| {
        format!(
            "报无法送达以前，要在 {} 个不同的日子试过 {} 次；现在记了 {} 次、{} 天",
            rules.attempt_days,
            rules.attempts,
            tried.len(),
            days.len()
        )
    })
}

#[cfg(test)]
mod tests;
