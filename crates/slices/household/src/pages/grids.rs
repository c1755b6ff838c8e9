//! 网格: the grids of a community, who is assigned to each and how; the chair sets them up.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, Id, Person, normalised_text};
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, StoreError};
use niangjia_web::{
    AppError, At, Ctx, Errors, Panel, PanelSlot, Query, Shell, Typed, Visitor, again, codes_or_empty, json,
    page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::GridsBody;
use crate::model::{Grid, GridKind, Mode};
use crate::pages::household_form::kept_register;
use crate::pages::needs::SaidQuery;
use crate::pages::{crumbs, members, with_visible_register};
use crate::queries::{self, GridRow, NewGrid};
use crate::rules::{Sight, check_external_code, next_grid_code, sight};

/// The longest name of a grid or group, in characters.
const LONGEST_NAME: usize = 20;

/// What is typed into the two forms of this page.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct GridForm {
    /// 建立网格：名称
    #[schema(max_length = 20)]
    name: String,
    /// 建立网格：居民（村民）小组
    #[schema(max_length = 20)]
    group_name: String,
    #[schema(schema_with = codes_or_empty::<GridKind>)]
    kind: String,
    /// 建立网格：综治平台上的网格编码，没有就空着
    #[schema(max_length = 32)]
    external_code: String,
    /// 登记综治编码：综治平台上的网格编码，空着就是没有
    #[schema(max_length = 32)]
    code: String,
    /// 安排执委、登记综治编码：网格的编号，grid_…
    grid: String,
    /// 安排执委：她的编号，per_…
    member: String,
    #[schema(schema_with = codes_or_empty::<Mode>)]
    mode: String,
}

/// A grid with what other slices keep about it.
struct Line {
    grid: GridRow,
    panels: Vec<Panel>,
}

type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "grids.html")]
struct GridsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    href: String,
    map_href: String,
    place: String,
    lines: Vec<Line>,
    kinds: Vec<(&'static str, &'static str, bool)>,
    manages: bool,
    form: GridForm,
    grid_choices: Vec<Choice>,
    members: Vec<Choice>,
    modes: Vec<(&'static str, &'static str, bool)>,
    errors: Errors,
}

/// `GET /orgs/{code}/grids`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        if visitor.wants_json {
            let org = community(org)?;
            return json(&GridsBody::of(&queries::grids(tx, org.tenant, org.id, tx.today())?));
        }
        let banner = match query.said.as_str() {
            "set_up" => Some("网格已建立。"),
            "assigned" => Some("已安排。"),
            "coded" => Some("综治编码已登记。"),
            _ => None,
        };
        page(&grids_page(tx, visitor, &org, GridForm::default(), Errors::default(), banner)?)
    })
    .await
}

/// `POST /orgs/{code}/grids`.
pub(crate) async fn set_up(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &GridForm| {
        let org = kept_register(tx, &visitor.actor, &code)?;
        tx.hold("org", org.tenant, org.id.uuid())?;
        let existing = queries::grids(tx, org.tenant, org.id, tx.today())?;
        let mut errors = Errors::default();
        let name = named(&form.name, "name", &mut errors);
        let group_name = named(&form.group_name, "group_name", &mut errors);
        if existing.iter().any(|grid| grid.name == name) {
            errors.at("name", "已经有叫这个名字的网格");
        }
        let used: Vec<String> = existing.into_iter().map(|grid| grid.code).collect();
        let kind = if form.kind.is_empty() { Ok(GridKind::Basic) } else { GridKind::parse(&form.kind) };
        let kind = errors.take("kind", kind.map_err(|_| "请点一种")).unwrap_or(GridKind::Basic);
        let external = external_code(tx, &org, &form.external_code, None)?;
        let external = errors.take("external_code", external);
        let code = next_grid_code(&org.code, kind, &used).ok_or("一个社区每种最多 99 个网格");
        match (errors.take("name", code), external) {
            (Some(code), Some(external_code)) if errors.is_empty() => {
                let (tenant, org_id, org_path) = (org.tenant, org.id, org.path.clone());
                let since = tx.today();
                let grid = NewGrid { tenant, org_id, org_path, code, external_code, name, group_name, since };
                let made = actions::set_up_grid(tx, &visitor.actor, &grid)?;
                Ok(made.map(|_| see_other(&format!("{}/grids?said=set_up", org.href()))).into())
            }
            _ => {
                let shown = grids_page(tx, visitor, &org, form.clone(), errors, None)?;
                again(visitor, &shown, &shown.errors)
            }
        }
    })
    .await
}

/// `POST /orgs/{code}/grids/members`.
pub(crate) async fn assign(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &GridForm| {
        let org = kept_register(tx, &visitor.actor, &code)?;
        let mut errors = Errors::default();
        let grids = queries::grids(tx, org.tenant, org.id, tx.today())?;
        let grid = grids.into_iter().find(|grid| grid.id.to_string() == form.grid);
        let grid = errors.take("grid", grid.ok_or("请选一个网格"));
        let person = form.member.parse::<Id<Person>>().ok();
        let member = members(tx, (org.tenant, org.id))?.into_iter().find(|(one, _)| Some(*one) == person);
        let member = errors.take("member", member.ok_or("请从本社区现任执委里选一位"));
        let mode = errors.take("mode", Mode::parse(&form.mode).map_err(|_| "请点一种方式"));
        if let (Some(grid), Some((person, _))) = (&grid, &member)
            && grid.members.iter().any(|(assigned, _, _)| assigned == person)
        {
            errors.at("member", "她已经在这个网格里");
        }
        match (grid, member, mode) {
            (Some(grid), Some((person, _)), Some(mode)) if errors.is_empty() => {
                let key = (org.tenant, grid.id);
                let done = actions::assign_to_grid(tx, &visitor.actor, key, person, mode, tx.today())?;
                Ok(done.map(|()| see_other(&format!("{}/grids?said=assigned", org.href()))).into())
            }
            _ => {
                let shown = grids_page(tx, visitor, &org, form.clone(), errors, None)?;
                again(visitor, &shown, &shown.errors)
            }
        }
    })
    .await
}

/// `POST /orgs/{code}/grids/codes`.
pub(crate) async fn set_code(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &GridForm| {
        let org = kept_register(tx, &visitor.actor, &code)?;
        tx.hold("org", org.tenant, org.id.uuid())?;
        let mut errors = Errors::default();
        let grids = queries::grids(tx, org.tenant, org.id, tx.today())?;
        let grid = grids.into_iter().find(|grid| grid.id.to_string() == form.grid);
        let grid = errors.take("grid", grid.ok_or("请选一个网格"));
        let taken = external_code(tx, &org, &form.code, grid.as_ref().map(|grid| grid.id))?;
        match (grid, errors.take("code", taken)) {
            (Some(grid), Some(external)) => {
                let place = (org.tenant, &org.path);
                let done = actions::set_external_code(tx, &visitor.actor, place, &grid, external.as_deref())?;
                Ok(done.map(|_| see_other(&format!("{}/grids?said=coded", org.href()))).into())
            }
            _ => {
                let shown = grids_page(tx, visitor, &org, form.clone(), errors, None)?;
                again(visitor, &shown, &shown.errors)
            }
        }
    })
    .await
}

fn external_code(
    tx: &ReadTx<'_>,
    org: &Org,
    typed: &str,
    grid: Option<Id<Grid>>,
) -> Result<Result<Option<String>, String>, StoreError> {
    // Read as it would be written, so that the one who has it is found however it was typed.
    let Ok(Some(code)) = check_external_code(typed, grid, None) else {
        return Ok(check_external_code(typed, grid, None));
    };
    let holder = queries::holder_of_external_code(tx, (org.tenant, org.id), &code)?;
    Ok(check_external_code(&code, grid, holder.as_ref()))
}

fn named(text: &str, field: &'static str, errors: &mut Errors) -> String {
    let name = normalised_text(text);
    match name.chars().count() {
        0 => errors.at(field, "请写名称"),
        1..=LONGEST_NAME => {}
        _ => errors.at(field, format!("太长了，请留在 {LONGEST_NAME} 字以内")),
    }
    name
}

/// Grids are a matter of communities.
fn community(org: Org) -> Result<Org, AppError> {
    if org.level == AreaLevel::Community { Ok(org) } else { Err(AppError::NotFound) }
}

fn grids_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: &Org,
    form: GridForm,
    errors: Errors,
    banner: Option<&str>,
) -> Result<GridsPage, AppError> {
    if org.level != AreaLevel::Community {
        return Err(AppError::NotFound);
    }
    let grids = queries::grids(tx, org.tenant, org.id, tx.today())?;
    let choices = |all: Vec<(String, String)>, chosen: &str| -> Vec<Choice> {
        let nothing = (String::new(), "请选择".to_owned(), false);
        let all = all.into_iter().map(|(value, word)| (value.clone(), word, value == chosen));
        std::iter::once(nothing).chain(all).collect()
    };
    let grid_choices = grids.iter().map(|grid| (grid.id.to_string(), grid.name.clone())).collect();
    let subjects: Vec<_> = grids.iter().map(|grid| grid.id.uuid()).collect();
    let mut panels = visitor.app.panels().of(PanelSlot::Grid, tx, &visitor.actor, &subjects)?;
    let people = members(tx, (org.tenant, org.id))?;
    let people = people.into_iter().map(|(person, name)| (person.to_string(), name)).collect();
    let kind = if form.kind.is_empty() { GridKind::Basic.code() } else { form.kind.as_str() };
    Ok(GridsPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        above: crumbs(tx, org)?,
        href: format!("{}/grids", org.href()),
        map_href: format!("{}/contact-map", org.href()),
        place: org.place().to_owned(),
        manages: sight(&visitor.actor) == Sight::Community,
        grid_choices: choices(grid_choices, &form.grid),
        members: choices(people, &form.member),
        modes: Mode::ALL.iter().map(|one| (one.code(), one.label(), one.code() == form.mode)).collect(),
        kinds: GridKind::ALL.iter().map(|one| (one.code(), one.label(), one.code() == kind)).collect(),
        lines: grids
            .into_iter()
            .map(|grid| Line { panels: panels.remove(&grid.id.uuid()).unwrap_or_default(), grid })
            .collect(),
        form,
        errors,
    })
}
