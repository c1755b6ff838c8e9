//! The pages of this slice.

pub(crate) mod board;
mod chart;
pub(crate) mod dashboard;
pub(crate) mod figures;
pub(crate) mod indicator;

use niangjia_kernel::{Day, Month};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::{AppError, month_or_empty};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::model::Indicator;
use crate::period::Span;
use crate::rules::{Sight, may_see_numbers};

/// What both pages may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct MonthQuery {
    /// 哪个月，例如 2026-11；不写是当月
    #[param(schema_with = month_or_empty)]
    month: String,
}

/// The month a page shows, as it stands today.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ShownMonth {
    month: Month,
    today: Day,
}

impl MonthQuery {
    pub(crate) fn shown(&self, today: Day) -> Result<ShownMonth, AppError> {
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
    pub(crate) fn span(self) -> Span {
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

    /// `2026年11月`, and that it is not closed yet.
    pub(crate) fn words(self) -> String {
        format!("{}{}", self.month.long(), if self.is_open() { "（暂计）" } else { "" })
    }

    /// `11月`.
    fn month_word(self) -> String {
        format!("{}月", self.month.parts().1)
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
