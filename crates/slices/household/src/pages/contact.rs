//! One contact that somebody keeps up: what each time brought; 下基层访妇情 is written down here.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{ContactDuty, Day, Id, Key};
use niangjia_store::{Ending, ReadTx};
use niangjia_web::show::{Due, When};
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, day_or_empty, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::contact_duties::OneDutyBody;
use crate::model::{ContactRow, Contacted, DutyRow};
use crate::pack::HouseholdRules;
use crate::pages::contacts::{duty_href, lag_badge, lag_of};
use crate::pages::household_href_of;
use crate::pages::needs::SaidQuery;
use crate::queries;
use crate::rules::{check_contact, may_give};
use crate::said::normalised_blank;

/// The key of a duty in a path.
pub(crate) type DutyKey = Key<ContactDuty>;

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ContactForm {
    // Made with the form: the same form sent twice is one contact.
    /// 编号，cont_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(cont_[0-9a-f]{32})?$")]
    id: String,
    /// 1：结束这项联系，别的都不写
    end: String,
    /// 哪一天
    #[schema(schema_with = day_or_empty)]
    on: String,
    /// 看到、听到了什么
    #[schema(max_length = 500)]
    found: String,
    /// 办了什么、怎么答复的
    #[schema(max_length = 500)]
    done: String,
}

#[derive(Template)]
#[template(path = "contact.html")]
struct ContactPage {
    shell: Shell,
    href: String,
    household_href: Option<String>,
    duty: DutyRow,
    owed: i64,
    badge: Due,
    contacts: Vec<(When, ContactRow)>,
    keeps: bool,
    ends: bool,
    today: Day,
    form: ContactForm,
    errors: Errors,
}

/// `GET /contacts/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<DutyKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let duty = queries::visible_duty(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if visitor.wants_json {
            let contacts = queries::contacts_of(tx, &duty)?;
            return json(&OneDutyBody::of((&duty, lag_of(&duty, tx.today())), &contacts));
        }
        let form = ContactForm {
            id: Id::<Contacted>::new(tx.now(), visitor.app.store().chance()).to_string(),
            on: tx.today().to_string(),
            ..ContactForm::default()
        };
        let banner = (query.said == "kept").then_some("已记下，次数已经加上。");
        page(&contact_page(tx, visitor, duty, form, Errors::default(), banner)?)
    })
    .await
}

/// `POST /contacts/{key}`.
pub(crate) async fn keep(ctx: Ctx, At(key): At<DutyKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ContactForm| {
        let duty = queries::visible_duty(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if form.end == "1" {
            if !may_give(&visitor.actor) {
                return Err(AppError::Forbidden("联系由安排的主席来结束".to_owned()));
            }
            let href = format!("/orgs/{}/contacts?said=ended", duty.org_path.code());
            return Ok(actions::end_duty(tx, &visitor.actor, &duty)?.map(|()| see_other(&href)));
        }
        if duty.person != visitor.actor.person {
            return Err(AppError::Forbidden("下基层由联系的人自己记".to_owned()));
        }
        if duty.until.is_some() {
            return Ok(Ending::Nothing(see_other(&duty_href(&duty))));
        }
        let mut errors = Errors::default();
        let id = visitor.form_id::<Contacted>(tx, &form.id, "found", &mut errors);
        let on = errors.take("on", Day::parse(&form.on));
        let (found, done) = (normalised_blank(&form.found), normalised_blank(&form.done));
        for (field, sentence) in check_contact(on, &found, &done, duty.from, tx.today()) {
            errors.at(field, sentence);
        }
        let (Some(id), Some(on), true) = (id, on, errors.is_empty()) else {
            let shown = contact_page(tx, visitor, duty, form.clone(), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let org = niangjia_org::api::by_code(tx, &duty.org_path.code())?.ok_or(AppError::NotFound)?;
        let words = (on, found.as_str(), done.as_str());
        let kept = actions::keep_contact(tx, &visitor.actor, (&org, &duty), id, words)?;
        Ok(kept.map(|()| see_other(&format!("{}?said=kept", duty_href(&duty)))))
    })
    .await
}

fn contact_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    duty: DutyRow,
    form: ContactForm,
    errors: Errors,
    banner: Option<&str>,
) -> Result<ContactPage, AppError> {
    let today = tx.today();
    let contacts = queries::contacts_of(tx, &duty)?;
    let lives = duty.until.is_none();
    Ok(ContactPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        href: duty_href(&duty),
        household_href: duty.household.map(|home| household_href_of(duty.tenant, home)),
        owed: HouseholdRules::in_force().contacts_owed(duty.kind),
        badge: lag_badge(lag_of(&duty, today)),
        contacts: contacts.into_iter().map(|contact| (When::day(contact.on, today), contact)).collect(),
        keeps: lives && duty.person == visitor.actor.person,
        ends: lives && may_give(&visitor.actor),
        today,
        duty,
        form,
        errors,
    })
}
