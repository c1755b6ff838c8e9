//! One write per file.

mod add_need;
mod bring_household;
mod complete_household;
mod hand_over;
mod link;
mod open_file;
mod record_visit;
mod register_household;
mod reveal_contact;
mod set_external_code;
mod set_up_grid;
mod take_back_visit;

pub(crate) use add_need::add_need_seen;
pub use add_need::{add_need, end_need, review_need};
pub(crate) use bring_household::{Brought, bring_household};
pub(crate) use complete_household::{Completed, complete_household};
pub use hand_over::on_leaving;
pub(crate) use hand_over::{Handing, Successor, hand_over};
pub use link::{end_link, link};
pub(crate) use open_file::open_file;
pub(crate) use record_visit::record_visit_of;
pub use record_visit::{SaidVisit, record_visit};
pub use register_household::register_household;
pub(crate) use register_household::{SaidHousehold, register_once};
pub(crate) use reveal_contact::reveal_contact;
pub(crate) use set_external_code::set_external_code;
pub use set_up_grid::{assign_to_grid, set_up_grid};
pub(crate) use take_back_visit::take_back_visit;
