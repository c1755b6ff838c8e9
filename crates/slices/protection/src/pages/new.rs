//! Taking a case in under a minute: what she is called, what happened, whether a child is concerned. Nothing else is asked.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Id;
use niangjia_store::facts;
use niangjia_web::{AppError, Ctx, Errors, Query, Shell, Typed, Visitor, again, made, page};
use serde::Deserialize;

use crate::actions::{SaidCase, open_case};
use crate::model::Case;
use crate::rules::{LONGEST, may_come_near};

/// What is typed when a case is taken.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewForm {
    id: String,
    name: String,
    phone: String,
    place: String,
    words: String,
    reporter: String,
    danger: Vec<String>,
}

/// Nothing has to be said to begin.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NoQuery {}

#[derive(Template)]
#[template(path = "new.html")]
struct NewPage {
    shell: Shell,
    form: NewForm,
    dangers: Vec<(String, String, bool)>,
    errors: Errors,
}

fn new_page(visitor: &Visitor, form: NewForm, errors: Errors) -> NewPage {
    let both =
        [("violence", "家里有人打她、骂她、威胁她、不让她出门"), ("child", "孩子受到伤害，或者可能受到伤害")];
    let chosen = |code: &str| form.danger.iter().any(|one| one == code);
    let dangers =
        crate::pages::choices(both.into_iter().map(|(code, label)| (code, label.to_owned())), chosen);
    NewPage { shell: visitor.shell(), dangers, form, errors }
}

/// `GET /protection/new`.
pub(crate) async fn show(ctx: Ctx, Query(_): Query<NoQuery>) -> Response {
    ctx.read(move |_, visitor| {
        if !may_come_near(&visitor.actor) {
            return Err(AppError::NotFound);
        }
        let mut bytes = [0u8; 16];
        visitor.app.store().chance().fill(&mut bytes);
        // By chance alone, not by the instant: the address must not tell when she came.
        let id = Id::<Case>::from_uuid(uuid::Builder::from_random_bytes(bytes).into_uuid());
        let form = NewForm { id: id.to_string(), ..NewForm::default() };
        page(&new_page(visitor, form, Errors::default()))
    })
    .await
}

/// `POST /protection`.
pub(crate) async fn open(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &NewForm| {
        if !may_come_near(&visitor.actor) {
            return Err(AppError::NotFound);
        }
        let mut errors = Errors::default();
        let id = if form.id.is_empty() {
            Some(Id::<Case>::from_uuid(facts::random(tx)))
        } else {
            visitor.form_id::<Case>(tx, &form.id, "words", &mut errors)
        };
        let has = |code: &str| form.danger.iter().any(|one| one == code);
        if !has("violence") && !has("child") {
            errors.at("danger", "请点是哪一种；两种都有就都点");
        }
        if form.words.trim().is_empty() {
            errors.at("words", "请写一句她说了什么，用她自己的话");
        }
        let texts = [&form.name, &form.phone, &form.place, &form.words, &form.reporter];
        if texts.iter().any(|text| text.chars().count() > LONGEST) {
            errors.at("words", "太长了，请留在 2000 字以内");
        }
        let (Some(id), true) = (id, errors.is_empty()) else {
            let shown = new_page(visitor, form.clone(), errors);
            return again(visitor, &shown, &shown.errors);
        };
        let trimmed = |text: &str| text.trim().to_owned();
        let said = SaidCase {
            id: id.uuid(),
            name: trimmed(&form.name),
            phone: trimmed(&form.phone),
            place: trimmed(&form.place),
            words: trimmed(&form.words),
            reporter: trimmed(&form.reporter),
            household: None,
            found_in: None,
            violence: has("violence"),
            child: has("child"),
        };
        let opened = open_case(tx, &visitor.actor, &said)?;
        Ok(opened.map(|key| made(&format!("/protection/{key}?said=opened"), key.id)))
    })
    .await
}
