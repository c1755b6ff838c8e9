//! 查阅单: what is kept about one person, for some minutes; then only that it was handed out. And where she claims.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_kernel::Id;
use niangjia_store::{ReadTx, WriteTx};
use niangjia_subject::{Keepers, Subject};
use niangjia_web::{AppError, At, Ctx, Errors, QrCode, Query, Shell, Typed, Visitor, again, made, page};
use serde::Deserialize;

use crate::actions;
use crate::model::{Claim, ClaimKind, InspectionRow, Manner};
use crate::pack::RightsRules;
use crate::pages::{InspectionKey, KEEPING, SaidQuery, crumbs};
use crate::queries;
use crate::rules::{Sight, check_words, is_open, sight};
use crate::sheet::Sheet;

/// What she wants, as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ClaimForm {
    id: String,
    kind: String,
    words: String,
    reach: String,
}

#[derive(Template)]
#[template(path = "inspection.html")]
struct InspectionPage {
    shell: Shell,
    above: Vec<(String, String)>,
    row: InspectionRow,
    title: String,
    name: String,
    at: String,
    /// Who was there, which paper was seen; for those who keep it.
    seen: String,
    /// When it closes, and what to ask her before.
    closes: String,
    /// Open; else nothing of its content is here.
    opened: Option<(Subject, Sheet)>,
    kinds: Vec<(&'static str, &'static str, bool)>,
    reaches: Vec<(&'static str, &'static str, bool)>,
    days: i64,
    minutes: i64,
    form: ClaimForm,
    qr: Option<QrCode>,
    errors: Errors,
}

/// `GET /inspections/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<InspectionKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let row = queries::visible_inspection(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        let form = ClaimForm {
            id: Id::<Claim>::new(tx.now(), visitor.app.store().chance()).to_string(),
            ..ClaimForm::default()
        };
        let banner =
            (query.said == "shown").then(|| "屏幕已经请她看过一次，不再打开；纸质的可以打印。".to_owned());
        page(&inspection_page(tx, visitor, row, form, Errors::default(), banner)?)
    })
    .await
}

/// `POST /inspections/{key}/claims`: while her sheet is open, for then it is known who she is.
pub(crate) async fn claim(ctx: Ctx, At(key): At<InspectionKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ClaimForm| {
        let (row, subject) = open(tx, visitor, key)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Claim>(tx, &form.id, "kind", &mut errors);
        let kind = errors.take("kind", ClaimKind::parse(&form.kind).map_err(|_| "请点她要什么"));
        let reach = errors.take("reach", Manner::parse(&form.reach).map_err(|_| "请点怎样答复她才安全"));
        let words = form.words.trim();
        let said = errors.take("words", check_words(words));
        let (Some(id), Some(kind), Some(reach), Some(())) = (id, kind, reach, said) else {
            let shown = inspection_page(tx, visitor, row, form.clone(), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let claimed = actions::claim(tx, &visitor.actor, (&row, &subject), id, (kind, words, reach))?;
        let claim = queries::visible_claim(tx, &visitor.actor, id.within(row.tenant))?;
        let to = claim.ok_or(AppError::NotFound)?.href();
        Ok(claimed.map(|()| made(&format!("{to}?said=claimed"), id)))
    })
    .await
}

/// An asking whose sheet is open to `visitor` now.
pub(crate) fn open(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    key: InspectionKey,
) -> Result<(InspectionRow, Subject), AppError> {
    let row = queries::visible_inspection(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    if sight(&visitor.actor) != Sight::Keeps {
        return Err(AppError::Forbidden(KEEPING.to_owned()));
    }
    if !is_open(row.until, row.person == visitor.actor.person, tx.now()) {
        let closed = "这份查阅单已经关上了。请她再证明一次身份，重新办一次本人查阅";
        return Err(AppError::Refused(closed.to_owned()));
    }
    let subject = household::subject(tx, row.household.within(row.tenant), row.resident)?;
    Ok((row, subject.ok_or(AppError::NotFound)?))
}

fn inspection_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    row: InspectionRow,
    form: ClaimForm,
    errors: Errors,
    banner: Option<String>,
) -> Result<InspectionPage, AppError> {
    let keepers = visitor.app.machine::<Keepers>()?;
    let org = niangjia_org::api::by_id(tx, row.org_id)?.ok_or(AppError::NotFound)?;
    let subject = household::subject(tx, row.household.within(row.tenant), row.resident)?;
    let keeps = sight(&visitor.actor) == Sight::Keeps;
    let is_open = keeps && is_open(row.until, row.person == visitor.actor.person, tx.now());
    let called =
        subject.as_ref().map(|subject| if keeps { subject.name.clone() } else { subject.masked_name() });
    let opened = match subject.filter(|_| is_open) {
        Some(subject) => {
            let sheet = Sheet::of(tx, keepers, &subject, &queries::released(tx, &row)?)?;
            Some((subject, sheet))
        }
        None => None,
    };
    let mut above = crumbs(tx, &org)?;
    above.push(("本人查阅".to_owned(), format!("{}/inspections", org.href())));
    let rules = RightsRules::in_force();
    Ok(InspectionPage {
        shell: visitor.shell_saying(banner),
        above,
        title: format!("{}妇联本人查阅单", org.place()),
        name: called.unwrap_or_default(),
        at: row.at.long(),
        seen: if keeps { queries::seen(tx, &row)? } else { String::new() },
        closes: format!(
            "到 {} 自己关上。请先和她一起看，再问：这张纸带回家安全吗？不安全就请她看屏幕，不打印。",
            row.until.clock_time()
        ),
        opened,
        kinds: ClaimKind::ALL.iter().map(|one| (one.code(), one.label(), form.kind == one.code())).collect(),
        reaches: Manner::ALL.iter().map(|one| (one.code(), one.label(), form.reach == one.code())).collect(),
        days: rules.answer_days,
        minutes: rules.screen_minutes,
        qr: visitor.address(&row.href()).and_then(|address| QrCode::of(&address)),
        row,
        form,
        errors,
    })
}
