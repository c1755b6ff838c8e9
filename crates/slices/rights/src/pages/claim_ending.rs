//! How a claim ends: what is done by the form, and what stands on it.

use axum::response::Response;
use niangjia_household::api as household;
use niangjia_store::{Ending as Ends, ReadTx};
use niangjia_subject::{Field, Keepers, Kept, Subject, Wording};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, again, codes, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, Ending, Stopped};
use crate::model::{ClaimRow, Outcome};
use crate::pack::RightsRules;
use crate::pages::ClaimKey;
use crate::pages::claim::{TellingForm, claim_page, kept};
use crate::pages::inspection_form::value_of;
use crate::rules::{SaidEnding, check_ending};

/// How a claim ends, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct EndingForm {
    #[schema(schema_with = codes::<Outcome>, required = true)]
    pub(super) outcome: String,
    /// 不办的依据：规则包里的代码；全部办了的不写
    pub(super) ground: String,
    /// 给她的答复
    #[schema(required = true)]
    pub(super) answer: String,
    /// 改哪一项，例如 household.phone；和 value 一一对应
    field: Vec<String>,
    /// 改成什么；和登记的一样就是不改
    value: Vec<String>,
    /// 删除联系人时，家里谁接着当联系人：res_…
    successor: String,
}

/// A value that may be put right.
pub(super) struct Correctable {
    pub(super) name: String,
    pub(super) label: &'static str,
    pub(super) now: String,
    pub(super) value: String,
    pub(super) error: String,
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

/// Who may speak for the household after her; empty where nobody has to.
pub(super) fn successors_of(
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

/// What may be put right, with what was typed for it.
pub(super) fn correctables(
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
