//! 合并: a community goes up in another after a change of divisions.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::OrgPath;
use niangjia_store::{Actor, Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::model::Org;
use crate::rules::{check_merger, may_merge};
use crate::{actions, api, queries};

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct MergingForm {
    /// 合并后保留的村（社区）的代码，12 位
    #[schema(required = true)]
    into: String,
    /// 批复或通知的文号
    #[schema(required = true, max_length = 60)]
    document: String,
}

#[derive(Template)]
#[template(path = "merging.html")]
struct MergingPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    choices: Vec<(String, String, bool)>,
    form: MergingForm,
    errors: Errors,
}

/// `GET /orgs/{code}/merging`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = to_be_merged(tx, &visitor.actor, &code)?;
        page(&form_page(tx, visitor, org, &MergingForm::default(), Errors::default())?)
    })
    .await
}

/// `POST /orgs/{code}/merging`.
pub(crate) async fn merge(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &MergingForm| {
        let org = to_be_merged(tx, &visitor.actor, &code)?;
        if let Some((there, _)) = queries::merged_into(tx, &org)? {
            return Ok(Ending::Nothing(see_other(&there.href())));
        }
        let into = api::by_code(tx, form.into.trim())?;
        let gone = match &into {
            Some(into) => queries::merged_into(tx, into)?.is_some(),
            None => false,
        };
        let document = form.document.trim();
        let mut errors = Errors::default();
        for refusal in check_merger(&visitor.actor, &org, into.as_ref(), gone, document) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
        let (Some(into), true) = (into, errors.is_empty()) else {
            let shown = form_page(tx, visitor, org, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let merged = actions::merge(tx, &visitor.actor, visitor.app.guards(), (&org, &into), document)?;
        Ok(merged.map(|()| see_other(&into.href())))
    })
    .await
}

/// The community, where the reader may merge it; whoever may see it but not merge it is told who does.
fn to_be_merged(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = api::by_code(tx, code)?.ok_or(AppError::NotFound)?;
    if may_merge(actor, &org, None) {
        return Ok(org);
    }
    Err(AppError::Forbidden("村（社区）合并由街道（乡镇）或区县妇联主席办理".to_owned()))
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    form: &MergingForm,
    errors: Errors,
) -> Result<MergingPage, AppError> {
    let branch: &OrgPath = &visitor.actor.acting.org_path;
    let others = api::within(tx, branch)?;
    let others = others.into_iter().filter(|one| one.level == org.level && one.id != org.id);
    let choice = |one: Org| {
        let chosen = one.code == form.into;
        (one.code.clone(), format!("{}（{}）", one.name, one.code), chosen)
    };
    let nothing = (String::new(), "请选择".to_owned(), false);
    Ok(MergingPage {
        shell: visitor.shell(),
        above: crate::api::breadcrumbs(tx, &org, Org::href)?,
        choices: std::iter::once(nothing).chain(others.map(choice)).collect(),
        org,
        form: form.clone(),
        errors,
    })
}
