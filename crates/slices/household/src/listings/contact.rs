//! The personal columns of lists of households: masked, unless a reason was given (R-TRF-05).

use niangjia_kernel::MobileNumber;
use niangjia_store::Actor;
use niangjia_transfer::{Asked, ColumnHead, OutCell};

use crate::listings::text;
use crate::queries::Contact;
use crate::rules::{Sight, sight};

/// What the columns are called.
const COLUMNS: &[&str] = &["电话", "住址"];
/// How much of an address is shown, in characters.
const SHOWN: usize = 3;

/// The personal columns that `actor` may see at all: those of families that are hers, or of her community. Street and
/// county see lists without them (R-HH-06).
pub(super) fn personal(actor: &Actor) -> &'static [&'static str] {
    match sight(actor) {
        Sight::Linked | Sight::Community => COLUMNS,
        Sight::Lists | Sight::Nothing => &[],
    }
}

/// The heads of those columns.
pub(super) fn heads(actor: &Actor, asked: &Asked) -> impl Iterator<Item = ColumnHead> {
    let masked = if asked.is_unmasked() { "" } else { "（已遮盖）" };
    personal(actor).iter().map(move |label| text(&format!("{label}{masked}"), 20))
}

/// The cells below them.
pub(super) fn cells(actor: &Actor, asked: &Asked, contact: Option<&Contact>) -> Vec<OutCell> {
    if personal(actor).is_empty() {
        return Vec::new();
    }
    let phone = contact.and_then(|contact| contact.phone.as_deref()).unwrap_or_default();
    let address = contact.and_then(|contact| contact.address.as_deref()).unwrap_or_default();
    if asked.is_unmasked() {
        return vec![phone.into(), address.into()];
    }
    let phone = MobileNumber::parse(phone).map(|phone| phone.masked()).unwrap_or_default();
    vec![phone.as_str().into(), masked(address).as_str().into()]
}

/// `巫山组***`: enough to know that there is one.
fn masked(address: &str) -> String {
    if address.is_empty() {
        return String::new();
    }
    format!("{}***", address.chars().take(SHOWN).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_its_beginning_only() {
        assert_eq!(masked("巫山组 21 号"), "巫山组***");
        assert_eq!(masked("北"), "北***");
        assert_eq!(masked(""), "");
    }
}
