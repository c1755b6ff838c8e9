//! Transfers for programs. What stands beside a field is read by engineers in China: therefore in Chinese.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::asked::Beside;
use crate::model::{Direction, PairAnswer, State, TransferRow};
use crate::pages::exported::Line;
use crate::queries::PairRow;

/// 我的导入导出，新的在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TransfersBody {
    /// 最近 50 个
    transfers: Vec<TransferBody>,
}

/// 一次导入或导出。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TransferBody {
    /// 编号
    id: String,
    #[schema(schema_with = codes::<Direction>)]
    direction: &'static str,
    #[schema(schema_with = codes::<State>)]
    state: &'static str,
    /// 内容
    title: String,
    /// 文件的名字
    file_name: String,
    /// 一共多少行；还不知道的是 0
    total: i64,
    /// 已经做了多少行
    done: i64,
    /// 导入：新增的行
    fresh: i64,
    /// 导入：补充的行
    added: i64,
    /// 导入：没有变化的行
    same: i64,
    /// 导入：有问题、没有导入的行
    wrong: i64,
    /// 导入：可能和已登记的是同一个、等本人确认的行
    asked: i64,
    /// 没有完成的原因；完成了是空的
    message: String,
    /// 下载的地址；还没有文件的不写
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

impl TransfersBody {
    pub(crate) fn of(rows: &[TransferRow]) -> Self {
        Self { transfers: rows.iter().map(TransferBody::of).collect() }
    }
}

impl TransferBody {
    pub(crate) fn of(row: &TransferRow) -> Self {
        Self {
            id: row.key().to_string(),
            direction: row.direction.code(),
            state: row.state.code(),
            title: row.title.clone(),
            file_name: row.file_name.clone(),
            total: row.total,
            done: row.done,
            fresh: row.counts.fresh,
            added: row.counts.added,
            same: row.counts.same,
            wrong: row.counts.wrong,
            asked: row.counts.asked,
            message: row.message.clone(),
            file: row.result.filter(|_| !row.state.works()).map(|_| format!("{}/file", row.href())),
        }
    }
}

/// 等本人确认的行，和它们可能说的。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PairsBody {
    /// 还有多少行等着
    waiting: i64,
    /// 一行可能有几对
    pairs: Vec<PairBody>,
    /// 下一页从第几行起；没有了是 null
    next: Option<i64>,
}

/// 表里的一行和一个已登记的。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PairBody {
    /// 表里的第几行
    row: i64,
    /// 已登记的那一个，回答时写上
    known: String,
    /// 已登记的叫什么
    title: String,
    /// 为什么可能是同一个
    because: String,
    #[schema(schema_with = codes::<PairAnswer>)]
    answer: &'static str,
    /// 逐项并排
    lines: Vec<LineBody>,
}

/// 并排的一项。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineBody {
    /// 哪一项
    label: String,
    /// 表里写的；没写是空的
    row: String,
    /// 登记的，号码只有前三位和后四位；没有登记是空的
    known: String,
    /// 两边都有，而且不一样
    differs: bool,
}

impl PairsBody {
    pub(crate) fn of(pairs: &[PairRow], waiting: i64, next: Option<i64>) -> Self {
        let line = |line: &Beside| LineBody {
            label: line.label.clone(),
            row: line.row.clone(),
            known: line.known.clone(),
            differs: line.differs,
        };
        let pair = |pair: &PairRow| PairBody {
            row: pair.row,
            known: pair.known.to_string(),
            title: pair.kept.title.clone(),
            because: pair.kept.because.clone(),
            answer: pair.answer.code(),
            lines: pair.kept.lines.iter().map(line).collect(),
        };
        Self { waiting, pairs: pairs.iter().map(pair).collect(), next }
    }
}

/// 谁导出过什么，新的在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportedBody {
    /// 一页最多 50 次
    exports: Vec<ExportedLine>,
    /// 下一页：写在 before 里；没有了是 null
    next: Option<String>,
}

/// 一次导出。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportedLine {
    /// 谁，当时的岗位
    who: String,
    /// 什么时候，毫秒
    at: i64,
    /// 哪个列表
    list: String,
    /// 什么条件
    filter: String,
    /// 多少行
    rows: i64,
    /// 哪些联系方式没有遮盖；没有是空的
    unmasked: String,
    /// 用途
    reason: String,
}

impl ExportedBody {
    pub(crate) fn of(exports: Vec<ExportedLine>, next: Option<String>) -> Self {
        Self { exports, next }
    }
}

impl ExportedLine {
    pub(crate) fn of(line: &Line) -> Self {
        Self {
            who: line.who.clone(),
            at: line.at.millis(),
            list: line.list.clone(),
            filter: line.filter.clone(),
            rows: line.rows.parse().unwrap_or_default(),
            unmasked: line.unmasked.clone(),
            reason: line.reason.clone(),
        }
    }
}
