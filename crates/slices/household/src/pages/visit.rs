//! One visit: the fact that ledger, points and dashboards point back to.

use askama::Template;
use axum::response::Response;
use niangjia_store::ReadTx;
use niangjia_web::show::When;
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, json, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::OneVisitBody;
use crate::model::{Side, VisitRow};
use crate::pages::timeline::{VisitLine, visit_lines};
use crate::pages::{VisitKey, household_href, visit_href};
use crate::queries::{self, VisibleHousehold};
use crate::rules::{Reach, may_take_back};

/// The form that takes a visit back.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct TakingBackForm {
    /// 为什么撤销
    #[schema(required = true)]
    reason: String,
}

#[derive(Template)]
#[template(path = "visit.html")]
struct VisitPage {
    shell: Shell,
    visit: VisitRow,
    line: VisitLine,
    /// Whether the words are shown: not from above, unless the file is open.
    shows_words: bool,
    recorded: When,
    household_href: String,
    href: String,
    can_take_back: bool,
    can_write_card: bool,
    key: String,
    reason: String,
    errors: Errors,
}

/// `GET /visits/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<VisitKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let (visit, household) = found(tx, visitor, key)?;
        let shown = visit_page(tx, visitor, visit, &household, "", Errors::default())?;
        if visitor.wants_json {
            let words = shown.shows_words.then_some(shown.line.words);
            return json(&OneVisitBody::of(&shown.visit, words, shown.line.panels));
        }
        page(&shown)
    })
    .await
}

/// `POST /visits/{key}/taking-back`.
pub(crate) async fn take_back(ctx: Ctx, At(key): At<VisitKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &TakingBackForm| {
        let (visit, household) = found(tx, visitor, key)?;
        if !may_take_back(visit.at.day(), visit.person == visitor.actor.person, tx.today()) {
            let rule = "走访只能由记的人在第二天结束前撤销；再晚请告诉社区妇联主席";
            return Err(AppError::Forbidden(rule.to_owned()));
        }
        let reason = form.reason.trim();
        if reason.is_empty() {
            let mut errors = Errors::default();
            errors.at("reason", "请写一句为什么撤销");
            let shown = visit_page(tx, visitor, visit, &household, "", errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let href = format!("{}?taken_back=true", household_href(&household.row));
        Ok(actions::take_back_visit(tx, &visitor.actor, &household, &visit, reason)?
            .map(|()| see_other(&href)))
    })
    .await
}

/// The visit with its household; on the residence side only her own visits are hers to see.
fn found(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    key: VisitKey,
) -> Result<(VisitRow, VisibleHousehold), AppError> {
    let visit = queries::visible_visit(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    let home = visit.household.within(visit.tenant);
    let household = queries::visible_household(tx, &visitor.actor, home)?.ok_or(AppError::NotFound)?;
    let thin = household.reach == Reach::Linked(Side::Residence);
    if thin && visit.person != visitor.actor.person {
        return Err(AppError::NotFound);
    }
    Ok((visit, household))
}

fn visit_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    visit: VisitRow,
    household: &VisibleHousehold,
    reason: &str,
    errors: Errors,
) -> Result<VisitPage, AppError> {
    let line = visit_lines(tx, visitor, std::slice::from_ref(&visit))?.into_iter().next();
    let own = visit.person == visitor.actor.person;
    let open = household.reach.opens_freely() || queries::has_open(tx, &visitor.actor, &household.row)?;
    Ok(VisitPage {
        shell: visitor.shell(),
        line: line.ok_or(AppError::NotFound)?,
        shows_words: open,
        recorded: When::instant(visit.at, tx.today()),
        household_href: household_href(&household.row),
        href: visit_href(&visit),
        can_write_card: household.reach.opens_freely() && visit.taken_back.is_none(),
        key: visit.id.within(visit.tenant).to_string(),
        can_take_back: visit.taken_back.is_none() && may_take_back(visit.at.day(), own, tx.today()),
        reason: reason.to_owned(),
        errors,
        visit,
    })
}
