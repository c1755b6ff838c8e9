//! One write per file.

mod appoint;
mod change_password;
mod leave;
mod open_account;
mod register_person;
mod sign_in;

pub use appoint::appoint;
pub use change_password::{change_password, reset_password, set_account_enabled};
pub use leave::leave;
pub(crate) use open_account::login_key;
pub use open_account::{OpeningRefused, open_account};
pub use register_person::register_person;
pub(crate) use sign_in::{Begun, Refused, note_wrong_password, begin_session, end_session, switch_post};
