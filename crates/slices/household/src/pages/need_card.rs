//! One need card: what she wishes, what was promised, what became of it.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Key;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::show::{Due, When};
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::need_cards::OneCardBody;
use crate::model::{CardRow, CardState, CardWords, NeedCard};
use crate::pack::HouseholdRules;
use crate::pages::household_href;
use crate::pages::needs::SaidQuery;
use crate::queries::{self, VisibleHousehold};
use crate::rules::check_closing;
use crate::said::normalised_blank;

/// The key of a card in a path.
pub(crate) type CardKey = Key<NeedCard>;

/// The form that ends a card.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ClosingForm {
    #[schema(schema_with = codes::<CardState>, required = true)]
    state: String,
    /// 办了什么；为什么办不了；转给了谁
    #[schema(required = true, max_length = 500)]
    outcome: String,
    /// 1：已经告诉她了；办不了的一定要写
    told: String,
}

#[derive(Template)]
#[template(path = "need_card.html")]
struct CardPage {
    shell: Shell,
    href: String,
    household_href: String,
    card: CardRow,
    matter: String,
    on: When,
    due: Option<Due>,
    /// What it says, where it may be shown.
    words: Option<CardWords>,
    closes: bool,
    states: Vec<(&'static str, &'static str, bool)>,
    form: ClosingForm,
    errors: Errors,
}

/// Where a card is.
pub(crate) fn card_href(card: &CardRow) -> String {
    format!("/need-cards/{}", card.id.within(card.tenant))
}

/// What its badge says: its day while it is open, else what became of it.
pub(crate) fn card_due(card: &CardRow, today: niangjia_kernel::Day) -> Due {
    match card.state {
        CardState::Open => Due::of(card.due, true, today),
        CardState::Done => Due { kind: "done", word: card.state.label().to_owned() },
        CardState::Cannot | CardState::TakenOver => Due { kind: "none", word: card.state.label().to_owned() },
    }
}

/// `GET /need-cards/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<CardKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let (card, household) = found(tx, visitor, key)?;
        if visitor.wants_json {
            let words = words(tx, visitor, &card, &household)?;
            return json(&OneCardBody::of(&card, words));
        }
        let banner = match query.said.as_str() {
            "closed" => Some("已了结，从待办里消失了。"),
            "already" => Some("这张卡已经了结了，下面是当时写的。"),
            _ => None,
        };
        page(&card_page(tx, visitor, card, &household, ClosingForm::default(), (Errors::default(), banner))?)
    })
    .await
}

/// `POST /need-cards/{key}/closing`.
pub(crate) async fn close(ctx: Ctx, At(key): At<CardKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ClosingForm| {
        let (card, household) = found(tx, visitor, key)?;
        if !may_close(&household) {
            return Err(AppError::Forbidden("需求卡由联系这一户的执委或社区妇联主席来了结".to_owned()));
        }
        if card.state != CardState::Open {
            let href = format!("{}?said=already", card_href(&card));
            return Ok(Ending::Nothing(see_other(&href)));
        }
        let state = CardState::parse(&form.state).ok();
        let outcome = normalised_blank(&form.outcome);
        let mut errors = Errors::default();
        for (field, sentence) in check_closing(card.state, state, &outcome, form.told == "1") {
            errors.at(field, sentence);
        }
        let (Some(state), true) = (state, errors.is_empty()) else {
            let shown = card_page(tx, visitor, card, &household, form.clone(), (errors, None))?;
            return again(visitor, &shown, &shown.errors);
        };
        let closed =
            actions::close_card(tx, &visitor.actor, &household.row, &card, (state, outcome.as_str()))?;
        Ok(closed.map(|()| see_other(&format!("{}?said=closed", card_href(&card)))))
    })
    .await
}

const fn may_close(household: &VisibleHousehold) -> bool {
    household.reach.opens_freely()
}

fn found(tx: &ReadTx<'_>, visitor: &Visitor, key: CardKey) -> Result<(CardRow, VisibleHousehold), AppError> {
    let card = queries::visible_card(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    let home = card.household.within(card.tenant);
    let household = queries::visible_household(tx, &visitor.actor, home)?.ok_or(AppError::NotFound)?;
    Ok((card, household))
}

/// What it says: not from above, unless the file is open.
fn words(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    card: &CardRow,
    household: &VisibleHousehold,
) -> Result<Option<CardWords>, AppError> {
    let open = household.reach.opens_freely() || queries::has_open(tx, &visitor.actor, &household.row)?;
    Ok(if open { Some(queries::card_words(tx, card)?) } else { None })
}

fn card_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    card: CardRow,
    household: &VisibleHousehold,
    form: ClosingForm,
    (errors, banner): (Errors, Option<&str>),
) -> Result<CardPage, AppError> {
    let open = card.state == CardState::Open;
    let states = CardState::ALL.iter().filter(|state| **state != CardState::Open);
    Ok(CardPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        href: card_href(&card),
        household_href: household_href(&household.row),
        matter: HouseholdRules::in_force().matter_label(&card.matter).to_owned(),
        on: When::day(card.on, tx.today()),
        due: Some(card_due(&card, tx.today())),
        words: words(tx, visitor, &card, household)?,
        closes: open && may_close(household),
        states: states.map(|one| (one.code(), one.label(), one.code() == form.state)).collect(),
        card,
        form,
        errors,
    })
}
