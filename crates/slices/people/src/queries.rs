//! SQL on the tables of persons, posts, accounts, sessions and tokens. Visibility is part of the fetch: what she may not see
//! is not found.

mod accounts;
mod persons;
mod posts;
mod sessions;
mod tokens;

pub(crate) use accounts::*;
pub(crate) use persons::*;
pub use posts::PersonsWho;
pub(crate) use posts::*;
pub(crate) use sessions::*;
pub(crate) use tokens::*;
