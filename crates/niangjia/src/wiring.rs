//! Which slices there are, and how they meet: migrations, routes, navigation, panels, guards, facts.

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse as _;
use niangjia_attachment::Attachments;
use niangjia_kernel::{AreaLevel, Chance, Clock};
use niangjia_pack::{Pack, PackError};
use niangjia_store::facts::Fold;
use niangjia_store::{Actor, Builder, Migration, PostKind, Store, StoreError, StoreOptions};
use niangjia_subject::{Keeper, Keepers};
use niangjia_transfer::{Intake, Listing, Transfers};
use niangjia_web::{App, AppError, AppSettings, Bell, Machines, NavEntry, Routes, Suggests};

use crate::outside::Outside;

/// The one numbered list of migrations. Append only: a number once released never changes.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    [
        niangjia_store::schema::MIGRATIONS,
        niangjia_area::schema::MIGRATIONS,
        niangjia_org::schema::MIGRATIONS,
        niangjia_people::schema::MIGRATIONS,
        niangjia_household::schema::MIGRATIONS,
        niangjia_duty::schema::MIGRATIONS,
        niangjia_people::schema::TOKENS,
        niangjia_transfer::schema::MIGRATIONS,
        niangjia_insight::schema::MIGRATIONS,
        niangjia_household::schema::BY_CONTACT,
        niangjia_org::schema::HEADS,
        niangjia_insight::schema::SUMS,
        niangjia_household::schema::HANDOVERS,
        niangjia_phone::schema::MIGRATIONS,
        niangjia_household::schema::RESIDENCE_CARE,
        niangjia_household::schema::NEED_ORIGINS,
        niangjia_org::schema::MERGERS,
        niangjia_rights::schema::MIGRATIONS,
        niangjia_transfer::schema::UNDOING,
        niangjia_household::schema::CITIZENS,
        niangjia_household::schema::NEED_CARDS,
        niangjia_household::schema::LEVELS,
        niangjia_household::schema::CONTACTS,
        niangjia_household::schema::EXTERNAL_CODES,
        niangjia_card::schema::MIGRATIONS,
        niangjia_grid::schema::MIGRATIONS,
        niangjia_deadline::schema::MIGRATIONS,
        niangjia_request::schema::MIGRATIONS,
        niangjia_attachment::schema::MIGRATIONS,
        niangjia_message::schema::MIGRATIONS,
        niangjia_survey::schema::MIGRATIONS,
        niangjia_screening::schema::MIGRATIONS,
        niangjia_mediation::schema::MIGRATIONS,
        niangjia_store::schema::SEALED,
        niangjia_protection::schema::MIGRATIONS,
        niangjia_reception::schema::MIGRATIONS,
        niangjia_referral::schema::MIGRATIONS,
        niangjia_reception::schema::FEEDS,
        niangjia_protection::schema::DEEPER,
    ]
    .concat()
}

/// Reads every table of the shipped rule pack, so that one that does not fit is found before anybody is served.
///
/// # Errors
/// In a sentence that names the place.
pub fn check_pack() -> Result<(), PackError> {
    let pack = Pack::national()?;
    niangjia_household::api::HouseholdRules::of(&pack)?;
    niangjia_duty::api::DutyRules::of(&pack)?;
    niangjia_grid::api::GridRules::of(&pack)?;
    niangjia_insight::Forms::of(&pack)?;
    niangjia_rights::RightsRules::of(&pack)?;
    niangjia_deadline::Clocks::of(&pack)?;
    niangjia_request::api::RequestRules::of(&pack)?;
    niangjia_attachment::AttachmentRules::of(&pack)?;
    niangjia_message::MessageRules::of(&pack)?;
    niangjia_survey::SurveyRules::of(&pack)?;
    niangjia_screening::ScreeningRules::of(&pack)?;
    niangjia_mediation::MediationRules::of(&pack)?;
    niangjia_protection::ProtectionRules::of(&pack)?;
    niangjia_reception::ReceptionRules::of(&pack)?;
    Ok(())
}

/// Every derived table, in the order in which they are made again.
pub const FOLDS: &[Fold] = &[niangjia_store::facts::TALLIES, niangjia_duty::POINTS, niangjia_insight::SUMS];

/// Opens the store with what the slices do in its transactions.
///
/// # Errors
/// As [`Builder::open`].
pub fn open_store(options: StoreOptions) -> Result<Store, StoreError> {
    builder(options).open()
}

/// Opens the store for writing very much at once ([`Builder::in_bulk`]).
///
/// # Errors
/// As [`Builder::open`].
pub fn bulk_store(options: StoreOptions) -> Result<Store, StoreError> {
    builder(options).in_bulk().open()
}

/// Opens a store that was just restored from a backup ([`Builder::restored`]).
///
/// # Errors
/// As [`Builder::open`].
pub fn restored_store(options: StoreOptions) -> Result<Store, StoreError> {
    builder(options).restored().open()
}

/// Opens the store with another clock and chance: for the demo world and tests.
///
/// # Errors
/// As [`Builder::open`].
pub fn open_store_with(
    options: StoreOptions,
    clock: Arc<dyn Clock>,
    chance: Option<Arc<dyn Chance>>,
) -> Result<Store, StoreError> {
    let builder = builder(options).clock(clock);
    match chance {
        Some(chance) => builder.chance(chance),
        None => builder,
    }
    .open()
}

fn builder(options: StoreOptions) -> Builder {
    Builder::new(options, migrations())
        .on_fact(niangjia_duty::on_fact)
        .on_fact(niangjia_request::api::on_fact)
}

/// The application with every slice plugged in, and nothing outside of it.
#[must_use]
pub fn application(store: Store, settings: AppSettings) -> App {
    application_with(store, settings, Outside::default())
}

/// The application with every slice plugged in, and what it reaches outside.
#[must_use]
pub fn application_with(store: Store, settings: AppSettings, outside: Outside) -> App {
    let (panels, guards) = (crate::plugged::panels(), crate::plugged::guards());
    let identity = Box::new(niangjia_people::api::Identity);
    let machines = Machines::default()
        .with(Transfers::new(listings(), intakes()))
        .with(niangjia_insight::Remembered::default())
        .with(Keepers::new(keepers()))
        .with(niangjia_request::api::PublicDoor::default())
        .with(attachments(&store, &outside))
        .with(niangjia_message::Messages::new(outside.reach))
        .with(Bell(niangjia_message::count_unread))
        .with(Suggests(niangjia_reception::api::suggest))
        .with(crate::referable::referable());
    App::new(store, identity, NAVIGATION.to_vec(), panels, guards, settings, machines)
}

/// Whose matters have files, and who looks into them.
fn attachments(store: &Store, outside: &Outside) -> Attachments {
    let attachments = Attachments::new(store.files().clone(), outside.scanner.clone())
        .with("req", niangjia_request::api::attachment_matter)
        .with("med", niangjia_mediation::api::attachment_matter)
        .with_sealed(
            "prot",
            niangjia_protection::api::attachment_matter,
            &niangjia_protection::api::CaseFiles,
        );
    outside.matters.iter().fold(attachments, |all, (prefix, find)| all.with(prefix, *find))
}

/// Every list that can be exported.
#[must_use]
pub fn listings() -> Vec<&'static dyn Listing> {
    [
        niangjia_org::LISTINGS,
        niangjia_people::LISTINGS,
        niangjia_household::LISTINGS,
        niangjia_duty::LISTINGS,
        niangjia_insight::LISTINGS,
        niangjia_desk::LISTINGS,
        niangjia_rights::LISTINGS,
        niangjia_request::LISTINGS,
        niangjia_survey::LISTINGS,
        niangjia_screening::LISTINGS,
        niangjia_mediation::LISTINGS,
        niangjia_reception::LISTINGS,
        niangjia_referral::LISTINGS,
    ]
    .concat()
}

/// Every slice that keeps something about people of the register: what stands on a person's sheet.
#[must_use]
pub fn keepers() -> Vec<&'static dyn Keeper> {
    vec![
        &niangjia_household::api::HouseholdKeeper,
        &niangjia_phone::PhoneKeeper,
        &niangjia_rights::RightsKeeper,
        &niangjia_request::api::RequestKeeper,
        &niangjia_survey::SurveyKeeper,
        &niangjia_screening::ScreeningKeeper,
        &niangjia_mediation::api::MediationKeeper,
        &niangjia_referral::ReferralKeeper,
    ]
}

/// Every kind of file that can be taken in.
fn intakes() -> Vec<&'static dyn Intake> {
    use niangjia_household::api::{HouseholdFile, LinkFile, NeedFile, ResidentFile, VisitFile};
    vec![&niangjia_people::api::MemberFile, &HouseholdFile, &ResidentFile, &NeedFile, &LinkFile, &VisitFile]
}

/// Every route of the application; the demo has one more.
#[must_use]
pub fn routes(demo: bool) -> Routes {
    let routes = Routes::default()
        .get("/healthz", healthz)
        .open("给值守的程序看服务在不在")
        .get("/assets/{*path}", niangjia_web::assets::serve)
        .open("页面的样式和图标");
    let routes = niangjia_people::routes(routes, demo);
    let routes = niangjia_org::routes(routes);
    let routes = niangjia_household::routes(routes);
    let routes = niangjia_duty::routes(routes);
    let routes = niangjia_insight::routes(routes);
    let routes = niangjia_desk::routes(routes);
    let routes = niangjia_phone::routes(routes);
    let routes = niangjia_rights::routes(routes);
    let routes = niangjia_card::routes(routes);
    let routes = niangjia_grid::routes(routes);
    let routes = niangjia_request::routes(routes);
    let routes = niangjia_survey::routes(routes);
    let routes = niangjia_screening::routes(routes);
    let routes = niangjia_mediation::routes(routes);
    let routes = niangjia_protection::routes(routes);
    let routes = niangjia_reception::routes(routes);
    let routes = niangjia_referral::routes(routes);
    let routes = niangjia_transfer::routes(routes, &intakes());
    let routes = niangjia_attachment::routes(routes);
    let routes = niangjia_message::routes(routes);
    niangjia_web::with_document(routes, env!("CARGO_PKG_VERSION"))
}

/// The router of an application, with the headers that every answer carries.
pub fn router(app: App) -> Router {
    let settings = app.settings();
    let (demo, secure) = (!settings.demo_people.is_empty(), settings.secure);
    let router = routes(demo).into_router().fallback(nowhere).with_state(app);
    niangjia_web::secured(router, secure)
}

async fn nowhere(headers: axum::http::HeaderMap) -> axum::response::Response {
    AppError::NotFound.for_request(&headers)
}

/// `GET /healthz`: whether the program serves and the database answers.
async fn healthz(ctx: niangjia_web::Ctx) -> axum::response::Response {
    match ctx.app().store().read(|tx| tx.answers()).await {
        Ok(()) => "ok\n".into_response(),
        Err(error) => AppError::from(error).bare(),
    }
}

const NAVIGATION: &[NavEntry] = &[
    NavEntry { label: "工作台", icon: "checklist", tab: Some("今天"), href: start },
    NavEntry { label: "组织", icon: "sitemap", tab: None, href: organisation },
    NavEntry { label: "家庭", icon: "home-heart", tab: Some("家庭"), href: families },
    NavEntry { label: "", icon: "pencil-plus", tab: Some("记一笔"), href: record },
    NavEntry { label: "诉求", icon: "messages", tab: None, href: requests },
    NavEntry { label: "履职", icon: "award", tab: None, href: duty },
    NavEntry { label: "", icon: "award", tab: Some("积分"), href: points },
    NavEntry { label: "看板", icon: "chart-bar", tab: None, href: dashboard },
    NavEntry { label: "", icon: "sitemap", tab: Some("组织"), href: organisation_of_a_chair },
    NavEntry { label: "", icon: "chart-bar", tab: Some("看板"), href: dashboard_of_a_chair },
    NavEntry { label: "设置", icon: "settings", tab: Some("我的"), href: me },
];

/// Where `/` leads; the chairs above the county start on their dashboard, which has its own word.
fn start(actor: &Actor) -> Option<String> {
    match actor.acting.kind {
        PostKind::SystemAdministrator | PostKind::SecurityAdministrator => Some("/accounts".to_owned()),
        PostKind::AuditAdministrator => Some("/audit".to_owned()),
        PostKind::Member => Some("/".to_owned()),
        PostKind::Partner => Some("/partner".to_owned()),
        _ => has_a_desk(actor).then(|| "/".to_owned()),
    }
}

fn in_the_tree(actor: &Actor) -> bool {
    !actor.acting.kind.administers() && !actor.acting.kind.is_outside()
}

fn has_a_desk(actor: &Actor) -> bool {
    matches!(actor.acting.level, AreaLevel::Community | AreaLevel::Street | AreaLevel::County)
}

fn organisation(actor: &Actor) -> Option<String> {
    in_the_tree(actor).then(|| format!("/orgs/{}", actor.acting.org_path.code()))
}

fn families(actor: &Actor) -> Option<String> {
    match actor.acting.kind {
        PostKind::Member => Some("/families".to_owned()),
        PostKind::Chair | PostKind::ViceChair if has_a_desk(actor) => {
            Some(format!("/orgs/{}/households", actor.acting.org_path.code()))
        }
        _ => None,
    }
}

/// Where requests are taken, worked on, or waited for from above.
fn requests(actor: &Actor) -> Option<String> {
    let serves = actor.acting.kind == PostKind::Member || actor.acting.kind.leads();
    let rung = actor.acting.level != AreaLevel::Nation;
    (serves && rung).then(|| format!("/orgs/{}/requests", actor.acting.org_path.code()))
}

fn record(actor: &Actor) -> Option<String> {
    (actor.acting.kind == PostKind::Member).then(|| "/families?record=1".to_owned())
}

fn duty(actor: &Actor) -> Option<String> {
    (actor.acting.kind == PostKind::Member).then(|| "/duty".to_owned())
}

fn points(actor: &Actor) -> Option<String> {
    (actor.acting.kind == PostKind::Member).then(|| "/points".to_owned())
}

fn dashboard(actor: &Actor) -> Option<String> {
    in_the_tree(actor).then(|| format!("/insight/{}", actor.acting.org_path.code()))
}

/// A member's bar on the phone is full with what she does every day.
fn organisation_of_a_chair(actor: &Actor) -> Option<String> {
    organisation(actor).filter(|_| actor.acting.kind != PostKind::Member)
}

fn dashboard_of_a_chair(actor: &Actor) -> Option<String> {
    dashboard(actor).filter(|_| actor.acting.kind != PostKind::Member)
}

fn me(_: &Actor) -> Option<String> {
    Some("/me".to_owned())
}
