//! 办交接: the families of somebody go to named successors in one step; those that somebody only takes care of get a member.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, Id, Key, Post, Tenant};
use niangjia_org::api::Org;
use niangjia_people::api::RosterEntry;
use niangjia_store::{Actor, Ending, PostKind, ReadTx, StoreError, WriteTx};
use niangjia_web::{
    AppError, At, Ctx, Errors, Panel, Shell, Typed, Visitor, again, codes_or_empty, json, made, page,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, Handing};
use crate::json::FamiliesBody;
use crate::model::{Family, Handover, HandoverReason};
use crate::pages::handover_sheet::handover_href;
use crate::pages::takers::{Line, Takers, lines};
use crate::pages::{KEEPING, crumbs};
use crate::queries;
use crate::rules::{HandoverRefusal, Sight, check_handover, sight};

/// What is typed into the form: who takes which family.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct HandoverForm {
    // Made with the form: the same form sent twice is one handover.
    /// 交接的编号，hand_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(hand_[0-9a-f]{32})?$")]
    pub(super) id: String,
    #[schema(schema_with = codes_or_empty::<HandoverReason>)]
    pub(super) reason: String,
    /// 没有单独选的都交给谁：per_…，或者 caretaker（由主席代管）
    pub(super) everyone: String,
    /// 哪些联系：link_…，与 to 一一对应
    pub(super) link: Vec<String>,
    /// 交给谁：per_…，或者 caretaker（由主席代管）；空着的按 everyone
    pub(super) to: Vec<String>,
}

#[derive(Template)]
#[template(path = "handover.html")]
struct HandoverPage {
    shell: Shell,
    above: Vec<(String, String)>,
    action: String,
    post: RosterEntry,
    lines: Vec<Line>,
    chooses: bool,
    caretakes: bool,
    form: HandoverForm,
    everyone: Vec<(String, String, bool)>,
    reasons: Vec<(&'static str, &'static str, bool)>,
    errors: Errors,
}

/// The key of a post in a path.
pub(crate) type PostKey = Key<Post>;

/// Somebody of the committee whose families the chair of the community may hand over.
fn leaver(tx: &ReadTx<'_>, actor: &Actor, key: PostKey) -> Result<(RosterEntry, Org), AppError> {
    let post = niangjia_people::api::visible_post(tx, actor, key)?.ok_or(AppError::NotFound)?;
    let org = niangjia_org::api::by_id(tx, post.org_id)?.ok_or(AppError::NotFound)?;
    if org.level != AreaLevel::Community || post.kind != PostKind::Member || post.until.is_some() {
        return Err(AppError::NotFound);
    }
    if keeps(actor, &post) { Ok((post, org)) } else { Err(AppError::Forbidden(KEEPING.to_owned())) }
}

/// Whether she chairs the community where the post is.
fn keeps(actor: &Actor, post: &RosterEntry) -> bool {
    sight(actor) == Sight::Community && actor.acting.org_path == post.org_path
}

/// `GET /posts/{key}/handover`.
pub(crate) async fn show(ctx: Ctx, At(key): At<PostKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let (post, org) = leaver(tx, &visitor.actor, key)?;
        let families = queries::families_of(tx, (post.tenant, post.person), &org.path, tx.today())?;
        if visitor.wants_json {
            return json(&FamiliesBody::of(&families));
        }
        let form = HandoverForm {
            id: Id::<Handover>::new(tx.now(), visitor.app.store().chance()).to_string(),
            reason: HandoverReason::Leaves.code().to_owned(),
            ..HandoverForm::default()
        };
        page(&handover_page(tx, visitor, (post, &org), families, form, Errors::default())?)
    })
    .await
}

/// `POST /posts/{key}/handover`.
pub(crate) async fn hand_over(ctx: Ctx, At(key): At<PostKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &HandoverForm| {
        tx.hold("people_post", key.tenant, key.id.uuid())?;
        let (post, org) = leaver(tx, &visitor.actor, key)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Handover>(tx, &form.id, "everyone", &mut errors);
        if let Some(done) = done_already(tx, visitor, org.tenant, id)? {
            return Ok(done);
        }
        let families = queries::families_of(tx, (post.tenant, post.person), &org.path, tx.today())?;
        let reason = HandoverReason::parse(&form.reason).map_err(|_| "请点一个原因");
        let reason = errors.take("reason", reason);
        let takers = Takers::of(tx, &org, post.person)?;
        let chosen = takers.chosen(&families, form);
        let checked = check_handover(&chosen, post.person, reason.unwrap_or(HandoverReason::Leaves));
        for (field, sentence) in checked.into_iter().map(HandoverRefusal::sentence) {
            errors.at_any(&field, sentence);
        }
        match (id, reason, errors.is_empty()) {
            (Some(id), Some(reason), true) => {
                let families = takers.successors(&families, &chosen);
                let (person, name) = (post.person, post.name.as_str());
                let (tenant, org_path) = (org.tenant, &org.path);
                let handing = Handing { id, tenant, org: org.id, org_path, person, name, reason, families };
                let done = actions::hand_over(tx, &visitor.actor, &handing)?;
                Ok(done.map(|id| made(&format!("{}?said=done", handover_href(tenant, id)), id)))
            }
            _ => {
                let shown = handover_page(tx, visitor, (post, &org), families, form.clone(), errors)?;
                again(visitor, &shown, &shown.errors)
            }
        }
    })
    .await
}

/// A form that comes a second time ends where it ended the first time.
pub(super) fn done_already(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    tenant: Tenant,
    id: Option<Id<Handover>>,
) -> Result<Option<Ending<Response>>, AppError> {
    let Some(id) = id else { return Ok(None) };
    let found = queries::visible_handover(tx, &visitor.actor, id.within(tenant))?;
    Ok(found.map(|_| Ending::Nothing(made(&format!("{}?said=done", handover_href(tenant, id)), id))))
}

fn handover_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (post, org): (RosterEntry, &Org),
    families: Vec<Family>,
    form: HandoverForm,
    errors: Errors,
) -> Result<HandoverPage, AppError> {
    let takers = Takers::of(tx, org, post.person)?;
    let mut above = crumbs(tx, org)?;
    above.push((post.name.clone(), post.href()));
    Ok(HandoverPage {
        shell: visitor.shell(),
        above,
        action: format!("{}/handover", post.href()),
        post,
        lines: lines(tx, &takers, &families, &form),
        chooses: true,
        caretakes: false,
        everyone: takers.choices("逐户选", &form.everyone),
        reasons: [HandoverReason::Leaves, HandoverReason::GridMoved, HandoverReason::Adjusted]
            .map(|one| (one.code(), one.label(), one.code() == form.reason))
            .to_vec(),
        form,
        errors,
    })
}

/// For `PanelSlot::Post`: how many families whoever holds the post looks after, and where they are handed over.
///
/// # Errors
/// When it cannot be read.
pub fn post_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    posts: &[uuid::Uuid],
) -> Result<Vec<(uuid::Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in posts {
        let key = Id::<Post>::from_uuid(*subject).within(actor.tenant);
        let post = niangjia_people::api::visible_post(tx, actor, key)?;
        let hands_over = |post: &RosterEntry| post.kind == PostKind::Member && keeps(actor, post);
        let Some(post) = post.filter(hands_over) else { continue };
        let families =
            queries::families_of(tx, (post.tenant, post.person), &post.org_path, tx.today())?.len();
        if families > 0 {
            let (text, href) = (format!("联系 {families} 户 · 办交接"), format!("{}/handover", post.href()));
            panels.push((*subject, Panel { text, href: Some(href) }));
        }
    }
    Ok(panels)
}
