//! What is done with a turn: asking another to take it, answering, giving it away, entering that it was served.

use axum::response::Response;
use niangjia_kernel::{Id, Key, ReceptionTurn};
use niangjia_store::WriteTx;
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, codes, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Exchange, ExchangeRow, ExchangeState, TurnRow, TurnState};
use crate::pages::TurnKey;
use crate::pages::turn::{org_of, takers, turn_page};
use crate::queries;
use crate::rules::{KEEPING, check_service, keeps_roster, may_change_hands};

/// Who is asked.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AskForm {
    /// 由程序来编，可以不写：swap_…
    pub(super) id: String,
    /// 请谁：per_…
    #[schema(required = true)]
    pub(super) person: String,
    /// 拿她的哪一班换；不写就是请她替
    pub(super) in_return: String,
}

/// What she answers.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AnswerForm {
    /// 答复哪一次：swap_…
    #[schema(required = true)]
    exchange: String,
    /// accepted 或者 refused
    #[schema(required = true)]
    answer: String,
}

/// To whom it is given.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct StandInForm {
    /// 由谁来值：per_…
    #[schema(required = true)]
    stand_in: String,
}

/// That it was served, or not.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ServiceForm {
    #[schema(schema_with = codes::<TurnState>, required = true)]
    pub(super) state: String,
    /// 值了多少分钟
    pub(super) minutes: String,
    /// 备注；没有值的写原因
    pub(super) note: String,
}

/// A turn that is to be served, held until it is written.
fn held(tx: &WriteTx<'_>, visitor: &Visitor, key: TurnKey) -> Result<TurnRow, AppError> {
    tx.hold("reception_turn", key.tenant, key.id.uuid())?;
    queries::visible_turn(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)
}

fn still_planned(tx: &WriteTx<'_>, turn: &TurnRow) -> Result<(), AppError> {
    if may_change_hands(turn.state, turn.on, tx.today()) {
        return Ok(());
    }
    Err(AppError::Refused("这一班已经过了，不能再换人".to_owned()))
}

/// `POST /turns/{key}/exchanges`.
pub(crate) async fn ask(ctx: Ctx, At(key): At<TurnKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &AskForm| {
        let turn = held(tx, visitor, key)?;
        if turn.person != Some(visitor.actor.person) {
            return Err(AppError::Forbidden("只有值这一班的人自己可以请人换".to_owned()));
        }
        still_planned(tx, &turn)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Exchange>(tx, &form.id, "person", &mut errors);
        let found = takers(tx, &turn)?.into_iter().find(|(person, _)| person.to_string() == form.person);
        let asked = errors.take("person", found.ok_or("请选请谁来值"));
        let given = match (form.in_return.as_str(), &asked) {
            ("", _) | (_, None) => None,
            (typed, Some((person, _))) => {
                let other = returned(tx, visitor, typed)?;
                let hers = other.filter(|other| {
                    other.person == Some(*person) && other.org_path == turn.org_path && other.on != turn.on
                });
                errors.take("in_return", hers.ok_or("这一班不是她的，或者是同一天的，请另选"))
            }
        };
        let (Some(id), Some((asked, asked_name)), true) = (id, asked, errors.is_empty()) else {
            let service = ServiceForm::default();
            let shown = turn_page(tx, visitor, turn, (form.clone(), service), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let new = ExchangeRow {
            id,
            asker: visitor.actor.person,
            asker_name: visitor.actor.name.clone(),
            asked,
            asked_name,
            in_return: given.map(|given: TurnRow| given.id),
            state: ExchangeState::Asked,
        };
        let to = format!("{}?said=asked", turn.href());
        Ok(actions::ask_exchange(tx, &visitor.actor, &turn, &new)?.map(|()| see_other(&to)))
    })
    .await
}

fn returned(tx: &WriteTx<'_>, visitor: &Visitor, typed: &str) -> Result<Option<TurnRow>, AppError> {
    let Ok(key) = typed.parse::<Key<ReceptionTurn>>() else { return Ok(None) };
    let found = queries::visible_turn(tx, &visitor.actor, key)?;
    Ok(found.filter(|turn| may_change_hands(turn.state, turn.on, tx.today())))
}

/// `POST /turns/{key}/answer`.
pub(crate) async fn answer(ctx: Ctx, At(key): At<TurnKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &AnswerForm| {
        let turn = held(tx, visitor, key)?;
        let id: Id<Exchange> = form.exchange.parse().map_err(|_| AppError::NotFound)?;
        let exchange = queries::exchange_of(tx, &turn, id)?.ok_or(AppError::NotFound)?;
        if exchange.asked != visitor.actor.person {
            return Err(AppError::Forbidden("由被请的人自己答复".to_owned()));
        }
        let state = ExchangeState::parse(&form.answer).ok();
        let state = state.filter(|state| matches!(state, ExchangeState::Accepted | ExchangeState::Refused));
        let state = state.ok_or_else(|| AppError::Refused("请点“我来值”或者“不方便”".to_owned()))?;
        if exchange.state != ExchangeState::Asked {
            return Err(AppError::Refused(format!("这次换班{}，不用再答复", exchange.state.label())));
        }
        let mut given = None;
        if state == ExchangeState::Accepted {
            still_planned(tx, &turn)?;
            if let Some(other) = exchange.in_return {
                let other = returned(tx, visitor, &other.within(turn.tenant).to_string())?;
                let hers = other.filter(|other| other.person == Some(exchange.asked));
                given = Some(
                    hers.ok_or_else(|| AppError::Refused("拿来换的那一班已经变了，请她重新问".to_owned()))?,
                );
            }
        }
        let to = format!("{}?said=answered", turn.href());
        let turns = (&turn, given.as_ref());
        Ok(actions::answer_exchange(tx, &visitor.actor, turns, &exchange, state)?.map(|()| see_other(&to)))
    })
    .await
}

/// `POST /turns/{key}/stand-in`.
pub(crate) async fn stand_in(ctx: Ctx, At(key): At<TurnKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &StandInForm| {
        let turn = held(tx, visitor, key)?;
        if !keeps_roster(&visitor.actor, &turn.org_path) {
            return Err(AppError::Forbidden(KEEPING.to_owned()));
        }
        still_planned(tx, &turn)?;
        let found = takers(tx, &turn)?.into_iter().find(|(person, _)| person.to_string() == form.stand_in);
        let Some((person, name)) = found else {
            let mut errors = Errors::default();
            errors.at("stand_in", "请选由谁来值");
            let forms = (AskForm::default(), ServiceForm::default());
            let shown = turn_page(tx, visitor, turn, forms, errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let to = format!("{}?said=given", turn.href());
        Ok(actions::stand_in(tx, &visitor.actor, &turn, (person, &name))?.map(|()| see_other(&to)))
    })
    .await
}

/// `POST /turns/{key}/service`.
pub(crate) async fn serve(ctx: Ctx, At(key): At<TurnKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ServiceForm| {
        let turn = held(tx, visitor, key)?;
        if turn.person != Some(visitor.actor.person) && !keeps_roster(&visitor.actor, &turn.org_path) {
            return Err(AppError::Forbidden("由值班的人自己记，或者由主席、副主席记".to_owned()));
        }
        if turn.state != TurnState::Planned {
            return Err(AppError::Refused(format!("这一班已经记过：{}", turn.state.label())));
        }
        let mut errors = Errors::default();
        let state = errors.take("state", TurnState::parse(&form.state).map_err(|_| "请点值了还是没有值"));
        let minutes = form.minutes.trim().parse::<i64>().unwrap_or(0);
        let note = form.note.trim();
        if let Some(state) = state {
            let now = (tx.today(), (tx.now().millis() - tx.today().start().millis()) / 60_000);
            for (field, sentence) in check_service(turn.on, turn.starts, (state, minutes, note), now) {
                errors.at(field, sentence);
            }
            if state == TurnState::Served && turn.person.is_none() {
                errors.at("state", "这一班没有排到人，请先指定替班");
            }
        }
        if turn.on > tx.today() && !visitor.wants_json {
            // Its page has no such form yet.
            return Err(AppError::Refused("还没到这一班的时间，开始值班以后再记".to_owned()));
        }
        let (Some(state), true) = (state, errors.is_empty()) else {
            let forms = (AskForm::default(), form.clone());
            let shown = turn_page(tx, visitor, turn, forms, errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let org = org_of(tx, &turn)?;
        let to = format!("{}?said=served", turn.href());
        let said = (state, minutes, note);
        Ok(actions::serve_turn(tx, &visitor.actor, (&turn, &org.area_code), said)?.map(|()| see_other(&to)))
    })
    .await
}
