//! Pages and what the phone asks for.

pub(crate) mod envelopes;
pub(crate) mod kit;
pub(crate) mod offline;
pub(crate) mod photo;
pub(crate) mod question;
pub(crate) mod sent;

use niangjia_kernel::Key;
use niangjia_store::{Actor, ReadTx, StoreError};

use crate::model::{Envelope, EnvelopeRow};

/// The key of an envelope, and of the question about it.
pub(crate) type EnvelopeKey = Key<Envelope>;

/// The name of the family of an envelope, where she may still see it; else none.
pub(crate) fn family_of(
    tx: &ReadTx<'_>,
    actor: &Actor,
    envelope: &EnvelopeRow,
) -> Result<Option<String>, StoreError> {
    let Some(household) = envelope.household else {
        return Ok(None);
    };
    let visible = niangjia_household::api::visible(tx, actor, household.within(envelope.tenant))?;
    Ok(visible.map(|home| home.row().name.clone()))
}
