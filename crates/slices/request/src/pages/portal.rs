//! 我要求助: for every woman, without an account. Three taps, a code, and a way out on every page.

mod door;
mod form;
mod limits;
mod progress;

pub(crate) use door::show as door;
pub(crate) use form::{send, show as form};
pub use limits::PublicDoor;
pub(crate) use progress::{ask, more, reopen, review, show as progress};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use niangjia_kernel::{AreaLevel, Id, Request, Tenant};
use niangjia_org::api::Org;
use niangjia_store::{Keys, ReadTx};
use niangjia_web::{App, AppError, Sender};

/// Whoever asks, by the address she asks from; it is counted and not kept.
pub(crate) struct From(pub(crate) Option<std::net::IpAddr>);

impl FromRequestParts<App> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(parts.extensions.get::<Sender>().map(|sender| sender.0)))
    }
}

/// Where she asks: a place with everything above it; from the county down somebody takes requests.
pub(crate) fn place(tx: &ReadTx<'_>, code: &str) -> Result<Org, AppError> {
    let code = if code.is_empty() { "0" } else { code };
    let found = niangjia_org::api::by_code(tx, code)?.filter(|org| org.until.is_none());
    found.ok_or(AppError::NotFound)
}

/// Whether requests are taken at this level from everybody.
pub(crate) const fn takes(level: AreaLevel) -> bool {
    matches!(level, AreaLevel::County | AreaLevel::Street | AreaLevel::Community)
}

const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH: usize = 12;

/// The code of a request: made of its identity under the key of the installation, so that the same form sent twice has the
/// same code and nobody can guess it; with the number of the county, where it is kept. `341881-7KQM-2XWD-P9TE`
pub(crate) fn code_of(keys: &Keys, tenant: Tenant, id: Id<Request>) -> String {
    let mark = keys.index("request.code.made", &id.to_string());
    let signs: String =
        mark.bytes().iter().take(LENGTH).map(|byte| char::from(SIGNS[usize::from(byte & 31)])).collect();
    format!("{}-{}-{}-{}", tenant.number(), &signs[..4], &signs[4..8], &signs[8..])
}

/// The county and the code without its dashes, as they were typed.
pub(crate) fn read_code(typed: &str) -> Option<(Tenant, String)> {
    let plain: String =
        typed.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>().to_uppercase();
    let signs = plain.len().checked_sub(LENGTH)?;
    let (tenant, _) = plain.is_char_boundary(signs).then(|| plain.split_at(signs))?;
    Some((Tenant::from_number(tenant.parse().ok()?)?, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let read = |text| read_code(text).map(|(tenant, plain)| (tenant.number(), plain));
        let whole = Some((341_881, "3418817KQM2XWDP9TE".to_owned()));
        assert_eq!(read("341881-7KQM-2XWD-P9TE"), whole);
        assert_eq!(read(" 341881 7kqm2xwdp9te "), whole);
        assert_eq!(read("7KQM"), None);
        assert_eq!(read("我的码"), None);
        assert_eq!(read("县县县县县县7KQM2XWDP9TE"), None);
    }
}
