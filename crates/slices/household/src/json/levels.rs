//! The internal level of one family for programs of those who may see it.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Level, LevelRow};

/// 一户的内部级别：规则命中和判定。只给判定的人和户籍侧联系人。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LevelBody {
    /// 命中了哪些规则
    hits: Vec<String>,
    /// 规则建议的级别
    #[schema(schema_with = codes::<Level>)]
    suggested: &'static str,
    /// 现在有效的判定；没有的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<DecidedBody>,
}

/// 一次判定。
#[derive(Debug, Serialize, ToSchema)]
struct DecidedBody {
    #[schema(schema_with = codes::<Level>)]
    level: &'static str,
    /// 哪天判定的
    on: String,
    /// 到哪天重新判定
    until: String,
    /// 谁判定的
    by: String,
    /// 为什么
    reason: String,
}

impl LevelBody {
    pub(crate) fn of(hits: Vec<String>, suggested: Level, decided: Option<&LevelRow>) -> Self {
        let decided = decided.map(|row| DecidedBody {
            level: row.level.code(),
            on: row.on.to_string(),
            until: row.until.to_string(),
            by: row.decided_by.clone(),
            reason: row.reason.clone(),
        });
        Self { hits, suggested: suggested.code(), decided }
    }
}
