//! The pages of this slice.

pub(crate) mod batch;
pub(crate) mod scanned;
pub(crate) mod sheet;

use niangjia_kernel::Key;

use crate::model::Card;

/// The key of a card in a path.
pub(crate) type CardKey = Key<Card>;

/// Where the cards of a community are typed in.
pub(crate) fn batch_href(org: &niangjia_org::api::Org) -> String {
    format!("{}/visit-cards", org.href())
}
