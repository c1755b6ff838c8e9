//! The sign-in page: shown at its own address, and in place of any page whose session has ended.

use askama::Template;

/// People of the demo that share a role.
#[derive(Debug, Clone)]
pub struct DemoGroup {
    /// What they are.
    pub role: String,
    /// Who.
    pub people: Vec<DemoPerson>,
}

/// One of the demo's people; she is invented.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    /// What she signs in with.
    pub login_name: String,
    /// Her name.
    pub name: String,
    /// Where she works.
    pub place: String,
}

/// The sign-in page.
#[derive(Template)]
#[template(path = "login.html")]
pub struct LoginPage<'a> {
    /// What was typed as phone number or login name.
    pub name: &'a str,
    /// The sentence under the fields; empty at first.
    pub error: &'a str,
    /// Words typed before the session ended, sealed; empty when there are none.
    pub resume: &'a str,
    /// The page to go to afterwards; empty for the start page.
    pub next: &'a str,
    /// The demo's people; empty everywhere else.
    pub demo: &'a [DemoGroup],
}
