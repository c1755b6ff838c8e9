//! Where somebody may go who is not of the federation: a partner's contact.

/// Whether a path is one of those that a post outside the federation opens. Everything that is not named is not found,
/// whatever its own handler would say: a page that is added later is closed to partners until it is entered here.
pub(crate) fn is_open_to_partners(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    if matches!(path, "/" | "/partner" | "/me" | "/me/password" | "/post" | "/logout") {
        return true;
    }
    let Some(rest) = path.strip_prefix("/referrals/") else { return false };
    let mut parts = rest.split('/');
    let key = parts.next().is_some_and(|key| key.contains(".ref_"));
    key && matches!((parts.next(), parts.next()), (None | Some("answer" | "result"), None))
}

#[cfg(test)]
mod tests {
    use super::is_open_to_partners;

    #[test]
    fn a_partner_goes_to_her_list_and_to_single_referrals() {
        for open in [
            "/",
            "/partner",
            "/partner?said=1",
            "/me",
            "/referrals/341881.ref_01",
            "/referrals/341881.ref_01/answer",
        ] {
            assert!(is_open_to_partners(open), "{open}");
        }
        for closed in [
            "/orgs/0",
            "/families",
            "/api",
            "/me/tokens",
            "/partners/1",
            "/partner/x",
            "/referrals",
            "/referrals/new",
            "/referrals/341881.ref_01/closing",
            "/referrals/341881.ref_01/answer/x",
            "/insight",
            "/exports",
            "//partner",
        ] {
            assert!(!is_open_to_partners(closed), "{closed}");
        }
    }
}
