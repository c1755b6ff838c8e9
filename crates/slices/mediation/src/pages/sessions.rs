//! 调解记录: one sitting, on a phone too.

use axum::response::Response;
use niangjia_kernel::{Day, Id};
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, codes, day, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, SaidSitting};
use crate::model::{Case, SessionKind, SessionLine, SessionWords, State};
use crate::pages::fields::{FormField, Step, StepPage, options};
use crate::pages::{MediationKey, worked, working};
use crate::queries;
use crate::rules::{SaidSession, check_session};

/// Also what is over is answered at the field: whoever writes late is told why.
const STATES: &[State] =
    &[State::Accepted, State::Agreed, State::Failed, State::Stopped, State::Filed, State::Archived];

/// A sitting as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct SessionForm {
    /// 编号：mses_ 加 32 位十六进制；程序可以不写
    id: String,
    #[schema(schema_with = codes::<SessionKind>, required = true)]
    kind: String,
    #[schema(schema_with = day, required = true)]
    on_day: String,
    /// 几点开始，例如 14:30
    at: String,
    /// 用了多少分钟
    minutes: String,
    /// yes：公开进行
    open: String,
    /// 地点
    #[schema(required = true)]
    place: String,
    /// 当事人和调解人员以外，还有谁在场；调查时是被调查人
    present: String,
    /// 各方说了什么、怎样调解的
    #[schema(required = true)]
    words: String,
    /// 结果
    result: String,
}

/// `GET /mediations/{key}/sessions/new`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, &[State::Accepted])?;
        let form = SessionForm {
            id: Id::<SessionLine>::new(tx.now(), visitor.app.store().chance()).to_string(),
            kind: SessionKind::Sitting.code().to_owned(),
            on_day: tx.today().to_string(),
            ..SessionForm::default()
        };
        page(&form_page(tx, visitor, &case.row, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/sessions`.
pub(crate) async fn hold(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &SessionForm| {
        let case = working(tx, visitor, key, STATES)?.row;
        let mut errors = Errors::default();
        let id = visitor.form_id::<SessionLine>(tx, &form.id, "words", &mut errors);
        let kind = errors.take("kind", SessionKind::parse(&form.kind).map_err(|_| "请点是调解还是调查"));
        let on = errors.take("on_day", Day::parse(&form.on_day));
        let at = errors.take("at", time_of(&form.at));
        let minutes = errors.take("minutes", minutes_of(&form.minutes));
        let (words, place) = (form.words.trim().to_owned(), form.place.trim().to_owned());
        if let Some(on) = on {
            let sitting = kind != Some(SessionKind::Inquiry);
            let said = SaidSession { on, sitting, words: words.clone(), place: place.clone() };
            for (field, sentence) in check_session(&said, &case, &queries::members_of(tx, &case)?, tx.today())
            {
                errors.at(field, sentence);
            }
        }
        let (Some(id), Some(kind), Some(on), Some(at), Some(minutes), true) =
            (id, kind, on, at, minutes, errors.is_empty())
        else {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let (present, result) = (form.present.trim().to_owned(), form.result.trim().to_owned());
        let words = SessionWords { place, present, words, result };
        let said = SaidSitting { id, kind, on, at, minutes, open: form.open == "yes", words };
        let done = actions::hold_session(tx, &visitor.actor, &case, &said)?;
        Ok(done.map(|()| see_other(&format!("{}?said=held", case.href()))))
    })
    .await
}

fn time_of(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    let fits = |(hour, minute): (&str, &str)| {
        hour.parse::<u8>().is_ok_and(|hour| hour < 24) && minute.parse::<u8>().is_ok_and(|minute| minute < 60)
    };
    match text.split_once(':') {
        None if text.is_empty() => Ok(String::new()),
        Some(parts) if text.len() <= 5 && fits(parts) => Ok(text.to_owned()),
        _ => Err("请写成 14:30 的样子"),
    }
}

fn minutes_of(text: &str) -> Result<i64, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(0);
    }
    text.parse().ok().filter(|minutes| (0..=1_440).contains(minutes)).ok_or("请写分钟数，0 到 1440")
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &SessionForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let kinds = SessionKind::ALL.iter().map(|one| (one.code(), one.label()));
    let fields = vec![
        FormField::hidden("id", &form.id),
        FormField::picks("kind", "这一次是", options(kinds, &form.kind)),
        FormField::day("on_day", "日期", &form.on_day),
        FormField::input("at", "time", "几点开始", &form.at),
        FormField::input("minutes", "number", "用了多少分钟", &form.minutes),
        FormField::line("place", "地点", &form.place),
        FormField::line("present", "还有谁在场", &form.present).hint("调查的，写被调查人"),
        FormField::tick("open", "公开进行", "yes", form.open == "yes").hint("不点就是不公开；听当事人的"),
        FormField::area("words", "记录", &form.words).hint("各方说了什么、怎样调解的；最多 2000 字"),
        FormField::line("result", "结果", &form.result).hint("例如：分歧缩小，约定下周二再谈"),
    ];
    let lead = match case.until.filter(|until| tx.now() >= *until) {
        Some(until) => {
            format!("期限到 {} 为止，已经过了；请和各方商量延长或者终止。", until.day().plus(-1).long())
        }
        None => String::new(),
    };
    let step = Step {
        title: "记一次调解", lead, action: "sessions", button: "记下这一次", fields, errors
    };
    StepPage::of(tx, visitor, case, step)
}
