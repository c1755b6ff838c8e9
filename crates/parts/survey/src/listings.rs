//! The published quarters of an organisation as a file.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::pages::with_results;
use crate::results::Results;

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&Satisfaction];

/// `GET /orgs/{code}/satisfaction`.
struct Satisfaction;

impl Listing for Satisfaction {
    fn page(&self) -> &'static str {
        "/orgs/{code}/satisfaction"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_results(tx, actor, asked.part("code"))?;
        let quarters = Results::of(tx, org.tenant, &org.path)?.quarters(&org.path);
        let text = |title, width| ColumnHead::new(title, width, Kind::Text);
        let number = |title| ColumnHead::new(title, 10, Kind::Count);
        let columns = vec![
            text("季度", 18),
            number("问了"),
            number("回答"),
            number("满意"),
            number("基本满意"),
            number("不满意"),
            text("满意和基本满意", 24),
            text("可能的范围（95%）", 22),
        ];
        let (list, whose) = ("满意度".to_owned(), org.whose());
        let total = i64::try_from(quarters.len()).unwrap_or(i64::MAX);
        let notes = vec!["不足 5 份和没有公布的，只有问了多少。".to_owned()];
        let (narrowed, closing) = (Vec::new(), Vec::new());
        Ok(Opened::of(tx, actor, Said { whose, list, columns, narrowed, total, unit: "季", notes, closing }))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_results(tx, actor, asked.part("code"))?;
        for told in Results::of(tx, org.tenant, &org.path)?.quarters(&org.path) {
            let number = |count: Option<i64>| count.map_or(OutCell::Empty, OutCell::Count);
            let counts = told.counts;
            row(&[
                told.quarter.long().as_str().into(),
                OutCell::Count(told.asked),
                number(counts.map(|counts| counts.answered())),
                number(counts.map(|counts| counts.satisfied)),
                number(counts.map(|counts| counts.mostly)),
                number(counts.map(|counts| counts.unsatisfied)),
                told.ratio().as_str().into(),
                told.between().as_str().into(),
            ])?;
        }
        Ok(())
    }
}
