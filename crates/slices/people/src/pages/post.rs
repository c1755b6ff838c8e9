//! One post: who holds it, since when, and leaving it.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{
    AppError, At, Ctx, Errors, Panel, PanelSlot, Query, Shell, Typed, Visitor, again, again_refused, codes,
    day, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::PostBody;
use crate::model::{LeaveReason, RosterEntry};
use crate::pages::{PostKey, roster_href};
use crate::queries;
use crate::rules;

/// The form for leaving.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct LeaveForm {
    #[schema(schema_with = day, required = true)]
    until_day: String,
    #[schema(schema_with = codes::<LeaveReason>, required = true)]
    reason: String,
}

/// What `GET /posts/{key}` may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PostQuery {
    left: bool,
}

#[derive(Template)]
#[template(path = "post.html")]
struct PostPage {
    shell: Shell,
    above: Vec<(String, String)>,
    post: RosterEntry,
    together: Vec<RosterEntry>,
    panels: Vec<Panel>,
    may_end: bool,
    form: LeaveForm,
    reasons: Vec<(&'static str, &'static str, bool)>,
    today: Day,
    errors: Errors,
    refusal: String,
}

impl PostPage {
    fn of(tx: &ReadTx<'_>, visitor: &Visitor, post: RosterEntry, form: LeaveForm) -> Result<Self, AppError> {
        let actor = &visitor.actor;
        let org = niangjia_org::api::by_id(tx, post.org_id)?.ok_or(AppError::NotFound)?;
        let mut above = niangjia_org::api::breadcrumbs(tx, &org, Org::href)?;
        above.push((org.place().to_owned(), org.href()));
        if rules::may_see_roster(actor, &org.path) {
            above.push(("执委名册".to_owned(), roster_href(&org)));
        }
        let mut together = queries::posts_held(tx, post.tenant, &org.path, &[post.person], tx.today())?;
        together.retain(|other| other.post != post.post && other.org_id == post.org_id);
        let subject = post.post.uuid();
        let mut panels = visitor.app.panels().of(PanelSlot::Post, tx, actor, &[subject])?;
        Ok(Self {
            shell: visitor.shell(),
            above,
            panels: panels.remove(&subject).unwrap_or_default(),
            may_end: post.until.is_none() && rules::may_end_post(actor, &post),
            together,
            reasons: LeaveReason::ALL
                .iter()
                // A merger ends posts by itself.
                .filter(|one| **one != LeaveReason::Merged)
                .map(|one| (one.code(), one.label(), one.code() == form.reason))
                .collect(),
            today: tx.today(),
            post,
            form,
            errors: Errors::default(),
            refusal: String::new(),
        })
    }
}

/// `GET /posts/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<PostKey>, Query(query): Query<PostQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let post = queries::visible_post(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        let form = LeaveForm { until_day: tx.today().to_string(), ..LeaveForm::default() };
        let banner = query.left.then(|| "离任已经办好。".to_owned());
        let shown = PostPage::of(tx, visitor, post, form)?;
        if visitor.wants_json {
            return json(&PostBody::of(&shown.post).with(&shown.together));
        }
        page(&PostPage { shell: visitor.shell_saying(banner), ..shown })
    })
    .await
}

/// `POST /posts/{key}/leaving`.
pub(crate) async fn leave(ctx: Ctx, At(key): At<PostKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &LeaveForm| {
        tx.hold("people_post", key.tenant, key.id.uuid())?;
        let actor = &visitor.actor;
        let post = queries::visible_post(tx, actor, key)?.ok_or(AppError::NotFound)?;
        if !rules::may_end_post(actor, &post) {
            return Err(forbidden(actor, &post));
        }
        let done = format!("{}?left=true", post.href());
        let (until, reason) = match form.said(&post, tx.today()) {
            Ok(said) => said,
            Err(errors) => {
                let shown = PostPage { errors, ..PostPage::of(tx, visitor, post, form.clone())? };
                return again(visitor, &shown, &shown.errors);
            }
        };
        if post.until.is_some() {
            return Ok(Ending::Nothing(see_other(&done)));
        }
        match actions::leave(tx, actor, visitor.app.guards(), &post, &post.org_path, until, reason) {
            Ok(recorded) => Ok(recorded.map(|()| see_other(&done)).into()),
            Err(AppError::Refused(refusal)) => {
                let shown = PostPage { refusal, ..PostPage::of(tx, visitor, post, form.clone())? };
                again_refused(visitor, &shown, &shown.refusal)
            }
            Err(error) => Err(error),
        }
    })
    .await
}

/// The rule that keeps this actor from ending the post.
fn forbidden(actor: &niangjia_store::Actor, post: &RosterEntry) -> AppError {
    let rule = if rules::may_appoint_administrators(actor, &post.org_path) {
        rules::OWN_RULE
    } else if post.kind.administers() || actor.acting.kind.administers() {
        rules::SEPARATION_RULE
    } else {
        rules::ROSTER_RULE
    };
    AppError::Forbidden(rule.to_owned())
}

impl LeaveForm {
    /// Reads the fields; every wrong one gets its sentence.
    fn said(&self, post: &RosterEntry, today: Day) -> Result<(Day, LeaveReason), Errors> {
        let mut errors = Errors::default();
        let until = errors.take("until_day", Day::parse(&self.until_day));
        let reason = errors.take("reason", LeaveReason::parse(&self.reason).map_err(|_| "请点一个原因"));
        if let Some(problem) = until.and_then(|until| rules::leaving_problem(post.from, until, today)) {
            errors.at("until_day", problem);
        }
        match (until, reason, errors.is_empty()) {
            (Some(until), Some(reason), true) => Ok((until, reason)),
            _ => Err(errors),
        }
    }
}
