//! One asking, for who carries it out: taking the call, and writing down what came of it.

use askama::Template;
use axum::response::Response;
use niangjia_org::api::Org;
use niangjia_store::{Ending, ReadTx, WriteTx};
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes, codes_or_empty, json, page,
    see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::SlipBody;
use crate::model::{CallOutcome, Contact, Score, SlipRow, SlipState};
use crate::pack::SurveyRules;
use crate::pages::{SaidQuery, SlipKey, by_call, contact_of, crumbs};
use crate::queries;
use crate::rules::{SaidCall, check_call, is_good};

const OVER: &str = "这份评价单已经用过或者过期了";
const TAKEN: &str = "别人已经接下这个回访";

/// What came of a call or of a paper, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct CallForm {
    #[schema(schema_with = codes::<CallOutcome>, required = true)]
    outcome: String,
    /// 她的评价；没有回答的不写
    #[schema(schema_with = codes_or_empty::<Score>)]
    score: String,
    /// 她愿意说的一句，最多 200 字
    line: String,
}

/// Nothing is typed to take a call.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct TakingForm {}

#[derive(Template)]
#[template(path = "survey_slip.html")]
struct SlipPage {
    shell: Shell,
    above: Vec<(String, String)>,
    slip: SlipRow,
    question: &'static str,
    until: String,
    can_call: bool,
    contact: Option<Contact>,
    open: bool,
    outcomes: Vec<(&'static str, &'static str, bool)>,
    scores: Vec<(&'static str, &'static str, bool)>,
    form: CallForm,
    errors: Errors,
}

/// `GET /slips/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<SlipKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let slip = queries::askable(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if visitor.wants_json {
            let callable = by_call(contact_of(tx, &slip)?.as_ref());
            return json(&SlipBody::of(&slip, callable, contact(tx, visitor, &slip)?));
        }
        let said = (query.said == "taken").then(|| "已接下。怎样联系她，写在下面，只有您看得到。".to_owned());
        page(&slip_page(tx, visitor, slip, CallForm::default(), Errors::default(), said)?)
    })
    .await
}

/// `POST /slips/{key}/taking`.
pub(crate) async fn take(ctx: Ctx, At(key): At<SlipKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &TakingForm| {
        let slip = open(tx, visitor, key)?;
        match actions::take_call(tx, &visitor.actor, &slip)? {
            Ending::Nothing(_) => Err(AppError::Refused(TAKEN.to_owned())),
            taken => Ok(taken.map(|_| see_other(&format!("{}?said=taken", slip.href())))),
        }
    })
    .await
}

/// `POST /slips/{key}/outcome`.
pub(crate) async fn record(ctx: Ctx, At(key): At<SlipKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &CallForm| {
        let slip = open(tx, visitor, key)?;
        if slip.caller.is_some_and(|caller| caller != visitor.actor.person) {
            return Err(AppError::Refused(TAKEN.to_owned()));
        }
        let said = SaidCall {
            outcome: CallOutcome::parse(&form.outcome).ok(),
            score: Score::parse(&form.score).ok(),
            line: form.line.trim().to_owned(),
        };
        let mut errors = Errors::default();
        for (field, sentence) in check_call(&said) {
            errors.at(field, sentence);
        }
        let (Some(outcome), true) = (said.outcome, errors.is_empty()) else {
            let shown = slip_page(tx, visitor, slip, form.clone(), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let org = niangjia_org::api::by_id(tx, slip.org_id)?.ok_or(AppError::NotFound)?;
        let done = actions::record_call(tx, &visitor.actor, &slip, (outcome, said.score, &said.line))?;
        let said = if outcome == CallOutcome::Answered { "answered" } else { "called" };
        Ok(done.map(|_| see_other(&format!("{}/survey-calls?said={said}", calls_of(visitor, &org)))))
    })
    .await
}

/// Where the list of calls is that she comes from.
fn calls_of(visitor: &Visitor, org: &Org) -> String {
    let own = visitor.actor.acting.org_path.covers(&org.path);
    if own { org.href() } else { format!("/orgs/{}", visitor.actor.acting.org_path.code()) }
}

/// An asking that waits and that she may carry out.
fn open(tx: &WriteTx<'_>, visitor: &Visitor, key: SlipKey) -> Result<SlipRow, AppError> {
    tx.hold("survey_asking", key.tenant, key.id.uuid())?;
    let slip = queries::askable(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    if is_good(slip.state == SlipState::Waiting, slip.until, tx.today()) {
        Ok(slip)
    } else {
        Err(AppError::Refused(OVER.to_owned()))
    }
}

/// Whom to call, for who took the call.
fn contact(tx: &ReadTx<'_>, visitor: &Visitor, slip: &SlipRow) -> Result<Option<Contact>, AppError> {
    Ok(contact_of(tx, slip)?.filter(|_| slip.caller == Some(visitor.actor.person)))
}

fn slip_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    slip: SlipRow,
    form: CallForm,
    errors: Errors,
    said: Option<String>,
) -> Result<SlipPage, AppError> {
    let org = niangjia_org::api::by_id(tx, slip.org_id)?.ok_or(AppError::NotFound)?;
    let mut above = crumbs(tx, &org)?;
    above.push(("等回访的".to_owned(), format!("{}/survey-calls", org.href())));
    Ok(SlipPage {
        shell: visitor.shell_saying(said),
        above,
        question: SurveyRules::in_force().question.as_str(),
        until: slip.until.long(),
        can_call: slip.contact.is_some(),
        contact: contact(tx, visitor, &slip)?,
        open: is_good(slip.state == SlipState::Waiting, slip.until, tx.today()),
        outcomes: CallOutcome::ALL
            .iter()
            .map(|one| (one.code(), one.label(), form.outcome == one.code()))
            .collect(),
        scores: Score::ALL.iter().map(|one| (one.code(), one.label(), form.score == one.code())).collect(),
        slip,
        form,
        errors,
    })
}
