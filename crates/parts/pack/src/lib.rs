//! Rule packs: what differs from place to place (labels, intervals, points) and from year to year.
//!
//! A pack is a TOML file with a version and one table per slice. The slice says what its table looks like; a table
//! that does not fit is found when the program starts, not when a rule is needed.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// The shipped national default, one file for what changes together.
const NATIONAL: &str = concat!(
    include_str!("../../../../packs/national.toml"),
    include_str!("../../../../packs/clocks.toml"),
    include_str!("../../../../packs/requests.toml"),
    include_str!("../../../../packs/attachment.toml"),
    include_str!("../../../../packs/message.toml"),
    include_str!("../../../../packs/survey.toml"),
    include_str!("../../../../packs/screening.toml"),
    include_str!("../../../../packs/mediation.toml"),
    include_str!("../../../../packs/protection.toml"),
    include_str!("../../../../packs/reception.toml"),
);

/// Why a pack cannot be used.
#[derive(Debug, Error)]
#[error("规则包读不出来：{0}")]
pub struct PackError(String);

impl PackError {
    /// What does not fit, in a sentence that names the place.
    #[must_use]
    pub const fn saying(sentence: String) -> Self {
        Self(sentence)
    }
}

/// A pack, read.
#[derive(Debug, Clone)]
pub struct Pack {
    version: String,
    tables: toml::Table,
}

#[derive(Deserialize)]
struct Head {
    version: String,
}

impl Pack {
    /// The shipped national default.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn national() -> Result<Self, PackError> {
        Self::parse(NATIONAL)
    }

    /// Reads a pack.
    ///
    /// # Errors
    /// When it is no TOML or has no version.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let wrong = |error: toml::de::Error| PackError(error.to_string());
        let Head { version } = toml::from_str(text).map_err(wrong)?;
        Ok(Self { version, tables: toml::from_str(text).map_err(wrong)? })
    }

    /// Which edition of the rules this is: `2026-1`; stands beside every point it gave.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The table of one slice.
    ///
    /// # Errors
    /// When it is missing or does not fit.
    pub fn table<T: DeserializeOwned>(&self, slice: &str) -> Result<T, PackError> {
        let table = self.tables.get(slice).ok_or_else(|| PackError(format!("没有 [{slice}] 一节")))?;
        table.clone().try_into().map_err(|error: toml::de::Error| PackError(format!("[{slice}] {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::Pack;

    #[test]
    fn the_national_pack_has_a_version_and_a_table_for_each_slice_that_has_rules() {
        let pack = Pack::national().expect("the shipped pack");
        assert_eq!(pack.version(), "2026-1");
        assert!(pack.table::<toml::Table>("household").is_ok());
        assert!(pack.table::<toml::Table>("duty").is_ok());
        assert!(pack.table::<toml::Table>("nothing").is_err());
    }
}
