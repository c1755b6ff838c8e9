//! One file: what it is, opening it, and deciding about one kept aside.

use askama::Template;
use axum::response::Response;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::show::When;
use niangjia_web::{
    Answer, AppError, At, Content, Ctx, Errors, Query, Shell, Typed, Visitor, again, json, page, see_other,
    send_stored,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::AttachmentBody;
use crate::machine::{Attachments, Matter};
use crate::model::{Aside, AttachmentKey, AttachmentRow, Scan, State};
use crate::rules::{Decider, may_decide};
use crate::sealed::{SealedFiles, Withheld};

/// A form without fields.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct Nothing {}

/// Why a file kept aside is released or refused.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct DecisionForm {
    /// 理由，至少 4 个字
    #[schema(required = true, max_length = 300)]
    reason: String,
}

/// What was just done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    said: String,
}

#[derive(Template)]
#[template(path = "attachment.html")]
struct AttachmentPage {
    shell: Shell,
    above: Vec<(String, String)>,
    row: AttachmentRow,
    /// Whether its matter is sealed: the way out at once stands on the page.
    sealed: bool,
    /// Why she may not open it yet.
    withheld: Option<Withheld>,
    label: &'static str,
    added: When,
    decided: Option<String>,
    /// What the scanner said, in a sentence.
    scan: String,
    /// Whether she decides about it.
    decides: bool,
    /// Why it cannot be released, or by whom it can.
    why_not: &'static str,
    form: DecisionForm,
    errors: Errors,
}

/// `GET /attachments/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<AttachmentKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.look(move |tx, visitor| {
        let attachments = visitor.app.machine::<Attachments>()?;
        let (row, matter) = attachments.attachment(tx, &visitor.actor, key)?;
        let sealed = attachments.sealed(&row.subject_kind);
        let looked = match sealed {
            Some(sealed) => sealed.looked(tx, &visitor.actor, &matter, false)?,
            None => Ending::Nothing(()),
        };
        if visitor.wants_json {
            let answer = json(&AttachmentBody::of(&row, &matter))?;
            return Ok(looked.map(|()| answer));
        }
        let said = match query.said.as_str() {
            "aside" => Some("已经收下，先另放。原因写在下面，您写的别的内容都在。"),
            "released" => Some("已放行，经办人可以打开了。"),
            "refused" => Some("已记下不收。文件还留着，谁也打不开。"),
            _ => None,
        };
        let form = (DecisionForm::default(), Errors::default());
        let answer = page(&page_of(tx, visitor, (row, matter, sealed), form, said)?)?;
        Ok(looked.map(|()| answer))
    })
    .await
}

fn page_of(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (row, matter, sealed): (AttachmentRow, Matter, Option<&'static dyn SealedFiles>),
    (form, errors): (DecisionForm, Errors),
    said: Option<&str>,
) -> Result<AttachmentPage, AppError> {
    let today = tx.today();
    let at = |at| When::instant(at, today).full;
    let scan = match (row.scan, row.scanned) {
        (Scan::None | Scan::Waiting, _) | (_, None) => row.scan.label().to_owned(),
        (Scan::Unanswered, Some(when)) => {
            format!("检查程序没有应答（{}），恢复以后会自动接着检查", at(when))
        }
        (scan, Some(when)) if row.scan_words.is_empty() => format!("{}（{}）", scan.label(), at(when)),
        (scan, Some(when)) => format!("{}：{}（{}）", scan.label(), row.scan_words, at(when)),
    };
    let may = may_decide(&row, decider(tx, visitor, &matter, sealed)?, row.aside != Aside::Found);
    let withheld = match sealed.filter(|_| row.opens()) {
        Some(sealed) => sealed.withheld(tx, &visitor.actor, (&matter, &row))?,
        None => None,
    };
    Ok(AttachmentPage {
        sealed: sealed.is_some(),
        withheld,
        shell: visitor.shell_saying(said.map(str::to_owned)),
        label: matter.label(&row.label),
        added: When::instant(row.added, today),
        decided: row.decided.map(|when| format!("{} · {}：{}", at(when), row.decided_by, row.reason)),
        scan,
        decides: may.is_ok(),
        why_not: may.err().unwrap_or_default(),
        above: vec![(matter.title, matter.href)],
        row,
        form,
        errors,
    })
}

fn decider(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    matter: &Matter,
    sealed: Option<&'static dyn SealedFiles>,
) -> Result<Decider, AppError> {
    Ok(match sealed {
        Some(sealed) if sealed.decides(tx, &visitor.actor)? => Decider::Herself,
        Some(_) => Decider::WhoIsInCharge,
        None => Decider::of(&visitor.actor, matter),
    })
}

/// `POST /attachments/{key}/open`: the file itself. A form, because that somebody looked is written down.
pub(crate) async fn open(ctx: Ctx, At(key): At<AttachmentKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &Nothing| {
        let attachments = visitor.app.machine::<Attachments>()?;
        let (row, matter) = attachments.attachment(tx, &visitor.actor, key)?;
        if row.state == State::Gone {
            return Err(AppError::Refused("这份材料已经和她的个人信息一起删除了。".to_owned()));
        }
        if !row.opens() {
            return Err(AppError::Refused(format!("{}：{}。", row.state.label(), row.aside.label())));
        }
        let sealed = attachments.sealed(&row.subject_kind);
        if let Some(sealed) = sealed {
            if let Some(withheld) = sealed.withheld(tx, &visitor.actor, (&matter, &row))? {
                return Err(AppError::Forbidden(withheld.why));
            }
            let _looked = sealed.looked(tx, &visitor.actor, &matter, true)?;
        }
        let answer = sent(attachments, &row)?;
        Ok(actions::open(tx, &visitor.actor, &matter, (&row, sealed.is_some()))?.map(|()| answer).into())
    })
    .await
}

fn sent(attachments: &Attachments, row: &AttachmentRow) -> Answer {
    // What was brought to a sealed matter stays in somebody's downloads under a name that tells nothing.
    let neutral = row
        .media
        .endings()
        .first()
        .map_or_else(|| row.fingerprint(), |ending| format!("{}.{ending}", row.fingerprint()));
    let sealed = attachments.sealed(&row.subject_kind).is_some();
    let content = Content {
        media_type: row.media.media_type(),
        name: if sealed { &neutral } else { &row.name },
        length: u64::try_from(row.bytes).unwrap_or_default(),
        inline: row.media.shown_in_page(),
    };
    send_stored(attachments.files(), row.file, &content)
}

/// `POST /attachments/{key}/release`.
pub(crate) async fn release(ctx: Ctx, At(key): At<AttachmentKey>, typed: Typed) -> Response {
    decided(ctx, key, typed, State::Released).await
}

/// `POST /attachments/{key}/refuse`.
pub(crate) async fn refuse(ctx: Ctx, At(key): At<AttachmentKey>, typed: Typed) -> Response {
    decided(ctx, key, typed, State::Refused).await
}

async fn decided(ctx: Ctx, key: AttachmentKey, typed: Typed, state: State) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &DecisionForm| {
        tx.hold("attachment", key.tenant, key.id.uuid())?;
        let attachments = visitor.app.machine::<Attachments>()?;
        let (row, matter) = attachments.attachment(tx, &visitor.actor, key)?;
        let sealed = attachments.sealed(&row.subject_kind);
        may_decide(&row, decider(tx, visitor, &matter, sealed)?, state == State::Released)
            .map_err(|why| AppError::Forbidden(why.to_owned()))?;
        let reason = form.reason.trim();
        let mut errors = Errors::default();
        if !(4..=300).contains(&reason.chars().count()) {
            errors.at("reason", "请写一句为什么，4 到 300 个字");
            let shown = page_of(tx, visitor, (row, matter, sealed), (form.clone(), errors), None)?;
            return again(visitor, &shown, &shown.errors);
        }
        let done = actions::decide(tx, &visitor.actor, (&matter, &row), (state, reason, sealed.is_some()))?;
        let href = format!("{}?said={}", row.href(), state_said(state));
        Ok::<Ending<Response>, AppError>(done.map(|()| see_other(&href)))
    })
    .await
}

const fn state_said(state: State) -> &'static str {
    if matches!(state, State::Released) { "released" } else { "refused" }
}
