//! The lists of this slice as files: the same predicate, filters and columns as on the page.

mod accounts;
mod roster;

use niangjia_transfer::Listing;

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&roster::Roster, &accounts::Accounts];
