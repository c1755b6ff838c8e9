//! What the slices keep about one person: the slot into which each of them puts its part of her sheet.
//!
//! A slice that keeps something about people of the register implements [`Keeper`]; `niangjia` plugs the keepers together
//! and the slice `rights` asks them. The order is always the same: which columns are personal ([`Field`]), what stands in
//! them ([`Kept`]), who may open it ([`Opener`]), who did ([`Looked`]), what was done for her ([`Dealt`]), what keeps it
//! from being deleted ([`Hold`]), putting it right and deleting it.

mod field;
mod keeper;
mod person;

pub use field::{Class, Field};
pub use keeper::{
    Corrected, CorrectionRefused, Dealt, Erasing, Hold, Keeper, Keepers, Kept, Looked, Opener, Told, Wording,
};
pub use person::{DELETED, ReadMatter, Subject, blotted};
