//! What she writes: what happened, if she likes, and how she may be reached safely, or by nobody.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, Id, Request};
use niangjia_org::api::Org;
use niangjia_store::{Ending, ReadTx, StoreError, WriteTx};
use niangjia_web::{AppError, Ctx, Errors, Query, Typed, page, page_with};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, PublicIntake};
use crate::model::{Class, Reach};
use crate::pack::RequestRules;
use crate::pages::portal::{From, PublicDoor, code_of, place, takes};
use crate::rules::intake::{SaidIntake, check_intake};

/// How she may be reached, in her own words; nobody calling her stands first.
const REACHES: [(Reach, &str); 3] = [
    (Reach::Code, "不要联系我，我自己凭码来看"),
    (Reach::Telephone, "可以打电话给我"),
    (Reach::TelephoneAsSaid, "可以打，但要按我说的"),
];

/// What she typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct HelpForm {
    id: String,
    at: String,
    to: String,
    category: String,
    words: String,
    name: String,
    phone: String,
    reach: String,
    reach_words: String,
}

/// What stands behind the `?`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HelpQuery {
    at: String,
    what: String,
}

#[derive(Template)]
#[template(path = "portal_form.html")]
struct FormPage {
    here: Org,
    category: String,
    danger: bool,
    to: Vec<(String, String, bool)>,
    reaches: Vec<(&'static str, &'static str, bool)>,
    form: HelpForm,
    errors: Errors,
    wait: Option<u64>,
}

#[derive(Template)]
#[template(path = "portal_sent.html")]
struct SentPage {
    code: String,
    to: String,
    calls: bool,
    danger: bool,
}

/// `GET /help/new`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<HelpQuery>) -> Response {
    let store = ctx.app().store().clone();
    let chance_store = store.clone();
    let read = store.read(move |tx| {
        let form = HelpForm {
            id: Id::<Request>::new(tx.now(), chance_store.chance()).to_string(),
            at: query.at.clone(),
            category: query.what.clone(),
            ..HelpForm::default()
        };
        form_page(tx, form, Errors::default())
    });
    read.await.and_then(|shown| page(&shown)).unwrap_or_else(|error| error.bare())
}

/// What came of what she sent.
enum Sent {
    Taken(Box<SentPage>),
    Again(Box<FormPage>),
}

/// `POST /help`. Nothing that she typed is lost: not by a missing word, and not because many came at once from her address.
pub(crate) async fn send(ctx: Ctx, From(address): From, typed: Typed) -> Response {
    let form = match typed.read::<HelpForm>() {
        Ok(form) => form,
        Err(error) => return error.bare(),
    };
    let door = match ctx.app().machine::<PublicDoor>() {
        Ok(door) => door.knock(address),
        Err(error) => return error.bare(),
    };
    if let Err(seconds) = door {
        let read = ctx.app().store().read(move |tx| form_page(tx, form, Errors::default()));
        let shown = read.await.map(|shown| FormPage { wait: Some(seconds), ..shown });
        return shown
            .and_then(|shown| page_with(StatusCode::TOO_MANY_REQUESTS, &shown))
            .unwrap_or_else(|error| error.bare());
    }
    let written = ctx.app().store().write(move |tx| taken(tx, &form));
    let answer = written.await.and_then(|sent| match sent {
        Sent::Taken(shown) => page(&*shown),
        Sent::Again(shown) => page_with(StatusCode::UNPROCESSABLE_ENTITY, &*shown),
    });
    answer.unwrap_or_else(|error| error.bare())
}

fn taken(tx: &WriteTx<'_>, form: &HelpForm) -> Result<Ending<Sent>, AppError> {
    let here = place(tx, &form.at)?;
    let chosen = place(tx, &form.to)?;
    // Whom she asks lies on her way up, or is her own place.
    let to = if takes(chosen.level) && chosen.path.covers(&here.path) { chosen } else { here };
    let said = SaidIntake {
        category: form.category.clone(),
        words: form.words.trim().to_owned(),
        name: form.name.trim().to_owned(),
        phone: form.phone.trim().to_owned(),
        anonymous: form.name.trim().is_empty(),
        reach: Reach::parse(&form.reach).ok(),
        reach_words: form.reach_words.trim().to_owned(),
        ..SaidIntake::default()
    };
    let mut errors = Errors::default();
    // The picture says enough: nobody has to write what happened.
    let pictured = SaidIntake {
        words: if said.words.is_empty() { "（没有写）".to_owned() } else { said.words.clone() },
        ..said
    };
    for refusal in check_intake(&pictured, RequestRules::in_force()) {
        let (field, sentence) = refusal.sentence();
        errors.at(field, sentence.replace('她', "您"));
    }
    let id = errors.take(
        "words",
        form.id.parse::<Id<Request>>().map_err(|_| "这一页不完整，请从头再来一次，写的先复制下来"),
    );
    let (Some(id), true) = (id, errors.is_empty()) else {
        return Ok(Ending::Nothing(Sent::Again(Box::new(form_page(tx, form.clone(), errors)?))));
    };
    let code = code_of(tx.keys(), to.tenant, id);
    let danger = is_danger(&form.category);
    let intake = PublicIntake {
        id,
        said: &pictured,
        code: &code,
        to: &to,
        class: if danger { Class::Sealed } else { Class::Personal },
    };
    let shown = SentPage {
        calls: matches!(pictured.reach, Some(Reach::Telephone | Reach::TelephoneAsSaid | Reach::Visit)),
        to: to.name.clone(),
        danger,
        code: code.clone(),
    };
    Ok(actions::receive_from_public(tx, &intake)?.map(|_| Sent::Taken(Box::new(shown))))
}

fn is_danger(category: &str) -> bool {
    RequestRules::in_force().category(category).is_some_and(|one| one.danger)
}

fn form_page(tx: &ReadTx<'_>, form: HelpForm, errors: Errors) -> Result<FormPage, AppError> {
    let here = place(tx, &form.at)?;
    let category = RequestRules::in_force().category(&form.category).ok_or(AppError::NotFound)?;
    if !takes(here.level) {
        return Err(AppError::NotFound);
    }
    let danger = category.danger;
    Ok(FormPage {
        to: offered(tx, &here, danger, &form.to)?,
        category: category.label.clone(),
        danger,
        reaches: REACHES.map(|(reach, label)| (reach.code(), label, reach.code() == form.reach)).to_vec(),
        here,
        form,
        errors,
        wait: None,
    })
}

/// Whom she may ask: her own place and those above it up to the county. Where there may be danger the county stands first: at
/// home everybody knows everybody.
fn offered(
    tx: &ReadTx<'_>,
    here: &Org,
    danger: bool,
    chosen: &str,
) -> Result<Vec<(String, String, bool)>, StoreError> {
    let mut way: Vec<Org> =
        niangjia_org::api::lineage(tx, &here.path)?.into_iter().filter(|org| takes(org.level)).collect();
    if !danger {
        way.reverse();
    }
    let first = way.first().map(|org| org.code.clone()).unwrap_or_default();
    let chosen = if chosen.is_empty() { first } else { chosen.to_owned() };
    let label = |org: &Org| {
        let level = match org.level {
            AreaLevel::Community => "离我最近的",
            AreaLevel::Street => "上一级",
            _ => "区县",
        };
        format!("{}（{level}）", org.name)
    };
    Ok(way.iter().map(|org| (org.code.clone(), label(org), org.code == chosen)).collect())
}
