//! 履职记录 as a file. Only ever her own.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::queries;

/// Rows read at once.
const ROWS: i64 = 5_000;

/// `GET /duty`.
pub(super) struct Record;

impl Listing for Record {
    fn page(&self) -> &'static str {
        "/duty"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, _: &Asked) -> Result<Opened, AppError> {
        let text = |label: &str, width: u16| ColumnHead::new(label, width, Kind::Text);
        let said = Said {
            whose: Whose::acting(actor),
            list: format!("{}的履职记录", actor.name),
            columns: vec![
                ColumnHead::new("日期", 17, Kind::Day),
                text("事项", 14),
                text("组织", 24),
                text("角色", 10),
                text("状态", 10),
            ],
            narrowed: Vec::new(),
            total: queries::count_record(tx, actor.tenant, actor.person)?,
            unit: "条",
            notes: Vec::new(),
            closing: Vec::new(),
        };
        Ok(Opened::of(tx, actor, said))
    }

    fn rows(&self, tx: &ReadTx<'_>, actor: &Actor, _: &Asked, row: &mut Sink<'_>) -> Result<(), AppError> {
        let mut after = None;
        loop {
            let rows = queries::record(tx, actor.tenant, actor.person, after, ROWS)?;
            for one in &rows {
                row(&[
                    OutCell::Day(one.on),
                    one.kind.label().into(),
                    one.org_name.as_str().into(),
                    one.role.label().into(),
                    if one.taken_back { "已撤销" } else { "" }.into(),
                ])?;
            }
            after = rows.last().map(|last| (last.on, last.fact));
            if (rows.len() as i64) < ROWS {
                return Ok(());
            }
        }
    }
}
