//! The number of a card: short enough to be typed, with a digit that notices a slip.

use niangjia_kernel::{Id, normalised_text};

use crate::model::Card;

/// The quasigroup of order 10 of H. M. Damm's dissertation (2004): the one that the check digit is usually reckoned with.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The longest number that is read, in digits: far beyond what a community prints.
const LONGEST: usize = 10;

/// The number of a card in its community, from 1. Printed with its check digit: `12-5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CardNumber(pub(crate) i64);

impl CardNumber {
    fn check_digit(self) -> u8 {
        reckoned(&self.0.to_string())
    }
}

impl std::fmt::Display for CardNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.0, self.check_digit())
    }
}

fn reckoned(digits: &str) -> u8 {
    digits.bytes().fold(0, |interim, digit| DAMM[usize::from(interim)][usize::from(digit - b'0')])
}

/// What was typed or scanned into the field of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    /// By its number.
    Number(CardNumber),
    /// By the key in its QR code.
    Scanned(Id<Card>),
}

/// R-CARD-01. A card is named by its number with a check digit, which notices one wrong digit and two neighbours exchanged, or by the key of its code.
///
/// Source: H. M. Damm, Total anti-symmetrische Quasigruppen (2004); domain.md §5 (codes have check digits). Reading: zeros in
/// front and the dash may be left out; a scanner types the whole address. Ours.
pub(crate) fn named(typed: &str) -> Result<Named, &'static str> {
    let text = normalised_text(typed);
    if text.is_empty() {
        return Err("请扫卡上的码，或者打卡的编号");
    }
    if let Some(place) = text.rfind("card_") {
        let end = text[place..].find(['?', '#', '/', ' ']).map_or(text.len(), |end| place + end);
        return text[place..end]
            .parse()
            .map(Named::Scanned)
            .map_err(|_| "码没有扫全，请再扫一次，或者打卡的编号");
    }
    let digits: String = text.chars().filter(|sign| !matches!(sign, '-' | ' ' | '—')).collect();
    if digits.len() < 2 || digits.len() > LONGEST || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("编号是卡右上角的数字，例如 12-5，可以连着打 125");
    }
    let significant = digits.trim_start_matches('0');
    let (number, _) = significant.split_at(significant.len().saturating_sub(1));
    match number.parse() {
        Ok(number) if reckoned(significant) == 0 => Ok(Named::Number(CardNumber(number))),
        _ => Err("编号不对，有一位打错了（最后一位是校验位），请照卡上再打一遍"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_read_as_it_is_printed_and_without_its_dash() {
        // 572 → 4 is the example of the dissertation.
        assert_eq!(CardNumber(572).to_string(), "572-4");
        for typed in ["572-4", "5724", "005724", "５７２－４", " 572 4 "] {
            assert_eq!(named(typed), Ok(Named::Number(CardNumber(572))), "{typed}");
        }
        for typed in ["", "4", "12a", "编号", "12345678901", "00"] {
            assert!(named(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_scanned_address_names_the_card_by_its_key() {
        let id = "card_01980000000070008000000000000001";
        let address = format!("https://niangjia.example/visit-cards/341881.{id}");
        assert_eq!(named(&address), Ok(Named::Scanned(id.parse().expect("a key"))));
        assert_eq!(named(&format!("{address}?x")), Ok(Named::Scanned(id.parse().expect("a key"))));
        assert!(named("https://niangjia.example/visit-cards/341881.card_0198").is_err(), "cut off");
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_two_exchanged_are_noticed(number in 1i64..1_000_000, place in 0usize..7, digit in 0u8..10) {
            let right: Vec<u8> = CardNumber(number).to_string().bytes().filter(u8::is_ascii_digit).collect();
            prop_assert_eq!(named(std::str::from_utf8(&right).expect("digits")), Ok(Named::Number(CardNumber(number))));
            let place = place % right.len();
            let mut wrong = right.clone();
            wrong[place] = b'0' + digit;
            if wrong != right {
                prop_assert!(named(std::str::from_utf8(&wrong).expect("digits")).is_err());
            }
            let mut exchanged = right.clone();
            let next = (place + 1) % right.len();
            if place + 1 == next {
                exchanged.swap(place, next);
            }
            if exchanged != right {
                prop_assert!(named(std::str::from_utf8(&exchanged).expect("digits")).is_err());
            }
        }
    }
}
