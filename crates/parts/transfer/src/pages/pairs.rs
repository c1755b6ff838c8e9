//! 逐对确认: rows of an import beside what they may mean; a person says whether they do.

use askama::Template;
use axum::response::Response;
use niangjia_store::Ending;
use niangjia_web::{AppError, At, Ctx, Query, Shell, Typed, json, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::{self, Decision, Said};
use crate::asked::{Asks, Beside};
use crate::json::PairsBody;
use crate::machine::Transfers;
use crate::model::{PairAnswer, State, TransferKey};
use crate::pages::own;
use crate::queries::{self, PairRow};

/// Pairs on a page.
const SHOWN: i64 = 20;

/// What `GET /transfers/{key}/pairs` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(default)]
pub(crate) struct PairsQuery {
    /// 已经确认过的也列出来
    all: bool,
    /// 从表里的第几行起
    from: i64,
    /// 刚才做了什么
    #[param(ignore)]
    said: String,
}

/// 对一对的回答。
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct PairForm {
    /// 表里的第几行
    row: i64,
    /// 已登记的那一个
    known: String,
    /// same 是同一个，other 不是，later 稍后再看
    answer: String,
}

struct Pair {
    id: String,
    row: i64,
    known: Uuid,
    title: String,
    because: String,
    lines: Vec<Beside>,
    later: bool,
    /// What was said, where it was decided.
    said: &'static str,
}

#[derive(Template)]
#[template(path = "pairs.html")]
struct PairsPage {
    shell: Shell,
    title: String,
    file_name: String,
    href: String,
    asks: Asks,
    waiting: i64,
    pairs: Vec<Pair>,
    all: bool,
    next: Option<String>,
}

/// `GET /transfers/{key}/pairs`.
pub(crate) async fn show(ctx: Ctx, At(key): At<TransferKey>, Query(query): Query<PairsQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let row = own(tx, visitor, key)?;
        let (intake, _) = visitor.app.machine::<Transfers>()?.intake(&row.address)?;
        let mut pairs = queries::pairs(tx, key, (query.all, query.from), SHOWN + 1)?;
        let more = pairs.get(SHOWN as usize).map(|pair| pair.row);
        // Pairs of one row stay together: the row that does not end on this page begins the next one.
        let cut = more.filter(|next| pairs.first().is_some_and(|first| first.row != *next));
        pairs.retain(|pair| cut.is_none_or(|next| pair.row < next));
        let waiting = queries::count_waiting(tx, key)?;
        if visitor.wants_json {
            return json(&PairsBody::of(&pairs, waiting, cut));
        }
        let asks = intake.asks();
        let all = if query.all { "all=true&" } else { "" };
        page(&PairsPage {
            shell: visitor.shell_saying(banner(&query.said).map(str::to_owned)),
            title: row.title.clone(),
            file_name: row.file_name.clone(),
            href: row.href(),
            asks,
            waiting,
            pairs: pairs.into_iter().map(|pair| Pair::of(pair, asks)).collect(),
            all: query.all,
            next: cut.map(|from| format!("{}/pairs?{all}from={from}", row.href())),
        })
    })
    .await
}

fn banner(said: &str) -> Option<&'static str> {
    match said {
        "taken" => Some("已确认，这一行处理好了。"),
        "waits" => Some("已记下。这一行还有别的可能，或者留着稍后再看。"),
        _ => None,
    }
}

impl Pair {
    fn of(pair: PairRow, asks: Asks) -> Self {
        Self {
            id: format!("pair-{}-{}", pair.row, pair.known.simple()),
            row: pair.row,
            known: pair.known,
            title: pair.kept.title,
            because: pair.kept.because,
            lines: pair.kept.lines,
            later: pair.answer == PairAnswer::Later,
            said: match pair.answer {
                PairAnswer::Same => asks.same,
                PairAnswer::Other => asks.other,
                PairAnswer::Waiting | PairAnswer::Later => "",
            },
        }
    }
}

/// `POST /transfers/{key}/pairs`.
pub(crate) async fn decide(ctx: Ctx, At(key): At<TransferKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &PairForm| {
        let row = own(tx, visitor, key)?;
        if row.state != State::Done {
            return Err(AppError::Refused("这次导入还没有完成，或者已经撤回，不用再确认".to_owned()));
        }
        let known = form.known.parse().map_err(|_| AppError::NotFound)?;
        let answer = PairAnswer::parse(&form.answer).ok().filter(|one| *one != PairAnswer::Waiting);
        let answer = answer.ok_or_else(|| AppError::Refused("请点一个回答".to_owned()))?;
        let (intake, code) = visitor.app.machine::<Transfers>()?.intake(&row.address)?;
        let home = intake.home(tx, &visitor.actor, &code)?;
        let said = Said { row: form.row, known, answer };
        let done: Ending<Decision> = actions::decide_pair(tx, &visitor.actor, &row, (intake, &home), said)?;
        let href = row.href();
        Ok(done.map(|decision| {
            let word = if matches!(decision, Decision::Taken) { "taken" } else { "waits" };
            see_other(&format!("{href}/pairs?said={word}"))
        }))
    })
    .await
}
