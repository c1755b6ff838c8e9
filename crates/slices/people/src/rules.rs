//! Decisions about signing in and holding posts: values in, a decision out.

use niangjia_kernel::Timestamp;
use niangjia_store::{Actor, PostKind};
use niangjia_kernel::{AreaLevel, OrgPath};

/// How many wrong passwords in a row lock an account (R-ACC-01).
const FAILURES_ALLOWED: i64 = 5;
/// For how long (R-ACC-01).
const LOCK_SECONDS: i64 = 15 * 60;
/// How long a session lasts (R-ACC-02): a working day.
const SESSION_SECONDS: i64 = 12 * 3_600;

/// What a wrong password leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AfterFailure {
    /// She may try again; so many tries are left.
    TriesLeft(i64),
    /// The account is locked until this instant.
    LockedUntil(Timestamp),
}

/// R-ACC-01. Five wrong passwords in a row lock an account for fifteen minutes.
///
/// Source: GB/T 22239-2019 §8.1.4.1 b (limit failed attempts). Reading: 5 and 15 minutes are the usual values. Ours.
pub(crate) const fn after_failure(failures_before: i64, now: Timestamp) -> AfterFailure {
    let failures = failures_before + 1;
    if failures >= FAILURES_ALLOWED {
        AfterFailure::LockedUntil(now.plus_seconds(LOCK_SECONDS))
    } else {
        AfterFailure::TriesLeft(FAILURES_ALLOWED - failures)
    }
}

/// R-ACC-02. A session ends twelve hours after signing in; typed words outlive it.
///
/// Source: GB/T 22239-2019 §8.1.4.1 b (end of session). Reading: one working day without typing it again. Ours.
pub(crate) const fn session_end(now: Timestamp) -> Timestamp {
    now.plus_seconds(SESSION_SECONDS)
}

/// R-ACC-03. A password has at least 10 characters, and is not the login name.
///
/// Source: GB/T 22239-2019 §8.1.4.1 a (complexity). Reading: length instead of character classes. Ours.
pub(crate) fn password_problem(password: &str, login_name: &str) -> Option<&'static str> {
    if password.chars().count() < 10 {
        Some("密码至少 10 个字符,可以用一句好记的话")
    } else if password.contains(login_name) {
        Some("密码里不要带登录名")
    } else {
        None
    }
}

/// R-ORG-01. The roster of an organisation is kept by the chairs of it and of those above it up to the county; who
/// chairs it is entered from above (S3: results are filed with the higher federation).
///
/// Source: domain.md §3.1 (备案). Reading: filing is entering. Ours.
pub(crate) fn may_keep_roster(actor: &Actor, org_path: &OrgPath, kind: PostKind) -> bool {
    let acting = &actor.acting;
    let level = matches!(acting.level, AreaLevel::Community | AreaLevel::Street | AreaLevel::County);
    let from_above = acting.org_path != *org_path;
    acting.kind.leads()
        && level
        && acting.org_path.covers(org_path)
        && !kind.administers()
        && (from_above || !kind.leads())
}

/// R-ACC-04. Administrators are appointed, and any post is ended, by the security administrator of a branch; accounts
/// are opened by its system administrator. None does another's work.
///
/// Source: GB/T 22239-2019 §8.1.4.2 (separation of administrators).
pub(crate) fn may_appoint_administrators(actor: &Actor, org_path: &OrgPath) -> bool {
    actor.acting.kind == PostKind::SecurityAdministrator && actor.acting.org_path.covers(org_path)
}

/// R-ACC-04, the other half: who opens accounts.
pub(crate) fn may_keep_accounts(actor: &Actor) -> bool {
    actor.acting.kind == PostKind::SystemAdministrator
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_password_locks_for_fifteen_minutes() {
        let now = Timestamp::from_millis(0);
        assert_eq!(after_failure(0, now), AfterFailure::TriesLeft(4));
        assert_eq!(after_failure(3, now), AfterFailure::TriesLeft(1));
        assert_eq!(after_failure(4, now), AfterFailure::LockedUntil(Timestamp::from_millis(900_000)));
    }

    #[test]
    fn a_short_password_and_one_with_the_name_are_refused() {
        assert!(password_problem("短短短", "wang").is_some());
        assert!(password_problem("wang-wang-wang", "wang").is_some());
        assert!(password_problem("一句好记的话不难想", "wang").is_some());
        assert!(password_problem("一句好记的话并不难想", "wang").is_none());
    }
}
