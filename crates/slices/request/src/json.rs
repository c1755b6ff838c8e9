//! Requests for programs. What stands beside a field is read in the document of the interface, by engineers in China:
//! therefore in Chinese.

use niangjia_store::ReadTx;
use niangjia_web::{AppError, codes, lists_of_codes};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Channel, Class, Closing, Happened, Instance, Reach, RequestRow, Rung, State};
use crate::pages::listed::Line;
use crate::pages::request::masked;
use crate::queries::{self, VisibleRequest};
use crate::rules::Deed;

/// 诉求，新的在前。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestsBody {
    requests: Vec<HeadBody>,
    /// 一共多少件
    total: i64,
    /// 下一页的 after；没有下一页的不写
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
struct HeadBody {
    /// 编号
    id: String,
    /// 例如 诉求〔2026〕3号
    number: String,
    /// 类别：规则包里的代码；保密事项不写
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[schema(schema_with = codes::<Channel>)]
    channel: &'static str,
    #[schema(schema_with = codes::<State>)]
    state: &'static str,
    /// 怎样办结的；没有办结的不写
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = codes::<Closing>, required = false)]
    closing: Option<&'static str>,
    /// 第一次办理，还是复查、复核
    #[schema(schema_with = codes::<Instance>)]
    instance: &'static str,
    #[schema(schema_with = codes::<Rung>)]
    rung: &'static str,
    /// 收到的日期
    received: String,
    /// 急
    urgent: bool,
    /// 姓名；只有帮她的人有
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// 最近的期限怎样
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
}

impl HeadBody {
    fn of(row: &RequestRow) -> Self {
        Self {
            id: row.id.within(row.tenant).to_string(),
            number: row.called(),
            category: Some(row.category.clone()).filter(|_| row.class == Class::Personal),
            channel: row.channel.code(),
            state: row.state.code(),
            closing: row.closing.map(Closing::code),
            instance: row.instance.code(),
            rung: row.rung.code(),
            received: row.received.day().to_string(),
            urgent: row.urgent,
            name: None,
            due: None,
        }
    }
}

impl RequestsBody {
    pub(crate) fn of(lines: &[Line], total: i64, next: Option<String>) -> Self {
        let head = |line: &Line| HeadBody {
            name: Some(line.name.clone()).filter(|name| !name.is_empty()),
            due: line.due.as_ref().map(|due| due.word.clone()),
            ..HeadBody::of(&line.row)
        };
        Self { requests: lines.iter().map(head).collect(), total, next }
    }
}

/// 一件诉求。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestBody {
    request: HeadBody,
    /// 内容、怎样联系、答复：只有帮她的人，或者写了用途打开的人有
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<ToldBody>,
    /// 经过，新的在前
    history: Vec<EventBody>,
    /// 现在能做什么
    #[schema(schema_with = lists_of_codes::<Deed>)]
    deeds: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ToldBody {
    /// 中间隐去；要看全的提交 POST /requests/{key}/phone，会留下记录
    masked_phone: String,
    words: String,
    #[schema(schema_with = codes::<Reach>)]
    reach: &'static str,
    /// 联系时要注意什么
    reach_words: String,
    /// 答复；没有的空着
    answer: String,
}

/// 她的电话。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PhoneBody {
    /// 没有留的空着
    pub(crate) phone: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct EventBody {
    /// 毫秒，从 1970 年起
    at: i64,
    #[schema(schema_with = codes::<Happened>)]
    happened: &'static str,
    /// 谁
    by: String,
    /// 说了什么；没有打开的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

impl RequestBody {
    pub(crate) fn of(tx: &ReadTx<'_>, request: &VisibleRequest, deeds: &[Deed]) -> Result<Self, AppError> {
        let row = &request.row;
        let reads = request.reads();
        let mut head = HeadBody::of(row);
        let mut told = None;
        if reads {
            let [name, phone, words, reach_words, answer] = queries::unsealed(tx, row)?;
            head.name = Some(name);
            told = Some(ToldBody {
                masked_phone: masked(&phone),
                words,
                reach: row.reach.code(),
                reach_words,
                answer,
            });
        }
        let event = |event: crate::model::EventRow| EventBody {
            at: event.at.millis(),
            happened: event.happened.code(),
            by: event.by,
            words: Some(event.words).filter(|_| reads),
        };
        Ok(Self {
            request: head,
            told,
            history: queries::events(tx, row)?.into_iter().map(event).collect(),
            deeds: deeds.iter().map(|deed| deed.code()).collect(),
        })
    }
}
