//! The pages of satisfaction.

pub(crate) mod calls;
pub(crate) mod open;
pub(crate) mod results;
pub(crate) mod slip;
pub(crate) mod slips;

use niangjia_kernel::Key;
use niangjia_org::api::Org;
use niangjia_store::{Actor, PostKind, ReadTx};
use niangjia_web::AppError;

use crate::model::{Contact, Slip, SlipRow};
use crate::queries;
use crate::rules::{Asks, asks, is_below_the_city};

/// The key of an asking in a path.
pub(crate) type SlipKey = Key<Slip>;

/// How many rows a list shows.
pub(crate) const ROWS: i64 = 200;

/// What was done before a page is shown again.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    pub(crate) said: String,
}

/// An organisation whose results `actor` may read: its own members, and the leaders of it and above.
pub(crate) fn with_results(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.filter(|org| is_below_the_city(org.level));
    let org = org.ok_or(AppError::NotFound)?;
    let reads = match asks(actor) {
        Asks::Own => actor.acting.org_path == org.path,
        Asks::Branch => actor.acting.org_path.covers(&org.path),
        Asks::Nothing => false,
    };
    if reads { Ok(org) } else { Err(AppError::NotFound) }
}

/// Whether `actor` leads, and so may print slips.
pub(crate) fn leads(actor: &Actor) -> bool {
    matches!(actor.acting.kind, PostKind::Chair | PostKind::ViceChair)
}

/// Whom to ask, as the slice said it; nothing once it is over. Who may read it is asked before.
pub(crate) fn contact_of(tx: &ReadTx<'_>, slip: &SlipRow) -> Result<Option<Contact>, AppError> {
    let text = slip.contact.as_ref().map(|sealed| tx.unseal(queries::CONTACT, sealed)).transpose()?;
    Ok(text.map(|text| Contact::read(&text)))
}

/// Whether there is a number to call.
pub(crate) fn by_call(contact: Option<&Contact>) -> bool {
    contact.is_some_and(|contact| !contact.phone.is_empty())
}

/// Breadcrumbs down to a page of an organisation, the organisation included.
pub(crate) fn crumbs(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    Ok(above)
}
