//! 我的积分 of a month as a file. Only ever her own.

use niangjia_kernel::Month;
use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::api;
use crate::model::PointEntry;
use crate::pages::points::PointsQuery;

/// `GET /points`.
pub(super) struct Points;

fn wanted(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<(Month, Vec<PointEntry>), AppError> {
    let month = asked.query::<PointsQuery>()?.month(tx.today())?;
    Ok((month, api::month_entries(tx, actor.tenant, actor.person, month)?))
}

impl Listing for Points {
    fn page(&self) -> &'static str {
        "/points"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (month, entries) = wanted(tx, actor, asked)?;
        let said = Said {
            whose: Whose::acting(actor),
            list: format!("{}的积分", actor.name),
            columns: vec![
                ColumnHead::new("日期", 17, Kind::Day),
                ColumnHead::new("积分", 8, Kind::Count),
                ColumnHead::new("怎么来的", 44, Kind::Text),
                ColumnHead::new("撤销", 17, Kind::Day),
            ],
            narrowed: vec![month.long()],
            total: i64::try_from(entries.len()).unwrap_or(i64::MAX),
            unit: "笔",
            notes: vec![format!("合计 {} 分", api::month_sum(tx, actor.tenant, actor.person, month)?)],
            closing: Vec::new(),
        };
        Ok(Opened::of(tx, actor, said))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        for entry in wanted(tx, actor, asked)?.1 {
            let taken_back = entry.reverses.map_or(OutCell::Empty, |_| OutCell::Day(entry.at.day()));
            let words = entry.words();
            row(&[OutCell::Day(entry.on), OutCell::Count(entry.points), words.as_str().into(), taken_back])?;
        }
        Ok(())
    }
}
