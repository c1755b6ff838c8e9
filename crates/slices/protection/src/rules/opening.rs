//! Opening a case from outside (break-glass).

use niangjia_kernel::AreaLevel;
use niangjia_store::Actor;

use super::may_come_near;

/// Whether somebody may ask to open a case at all.
///
/// R-PRO-10. Whoever leads an organisation of the county may open one case by its number, with a reason, for some hours, after confirming;
/// its people see at once who it was; a case of a child only after whoever is in charge agreed; wrong numbers are counted and written into the audit.
///
/// Source: architecture.md (break-glass); 未成年人网络保护条例 art. 36 (approval first, least authority, on record). Reading: one has the
/// number from a paper or from one of its people; it cannot be looked up. Local: `protection.opening_hours_most`, `protection.opening_wrong_most`
pub(crate) fn may_ask(actor: &Actor) -> bool {
    let level = actor.acting.level;
    let within = matches!(level, AreaLevel::Community | AreaLevel::Street | AreaLevel::County);
    may_come_near(actor) && actor.acting.kind.leads() && within
}

/// Whether whoever is in charge decides before it is opened. See R-PRO-10.
pub(crate) const fn decides_first(child: bool) -> bool {
    child
}

/// Why it is not opened as it was said; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpeningRefusal {
    /// What for.
    NoReason,
    /// From one to so many.
    Hours(i64),
    /// She has not confirmed.
    NotConfirmed,
}

impl OpeningRefusal {
    /// The field, and the sentence at it.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::NoReason => ("reason", "请写清楚为什么现在必须看，至少 10 个字".to_owned()),
            Self::Hours(most) => ("hours", format!("请写 1 到 {most} 小时")),
            Self::NotConfirmed => ("confirmed", "请先确认：经办的人马上会知道是您打开的".to_owned()),
        }
    }
}

/// Whether a case is opened as it was said; every reason why not.
pub(crate) fn check_opening(
    reason: &str,
    hours: Option<i64>,
    confirmed: bool,
    most: i64,
) -> Vec<OpeningRefusal> {
    let fits = hours.is_some_and(|hours| (1..=most).contains(&hours));
    let checks = [
        (reason.chars().count() < 10, OpeningRefusal::NoReason),
        (!fits, OpeningRefusal::Hours(most)),
        (!confirmed, OpeningRefusal::NotConfirmed),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}
