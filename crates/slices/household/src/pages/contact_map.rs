//! 执委联系网格图: the community, its grids, who serves in each, and the families that each looks after. Printed on one sheet.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::AreaLevel;
use niangjia_store::{Branch, ReadTx};
use niangjia_web::{AppError, At, Ctx, Query, Shell, Visitor, json, page};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::ContactMapBody;
use crate::model::Side;
use crate::pages::{crumbs, household_href, with_visible_register};
use crate::queries;
use crate::rules::{Mapped, MappedGrid, MappedMember, draw};

/// What `GET /orgs/{code}/contact-map` may be asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct MapQuery {
    /// true：图上写家庭的名字；不写只有户数，可以张贴
    names: bool,
}

struct Family {
    href: String,
    name: String,
    key: bool,
}

struct Member {
    name: String,
    mode: &'static str,
    count: usize,
    register: Vec<Family>,
    residence: Vec<Family>,
}

struct Block {
    name: String,
    group: String,
    code: String,
    households: usize,
    members: Vec<Member>,
    nobody: Vec<Family>,
}

#[derive(Template)]
#[template(path = "contact_map.html")]
struct MapPage {
    shell: Shell,
    above: Vec<(String, String)>,
    place: String,
    as_of: String,
    href: String,
    names_href: String,
    names: bool,
    blocks: Vec<Block>,
    households: usize,
    members: usize,
    uncovered: usize,
}

/// `GET /orgs/{code}/contact-map`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<MapQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        if org.level != AreaLevel::Community {
            return Err(AppError::NotFound);
        }
        let grids = queries::grids(tx, org.tenant, org.id, tx.today())?;
        let all = queries::mapped(tx, &visitor.actor, &Branch::of(org.tenant, org.level, &org.path))?;
        let mut drawn: Vec<_> =
            grids.iter().map(|grid| (Some(grid), draw(Some(grid.id), &grid.members, &all))).collect();
        let without = draw(None, &[], &all);
        if !without.members.is_empty() || !without.nobody.is_empty() {
            drawn.push((None, without));
        }
        if visitor.wants_json {
            return json(&ContactMapBody::of(&drawn));
        }
        page(&map_page(tx, visitor, &org, query.names, &drawn, &all)?)
    })
    .await
}

fn map_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: &niangjia_org::api::Org,
    names: bool,
    drawn: &[(Option<&queries::GridRow>, MappedGrid<'_>)],
    all: &[Mapped],
) -> Result<MapPage, AppError> {
    let mut people: Vec<_> =
        drawn.iter().flat_map(|(_, grid)| grid.members.iter().map(|one| one.person)).collect();
    people.sort_unstable();
    people.dedup();
    Ok(MapPage {
        shell: visitor.shell(),
        above: crumbs(tx, org)?,
        place: org.place().to_owned(),
        as_of: tx.today().long(),
        href: format!("{}/contact-map", org.href()),
        names_href: format!("{}/contact-map?names=true", org.href()),
        names,
        blocks: drawn.iter().map(|(grid, drawn)| block(*grid, drawn, all)).collect(),
        households: all.len(),
        members: people.len(),
        uncovered: all.iter().filter(|one| one.key && one.links.is_empty()).count(),
    })
}

fn block(grid: Option<&queries::GridRow>, drawn: &MappedGrid<'_>, all: &[Mapped]) -> Block {
    let family = |one: &Mapped| Family {
        href: household_href(&one.household),
        name: one.household.name.clone(),
        key: one.key,
    };
    let hers = |one: &MappedMember<'_>, wanted: Side| {
        one.families.iter().filter(|(_, side)| *side == wanted).map(|(mapped, _)| family(mapped)).collect()
    };
    let member = |one: &MappedMember<'_>| Member {
        name: one.name.to_owned(),
        mode: one.mode.map_or("", crate::model::Mode::label),
        count: one.families.len(),
        register: hers(one, Side::Register),
        residence: hers(one, Side::Residence),
    };
    let id = grid.map(|grid| grid.id);
    Block {
        name: grid.map_or_else(|| "没有划入网格".to_owned(), |grid| grid.name.clone()),
        group: grid.map(|grid| format!("{}组", grid.group_name)).unwrap_or_default(),
        code: grid.map(|grid| grid.code.clone()).unwrap_or_default(),
        households: all.iter().filter(|one| one.grid == id).count(),
        members: drawn.members.iter().map(member).collect(),
        nobody: drawn.nobody.iter().map(|one| family(one)).collect(),
    }
}
