//! 看板 as a file: the table of the branches below; of a community, which has none, every indicator.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::listings::{asked_org, cell, notes};
use crate::model::Indicator;
use crate::pages::board::Board;
use crate::pages::{MonthQuery, no_sums};
use crate::reader::Reader;

/// `GET /insight/{code}`.
pub(super) struct Dashboard;

impl Listing for Dashboard {
    fn page(&self) -> &'static str {
        "/insight/{code}"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = asked_org(tx, asked)?;
        let shown = asked.query::<MonthQuery>()?.shown(tx.today())?;
        let reader = Reader::of(tx, actor, &org)?.ok_or(AppError::NotFound)?;
        let board = Board::of(&reader, &org, shown)?.ok_or_else(|| no_sums(shown))?;
        let below = reader.children().len();
        let text = |label: &str, width: u16| ColumnHead::new(label, width, Kind::Text);
        let (columns, total, unit) = if below == 0 {
            let columns = vec![
                text("指标", 20),
                ColumnHead::new("数", 18, Kind::Count),
                text("单位", 8),
                text("怎么算的", 70),
            ];
            (columns, Indicator::ALL.len(), "项")
        } else {
            let numbers = board.heads().into_iter().map(|head| ColumnHead::new(head, 16, Kind::Count));
            (std::iter::once(text("组织", 24)).chain(numbers).collect(), below, "个")
        };
        let said = Said {
            whose: org.whose(),
            list: "看板".to_owned(),
            columns,
            narrowed: vec![shown.words()],
            total: i64::try_from(total).unwrap_or(i64::MAX),
            unit,
            notes: notes(actor, &org, board.summed()),
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
        let org = asked_org(tx, asked)?;
        let shown = asked.query::<MonthQuery>()?.shown(tx.today())?;
        let reader = Reader::of(tx, actor, &org)?.ok_or(AppError::NotFound)?;
        let board = Board::of(&reader, &org, shown)?.ok_or_else(|| no_sums(shown))?;
        let below = board.below();
        for line in &below {
            let numbers = line.cells.iter().map(|one| cell(one.figure));
            let place = OutCell::from(line.place.as_str());
            row(&std::iter::once(place).chain(numbers).collect::<Vec<_>>())?;
        }
        if below.is_empty() {
            for line in board.all() {
                row(&[line.cell.head.into(), cell(line.cell.figure), line.unit.into(), line.formula.into()])?;
            }
        }
        Ok(())
    }
}
