//! The lists of this slice as files: the same predicate, filters and columns as on the page.

mod assisted;
mod contact;
mod contacts;
mod families;
mod free_members;
mod grids;
mod ledger;
mod need_cards;
mod needs;
mod register;

use niangjia_kernel::Day;
use niangjia_transfer::{ColumnHead, Kind, Listing, OutCell};

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[
    &ledger::Ledger,
    &assisted::Assisted,
    &register::Register,
    &families::Families,
    &grids::Grids,
    &free_members::FreeMembers,
    &needs::Needs,
    &need_cards::NeedCards,
    &contacts::Contacts,
];

fn text(label: &str, width: u16) -> ColumnHead {
    ColumnHead::new(label, width, Kind::Text)
}

fn day_column(label: &str) -> ColumnHead {
    ColumnHead::new(label, 17, Kind::Day)
}

fn day(day: Option<Day>) -> OutCell {
    day.map_or(OutCell::Empty, OutCell::Day)
}

fn community(org_name: &str) -> &str {
    org_name.strip_suffix("妇联").unwrap_or(org_name)
}
