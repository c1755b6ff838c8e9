//! Money in fen: never a fraction, never a float.

use std::fmt;

/// An amount of money in fen (1/100 yuan).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fen(pub i64);

/// Why a text is no amount; a sentence for the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAmount {
    /// Something that is no number.
    NotANumber,
    /// More than two decimals: there is nothing smaller than a fen.
    Decimals,
    /// Nothing, or more than a hundred million yuan.
    OutOfRange,
}

impl fmt::Display for NoAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "金额写数字，单位是元，例如 30000 或 1200.50",
            Self::Decimals => "金额最多到分，也就是两位小数，例如 1200.50",
            Self::OutOfRange => "金额要大于 0，不超过一亿元",
        })
    }
}

impl std::error::Error for NoAmount {}

/// The largest amount that is taken from a form: a hundred million yuan.
const LARGEST: i64 = 100_000_000 * 100;

impl Fen {
    /// An amount above nothing as it is typed in yuan: `30000`, `30,000.5`, `1200.50元`.
    ///
    /// # Errors
    /// In a sentence for the field.
    pub fn parse(text: &str) -> Result<Self, NoAmount> {
        let text = text.trim().trim_start_matches('¥').trim_end_matches('元').replace([',', '，'], "");
        let (yuan, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |part: &str| part.chars().all(|one| one.is_ascii_digit());
        if yuan.is_empty() || !digits(yuan) || !digits(decimals) || text.ends_with('.') {
            return Err(NoAmount::NotANumber);
        }
        if decimals.len() > 2 {
            return Err(NoAmount::Decimals);
        }
        let fen: i64 = format!("{yuan}{decimals:0<2}").parse().map_err(|_| NoAmount::OutOfRange)?;
        if (1..=LARGEST).contains(&fen) { Ok(Self(fen)) } else { Err(NoAmount::OutOfRange) }
    }

    /// As a paper says it: `30,000元`, `1,200.50元`.
    #[must_use]
    pub fn in_yuan(self) -> String {
        let shown = self.to_string().replace('¥', "");
        format!("{}元", shown.strip_suffix(".00").unwrap_or(&shown))
    }
}

impl fmt::Display for Fen {
    /// `¥1,234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yuan = (self.0.unsigned_abs() / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in yuan.chars().enumerate() {
            if index > 0 && (yuan.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}¥{grouped}.{:02}", self.0.unsigned_abs() % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fen, NoAmount};

    #[test]
    fn money_is_shown_with_groups_and_two_decimals() {
        assert_eq!(Fen(123_450).to_string(), "¥1,234.50");
        assert_eq!(Fen(-5).to_string(), "-¥0.05");
        assert_eq!((Fen(3_000_000).in_yuan().as_str(), Fen(5).in_yuan().as_str()), ("30,000元", "0.05元"));
    }

    #[test]
    fn an_amount_is_read_to_the_fen_and_no_further() {
        assert_eq!(Fen::parse(" 30000 "), Ok(Fen(3_000_000)));
        assert_eq!(Fen::parse("¥1,200.5"), Ok(Fen(120_050)));
        assert_eq!(Fen::parse("0.01元"), Ok(Fen(1)));
        assert_eq!(Fen::parse("1.005"), Err(NoAmount::Decimals));
        for text in ["", ".", "1.", "三万", "-5", "1.2.3", "1e5"] {
            assert_eq!(Fen::parse(text), Err(NoAmount::NotANumber), "{text}");
        }
        for text in ["0", "0.00", "100000000.01", "99999999999999999999"] {
            assert_eq!(Fen::parse(text), Err(NoAmount::OutOfRange), "{text}");
        }
    }
}
