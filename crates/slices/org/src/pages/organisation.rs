//! One organisation in the tree: what stands above and below it, and what the other slices keep about it.

use askama::Template;
use axum::response::Response;
use niangjia_web::{AppError, At, Ctx, Panel, PanelSlot, Shell, json, page};

use crate::api;
use crate::json::OrganisationBody;
use crate::model::Org;
use crate::queries;
use crate::rules::may_merge;

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    panels: Vec<Panel>,
    /// What became of it, and what went up in it.
    mergers: Vec<(String, String)>,
    /// Where the reader merges it into another, if she may.
    merging: Option<String>,
    below: Vec<Org>,
}

/// `GET /orgs/{code}`. Names of organisations are open to everybody who is signed in.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = api::by_code(tx, &code)?.ok_or(AppError::NotFound)?;
        let mut panels =
            visitor.app.panels().of(PanelSlot::Organisation, tx, &visitor.actor, &[org.id.uuid()])?;
        let panels = panels.remove(&org.id.uuid()).unwrap_or_default();
        let below = api::children(tx, org.id)?;
        if visitor.wants_json {
            return json(&OrganisationBody::of(&org, &api::lineage(tx, &org.path)?, &below, panels));
        }
        let above = api::breadcrumbs(tx, &org, Org::href)?;
        let into = queries::merged_into(tx, &org)?;
        let merges = into.is_none() && may_merge(&visitor.actor, &org, None);
        let merging = merges.then(|| format!("{}/merging", org.href()));
        let word = |day: niangjia_kernel::Day, word: &str, other: &Org| {
            (other.href(), format!("{} {word}{}", day.long(), other.name))
        };
        let into = into.iter().map(|(other, day)| word(*day, "并入", other));
        let from = queries::merged_from(tx, &org)?;
        let from = from.iter().map(|(other, day)| word(*day, "并来", other));
        let mergers = into.chain(from).collect();
        page(&OrganisationPage { shell: visitor.shell(), above, panels, mergers, merging, below, org })
    })
    .await
}
