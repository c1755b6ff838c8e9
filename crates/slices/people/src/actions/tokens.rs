//! Tokens for programs: made, used, withdrawn.

use niangjia_kernel::{Account, Id};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, Recorded, StoreError, WriteTx};
use niangjia_web::BearerToken;

use crate::model::{NewToken, TokenRow};
use crate::queries;

const MAKE: Action = Action::write("people.make_token", "申请接口令牌");
const USE: Action = Action::write("people.use_token", "当天第一次使用接口令牌");
const WITHDRAW: Action = Action::write("people.withdraw_token", "作废接口令牌");

/// Makes a token for one of the actor's own posts; gives `None` when the same form came before.
pub(crate) fn make_token(
    tx: &WriteTx<'_>,
    actor: &Actor,
    account: Id<Account>,
    token: &NewToken,
    secret: &BearerToken,
) -> Result<Option<Recorded<()>>, StoreError> {
    if !queries::insert_token(tx, account, (actor.tenant, actor.person), token, &secret.hash())? {
        return Ok(None);
    }
    let entry = Entry::by(actor, MAKE).about(actor.tenant, actor.person, &actor.acting.org_path);
    let entry = entry.change("用途", "", &token.label).change("到期", "", token.until.long());
    tx.record(&entry, ()).map(Some)
}

/// Notes that a program used a token today; later requests of the day write nothing.
pub(crate) fn use_token(
    tx: &WriteTx<'_>,
    actor: &Actor,
    token: &BearerToken,
) -> Result<Ending<()>, StoreError> {
    if !queries::note_token_use(tx, token.tenant(), &token.hash())? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, USE).about(actor.tenant, actor.person, &actor.acting.org_path);
    Ok(tx.record(&entry, ())?.into())
}

/// Withdraws one of the actor's own tokens, at once.
pub(crate) fn withdraw_token(
    tx: &WriteTx<'_>,
    actor: &Actor,
    token: &TokenRow,
) -> Result<Ending<()>, StoreError> {
    if !queries::withdraw_token(tx, actor.tenant, token.id)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, WITHDRAW).about(actor.tenant, actor.person, &actor.acting.org_path);
    Ok(tx.record(&entry.change("用途", &token.label, ""), ())?.into())
}
