//! Grids by their codes: ours, and the one that the 综治 network gave.

use niangjia_kernel::coded;
use niangjia_store::coded_columns;

coded! {
    /// What a grid is. Source: DB6101/T 3185-2024 (two kinds).
    pub enum GridKind {
        /// Of the people who live there.
        Basic = "basic", "基础网格";
        /// Of one place: a market, a school, a park.
        Exclusive = "exclusive", "专属网格";
    }
}

coded_columns!(GridKind);

impl GridKind {
    /// The digit of a grid's code that says its kind (domain.md §5.2).
    #[must_use]
    pub const fn digit(self) -> char {
        match self {
            Self::Basic => '0',
            Self::Exclusive => '9',
        }
    }
}

/// The code of a grid: 12 digits of its community, 0 or 9 for its kind, and a number of two or three digits. Nothing in the
/// platform reads anything else out of it (domain.md §5.2).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridCode(String);

impl GridCode {
    /// Reads a code; `None` when it has another form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = digits && matches!(text.len(), 15 | 16) && matches!(text.as_bytes()[12], b'0' | b'9');
        fits.then(|| Self(text.to_owned()))
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> GridKind {
        if self.0.as_bytes()[12] == b'9' { GridKind::Exclusive } else { GridKind::Basic }
    }

    /// The number within its kind, from 1.
    pub(crate) fn sequence(&self) -> u32 {
        self.0[13..].parse().unwrap_or(0)
    }

    /// As it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for GridCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
