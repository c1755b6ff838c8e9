//! The pages of this slice.

pub(crate) mod board;
pub(crate) mod drawing;
pub(crate) mod grid;
pub(crate) mod map;
pub(crate) mod notice;

use niangjia_household::api::{Grid, GridRow};
use niangjia_kernel::{Id, Key, Person, Tenant};
use niangjia_org::api::Org;
use niangjia_store::{PostKind, ReadTx, StoreError};
use niangjia_web::AppError;

use crate::model::Shown;

/// The key of a grid in a path.
pub(crate) type GridKey = Key<Grid>;

/// Where the map of a community is.
pub(crate) fn map_href(org: &Org) -> String {
    format!("{}/map", org.href())
}

/// Where the card of a grid is.
pub(crate) fn grid_href(tenant: Tenant, grid: Id<Grid>) -> String {
    format!("/grids/{}", grid.within(tenant))
}

/// Where its board is made.
pub(crate) fn board_href(tenant: Tenant, grid: Id<Grid>) -> String {
    format!("{}/board", grid_href(tenant, grid))
}

/// Where everybody reads it.
pub(crate) fn notice_href(tenant: Tenant, grid: Id<Grid>) -> String {
    format!("/g/{}", grid.within(tenant))
}

/// What a board of each of these grids would show today.
pub(crate) fn shown_today(tx: &ReadTx<'_>, org: &Org, grids: &[GridRow]) -> Result<Vec<Shown>, StoreError> {
    let roster = niangjia_people::api::roster(tx, org.tenant, org.id, tx.today())?;
    let holds =
        |person: Id<Person>, kind| roster.iter().any(|post| post.person == person && post.kind == kind);
    let post_of = |person| {
        let first = [PostKind::Chair, PostKind::ViceChair].into_iter().find(|kind| holds(person, *kind));
        first.unwrap_or(PostKind::Member).label()
    };
    Ok(grids.iter().map(|grid| Shown::of(grid, post_of)).collect())
}

/// Breadcrumbs down to a page of a community, its list of grids included.
pub(crate) fn crumbs(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    above.push(("网格".to_owned(), format!("{}/grids", org.href())));
    Ok(above)
}

/// An area as people say it.
pub(crate) fn ground(square_metres: i64) -> String {
    if square_metres < 100_000 {
        return format!("{square_metres} 平方米");
    }
    let hundredths = (square_metres + 5_000) / 10_000;
    format!("{}.{:02} 平方公里", hundredths / 100, hundredths % 100)
}
