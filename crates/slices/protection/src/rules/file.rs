//! Who opens a file of a case.

use crate::model::ConsentState;

/// How somebody who sees a case stands to one of its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileAccess {
    /// She opens it.
    Open,
    /// She asks first.
    Ask,
    /// She asked.
    Asked,
    /// She was refused.
    Refused,
}

/// Whether somebody who sees a case opens one of its files.
///
/// R-PRO-19. A file of a case is found by the people of the case alone. Where a child is concerned, whoever is responsible opens it; every
/// other of its people, and who opened the case from outside, file by file after whoever is in charge of sealed cases agreed. What is kept
/// aside is opened by nobody until whoever is in charge releases it.
///
/// Source: 未成年人网络保护条例 art. 36 (approval by the person in charge first, least authority, on record); Minors art. 103. Reading: the
/// handler is whoever is responsible; whoever approves may look herself; ours.
pub(crate) const fn file_access(
    child: bool,
    handles: bool,
    in_charge: bool,
    consent: Option<ConsentState>,
) -> FileAccess {
    if !child || handles || in_charge {
        return FileAccess::Open;
    }
    match consent {
        Some(ConsentState::Agreed) => FileAccess::Open,
        Some(ConsentState::Asked) => FileAccess::Asked,
        Some(ConsentState::Refused) => FileAccess::Refused,
        None => FileAccess::Ask,
    }
}
