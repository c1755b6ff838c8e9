//! What other slices show of satisfaction.

use niangjia_kernel::Tenant;
use niangjia_store::{ReadTx, StoreError, WriteTx};
use niangjia_web::Step;
use uuid::Uuid;

use crate::actions;
use crate::model::SlipState;
use crate::queries;
use crate::rules::is_good;

pub use crate::model::Score;

/// Types in a slip that came back on paper, for what was kept on paper before, and for worlds with a past; says whether it was
/// still good.
///
/// # Errors
/// When it cannot be written.
pub fn enter_slip(
    tx: &WriteTx<'_>,
    (tenant, subject): (Tenant, Uuid),
    score: Score,
    line: &str,
) -> Result<bool, StoreError> {
    let slip = queries::by_subject(tx, tenant, subject)?;
    let good = slip.filter(|slip| is_good(slip.state == SlipState::Waiting, slip.until, tx.today()));
    let Some(slip) = good else { return Ok(false) };
    let _answered = actions::answer(tx, &slip, score, line)?;
    Ok(true)
}

/// Where she says how a matter was dealt with, while she may: for a page that nobody but she reaches (R-SUR-02).
///
/// # Errors
/// When it cannot be read.
pub fn address_for_herself(
    tx: &ReadTx<'_>,
    (tenant, subject): (Tenant, Uuid),
) -> Result<Option<String>, StoreError> {
    let slip = queries::by_subject(tx, tenant, subject)?;
    let good = slip.filter(|slip| is_good(slip.state == SlipState::Waiting, slip.until, tx.today()));
    good.map(|slip| Ok(format!("/s/{}.{}", tenant.number(), tx.unseal(queries::CODE, &slip.code)?)))
        .transpose()
}

/// When communities merge, the one that goes on carries out the other's askings; what was published stays as it was.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_askings(tx, *tenant, &from.path, &into.path)?;
    }
    Ok(None)
}
