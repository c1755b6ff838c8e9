//! What others may ask: the figures of an organisation, and the line that leads to its dashboard.

use niangjia_kernel::{Day, Month, Timestamp};
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, StoreError};
use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::measure::measure;
use crate::model::{Figure, Shown};
use crate::period::Span;
use crate::queries;

pub use crate::form::layout::Layout;
pub use crate::model::Indicator;

/// The number of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = IndicatorValue, description = "指标的数：整数，或者百分数")]
pub enum Value {
    /// So many.
    Count(i64),
    /// A percentage, rounded half up to one decimal.
    Percent(f64),
}

/// An indicator of an organisation, computed. In JSON an object of these fields.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = Indicator, description = "一个指标。比率带分子、分母；太小而不能给看的，value 是 null")]
pub struct Measured {
    // These docstrings stand in the document of the interface, for engineers in China.
    /// 代码：`key_households`
    #[schema(schema_with = codes::<Indicator>)]
    pub id: &'static str,
    /// 名称：`重点户`
    pub label: &'static str,
    /// 单位：户、人、户次、件、个
    pub unit: &'static str,
    /// 数；比率是百分数，一位小数。没有分母的、太小而不能给看的是 null
    pub value: Option<Value>,
    /// 比率的分子；不是比率的是 null
    pub numerator: Option<i64>,
    /// 比率的分母；不是比率的是 null
    pub denominator: Option<i64>,
}

impl Measured {
    /// An indicator as a reader sees it.
    pub(crate) fn of(indicator: Indicator, figure: Figure) -> Self {
        let (value, numerator, denominator) = match figure {
            Figure::Count(Shown::Exact(count)) => (Some(Value::Count(count)), None, None),
            Figure::Ratio(numerator, denominator) => {
                (percentage(numerator, denominator).map(Value::Percent), Some(numerator), Some(denominator))
            }
            Figure::Count(_) | Figure::HiddenRatio => (None, None, None),
        };
        let unit = indicator.definition().unit;
        Self { id: indicator.code(), label: indicator.label(), unit, value, numerator, denominator }
    }
}

/// Tenths of a percent, rounded half up; `None` when there is nothing to divide by.
pub(crate) fn tenths(numerator: i64, denominator: i64) -> Option<i64> {
    (denominator != 0).then(|| (numerator * 2_000 + denominator).div_euclid(denominator * 2))
}

#[expect(clippy::cast_precision_loss, reason = "a percentage in tenths is at most a few thousands")]
fn percentage(numerator: i64, denominator: i64) -> Option<f64> {
    tenths(numerator, denominator).map(|tenths| tenths as f64 / 10.0)
}

/// Every indicator of an organisation, state as of `to`, happenings in `from..to`, both included; nothing hidden.
///
/// # Errors
/// When one of them cannot be counted.
pub fn report(tx: &ReadTx<'_>, org: &Org, from: Day, to: Day) -> Result<Vec<Measured>, StoreError> {
    let measured = |indicator: &Indicator| {
        let amount = measure(tx, org, Span { from, to }, *indicator)?;
        Ok(Measured::of(*indicator, Figure::open(amount)))
    };
    Indicator::ALL.iter().map(measured).collect()
}

/// What the sums of a month say of an organisation from the county up, nothing hidden; `None` when that month has none.
/// The first is the instant until which everything recorded is in them.
///
/// # Errors
/// When they cannot be read.
pub fn summed(
    tx: &ReadTx<'_>,
    org: &Org,
    month: Month,
) -> Result<Option<(Timestamp, Vec<Measured>)>, StoreError> {
    let Some(round) = queries::round(tx, month)? else {
        return Ok(None);
    };
    let sums = queries::sums(tx, &[org.tenant], month)?;
    let measured = Indicator::ALL.iter().map(|indicator| {
        Measured::of(*indicator, Figure::open(queries::summed(&sums, org.tenant, *indicator)))
    });
    Ok(Some((round.through, measured.collect())))
}
