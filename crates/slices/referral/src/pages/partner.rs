//! One partner: its data, who signs in for it, and her own list.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{MobileNumber, normalised_text};
use niangjia_org::api::Org;
use niangjia_store::{Ending, ReadTx, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, json, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::{PartnerBody, ReferralsBody};
use crate::model::{PartnerRow, ReferralRow};
use crate::pages::partners::{PartnerForm, Picks};
use crate::pages::{PartnerKey, SaidQuery, due_for_partner};
use crate::queries;
use crate::rules::{KEEPING, keeps_partners};

/// Who signs in for a partner, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct PersonForm {
    /// 姓名
    #[schema(required = true)]
    person_name: String,
    /// 手机号，用来登录；可以不写
    person_phone: String,
}

/// Who does not any more.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct LeavingForm {
    /// 谁：per_…
    #[schema(required = true)]
    person: String,
}

/// Nothing is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct PartnerClosingForm {}

#[derive(Template)]
#[template(path = "partner.html")]
struct PartnerPage {
    shell: Shell,
    org: Org,
    row: PartnerRow,
    people: Vec<(String, String, String)>,
    keeps: bool,
    kinds: Picks,
    ways: Picks,
    form: PartnerForm,
    person: PersonForm,
    errors: Errors,
}

/// `GET /partners/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<PartnerKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let row = queries::partner_of(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if visitor.wants_json {
            return json(&PartnerBody::of(&row));
        }
        let said = match query.said.as_str() {
            "changed" => Some("已改。"),
            "person" => Some("已登记。请系统管理员在“账号”里给她开通登录。"),
            "left" => Some("已撤，她不能再登录看转介。"),
            "closed" => Some("已停用，不再转给它；已经转的照办。"),
            _ => None,
        };
        let forms = (PartnerForm::of(&row), PersonForm::default());
        page(&partner_page(tx, visitor, row, forms, Errors::default(), said)?)
    })
    .await
}

fn partner_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    row: PartnerRow,
    (form, person): (PartnerForm, PersonForm),
    errors: Errors,
    said: Option<&str>,
) -> Result<PartnerPage, AppError> {
    let org = niangjia_org::api::by_id(tx, row.org_id)?.ok_or(AppError::NotFound)?;
    let keeps = keeps_partners(&visitor.actor, &row.org_path);
    let people = if keeps { queries::people_of(tx, &row)? } else { Vec::new() };
    Ok(PartnerPage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        people: people.into_iter().map(|one| (one.person.to_string(), one.name, one.from.long())).collect(),
        keeps,
        kinds: form.kinds(),
        ways: form.ways(),
        org,
        row,
        form,
        person,
        errors,
    })
}

/// A partner that the visitor keeps.
fn kept(tx: &WriteTx<'_>, visitor: &Visitor, key: PartnerKey) -> Result<(Org, PartnerRow), AppError> {
    tx.hold("referral_partner", key.tenant, key.id.uuid())?;
    let row = queries::partner_of(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    if !keeps_partners(&visitor.actor, &row.org_path) {
        return Err(AppError::Forbidden(KEEPING.to_owned()));
    }
    Ok((niangjia_org::api::by_id(tx, row.org_id)?.ok_or(AppError::NotFound)?, row))
}

/// `POST /partners/{key}`.
pub(crate) async fn change(ctx: Ctx, At(key): At<PartnerKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &PartnerForm| {
        let (_, row) = kept(tx, visitor, key)?;
        let mut errors = Errors::default();
        let Some(said) = form.said(&mut errors) else {
            let shown = partner_page(tx, visitor, row, (form.clone(), PersonForm::default()), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let to = format!("{}?said=changed", row.href());
        Ok(actions::change_partner(tx, &visitor.actor, &row, &said)?.map(|()| see_other(&to)))
    })
    .await
}

/// `POST /partners/{key}/closing`.
pub(crate) async fn close(ctx: Ctx, At(key): At<PartnerKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &PartnerClosingForm| {
        let (_, row) = kept(tx, visitor, key)?;
        let to = format!("{}?said=closed", row.href());
        Ok(actions::close_partner(tx, &visitor.actor, &row)?.map(|()| see_other(&to)))
    })
    .await
}

/// `POST /partners/{key}/people`.
pub(crate) async fn enter_person(ctx: Ctx, At(key): At<PartnerKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &PersonForm| {
        let (org, row) = kept(tx, visitor, key)?;
        if !row.said.by_login {
            return Err(AppError::Refused("这个单位是纸面办的；要登录办，请先改成“登录”".to_owned()));
        }
        let mut errors = Errors::default();
        let name = normalised_text(&form.person_name);
        if name.is_empty() || name.chars().count() > 40 {
            errors.at("person_name", "请写姓名，40 字以内");
        }
        // The same form sent twice enters her once.
        if queries::people_of(tx, &row)?.iter().any(|one| one.name == name) {
            errors.at("person_name", "这个人已经登记过了");
        }
        let phone = match form.person_phone.trim() {
            "" => None,
            typed => errors.take("person_phone", MobileNumber::parse(typed)),
        };
        if !errors.is_empty() {
            let forms = (PartnerForm::of(&row), form.clone());
            let shown = partner_page(tx, visitor, row, forms, errors, None)?;
            return again(visitor, &shown, &shown.errors);
        }
        let to = format!("{}?said=person", row.href());
        let entered = actions::enter_partner_person(tx, &visitor.actor, (&org, &row), (&name, phone))?;
        Ok(entered.map(|_| see_other(&to)).into())
    })
    .await
}

/// `POST /partners/{key}/people/leaving`.
pub(crate) async fn leave(ctx: Ctx, At(key): At<PartnerKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &LeavingForm| {
        let (org, row) = kept(tx, visitor, key)?;
        let person = form.person.parse().map_err(|_| AppError::NotFound)?;
        let to = format!("{}?said=left", row.href());
        let by = (&visitor.actor, visitor.app.guards());
        let left: Ending<()> = actions::leave_partner(tx, by, (&org, &row), person)?;
        Ok(left.map(|()| see_other(&to)))
    })
    .await
}

struct Line {
    row: ReferralRow,
    sent: String,
    due: niangjia_web::show::Due,
}

#[derive(Template)]
#[template(path = "partner_home.html")]
struct HomePage {
    shell: Shell,
    partners: String,
    lines: Vec<Line>,
}

/// `GET /partner`.
pub(crate) async fn home(ctx: Ctx) -> Response {
    ctx.read(move |tx, visitor| {
        if !visitor.actor.acting.kind.is_outside() {
            return Err(AppError::NotFound);
        }
        let rows = queries::of_partner_person(tx, &visitor.actor)?;
        if visitor.wants_json {
            let total = i64::try_from(rows.len()).unwrap_or(0);
            return json(&ReferralsBody::of(&rows, total, tx.now()));
        }
        let names: Vec<_> =
            queries::represents(tx, &visitor.actor)?.into_iter().map(|partner| partner.said.name).collect();
        let line = |row: ReferralRow| Line {
            sent: row.sent.day().long(),
            due: due_for_partner(&row, tx.now()),
            row,
        };
        page(&HomePage {
            shell: visitor.shell(),
            partners: names.join("、"),
            lines: rows.into_iter().map(line).collect(),
        })
    })
    .await
}
