//! SQL on the tables of persons, posts, accounts, sessions and tokens. Visibility is part of the fetch: what she may not see
//! is not found.

mod accounts;
mod bulk;
mod known;
mod persons;
mod posts;
mod sessions;
mod tokens;

pub(crate) use accounts::*;
pub use bulk::enter_many;
pub(crate) use known::*;
pub(crate) use persons::*;
pub(crate) use posts::*;
pub use posts::{Held, PersonsWho, Service};
pub(crate) use sessions::*;
pub(crate) use tokens::*;
