//! 没有联系家庭的执委: committee members of a branch whom no family is linked to, by name.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::AreaLevel;
use niangjia_org::api::Org;
use niangjia_store::Branch;
use niangjia_web::show::When;
use niangjia_web::{At, Ctx, Shell, json, page};

use crate::json::FreeMembersBody;
use crate::pages::{crumbs, with_visible_register};
use crate::queries::{self, FreeMember};
use crate::rules::{Sight, sight};

struct Line {
    name: String,
    community: String,
    since: When,
    /// The register of her community, narrowed to her.
    href: String,
}

#[derive(Template)]
#[template(path = "members_without_families.html")]
struct FreeMembersPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    shows_org: bool,
    keeps: bool,
    as_of: String,
    lines: Vec<Line>,
}

/// `GET /orgs/{code}/members-without-families`. A member reads of herself only.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let (actor, today) = (&visitor.actor, tx.today());
        let org = with_visible_register(tx, actor, &code)?;
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let only = (sight(actor) == Sight::Linked).then_some(actor.person);
        let members = queries::free_members(tx, &branch, today, only)?;
        if visitor.wants_json {
            return json(&FreeMembersBody::of(&members));
        }
        let line = |member: &FreeMember| Line {
            name: member.name.clone(),
            community: member.org_name.trim_end_matches("妇联").to_owned(),
            since: When::day(member.since, today),
            href: format!("/orgs/{}/households?show=all&member={}", member.org_code, member.person),
        };
        page(&FreeMembersPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            shows_org: org.level != AreaLevel::Community,
            keeps: sight(actor) == Sight::Community,
            as_of: today.long(),
            lines: members.iter().map(line).collect(),
            org,
        })
    })
    .await
}
