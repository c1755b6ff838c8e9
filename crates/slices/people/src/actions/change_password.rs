//! Passwords and the state of accounts.

use niangjia_kernel::OrgPath;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Recorded, StoreError, WriteTx};

use crate::model::AccountEntry;
use crate::queries;

const CHANGE: Action = Action::write("people.change_password", "修改自己的密码");
const RESET: Action = Action::write("people.reset_password", "重置密码");
const ENABLE: Action = Action::write("people.enable_account", "启用账号");
const DISABLE: Action = Action::write("people.disable_account", "停用账号");

/// Sets the actor's own password; her sessions end, but for the one whose token has the hash `kept`.
///
/// # Errors
/// When it cannot be written.
pub fn change_password(
    tx: &WriteTx<'_>,
    actor: &Actor,
    password_hash: &str,
    kept: &[u8],
) -> Result<Recorded<()>, StoreError> {
    if let Some(account) = queries::account_of_person(tx, actor.tenant, actor.person)? {
        queries::set_password(tx, actor.tenant, account, password_hash, false)?;
        queries::end_other_sessions(tx, actor.tenant, account, kept)?;
    }
    tx.record(&Entry::by(actor, CHANGE).about(actor.tenant, actor.person, &actor.acting.org_path), ())
}

/// Sets somebody's password to one that must be changed at the next signing in; her sessions end, her tokens are
/// withdrawn (R-TOK-04).
///
/// # Errors
/// When it cannot be written.
pub fn reset_password(
    tx: &WriteTx<'_>,
    actor: &Actor,
    account: &AccountEntry,
    org_path: &OrgPath,
    password_hash: &str,
) -> Result<Recorded<()>, StoreError> {
    queries::set_password(tx, account.tenant, account.id, password_hash, true)?;
    queries::end_sessions(tx, account.tenant, account.id)?;
    queries::withdraw_tokens(tx, account.tenant, account.id)?;
    let entry = Entry::by(actor, RESET).about(account.tenant, account.person, org_path);
    tx.record(&entry.named(&account.name).personal(), ())
}

/// Disables an account, or enables it again; disabling ends its sessions and withdraws its tokens.
///
/// # Errors
/// When it cannot be written.
pub fn set_account_enabled(
    tx: &WriteTx<'_>,
    actor: &Actor,
    account: &AccountEntry,
    org_path: &OrgPath,
    enabled: bool,
) -> Result<Recorded<()>, StoreError> {
    queries::set_disabled(tx, account.tenant, account.id, (!enabled).then(|| tx.now()))?;
    if !enabled {
        queries::withdraw_tokens(tx, account.tenant, account.id)?;
    }
    let action = if enabled { ENABLE } else { DISABLE };
    let entry = Entry::by(actor, action).about(account.tenant, account.person, org_path);
    tx.record(&entry.named(&account.name).personal(), ())
}
