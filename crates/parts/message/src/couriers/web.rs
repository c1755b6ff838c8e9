//! The HTTP client of robots and gateways.

use std::time::Duration;

use ureq::Agent;

use crate::model::Failure;

const PATIENCE: Duration = Duration::from_secs(15);
/// The longest answer that is read.
const ANSWER_BYTES: u64 = 16 * 1024;

/// A client that follows nobody elsewhere.
pub(super) fn agent() -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent("niangjia")
        .build();
    config.new_agent()
}

/// Reads an answer: its text where it is well.
pub(super) fn answer(sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<String, Failure> {
    let mut response = sent.map_err(|_| Failure::Unreachable)?;
    match response.status().as_u16() {
        200..300 => {}
        401 | 403 => return Err(Failure::Credentials),
        429 | 500.. => return Err(Failure::Busy),
        300..=399 => return Err(Failure::Answer),
        _ => return Err(Failure::Refused),
    }
    let text = response.body_mut().with_config().limit(ANSWER_BYTES).read_to_string();
    text.map_err(|_| Failure::Answer)
}
