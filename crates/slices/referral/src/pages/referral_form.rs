//! 转介: to whom, for what, and on what ground what is handed over.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, Key, Referral, Tenant};
use niangjia_store::{ReadTx, WriteTx};
use niangjia_web::{
    AppError, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes, codes_or_empty, day_or_empty, made,
    page,
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions;
use crate::model::{ConsentManner, Contents, Ground, Matter, PartnerRow, ReferralRow, State, SubjectKind};
use crate::pages::found;
use crate::queries::{self, Access, NewReferral};
use crate::rules::{SaidReferral, check_referral, serves};
use crate::subjects::Subjects;

/// A referral as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ReferralForm {
    /// 由程序来编，可以不写：ref_…
    id: String,
    #[schema(schema_with = codes::<SubjectKind>, required = true)]
    kind: String,
    /// 转的是哪一件：它页面地址里的编号
    #[schema(required = true)]
    subject: String,
    /// 退回的那一件，由这一件接着办
    after: String,
    /// 转给谁：ptn_…
    #[schema(required = true)]
    partner: String,
    /// 家庭里的哪一位：res_… 或 contact
    resident: String,
    /// 姓名；没有同意的不写
    person: String,
    /// 怎样联系她才安全；没有同意的不写
    phone: String,
    #[schema(schema_with = codes::<Ground>, required = true)]
    ground: String,
    #[schema(schema_with = day_or_empty)]
    consent_day: String,
    #[schema(schema_with = codes_or_empty::<ConsentManner>)]
    consent_manner: String,
    /// 请对方办什么
    #[schema(required = true)]
    asked: String,
    /// 交给对方哪些情况和材料
    handed: String,
}

type Picks = Vec<(String, String, bool)>;

#[derive(Template)]
#[template(path = "referral_form.html")]
struct FormPage {
    shell: Shell,
    matter: Matter,
    kind: SubjectKind,
    partners: Picks,
    people: Picks,
    grounds: Picks,
    manners: Picks,
    before: Option<String>,
    form: ReferralForm,
    errors: Errors,
}

/// What is referred, for somebody who sees it and deals with it.
struct Asked {
    about: (SubjectKind, Tenant, Uuid),
    matter: Matter,
    before: Option<ReferralRow>,
}

/// `341881.hh_…` or `341881.<uuid>`: a key, whatever its kind.
fn key_of(typed: &str) -> Option<(Tenant, Uuid)> {
    let (tenant, id) = typed.split_once('.')?;
    let plain = id.rsplit_once('_').map_or(id, |(_, plain)| plain);
    let any: Key<Referral> = format!("{tenant}.ref_{plain}").parse().ok()?;
    Some((any.tenant, any.id.uuid()))
}

fn asked(tx: &ReadTx<'_>, visitor: &Visitor, form: &ReferralForm) -> Result<Asked, AppError> {
    if !serves(&visitor.actor) {
        return Err(AppError::NotFound);
    }
    let kind = SubjectKind::parse(&form.kind).map_err(|_| AppError::NotFound)?;
    let (tenant, subject) = key_of(&form.subject).ok_or(AppError::NotFound)?;
    let about = (kind, tenant, subject);
    let subjects = visitor.app.machine::<Subjects>()?;
    let matter = subjects.find(tx, &visitor.actor, about)?.ok_or(AppError::NotFound)?;
    let before = match form.after.as_str() {
        "" => None,
        typed => {
            let (row, access) = found(tx, visitor, typed.parse().map_err(|_| AppError::NotFound)?)?;
            let same = (row.subject_kind, row.subject_tenant, row.subject) == about;
            let keeps = matches!(access, Access::Full { keeps: true, .. });
            Some(row).filter(|row| same && keeps && row.state == State::Refused)
        }
    };
    Ok(Asked { about, matter, before })
}

/// `GET /referrals/new`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<ReferralForm>) -> Response {
    ctx.read(move |tx, visitor| {
        let asked = asked(tx, visitor, &query)?;
        let ReferralForm { kind, subject, after, .. } = query;
        let mut form = ReferralForm { kind, subject, after, ..ReferralForm::default() };
        if let Some(before) = &asked.before {
            // She need not say again what she said before; who is asked now is another, and so is the consent.
            let Contents { person, phone, asked, handed, .. } = queries::contents(tx, before)?;
            form = ReferralForm { person, phone, asked, handed, ..form };
        }
        page(&form_page(tx, visitor, asked, form, Errors::default())?)
    })
    .await
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    asked: Asked,
    mut form: ReferralForm,
    errors: Errors,
) -> Result<FormPage, AppError> {
    if form.id.is_empty() {
        form.id = Id::<Referral>::new(tx.now(), visitor.app.store().chance()).to_string();
    }
    let org = &asked.matter.org;
    let mut partners = vec![(String::new(), "请选择".to_owned(), form.partner.is_empty())];
    for partner in queries::partners_for(tx, (org.tenant, &org.path))? {
        let id = partner.id.to_string();
        let label = format!("{} · {}（{}）", partner.said.kind.label(), partner.said.name, partner.way());
        let chosen = id == form.partner;
        partners.push((id, label, chosen));
    }
    let people = asked.matter.people.iter().map(|one| {
        let value = one.resident.map_or_else(|| "contact".to_owned(), |resident| resident.to_string());
        let chosen = value == form.resident;
        (value, format!("{}（{}）", one.name, one.relation), chosen)
    });
    let pick = |code: &str, label: &str, chosen: &str| (code.to_owned(), label.to_owned(), code == chosen);
    Ok(FormPage {
        shell: visitor.shell(),
        kind: asked.about.0,
        partners,
        people: people.collect(),
        grounds: Ground::ALL.iter().map(|one| pick(one.code(), one.label(), &form.ground)).collect(),
        manners: ConsentManner::ALL
            .iter()
            .map(|one| pick(one.code(), one.label(), &form.consent_manner))
            .collect(),
        before: asked.before.map(|row| row.called()),
        matter: asked.matter,
        form,
        errors,
    })
}

/// `POST /referrals`.
pub(crate) async fn send(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ReferralForm| {
        let asked = asked(tx, visitor, form)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Referral>(tx, &form.id, "partner", &mut errors);
        let read = read(tx, &asked, form, &mut errors)?;
        let (Some(id), Some((partner, contents, said)), true) = (id, read, errors.is_empty()) else {
            let shown = form_page(tx, visitor, asked, form.clone(), errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let manner = ConsentManner::parse(&form.consent_manner).ok();
        let chosen = chosen(&asked.matter, form).filter(|_| said.ground != Ground::Anonymous);
        let org = &asked.matter.org;
        let new = NewReferral {
            id,
            subject: asked.about,
            resident: chosen.and_then(|subject| subject.resident),
            org: (org.id, org.path.clone()),
            partner: partner.id,
            ground: said.ground,
            consent: said.consent.zip(manner).filter(|_| said.ground == Ground::Consent),
            contents: &contents,
        };
        let to = format!("/referrals/{}?said=sent", id.within(visitor.actor.tenant));
        let sent = actions::send_referral(tx, &visitor.actor, (org, &partner), &new, asked.before.as_ref())?;
        Ok(sent.map(|()| made(&to, id)))
    })
    .await
}

fn chosen<'a>(matter: &'a Matter, form: &ReferralForm) -> Option<&'a niangjia_subject::Subject> {
    let value = |one: &niangjia_subject::Subject| {
        one.resident.map_or_else(|| "contact".to_owned(), |resident| resident.to_string())
    };
    matter.people.iter().find(|one| value(one) == form.resident)
}

/// Reads the fields; every wrong one gets its sentence.
fn read(
    tx: &WriteTx<'_>,
    asked: &Asked,
    form: &ReferralForm,
    errors: &mut Errors,
) -> Result<Option<(PartnerRow, Contents, SaidReferral)>, AppError> {
    let org = &asked.matter.org;
    let partners = queries::partners_for(tx, (org.tenant, &org.path))?;
    let partner = partners.into_iter().find(|partner| partner.id.to_string() == form.partner);
    let partner = errors.take("partner", partner.ok_or("请选转给哪个单位"));
    let ground = errors.take("ground", Ground::parse(&form.ground).map_err(|_| "请点依据什么转"));
    let consent = match form.consent_day.as_str() {
        "" => None,
        typed => errors.take("consent_day", Day::parse(typed)),
    };
    let (Some(partner), Some(ground)) = (partner, ground) else { return Ok(None) };
    let person = match chosen(&asked.matter, form) {
        Some(subject) if ground != Ground::Anonymous => subject.name.clone(),
        _ => form.person.trim().to_owned(),
    };
    let said = SaidReferral {
        ground,
        consent,
        has_manner: ConsentManner::parse(&form.consent_manner).is_ok(),
        person,
        phone: form.phone.trim().to_owned(),
        asked: form.asked.trim().to_owned(),
        handed: form.handed.trim().to_owned(),
    };
    for (field, sentence) in check_referral(&said, partner.said.kind, tx.today()) {
        let at = if field == "person" && !asked.matter.people.is_empty() && ground != Ground::Anonymous {
            "resident"
        } else {
            field
        };
        errors.at(at, sentence);
    }
    let contents = Contents {
        person: said.person.clone(),
        phone: said.phone.clone(),
        asked: said.asked.clone(),
        handed: said.handed.clone(),
        ..Contents::default()
    };
    Ok(Some((partner, contents, said)))
}
