//! Which looks at a case are written down.

use niangjia_kernel::Timestamp;

use crate::model::LookedAt;

/// Whether a look at a page of a case is written down.
///
/// R-PRO-17. Whoever looks at a sealed case leaves a trace, its own people and whoever is in charge too: who, when and at which page; the same
/// person at the same page once in some minutes, a document or file that leaves the screen each time. Whoever is responsible sees it on the case.
///
/// Source: 未成年人网络保护条例 art. 36 (access on record); PIPL art. 51 (access control). Reading: of minutes, so that going back and
/// forth between two pages is one look and the list can be read; ours. Local: `protection.look_minutes`
pub(crate) fn is_a_new_look(page: LookedAt, last: Option<Timestamp>, now: Timestamp, minutes: i64) -> bool {
    page.takes_along() || last.is_none_or(|last| now >= last.plus_seconds(minutes * 60))
}
