//! 登记家庭: the community's chair enters a household, its first need and its first link on one page.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaCode, Household, Id, MobileNumber, Person, normalised_text};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, codes_or_empty, made, page};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use crate::actions::{self, SaidHousehold};
use crate::model::{NeedKind, NeedOrigin, NewHousehold};
use crate::pack::HouseholdRules;
use crate::pages::need_lines::source_choices;
use crate::pages::{KEEPING, crumbs, members, with_visible_register};
use crate::queries;
use crate::rules::{
    HouseholdSaid, LinkRefusal, OriginSaid, Sight, check_household, check_origin, group_of, sight,
};

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct HouseholdForm {
    // Made with the form: the same form sent twice is one household.
    /// 家庭的编号，hh_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(hh_[0-9a-f]{32})?$")]
    id: String,
    /// 联系人的姓名，这一户就叫“某某家”
    #[schema(required = true, max_length = 40)]
    contact_name: String,
    /// 居民（村民）小组
    #[schema(required = true, max_length = 40)]
    group_name: String,
    /// 是不是住在别处：yes 或 no
    #[schema(schema_with = yes_or_no)]
    lives_elsewhere: String,
    /// 住在哪里；住在别处的要写
    #[schema(max_length = 40)]
    residence: String,
    /// 住地的区划代码；不写就是本社区
    residence_area: String,
    /// 手机号，没有就空着
    phone: String,
    /// 住址
    #[schema(max_length = 120)]
    address: String,
    #[schema(schema_with = codes_or_empty::<NeedKind>)]
    need: String,
    #[schema(schema_with = crate::json::sources)]
    source: String,
    /// 联系执委的编号，per_…；以后再安排就空着
    member: String,
    // `1`: it is another household than the one that looks the same.
    /// 1：和已登记的一户看起来一样，但不是同一户
    confirm: String,
}

fn yes_or_no() -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["yes", "no", ""])).build()
}

#[derive(Template)]
#[template(path = "household_form.html")]
struct HouseholdFormPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    form: HouseholdForm,
    elsewhere: Vec<(&'static str, &'static str, bool)>,
    needs: Vec<(&'static str, &'static str, bool)>,
    sources: Vec<(String, String, bool)>,
    members: Vec<(String, String, bool)>,
    /// Whether the form asks if it is another household than one that looks the same.
    asks_to_confirm: bool,
    errors: Errors,
}

/// `GET /orgs/{code}/households/new`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = kept_register(tx, &visitor.actor, &code)?;
        let form = HouseholdForm {
            id: Id::<Household>::new(tx.now(), visitor.app.store().chance()).to_string(),
            lives_elsewhere: "no".to_owned(),
            residence_area: org.area_code.to_string(),
            ..HouseholdForm::default()
        };
        page(&form_page(tx, visitor, org, form, Errors::default())?)
    })
    .await
}

/// `POST /orgs/{code}/households/new`.
pub(crate) async fn enter(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &HouseholdForm| {
        let org = kept_register(tx, &visitor.actor, &code)?;
        // Two chairs who enter at the same time wait for each other: one number, one household.
        tx.hold("org", org.tenant, org.id.uuid())?;
        let said = match form.said(tx, visitor, &org)? {
            Ok(said) => said,
            Err(errors) => {
                let shown = form_page(tx, visitor, org, form.clone(), errors)?;
                return again(visitor, &shown, &shown.errors);
            }
        };
        let entered = actions::register_once(tx, &visitor.actor, &said)?;
        let key = said.id.within(org.tenant);
        Ok(entered.map(|_| made(&format!("/households/{key}?registered=true"), key)))
    })
    .await
}

/// The community whose register `actor` keeps.
pub(crate) fn kept_register(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = with_visible_register(tx, actor, code)?;
    if sight(actor) == Sight::Community { Ok(org) } else { Err(AppError::Forbidden(KEEPING.to_owned())) }
}

impl HouseholdForm {
    /// Reads the fields; every wrong one gets its sentence.
    fn said(
        &self,
        tx: &WriteTx<'_>,
        visitor: &Visitor,
        org: &Org,
    ) -> Result<Result<SaidHousehold, Errors>, AppError> {
        let mut errors = Errors::default();
        let id = visitor.form_id::<Household>(tx, &self.id, "contact_name", &mut errors);
        let phone = match normalised_text(&self.phone).as_str() {
            "" => None,
            text => errors.take("phone", MobileNumber::parse(text)),
        };
        let household = self.household(tx, org, phone, &mut errors)?;
        let need = self.need(tx, &mut errors);
        let member = self.member(tx, org, &mut errors)?;
        if let (Some(id), Some(phone)) = (id, &household.phone)
            && self.confirm != "1"
            && let Some(alike) = queries::alike(tx, org.tenant, id, &household.contact_name, phone)?
        {
            let text = format!("可能已登记：{} 编号 {}，联系人和电话都一样", alike.org_name, alike.number);
            errors.at("confirm", format!("{text}。不是同一户的，勾选后再提交"));
        }
        Ok(match (id, errors.is_empty()) {
            (Some(id), true) => Ok(SaidHousehold { id, household, need, member }),
            _ => Err(errors),
        })
    }

    /// Her first need with where it is known from, if there is one.
    fn need(&self, tx: &ReadTx<'_>, errors: &mut Errors) -> Option<(NeedKind, NeedOrigin)> {
        if self.need.is_empty() {
            return None;
        }
        let kind = errors.take("need", NeedKind::parse(&self.need).map_err(|_| "请从名单里选一项需求"));
        let said = OriginSaid { source: &self.source, reference: "", on: None };
        match check_origin(&said, tx.today(), HouseholdRules::in_force()) {
            Ok(origin) => kind.map(|kind| (kind, origin)),
            Err(refusals) => {
                for (field, sentence) in refusals {
                    errors.at(field, sentence);
                }
                None
            }
        }
    }

    fn household(
        &self,
        tx: &ReadTx<'_>,
        org: &Org,
        phone: Option<MobileNumber>,
        errors: &mut Errors,
    ) -> Result<NewHousehold, AppError> {
        let said = HouseholdSaid {
            contact_name: normalised_text(&self.contact_name),
            group_name: group_of(&self.group_name),
            lives_elsewhere: self.lives_elsewhere == "yes",
            residence: normalised_text(&self.residence),
            residence_area: self.area(tx, org, errors)?,
            address: normalised_text(&self.address),
            since: tx.today(),
        };
        for refusal in check_household(&said, &org.area_code, tx.today()) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
        Ok(NewHousehold {
            tenant: org.tenant,
            org_id: org.id,
            org_path: org.path.clone(),
            number: queries::next_number(tx, org.tenant, org.id)?,
            contact_name: said.contact_name,
            group_name: said.group_name,
            grid: None,
            residence: said.residence,
            residence_area: said.residence_area,
            lives_elsewhere: said.lives_elsewhere,
            phone,
            address: Some(said.address).filter(|address| !address.is_empty()),
            since: said.since,
        })
    }

    /// The division where she lives: the community's own where nothing is said.
    fn area(&self, tx: &ReadTx<'_>, org: &Org, errors: &mut Errors) -> Result<AreaCode, AppError> {
        let text = normalised_text(&self.residence_area);
        if text.is_empty() {
            return Ok(org.area_code.clone());
        }
        let Some(code) = errors.take("residence_area", AreaCode::parse(&text)) else {
            return Ok(org.area_code.clone());
        };
        if niangjia_area::api::name(tx, &code)?.is_none() {
            errors.at("residence_area", format!("没有这样的区划代码：{code}。请核对，知道社区的写 12 位"));
        }
        Ok(code)
    }

    fn member(
        &self,
        tx: &ReadTx<'_>,
        org: &Org,
        errors: &mut Errors,
    ) -> Result<Option<(Id<Person>, String)>, AppError> {
        if self.member.is_empty() {
            return Ok(None);
        }
        let person = self.member.parse::<Id<Person>>().ok();
        let members = members(tx, (org.tenant, org.id))?;
        let found = members.into_iter().find(|(member, _)| Some(*member) == person);
        if found.is_none() {
            errors.at("member", LinkRefusal::NotAMember.sentence().1);
        }
        Ok(found)
    }
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    form: HouseholdForm,
    errors: Errors,
) -> Result<HouseholdFormPage, AppError> {
    let chosen = |value: &str| form.lives_elsewhere == value;
    let need = |kind: &NeedKind| (kind.code(), kind.label(), form.need == kind.code());
    let nobody = (String::new(), "以后再安排".to_owned(), false);
    let member = |(person, name): (Id<Person>, String)| {
        let value = person.to_string();
        let chosen = form.member == value;
        (value, name, chosen)
    };
    Ok(HouseholdFormPage {
        shell: visitor.shell(),
        above: crumbs(tx, &org)?,
        elsewhere: vec![("no", "否，住在本社区", chosen("no")), ("yes", "是，住在别处", chosen("yes"))],
        needs: std::iter::once(("", "暂时没有", false)).chain(NeedKind::ALL.iter().map(need)).collect(),
        sources: source_choices(&form.source),
        members: std::iter::once(nobody)
            .chain(members(tx, (org.tenant, org.id))?.into_iter().map(member))
            .collect(),
        asks_to_confirm: !errors.of("confirm").is_empty() || form.confirm == "1",
        org,
        form,
        errors,
    })
}
