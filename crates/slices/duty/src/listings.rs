//! The lists of this slice as files: the same predicate, filters and columns as on the page.

mod members;
mod points;
mod record;

use niangjia_transfer::Listing;

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&record::Record, &points::Points, &members::Members];
