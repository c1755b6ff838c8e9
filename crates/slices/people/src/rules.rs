//! Decisions about signing in and holding posts: values in, a decision out.

use niangjia_kernel::{AreaLevel, Day, OrgPath, Timestamp};
use niangjia_store::{Actor, PostKind};

use crate::model::RosterEntry;

mod known;
mod member;
mod token;

pub(crate) use known::{Already, Marks, Sameness, Serving, already_serving, same_day, same_person};
pub(crate) use member::{MemberRefusal, MemberSaid, age, born_of, check_member, group_of, is_woman};
pub(crate) use token::{ADMINISTRATORS_RULE, LONGEST_DAYS, TokenLife, TokenSaid, check_token, token_ended};

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
        Some("密码至少 10 个字符，可以用一句好记的话")
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
    let from_above = acting.org_path != *org_path;
    acting.kind.leads()
        && reaches_names(acting.level)
        && acting.org_path.covers(org_path)
        && !kind.administers()
        && !kind.is_outside()
        && (from_above || !kind.leads())
}

/// R-ORG-01, in words.
pub(crate) const ROSTER_RULE: &str =
    "名册由本组织和上级（到区县为止）妇联的主席、副主席登记；主席、副主席由上级妇联登记（备案）。";

/// The committee of an organisation: who is listed in its 执委名册.
pub(crate) const COMMITTEE: [PostKind; 3] = [PostKind::Chair, PostKind::ViceChair, PostKind::Member];

/// R-ORG-10. When communities merge, whoever is of the committee of the one that ends is a member of the one that goes on
/// from that day; its chair is the chair there where there was none.
///
/// Source: S3 (adjusted and added are told apart); promise 2 (who looks after a family goes on). Reading: who else leads the
/// merged committee is for its election. Ours.
pub(crate) const fn post_after_merger(kind: PostKind, has_chair: bool) -> PostKind {
    match (kind, has_chair) {
        (PostKind::Chair, false) => PostKind::Chair,
        _ => PostKind::Member,
    }
}

const fn reaches_names(level: AreaLevel) -> bool {
    matches!(level, AreaLevel::Community | AreaLevel::Street | AreaLevel::County)
}

/// Whose posts somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PostSight {
    /// Those of her branch.
    Branch,
    /// Those of her own organisation.
    Own,
    /// Nobody's.
    Nothing,
}

/// R-ORG-02. A roster (class `work`) is seen by those on duty in that branch of the tree up to the county; city,
/// province and nation see the names of their own organisation, and numbers of those below. Administrators see none.
///
/// Source: architecture.md (sensitivity `work`); issue of the foundation (above the county, numbers only).
pub(crate) const fn roster_sight(actor: &Actor) -> PostSight {
    match actor.acting.kind {
        kind if kind.administers() || kind.is_outside() => PostSight::Nothing,
        _ if reaches_names(actor.acting.level) => PostSight::Branch,
        _ => PostSight::Own,
    }
}

/// Whether somebody sees the roster of the organisation at `org_path` (R-ORG-02).
pub(crate) fn may_see_roster(actor: &Actor, org_path: &OrgPath) -> bool {
    match roster_sight(actor) {
        PostSight::Branch => actor.acting.org_path.covers(org_path),
        PostSight::Own => actor.acting.org_path == *org_path,
        PostSight::Nothing => false,
    }
}

/// Whose single posts somebody may see: as the roster, and the two administrators who deal with posts and accounts.
pub(crate) const fn post_sight(actor: &Actor) -> PostSight {
    if may_see_accounts(actor) { PostSight::Branch } else { roster_sight(actor) }
}

/// R-ACC-04. Administrators are appointed, and any post is ended, by the security administrator of a branch; accounts
/// are opened by its system administrator. None does another's work.
///
/// Source: GB/T 22239-2019 §8.1.4.2 (separation of administrators).
pub(crate) fn may_appoint_administrators(actor: &Actor, org_path: &OrgPath) -> bool {
    actor.acting.kind == PostKind::SecurityAdministrator && actor.acting.org_path.covers(org_path)
}

/// R-ACC-07. The chair of the organisation that heads an installation has nobody above her there: the security
/// administrator of that organisation enters her.
///
/// Source: R-ORG-01 (filing is entering). Reading: the paper of the higher federation goes to her. Ours.
pub(crate) fn may_appoint(actor: &Actor, org_path: &OrgPath, kind: PostKind) -> bool {
    let own = actor.acting.org_path == *org_path;
    may_appoint_administrators(actor, org_path) && (kind.administers() || (kind.leads() && own))
}

/// R-ACC-04, the other half: who opens accounts.
pub(crate) const fn may_keep_accounts(actor: &Actor) -> bool {
    matches!(actor.acting.kind, PostKind::SystemAdministrator)
}

/// R-ACC-04: whose work begins with the list of persons. The auditor's does not.
pub(crate) const fn may_see_accounts(actor: &Actor) -> bool {
    matches!(actor.acting.kind, PostKind::SystemAdministrator | PostKind::SecurityAdministrator)
}

/// R-ACC-04, in words.
pub(crate) const SEPARATION_RULE: &str =
    "账号由系统管理员开通、重置和停用；管理员的任免由安全管理员办；各管各的，谁也不替谁办。";
/// R-ACC-04, for an administrator and her own person.
pub(crate) const OWN_RULE: &str = "管理员不办自己的账号和岗位，请由同级另一位或上级管理员来办。";

/// Whether somebody may end this post: who keeps the roster, or the security administrator, but not her own.
pub(crate) fn may_end_post(actor: &Actor, post: &RosterEntry) -> bool {
    let administrator = may_appoint_administrators(actor, &post.org_path) && actor.person != post.person;
    administrator || may_keep_roster(actor, &post.org_path, post.kind)
}

/// R-ACC-05. Nobody holds two of the three administrators' posts at one organisation.
///
/// Source: GB/T 22239-2019 §8.1.4.2; product.md (three separate jobs). Gives the post that stands in the way.
pub(crate) fn other_administration<'a>(
    held: &'a [RosterEntry],
    org_path: &OrgPath,
    kind: PostKind,
    on: Day,
) -> Option<&'a RosterEntry> {
    let here =
        |post: &&RosterEntry| post.kind.administers() && post.org_path == *org_path && post.held_on(on);
    held.iter().filter(here).find(|post| post.kind != kind)
}

/// R-ORG-06. A post ends on a day of its own, not before it began, and is ended once that day has come: the guards
/// answer for today, not for a day to come. The sentence stands at the day.
///
/// Source: promise 2 (不漏一户). Ours.
pub(crate) fn leaving_problem(from: Day, until: Day, today: Day) -> Option<String> {
    if until > today {
        Some("日期还没到，到那天再办离任".to_owned())
    } else if until < from {
        Some(format!("离任日期不能早于任职日期 {}", from.long()))
    } else {
        None
    }
}

/// R-ACC-06. A login name has 3 to 32 letters or characters without blanks and is no phone number: that one belongs to
/// whoever has the phone.
///
/// Source: promise of one directory in the nation (architecture.md, Data 6). Ours.
pub(crate) fn login_name_problem(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("请写登录名，例如姓名的拼音")
    } else if niangjia_kernel::MobileNumber::parse(name).is_ok() {
        Some("登录名不要写成手机号，手机号写在下面一格")
    } else if !(3..=32).contains(&name.chars().count()) || name.chars().any(char::is_whitespace) {
        Some("登录名要 3 到 32 个字符，中间不留空格")
    } else {
        None
    }
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
