//! What is done with a trouble: help, its end, the application for mediation, opening it from above.

use axum::response::Response;
use niangjia_kernel::{Day, Id};
use niangjia_store::WriteTx;
use niangjia_web::{
    AppError, Application, At, Ctx, Errors, Step, Typed, Visitor, again, codes, day, made, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, Given};
use crate::model::{Closing, Help, HelpKind};
use crate::pages::TroubleKey;
use crate::pages::danger::{self, FoundIn};
use crate::pages::trouble::{Forms, helpers, trouble_page};
use crate::queries::{self, VisibleTrouble};
use crate::rules::{HelpSaid, TroubleReach, check_closing, check_help};

const FROM_ABOVE: &str = "困扰由发现的人、帮的人和本社区（村）的主席来办，上级只看和督办";
const SEALED: &str = "有危险的已经转入保密办理，不能调解";
const LONGEST_PURPOSE: usize = 200;

/// What was done, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct HelpForm {
    pub(crate) id: String,
    #[schema(schema_with = codes::<HelpKind>, required = true)]
    pub(crate) kind: String,
    /// 做了什么，一句话
    pub(crate) words: String,
    #[schema(schema_with = day, required = true)]
    pub(crate) on_day: String,
    /// 谁做的：执委的编号
    pub(crate) by: String,
    /// 几个问题问过没有：all_no、some、not_now
    pub(crate) asked: String,
    /// 有危险的是哪几项：规则包里的代码
    pub(crate) danger: Vec<String>,
}

impl HelpForm {
    /// A form that nobody has typed into.
    pub(crate) fn blank(today: Day, id: Id<Help>, visitor: &Visitor) -> Self {
        let by = visitor.actor.person.to_string();
        Self { id: id.to_string(), on_day: today.to_string(), by, ..Self::default() }
    }
}

/// How it ended, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ClosingForm {
    #[schema(schema_with = codes::<Closing>, required = true)]
    closing: String,
}

/// Nothing is typed to apply.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ApplicationForm {}

/// What it is opened for.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct OpeningForm {
    /// 用途，最多 200 字
    purpose: String,
}

/// A trouble that she may act on.
fn acted_on(tx: &WriteTx<'_>, visitor: &Visitor, key: TroubleKey) -> Result<VisibleTrouble, AppError> {
    // Whoever does not see it must not hold it: its people would wait for her, and it would take longer than one that is not there.
    if queries::visible_trouble(tx, &visitor.actor, key)?.is_none() {
        return Err(AppError::NotFound);
    }
    tx.hold("screening_trouble", key.tenant, key.id.uuid())?;
    let trouble = queries::visible_trouble(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    if trouble.reach == TroubleReach::Above {
        return Err(AppError::Forbidden(FROM_ABOVE.to_owned()));
    }
    Ok(trouble)
}

/// `POST /troubles/{key}/helps`.
pub(crate) async fn help(ctx: Ctx, At(key): At<TroubleKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &HelpForm| {
        let trouble = acted_on(tx, visitor, key)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Help>(tx, &form.id, "words", &mut errors);
        let may = helpers(tx, visitor, &trouble)?;
        let by = may.iter().find(|(person, _)| person.to_string() == form.by);
        let words = form.words.trim();
        let said = HelpSaid {
            kind: HelpKind::parse(&form.kind).ok(),
            on: Day::parse(&form.on_day).ok(),
            words: words.to_owned(),
            by: by.map(|(person, _)| *person),
        };
        for (field, sentence) in check_help(&trouble.row, &said, tx.today()) {
            errors.at(field, sentence);
        }
        let danger = danger::read(&form.asked, &form.danger, &mut errors);
        let (Some(id), Some(kind), Some(on), Some((person, name)), true) =
            (id, said.kind, said.on, by, errors.is_empty())
        else {
            let forms = Forms { help: form.clone(), errors, ..Forms::default() };
            let shown = trouble_page(tx, visitor, trouble, forms, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let seals = danger.any() && !trouble.row.sealed;
        let given = Given { id, kind, on, by: (*person, name), words, seals };
        let done = actions::help(tx, &visitor.actor, &trouble, &given)?;
        if seals {
            let org = niangjia_org::api::by_id(tx, trouble.row.org_id)?.ok_or(AppError::NotFound)?;
            let name = tx.unseal(queries::NAME, &trouble.row.name)?;
            let (subject, household) = (trouble.row.id.uuid(), trouble.row.household);
            danger::announce(
                tx,
                visitor,
                danger,
                &FoundIn { org: &org, subject, household, name: &name, words },
            )?;
        }
        // Whoever only chaired it before is no longer of its own people when it is sealed: she goes to the list.
        let still = !seals || trouble.reach == TroubleReach::Own || *person == visitor.actor.person;
        let to = if still {
            format!("{}?said=helped", trouble.row.href())
        } else {
            format!("/orgs/{}/troubles", trouble.row.org_path.code())
        };
        Ok(done.map(|()| made(&to, id)))
    })
    .await
}

/// `POST /troubles/{key}/closing`.
pub(crate) async fn close(ctx: Ctx, At(key): At<TroubleKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ClosingForm| {
        let trouble = acted_on(tx, visitor, key)?;
        let mut errors = Errors::default();
        let closing = errors.take("closing", check_closing(&trouble.row, Closing::parse(&form.closing).ok()));
        let Some(closing) = closing else {
            let help = HelpForm::blank(tx.today(), tx.new_id(), visitor);
            let forms = Forms { help, closing: form.closing.clone(), errors, ..Forms::default() };
            let shown = trouble_page(tx, visitor, trouble, forms, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let done = actions::close_trouble(tx, &visitor.actor, &trouble, closing)?;
        Ok(done.map(|()| see_other(&format!("{}?said=closed", trouble.row.href()))))
    })
    .await
}

/// `POST /troubles/{key}/application`.
pub(crate) async fn apply(ctx: Ctx, At(key): At<TroubleKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &ApplicationForm| {
        let trouble = acted_on(tx, visitor, key)?;
        let row = &trouble.row;
        if row.sealed {
            return Err(AppError::Refused(SEALED.to_owned()));
        }
        if !row.state.is_open() {
            return Err(AppError::Refused("已经结束了，请在调解那里直接受理".to_owned()));
        }
        let step = Step::AppliesForMediation(Box::new(Application {
            actor: visitor.actor.clone(),
            tenant: row.tenant,
            org_id: row.org_id,
            org_path: row.org_path.clone(),
            mediation: tx.new_id::<niangjia_kernel::Mediation>().uuid(),
            from: row.id.uuid(),
            from_request: false,
            household: row.household,
            name: tx.unseal(queries::NAME, &row.name)?,
            words: tx.unseal(queries::WORDS, &row.words)?,
        }));
        visitor.app.guards().ask(tx, &step)?;
        let done = actions::apply(tx, &visitor.actor, &trouble)?;
        Ok(done.map(|()| see_other(&format!("{}?said=applied", row.href()))))
    })
    .await
}

/// `POST /troubles/{key}/opening`.
pub(crate) async fn open(ctx: Ctx, At(key): At<TroubleKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &OpeningForm| {
        let trouble = queries::visible_trouble(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        let purpose = form.purpose.trim();
        let mut errors = Errors::default();
        match purpose.chars().count() {
            0 => errors.at("purpose", "请写一句为什么要看"),
            1..=LONGEST_PURPOSE => {}
            _ => errors.at("purpose", "太长了，请留在 200 字以内"),
        }
        if !errors.is_empty() {
            let forms = Forms { purpose: form.purpose.clone(), errors, ..Forms::default() };
            let shown = trouble_page(tx, visitor, trouble, forms, None)?;
            return again(visitor, &shown, &shown.errors);
        }
        let opened = actions::open_trouble(tx, &visitor.actor, &trouble, purpose)?;
        Ok(opened.map(|()| see_other(&format!("{}?said=opened", trouble.row.href()))).into())
    })
    .await
}
