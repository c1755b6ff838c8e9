//! Files for programs.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::machine::Matter;
use crate::model::{Aside, AttachmentRow, Media, State};

/// 一份材料。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AttachmentBody {
    /// 编号
    id: String,
    /// 属于哪件事：本站的路径
    matter: String,
    /// 文件名
    name: String,
    /// 它是什么；没有分类的空着
    label: String,
    /// 按内容判断的种类
    #[schema(schema_with = codes::<Media>)]
    media: &'static str,
    /// 字节数
    bytes: i64,
    /// SHA-256，64 位十六进制
    sha256: String,
    /// 状态
    #[schema(schema_with = codes::<State>)]
    state: &'static str,
    /// 为什么另放
    #[schema(schema_with = codes::<Aside>)]
    aside: &'static str,
    /// 谁添的
    added_by: String,
    /// 什么时候添的，毫秒
    added_ms: i64,
}

impl AttachmentBody {
    pub(crate) fn of(row: &AttachmentRow, matter: &Matter) -> Self {
        Self {
            id: row.key().to_string(),
            matter: matter.href.clone(),
            name: row.name.clone(),
            label: matter.label(&row.label).to_owned(),
            media: row.media.code(),
            bytes: row.bytes,
            sha256: row.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
            state: row.state.code(),
            aside: row.aside.code(),
            added_by: row.added_by.clone(),
            added_ms: row.added.millis(),
        }
    }
}
