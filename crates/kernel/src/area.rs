//! Codes of administrative divisions (GB/T 2260, GB/T 10114): 2, 4, 6, 9 and 12 digits.

use std::fmt;

use thiserror::Error;

use crate::{Tenant, coded};

coded! {
    /// How high a division, and the federation of it, stands.
    pub enum AreaLevel {
        /// The whole country.
        Nation = "nation", "全国";
        /// 省、自治区、直辖市.
        Province = "province", "省级";
        /// 市、州、地区.
        City = "city", "市级";
        /// 县、区、县级市.
        County = "county", "县级";
        /// 街道、镇、乡.
        Street = "street", "街道（乡镇）";
        /// 居委会、村委会.
        Community = "community", "社区（村）";
    }
}

/// The code of a division; the parent of a code is its prefix. The nation has the empty code, printed `0`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(String);

/// A text that is not the code of a division.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("没有这样的区划代码：{0}。区划代码是 2、4、6、9 或 12 位数字，全国写 0")]
pub struct AreaCodeError(String);

impl AreaCode {
    /// The whole country.
    #[must_use]
    pub const fn nation() -> Self {
        Self(String::new())
    }

    /// Reads a code; `0` is the nation.
    ///
    /// # Errors
    /// When the text is not 2, 4, 6, 9 or 12 digits.
    pub fn parse(text: &str) -> Result<Self, AreaCodeError> {
        let text = text.trim();
        if text == "0" {
            return Ok(Self::nation());
        }
        let digits =
            matches!(text.len(), 2 | 4 | 6 | 9 | 12) && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits && !text.starts_with('0') {
            Ok(Self(text.to_owned()))
        } else {
            Err(AreaCodeError(text.to_owned()))
        }
    }

    /// The digits; empty for the nation.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// How high the division stands.
    #[must_use]
    pub fn level(&self) -> AreaLevel {
        match self.0.len() {
            0 => AreaLevel::Nation,
            2 => AreaLevel::Province,
            4 => AreaLevel::City,
            6 => AreaLevel::County,
            9 => AreaLevel::Street,
            _ => AreaLevel::Community,
        }
    }

    /// The division above, `None` for the nation.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let length = match self.0.len() {
            0 => return None,
            2 => 0,
            4 => 2,
            6 => 4,
            9 => 6,
            _ => 9,
        };
        Some(Self(self.0[..length].to_owned()))
    }

    /// The tenant that owns what happens here.
    ///
    /// A city without counties (4419 东莞, 4420 中山, 4604 儋州) appears in the national list with a stand-in
    /// county `441900`: both have one tenant, and its number is the same.
    #[must_use]
    pub fn tenant(&self) -> Tenant {
        let digits = &self.0[..self.0.len().min(6)];
        let number = format!("{digits:0<6}").parse().unwrap_or_default();
        Tenant::from_number(number).unwrap_or(Tenant::NATION)
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "0" } else { &self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_knows_its_level_its_parent_and_its_tenant() {
        let community = AreaCode::parse("341881003004").expect("a community");
        let mut chain = vec![community.clone()];
        while let Some(parent) = chain.last().and_then(AreaCode::parent) {
            chain.push(parent);
        }
        let tenants: Vec<i64> = chain.iter().map(|code| code.tenant().number()).collect();
        assert_eq!(tenants, [341_881, 341_881, 341_881, 341_800, 340_000, 0]);
        assert_eq!(chain.last().map(AreaCode::level), Some(AreaLevel::Nation));
    }

    #[test]
    fn what_is_not_a_code_is_refused_in_words() {
        for text in ["", "3", "34188", "3418810030045", "34188100300x", "041881"] {
            let refused = AreaCode::parse(text).expect_err(text);
            assert!(refused.to_string().contains("区划代码"));
        }
    }
}
