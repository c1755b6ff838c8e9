//! 写需求卡: what she wishes, what was promised, by when, by whom.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, Key, Person, Visit};
use niangjia_store::{ReadTx, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, day, made, page};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{HouseholdRow, NeedCard};
use crate::pack::HouseholdRules;
use crate::pages::{HouseholdKey, household_href, place};
use crate::queries::{self, VisibleHousehold};
use crate::rules::{CardSaid, Reach, check_card};
use crate::said::normalised_blank;

/// Days that the form suggests.
const SUGGESTED_DAYS: i64 = 14;

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct CardForm {
    // Made with the form: the same form sent twice is one card.
    /// 需求卡的编号，card_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(card_[0-9a-f]{32})?$")]
    id: String,
    /// 哪一次走访时发现的：走访的编号，vis_…；没有就空着
    visit: String,
    #[schema(schema_with = crate::json::matters, required = true)]
    matter: String,
    /// 她想要什么
    #[schema(required = true, max_length = 500)]
    wish: String,
    /// 答应了她什么
    #[schema(required = true, max_length = 500)]
    promise: String,
    #[schema(schema_with = day, required = true)]
    due: String,
    /// 谁来办：人的编号，per_…；不写是自己
    member: String,
}

/// What the form may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewCardQuery {
    visit: String,
}

#[derive(Template)]
#[template(path = "need_card_form.html")]
struct CardFormPage {
    shell: Shell,
    href: String,
    household: HouseholdRow,
    place: String,
    form: CardForm,
    matters: Vec<(String, String, bool)>,
    members: Vec<(String, String, bool)>,
    today: Day,
    errors: Errors,
}

/// `GET /households/{key}/need-cards/new`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HouseholdKey>, Query(query): Query<NewCardQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let household = writing(tx, visitor, key)?;
        let visit = query.visit.parse::<Key<Visit>>().ok();
        let visit = match visit {
            Some(visit) => queries::visible_visit(tx, &visitor.actor, visit)?,
            None => None,
        };
        let form = CardForm {
            id: Id::<NeedCard>::new(tx.now(), visitor.app.store().chance()).to_string(),
            matter: visit.as_ref().map(|visit| visit.matter.clone()).unwrap_or_default(),
            visit: visit.map(|visit| visit.id.to_string()).unwrap_or_default(),
            due: tx.today().plus(SUGGESTED_DAYS).to_string(),
            member: visitor.actor.person.to_string(),
            ..CardForm::default()
        };
        page(&form_page(tx, visitor, household.row, form, Errors::default())?)
    })
    .await
}

/// `POST /households/{key}/need-cards`.
pub(crate) async fn write(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CardForm| {
        let household = writing(tx, visitor, key)?;
        let (id, said, (person, name), visit) = match form.said(tx, visitor, &household)? {
            Ok(said) => said,
            Err(errors) => {
                let shown = form_page(tx, visitor, household.row, form.clone(), errors)?;
                return again(visitor, &shown, &shown.errors);
            }
        };
        let doer = (person, name.as_str(), visit);
        let written = actions::write_card(tx, &visitor.actor, &household.row, id, doer, &said)?;
        let href = format!("{}?card=true", household_href(&household.row));
        Ok(written.map(|id| made(&href, id.within(household.row.tenant))))
    })
    .await
}

/// The household, where the visitor may write a card for it: whoever visits it.
fn writing(tx: &ReadTx<'_>, visitor: &Visitor, key: HouseholdKey) -> Result<VisibleHousehold, AppError> {
    let household = queries::visible_household(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    match household.reach {
        Reach::Linked(_) | Reach::Community => Ok(household),
        Reach::Above => Err(AppError::Forbidden("需求卡由联系这一户的执委或社区妇联主席来写".to_owned())),
    }
}

/// Who may be named: herself, and whoever is linked to the family.
fn doers(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    household: &HouseholdRow,
) -> Result<Vec<(Id<Person>, String)>, AppError> {
    let mut doers = vec![(visitor.actor.person, visitor.actor.name.clone())];
    for link in queries::links(tx, household, tx.today())? {
        if doers.iter().all(|(person, _)| *person != link.person) {
            doers.push((link.person, link.person_name));
        }
    }
    Ok(doers)
}

type Said = (Id<NeedCard>, CardSaid, (Id<Person>, String), Option<Id<Visit>>);

impl CardForm {
    /// Reads the fields; every wrong one gets its sentence.
    fn said(
        &self,
        tx: &WriteTx<'_>,
        visitor: &Visitor,
        household: &VisibleHousehold,
    ) -> Result<Result<Said, Errors>, AppError> {
        let mut errors = Errors::default();
        let id = visitor.form_id::<NeedCard>(tx, &self.id, "wish", &mut errors);
        let due = errors.take("due", Day::parse(&self.due));
        let doers = doers(tx, visitor, &household.row)?;
        let own = self.member.is_empty();
        let doer = doers
            .into_iter()
            .find(|(person, _)| own && *person == visitor.actor.person || person.to_string() == self.member);
        let doer = errors.take("member", doer.ok_or("请从名单里选一位"));
        let said = CardSaid {
            matter: self.matter.clone(),
            wish: normalised_blank(&self.wish),
            promise: normalised_blank(&self.promise),
            due: due.unwrap_or_else(|| tx.today()),
        };
        for (field, sentence) in check_card(&said, tx.today(), HouseholdRules::in_force()) {
            errors.at(field, sentence);
        }
        let visit = self.visit.parse::<Id<Visit>>().ok();
        let visit = match visit {
            Some(visit) => {
                let key = visit.within(household.row.tenant);
                let seen = queries::visible_visit(tx, &visitor.actor, key)?;
                seen.filter(|seen| seen.household == household.row.id).map(|seen| seen.id)
            }
            None => None,
        };
        Ok(match (id, doer, errors.is_empty()) {
            (Some(id), Some(doer), true) => Ok((id, said, doer, visit)),
            _ => Err(errors),
        })
    }
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    household: HouseholdRow,
    form: CardForm,
    errors: Errors,
) -> Result<CardFormPage, AppError> {
    let matters = HouseholdRules::in_force().matters.iter();
    let matter = |one: &crate::pack::Matter| (one.code.clone(), one.label.clone(), one.code == form.matter);
    let member = |(person, name): (Id<Person>, String)| {
        let value = person.to_string();
        let chosen = value == form.member;
        (value, name, chosen)
    };
    Ok(CardFormPage {
        shell: visitor.shell(),
        href: household_href(&household),
        place: place(&household),
        matters: matters.filter(|one| one.need).map(matter).collect(),
        members: doers(tx, visitor, &household)?.into_iter().map(member).collect(),
        today: tx.today(),
        household,
        form,
        errors,
    })
}
