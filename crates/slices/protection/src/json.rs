//! What programs get of sealed cases: numbers, as they are published, and nothing else.

use serde::Serialize;
use utoipa::ToSchema;

use crate::pages::numbers::Numbers;

/// 保密事项的数字
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NumbersBody {
    /// 年份
    year: i64,
    /// 过完的季度，写它的第一个月
    quarters: Vec<String>,
    /// 每行一个地方、一种数
    lines: Vec<NumbersLineBody>,
}

/// 一行
#[derive(Debug, Serialize, ToSchema)]
struct NumbersLineBody {
    /// 哪里
    place: String,
    /// 什么
    what: String,
    /// 各季度：数字，或者 <5，或者 不少于 n
    cells: Vec<String>,
    /// 各季度合计
    year: String,
}

impl NumbersBody {
    pub(crate) fn of(numbers: &Numbers) -> Self {
        let lines = numbers.lines.iter().map(|line| NumbersLineBody {
            place: line.place.clone(),
            what: line.what.to_owned(),
            cells: line.cells.iter().map(|cell| cell.words()).collect(),
            year: line.year.words(),
        });
        Self {
            year: numbers.year,
            quarters: numbers.quarters.iter().map(ToString::to_string).collect(),
            lines: lines.collect(),
        }
    }
}
