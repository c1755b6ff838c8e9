//! Tokens of programs as the web sees them: a secret in the `Authorization` header; whose it is, and whether it still
//! counts, is the people slice's matter.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use niangjia_kernel::{Chance, Tenant};
use sha2::{Digest as _, Sha256};

use crate::session::{SessionToken, hex};

/// What stands before every secret: a scanner of source code finds one that was left there.
const PREFIX: &str = "nj_";

/// The secret of a person's token for programs, `nj_341881_…`. It names the tenant, so that it is looked up where the
/// person's rows are. Only its hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken {
    tenant: Tenant,
    secret: String,
}

impl BearerToken {
    /// A new secret of 256 random bits.
    #[must_use]
    pub fn fresh(tenant: Tenant, chance: &dyn Chance) -> Self {
        let mut bytes = [0u8; 32];
        chance.fill(&mut bytes);
        Self { tenant, secret: hex(&bytes) }
    }

    /// The tenant of the person whose token it is.
    #[must_use]
    pub const fn tenant(&self) -> Tenant {
        self.tenant
    }

    /// What is stored and looked up.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.secret.as_bytes()).to_vec()
    }

    /// The secret in full: shown once, when it is made.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}_{}", self.tenant, self.secret)
    }

    fn parse(text: &str) -> Option<Self> {
        let (tenant, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        let tenant = tenant.parse().ok().and_then(Tenant::from_number)?;
        let whole = secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        whole.then(|| Self { tenant, secret: secret.to_owned() })
    }
}

/// With what a request says who sends it.
#[derive(Clone)]
pub(crate) enum Credential {
    /// With nothing.
    Nothing,
    /// With the cookie of a session.
    Session(SessionToken),
    /// With a token; `None` when it cannot be one of ours. A cookie beside it does not count.
    Bearer(Option<BearerToken>),
}

impl Credential {
    pub(crate) fn of(headers: &HeaderMap, secure: bool) -> Self {
        match bearer(headers) {
            Some(text) => Self::Bearer(BearerToken::parse(text)),
            None => SessionToken::of(headers, secure).map_or(Self::Nothing, Self::Session),
        }
    }
}

/// What stands behind `Authorization: Bearer`, if a request has that.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().unwrap_or("Bearer");
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header::COOKIE;
    use niangjia_kernel::SeededChance;

    fn headers(pairs: &[(axum::http::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().expect("a header"))).collect()
    }

    #[test]
    fn a_token_reads_back_as_it_was_shown_and_names_its_tenant() {
        let tenant = Tenant::from_number(341_881).expect("a county");
        let token = BearerToken::fresh(tenant, &SeededChance::new(1));
        assert!(token.reveal().starts_with("nj_341881_"));
        let read = BearerToken::parse(&token.reveal()).expect("a token");
        assert!(read == token && read.hash() == token.hash());
        for text in ["", "nj_", "nj_341881_", "nj_x_00", &token.reveal()[..40], &token.reveal()[3..]] {
            assert!(BearerToken::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_request_with_a_token_never_falls_back_to_its_cookie() {
        let cookie = format!("niangjia_session={}", "0".repeat(64));
        let only_cookie = headers(&[(COOKIE, &cookie)]);
        assert!(matches!(Credential::of(&only_cookie, false), Credential::Session(_)));
        for value in ["Bearer", "Bearer nonsense", "bearer  nj_1_2"] {
            let both = headers(&[(COOKIE, &cookie), (AUTHORIZATION, value)]);
            assert!(matches!(Credential::of(&both, false), Credential::Bearer(None)), "{value}");
        }
        let basic = headers(&[(COOKIE, &cookie), (AUTHORIZATION, "Basic eDp5")]);
        assert!(matches!(Credential::of(&basic, false), Credential::Session(_)));
    }
}
