//! The form of an organisation for a month: as the office knows it, each number open to its rows; reported, handed back.

use axum::extract::Path;
use axum::response::Response;
use niangjia_kernel::{Id, Month};
use niangjia_org::api::Org;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, Ctx, Errors, Query, Typed, Visitor, json, month_or_empty, page, see_other};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::actions;
use crate::form::layout::Layout;
use crate::form::opened::OpenedForm;
use crate::form::standing::FormState;
use crate::form::{FormReturn, ReportedForm};
use crate::pack::Forms;
use crate::pages::form_page::form_page;
use crate::pages::form_view::form_href;
use crate::pages::{MonthQuery, form_collected};
use crate::rules::{
    FormRefusal, REPORTING, RETURNING, Sight, check_report, check_return, may_report, may_return,
    may_see_numbers,
};

/// What a form may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct FormQuery {
    /// 哪个月，例如 2026-10；不写是当月
    #[param(schema_with = month_or_empty)]
    month: String,
    /// 上报过的第几版；不写是最近一版
    #[param(pattern = "^[0-9]{0,6}$")]
    version: String,
    #[param(ignore)]
    said: String,
}

/// What comes with the buttons of the page.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FormAnswer {
    /// 这一次上报或退回的编号
    id: String,
    /// 哪个月，例如 2026-10
    pub(super) month: String,
    /// 她看到的数字
    seen: String,
    /// 她看到的是第几版
    version: String,
    /// 更正或退回的原因
    pub(super) reason: String,
}

/// Finds organisation and form; a form that the organisation neither fills in nor receives is not found.
pub(super) fn find(tx: &ReadTx<'_>, code: &str, form: &str) -> Result<(Org, &'static Layout), AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let layout = Forms::in_force().by_code(form).ok_or(AppError::NotFound)?;
    let has = org.level == layout.from || org.level == layout.to;
    if has { Ok((org, layout)) } else { Err(AppError::NotFound) }
}

/// `GET /orgs/{code}/forms/{form}`. Of the organisation that receives it: what all have reported together.
pub(crate) async fn show(
    ctx: Ctx,
    Path((code, form)): Path<(String, String)>,
    Query(query): Query<FormQuery>,
) -> Response {
    ctx.read(move |tx, visitor| {
        let (org, layout) = find(tx, &code, &form)?;
        if org.level == layout.to {
            return form_collected::page_of(tx, visitor, &org, layout, &query.month);
        }
        let month = month_of(tx, visitor, &org, &query.month)?;
        let opened = open(tx, visitor, org, (layout, month), query.version.parse().ok())?;
        let asked = FormAnswer::default();
        let shown = form_page(tx, visitor, opened, &asked, Errors::default(), banner(&query.said))?;
        if visitor.wants_json { json(&shown.body()) } else { page(&shown) }
    })
    .await
}

/// The month, refused in words only where she may see the form at all.
pub(super) fn month_of(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: &Org,
    month: &str,
) -> Result<Month, AppError> {
    if may_see_numbers(&visitor.actor, &org.path) == Sight::Nothing {
        return Err(AppError::NotFound);
    }
    Ok(MonthQuery { month: month.to_owned() }.shown(tx.today())?.month)
}

pub(super) fn open(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    what: (&'static Layout, Month),
    version: Option<i64>,
) -> Result<OpenedForm, AppError> {
    OpenedForm::of(tx, &visitor.actor, org, what, version)?.ok_or(AppError::NotFound)
}

/// `POST /orgs/{code}/forms/{form}`: 上报.
pub(crate) async fn report(ctx: Ctx, Path((code, form)): Path<(String, String)>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, said: &FormAnswer| {
        let (org, layout) = find(tx, &code, &form)?;
        let month = month_of(tx, visitor, &org, &said.month)?;
        if !may_report(&visitor.actor, &org, layout) {
            return Err(AppError::Forbidden(REPORTING.to_owned()));
        }
        let opened = open(tx, visitor, org, (layout, month), None)?;
        let done = see_other(&format!("{}&said=reported", form_href(&opened.org, layout, month)));
        let id = said.id.parse::<Id<ReportedForm>>().ok();
        // The same form sent twice.
        if id.is_some_and(|id| opened.versions.iter().any(|version| version.id == id)) {
            return Ok(Ending::Nothing(done));
        }
        let (Some(id), Some(kept)) = (id, &opened.live) else {
            return again(tx, visitor, opened, said, &[FormRefusal::Moved]);
        };
        let same = opened.shown.as_ref().is_some_and(|shown| shown.kept == *kept);
        let refusals = check_report(opened.state, said.seen == kept.digits(), same, &said.reason);
        if !refusals.is_empty() {
            return again(tx, visitor, opened, said, &refusals);
        }
        let version = opened.versions.first().map_or(1, |version| version.number + 1);
        let reason = if version == 1 { "" } else { said.reason.trim() };
        let new = actions::Said { id, kept, month, version, reason };
        Ok(actions::report_form(tx, &visitor.actor, &opened.org, &new)?.map(|()| done))
    })
    .await
}

/// `POST /orgs/{code}/forms/{form}/returns`: 退回.
pub(crate) async fn hand_back(
    ctx: Ctx,
    Path((code, form)): Path<(String, String)>,
    typed: Typed,
) -> Response {
    ctx.submit(typed, move |tx, visitor, said: &FormAnswer| {
        let (org, layout) = find(tx, &code, &form)?;
        let month = month_of(tx, visitor, &org, &said.month)?;
        if !may_return(&visitor.actor, &org, layout) {
            return Err(AppError::Forbidden(RETURNING.to_owned()));
        }
        let opened = open(tx, visitor, org, (layout, month), None)?;
        let done = see_other(&format!("{}&said=returned", form_href(&opened.org, layout, month)));
        let newest = opened.versions.first().cloned();
        let seen = newest.as_ref().is_some_and(|version| version.number.to_string() == said.version);
        if seen && opened.state == FormState::Returned {
            return Ok(Ending::Nothing(done));
        }
        let refusals = check_return(opened.state, seen, &said.reason);
        let (Some(version), true) = (newest, refusals.is_empty()) else {
            return again(tx, visitor, opened, said, &refusals);
        };
        let id = said.id.parse::<Id<FormReturn>>().unwrap_or_else(|_| tx.new_id());
        let what = (&opened.org, layout, month);
        let returned = actions::return_form(tx, &visitor.actor, what, (id, &version), said.reason.trim());
        Ok(returned?.map(|()| done))
    })
    .await
}

/// The page again with what stands in the way; nothing was kept.
fn again(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    opened: OpenedForm,
    said: &FormAnswer,
    refusals: &[FormRefusal],
) -> Result<Ending<Response>, AppError> {
    let mut errors = Errors::default();
    for refusal in refusals {
        let (field, sentence) = refusal.sentence();
        errors.at(field, sentence);
    }
    let page = form_page(tx, visitor, opened, said, errors.clone(), None)?;
    niangjia_web::again(visitor, &page, &errors)
}

fn banner(said: &str) -> Option<&'static str> {
    match said {
        "reported" => Some("已上报。数字从此固定；以后的变动写在旁边，要改就更正上报。"),
        "returned" => Some("已退回，街道的工作台上会出现这张表和您写的原因。"),
        _ => None,
    }
}
