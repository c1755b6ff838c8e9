//! 我的班: one's own turns, on the page and in one's own calendar.

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use niangjia_kernel::{Id, Person, Tenant};
use niangjia_store::{ReadTx, StoreError};
use niangjia_web::{AppError, At, Ctx, Query, Shell, Typed, Visitor, json, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::feed::{Link, calendar};
use crate::json::OwnTurnsBody;
use crate::model::{TurnRow, TurnState};
use crate::pack::ReceptionRules;
use crate::pages::{SaidQuery, weekday};
use crate::queries;
use crate::rules::{is_in_calendar, reads_articles};

const BACK_DAYS: i64 = 30;

/// A form with nothing but its button.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FeedForm {}

#[derive(Template)]
#[template(path = "own_turns.html")]
struct OwnTurnsPage {
    shell: Shell,
    roster: String,
    lines: Vec<(String, String, String)>,
    since: Option<String>,
    link: String,
}

/// Her turns that a calendar shows (R-REC-08).
fn shown(tx: &ReadTx<'_>, whose: (Tenant, Id<Person>)) -> Result<Vec<TurnRow>, StoreError> {
    let today = tx.today();
    let mut turns = queries::shown_turns_of_person(tx, whose, today.plus(-BACK_DAYS))?;
    turns.retain(|turn| is_in_calendar(turn.state, turn.on, today));
    Ok(turns)
}

/// `GET /turns`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let whose = own(visitor)?;
        if visitor.wants_json {
            return json(&OwnTurnsBody::of(&shown(tx, whose)?));
        }
        let said = (query.said == "ended").then(|| "日历链接已作废，拿着它的人什么也看不到了。".to_owned());
        page(&own_page(tx, visitor, (said, String::new()))?)
    })
    .await
}

fn own(visitor: &Visitor) -> Result<(Tenant, Id<Person>), AppError> {
    let actor = &visitor.actor;
    if reads_articles(actor) { Ok((actor.tenant, actor.person)) } else { Err(AppError::NotFound) }
}

fn own_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (said, link): (Option<String>, String),
) -> Result<OwnTurnsPage, AppError> {
    let whose = own(visitor)?;
    let mut turns = shown(tx, whose)?;
    turns.retain(|turn| turn.on >= tx.today() && turn.state == TurnState::Planned);
    let line = |turn: &TurnRow| {
        let place = ReceptionRules::in_force().place_label(&turn.place);
        let day = format!("{} 周{}", turn.on.long(), weekday(turn.on));
        (turn.href(), day, format!("{place} · {}", turn.hours()))
    };
    Ok(OwnTurnsPage {
        shell: visitor.shell_saying(said),
        roster: format!("/orgs/{}/roster", visitor.actor.acting.org_path.code()),
        lines: turns.iter().map(line).collect(),
        since: queries::feed_of(tx, whose)?.map(|at| at.day().long()),
        link,
    })
}

/// `GET /turns/calendar.ics`.
pub(crate) async fn download(ctx: Ctx) -> Response {
    ctx.read(|tx, visitor| {
        let turns = shown(tx, own(visitor)?)?;
        Ok(as_file(calendar(tx, &turns)?))
    })
    .await
}

fn as_file(text: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"turns.ics\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, text).into_response()
}

/// `POST /turns/feed`: a new link, shown this once.
pub(crate) async fn make(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, |tx, visitor, _: &FeedForm| {
        let (tenant, _) = own(visitor)?;
        let link = Link::fresh(tenant, visitor.app.store().chance());
        let made = actions::make_feed(tx, &visitor.actor, &link)?;
        let address = visitor.address(&link.path()).unwrap_or_else(|| link.path());
        let shown = page(&own_page(tx, visitor, (None, address))?)?;
        Ok(made.map(|()| shown))
    })
    .await
}

/// `POST /turns/feed/ending`.
pub(crate) async fn end(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, |tx, visitor, _: &FeedForm| {
        own(visitor)?;
        Ok(actions::end_feed(tx, &visitor.actor)?.map(|()| see_other("/turns?said=ended")))
    })
    .await
}

/// `GET /calendar/{link}`: for the calendar of whoever has the link; what is none, or none any more, is not found.
pub(crate) async fn feed(ctx: Ctx, At(link): At<String>) -> Response {
    let read = ctx.app().store().read(move |tx| {
        let link = Link::parse(&link).ok_or(AppError::NotFound)?;
        let person = queries::person_of_feed(tx, (link.tenant, link.hash(tx.keys())))?;
        let turns = shown(tx, (link.tenant, person.ok_or(AppError::NotFound)?))?;
        Ok::<_, AppError>(calendar(tx, &turns)?)
    });
    read.await.map_or_else(|error| error.bare(), as_file)
}
