//! One claim: her words, how it ends, and how she was told.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, WriteTx};
use niangjia_subject::{Keepers, Subject};
use niangjia_web::show::Due;
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes, day, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::ClaimBody;
use crate::model::{About, ClaimKind, ClaimRow, Manner, Outcome};
use crate::pack::RightsRules;
use crate::pages::claim_ending::{Correctable, EndingForm, correctables, successors_of};
use crate::pages::{ClaimKey, KEEPING, SaidQuery, about, crumbs, due};
use crate::queries;
use crate::rules::{Sight, check_telling, sight};

/// How she was told, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct TellingForm {
    #[schema(schema_with = day, required = true)]
    told_day: String,
    #[schema(schema_with = codes::<Manner>, required = true)]
    manner: String,
}

struct Closed {
    outcome: &'static str,
    ground: Option<(String, String)>,
    answer: String,
    changed: Vec<String>,
    on: String,
    by: String,
}

#[derive(Template)]
#[template(path = "claim.html")]
pub(super) struct ClaimPage {
    shell: Shell,
    above: Vec<(String, String)>,
    claim: ClaimRow,
    name: String,
    due: Due,
    asked: String,
    keeps: bool,
    deletes: bool,
    words: String,
    closed: Option<Closed>,
    told: Option<String>,
    holds: Vec<(String, String)>,
    outcomes: Vec<(&'static str, &'static str, bool)>,
    grounds: Vec<(String, String, bool)>,
    pub(super) correctable: Vec<Correctable>,
    successors: Vec<(String, String, bool)>,
    manners: Vec<(&'static str, &'static str, bool)>,
    ending: EndingForm,
    telling: TellingForm,
    today: String,
    pub(super) errors: Errors,
}

/// `GET /claims/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<ClaimKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let claim = queries::visible_claim(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if visitor.wants_json {
            let whose = (claim.tenant, claim.household, claim.resident);
            let keeps = sight(&visitor.actor) == Sight::Keeps;
            let opened = if keeps { Some(opened(tx, &claim)?) } else { None };
            return json(&ClaimBody::of(&about(tx, claim, whose)?, tx.today(), opened));
        }
        let said = match query.said.as_str() {
            "claimed" => Some("已记下。到期前会一直在工作台上。"),
            "ended" => Some("已办结。请告诉她结果，告诉了再记在下面。"),
            "told" => Some("已答复本人，这件事办完了。"),
            _ => None,
        };
        let telling = TellingForm { told_day: tx.today().to_string(), manner: claim.reach.code().to_owned() };
        let forms = (EndingForm::default(), telling);
        page(&claim_page(tx, visitor, claim, forms, Errors::default(), said)?)
    })
    .await
}

fn opened(tx: &ReadTx<'_>, claim: &ClaimRow) -> Result<(String, Option<String>), AppError> {
    let words = tx.unseal(queries::WORDS, &claim.words)?;
    let ended = claim.ended.as_ref();
    Ok((words, ended.map(|ended| tx.unseal(queries::ANSWER, &ended.answer)).transpose()?))
}

/// A claim that `visitor` answers, with whom it is about.
pub(super) fn kept(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    key: ClaimKey,
) -> Result<(ClaimRow, Subject), AppError> {
    tx.hold("rights_claim", key.tenant, key.id.uuid())?;
    let claim = queries::visible_claim(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    if sight(&visitor.actor) != Sight::Keeps {
        return Err(AppError::Forbidden(KEEPING.to_owned()));
    }
    let subject = household::subject(tx, claim.household.within(claim.tenant), claim.resident)?;
    Ok((claim, subject.ok_or(AppError::NotFound)?))
}

/// `POST /claims/{key}/telling`.
pub(crate) async fn tell(ctx: Ctx, At(key): At<ClaimKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &TellingForm| {
        let (claim, subject) = kept(tx, visitor, key)?;
        let Some(ended) = &claim.ended else {
            return Err(AppError::Refused("还没有办结，办结以后再答复".to_owned()));
        };
        let mut errors = Errors::default();
        let on = errors.take("told_day", Day::parse(&form.told_day));
        if let Some(on) = on {
            let _sentence = errors.take("told_day", check_telling(on, ended.on, tx.today()));
        }
        let manner = errors.take("manner", Manner::parse(&form.manner).map_err(|_| "请点怎样告诉她的"));
        let (Some(on), Some(manner), true) = (on, manner, errors.is_empty()) else {
            let forms = (EndingForm::default(), form.clone());
            let shown = claim_page(tx, visitor, claim, forms, errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let told = actions::tell(tx, &visitor.actor, (&claim, &subject), on, manner)?;
        Ok(told.map(|()| see_other(&format!("{}?said=told", claim.href()))))
    })
    .await
}

pub(super) fn claim_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    claim: ClaimRow,
    (ending, telling): (EndingForm, TellingForm),
    errors: Errors,
    said: Option<&str>,
) -> Result<ClaimPage, AppError> {
    let keepers = visitor.app.machine::<Keepers>()?;
    let keeps = sight(&visitor.actor) == Sight::Keeps;
    let org = niangjia_org::api::by_id(tx, claim.org_id)?.ok_or(AppError::NotFound)?;
    let whose = (claim.tenant, claim.household, claim.resident);
    let About { row: claim, subject } = about(tx, claim, whose)?;
    let name = subject.as_ref().map(|one| if keeps { one.name.clone() } else { one.masked_name() });
    let acts = keeps && claim.ended.is_none();
    let subject = subject.filter(|_| acts);
    let (mut holds, mut successors, mut correctable) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(subject) = &subject {
        if claim.kind == ClaimKind::Delete {
            let held = keepers.ask(|keeper| keeper.holds(tx, subject))?.into_iter();
            holds = held.map(|hold| (hold.sentence, hold.basis)).collect();
            successors = successors_of(tx, &claim, subject, &ending)?;
        }
        if claim.kind.changes() {
            correctable = correctables(tx, keepers, subject, &ending)?;
        }
    }
    let words = if keeps { tx.unseal(queries::WORDS, &claim.words)? } else { String::new() };
    let rules = RightsRules::in_force();
    let told = claim.told.as_ref();
    let mut grounds = vec![(String::new(), "全部办了，不用依据".to_owned(), ending.ground.is_empty())];
    grounds.extend(rules.ground.iter().map(|ground| {
        (ground.code.clone(), format!("{}（{}）", ground.label, ground.basis), ending.ground == ground.code)
    }));
    Ok(ClaimPage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        above: above(tx, &org)?,
        name: name.unwrap_or_default(),
        due: due(&claim, tx.today()),
        asked: claim.asked.long(),
        deletes: claim.kind == ClaimKind::Delete,
        keeps,
        words,
        closed: closed(tx, &claim, keeps)?,
        told: told.map(|(on, manner, by)| format!("{} {}，{by}", on.long(), manner.label())),
        holds,
        outcomes: Outcome::ALL
            .iter()
            .map(|one| (one.code(), one.label(), ending.outcome == one.code()))
            .collect(),
        grounds,
        correctable,
        successors,
        manners: Manner::ALL
            .iter()
            .map(|one| (one.code(), one.label(), telling.manner == one.code()))
            .collect(),
        today: tx.today().to_string(),
        claim,
        ending,
        telling,
        errors,
    })
}

fn above(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = crumbs(tx, org)?;
    above.push(("本人请求".to_owned(), format!("{}/claims", org.href())));
    Ok(above)
}

fn closed(tx: &ReadTx<'_>, claim: &ClaimRow, keeps: bool) -> Result<Option<Closed>, AppError> {
    let Some(ended) = &claim.ended else { return Ok(None) };
    let (answer, changed) = if keeps {
        let changed = ended.changed.as_ref().map(|sealed| tx.unseal(queries::CHANGED, sealed)).transpose()?;
        (tx.unseal(queries::ANSWER, &ended.answer)?, changed.unwrap_or_default())
    } else {
        (String::new(), String::new())
    };
    let ground = ended.ground.as_deref().map(|code| {
        let found = RightsRules::in_force().ground(code);
        found.map_or_else(|| (code.to_owned(), String::new()), |one| (one.label.clone(), one.basis.clone()))
    });
    Ok(Some(Closed {
        outcome: ended.outcome.label(),
        ground,
        answer,
        changed: changed.split('；').filter(|one| !one.is_empty()).map(str::to_owned).collect(),
        on: ended.on.long(),
        by: ended.by.clone(),
    }))
}
