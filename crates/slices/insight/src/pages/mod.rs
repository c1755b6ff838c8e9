//! The pages of this slice.

pub(crate) mod board;
mod chart;
pub(crate) mod dashboard;
pub(crate) mod figures;
pub(crate) mod form;
pub(crate) mod form_cell;
pub(crate) mod form_collected;
pub(crate) mod form_file;
pub(crate) mod form_page;
mod form_view;
pub(crate) mod forms;
pub(crate) mod indicator;

use niangjia_kernel::{Day, Month, Months};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::{AppError, months_or_empty};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::model::Indicator;
use crate::period::Span;
use crate::queries::Round;
use crate::rules::{Sight, may_see_numbers};

/// What both pages may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct MonthQuery {
    /// 哪个月，例如 2026-11；不写是当月。单个指标也可以要几个月：2026-01..2026-11
    #[param(schema_with = months_or_empty)]
    month: String,
}

/// The month a page shows, as it stands today; a number may be that of several.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShownMonth {
    first: Month,
    month: Month,
    today: Day,
}

impl MonthQuery {
    /// The one month of a page.
    pub(crate) fn shown(&self, today: Day) -> Result<ShownMonth, AppError> {
        let shown = self.shown_months(today)?;
        if shown.first == shown.month {
            Ok(shown)
        } else {
            Err(AppError::Refused("这一页一次看一个月，月份请写成 2026-11 的样子".to_owned()))
        }
    }

    /// The month of a number, or several from one to another.
    pub(crate) fn shown_months(&self, today: Day) -> Result<ShownMonth, AppError> {
        let open = Months::one(today.month());
        let asked = if self.month.is_empty() { Ok(open) } else { self.month.parse::<Months>() };
        let months = asked.map_err(|_| AppError::Refused("月份请写成 2026-11 的样子".to_owned()))?;
        if months.last > today.month() {
            return Err(AppError::Refused(format!("{}还没有到，请换一个月份", months.last.long())));
        }
        Ok(ShownMonth { first: months.first, month: months.last, today })
    }
}

impl ShownMonth {
    pub(crate) fn span(self) -> Span {
        Span { from: self.first.first_day(), ..Span::of_month(self.month, self.today) }
    }

    fn is_open(self) -> bool {
        self.month == self.today.month()
    }

    fn months(self) -> Months {
        Months { first: self.first, last: self.month }
    }

    /// `?month=2026-10`; nothing for the open month.
    fn query(self) -> String {
        let open = self.is_open() && self.months().is_one();
        if open { String::new() } else { format!("?month={}", self.months()) }
    }

    fn with(self, month: Month) -> Self {
        Self { first: month, month, ..self }
    }

    fn dashboard(self, org: &Org) -> String {
        format!("/insight/{}{}", org.code, self.with(self.month).query())
    }

    fn indicator(self, org: &Org, indicator: Indicator) -> String {
        format!("/insight/{}/{}{}", org.code, indicator.code(), self.query())
    }

    /// `2026年11月`, and that it is not closed yet.
    pub(crate) fn words(self) -> String {
        format!("{}{}", self.months().long(), if self.is_open() { "（暂计）" } else { "" })
    }

    /// `11月`.
    fn month_word(self) -> String {
        format!("{}月", self.month.parts().1)
    }
}

/// Above the county a month is read from its sums, and has none before they were begun.
pub(crate) fn no_sums(shown: ShownMonth) -> AppError {
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
