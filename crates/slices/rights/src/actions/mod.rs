//! One write per file.

mod claim;
mod end_claim;
mod hand_out;
mod tell;
mod turn_screen;

use niangjia_store::Actor;
use niangjia_store::audit::{Action, Entry};
use niangjia_subject::Subject;

pub(crate) use claim::claim;
pub(crate) use end_claim::{Ending, Stopped, end_claim};
pub(crate) use hand_out::hand_out;
pub(crate) use tell::tell;
pub(crate) use turn_screen::turn_screen;

/// An entry about one person, under her own key: so that it can be forgotten with her, and is nobody else's to read.
fn entry<'a>(actor: &'a Actor, action: Action, subject: &Subject) -> Entry<'a> {
    let entry = Entry::by(actor, action);
    let entry = match subject.resident {
        Some(resident) => entry.about(subject.tenant, resident, &subject.org_path),
        None => entry.about(subject.tenant, subject.household, &subject.org_path),
    };
    entry.named(&subject.name).personal()
}
