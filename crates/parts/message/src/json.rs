//! Messages for programs.

use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Channel, DeliveryState, Failure, MessageRow};
use crate::queries::DeliveryRow;

/// 本人的消息。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessagesBody {
    /// 没看过的条数
    pub(crate) unread: i64,
    /// 没看过的在前，新的在前，最多 200 条
    pub(crate) messages: Vec<MessageBody>,
}

/// 一条消息。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageBody {
    /// 编号
    id: String,
    /// 是哪一种
    kind: String,
    /// 说的话，不含姓名和内容
    text: String,
    /// 要不要紧
    urgent: bool,
    /// 点开去哪里：本站的路径
    href: String,
    /// 什么时候，毫秒
    made_ms: i64,
    /// 什么时候看过，毫秒；没看过的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    read_ms: Option<i64>,
}

impl MessageBody {
    pub(crate) fn of(row: &MessageRow, (text, urgent): (String, bool)) -> Self {
        Self {
            id: row.key().to_string(),
            kind: row.kind.clone(),
            text,
            urgent,
            href: row.href.clone(),
            made_ms: row.made.millis(),
            read_ms: row.read.map(niangjia_kernel::Timestamp::millis),
        }
    }
}

/// 对外发送的情况。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveriesBody {
    /// 各通道各状态的条数
    pub(crate) counts: Vec<DeliveryCount>,
    /// 没有发出的和正在重试的，新的在前，最多 200 条
    pub(crate) troubled: Vec<DeliveryBody>,
}

/// 一个通道一种状态的条数。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryCount {
    /// 通道
    #[schema(schema_with = codes::<Channel>)]
    pub(crate) channel: &'static str,
    /// 状态
    #[schema(schema_with = codes::<DeliveryState>)]
    pub(crate) state: &'static str,
    /// 条数
    pub(crate) count: i64,
}

/// 一条对外的消息。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeliveryBody {
    /// 编号，重发时不变
    id: String,
    /// 通道
    #[schema(schema_with = codes::<Channel>)]
    channel: &'static str,
    /// 状态
    #[schema(schema_with = codes::<DeliveryState>)]
    state: &'static str,
    /// 试了几次
    tries: i64,
    /// 为什么没有发出
    #[schema(schema_with = codes::<Failure>)]
    failure: &'static str,
    /// 什么时候要发的，毫秒
    made_ms: i64,
}

impl DeliveryBody {
    pub(crate) fn of(row: &DeliveryRow) -> Self {
        Self {
            id: row.key().to_string(),
            channel: row.channel.code(),
            state: row.state.code(),
            tries: row.tries,
            failure: row.failure.map_or("", Failure::code),
            made_ms: row.made.millis(),
        }
    }
}
