//! The points of a community's members this month, by name: for those who lead, and never a ranking.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Id, Month, Person};
use niangjia_org::api::Org;
use niangjia_people::api::RosterEntry;
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::{AppError, At, Ctx, Shell, json, page, show};

use crate::json::MembersPointsBody;
use crate::{queries, rules};

/// A member as she is shown.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) posts: String,
    pub(crate) points: i64,
}

#[derive(Template)]
#[template(path = "members.html")]
struct MembersPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    month: String,
    lines: Vec<Line>,
}

/// `GET /orgs/{code}/points`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_readable_points(tx, &visitor.actor, &code)?;
        let month = tx.today().month();
        if visitor.wants_json {
            return json(&MembersPointsBody::of(month, members(tx, &org, month)?));
        }
        let mut above = niangjia_org::api::breadcrumbs(tx, &org, Org::href)?;
        above.push((org.place().to_owned(), org.href()));
        page(&MembersPage {
            shell: visitor.shell(),
            above,
            month: month.long(),
            lines: lines(tx, &org, month)?,
            org,
        })
    })
    .await
}

/// The community called by `code`, whose members' points `actor` may read.
pub(crate) fn with_readable_points(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?;
    let org = org.filter(|org| rules::may_read_members_points(actor, org.level, &org.path));
    org.ok_or(AppError::NotFound)
}

/// Those who do duty there today with their posts and points, in the order of their names.
fn members(
    tx: &ReadTx<'_>,
    org: &Org,
    month: Month,
) -> Result<Vec<(RosterEntry, Vec<RosterEntry>, i64)>, StoreError> {
    let roster = niangjia_people::api::roster(tx, org.tenant, org.id, tx.today())?;
    let mut members = BTreeMap::<(String, Id<Person>), Vec<RosterEntry>>::new();
    for entry in roster.into_iter().filter(|entry| entry.kind.acts() && !entry.kind.administers()) {
        members.entry((entry.name.clone(), entry.person)).or_default().push(entry);
    }
    let persons: Vec<Id<Person>> = members.keys().map(|(_, person)| *person).collect();
    let sums = queries::month_sums(tx, org.tenant, &persons, month)?;
    let with_points = members.into_iter().filter_map(|((_, person), posts)| {
        Some((posts.first()?.clone(), posts, sums.get(&person).copied().unwrap_or_default()))
    });
    Ok(with_points.collect())
}

pub(crate) fn lines(tx: &ReadTx<'_>, org: &Org, month: Month) -> Result<Vec<Line>, StoreError> {
    let line = |(first, posts, points): (RosterEntry, Vec<RosterEntry>, i64)| Line {
        name: first.name,
        posts: posts.iter().map(|post| post.kind.label()).collect::<Vec<_>>().join("、"),
        points,
    };
    Ok(members(tx, org, month)?.into_iter().map(line).collect())
}
