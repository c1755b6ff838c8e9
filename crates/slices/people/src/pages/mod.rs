//! The pages of this slice.

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod administrators;
pub(crate) mod me;
pub(crate) mod member_form;
pub(crate) mod post;
pub(crate) mod roster;
pub(crate) mod sign_in;
pub(crate) mod tokens;

use niangjia_kernel::{Person, Post};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::AppError;

use crate::rules;

/// The key of a person in a path.
pub(crate) type PersonKey = niangjia_kernel::Key<Person>;
/// The key of a post in a path.
pub(crate) type PostKey = niangjia_kernel::Key<Post>;

/// A filter above a list.
pub(crate) struct Chip {
    pub(crate) label: &'static str,
    pub(crate) count: String,
    pub(crate) href: String,
    pub(crate) on: bool,
}

/// Where the roster of an organisation is.
pub(crate) fn roster_href(org: &Org) -> String {
    format!("{}/members", org.href())
}

/// The organisation called by `code`, whose roster `actor` may see.
pub(crate) fn with_visible_roster(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?;
    org.filter(|org| rules::may_see_roster(actor, &org.path)).ok_or(AppError::NotFound)
}
