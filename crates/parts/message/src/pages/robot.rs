//! The robot of an organisation's group.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::AreaLevel;
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::{AppError, At, Ctx, Errors, Panel, Query, Shell, Typed, Visitor, again, page, see_other};
use serde::Deserialize;
use uuid::Uuid;

use crate::actions;
use crate::couriers::check_address;
use crate::machine::Messages;
use crate::model::RobotKind;
use crate::pages::inbox::Nothing;
use crate::pages::notices::SaidQuery;
use crate::queries;

/// A robot as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RobotForm {
    kind: String,
    address: String,
    secret: String,
}

struct Known {
    kind: &'static str,
    host: String,
    set_by: String,
    on: String,
}

#[derive(Template)]
#[template(path = "robot.html")]
struct RobotPage {
    shell: Shell,
    above: Vec<(String, String)>,
    href: String,
    known: Option<Known>,
    kinds: Vec<(&'static str, &'static str, bool)>,
    form: RobotForm,
    errors: Errors,
}

/// Whether she keeps the robot of her organisation: she leads it, and it is one whose people work together.
fn keeps(actor: &Actor) -> bool {
    let levels = [AreaLevel::Community, AreaLevel::Street, AreaLevel::County];
    actor.acting.kind.leads() && levels.contains(&actor.acting.level)
}

/// Her own organisation, by its code in the path; another one has nothing here for her.
fn own(actor: &Actor, code: &str) -> Result<(), AppError> {
    match (actor.acting.org_path.code() == code, keeps(actor)) {
        (true, true) => Ok(()),
        (true, false) => Err(AppError::Forbidden("工作群机器人由本级的主席、副主席设置。".to_owned())),
        (false, _) => Err(AppError::NotFound),
    }
}

fn href(actor: &Actor) -> String {
    format!("/orgs/{}/robot", actor.acting.org_path.code())
}

fn page_of(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    said: Option<&str>,
    (form, errors): (RobotForm, Errors),
) -> Result<RobotPage, AppError> {
    let actor = &visitor.actor;
    let known = queries::robot(tx, (actor.tenant, actor.acting.org_id))?.map(|robot| Known {
        kind: robot.kind.label(),
        // The rest of the address speaks in the group.
        host: robot.address.split('/').nth(2).unwrap_or_default().to_owned(),
        set_by: robot.set_by,
        on: robot.set.long(),
    });
    let kinds = RobotKind::ALL.iter().map(|kind| (kind.code(), kind.label(), kind.code() == form.kind));
    let org = format!("/orgs/{}", actor.acting.org_path.code());
    Ok(RobotPage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        above: vec![(actor.acting.org_name.clone(), org)],
        href: href(actor),
        known,
        kinds: kinds.collect(),
        form,
        errors,
    })
}

/// `GET /orgs/{code}/robot`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        own(&visitor.actor, &code)?;
        let said = match query.said.as_str() {
            "saved" => Some("已经保存。请点“发一条测试消息”，到群里看看收到没有。"),
            "tested" => {
                Some("测试消息已经交出去，几秒钟后到群里看。没有收到，请核对地址和密钥，或者问系统管理员。")
            }
            "removed" => Some("已经停用。"),
            _ => None,
        };
        page(&page_of(tx, visitor, said, (RobotForm::default(), Errors::default()))?)
    })
    .await
}

/// `POST /orgs/{code}/robot`.
pub(crate) async fn set(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &RobotForm| {
        own(&visitor.actor, &code)?;
        let reach = visitor.app.machine::<Messages>()?.reach();
        let mut errors = Errors::default();
        let (address, secret) = (form.address.trim(), form.secret.trim());
        let kind = errors.take("kind", RobotKind::parse(&form.kind).map_err(|_| "请点是哪一种群"));
        if let Some(kind) = kind {
            let checked = check_address(reach, kind, address, secret);
            // The secret has its own field; everything else is about the address.
            let field =
                if checked.as_ref().is_err_and(|why| why.contains("SEC")) { "secret" } else { "address" };
            let _url = errors.take(field, checked);
        }
        let Some(kind) = kind.filter(|_| errors.is_empty()) else {
            let shown = page_of(tx, visitor, None, (form.clone(), errors))?;
            return again(visitor, &shown, &shown.errors);
        };
        let done = actions::set_robot(tx, &visitor.actor, kind, (address, secret))?;
        let href = href(&visitor.actor);
        Ok(done.map(|()| see_other(&format!("{href}?said=saved"))))
    })
    .await
}

/// `POST /orgs/{code}/robot/test`.
pub(crate) async fn test(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &Nothing| {
        own(&visitor.actor, &code)?;
        let actor = &visitor.actor;
        queries::robot(tx, (actor.tenant, actor.acting.org_id))?.ok_or(AppError::NotFound)?;
        let href = href(actor);
        Ok(actions::test_robot(tx, actor)?.map(|()| see_other(&format!("{href}?said=tested"))))
    })
    .await
}

/// `POST /orgs/{code}/robot/removal`.
pub(crate) async fn remove(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &Nothing| {
        own(&visitor.actor, &code)?;
        let href = href(&visitor.actor);
        Ok(actions::remove_robot(tx, &visitor.actor)?.map(|()| see_other(&format!("{href}?said=removed"))))
    })
    .await
}

/// For `PanelSlot::Organisation`: the robot of her own organisation's group, for whoever keeps it.
///
/// # Errors
/// When it cannot be read.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let Some(own) = orgs.iter().find(|org| **org == actor.acting.org_id.uuid()).filter(|_| keeps(actor))
    else {
        return Ok(Vec::new());
    };
    let known = queries::robot(tx, (actor.tenant, actor.acting.org_id))?;
    let text = known
        .map_or_else(|| "工作群机器人".to_owned(), |robot| format!("工作群机器人（{}）", robot.kind.label()));
    Ok(vec![(*own, Panel { text, href: Some(href(actor)) })])
}
