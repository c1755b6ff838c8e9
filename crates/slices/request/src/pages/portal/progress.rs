//! 凭码看进度: she alone has the code. Reading the answer is being told.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_store::{Ending, WriteTx};
use niangjia_web::show::When;
use niangjia_web::{AppError, Ctx, Errors, Typed, page, page_with};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Closing, Happened, Instance, RequestRow, State};
use crate::pages::portal::{From, PublicDoor, read_code};
use crate::queries;
use crate::rules::{may_reopen, reviewed};

/// What she typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct CodeForm {
    code: String,
    words: String,
}

struct Step {
    when: When,
    words: &'static str,
}

#[derive(Template)]
#[template(path = "portal_progress.html")]
struct ProgressPage {
    form: CodeForm,
    errors: Errors,
    found: Option<Found>,
}

struct Found {
    called: String,
    stands: String,
    answer: String,
    steps: Vec<Step>,
    adds: bool,
    reopens: bool,
    /// What the level above would do: 复查 or 复核.
    review: Option<&'static str>,
    /// Where she says how it was, while she may.
    rates: Option<String>,
    said: &'static str,
}

/// `GET /help/progress`.
pub(crate) async fn show(_ctx: Ctx) -> Response {
    let empty = ProgressPage { form: CodeForm::default(), errors: Errors::default(), found: None };
    page(&empty).unwrap_or_else(|error| error.bare())
}

/// `POST /help/progress`: by POST, so that no history of a browser keeps the code.
pub(crate) async fn ask(ctx: Ctx, from: From, typed: Typed) -> Response {
    with_code(ctx, from, typed, |tx, row, _| {
        Ok(match actions::read_by_code(tx, row)? {
            Ending::Commit(done) => Ending::Commit(done.map(|()| "")),
            Ending::Nothing(()) => Ending::Nothing(""),
        })
    })
    .await
}

/// `POST /help/progress/words`.
pub(crate) async fn more(ctx: Ctx, from: From, typed: Typed) -> Response {
    with_code(ctx, from, typed, |tx, row, words| {
        if words.is_empty() || row.state == State::Closed {
            return Ok(Ending::Nothing("没有写什么，没有补充"));
        }
        Ok(actions::supplement_by_code(tx, row, words)?.map(|()| "已补充，办的人看得到"))
    })
    .await
}

/// `POST /help/progress/reopening`.
pub(crate) async fn reopen(ctx: Ctx, from: From, typed: Typed) -> Response {
    with_code(ctx, from, typed, |tx, row, words| {
        if words.is_empty() {
            return Ok(Ending::Nothing("请写哪里不满意，再点一次"));
        }
        if !reopens(row, tx.today()) {
            return Ok(Ending::Nothing("这一件不能在网上重新办理，请打 12338"));
        }
        Ok(actions::reopen_by_code(tx, row, words)?.map(|()| "已重新办理"))
    })
    .await
}

fn reopens(row: &RequestRow, today: Day) -> bool {
    row.over().is_some_and(|over| may_reopen(&over, today))
}

/// `POST /help/progress/review`.
pub(crate) async fn review(ctx: Ctx, from: From, typed: Typed) -> Response {
    with_code(ctx, from, typed, |tx, row, words| {
        if words.is_empty() {
            return Ok(Ending::Nothing("请写哪里不满意，再点一次"));
        }
        Ok(match actions::ask_for_review_by_code(tx, row, words)? {
            Ending::Commit(done) => Ending::Commit(done.map(|()| "已交上一级复查")),
            Ending::Nothing(()) => Ending::Nothing("这一件过了申请复查的日子，请打 12338"),
        })
    })
    .await
}

type Work = fn(&WriteTx<'_>, &RequestRow, &str) -> Result<Ending<&'static str>, AppError>;

async fn with_code(ctx: Ctx, From(address): From, typed: Typed, work: Work) -> Response {
    let form = match typed.read::<CodeForm>() {
        Ok(form) => form,
        Err(error) => return error.bare(),
    };
    match ctx.app().machine::<PublicDoor>().map(|door| door.knock(address)) {
        Ok(Ok(())) => {}
        Ok(Err(seconds)) => {
            let mut errors = Errors::default();
            errors.at("code", format!("试得太快了，请等 {seconds} 秒再点一次，写的都在"));
            let shown = ProgressPage { form, errors, found: None };
            return page_with(StatusCode::TOO_MANY_REQUESTS, &shown).unwrap_or_else(|error| error.bare());
        }
        Err(error) => return error.bare(),
    }
    let written = ctx.app().store().write(move |tx| {
        let Some(row) = row_of(tx, &form.code)? else {
            let mut errors = Errors::default();
            errors.at("code", "没有这个码：请对一对，字母和数字都不能错；忘了的，打 12338 问");
            return Ok::<_, AppError>(Ending::Nothing(ProgressPage {
                form: form.clone(),
                errors,
                found: None,
            }));
        };
        let ending = work(tx, &row, form.words.trim())?;
        let now = row_of(tx, &form.code)?.unwrap_or(row);
        Ok(match ending {
            Ending::Commit(done) => {
                let said = *done.value();
                let shown = shown(tx, &now, &form, said)?;
                Ending::Commit(done.map(|_| shown))
            }
            Ending::Nothing(said) => Ending::Nothing(shown(tx, &now, &form, said)?),
        })
    });
    let answer = written.await.and_then(|shown| {
        let status = if shown.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        page_with(status, &shown)
    });
    answer.unwrap_or_else(|error| error.bare())
}

fn row_of(tx: &WriteTx<'_>, code: &str) -> Result<Option<RequestRow>, AppError> {
    match read_code(code) {
        Some((tenant, plain)) => Ok(queries::by_code(tx, tenant, &plain)?),
        None => Ok(None),
    }
}

fn shown(
    tx: &WriteTx<'_>,
    row: &RequestRow,
    form: &CodeForm,
    said: &'static str,
) -> Result<ProgressPage, AppError> {
    let holder = niangjia_org::api::by_id(tx, row.holder)?.map(|org| org.name).unwrap_or_default();
    let diverted = row.closing == Some(Closing::Diverted);
    let stands = match row.state {
        State::Waiting => format!("{holder}收到了，还没有人接手"),
        State::Handling => format!("{holder}在办"),
        State::Answered | State::Undeliverable => "有答复了".to_owned(),
        State::Closed if diverted => "有专人在办，会按您说的方式联系您。有危险请打 110".to_owned(),
        State::Closed => "办结了".to_owned(),
    };
    let answer = match row.state {
        State::Answered | State::Undeliverable | State::Closed => queries::unsealed(tx, row)?[4].clone(),
        _ => String::new(),
    };
    let steps = queries::events(tx, row)?.into_iter();
    let steps = steps.filter_map(|event| {
        Some(Step { when: When::instant(event.at, tx.today()), words: told(event.happened)? })
    });
    let found = Found {
        called: row.called(),
        stands,
        answer,
        steps: if diverted { Vec::new() } else { steps.collect() },
        adds: row.state != State::Closed,
        reopens: reopens(row, tx.today()),
        review: row.over().and_then(|over| reviewed(&over, row.rung, tx.now())).map(Instance::label),
        rates: niangjia_survey::api::address_for_herself(tx, (row.tenant, row.id.uuid()))?,
        said,
    };
    let form = CodeForm { code: form.code.clone(), words: String::new() };
    Ok(ProgressPage { form, errors: Errors::default(), found: Some(found) })
}

/// What she reads of its history: where it went, not what those who help her wrote to each other.
const fn told(happened: Happened) -> Option<&'static str> {
    Some(match happened {
        Happened::Received => "收到",
        Happened::Taken => "有人接手",
        Happened::PassedUp => "报到上一级",
        Happened::Assigned => "交给下一级办",
        Happened::Overdue => "期限到了，自动报到上一级",
        Happened::Answered => "有了答复",
        Happened::Told => "答复已告知",
        Happened::Supplemented => "补充",
        Happened::Reopened => "重新办理",
        Happened::ReviewAsked => "请上一级复查",
        Happened::Suspended => "举行听证",
        Happened::Resumed => "听证结束",
        _ => return None,
    })
}
