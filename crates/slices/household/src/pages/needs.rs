//! The needs of a household: entered with their legal basis, looked at again on their day, ended.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_store::{Ending, ReadTx, WriteTx};
use niangjia_web::show::When;
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes_or_empty, day_or_empty, json, page,
    see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::NeedsBody;
use crate::model::{HouseholdRow, NeedKind, NeedRow};
use crate::pages::household::{NeedLine, need_line};
use crate::pages::{HouseholdKey, household_href, kept, kept_and_held, place};
use crate::queries;
use crate::rules::check_need;

/// What is typed into the forms of this page: one of three buttons.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct NeedsForm {
    /// 复核哪一项：它的编号，need_…
    review: String,
    /// 消除哪一项：它的编号，need_…
    end: String,
    // Else: a need to be entered.
    #[schema(schema_with = codes_or_empty::<NeedKind>)]
    kind: String,
    #[schema(schema_with = day_or_empty)]
    since: String,
}

/// What was done before this page is shown again.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    pub(crate) said: String,
}

struct Line {
    id: String,
    since: When,
    need: NeedLine,
}

#[derive(Template)]
#[template(path = "needs.html")]
struct NeedsPage {
    shell: Shell,
    href: String,
    household: HouseholdRow,
    place: String,
    needs: Vec<Line>,
    kinds: Vec<(&'static str, &'static str, bool)>,
    since: String,
    today: Day,
    errors: Errors,
}

/// `GET /households/{key}/needs`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HouseholdKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let household = kept(tx, &visitor.actor, key)?;
        if visitor.wants_json {
            return json(&NeedsBody::of(&queries::needs(tx, &household, tx.today())?));
        }
        let form = NeedsForm { since: tx.today().to_string(), ..NeedsForm::default() };
        page(&needs_page(tx, visitor, household, &form, Errors::default(), banner(&query.said))?)
    })
    .await
}

/// `POST /households/{key}/needs`.
pub(crate) async fn change(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &NeedsForm| {
        let household = kept_and_held(tx, &visitor.actor, key)?;
        let needs = queries::needs(tx, &household, tx.today())?;
        let href = household_href(&household);
        let said = |said: &str| see_other(&format!("{href}/needs?said={said}"));
        let named = if form.review.is_empty() { &form.end } else { &form.review };
        if named.is_empty() {
            return add(tx, visitor, household, &needs, form);
        }
        let Some(need) = needs.iter().find(|need| need.id.to_string() == *named) else {
            let id = named.parse().map_err(|_| AppError::NotFound)?;
            let was = queries::had_need(tx, &household, id)?;
            return if was { Ok(Ending::Nothing(said("gone"))) } else { Err(AppError::NotFound) };
        };
        if form.end.is_empty() {
            let reviewed = actions::review_need(tx, &visitor.actor, &household, need)?;
            return Ok(reviewed.map(|()| said("reviewed")).into());
        }
        let ended = actions::end_need(tx, &visitor.actor, &household, need)?;
        Ok(ended.map(|()| said(if needs.len() == 1 { "last" } else { "ended" })).into())
    })
    .await
}

fn add(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    needs: &[NeedRow],
    form: &NeedsForm,
) -> Result<Ending<Response>, AppError> {
    let mut errors = Errors::default();
    let kind = errors.take("kind", NeedKind::parse(&form.kind).map_err(|_| "请从名单里选一项需求"));
    let since = errors.take("since", Day::parse(&form.since));
    if let (Some(kind), Some(since)) = (kind, since) {
        let ended = queries::need_ended(tx, &household, kind)?;
        for refusal in check_need(kind, since, needs, ended, tx.today()) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
    }
    let (Some(kind), Some(since), true) = (kind, since, errors.is_empty()) else {
        let shown = needs_page(tx, visitor, household, form, errors, None)?;
        return again(visitor, &shown, &shown.errors);
    };
    let added = actions::add_need_seen(tx, &visitor.actor, &household, kind, since)?;
    let said = if needs.is_empty() { "first" } else { "added" };
    Ok(added.map(|_| see_other(&format!("{}/needs?said={said}", household_href(&household)))).into())
}

fn banner(said: &str) -> Option<&'static str> {
    match said {
        "first" => Some("已登记。这一户现在是重点户，台账和看板已同步更新。"),
        "added" => Some("已登记。台账和看板已同步更新。"),
        "reviewed" => Some("已复核，这项需求继续在册。"),
        "ended" => Some("已消除。台账和看板已同步更新。"),
        "last" => Some("已消除。这一户没有在册的需求了，不再是重点户；联系人和走访记录都保留。"),
        "gone" => Some("这一项已经不在册了，下面是最新的。"),
        _ => None,
    }
}

fn needs_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    form: &NeedsForm,
    errors: Errors,
    banner: Option<&str>,
) -> Result<NeedsPage, AppError> {
    let today = tx.today();
    let line = |need: &NeedRow| Line {
        id: need.id.to_string(),
        since: When::day(need.since, today),
        need: need_line(need, today),
    };
    let kind = |kind: &NeedKind| (kind.code(), kind.label(), form.kind == kind.code());
    Ok(NeedsPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        href: household_href(&household),
        place: place(&household),
        needs: queries::needs(tx, &household, today)?.iter().map(line).collect(),
        kinds: std::iter::once(("", "请选择", false)).chain(NeedKind::ALL.iter().map(kind)).collect(),
        since: form.since.clone(),
        household,
        today,
        errors,
    })
}
