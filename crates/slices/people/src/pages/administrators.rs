//! Appointing the three separated administrators, and the chair whom nobody above can enter: the security
//! administrator's part of a person's page.

use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, PostKind, ReadTx, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, again, see_other};
use serde::Deserialize;

use crate::actions;
use crate::model::{AccountHolder, Engagement, NewPost, RosterEntry};
use crate::pages::PersonKey;
use crate::pages::account::AccountPage;
use crate::queries;
use crate::rules;

/// The form that appoints an administrator.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AppointForm {
    pub(crate) kind: String,
    /// The code of the organisation.
    pub(crate) org: String,
    pub(crate) from_day: String,
}

pub(crate) type Picks = Vec<(&'static str, &'static str, bool)>;

/// The posts that the security administrator can give, one of them chosen.
pub(crate) fn kinds(chosen: &str) -> Picks {
    let kinds = PostKind::ALL.iter().filter(|kind| kind.administers() || kind.leads());
    kinds.map(|kind| (kind.code(), kind.label(), kind.code() == chosen)).collect()
}

/// `POST /accounts/{key}/posts`.
pub(crate) async fn appoint(ctx: Ctx, At(key): At<PersonKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &AppointForm| {
        let actor = &visitor.actor;
        let holder = holder_to_appoint(tx, actor, key)?;
        let held = queries::posts_of(tx, holder.tenant, holder.person)?;
        let href = holder.href();
        let post = match form.said(tx, actor, &holder, &held)? {
            Ok(post) => post,
            Err(errors) => {
                let shown = AccountPage::of(tx, visitor, holder)?.with_appointment(form.clone(), errors);
                return again(visitor, &shown, &shown.errors);
            }
        };
        if held.iter().any(|one| is_the_same(one, &post)) {
            return Ok(Ending::Nothing(see_other(&href)));
        }
        Ok(actions::appoint(tx, Some(actor), &post)?.map(|_| see_other(&href)).into())
    })
    .await
}

/// The person to whom `actor` may give an administrator's post.
fn holder_to_appoint(tx: &WriteTx<'_>, actor: &Actor, key: PersonKey) -> Result<AccountHolder, AppError> {
    tx.hold("people_person", key.tenant, key.id.uuid())?;
    let holder = queries::visible_holder(tx, actor, key)?.ok_or(AppError::NotFound)?;
    if !rules::may_appoint_administrators(actor, &actor.acting.org_path) {
        return Err(AppError::Forbidden(rules::SEPARATION_RULE.to_owned()));
    }
    if holder.person == actor.person {
        return Err(AppError::Forbidden(rules::OWN_RULE.to_owned()));
    }
    Ok(holder)
}

/// Whether a post held is the one to be entered: the same form came twice.
fn is_the_same(held: &RosterEntry, post: &NewPost) -> bool {
    held.kind == post.kind && held.org_id == post.org_id && held.until.is_none()
}

impl AppointForm {
    /// Reads the fields; every wrong one gets its sentence.
    fn said(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        holder: &AccountHolder,
        held: &[RosterEntry],
    ) -> Result<Result<NewPost, Errors>, AppError> {
        let mut errors = Errors::default();
        let kind = PostKind::parse(&self.kind).ok().filter(|kind| kind.administers() || kind.leads());
        let kind = errors.take("kind", kind.ok_or("请点一个岗位"));
        let org = errors.take("org", organisation(tx, actor, holder, &self.org)?);
        let from = errors.take("from_day", Day::parse(&self.from_day));
        if from.is_some_and(|from| from > tx.today()) {
            errors.at("from_day", "任职日期还没到，到任以后再登记");
        }
        if let (Some(kind), Some(org)) = (kind, &org)
            && !rules::may_appoint(actor, &org.path, kind)
        {
            errors.at("org", "下级的主席、副主席由上级妇联主席在执委名册里登记；这里只登记本级的");
        }
        let (Some(kind), Some(org), Some(from), true) = (kind, org, from, errors.is_empty()) else {
            return Ok(Err(errors));
        };
        if let Some(other) = rules::other_administration(held, &org.path, kind, tx.today()) {
            errors.at("kind", format!("她已经是{}，三个管理员不能由一个人兼任", other.label()));
            return Ok(Err(errors));
        }
        Ok(Ok(NewPost {
            person: holder.person,
            tenant: holder.tenant,
            org_id: org.id,
            org_path: org.path,
            kind,
            engagement: Engagement::PartTime,
            group_name: None,
            from,
        }))
    }
}

/// The organisation called by `code`, in this administrator's branch and the person's tenant.
fn organisation(
    tx: &ReadTx<'_>,
    actor: &Actor,
    holder: &AccountHolder,
    code: &str,
) -> Result<Result<Org, &'static str>, AppError> {
    let found = niangjia_org::api::by_code(tx, code.trim())?;
    let ours = found
        .filter(|org| rules::may_appoint_administrators(actor, &org.path) && org.tenant == holder.tenant);
    Ok(ours.ok_or("您负责的范围里没有这个代码的组织，请核对区划代码"))
}
