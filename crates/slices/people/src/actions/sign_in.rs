//! Beginning, switching and ending a session.

use niangjia_kernel::{Id, Post};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};
use niangjia_web::SessionToken;

use crate::queries::{self, Credentials};
use crate::rules::{self, AfterFailure};

const SIGN_IN: Action = Action::write("people.sign_in", "登录");
const SIGN_OUT: Action = Action::write("people.sign_out", "退出登录");
const WRONG_PASSWORD: Action = Action::write("people.wrong_password", "密码不对");
const SWITCH: Action = Action::write("people.switch_post", "换岗位");

/// A session that has begun.
pub(crate) struct Begun {
    pub(crate) actor: Actor,
    pub(crate) must_change: bool,
}

/// Why a session does not begin although the password is right.
pub(crate) enum Refused {
    /// Disabled, or no post to act in today.
    NoPost,
}

/// Begins a session in the person's first post.
pub(crate) fn begin_session(
    tx: &WriteTx<'_>,
    who: &Credentials,
    token: &SessionToken,
) -> Result<Result<Recorded<Begun>, Refused>, StoreError> {
    let posts = queries::acting_posts(tx, who.tenant, who.person)?;
    let Some((post, _, _)) = posts.first().filter(|_| who.disabled.is_none()) else {
        return Ok(Err(Refused::NoPost));
    };
    queries::note_failure(tx, who, 0, None)?;
    queries::insert_session(tx, &token.hash(), who, *post, rules::session_end(tx.now()))?;
    let (actor, _) = queries::session(tx, &token.hash())?
        .ok_or_else(|| StoreError::Internal("a session just begun cannot be found".to_owned()))?;
    let entry = Entry::by(&actor, SIGN_IN).about(actor.tenant, actor.person, &actor.acting.org_path);
    let begun = Begun { actor: actor.clone(), must_change: who.must_change };
    Ok(Ok(tx.record(&entry, begun)?))
}

/// Notes a wrong password, which may lock the account.
pub(crate) fn note_wrong_password(
    tx: &WriteTx<'_>,
    who: &Credentials,
) -> Result<Recorded<AfterFailure>, StoreError> {
    let after = rules::after_failure(who.failures, tx.now());
    match after {
        AfterFailure::TriesLeft(_) => queries::note_failure(tx, who, who.failures + 1, None)?,
        AfterFailure::LockedUntil(until) => queries::note_failure(tx, who, 0, Some(until))?,
    }
    let nowhere = niangjia_kernel::OrgPath::nation();
    let post = queries::acting_posts(tx, who.tenant, who.person)?.into_iter().next();
    let org = post.map(|(post, _, _)| queries::org_of_post(tx, who.tenant, post)).transpose()?.flatten();
    let org = org.map(|org| niangjia_org::api::by_id(tx, org)).transpose()?.flatten();
    let path = org.map_or(nowhere, |org| org.path);
    tx.record(&Entry::by_system(WRONG_PASSWORD, who.tenant).about(who.tenant, who.person, &path), after)
}

/// Acts in another of her posts from now on.
pub(crate) fn switch_post(
    tx: &WriteTx<'_>,
    actor: &Actor,
    token: &SessionToken,
    post: Id<Post>,
) -> Result<Option<Recorded<()>>, StoreError> {
    let posts = queries::acting_posts(tx, actor.tenant, actor.person)?;
    let Some((_, kind, org)) = posts.into_iter().find(|(one, _, _)| *one == post) else {
        return Ok(None);
    };
    queries::switch_session(tx, &token.hash(), post)?;
    let entry = Entry::by(actor, SWITCH).about(actor.tenant, actor.person, &actor.acting.org_path);
    tx.record(&entry.change("岗位", actor.post_label(), format!("{org} {}", kind.label())), ()).map(Some)
}

/// Ends the session.
///
/// # Errors
/// When it cannot be written.
pub fn end_session(
    tx: &WriteTx<'_>,
    actor: &Actor,
    token: &SessionToken,
) -> Result<Recorded<()>, StoreError> {
    queries::delete_session(tx, &token.hash())?;
    tx.record(&Entry::by(actor, SIGN_OUT).about(actor.tenant, actor.person, &actor.acting.org_path), ())
}
