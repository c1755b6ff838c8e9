//! 合作单位 of a street or county: the list, and entering one.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Id, normalised_text};
use niangjia_org::api::Org;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, codes, json, made, page};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::PartnersBody;
use crate::model::{Partner, PartnerKind, PartnerRow, SaidPartner};
use crate::pages::{crumbs, with_followed_branch, with_kept_partners};
use crate::queries;
use crate::rules::{check_partner, keeps_partners};

/// A partner as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct PartnerForm {
    /// 由程序来编，可以不写：ptn_…
    pub(super) id: String,
    #[schema(schema_with = codes::<PartnerKind>, required = true)]
    pub(super) kind: String,
    /// 单位名称
    #[schema(required = true)]
    pub(super) name: String,
    /// 办公时间
    pub(super) hours: String,
    /// 地址
    pub(super) address: String,
    /// 联系人
    #[schema(required = true)]
    pub(super) contact: String,
    /// 办公电话
    #[schema(required = true)]
    pub(super) phone: String,
    /// login：自己登录办；paper：纸面办
    pub(super) way: String,
}

pub(super) type Picks = Vec<(&'static str, &'static str, bool)>;

impl PartnerForm {
    pub(super) fn of(row: &PartnerRow) -> Self {
        let said = row.said.clone();
        Self {
            id: row.id.to_string(),
            kind: said.kind.code().to_owned(),
            name: said.name,
            hours: said.hours,
            address: said.address,
            contact: said.contact,
            phone: said.phone,
            way: if said.by_login { "login" } else { "paper" }.to_owned(),
        }
    }

    /// Reads the fields; every wrong one gets its sentence.
    pub(super) fn said(&self, errors: &mut Errors) -> Option<SaidPartner> {
        let kind = errors.take("kind", PartnerKind::parse(&self.kind).map_err(|_| "请点是哪一类单位"));
        let said = SaidPartner {
            kind: kind.unwrap_or(PartnerKind::Other),
            name: normalised_text(&self.name),
            hours: self.hours.trim().to_owned(),
            address: self.address.trim().to_owned(),
            contact: self.contact.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            by_login: self.way == "login",
        };
        for (field, sentence) in check_partner(&said) {
            errors.at(field, sentence);
        }
        errors.is_empty().then_some(said)
    }

    pub(super) fn kinds(&self) -> Picks {
        PartnerKind::ALL.iter().map(|one| (one.code(), one.label(), self.kind == one.code())).collect()
    }

    pub(super) fn ways(&self) -> Picks {
        let by_login = self.way == "login";
        vec![
            ("paper", "纸面：打印转介函，回执由我们录入", !by_login),
            ("login", "登录：对方自己接受、退回、写结果", by_login),
        ]
    }
}

#[derive(Template)]
#[template(path = "partners.html")]
struct PartnersPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    rows: Vec<PartnerRow>,
    keeps: bool,
    kinds: Picks,
    ways: Picks,
    form: PartnerForm,
    errors: Errors,
}

/// `GET /orgs/{code}/partners`.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_followed_branch(tx, &visitor.actor, &code)?;
        if visitor.wants_json {
            return json(&PartnersBody::of(&queries::partners_at(tx, (org.tenant, &org.path))?));
        }
        page(&partners_page(tx, visitor, org, PartnerForm::default(), Errors::default())?)
    })
    .await
}

fn partners_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    mut form: PartnerForm,
    errors: Errors,
) -> Result<PartnersPage, AppError> {
    if form.id.is_empty() {
        form.id = Id::<Partner>::new(tx.now(), visitor.app.store().chance()).to_string();
    }
    Ok(PartnersPage {
        shell: visitor.shell(),
        above: crumbs(tx, &org)?,
        rows: queries::partners_at(tx, (org.tenant, &org.path))?,
        keeps: keeps_partners(&visitor.actor, &org.path),
        kinds: form.kinds(),
        ways: form.ways(),
        org,
        form,
        errors,
    })
}

/// `POST /orgs/{code}/partners`.
pub(crate) async fn enter(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &PartnerForm| {
        let org = with_kept_partners(tx, &visitor.actor, &code)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Partner>(tx, &form.id, "name", &mut errors);
        let (Some(id), Some(said)) = (id, form.said(&mut errors)) else {
            let shown = partners_page(tx, visitor, org, form.clone(), errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let row = PartnerRow {
            tenant: org.tenant,
            id,
            org_id: org.id,
            org_path: org.path.clone(),
            said,
            closed: None,
        };
        let to = row.href();
        Ok(actions::enter_partner(tx, &visitor.actor, &row)?.map(|()| made(&to, id)))
    })
    .await
}
