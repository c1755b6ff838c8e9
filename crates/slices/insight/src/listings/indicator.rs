//! One number as a file: its rows where they are on the page, else the branches below.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::listings::{asked_org, cell, notes};
use crate::model::Indicator;
use crate::pages::indicator::{BranchLine, MemberLine, Number};
use crate::pages::{MonthQuery, no_sums};
use crate::reader::{self, Reader};

/// `GET /insight/{code}/{indicator}`.
pub(super) struct OneNumber;

enum Rows {
    Members(Vec<MemberLine>),
    Below(Vec<BranchLine>),
}

struct Wanted {
    rows: Rows,
    days: String,
    summed: Option<String>,
}

fn wanted(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Wanted, AppError> {
    let org = asked_org(tx, asked)?;
    let shown = asked.query::<MonthQuery>()?.shown_months(tx.today())?;
    let indicator = Indicator::parse(asked.part("indicator")).map_err(|_| AppError::NotFound)?;
    let reader = Reader::of(tx, actor, &org)?.ok_or(AppError::NotFound)?;
    let one = [indicator];
    let asked = reader::Wanted { whole: &one, below: &one, besides: &[] };
    let numbers = reader.numbers(shown.span(), &asked)?.ok_or_else(|| no_sums(shown))?;
    let figure = numbers.figure(indicator);
    let number = Number { tx, reader: &reader, numbers: &numbers, org: &org, shown, indicator, figure };
    let rows = match number.members()? {
        Some(members) => Rows::Members(members),
        None => Rows::Below(number.below()),
    };
    match &rows {
        Rows::Below(below) if below.is_empty() => {
            Err(AppError::Refused("这一页没有列表，点开“台账”或“名册”再导出".to_owned()))
        }
        _ => Ok(Wanted { days: number.days(), summed: number.summed(), rows }),
    }
}

impl Listing for OneNumber {
    fn page(&self) -> &'static str {
        "/insight/{code}/{indicator}"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let Wanted { rows, days, summed } = wanted(tx, actor, asked)?;
        let org = asked_org(tx, asked)?;
        let indicator = Indicator::parse(asked.part("indicator")).map_err(|_| AppError::NotFound)?;
        let text = |label: &str, width: u16| ColumnHead::new(label, width, Kind::Text);
        let (columns, total, unit) = match &rows {
            Rows::Members(members) => (vec![text("执委", 14), text("组织", 28)], members.len(), "人"),
            Rows::Below(below) => {
                let number = ColumnHead::new(indicator.label(), 22, Kind::Count);
                (vec![text("组织", 28), number], below.len(), "个")
            }
        };
        let said = Said {
            whose: org.whose(),
            list: indicator.label().to_owned(),
            columns,
            narrowed: vec![days],
            total: i64::try_from(total).unwrap_or(i64::MAX),
            unit,
            notes: notes(actor, &org, summed),
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
        match wanted(tx, actor, asked)?.rows {
            Rows::Members(members) => members
                .iter()
                .try_for_each(|one| row(&[one.name.as_str().into(), one.org_name.as_str().into()])),
            Rows::Below(below) => {
                below.iter().try_for_each(|one| row(&[OutCell::from(one.place.as_str()), cell(one.figure)]))
            }
        }
    }
}
