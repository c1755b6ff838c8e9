//! SQL on `area`.

use niangjia_kernel::AreaCode;
use niangjia_store::{Column as _, ReadTx, StoreError, Value, WriteTx, params, single};

use crate::divisions::Division;

pub(crate) fn insert_all(
    tx: &WriteTx<'_>,
    divisions: &[Division],
    progress: &dyn Fn(u64),
) -> Result<u64, StoreError> {
    let mut rows = divisions.iter().map(|division| {
        progress(1);
        vec![
            division.code.bind(),
            division.code.parent().unwrap_or(AreaCode::nation()).bind(),
            Value::Text(division.code.level().code().to_owned()),
            Value::Text(division.name.clone()),
            Value::Bool(division.stand_in),
        ]
    });
    tx.insert_many("area", &["code", "parent", "level", "name", "stand_in"], &mut rows)
}

pub(crate) fn name(tx: &ReadTx<'_>, code: &AreaCode) -> Result<Option<String>, StoreError> {
    tx.row("SELECT name FROM area WHERE code = $1", params![*code], single)
}

pub(crate) fn count(tx: &ReadTx<'_>) -> Result<i64, StoreError> {
    tx.value("SELECT COUNT(*) FROM area", &[])
}
