//! Decisions about forms: who reports, who hands back, what counts in a sum.

use niangjia_kernel::{Day, Month};
use niangjia_org::api::Org;
use niangjia_store::Actor;

use crate::form::layout::Layout;
use crate::form::standing::FormState;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 200;

/// R-FRM-01. A form is reported by the chair or a vice chair of the organisation that fills it in, once its month is over.
///
/// Source: S0 (the forms the upper level asks for); architecture.md (figures that leave come from closed months).
/// Reading: the month is over on the first day of the next; reporting it is what closes it. Ours.
pub(crate) fn may_report(actor: &Actor, org: &Org, layout: &Layout) -> bool {
    actor.acting.kind.leads() && actor.acting.org_id == org.id && org.level == layout.from
}

/// R-FRM-01, in words.
pub(crate) const REPORTING: &str = "报表由填报单位的妇联主席、副主席在月份结束后上报";

/// R-FRM-03. A report is handed back by the chair or a vice chair of the level that receives it: the newest version, once, with a reason.
///
/// Source: S0 (report and return). Reading: whoever receives it never writes in it; the street corrects. Ours.
pub(crate) fn may_return(actor: &Actor, org: &Org, layout: &Layout) -> bool {
    actor.leads_at(layout.to) && actor.acting.org_path.covers(&org.path)
}

/// R-FRM-03, in words.
pub(crate) const RETURNING: &str = "报表由收表的上级妇联主席、副主席退回";

/// Why a form cannot be reported or handed back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormRefusal {
    /// The month is not over.
    Open,
    /// The figures are no longer those that she saw.
    Moved,
    /// A correction that corrects nothing.
    Same,
    /// A second version says why.
    NoReason,
    /// The reason is too long.
    LongReason,
    /// There is nothing to be handed back, or a newer version than she saw.
    NotThere,
}

impl FormRefusal {
    /// The field, and what to do.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::Open => ("", "这个月还没有结束，到下个月第一天才能上报".to_owned()),
            Self::Moved => ("", "刚才又有新的记录，数字变了：下面是最新的，请再看一遍再上报".to_owned()),
            Self::Same => ("", "数字和上次上报的一样，不用更正".to_owned()),
            Self::NoReason => ("reason", "请写一句为什么：谁看了都明白改了什么".to_owned()),
            Self::LongReason => ("reason", format!("原因最多 {LONGEST_REASON} 个字")),
            Self::NotThere => ("", "街道刚刚又上报了，下面是最新的一版，请再看一遍".to_owned()),
        }
    }
}

/// R-FRM-02. What was reported stands: a correction is a new version and says why.
///
/// Source: architecture.md (append-only; a closed month is adjusted, shown as such). Reading: also after it was handed
/// back; she confirms the figures that she saw, none that came in between. Ours.
pub(crate) fn check_report(state: FormState, saw_them: bool, same: bool, reason: &str) -> Vec<FormRefusal> {
    let mut refusals = Vec::new();
    // Whoever handed it back may have meant what is filled in by hand.
    if state == FormState::Reported && same {
        refusals.push(FormRefusal::Same);
    }
    if state == FormState::Open {
        refusals.push(FormRefusal::Open);
    }
    if !saw_them {
        refusals.push(FormRefusal::Moved);
    }
    if matches!(state, FormState::Reported | FormState::Returned) {
        refusals.extend(check_reason(reason));
    }
    refusals
}

/// R-FRM-03: whether she hands back what she saw, and says why.
pub(crate) fn check_return(state: FormState, newest: bool, reason: &str) -> Vec<FormRefusal> {
    let there = state == FormState::Reported && newest;
    (!there).then_some(FormRefusal::NotThere).into_iter().chain(check_reason(reason)).collect()
}

fn check_reason(reason: &str) -> Option<FormRefusal> {
    match reason.trim().chars().count() {
        0 => Some(FormRefusal::NoReason),
        length if length > LONGEST_REASON => Some(FormRefusal::LongReason),
        _ => None,
    }
}

/// R-FRM-04. A sum over reports adds what was reported and not handed back; whoever has not reported is named, and counts nothing.
///
/// Source: architecture.md (figures that leave the county come from closed months). Reading: persons are added as the
/// streets reported them. Ours.
pub(crate) const fn counts(state: FormState) -> bool {
    matches!(state, FormState::Reported)
}

/// R-FRM-06. A form waits on the desk from the first day after its month until it is reported; one that was handed back until it is reported again.
///
/// Source: product.md (为基层减负: nothing is asked for twice, nothing is remembered by heart). Reading: the month before
/// today's, and none before it: who begins in autumn does not owe the spring. Ours.
pub(crate) const fn waiting_month(today: Month) -> Month {
    today.plus(-1)
}

/// The last day on which a form is in time.
pub(crate) fn due_on(layout: &Layout, month: Month) -> Day {
    month.plus(1).first_day().plus(layout.due_day - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_reported_when_its_month_is_over_and_again_only_with_a_reason() {
        use FormRefusal as R;
        assert_eq!(check_report(FormState::Open, true, false, ""), [R::Open]);
        assert_eq!(check_report(FormState::Due, true, false, ""), []);
        assert_eq!(check_report(FormState::Due, false, false, ""), [R::Moved]);
        assert_eq!(check_report(FormState::Reported, true, true, "　 "), [R::Same, R::NoReason]);
        assert_eq!(check_report(FormState::Reported, true, false, "迟到一次走访"), []);
        assert_eq!(check_report(FormState::Returned, true, true, "补录两户"), []);
        assert_eq!(check_report(FormState::Returned, true, false, &"长".repeat(201)), [R::LongReason]);
    }

    #[test]
    fn only_the_newest_report_is_handed_back_once_and_with_a_reason() {
        use FormRefusal as R;
        assert_eq!(check_return(FormState::Reported, true, "走访数请核实"), []);
        assert_eq!(check_return(FormState::Reported, false, "走访数请核实"), [R::NotThere]);
        assert_eq!(check_return(FormState::Returned, true, ""), [R::NotThere, R::NoReason]);
    }

    #[test]
    fn what_was_handed_back_or_never_reported_counts_nothing() {
        let counted: Vec<_> = FormState::ALL.iter().filter(|state| counts(**state)).collect();
        assert_eq!(counted, [&FormState::Reported]);
    }

    #[test]
    fn the_month_before_waits_and_is_due_on_the_fifth() {
        let november = Day::parse("2026-11-01").expect("a day").month();
        let layout = crate::pack::Forms::in_force().by_code("monthly").expect("the form");
        assert_eq!(waiting_month(november).to_string(), "2026-10");
        assert_eq!(due_on(layout, waiting_month(november)).to_string(), "2026-11-05");
        assert_eq!(waiting_month(Day::parse("2026-01-31").expect("a day").month()).to_string(), "2025-12");
    }
}
