//! One turn: who serves it, who takes it instead, and that it was served.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Id, Person};
use niangjia_org::api::Org;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Errors, Query, Shell, Visitor, json, page};

use crate::actions::members;
use crate::json::TurnBody;
use crate::model::{Exchange, ExchangeState, TurnRow, TurnState};
use crate::pack::ReceptionRules;
use crate::pages::turn_forms::{AskForm, ServiceForm};
use crate::pages::{SaidQuery, TurnKey, crumbs, weekday};
use crate::queries;
use crate::rules::keeps_roster;

struct Asked {
    id: String,
    words: String,
    state: &'static str,
    /// Whether it waits for the visitor's own answer.
    mine: bool,
}

#[derive(Template)]
#[template(path = "turn.html")]
pub(super) struct TurnPage {
    shell: Shell,
    above: Vec<(String, String)>,
    turn: TurnRow,
    place: String,
    day: String,
    hours: String,
    exchanges: Vec<Asked>,
    /// Whether she may enter that it was served.
    enters: bool,
    /// Whether it is hers to ask for.
    asks: bool,
    leads: bool,
    others: Vec<(String, String, bool)>,
    returns: Vec<(String, String, bool)>,
    states: Vec<(&'static str, &'static str, bool)>,
    ask: AskForm,
    service: ServiceForm,
    pub(super) errors: Errors,
}

/// `GET /turns/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<TurnKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let turn = queries::visible_turn(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if visitor.wants_json {
            return json(&TurnBody::of(&turn));
        }
        let said = match query.said.as_str() {
            "asked" => Some("已经问她，等她答复；答复以前，还是您的班。"),
            "answered" => Some("已答复。"),
            "given" => Some("已换人。"),
            "served" => Some("已记下。"),
            _ => None,
        };
        let ask = AskForm::default();
        let service =
            ServiceForm { minutes: (turn.ends - turn.starts).to_string(), ..ServiceForm::default() };
        page(&turn_page(tx, visitor, turn, (ask, service), Errors::default(), said)?)
    })
    .await
}

/// The organisation of a turn.
pub(super) fn org_of(tx: &ReadTx<'_>, turn: &TurnRow) -> Result<Org, AppError> {
    niangjia_org::api::by_id(tx, turn.org_id)?.ok_or(AppError::NotFound)
}

/// Who could take a turn: everybody on the committee who is free that day.
pub(super) fn takers(tx: &ReadTx<'_>, turn: &TurnRow) -> Result<Vec<(Id<Person>, String)>, AppError> {
    let org = org_of(tx, turn)?;
    let free = members(tx, &org)?
        .into_iter()
        .filter(|(person, (member, _))| member.is_free(turn.on) && Some(*person) != turn.person);
    Ok(free.map(|(person, (_, name))| (person, name)).collect())
}

pub(super) fn turn_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    turn: TurnRow,
    (mut ask, service): (AskForm, ServiceForm),
    errors: Errors,
    said: Option<&str>,
) -> Result<TurnPage, AppError> {
    if ask.id.is_empty() {
        ask.id = Id::<Exchange>::new(tx.now(), visitor.app.store().chance()).to_string();
    }
    let org = org_of(tx, &turn)?;
    let actor = &visitor.actor;
    let (planned, ahead) = (turn.state == TurnState::Planned, turn.on >= tx.today());
    let own = turn.person == Some(actor.person);
    let leads = keeps_roster(actor, &turn.org_path);
    let mut above = crumbs(tx, &org)?;
    above.push(("值班表".to_owned(), format!("{}/roster?month={}", org.href(), turn.on.month())));
    let exchanges = exchanges(tx, visitor, &turn)?;
    let (mut others, mut returns) = (Vec::new(), Vec::new());
    if planned && ahead && (own || leads) {
        let chosen = |id: &str| id == ask.person;
        others.push((String::new(), "请选择".to_owned(), ask.person.is_empty()));
        returns.push((String::new(), "不换，请她替一班".to_owned(), ask.in_return.is_empty()));
        for (person, name) in takers(tx, &turn)? {
            let id = person.to_string();
            others.push((id.clone(), name.clone(), chosen(&id)));
            for one in queries::turns_of_person(tx, (turn.tenant, person), tx.today())? {
                if own && one.org_path == turn.org_path && one.on != turn.on {
                    let key = one.key().to_string();
                    let picked = key == ask.in_return;
                    returns.push((key, format!("{name} {}", label_of(&one)), picked));
                }
            }
        }
    }
    Ok(TurnPage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        above,
        place: ReceptionRules::in_force().place_label(&turn.place).to_owned(),
        day: format!("{} 周{}", turn.on.long(), weekday(turn.on)),
        hours: turn.hours(),
        exchanges,
        enters: planned && turn.on <= tx.today() && (own || leads),
        asks: planned && ahead && own,
        leads: planned && ahead && leads,
        others,
        returns,
        states: [TurnState::Served, TurnState::Missed]
            .map(|one| (one.code(), one.label(), service.state == one.code()))
            .to_vec(),
        turn,
        ask,
        service,
        errors,
    })
}

fn label_of(turn: &TurnRow) -> String {
    format!("{} 周{} {}", turn.on.short(), weekday(turn.on), turn.hours())
}

fn exchanges(tx: &ReadTx<'_>, visitor: &Visitor, turn: &TurnRow) -> Result<Vec<Asked>, AppError> {
    let actor = &visitor.actor;
    let ahead = turn.on >= tx.today();
    let mut exchanges = Vec::new();
    for one in queries::exchanges_of(tx, turn)? {
        let given = match one.in_return {
            None => "替这一班".to_owned(),
            Some(other) => queries::visible_turn(tx, actor, other.within(turn.tenant))?
                .map_or_else(|| "换一班".to_owned(), |other| format!("和她的 {} 换", label_of(&other))),
        };
        exchanges.push(Asked {
            id: one.id.to_string(),
            words: format!("{} 请 {} {given}", one.asker_name, one.asked_name),
            state: one.state.label(),
            mine: one.state == ExchangeState::Asked && one.asked == actor.person && ahead,
        });
    }
    Ok(exchanges)
}
