//! 居住地协助 of one family: its community asks the one where it lives, sees what that answered, ends it.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::normalised_text;
use niangjia_org::api::Org;
use niangjia_store::{Ending, ReadTx, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, json, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::CareBody;
use crate::model::{AskedCare, CareState, Helper, HouseholdRow};
use crate::pack::HouseholdRules;
use crate::pages::needs::SaidQuery;
use crate::pages::{HouseholdKey, household_href, kept, kept_and_held, place};
use crate::queries;
use crate::rules::{AskingRefusal, LONGEST_REASON, Neighbour, check_asking, is_late};

/// What is typed into the forms of this page.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct CareForm {
    /// 请哪个村社区：12 位区划代码
    community: String,
    /// 结束哪一条：它的编号，rcare_…；请协助时不写
    end: String,
    /// 为什么结束
    #[schema(max_length = 100)]
    reason: String,
}

#[derive(Template)]
#[template(path = "residence_care.html")]
struct CarePage {
    shell: Shell,
    href: String,
    household: HouseholdRow,
    place: String,
    asked: Option<AskedCare>,
    /// The badge of what was asked: kind and words.
    badge: (&'static str, String),
    /// Whether somebody can be asked now.
    asks: bool,
    form: CareForm,
    days: i64,
    errors: Errors,
}

/// `GET /households/{key}/residence-care`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HouseholdKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let household = kept(tx, &visitor.actor, key)?;
        if visitor.wants_json {
            return json(&CareBody::of(queries::asked_care(tx, &household)?.as_ref()));
        }
        let community = household.residence_area.to_string();
        let form = CareForm { community, ..CareForm::default() };
        page(&care_page(tx, visitor, household, form, Errors::default(), banner(&query.said))?)
    })
    .await
}

/// `POST /households/{key}/residence-care`.
pub(crate) async fn change(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CareForm| {
        let household = kept_and_held(tx, &visitor.actor, key)?;
        let asked = queries::asked_care(tx, &household)?;
        if form.end.is_empty() {
            ask(tx, visitor, household, asked, form)
        } else {
            end(tx, visitor, household, asked, form)
        }
    })
    .await
}

fn ask(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    asked: Option<AskedCare>,
    form: &CareForm,
) -> Result<Ending<Response>, AppError> {
    let code = form.community.trim();
    let org = niangjia_org::api::by_code(tx, code)?;
    let neighbour = |org: &Org| (org.level, org.path.clone(), org.area_code.clone());
    let found = org.as_ref().map(neighbour);
    let found = found.as_ref().map(|(level, path, area)| Neighbour { level: *level, path, area });
    // The same form sent twice asks once.
    let same = |one: &&AskedCare| org.as_ref().is_some_and(|org| org.id == one.care_org);
    let open = asked.as_ref().filter(|one| one.state != CareState::Declined);
    if open.filter(same).is_some() {
        return Ok(Ending::Nothing(said(&household, "asked")));
    }
    let lives = (&household.org_path, &household.residence_area);
    let open = open.map(|one| one.care_org_name.as_str());
    let checked = check_asking(household.lives_elsewhere, lives, found, open);
    let org = match (checked, &org) {
        (Ok(()), Some(org)) => org,
        (checked, _) => {
            let refusal = checked.err().unwrap_or(AskingRefusal::NoCommunity);
            let mut errors = Errors::default();
            errors.at("community", refusal.sentence());
            let shown = care_page(tx, visitor, household, form.clone(), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        }
    };
    let helper = helper_at(org);
    let recorded = actions::ask_residence_care(tx, &visitor.actor, (&household, asked.as_ref()), &helper)?;
    Ok(recorded.map(|_| said(&household, "asked")).into())
}

/// Whoever is named in a community helps from there.
pub(crate) fn helper_at(org: &Org) -> Helper {
    let (org_path, org_name) = (org.path.clone(), org.name.clone());
    Helper { tenant: org.tenant, org: org.id, org_path, org_name }
}

fn end(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    asked: Option<AskedCare>,
    form: &CareForm,
) -> Result<Ending<Response>, AppError> {
    let Some(asked) = asked.filter(|one| one.id.to_string() == form.end) else {
        return Ok(Ending::Nothing(said(&household, "gone")));
    };
    if asked.state == CareState::Declined {
        let recorded = actions::note_declined(tx, &visitor.actor, &asked)?;
        return Ok(recorded.map(|()| said(&household, "ended")).into());
    }
    let mut errors = Errors::default();
    let reason = form.reason.trim();
    if normalised_text(reason).is_empty() {
        errors.at("reason", "请写一句为什么结束，例如：搬回来了、又搬走了");
    } else if reason.chars().count() > LONGEST_REASON {
        errors.at("reason", format!("太长了，请留在 {LONGEST_REASON} 字以内"));
    }
    if !errors.is_empty() {
        let shown = care_page(tx, visitor, household, form.clone(), errors, None)?;
        return again(visitor, &shown, &shown.errors);
    }
    let care = queries::given_of(tx, asked.care_tenant, asked.id)?.ok_or(AppError::NotFound)?;
    let recorded = actions::end_residence_care(tx, &visitor.actor, (&asked, &care), reason)?;
    Ok(recorded.map(|()| said(&household, "ended")).into())
}

fn said(household: &HouseholdRow, what: &str) -> Response {
    see_other(&format!("{}/residence-care?said={what}", household_href(household)))
}

fn banner(said: &str) -> Option<&'static str> {
    match said {
        "asked" => Some("已请居住地协助。对方的清单里现在有这一户，答复了这里会显示。"),
        "ended" => Some("已结束。走访记录都保留。"),
        "gone" => Some("这一条已经结束了，下面是最新的。"),
        _ => None,
    }
}

/// How an asking stands, as a badge says it.
pub(crate) fn care_badge(
    state: CareState,
    due: niangjia_kernel::Day,
    today: niangjia_kernel::Day,
) -> (&'static str, String) {
    match state {
        CareState::Asked if is_late(state, due, today) => ("late", format!("{} 前没有答复", due.long())),
        CareState::Asked => ("soon", format!("{} 前答复", due.short())),
        CareState::Given => ("done", state.label().to_owned()),
        CareState::Declined => ("late", state.label().to_owned()),
        CareState::Ended => ("none", state.label().to_owned()),
    }
}

fn care_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    form: CareForm,
    errors: Errors,
    banner: Option<&str>,
) -> Result<CarePage, AppError> {
    let asked = queries::asked_care(tx, &household)?;
    let open = asked.as_ref().is_some_and(|one| one.state != CareState::Declined);
    Ok(CarePage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        href: household_href(&household),
        place: place(&household),
        badge: asked.as_ref().map(|one| care_badge(one.state, one.due, tx.today())).unwrap_or_default(),
        asks: household.lives_elsewhere && !open,
        days: HouseholdRules::in_force().residence_answer_days,
        asked,
        household,
        form,
        errors,
    })
}
