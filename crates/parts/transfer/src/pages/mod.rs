//! The pages of transfers.

pub(crate) mod ask;
pub(crate) mod columns;
pub(crate) mod exported;
pub(crate) mod index;
pub(crate) mod pairs;
pub(crate) mod personal;
pub(crate) mod transfer;
pub(crate) mod undoing;
pub(crate) mod upload;

use niangjia_store::ReadTx;
use niangjia_web::{App, AppError, Visitor};

use crate::machine::Transfers;
use crate::model::{TransferKey, TransferRow};
use crate::queries;

/// A transfer of the visitor's own.
fn own(tx: &ReadTx<'_>, visitor: &Visitor, key: TransferKey) -> Result<TransferRow, AppError> {
    queries::visible_transfer(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)
}

/// `1.2 MB`, `34 KB`.
fn size(bytes: i64) -> String {
    match bytes {
        0..1_048_576 => format!("{} KB", (bytes + 1_023) / 1_024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// Wakes the workers after an answer that may have given them something to do.
fn ring(app: &App) {
    if let Ok(machine) = app.machine::<Transfers>() {
        machine.ring();
    }
}
