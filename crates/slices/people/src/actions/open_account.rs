//! Opening an account for a person.

use niangjia_kernel::{Account, Id, MobileNumber, OrgPath, Person, Tenant, normalised_text};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, BlindIndex, Keys, Recorded, StoreError, WriteTx};

use crate::queries;

const OPEN: Action = Action::write("people.open_account", "开通账号");

/// Why an account was not opened; each a sentence for the field.
#[derive(Debug)]
pub enum OpeningRefused {
    /// Somebody signs in with this name or number already.
    Taken,
    /// The person has an account.
    HasOne,
    /// The database.
    Store(StoreError),
}

impl From<StoreError> for OpeningRefused {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Unique) { Self::HasOne } else { Self::Store(error) }
    }
}

/// The directory key of what somebody types as phone number or login name.
pub(crate) fn login_key(keys: &Keys, typed: &str) -> BlindIndex {
    let name =
        MobileNumber::parse(typed).map_or_else(|_| normalised_text(typed), |phone| phone.digits().to_owned());
    keys.index("people_login", &name)
}

/// An account to be opened.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// The tenant of the person.
    pub tenant: Tenant,
    /// Whose.
    pub person: Id<Person>,
    /// What she signs in with.
    pub login_name: &'a str,
    /// Her phone number, with which she may sign in as well.
    pub phone: Option<&'a MobileNumber>,
    /// The hash of her password.
    pub password_hash: &'a str,
    /// Whether the password is temporary.
    pub must_change: bool,
}

/// Opens an account: she signs in with the login name, or with her phone number if one is given. Both are unique in
/// the nation.
///
/// # Errors
/// [`OpeningRefused`] when the name is taken or the person has an account.
pub fn open_account(
    tx: &WriteTx<'_>,
    actor: Option<&Actor>,
    account: &NewAccount<'_>,
    org_path: &OrgPath,
) -> Result<Recorded<Id<Account>>, OpeningRefused> {
    let NewAccount { tenant, person, phone, password_hash, must_change, .. } = *account;
    let login_name = normalised_text(account.login_name);
    let id = tx.new_id();
    queries::insert_account(tx, id, (tenant, person), &login_name, password_hash, must_change)?;
    let names = std::iter::once(login_name.as_str()).chain(phone.map(MobileNumber::digits));
    for name in names {
        if !queries::insert_login(tx, &login_key(tx.keys(), name), tenant, id)? {
            return Err(OpeningRefused::Taken);
        }
    }
    let name = queries::name(tx, tenant, person)?.unwrap_or_default();
    let entry = actor.map_or_else(|| Entry::by_system(OPEN, tenant), |actor| Entry::by(actor, OPEN));
    let entry = entry.about(tenant, person, org_path).named(name).personal();
    Ok(tx.record(&entry.change("登录名", "", login_name), id)?)
}
