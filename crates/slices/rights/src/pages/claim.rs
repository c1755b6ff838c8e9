//! One claim: her words, how it ends, and how she was told.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_store::{Ending as Ends, ReadTx, WriteTx};
use niangjia_subject::{Field, Keepers, Kept, Subject, Wording};
use niangjia_web::show::Due;
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes, day, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, Ending, Stopped};
use crate::json::ClaimBody;
use crate::model::{About, ClaimKind, ClaimRow, Manner, Outcome};
use crate::pack::RightsRules;
use crate::pages::inspection_form::value_of;
use crate::pages::{ClaimKey, KEEPING, SaidQuery, about, crumbs, due};
use crate::queries;
use crate::rules::{SaidEnding, Sight, check_ending, check_telling, sight};

/// How a claim ends, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct EndingForm {
    #[schema(schema_with = codes::<Outcome>, required = true)]
    outcome: String,
    /// 不办的依据：规则包里的代码；全部办了的不写
    ground: String,
    /// 给她的答复
    #[schema(required = true)]
    answer: String,
    /// 改哪一项，例如 household.phone；和 value 一一对应
    field: Vec<String>,
    /// 改成什么；和登记的一样就是不改
    value: Vec<String>,
    /// 删除联系人时，家里谁接着当联系人：res_…
    successor: String,
}

/// How she was told, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct TellingForm {
    #[schema(schema_with = day, required = true)]
    told_day: String,
    #[schema(schema_with = codes::<Manner>, required = true)]
    manner: String,
}

/// A value that may be put right.
struct Correctable {
    name: String,
    label: &'static str,
    now: String,
    value: String,
    error: String,
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
struct ClaimPage {
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
    correctable: Vec<Correctable>,
    successors: Vec<(String, String, bool)>,
    manners: Vec<(&'static str, &'static str, bool)>,
    ending: EndingForm,
    telling: TellingForm,
    today: String,
    errors: Errors,
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
fn kept(tx: &WriteTx<'_>, visitor: &Visitor, key: ClaimKey) -> Result<(ClaimRow, Subject), AppError> {
    tx.hold("rights_claim", key.tenant, key.id.uuid())?;
    let claim = queries::visible_claim(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    if sight(&visitor.actor) != Sight::Keeps {
        return Err(AppError::Forbidden(KEEPING.to_owned()));
    }
    let subject = household::subject(tx, claim.household.within(claim.tenant), claim.resident)?;
    Ok((claim, subject.ok_or(AppError::NotFound)?))
}

/// `POST /claims/{key}/ending`.
pub(crate) async fn end(ctx: Ctx, At(key): At<ClaimKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &EndingForm| {
        let (claim, subject) = kept(tx, visitor, key)?;
        let done = see_other(&format!("{}?said=ended", claim.href()));
        if claim.ended.is_some() {
            return Ok(Ends::Nothing(done));
        }
        tx.hold("household", claim.tenant, claim.household.uuid())?;
        let keepers = visitor.app.machine::<Keepers>()?;
        // As the form stood before anything was changed: what is refused is shown on it again.
        let mut shown = claim_page(
            tx,
            visitor,
            claim.clone(),
            (form.clone(), TellingForm::default()),
            Errors::default(),
            None,
        )?;
        let stopped = match ending(tx, keepers, (&claim, &subject), form)? {
            Ok(ending) => {
                match actions::end_claim(tx, &visitor.actor, keepers, (&claim, &subject), &ending) {
                    Ok(ended) => return Ok(ended.map(|()| done).into()),
                    Err(Stopped::EndedBefore) => return Ok(Ends::Nothing(done)),
                    Err(Stopped::Store(error)) => return Err(error.into()),
                    Err(Stopped::At(field, sentence)) => {
                        let mut errors = Errors::default();
                        errors.at_any(&field, sentence);
                        errors
                    }
                }
            }
            Err(errors) => errors,
        };
        for one in &mut shown.correctable {
            one.error = stopped.of(&one.name).to_owned();
        }
        shown.errors = stopped;
        again(visitor, &shown, &shown.errors)
    })
    .await
}

/// What was typed, read and checked; else the sentences.
fn ending<'a>(
    tx: &ReadTx<'_>,
    keepers: &Keepers,
    (claim, subject): (&ClaimRow, &Subject),
    form: &'a EndingForm,
) -> Result<Result<Ending<'a>, Errors>, AppError> {
    let mut errors = Errors::default();
    let outcome = errors.take("outcome", Outcome::parse(&form.outcome).map_err(|_| "请点怎样办结"));
    let ground = RightsRules::in_force().ground(&form.ground).map(|_| form.ground.as_str());
    let pairs = form.field.iter().zip(&form.value);
    let known: Vec<(&Field, Kept)> = fields(tx, keepers, subject)?;
    let wordings: Vec<(String, Wording<'_>)> = pairs
        .filter_map(|(name, value)| {
            let (table, column) = name.split_once('.')?;
            let is = |(field, _): &&(&Field, Kept)| field.table == table && field.column == column;
            let (_, kept) = known.iter().find(is)?;
            let changed = kept.value.trim_end_matches('年') != value.trim() && !value.trim().is_empty();
            changed.then_some((name.clone(), Wording { table, column, value }))
        })
        .collect();
    let people = household::people_of(tx, claim.household.within(claim.tenant))?;
    let successor =
        people.into_iter().find(|one| value_of(one) == form.successor && one.resident != subject.resident);
    let Some(outcome) = outcome else { return Ok(Err(errors)) };
    let said = SaidEnding {
        outcome,
        has_ground: ground.is_some(),
        answer: form.answer.trim().to_owned(),
        corrections: wordings.len(),
        has_successor: successor.is_some(),
    };
    let holds = keepers.ask(|keeper| keeper.holds(tx, subject))?;
    for refusal in check_ending(&said, claim.kind, subject, holds) {
        let (field, sentence) = refusal.sentence();
        errors.at(field, sentence);
    }
    let ground = ground.filter(|_| outcome != Outcome::Done);
    let answer = form.answer.trim();
    Ok(if errors.is_empty() {
        Ok(Ending { outcome, ground, answer, wordings, successor })
    } else {
        Err(errors)
    })
}

/// What may be put right about her, as it is now; where nothing stands yet, it may be completed.
fn fields(
    tx: &ReadTx<'_>,
    keepers: &Keepers,
    subject: &Subject,
) -> Result<Vec<(&'static Field, Kept)>, AppError> {
    let kept = keepers.ask(|keeper| keeper.kept(tx, subject))?;
    let correctable = keepers.all().flat_map(|keeper| keeper.fields()).filter(|field| field.correctable);
    let own = |field: &&'static Field| {
        let household = field.table == "household";
        let head = field.column == "contact_name";
        match (household, subject.resident.is_some()) {
            // Her name stands in her own line; who has none is named in the head of the household.
            (true, has_line) if head => !has_line,
            (true, _) => field.column != "phone" || subject.contact,
            (false, has_line) => has_line,
        }
    };
    let with = |field: &'static Field| {
        let now = kept.iter().find(|kept| *kept.field == *field).cloned();
        let nothing = Kept { field, value: String::new(), since: None, source: "" };
        (field, now.unwrap_or(nothing))
    };
    Ok(correctable.filter(own).map(with).collect())
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

fn claim_page(
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

fn successors_of(
    tx: &ReadTx<'_>,
    claim: &ClaimRow,
    subject: &Subject,
    form: &EndingForm,
) -> Result<Vec<(String, String, bool)>, AppError> {
    if !(subject.contact && subject.others) {
        return Ok(Vec::new());
    }
    let people = household::people_of(tx, claim.household.within(claim.tenant))?.into_iter();
    let others = people.filter(|one| one.resident != subject.resident && one.resident.is_some());
    let choice = |one: Subject| {
        let value = value_of(&one);
        let chosen = form.successor == value;
        (value, format!("{}（{}）", one.name, one.relation), chosen)
    };
    let first = (String::new(), "请选择".to_owned(), form.successor.is_empty());
    Ok(std::iter::once(first).chain(others.map(choice)).collect())
}

fn correctables(
    tx: &ReadTx<'_>,
    keepers: &Keepers,
    subject: &Subject,
    form: &EndingForm,
) -> Result<Vec<Correctable>, AppError> {
    let typed = |name: &str| form.field.iter().zip(&form.value).find(|(field, _)| *field == name);
    let line = |(field, kept): (&'static Field, Kept)| {
        let name = format!("{}.{}", field.table, field.column);
        let value = typed(&name).map_or_else(String::new, |(_, value)| value.clone());
        Correctable { name, label: field.label, now: kept.value, value, error: String::new() }
    };
    Ok(fields(tx, keepers, subject)?.into_iter().map(line).collect())
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
