//! One write per file.

mod enter_card;
mod number_cards;

pub(crate) use enter_card::enter_card;
pub(crate) use number_cards::number_cards;
