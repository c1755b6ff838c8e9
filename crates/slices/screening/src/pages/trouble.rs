//! One trouble: what it is, what was done, and what comes next.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_kernel::{Day, Id, Person};
use niangjia_store::ReadTx;
use niangjia_web::show::When;
use niangjia_web::{AppError, At, Ctx, Errors, Panel, PanelSlot, Query, Shell, Visitor, json, page};

use crate::json::TroubleBody;
use crate::model::{Closing, Help, HelpKind, OpeningRow, TroubleRow};
use crate::pack::{ScreeningRules, label_of};
use crate::pages::danger::Questions;
use crate::pages::trouble_acts::HelpForm;
use crate::pages::troubles::badge;
use crate::pages::{SaidQuery, TroubleKey, crumbs};
use crate::queries::{self, VisibleTrouble};
use crate::rules::{TroubleReach, is_shut};

/// What is in a trouble, for who may read it.
pub(crate) struct Inside {
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) note: String,
    pub(crate) helps: Vec<Done>,
}

/// What somebody did, as it is shown.
pub(crate) struct Done {
    pub(crate) when: When,
    pub(crate) on: Day,
    pub(crate) kind: HelpKind,
    pub(crate) by: String,
    pub(crate) words: String,
}

/// What was typed, when the page is shown again.
#[derive(Default)]
pub(crate) struct Forms {
    pub(crate) help: HelpForm,
    pub(crate) closing: String,
    pub(crate) purpose: String,
    pub(crate) errors: Errors,
}

#[derive(Template)]
#[template(path = "screening_trouble.html")]
pub(crate) struct TroublePage {
    shell: Shell,
    above: Vec<(String, String)>,
    trouble: TroubleRow,
    kind: String,
    found: String,
    state: &'static str,
    inside: Option<Inside>,
    household: Option<String>,
    acts: bool,
    open: bool,
    closed: Option<(String, &'static str)>,
    helpers: Vec<(String, String, bool)>,
    help_kinds: Vec<(&'static str, &'static str, bool)>,
    closings: Vec<(&'static str, &'static str, bool)>,
    questions: Questions,
    panels: Vec<Panel>,
    openings: Vec<(OpeningRow, When)>,
    help: HelpForm,
    purpose: String,
    today: String,
    pub(crate) errors: Errors,
}

/// `GET /troubles/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<TroubleKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let trouble = queries::visible_trouble(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if visitor.wants_json {
            let inside = inside(tx, visitor, &trouble)?;
            return json(&TroubleBody::of(&trouble.row, inside.as_ref()));
        }
        let said = match query.said.as_str() {
            "found" if trouble.row.sealed => Some("已登记，并转入保密办理：从现在起只有经手的人看得到。"),
            "found" => Some("已登记。帮了什么，记在下面。"),
            "helped" => Some("已记下。"),
            "closed" => Some("已结束。以后去看望，记回访。"),
            "applied" => Some("已申请调解，从现在起按纠纷办理。"),
            "opened" => Some("已打开，到今天结束为止；用途已经记下，她那边看得到。"),
            _ => None,
        };
        let forms =
            Forms { help: HelpForm::blank(tx.today(), new_help(tx, visitor), visitor), ..Forms::default() };
        page(&trouble_page(tx, visitor, trouble, forms, said)?)
    })
    .await
}

fn new_help(tx: &ReadTx<'_>, visitor: &Visitor) -> Id<Help> {
    Id::new(tx.now(), visitor.app.store().chance())
}

/// What is in it, as far as it is open to whoever asks.
fn inside(tx: &ReadTx<'_>, visitor: &Visitor, trouble: &VisibleTrouble) -> Result<Option<Inside>, AppError> {
    let row = &trouble.row;
    if is_shut(trouble.reach, queries::has_open(tx, &visitor.actor, row)?) {
        return Ok(None);
    }
    let mut helps = Vec::new();
    for help in queries::helps(tx, row)? {
        helps.push(Done {
            when: When::day(help.on, tx.today()),
            on: help.on,
            kind: help.kind,
            by: help.person_name,
            words: tx.unseal(queries::HELP_WORDS, &help.words)?,
        });
    }
    let note = row.note.as_ref().map(|note| tx.unseal(queries::NOTE, note)).transpose()?;
    Ok(Some(Inside {
        name: tx.unseal(queries::NAME, &row.name)?,
        words: tx.unseal(queries::WORDS, &row.words)?,
        note: note.unwrap_or_default(),
        helps,
    }))
}

/// Who may be named as having helped: the committee, for whoever acts. Of a sealed trouble nobody but herself.
pub(crate) fn helpers(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    trouble: &VisibleTrouble,
) -> Result<Vec<(Id<Person>, String)>, AppError> {
    let herself = (visitor.actor.person, visitor.actor.name.clone());
    if trouble.row.sealed {
        return Ok(vec![herself]);
    }
    let mut committee = household::committee(tx, (trouble.row.tenant, trouble.row.org_id))?;
    committee.retain(|(person, _)| *person != herself.0);
    committee.insert(0, herself);
    Ok(committee)
}

pub(crate) fn trouble_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    trouble: VisibleTrouble,
    forms: Forms,
    said: Option<&str>,
) -> Result<TroublePage, AppError> {
    let org = niangjia_org::api::by_id(tx, trouble.row.org_id)?.ok_or(AppError::NotFound)?;
    let mut above = crumbs(tx, &org)?;
    above.push(("情感困扰".to_owned(), format!("{}/troubles", org.href())));
    let inside = inside(tx, visitor, &trouble)?;
    let acts = trouble.reach != TroubleReach::Above;
    let helpers = if acts { helpers(tx, visitor, &trouble)? } else { Vec::new() };
    let row = trouble.row;
    let openings = if inside.is_some() { queries::openings(tx, &row)? } else { Vec::new() };
    let subject = row.id.uuid();
    let mut panels = visitor.app.panels().of(PanelSlot::Trouble, tx, &visitor.actor, &[subject])?;
    let open = row.state.is_open();
    let kinds = HelpKind::ALL.iter().filter(|kind| (**kind == HelpKind::Help) == open);
    Ok(TroublePage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        above,
        kind: label_of(&ScreeningRules::in_force().kind, &row.kind),
        found: row.found.long(),
        state: badge(row.state),
        household: row
            .household
            .filter(|_| inside.is_some())
            .map(|id| format!("/households/{}", id.within(row.tenant))),
        acts,
        open,
        closed: row.closed.map(|on| (on.long(), row.closing.map_or("", Closing::label))),
        helpers: helpers
            .into_iter()
            .map(|(person, name)| {
                let value = person.to_string();
                let chosen = forms.help.by == value;
                (value, name, chosen)
            })
            .collect(),
        help_kinds: kinds.map(|kind| (kind.code(), kind.label(), true)).collect(),
        closings: Closing::ALL
            .iter()
            .map(|one| (one.code(), one.label(), forms.closing == one.code()))
            .collect(),
        questions: Questions::of(&forms.help.asked, &forms.help.danger),
        panels: panels.remove(&subject).unwrap_or_default(),
        openings: openings
            .into_iter()
            .map(|opening| {
                let when = When::instant(opening.at, tx.today());
                (opening, when)
            })
            .collect(),
        help: forms.help,
        purpose: forms.purpose,
        today: tx.today().to_string(),
        errors: forms.errors,
        inside,
        trouble: row,
    })
}
