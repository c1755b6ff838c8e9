//! What is typed where something is done with a request.

use serde::Deserialize;
use utoipa::ToSchema;

/// What is typed into one of the forms of a request's page. Each address reads its own fields.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct DeedForm {
    /// 指定承办人：人员编号
    pub(crate) person: String,
    /// 作出答复：办了什么、结果怎样，用她听得懂的话
    #[schema(max_length = 1000)]
    pub(crate) answer_words: String,
    /// 上报：原因
    #[schema(max_length = 500)]
    pub(crate) pass_reason: String,
    /// 退回：原因
    #[schema(max_length = 500)]
    pub(crate) return_reason: String,
    /// 交办给：组织代码
    pub(crate) assign_org: String,
    /// 交办：要求
    #[schema(max_length = 500)]
    pub(crate) assign_reason: String,
    /// 告知受理、告知本人：日期
    pub(crate) tell_day: String,
    /// 怎样告知的：in_person 当面，telephone 电话，letter 书面
    pub(crate) tell_manner: String,
    /// 有没有联系上：yes、no
    pub(crate) tell_reached: String,
    /// 告知时她说了什么
    #[schema(max_length = 500)]
    pub(crate) tell_words: String,
    /// 报无法送达：试过什么
    #[schema(max_length = 500)]
    pub(crate) undeliverable_words: String,
    /// 核无法送达：yes 同意办结，no 再送
    pub(crate) look_agrees: String,
    /// 核无法送达：意见
    #[schema(max_length = 500)]
    pub(crate) look_words: String,
    /// 延长：天数
    pub(crate) amount: String,
    /// 延长：原因
    #[schema(max_length = 500)]
    pub(crate) reason: String,
    /// 延长：谁批准
    pub(crate) agreed_by: String,
    /// 延长：告知她的日期
    pub(crate) told_day: String,
    /// 补充
    #[schema(max_length = 1000)]
    pub(crate) more_words: String,
    /// 撤回：她说的
    #[schema(max_length = 500)]
    pub(crate) withdraw_words: String,
    /// 重新办理：原因
    #[schema(max_length = 500)]
    pub(crate) reopen_words: String,
    /// 申请复查、复核：她不服什么、要求什么
    #[schema(max_length = 1000)]
    pub(crate) review_words: String,
    /// 听证：哪一天、请谁；结束的写结果
    #[schema(max_length = 500)]
    pub(crate) hearing_words: String,
    /// 申请调解：她本人要申请，写 yes
    pub(crate) applies: String,
    /// 转为保密事项：确认写 yes
    pub(crate) danger: String,
    /// 打开：用途
    #[schema(max_length = 200)]
    pub(crate) purpose: String,
}
