//! One write per file.

mod add_need;
mod ask_about_needs;
mod bring_household;
mod bring_more;
mod complete_household;
mod contact_duty;
mod decide_level;
mod hand_over;
mod link;
mod merge_registers;
mod need_card;
mod open_file;
mod record_visit;
mod register_household;
mod residence_care;
mod reveal_contact;
mod set_external_code;
mod set_up_grid;
mod take_back_visit;

pub use add_need::{add_need, add_need_seen, end_need, review_need};
pub use ask_about_needs::ask_about_needs;
pub(crate) use bring_household::{Brought, bring_household};
pub(crate) use bring_more::{BroughtNeed, bring_citizen_id, bring_link, bring_need, bring_resident};
pub(crate) use complete_household::{Completed, complete_household};
pub(crate) use contact_duty::{end_duty, give_duty, keep_contact};
pub(crate) use decide_level::decide_level;
pub use hand_over::on_leaving;
pub(crate) use hand_over::{Handing, Successor, hand_over};
pub use link::{end_link, link};
pub use merge_registers::on_merging;
pub(crate) use need_card::{close_card, write_card};
pub(crate) use open_file::open_file;
pub use record_visit::{SaidVisit, record_visit};
pub(crate) use record_visit::{bring_visit, record_visit_of};
pub use register_household::register_household;
pub(crate) use register_household::{SaidHousehold, register_once};
pub use residence_care::leave_residence_care;
pub(crate) use residence_care::{
    answer_residence_care, ask_residence_care, end_residence_care, note_declined,
};
pub(crate) use reveal_contact::reveal_contact;
pub(crate) use set_external_code::set_external_code;
pub use set_up_grid::{assign_to_grid, set_up_grid};
pub(crate) use take_back_visit::take_back_visit;
