//! The needs of a household: entered with their legal basis, looked at again on their day, ended.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_store::{Actor, Ending, ReadTx, WriteTx};
use niangjia_web::show::When;
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes_or_empty, day_or_empty, json, page,
    see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::needs::NeedsBody;
use crate::model::{FallenNeed, HouseholdRow, NeedKind, NeedRow};
use crate::pack::HouseholdRules;
use crate::pages::need_lines::{NeedLine, fallen_words, need_line, source_choices};
use crate::pages::{HouseholdKey, KEEPING, household_href, place};
use crate::queries;
use crate::rules::{OriginSaid, Reach, check_need, check_origin, may_confirm};

/// What is typed into the forms of this page: one of four buttons.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct NeedsForm {
    /// 复核哪一项：它的编号，need_…
    review: String,
    /// 消除哪一项：它的编号，need_…
    end: String,
    /// 恢复哪一项自动消除的：它的编号，need_…
    again: String,
    /// 写 list，做完回到待确认的清单
    from: String,
    // Else: a need to be entered.
    #[schema(schema_with = codes_or_empty::<NeedKind>)]
    kind: String,
    #[schema(schema_with = day_or_empty)]
    since: String,
    #[schema(schema_with = crate::json::sources)]
    source: String,
    /// 名单的期别、文号，不写姓名
    #[schema(max_length = 60)]
    source_reference: String,
    /// 名单的日期
    #[schema(schema_with = day_or_empty)]
    source_day: String,
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
    /// What fell away because nobody confirmed it: identity, words, kind.
    fallen: Vec<(String, String, &'static str)>,
    /// Whether she enters and ends; else she only confirms.
    keeps: bool,
    sources: Vec<(String, String, bool)>,
    form: NeedsForm,
    kinds: Vec<(&'static str, &'static str, bool)>,
    today: Day,
    errors: Errors,
}

/// Whoever may confirm the needs of a household: the household, and whether she also keeps it (R-HH-20).
fn confirming(tx: &ReadTx<'_>, actor: &Actor, key: HouseholdKey) -> Result<(HouseholdRow, bool), AppError> {
    let household = queries::visible_household(tx, actor, key)?.ok_or(AppError::NotFound)?;
    if !may_confirm(household.reach) {
        return Err(AppError::Forbidden(KEEPING.to_owned()));
    }
    Ok((household.row, household.reach == Reach::Community))
}

/// `GET /households/{key}/needs`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HouseholdKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let (household, keeps) = confirming(tx, &visitor.actor, key)?;
        if visitor.wants_json {
            let fallen = queries::fallen_needs(tx, &household)?;
            return json(&NeedsBody::of(&queries::needs(tx, &household, tx.today())?, &fallen));
        }
        let form = NeedsForm { since: tx.today().to_string(), ..NeedsForm::default() };
        page(&needs_page(tx, visitor, (household, keeps), &form, Errors::default(), banner(&query.said))?)
    })
    .await
}

/// `POST /households/{key}/needs`.
pub(crate) async fn change(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &NeedsForm| {
        tx.hold("household", key.tenant, key.id.uuid())?;
        let (household, keeps) = confirming(tx, &visitor.actor, key)?;
        if !keeps && form.review.is_empty() {
            return Err(AppError::Forbidden(KEEPING.to_owned()));
        }
        let needs = queries::needs(tx, &household, tx.today())?;
        let href = household_href(&household);
        let said = |said: &str| match form.from.as_str() {
            "list" => see_other(&format!("{}?said={said}", list_href(&visitor.actor))),
            _ => see_other(&format!("{href}/needs?said={said}")),
        };
        if !form.again.is_empty() {
            return take_up_again(tx, visitor, &household, &needs, &form.again);
        }
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

/// Takes up a need that fell away: it is in force again from today, known from where it was.
fn take_up_again(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    household: &HouseholdRow,
    needs: &[NeedRow],
    named: &str,
) -> Result<Ending<Response>, AppError> {
    let href = household_href(household);
    let fallen = queries::fallen_needs(tx, household)?;
    let Some(FallenNeed { need, .. }) = fallen.iter().find(|fallen| fallen.need.id.to_string() == named)
    else {
        let id = named.parse().map_err(|_| AppError::NotFound)?;
        let was = queries::had_need(tx, household, id)?;
        let gone = see_other(&format!("{href}/needs?said=again"));
        return if was { Ok(Ending::Nothing(gone)) } else { Err(AppError::NotFound) };
    };
    let (kind, today) = (need.kind, tx.today());
    let added = actions::add_need_seen(tx, &visitor.actor, household, kind, today, &need.origin)?;
    let first = needs.is_empty() && queries::links(tx, household, today)?.is_empty();
    let said = if first { "alone" } else { "again" };
    Ok(added.map(|_| see_other(&format!("{href}/needs?said={said}"))).into())
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
    let listed = if form.source_day.is_empty() { Ok(None) } else { Day::parse(&form.source_day).map(Some) };
    let listed = errors.take("source_day", listed).flatten();
    let said = OriginSaid { source: &form.source, reference: &form.source_reference, on: listed };
    let origin = check_origin(&said, tx.today(), HouseholdRules::in_force()).map_err(|refusals| {
        for (field, sentence) in refusals {
            errors.at(field, sentence);
        }
    });
    if let (Some(kind), Some(since)) = (kind, since) {
        let ended = queries::need_ended(tx, &household, kind)?;
        for refusal in check_need(kind, since, needs, ended, tx.today()) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
    }
    let (Some(kind), Some(since), Ok(origin), true) = (kind, since, origin, errors.is_empty()) else {
        let shown = needs_page(tx, visitor, (household, true), form, errors, None)?;
        return again(visitor, &shown, &shown.errors);
    };
    let added = actions::add_need_seen(tx, &visitor.actor, &household, kind, since, &origin)?;
    let said = if needs.is_empty() { "first" } else { "added" };
    Ok(added.map(|_| see_other(&format!("{}/needs?said={said}", household_href(&household)))).into())
}

/// The list of needs that ask, of whoever came from there.
fn list_href(actor: &Actor) -> String {
    format!("/orgs/{}/needs", actor.acting.org_path.code())
}

pub(crate) fn banner(said: &str) -> Option<&'static str> {
    match said {
        "first" => Some("已登记。这一户现在是重点户，台账和看板已同步更新。"),
        "added" => Some("已登记。台账和看板已同步更新。"),
        "reviewed" => Some("已复核，这项需求继续在册。"),
        "ended" => Some("已消除。台账和看板已同步更新。"),
        "last" => Some("已消除。这一户没有在册的需求了，不再是重点户；联系人和走访记录都保留。"),
        "again" => Some("已恢复，这项需求今天起重新在册。"),
        "alone" => Some("已恢复。这一户现在又是重点户，可是没有人联系，请接着安排联系人。"),
        "gone" => Some("这一项已经不在册了，下面是最新的。"),
        _ => None,
    }
}

fn needs_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (household, keeps): (HouseholdRow, bool),
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
    let fallen = |one: &FallenNeed| (one.need.id.to_string(), fallen_words(one), one.need.kind.label());
    Ok(NeedsPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        href: household_href(&household),
        place: place(&household),
        needs: queries::needs(tx, &household, today)?.iter().map(line).collect(),
        kinds: std::iter::once(("", "请选择", false)).chain(NeedKind::ALL.iter().map(kind)).collect(),
        fallen: queries::fallen_needs(tx, &household)?.iter().map(fallen).collect(),
        keeps,
        sources: source_choices(&form.source),
        form: form.clone(),
        household,
        today,
        errors,
    })
}
