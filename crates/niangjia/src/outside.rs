//! What the application reaches outside of its own process and database.

use niangjia_attachment::{Find, Scanner};
use niangjia_message::Reach;

/// What the office has configured; nothing is reached by default.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// Who looks into uploaded files.
    pub scanner: Option<Scanner>,
    /// What carries messages out.
    pub reach: Reach,
    /// Matters that have files beside those of the slices, by the prefix of their identities.
    pub matters: Vec<(&'static str, Find)>,
}
