//! What can go wrong in a request, and the one place that makes a page or JSON of it (docs/HTTP.md).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use askama::Template;
use axum::http::header::{ACCEPT, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use niangjia_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use crate::bearer::bearer;
use crate::session::TokenEnded;
use crate::typed::sends_json;
use crate::words::{Errors, KeptWords};

static INCIDENTS: AtomicU64 = AtomicU64::new(1);

/// Why a request was not answered as asked.
#[derive(Debug)]
pub enum AppError {
    /// Nobody is signed in, or the session has ended.
    SignedOut,
    /// A program sent a token that is good no more.
    TokenEnded(TokenEnded),
    /// There is no such thing, or she may not know of it: the same answer.
    NotFound,
    /// She may see it, but not do this; the rule's words say why.
    Forbidden(String),
    /// A rule refuses; the sentence names it.
    Refused(String),
    /// Sentences at the fields that a program sent.
    Invalid(Errors),
    /// Only a page answers here, and a program asked; the reason says why.
    PageOnly(&'static str),
    /// The body is larger than any form.
    TooLarge,
    /// More submissions than a person can make.
    TooMany,
    /// The database has no room or cannot be reached.
    Unavailable(StoreError),
    /// A defect of the program. The incident number is in the log.
    Internal(String),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full | StoreError::Unavailable(_) | StoreError::Busy => Self::Unavailable(error),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

/// An error in words.
struct Sentence {
    status: StatusCode,
    code: &'static str,
    icon: &'static str,
    title: &'static str,
    text: String,
    incident: String,
}

impl AppError {
    fn sentence(&self) -> Sentence {
        let (status, code, icon, title) = self.heading();
        let ended;
        let text = match self {
            Self::SignedOut => "登录后就能接着用。",
            Self::TokenEnded(why) => {
                ended = why.sentence();
                &ended
            }
            Self::Invalid(_) => FIELDS,
            Self::PageOnly(reason) => reason,
            Self::NotFound => "没有这一页，或者它不在您的工作范围内。可以从首页重新进入。",
            Self::Forbidden(rule) | Self::Refused(rule) => rule,
            Self::TooLarge => "一次提交最多 256 KB。请返回上一页，您写的还在；分成几次提交即可。",
            Self::TooMany => "请稍等几秒再试。返回上一页，您写的还在。",
            Self::Unavailable(StoreError::Full) => {
                "这一笔还没有保存。您写的内容都在下面；请告诉系统管理员清理磁盘，再点“再试一次”。"
            }
            Self::Unavailable(_) => "稍等一会儿再试一次。您写的内容不会丢。",
            Self::Internal(_) => "已经记下来了，请把下面的编号告诉系统管理员。",
        };
        let mut incident = String::new();
        if let Self::Internal(cause) = self {
            incident = format!("出错编号 {}", INCIDENTS.fetch_add(1, Ordering::Relaxed));
            tracing::error!(%incident, %cause, "a request failed inside");
        }
        let text = text.to_owned();
        Sentence { status, code, icon, title, text, incident }
    }

    /// A file of the data folder that could not be read or written.
    #[must_use]
    pub fn io(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::Unavailable(StoreError::Full),
            _ => Self::Internal(error.to_string()),
        }
    }

    /// The sentence for work that has no page of its own (an import, an export); a defect with its incident number.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::Unavailable(StoreError::Full) => {
                "磁盘满了。请告诉系统管理员清理磁盘，有空间以后从断的地方接着做。".to_owned()
            }
            Self::Unavailable(_) => "暂时连不上数据库。稍等一会儿，再从断的地方接着做。".to_owned(),
            _ => {
                let sentence = self.sentence();
                format!("{}{}", sentence.text, sentence.incident)
            }
        }
    }

    /// Status, stable code, icon and heading: decided here once (docs/HTTP.md).
    const fn heading(&self) -> (StatusCode, &'static str, &'static str, &'static str) {
        match self {
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed_out", "lock", "请先登录"),
            Self::TokenEnded(_) => (StatusCode::UNAUTHORIZED, "token_ended", "lock", "令牌已经停用"),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "alert-circle", "有几处还要改"),
            Self::PageOnly(_) => (StatusCode::NOT_ACCEPTABLE, "page_only", "alert-circle", "这里只有页面"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found", "search", "没有找到"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden", "lock", "现在的岗位不能做这件事"),
            Self::Refused(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "refused", "alert-circle", "这件事现在办不了")
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large", "alert-circle", "内容太长了"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too_many", "clock", "提交得太快了"),
            Self::Unavailable(StoreError::Full) => {
                (StatusCode::INSUFFICIENT_STORAGE, "no_room", "alert-circle", "服务器的磁盘满了")
            }
            Self::Unavailable(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "alert-circle", "暂时连不上数据库")
            }
            Self::Internal(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", "alert-circle", "程序出错了")
            }
        }
    }

    /// The answer as JSON or as a page; a page of a form gives typed words back.
    pub(crate) fn answer(&self, as_json: bool, words: Option<&KeptWords>) -> Response {
        let sentence = self.sentence();
        if as_json {
            return self.in_json(sentence);
        }
        let words = words.filter(|_| matches!(self, Self::Unavailable(_) | Self::Forbidden(_)));
        let page = ErrorPage {
            icon: sentence.icon,
            title: sentence.title,
            text: &sentence.text,
            incident: &sentence.incident,
            words,
        };
        match page.render() {
            Ok(html) => (sentence.status, Html(html)).into_response(),
            Err(_) => (sentence.status, sentence.text).into_response(),
        }
    }

    fn in_json(&self, sentence: Sentence) -> Response {
        let fields = if let Self::Invalid(errors) = self { errors } else { &Errors::default() };
        let fields = fields.all().map(|(field, text)| (field.to_owned(), vec![text.to_owned()])).collect();
        let body = ErrorBody {
            error: sentence.code.to_owned(),
            message: sentence.text,
            incident: (!sentence.incident.is_empty()).then_some(sentence.incident),
            fields: (matches!(self, Self::Invalid(_))).then_some(fields),
        };
        let mut response = (sentence.status, axum::Json(body)).into_response();
        if sentence.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }

    /// The answer to a request of which only the headers are known: JSON where JSON was asked for.
    #[must_use]
    pub fn for_request(&self, headers: &HeaderMap) -> Response {
        self.answer(wants_json(headers), None)
    }

    /// The answer as a page, where nothing is known of the request.
    #[must_use]
    pub fn bare(&self) -> Response {
        self.answer(false, None)
    }
}

/// Whether a request asks for JSON: it says so, it sends JSON, or a program asks.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accepts = || {
        headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|value| value.starts_with(JSON))
    };
    bearer(headers).is_some() || sends_json(headers) || accepts()
}

const JSON: &str = "application/json";
const FIELDS: &str = "还没有保存，请看 fields 里标出的地方。";

/// The sentences at the fields of a form, for a program.
pub(crate) fn invalid(errors: &Errors) -> Response {
    AppError::Invalid(errors.clone()).answer(true, None)
}

/// Every code of an error as JSON, with what it means.
pub(crate) const CODES: [(&str, &str); 12] = [
    ("signed_out", "没有令牌，或者没有这个令牌"),
    ("token_ended", "令牌已经停用：到期、作废、离任或账号停用，message 里写明是哪一种"),
    ("forbidden", "看得到，但这个岗位不能做这件事，message 里是规定"),
    ("not_found", "没有，或者不在这个岗位的工作范围内：两种情况回答一样"),
    ("page_only", "这里只有页面，没有 JSON"),
    ("too_large", "一次提交超过 256 KB"),
    ("invalid", "字段填得不对，fields 里逐个写明"),
    ("refused", "规定不允许这样办，message 里是规定"),
    ("too_many", "提交得太快"),
    ("internal", "程序出错，incident 是编号"),
    ("unavailable", "暂时连不上数据库，稍后再试"),
    ("no_room", "服务器的磁盘满了，没有保存"),
];

/// 没有办成：为什么。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// 固定的代码，程序按它判断
    #[schema(schema_with = code_schema)]
    error: String,
    /// 给人看的一句话
    message: String,
    /// 出错编号，只有程序出错（500）时有
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
    /// 哪个字段为什么不对，只有 invalid 时有
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<BTreeMap<String, Vec<String>>>,
}

fn code_schema() -> Object {
    let meanings: Vec<String> = CODES.iter().map(|(code, meaning)| format!("{code}：{meaning}")).collect();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(CODES.map(|(code, _)| code)))
        .description(Some(meanings.join("；")))
        .build()
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    icon: &'a str,
    title: &'a str,
    text: &'a str,
    incident: &'a str,
    words: Option<&'a KeptWords>,
}
