//! Transfers for programs. What stands beside a field is read by engineers in China: therefore in Chinese.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Direction, State, TransferRow};

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
            message: row.message.clone(),
            file: row.result.filter(|_| !row.state.works()).map(|_| format!("{}/file", row.href())),
        }
    }
}
