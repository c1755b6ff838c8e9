//! 画网格: an area is drawn, pasted or taken from a file; the text is what is sent, with or without a script.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_household::api::{GridKind, GridRow};
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, StoreError};
use niangjia_web::{
    AppError, At, Ctx, Errors, MapTiles, PicturesFrom, Query, Shell, Typed, Visitor, again, page, see_other,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::{self, NewArea};
use crate::model::{AreaRow, Sides, kind_of};
use crate::pages::{crumbs, map_href};
use crate::queries;
use crate::rules::{Found, Neighbour, check_place, read_shapes, sides};

/// The border of the community itself, and every grid that the file names.
const COMMUNITY: &str = "community";
const NAMED: &str = "named";
/// How many areas of other communities are looked at.
const NEIGHBOURS: i64 = 200;
/// How many sentences about a file are told at once.
const TOLD: usize = 5;

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AreaForm {
    /// 哪个网格（grid_…）；community 是本社区的边界；named 是文件里写了编码或名称的各个网格
    #[schema(required = true)]
    target: String,
    /// GeoJSON 的面，WGS-84 经纬度
    #[schema(required = true)]
    shape: String,
}

/// Whose area is taken away.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ClearingForm {
    /// 哪个网格（grid_…）；community 是本社区的边界
    #[schema(required = true)]
    target: String,
}

/// Which grid is to be drawn.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EditQuery {
    target: String,
    said: String,
}

/// An area as the script gets it.
#[derive(Serialize)]
struct Sent<'a> {
    id: String,
    name: &'a str,
    shape: Option<Value>,
}

#[derive(Template)]
#[template(path = "drawing.html")]
struct DrawingPage {
    shell: Shell,
    above: Vec<(String, String)>,
    place: String,
    href: String,
    form: AreaForm,
    targets: Vec<(String, String, bool)>,
    drawn: Vec<(String, String)>,
    areas: String,
    boundary: String,
    around: String,
    tiles: Option<MapTiles>,
    errors: Errors,
}

/// `GET /orgs/{code}/map/edit`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<EditQuery>) -> Response {
    let tiles = ctx.app().settings().map_tiles.clone();
    let response = ctx
        .read(move |tx, visitor| {
            let org = household::kept_community(tx, &visitor.actor, &code)?;
            let areas = queries::areas_of(tx, &org)?;
            let target =
                if query.target.is_empty() { first_undrawn(tx, &org, &areas)? } else { query.target.clone() };
            let shape = areas.iter().find(|area| target_of(area) == target).map(|area| area.text.clone());
            let form = AreaForm { target, shape: shape.unwrap_or_default() };
            let banner = (query.said == "cleared").then(|| "图形已去掉。".to_owned());
            page(&drawing_page(tx, visitor, &org, form, Errors::default(), banner)?)
        })
        .await;
    with_pictures(response, tiles)
}

/// `POST /orgs/{code}/map`.
pub(crate) async fn set(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    let tiles = ctx.app().settings().map_tiles.clone();
    let response = ctx
        .submit(typed, move |tx, visitor, form: &AreaForm| {
            let org = household::kept_community(tx, &visitor.actor, &code)?;
            // Two who draw at once must not both lie on the same ground.
            tx.hold("org", org.tenant, org.id.uuid())?;
            let mut errors = Errors::default();
            let areas = queries::areas_of(tx, &org)?;
            let grids = household::grids_of(tx, &org)?;
            let wanted = read_shapes(&form.shape)
                .and_then(|found| wanted((&form.target, org.id.uuid()), &grids, found));
            if let Some(mut new) = errors.take("shape", wanted) {
                for area in &mut new {
                    let known = areas.iter().find(|known| known.id == area.id);
                    area.before = known.map(|known| known.square_metres);
                }
                match check_all(tx, &org, &new, &areas)? {
                    Ok(()) => {
                        let done = actions::set_areas(tx, &visitor.actor, &org, &new)?;
                        return Ok(done.map(|_| see_other(&format!("{}?said=drawn", map_href(&org)))));
                    }
                    Err(sentence) => errors.at("shape", sentence),
                }
            }
            let shown = drawing_page(tx, visitor, &org, form.clone(), errors, None)?;
            again(visitor, &shown, &shown.errors)
        })
        .await;
    with_pictures(response, tiles)
}

/// `POST /orgs/{code}/map/clearing`.
pub(crate) async fn clear(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ClearingForm| {
        let org = household::kept_community(tx, &visitor.actor, &code)?;
        let areas = queries::areas_of(tx, &org)?;
        let area = areas.iter().find(|area| target_of(area) == form.target).ok_or(AppError::NotFound)?;
        let done = actions::clear_area(tx, &visitor.actor, &org, (area.id, &area.name))?;
        Ok(done.map(|()| see_other(&format!("{}/edit?said=cleared", map_href(&org)))))
    })
    .await
}

fn with_pictures(mut response: Response, tiles: Option<MapTiles>) -> Response {
    if let Some(tiles) = tiles {
        response.extensions_mut().insert(PicturesFrom(tiles.origin));
    }
    response
}

fn target_of(area: &AreaRow) -> String {
    if area.of_community {
        COMMUNITY.to_owned()
    } else {
        niangjia_kernel::Id::<household::Grid>::from_uuid(area.id).to_string()
    }
}

fn first_undrawn(tx: &ReadTx<'_>, org: &Org, areas: &[AreaRow]) -> Result<String, StoreError> {
    let grids = household::grids_of(tx, org)?;
    let undrawn = grids.iter().find(|grid| areas.iter().all(|area| area.id != grid.id.uuid()));
    Ok(undrawn.or(grids.first()).map_or_else(|| COMMUNITY.to_owned(), |grid| grid.id.to_string()))
}

/// Which area is whose: all of the file together for one target, or each for the grid that it names.
fn wanted(
    (target, home): (&str, Uuid),
    grids: &[GridRow],
    found: Vec<Found>,
) -> Result<Vec<NewArea>, String> {
    let new = |id, of_community, name: &str, shape| NewArea {
        id,
        of_community,
        name: name.to_owned(),
        shape,
        before: None,
    };
    if target == NAMED {
        return named(grids, found);
    }
    let grid = grids.iter().find(|grid| grid.id.to_string() == target);
    if grid.is_none() && target != COMMUNITY {
        return Err("请选一个网格，或者选本社区的边界".to_owned());
    }
    let mut shapes = found.into_iter();
    let (Some(one), None) = (shapes.next(), shapes.next()) else {
        return Err("文件里有好几个面：要各归各的网格，请在上面选“文件里写了编码或名称的网格”".to_owned());
    };
    Ok(vec![match grid {
        Some(grid) => new(grid.id.uuid(), false, &grid.name, one.shape),
        None => new(home, true, "本社区的边界", one.shape),
    }])
}

fn named(grids: &[GridRow], found: Vec<Found>) -> Result<Vec<NewArea>, String> {
    let mut new: Vec<NewArea> = Vec::new();
    let mut wrong = Vec::new();
    for (place, one) in found.into_iter().enumerate() {
        let says = |text: &String| one.said.contains(text);
        let grid =
            grids.iter().find(|grid| says(&grid.code) || grid.external_code.as_ref().is_some_and(says));
        match grid.or_else(|| grids.iter().find(|grid| says(&grid.name))) {
            None => {
                let said = one.said.iter().find(|text| !text.is_empty()).map_or("没有属性", String::as_str);
                wrong.push(format!("第 {} 个面（{said}）对不上本社区的任何网格", place + 1));
            }
            Some(grid) if new.iter().any(|area| area.id == grid.id.uuid()) => {
                wrong.push(format!("有两个面都对上了“{}”，请合成一个", grid.name));
            }
            Some(grid) => {
                let (id, name) = (grid.id.uuid(), grid.name.clone());
                new.push(NewArea { id, of_community: false, name, shape: one.shape, before: None });
            }
        }
    }
    if wrong.is_empty() {
        return Ok(new);
    }
    let more =
        if wrong.len() > TOLD { format!("；还有 {} 个", wrong.len() - TOLD) } else { String::new() };
    wrong.truncate(TOLD);
    Err(format!("{}{more}。属性里要有网格编码、综治编码或名称", wrong.join("；")))
}

/// Each new area against all others as they will be.
fn check_all(
    tx: &ReadTx<'_>,
    org: &Org,
    new: &[NewArea],
    areas: &[AreaRow],
) -> Result<Result<(), String>, StoreError> {
    let grids = household::grids_of(tx, org)?;
    let kind = |id: Uuid| {
        grids.iter().find(|grid| grid.id.uuid() == id).map_or(GridKind::Basic, |grid| kind_of(&grid.code))
    };
    for area in new {
        let near = queries::areas_near(tx, (org.tenant, org.id), sides(&area.shape), NEIGHBOURS)?;
        let stays = |known: &&AreaRow| new.iter().all(|other| other.id != known.id);
        let kept = areas.iter().filter(stays).map(|known| Neighbour {
            name: &known.name,
            elsewhere: None,
            of_community: known.of_community,
            kind: known.kind,
            shape: &known.shape,
        });
        let beside = new.iter().filter(|other| other.id != area.id).map(|other| Neighbour {
            name: &other.name,
            elsewhere: None,
            of_community: other.of_community,
            kind: kind(other.id),
            shape: &other.shape,
        });
        let elsewhere = near.iter().map(|known| Neighbour {
            name: &known.name,
            elsewhere: Some(&known.community),
            of_community: known.of_community,
            kind: known.kind,
            shape: &known.shape,
        });
        let neighbours: Vec<_> = kept.chain(beside).chain(elsewhere).collect();
        let checked = check_place(&area.name, (&area.shape, kind(area.id), area.of_community), &neighbours);
        if checked.is_err() {
            return Ok(checked);
        }
    }
    Ok(Ok(()))
}

fn drawing_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: &Org,
    form: AreaForm,
    errors: Errors,
    banner: Option<String>,
) -> Result<DrawingPage, AppError> {
    let grids = household::grids_of(tx, org)?;
    let areas = queries::areas_of(tx, org)?;
    let of = |id: Uuid| areas.iter().find(|area| area.id == id);
    let mut targets: Vec<_> = grids
        .iter()
        .map(|grid| {
            let drawn = if of(grid.id.uuid()).is_some() { "（已画）" } else { "" };
            (grid.id.to_string(), format!("{}{drawn}", grid.name))
        })
        .collect();
    targets.push((COMMUNITY.to_owned(), format!("{}的边界", org.place())));
    targets.push((NAMED.to_owned(), "文件里写了编码或名称的网格，一起导入".to_owned()));
    let sent: Vec<Sent<'_>> = grids
        .iter()
        .map(|grid| (grid.id.to_string(), grid.name.as_str(), of(grid.id.uuid())))
        .chain([(COMMUNITY.to_owned(), org.place(), areas.iter().find(|area| area.of_community))])
        .map(|(id, name, area)| Sent {
            id,
            name,
            shape: area.and_then(|area| serde_json::from_str(&area.text).ok()),
        })
        .collect();
    let whole = Sides { west: i64::MIN, south: i64::MIN, east: i64::MAX, north: i64::MAX };
    let around = queries::areas_near(tx, (org.tenant, org.id), extent(&areas).unwrap_or(whole), NEIGHBOURS)?;
    let around: Vec<Value> = around.iter().filter_map(|area| serde_json::from_str(&area.text).ok()).collect();
    let mut above = crumbs(tx, org)?;
    above.push(("网格地图".to_owned(), map_href(org)));
    Ok(DrawingPage {
        shell: visitor.shell_saying(banner),
        above,
        place: org.place().to_owned(),
        href: map_href(org),
        targets: targets
            .into_iter()
            .map(|(value, word)| (value.clone(), word, value == form.target))
            .collect(),
        drawn: areas.iter().map(|area| (target_of(area), area.name.clone())).collect(),
        areas: in_json(&sent)?,
        boundary: areas
            .iter()
            .find(|area| area.of_community)
            .map(|area| area.text.clone())
            .unwrap_or_default(),
        around: in_json(&around)?,
        tiles: visitor.app.settings().map_tiles.clone(),
        form,
        errors,
    })
}

fn in_json(value: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::Internal(error.to_string()))
}

/// What a community's areas span together, widened by about a kilometre.
fn extent(areas: &[AreaRow]) -> Option<Sides> {
    const BESIDE: i64 = 10_000;
    let all: Vec<Sides> = areas.iter().map(|area| sides(&area.shape)).collect();
    Some(Sides {
        west: all.iter().map(|one| one.west).min()? - BESIDE,
        south: all.iter().map(|one| one.south).min()? - BESIDE,
        east: all.iter().map(|one| one.east).max()? + BESIDE,
        north: all.iter().map(|one| one.north).max()? + BESIDE,
    })
}
