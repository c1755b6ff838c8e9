//! 记一笔: at most five fields, two buttons.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, Visit};
use niangjia_store::{ReadTx, WriteTx};
use niangjia_web::show::When;
use niangjia_web::{
    AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, codes_or_empty, day, day_or_empty, made, page,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, SaidVisit};
use crate::model::{HouseholdRow, Manner, Outcome};
use crate::pack::HouseholdRules;
use crate::pages::{HouseholdKey, household_href, place};
use crate::queries::{self, VisibleHousehold};
use crate::rules::Reach;
use crate::said::TypedVisit;

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct VisitForm {
    // Made with the form: the same form sent twice is one visit.
    /// 走访的编号，vis_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(vis_[0-9a-f]{32})?$")]
    id: String,
    #[schema(schema_with = day, required = true)]
    on_day: String,
    #[schema(schema_with = crate::json::matters, required = true)]
    matter: String,
    /// 做了什么、说了什么
    #[schema(required = true, max_length = 500)]
    words: String,
    #[schema(schema_with = day_or_empty)]
    follow_up_day: String,
    #[schema(schema_with = codes_or_empty::<Manner>)]
    manner: String,
    #[schema(schema_with = codes_or_empty::<Outcome>)]
    outcome: String,
}

#[derive(Template)]
#[template(path = "visit_form.html")]
struct VisitFormPage {
    shell: Shell,
    href: String,
    household: HouseholdRow,
    place: String,
    last: Option<When>,
    form: VisitForm,
    matters: Vec<(String, String, bool)>,
    manners: Vec<(&'static str, &'static str, bool)>,
    earliest: Day,
    today: Day,
    tomorrow: Day,
    errors: Errors,
}

/// `GET /households/{key}/visits/new`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HouseholdKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let household = queries::visible_household(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        refuse_from_above(&household)?;
        let form = VisitForm {
            id: Id::<Visit>::new(tx.now(), visitor.app.store().chance()).to_string(),
            on_day: tx.today().to_string(),
            manner: Manner::AtHome.code().to_owned(),
            ..VisitForm::default()
        };
        page(&form_page(tx, visitor, household, form, Errors::default())?)
    })
    .await
}

/// `POST /households/{key}/visits`.
pub(crate) async fn record(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &VisitForm| {
        let household = queries::visible_household(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        refuse_from_above(&household)?;
        let said = match form.said(tx, visitor, household.since) {
            Ok(said) => said,
            Err(errors) => {
                let shown = form_page(tx, visitor, household, form.clone(), errors)?;
                return again(visitor, &shown, &shown.errors);
            }
        };
        let href = household_href(&household.row);
        let recorded = actions::record_visit(tx, &visitor.actor, &household, &said)?;
        let key = said.id.within(household.row.tenant);
        Ok(recorded.map(|_| made(&format!("{href}?recorded=true"), key)))
    })
    .await
}

/// Those above open files; they do not visit.
fn refuse_from_above(household: &VisibleHousehold) -> Result<(), AppError> {
    match household.reach {
        Reach::Linked(_) | Reach::Community => Ok(()),
        Reach::Above => Err(AppError::Forbidden("走访由联系这一户的执委或社区妇联主席来记".to_owned())),
    }
}

impl VisitForm {
    /// Reads the fields; every wrong one gets its sentence.
    fn said(&self, tx: &WriteTx<'_>, visitor: &Visitor, since: Day) -> Result<SaidVisit, Errors> {
        let mut errors = Errors::default();
        let read = self.typed().read(since, tx.today(), &mut errors);
        let id = visitor.form_id::<Visit>(tx, &self.id, "words", &mut errors);
        match (id, errors.is_empty()) {
            (Some(id), true) => Ok(read.with(id)),
            _ => Err(errors),
        }
    }

    fn typed(&self) -> TypedVisit<'_> {
        TypedVisit {
            on_day: &self.on_day,
            matter: &self.matter,
            words: &self.words,
            follow_up_day: &self.follow_up_day,
            manner: &self.manner,
            outcome: &self.outcome,
        }
    }
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    household: VisibleHousehold,
    form: VisitForm,
    errors: Errors,
) -> Result<VisitFormPage, AppError> {
    let VisibleHousehold { row, since, .. } = household;
    let last = queries::visits_of(tx, &row, None, 1)?.into_iter().next();
    let matters = &HouseholdRules::in_force().matters;
    let chosen = |matter: &crate::pack::Matter| matter.code == form.matter;
    Ok(VisitFormPage {
        shell: visitor.shell(),
        href: household_href(&row),
        place: place(&row),
        last: last.map(|visit| When::day(visit.on, tx.today())),
        matters: matters.iter().map(|one| (one.code.clone(), one.label.clone(), chosen(one))).collect(),
        manners: Manner::ALL.iter().map(|one| (one.code(), one.label(), one.code() == form.manner)).collect(),
        earliest: since,
        today: tx.today(),
        tomorrow: tx.today().plus(1),
        household: row,
        form,
        errors,
    })
}
