//! Checks and masks of what identifies a person.

use std::fmt;

use thiserror::Error;

use crate::Day;

/// Why a number that identifies a person was not accepted; each a sentence for the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdentityError {
    /// Not a mobile number of the mainland.
    #[error("手机号应是 1 开头的 11 位数字")]
    Mobile,
    /// Not 17 digits and a check character.
    #[error("身份证号应是 18 位，最后一位可以是 X")]
    Shape,
    /// Digits 7 to 14 are no date, or a date still to come.
    #[error("身份证号里的出生日期不存在，请核对第 7 到 14 位")]
    BirthDay,
    /// The last character does not fit the others.
    #[error("身份证号的校验位不对，请核对有没有写错")]
    Check,
}

/// Text as people type it on any keyboard, made comparable: full-width letters and digits become half-width,
/// outer blanks go. Rare characters stay as they are.
#[must_use]
pub fn normalised_text(text: &str) -> String {
    let narrow = text.chars().map(|character| match character {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        other => other,
    });
    narrow.collect::<String>().trim().to_owned()
}

/// A mobile number of the mainland: 11 digits beginning with 1. Shown masked unless somebody opened it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MobileNumber(String);

impl MobileNumber {
    /// Reads a number; blanks, dashes and full-width digits do not matter.
    ///
    /// # Errors
    /// When it is not such a number.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits: String =
            normalised_text(text).chars().filter(|character| !matches!(character, ' ' | '-')).collect();
        let right =
            digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|byte| byte.is_ascii_digit());
        if right { Ok(Self(digits)) } else { Err(IdentityError::Mobile) }
    }

    /// All eleven digits.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// `138****1234`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

/// A citizen's identity number. Source: GB 11643-1999.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CitizenId(String);

impl CitizenId {
    /// Reads an 18-character number and checks its birthday (not after `today`) and its check character.
    ///
    /// # Errors
    /// Says which part is wrong.
    pub fn parse(text: &str, today: Day) -> Result<Self, IdentityError> {
        let text = normalised_text(text).to_ascii_uppercase();
        let bytes = text.as_bytes();
        let shape = bytes.len() == 18
            && bytes[..17].iter().all(u8::is_ascii_digit)
            && (bytes[17].is_ascii_digit() || bytes[17] == b'X');
        if !shape {
            return Err(IdentityError::Shape);
        }
        let birth = format!("{}-{}-{}", &text[6..10], &text[10..12], &text[12..14]);
        match Day::parse(&birth) {
            Ok(day) if day <= today => {}
            _ => return Err(IdentityError::BirthDay),
        }
        if Self::check_character(&bytes[..17]) == bytes[17] {
            Ok(Self(text))
        } else {
            Err(IdentityError::Check)
        }
    }

    fn check_character(first_seventeen: &[u8]) -> u8 {
        const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 =
            WEIGHTS.iter().zip(first_seventeen).map(|(weight, digit)| weight * u32::from(digit - b'0')).sum();
        b"10X98765432"[(sum % 11) as usize]
    }

    /// All eighteen characters.
    #[must_use]
    pub fn characters(&self) -> &str {
        &self.0
    }

    /// `3418**********12`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}**********{}", &self.0[..4], &self.0[16..])
    }
}

impl fmt::Debug for CitizenId {
    /// Masked: a number must not reach a log by accident.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        Day::of(2026, 11, 22).expect("a date")
    }

    #[test]
    fn the_examples_of_the_standard_are_accepted_and_masked() {
        let id = CitizenId::parse("11010519491231002x", today()).expect("the standard's own example");
        assert_eq!(id.masked(), "1101**********2X");
        assert!(CitizenId::parse(" 440524188001010014 ", today()).is_ok());
    }

    #[test]
    fn each_wrong_part_is_named() {
        assert_eq!(CitizenId::parse("110105194912310021", today()), Err(IdentityError::Check));
        assert_eq!(CitizenId::parse("110105194913310021", today()), Err(IdentityError::BirthDay));
        assert_eq!(CitizenId::parse("11010520991231002X", today()), Err(IdentityError::BirthDay));
        assert_eq!(CitizenId::parse("1101051949123100", today()), Err(IdentityError::Shape));
    }

    #[test]
    fn a_number_typed_with_full_width_digits_and_dashes_is_the_same_number() {
        let number = MobileNumber::parse("138-0000 １２３４").expect("a number");
        assert_eq!((number.digits(), number.masked().as_str()), ("13800001234", "138****1234"));
        assert_eq!(MobileNumber::parse("0563-4012345"), Err(IdentityError::Mobile));
    }
}
