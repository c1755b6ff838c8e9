//! One organisation in the tree: what stands above and below it, and what the other slices keep about it.

use askama::Template;
use axum::response::Response;
use niangjia_web::{AppError, At, Ctx, Panel, PanelSlot, Shell, json, page};

use crate::api;
use crate::json::OrganisationBody;
use crate::model::Org;

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    panels: Vec<Panel>,
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
        page(&OrganisationPage { shell: visitor.shell(), above, panels, below, org })
    })
    .await
}
