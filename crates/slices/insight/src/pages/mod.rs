//! The pages of this slice.

mod board;
mod chart;
pub(crate) mod dashboard;
mod figures;
pub(crate) mod indicator;

use niangjia_kernel::{Day, Month};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::AppError;
use serde::Deserialize;

use crate::model::Indicator;
use crate::period::Span;
use crate::queries::Round;
use crate::rules::{Sight, may_see_numbers};

/// What both pages may be asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MonthQuery {
    /// `2026-11`; the open month when it is left out.
    month: String,
}

/// The month a page shows, as it stands today.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShownMonth {
    month: Month,
    today: Day,
}

impl MonthQuery {
    fn shown(&self, today: Day) -> Result<ShownMonth, AppError> {
        if self.month.is_empty() {
            return Ok(ShownMonth { month: today.month(), today });
        }
        let first = Day::parse(&format!("{}-01", self.month));
        let month = first.map_err(|_| AppError::Refused("月份请写成 2026-11 的样子".to_owned()))?.month();
        if month > today.month() {
            return Err(AppError::Refused(format!("{}还没有到，请换一个月份", month.long())));
        }
        Ok(ShownMonth { month, today })
    }
}

impl ShownMonth {
    fn span(self) -> Span {
        Span::of_month(self.month, self.today)
    }

    fn is_open(self) -> bool {
        self.month == self.today.month()
    }

    /// `?month=2026-10`; nothing for the open month.
    fn query(self) -> String {
        if self.is_open() { String::new() } else { format!("?month={}", self.month) }
    }

    fn with(self, month: Month) -> Self {
        Self { month, ..self }
    }

    fn dashboard(self, org: &Org) -> String {
        format!("/insight/{}{}", org.code, self.query())
    }

    fn indicator(self, org: &Org, indicator: Indicator) -> String {
        format!("/insight/{}/{}{}", org.code, indicator.code(), self.query())
    }

    /// `11月`.
    fn month_word(self) -> String {
        format!("{}月", self.month.parts().1)
    }
}

/// Above the county a month is read from its sums, and has none before they were begun.
fn no_sums(shown: ShownMonth) -> AppError {
    AppError::Refused(if shown.is_open() {
        "市级以上的数字正在汇总，请过一两分钟再看".to_owned()
    } else {
        format!("{}没有汇总。市级以上按月汇总，请看近一年的月份", shown.month.long())
    })
}

/// `截至 11月23日 14:05 汇总`; and how many have not been counted for the month yet.
fn summed(round: Round) -> String {
    let (_, month, day) = round.through.day().parts();
    let until = format!("截至 {month}月{day}日 {} 汇总", round.through.clock_time());
    match round.waiting {
        0 => until,
        waiting => format!("{until}，还有 {waiting} 个单位没有汇总"),
    }
}

/// The way down to an organisation through those whose dashboards she may see.
fn above(
    tx: &ReadTx<'_>,
    actor: &Actor,
    org: &Org,
    shown: ShownMonth,
) -> Result<Vec<(String, String)>, StoreError> {
    let lineage = niangjia_org::api::lineage(tx, &org.path)?.into_iter();
    let seen =
        lineage.filter(|above| above.id != org.id && may_see_numbers(actor, &above.path) != Sight::Nothing);
    Ok(seen.map(|above| (above.place().to_owned(), shown.dashboard(&above))).collect())
}
