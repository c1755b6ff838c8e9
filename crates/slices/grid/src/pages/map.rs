//! 网格地图: the grids of a community as areas. Drawn by the server for paper and for every browser; a script lets her look closely.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_household::api::GridRow;
use niangjia_org::api::Org;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, MapTiles, PicturesFrom, Query, Shell, Visitor, json, page};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use crate::json::MapBody;
use crate::model::AreaRow;
use crate::pages::{crumbs, grid_href, ground, map_href};
use crate::queries;
use crate::rules::{Drawing, Laid, drawn, fitting};

/// What `GET /orgs/{code}/map` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct MapQuery {
    /// true：图上只写有几位执委，可以张贴；不写是姓名
    counts: bool,
    /// a3：按 A3 打印；不写是 A4
    paper: String,
    #[param(ignore)]
    said: String,
}

/// An area as the script gets it.
#[derive(Serialize)]
struct Sent<'a> {
    id: String,
    name: &'a str,
    label: &'a str,
    href: &'a str,
    members: usize,
    shape: Option<Value>,
}

struct Line {
    grid: GridRow,
    href: String,
    ground: Option<String>,
    /// Who serves there, or how many.
    label: String,
}

/// A grid on the sheet.
struct Placed {
    href: String,
    name: String,
    label: String,
    path: String,
    x: String,
    y: String,
    /// Where its second line stands.
    below: String,
    /// How large the two lines are; empty where there is no room for one.
    sizes: (String, String),
    nobody: bool,
}

struct Sheet {
    view: String,
    boundary: Option<String>,
    grids: Vec<Placed>,
    /// How long the bar of the scale is, in the units of the sheet, and in metres.
    bar: (String, String),
    bottom: String,
    tall: bool,
}

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    shell: Shell,
    above: Vec<(String, String)>,
    place: String,
    as_of: String,
    edit_href: Option<String>,
    chips: Vec<(&'static str, String, bool)>,
    asked: MapQuery,
    lines: Vec<Line>,
    placed: usize,
    sheet: Option<Sheet>,
    areas: String,
    boundary: String,
    tiles: Option<MapTiles>,
}

/// `GET /orgs/{code}/map`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<MapQuery>) -> Response {
    let tiles = ctx.app().settings().map_tiles.clone();
    let mut response = ctx
        .read(move |tx, visitor| {
            let org = household::visible_community(tx, &visitor.actor, &code)?;
            let grids = household::grids_of(tx, &org)?;
            let areas = queries::areas_of(tx, &org)?;
            if visitor.wants_json {
                return json(&MapBody::of(&org, &grids, &areas));
            }
            page(&map_page(tx, visitor, &org, (grids, &areas), query.clone())?)
        })
        .await;
    if let Some(tiles) = tiles {
        response.extensions_mut().insert(PicturesFrom(tiles.origin));
    }
    response
}

fn map_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: &Org,
    (grids, areas): (Vec<GridRow>, &[AreaRow]),
    asked: MapQuery,
) -> Result<MapPage, AppError> {
    let area = |grid: &GridRow| areas.iter().find(|area| area.id == grid.id.uuid());
    let lines: Vec<Line> = grids
        .into_iter()
        .map(|grid| Line {
            href: grid_href(org.tenant, grid.id),
            ground: area(&grid).map(|area| ground(area.square_metres)),
            label: label(&grid, asked.counts),
            grid,
        })
        .collect();
    let boundary = areas.iter().find(|area| area.of_community);
    let keeps = household::keeps_community(&visitor.actor, org);
    let banner = (asked.said == "drawn").then(|| "图已保存。".to_owned());
    let href = map_href(org);
    let chip = |words, query: &str, counts, a3: bool| {
        (words, format!("{href}{query}"), (asked.counts, asked.paper == "a3") == (counts, a3))
    };
    let chips = vec![
        chip("写执委的姓名（办公用）", "", false, false),
        chip("只写人数（可以张贴）", "?counts=true", true, false),
        chip("姓名，A3", "?paper=a3", false, true),
        chip("人数，A3", "?counts=true&paper=a3", true, true),
    ];
    Ok(MapPage {
        shell: visitor.shell_saying(banner),
        above: crumbs(tx, org)?,
        place: org.place().to_owned(),
        as_of: tx.today().long(),
        chips,
        edit_href: keeps.then(|| format!("{}/edit", map_href(org))),
        placed: lines.iter().filter(|line| line.ground.is_some()).count(),
        sheet: sheet(&lines, areas, boundary),
        areas: sent(&lines, areas)?,
        boundary: boundary.map(|area| area.text.clone()).unwrap_or_default(),
        tiles: visitor.app.settings().map_tiles.clone(),
        lines,
        asked,
    })
}

fn label(grid: &GridRow, counts: bool) -> String {
    let households = grid.households;
    match (grid.members.len(), counts) {
        (0, _) => format!("还没有执委 · {households} 户"),
        (count, true) => format!("执委 {count} 人 · {households} 户"),
        (_, false) => {
            let names: Vec<&str> = grid.members.iter().map(|(_, name, _)| name.as_str()).collect();
            format!("{} · {households} 户", names.join("、"))
        }
    }
}

fn sent(lines: &[Line], areas: &[AreaRow]) -> Result<String, AppError> {
    let mut all = Vec::new();
    for line in lines {
        let Some(area) = areas.iter().find(|area| area.id == line.grid.id.uuid()) else { continue };
        all.push(Sent {
            id: line.grid.id.to_string(),
            name: &line.grid.name,
            label: &line.label,
            href: &line.href,
            members: line.grid.members.len(),
            shape: serde_json::from_str(&area.text).ok(),
        });
    }
    serde_json::to_string(&all).map_err(|error| AppError::Internal(error.to_string()))
}

/// The map as one drawing: the border of the community below, its grids above.
fn sheet(lines: &[Line], areas: &[AreaRow], boundary: Option<&AreaRow>) -> Option<Sheet> {
    let placed: Vec<(&Line, &AreaRow)> = lines
        .iter()
        .filter_map(|line| Some((line, areas.iter().find(|area| area.id == line.grid.id.uuid())?)))
        .collect();
    let shapes: Vec<_> =
        placed.iter().map(|(_, area)| &area.shape).chain(boundary.map(|area| &area.shape)).collect();
    let Drawing { width, height, areas: mut laid, metres } = drawn(&shapes)?;
    let border = boundary.and_then(|_| laid.pop()).map(|laid| laid.path);
    let size = |size: Option<f64>| size.map(|size| format!("{size:.1}")).unwrap_or_default();
    let grids = placed.iter().zip(laid).map(|((line, _), Laid { path, middle: (x, y), room })| {
        let first = fitting(&line.grid.name, room, 23.0);
        Placed {
            href: line.href.clone(),
            name: line.grid.name.clone(),
            label: line.label.clone(),
            path,
            x: format!("{x:.0}"),
            y: format!("{y:.0}"),
            below: format!("{:.0}", y + first.unwrap_or(0.0) + 2.0),
            sizes: (size(first), size(fitting(&line.label, room, 19.0))),
            nobody: line.grid.members.is_empty(),
        }
    });
    let (metres, bar) = scale_bar(metres);
    Some(Sheet {
        view: format!("0 0 {width:.0} {:.0}", height + 40.0),
        boundary: border,
        grids: grids.collect(),
        bar: (format!("{:.0}", bar + 12.0), metres),
        bottom: format!("{:.0}", height + 24.0),
        tall: height > width,
    })
}

/// A round length that is about a fifth of the sheet, in words and in its units.
fn scale_bar(metres_of_a_hundred: f64) -> (String, f64) {
    let rounds = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 50_000.0];
    let wanted = metres_of_a_hundred * 2.0;
    let metres = rounds.into_iter().rev().find(|round| *round <= wanted).unwrap_or(10.0);
    let words =
        if metres < 1000.0 { format!("{metres:.0} 米") } else { format!("{:.0} 公里", metres / 1000.0) };
    (words, metres / metres_of_a_hundred * 100.0)
}
