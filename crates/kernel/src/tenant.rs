//! Tenants: the branch of the tree that owns a row, and along which data is distributed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The number of a tenant: a county its six digits (341881), a city's own body `341800`, a province's own
/// body `340000`, the nation `0`. Frozen for life, even when codes merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tenant(i64);

impl Tenant {
    /// The nation's own tenant.
    pub const NATION: Self = Self(0);

    /// A tenant by its number: 0, or six digits.
    #[must_use]
    pub const fn from_number(number: i64) -> Option<Self> {
        if number == 0 || (number >= 100_000 && number <= 999_999) { Some(Self(number)) } else { None }
    }

    /// The number as stored.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
