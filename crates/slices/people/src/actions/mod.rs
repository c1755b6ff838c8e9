//! One write per file.

mod appoint;
mod change_password;
mod complete_member;
mod enter_member;
mod forget_old_sessions;
mod leave;
mod merge_committees;
mod open_account;
mod register_person;
mod sign_in;
mod tokens;

pub use appoint::appoint;
pub use change_password::{change_password, reset_password, set_account_enabled};
pub(crate) use complete_member::{Completed, complete_member};
pub(crate) use enter_member::{SaidMember, enter_member};
pub use forget_old_sessions::forget_old_sessions;
pub use leave::leave;
pub use merge_committees::on_merging;
pub(crate) use open_account::login_key;
pub use open_account::{NewAccount, OpeningRefused, open_account};
pub use register_person::register_person;
pub use sign_in::end_session;
pub(crate) use sign_in::{Begun, Refused, begin_session, note_wrong_password, switch_post};
pub(crate) use tokens::{make_token, use_token, withdraw_token};
