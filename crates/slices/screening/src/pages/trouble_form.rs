//! 登记困扰: whose, what kind, in a line; and the questions about danger.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_kernel::{Day, Household, Id, Key, Trouble};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, ReadTx, WriteTx};
use niangjia_subject::Subject;
use niangjia_web::{AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes, day, made, page};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, Found};
use crate::model::{LineOutcome, LineRow, RoundRow, TroubleSource};
use crate::pack::ScreeningRules;
use crate::pages::danger::{self, FoundIn, Questions};
use crate::pages::{LineKey, choices, crumbs, with_found};
use crate::queries;
use crate::rules::{TroubleSaid, check_trouble};

/// Of which family, or which family of a round.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FromQuery {
    household: String,
    line: String,
}

/// A trouble, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct TroubleForm {
    id: String,
    /// 家庭的编号；不在台账里的不写
    household: String,
    /// 排查名单里这一户的编号
    line: String,
    /// 家里的哪一位：居民的编号；不写，写 name
    person: String,
    /// 怎么称呼
    name: String,
    /// 哪一类：规则包里的代码
    kind: String,
    #[schema(schema_with = codes::<TroubleSource>, required = true)]
    source: String,
    /// 什么事，一句话
    words: String,
    /// 内部备注，只有能打开这一件的人看得到
    note: String,
    #[schema(schema_with = day, required = true)]
    found_day: String,
    /// 几个问题问过没有：all_no、some、not_now
    asked: String,
    /// 有危险的是哪几项：规则包里的代码
    danger: Vec<String>,
}

#[derive(Template)]
#[template(path = "screening_trouble_form.html")]
struct FormPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    family: Option<String>,
    people: Vec<(String, String, bool)>,
    kinds: Vec<(String, String, bool)>,
    sources: Vec<(&'static str, &'static str, bool)>,
    questions: Questions,
    form: TroubleForm,
    today: String,
    errors: Errors,
}

/// Where a trouble is found: the family and the round, as far as `actor` may see them.
#[derive(Default)]
struct Place {
    family: Option<(String, Vec<Subject>)>,
    household: Option<Key<Household>>,
    line: Option<(RoundRow, LineRow)>,
}

impl Place {
    fn of(tx: &ReadTx<'_>, actor: &Actor, household: &str, line: &str) -> Result<Self, AppError> {
        let mut place = Self::default();
        if let Ok(key) = line.parse::<LineKey>() {
            let (round, line) = queries::visible_line(tx, actor, key)?.ok_or(AppError::NotFound)?;
            place.household = Some(line.household.within(line.tenant));
            // A family of her list by the grid may be linked to somebody else: its name is known to her, its people not.
            place.family = Some((line.name.clone(), Vec::new()));
            place.line = Some((round, line));
        } else if let Ok(key) = household.parse::<Key<Household>>() {
            place.household = Some(key);
        }
        if let Some(key) = place.household {
            match household::visible(tx, actor, key)? {
                Some(seen) => place.family = Some((seen.row().name.clone(), household::people(tx, &seen)?)),
                None if place.line.is_none() => return Err(AppError::NotFound),
                None => {}
            }
        }
        Ok(place)
    }

    fn people(&self) -> &[Subject] {
        self.family.as_ref().map_or(&[], |(_, people)| people)
    }
}

/// `GET /orgs/{code}/troubles/new`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<FromQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_found(tx, &visitor.actor, &code)?;
        let place = Place::of(tx, &visitor.actor, &query.household, &query.line)?;
        let source = match (&place.line, &place.household) {
            (Some(_), _) => TroubleSource::Round.code(),
            (None, Some(_)) => TroubleSource::Visit.code(),
            (None, None) => "",
        };
        let form = TroubleForm {
            id: Id::<Trouble>::new(tx.now(), visitor.app.store().chance()).to_string(),
            household: place.household.map(|key| key.to_string()).unwrap_or_default(),
            line: query.line,
            source: source.to_owned(),
            found_day: tx.today().to_string(),
            ..TroubleForm::default()
        };
        page(&form_page(tx, visitor, (org, &place), form, Errors::default())?)
    })
    .await
}

/// `POST /orgs/{code}/troubles`.
pub(crate) async fn find(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &TroubleForm| {
        let org = with_found(tx, &visitor.actor, &code)?;
        let place = Place::of(tx, &visitor.actor, &form.household, &form.line)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Trouble>(tx, &form.id, "words", &mut errors);
        let subject = place.people().iter().find(|one| value_of(one) == form.person);
        let said = TroubleSaid {
            name: subject.map_or_else(|| form.name.trim().to_owned(), |one| one.name.clone()),
            kind: form.kind.clone(),
            source: TroubleSource::parse(&form.source).ok(),
            words: form.words.trim().to_owned(),
            note: form.note.trim().to_owned(),
            found: Day::parse(&form.found_day).ok(),
        };
        for (field, sentence) in check_trouble(&said, tx.today(), ScreeningRules::in_force()) {
            errors.at(field, sentence);
        }
        let danger = danger::read(&form.asked, &form.danger, &mut errors);
        let (Some(id), Some(source), Some(on), true) = (id, said.source, said.found, errors.is_empty())
        else {
            let shown = form_page(tx, visitor, (org, &place), form.clone(), errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let found = Found {
            id,
            org: &org,
            kind: &said.kind,
            source,
            round: place.line.as_ref().map(|(round, _)| round.id),
            household: place.household.map(|key| key.id),
            resident: subject.and_then(|one| one.resident),
            name: &said.name,
            words: &said.words,
            note: &said.note,
            on,
            sealed: danger.any(),
        };
        let done = actions::find_trouble(tx, &visitor.actor, &found)?;
        let row = match done {
            Ending::Nothing(row) => return Ok(Ending::Nothing(made(&row.href(), id))),
            Ending::Commit(recorded) => recorded,
        };
        let found_in = FoundIn {
            org: &org,
            subject: id.uuid(),
            household: found.household,
            name: found.name,
            words: found.words,
        };
        danger::announce(tx, visitor, danger, &found_in)?;
        say_of_line(tx, visitor, &place, found.sealed)?;
        Ok(row.map(|row| made(&format!("{}?said=found", row.href()), id)).into())
    })
    .await
}

/// A family of a round is seen with the trouble. Of a sealed one the round knows only that somebody was there.
fn say_of_line(tx: &WriteTx<'_>, visitor: &Visitor, place: &Place, sealed: bool) -> Result<(), AppError> {
    let Some((round, line)) = place.line.as_ref().filter(|(round, _)| round.finished.is_none()) else {
        return Ok(());
    };
    let outcome = if sealed { LineOutcome::Reached } else { LineOutcome::Trouble };
    let said = (outcome, None, tx.today());
    drop(actions::say_line(tx, &visitor.actor, (round, line), said, visitor.actor.person)?);
    Ok(())
}

/// A person as the form names her.
fn value_of(subject: &Subject) -> String {
    subject.resident.map_or_else(|| "contact".to_owned(), |resident| resident.to_string())
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (org, place): (Org, &Place),
    form: TroubleForm,
    errors: Errors,
) -> Result<FormPage, AppError> {
    let mut above = crumbs(tx, &org)?;
    above.push(("情感困扰".to_owned(), format!("{}/troubles", org.href())));
    let one = |subject: &Subject| {
        let value = value_of(subject);
        let chosen = form.person == value;
        (value, format!("{}（{}）", subject.name, subject.relation), chosen)
    };
    Ok(FormPage {
        shell: visitor.shell(),
        above,
        family: place.family.as_ref().map(|(name, _)| name.clone()),
        people: place.people().iter().map(one).collect(),
        kinds: choices(&ScreeningRules::in_force().kind, &form.kind),
        sources: TroubleSource::ALL
            .iter()
            .map(|one| (one.code(), one.label(), form.source == one.code()))
            .collect(),
        questions: Questions::of(&form.asked, &form.danger),
        today: tx.today().to_string(),
        org,
        form,
        errors,
    })
}
