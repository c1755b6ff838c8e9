//! Tables.
use niangjia_store::Migration;

/// The migrations of this slice.
pub const MIGRATIONS: &[Migration] = &[];
