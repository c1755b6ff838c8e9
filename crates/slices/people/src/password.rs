//! Passwords: argon2id, checked outside of any transaction because it is slow on purpose.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Argon2, Params};
use niangjia_kernel::Chance;
use niangjia_store::StoreError;

/// A valid hash of nothing in particular: checked when there is no such account, so that both take as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bmlhbmdqaWEtbm9ib2R5$y6yuoSeNSmDXXWBPmzvcNjWVNy1yXg8jVoXc3vJEsPs";

/// How costly a hash is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordCost {
    /// For people: the recommended parameters of argon2id.
    Proper,
    /// For tests, which make hundreds.
    Cheap,
}

/// Hashes a password.
///
/// # Errors
/// Never with these parameters.
pub fn hash(password: &str, cost: PasswordCost) -> Result<String, StoreError> {
    let failed = |problem: String| StoreError::Internal(problem);
    let params = match cost {
        PasswordCost::Proper => Params::default(),
        PasswordCost::Cheap => Params::new(8, 1, 1, None).map_err(|error| failed(error.to_string()))?,
    };
    let hasher = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let hash = hasher.hash_password(password.as_bytes()).map_err(|error| failed(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether `password` is the one of `stored`; `None` (no such account) takes as long and is never right.
pub(crate) fn fits(password: &str, stored: Option<&str>) -> bool {
    let Ok(hash) = PasswordHash::new(stored.unwrap_or(NOBODY)) else {
        return false;
    };
    let right = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
    right && stored.is_some()
}

/// Thirty-two characters that nobody mistakes for each other when they are read out or copied by hand.
const READABLE: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A temporary password of 60 random bits in three groups, `k7mp-3xhn-q9dw`.
pub(crate) fn temporary(chance: &dyn Chance) -> String {
    let mut random = [0u8; 12];
    chance.fill(&mut random);
    let characters = random.map(|byte| char::from(READABLE[usize::from(byte & 31)]));
    let groups: Vec<String> = characters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use niangjia_kernel::SystemChance;

    #[test]
    fn a_temporary_password_is_long_readable_and_never_the_same() {
        let (one, other) = (temporary(&SystemChance), temporary(&SystemChance));
        assert_ne!(one, other);
        assert_eq!(one.len(), 14);
        assert!(crate::rules::password_problem(&one, "wang").is_none());
        assert!(!one.contains(['i', 'l', 'o', 'u']));
    }

    #[test]
    fn a_password_fits_its_own_hash_and_nobody_has_one() {
        let stored = hash("一句好记的话并不难想", PasswordCost::Cheap).expect("a hash");
        assert!(fits("一句好记的话并不难想", Some(&stored)));
        assert!(!fits("另一句话", Some(&stored)));
        assert!(PasswordHash::new(NOBODY).is_ok(), "the check of nobody must take as long as a real one");
        assert!(!fits("", None));
    }
}
