//! Entering a new member into the roster of an organisation.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{CitizenId, Day, Id, MobileNumber, Person, normalised_text};
use niangjia_org::api::Org;
use niangjia_store::{Actor, PostKind, ReadTx, StoreError, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, codes, day, made, page};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

use crate::actions::{self, SaidMember};
use crate::model::{Education, Engagement, NewPerson, Party};
use crate::pages::roster::kinds_to_enter;
use crate::pages::{roster_href, with_visible_roster};
use crate::queries;
use crate::rules::{self, MemberSaid};

const WOMAN: &str = "woman";
const MAN: &str = "man";
const KNOWN: &str = "这个身份证号已经登记过，请核对号码；同一个人不用登记两次";

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct MemberForm {
    // Made with the form: the same form sent twice is one person.
    /// 人的编号，per_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(per_[0-9a-f]{32})?$")]
    id: String,
    /// 姓名
    #[schema(required = true, max_length = 40)]
    name: String,
    /// woman 或 man，不写是 woman
    #[schema(schema_with = sexes)]
    sex: String,
    /// 出生日期，例如 1972-03-08；有身份证号可以不写
    birth_day: String,
    #[schema(schema_with = codes::<Education>, required = true)]
    education: String,
    #[schema(schema_with = codes::<Party>, required = true)]
    party: String,
    /// 手机号，没有就空着
    phone: String,
    /// 身份证号，没有就空着
    citizen_id: String,
    #[schema(schema_with = codes::<PostKind>, required = true)]
    kind: String,
    // What she is besides: codes of posts.
    /// 同时担任：two_committees 两委干部；group_head 居民小组长
    also: Vec<String>,
    #[schema(schema_with = codes::<Engagement>, required = true)]
    engagement: String,
    /// 居民小组长写是哪个小组
    group_name: String,
    #[schema(schema_with = day, required = true)]
    from_day: String,
}

fn sexes() -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some([WOMAN, MAN])).build()
}

type Picks = Vec<(&'static str, &'static str, bool)>;

#[derive(Template)]
#[template(path = "member_form.html")]
struct MemberFormPage {
    shell: Shell,
    above: Vec<(String, String)>,
    place: String,
    action: String,
    form: MemberForm,
    sexes: Picks,
    educations: Picks,
    parties: Picks,
    kinds: Picks,
    also: Picks,
    engagements: Picks,
    today: Day,
    errors: Errors,
}

/// `GET /orgs/{code}/members/new`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let (org, kinds) = keeps_roster(tx, &visitor.actor, &code)?;
        let usual = if kinds.contains(&PostKind::Member) { PostKind::Member.code() } else { "" };
        let form = MemberForm {
            id: Id::<Person>::new(tx.now(), visitor.app.store().chance()).to_string(),
            sex: WOMAN.to_owned(),
            kind: usual.to_owned(),
            engagement: Engagement::PartTime.code().to_owned(),
            from_day: tx.today().to_string(),
            ..MemberForm::default()
        };
        page(&form_page(tx, visitor, &org, &kinds, form, Errors::default())?)
    })
    .await
}

/// `POST /orgs/{code}/members/new`.
pub(crate) async fn enter(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &MemberForm| {
        let (org, kinds) = keeps_roster(tx, &visitor.actor, &code)?;
        // An import that enters the same person at the same moment waits.
        tx.hold("org", org.tenant, org.id.uuid())?;
        let (id, said) = match form.said(tx, visitor, &org, &kinds)? {
            Ok(said) => said,
            Err(errors) => {
                let shown = form_page(tx, visitor, &org, &kinds, form.clone(), errors)?;
                return again(visitor, &shown, &shown.errors);
            }
        };
        let on_committee = said.kinds.iter().any(|kind| rules::COMMITTEE.contains(kind));
        let who = if on_committee { "all" } else { "others" };
        let entered = actions::enter_member(tx, &visitor.actor, &org, id, &said).map_err(known_by_now)?;
        Ok(entered.map(|id| made(&format!("{}?who={who}&entered={id}", roster_href(&org)), id)))
    })
    .await
}

/// The organisation whose roster `actor` keeps, and which posts she may enter there.
pub(crate) fn keeps_roster(
    tx: &ReadTx<'_>,
    actor: &Actor,
    code: &str,
) -> Result<(Org, Vec<PostKind>), AppError> {
    let org = with_visible_roster(tx, actor, code)?;
    let kinds = kinds_to_enter(actor, &org);
    if kinds.is_empty() { Err(AppError::Forbidden(rules::ROSTER_RULE.to_owned())) } else { Ok((org, kinds)) }
}

impl MemberForm {
    /// Reads the fields; every wrong one gets its sentence.
    fn said(
        &self,
        tx: &WriteTx<'_>,
        visitor: &Visitor,
        org: &Org,
        allowed: &[PostKind],
    ) -> Result<Result<(Id<Person>, SaidMember), Errors>, AppError> {
        let mut errors = Errors::default();
        let id = visitor.form_id::<Person>(tx, &self.id, "name", &mut errors);
        let education =
            errors.take("education", Education::parse(&self.education).map_err(|_| "请点一个学历"));
        let party = errors.take("party", Party::parse(&self.party).map_err(|_| "请点一个政治面貌"));
        let engagement =
            errors.take("engagement", Engagement::parse(&self.engagement).map_err(|_| "请点一个类别"));
        let phone = errors.take("phone", optional(&self.phone, MobileNumber::parse)).flatten();
        let said = self.read(allowed, tx.today(), &mut errors);
        for refusal in rules::check_member(&said, tx.today()) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
        if let Some(citizen) = &said.citizen_id {
            let known = queries::person_of_citizen(tx, org.tenant, citizen)?;
            if known.is_some_and(|known| Some(known) != id) {
                errors.at("citizen_id", KNOWN);
            }
        }
        let (Some(id), Some(education), Some(party), Some(engagement), Some(from), true) =
            (id, education, party, engagement, said.from, errors.is_empty())
        else {
            return Ok(Err(errors));
        };
        let born = said.birth_day.or_else(|| said.citizen_id.as_ref().and_then(rules::born_of));
        let person = NewPerson {
            tenant: org.tenant,
            name: said.name,
            woman: said.woman,
            birth_day: born,
            education,
            party,
            phone,
            citizen_id: said.citizen_id,
        };
        let group_name = Some(said.group_name).filter(|group| !group.is_empty());
        Ok(Ok((id, SaidMember { person, kinds: said.kinds, engagement, group_name, from })))
    }

    /// What the rules look at.
    fn read(&self, allowed: &[PostKind], today: Day, errors: &mut Errors) -> MemberSaid {
        let permitted = |code: &str| PostKind::parse(code).ok().filter(|kind| allowed.contains(kind));
        let kind = errors.take("kind", permitted(&self.kind).ok_or("请点一个职务"));
        let mut kinds: Vec<PostKind> =
            kind.into_iter().chain(self.also.iter().filter_map(|code| permitted(code))).collect();
        kinds.sort_unstable();
        kinds.dedup();
        MemberSaid {
            name: normalised_text(&self.name),
            woman: self.sex != MAN,
            birth_day: errors.take("birth_day", optional(&self.birth_day, Day::parse)).flatten(),
            citizen_id: errors
                .take("citizen_id", optional(&self.citizen_id, |text| CitizenId::parse(text, today)))
                .flatten(),
            kinds,
            group_name: rules::group_of(&self.group_name),
            from: errors.take("from_day", Day::parse(&self.from_day)),
        }
    }
}

/// Somebody entered the same identity number at the same moment.
fn known_by_now(error: StoreError) -> AppError {
    if matches!(error, StoreError::Unique) { AppError::Refused(KNOWN.to_owned()) } else { error.into() }
}

/// What is typed into a field that may stay empty.
fn optional<T, E>(text: &str, read: impl Fn(&str) -> Result<T, E>) -> Result<Option<T>, E> {
    if normalised_text(text).is_empty() { Ok(None) } else { read(text).map(Some) }
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: &Org,
    kinds: &[PostKind],
    form: MemberForm,
    errors: Errors,
) -> Result<MemberFormPage, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    above.push(("执委名册".to_owned(), roster_href(org)));
    let besides = [PostKind::TwoCommittees, PostKind::GroupHead];
    let besides = besides.into_iter().filter(|kind| kinds.contains(kind));
    Ok(MemberFormPage {
        shell: visitor.shell(),
        above,
        place: org.name.clone(),
        action: format!("{}/new", roster_href(org)),
        sexes: vec![(WOMAN, "女", form.sex != MAN), (MAN, "男", form.sex == MAN)],
        educations: Education::ALL
            .iter()
            .map(|one| (one.code(), one.label(), one.code() == form.education))
            .collect(),
        parties: Party::ALL.iter().map(|one| (one.code(), one.label(), one.code() == form.party)).collect(),
        kinds: kinds.iter().map(|one| (one.code(), one.label(), one.code() == form.kind)).collect(),
        also: besides
            .map(|one| (one.code(), one.label(), form.also.iter().any(|code| code == one.code())))
            .collect(),
        engagements: Engagement::ALL
            .iter()
            .map(|one| (one.code(), one.label(), one.code() == form.engagement))
            .collect(),
        today: tx.today(),
        form,
        errors,
    })
}
