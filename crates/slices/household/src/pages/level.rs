//! 内部级别 of a family: which rules hit, what a person decided, until when. On the family's file only.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id};
use niangjia_store::{Actor, ReadTx};
use niangjia_web::show::When;
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes, day, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::levels::LevelBody;
use crate::model::{CardState, HouseholdRow, Level, LevelDecision, LevelRow, Outcome};
use crate::pack::HouseholdRules;
use crate::pages::needs::SaidQuery;
use crate::pages::{HouseholdKey, household_href, place};
use crate::queries;
use crate::rules::{
    LevelSigns, NeedState, Reach, check_level, hits, need_state, out_of_touch, sees_level, suggested,
};
use crate::said::normalised_blank;

/// Visits that the rules look at.
const VISITS_LOOKED_AT: i64 = 10;

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct LevelForm {
    // Made with the form: the same form sent twice is one decision.
    /// 判定的编号，level_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(level_[0-9a-f]{32})?$")]
    id: String,
    #[schema(schema_with = codes::<Level>, required = true)]
    level: String,
    /// 为什么这样定
    #[schema(required = true, max_length = 200)]
    reason: String,
    #[schema(schema_with = day, required = true)]
    until: String,
}

#[derive(Template)]
#[template(path = "level.html")]
struct LevelPage {
    shell: Shell,
    href: String,
    household: HouseholdRow,
    place: String,
    hits: Vec<String>,
    suggested: String,
    now: Option<(String, LevelRow, When)>,
    before: Vec<(String, LevelRow)>,
    decides: bool,
    levels: Vec<(&'static str, String, bool)>,
    form: LevelForm,
    tomorrow: Day,
    last: Day,
    errors: Errors,
}

/// The word of the pack for a level: `R2 常上门`.
pub(crate) fn level_words(level: Level) -> String {
    let word = HouseholdRules::in_force().level_word(level);
    if word.is_empty() { level.label().to_owned() } else { format!("{} {word}", level.label()) }
}

/// The household, where the reader sees its level, and whether she decides it. To anybody else there is no such page.
fn seen(tx: &ReadTx<'_>, actor: &Actor, key: HouseholdKey) -> Result<(HouseholdRow, bool), AppError> {
    let household = queries::visible_household(tx, actor, key)?.ok_or(AppError::NotFound)?;
    if sees_level(household.reach) {
        Ok((household.row, household.reach == Reach::Community))
    } else {
        Err(AppError::NotFound)
    }
}

/// `GET /households/{key}/level`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HouseholdKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let (household, decides) = seen(tx, &visitor.actor, key)?;
        if visitor.wants_json {
            let hits = hits(&signs(tx, &visitor.actor, &household)?);
            let suggested = suggested(hits.len());
            let now = in_force(tx, &household)?;
            return json(&LevelBody::of(hits, suggested, now.as_ref()));
        }
        let days = HouseholdRules::in_force().level_days;
        let form = LevelForm {
            id: Id::<LevelDecision>::new(tx.now(), visitor.app.store().chance()).to_string(),
            until: tx.today().plus(days).to_string(),
            ..LevelForm::default()
        };
        let banner = (query.said == "decided").then_some("已判定。到期会自动失效，并提醒重新判定。");
        let shown = level_page(tx, visitor, (household, decides), form, (Errors::default(), banner))?;
        page(&shown)
    })
    .await
}

/// `POST /households/{key}/level`.
pub(crate) async fn decide(ctx: Ctx, At(key): At<HouseholdKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &LevelForm| {
        let (household, decides) = seen(tx, &visitor.actor, key)?;
        if !decides {
            return Err(AppError::Forbidden("内部级别由社区（村）妇联主席判定".to_owned()));
        }
        let (level, reason) = (Level::parse(&form.level).ok(), normalised_blank(&form.reason));
        let mut errors = Errors::default();
        let id = visitor.form_id::<LevelDecision>(tx, &form.id, "reason", &mut errors);
        let until = errors.take("until", Day::parse(&form.until));
        let days = HouseholdRules::in_force().level_days;
        for (field, sentence) in check_level(level, &reason, until, days, tx.today()) {
            errors.at(field, sentence);
        }
        let (Some(id), Some(level), Some(until), true) = (id, level, until, errors.is_empty()) else {
            let shown = level_page(tx, visitor, (household, decides), form.clone(), (errors, None))?;
            return again(visitor, &shown, &shown.errors);
        };
        let said = (level, reason.as_str(), until);
        let decided = actions::decide_level(tx, &visitor.actor, &household, id, said)?;
        Ok(decided.map(|()| see_other(&format!("{}/level?said=decided", household_href(&household)))))
    })
    .await
}

/// The decision that holds today.
pub(crate) fn in_force(tx: &ReadTx<'_>, household: &HouseholdRow) -> Result<Option<LevelRow>, AppError> {
    let last = queries::levels(tx, (household.tenant, household.id))?.into_iter().next();
    Ok(last.filter(|row| row.until > tx.today()))
}

/// What is known of the family for the rules.
fn signs(tx: &ReadTx<'_>, actor: &Actor, household: &HouseholdRow) -> Result<LevelSigns, AppError> {
    let (today, rules) = (tx.today(), HouseholdRules::in_force());
    let needs = queries::needs(tx, household, today)?;
    let visits = queries::visits_of(tx, household, None, VISITS_LOOKED_AT)?;
    let visits: Vec<_> = visits.into_iter().filter(|visit| visit.taken_back.is_none()).collect();
    let links = queries::links(tx, household, today)?;
    let cards = queries::cards_of(tx, actor, (household.tenant, household.id))?;
    let overdue = |need: &&crate::model::NeedRow| {
        let unconfirmed = rules.unconfirmed(need.kind);
        let state = need_state(need.review, need.asked, unconfirmed, rules.confirm_days, today);
        matches!(state, NeedState::Overdue | NeedState::FallsAway)
    };
    let days = needs.iter().map(|need| rules.out_of_touch_days_of(need.kind)).min();
    let last = visits.first().map(|visit| visit.on);
    let linked = links.iter().map(|link| link.since).min();
    let outcomes: Vec<Outcome> = visits.iter().map(|visit| visit.outcome).collect();
    Ok(LevelSigns {
        needs: needs.len(),
        unconfirmed: needs.iter().filter(overdue).count(),
        late_cards: cards.iter().filter(|card| card.state == CardState::Open && card.due < today).count(),
        outcomes,
        out_of_touch: out_of_touch(
            last,
            linked,
            household.since,
            days.unwrap_or(rules.out_of_touch_days),
            today,
        ),
    })
}

fn level_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (household, decides): (HouseholdRow, bool),
    form: LevelForm,
    (errors, banner): (Errors, Option<&str>),
) -> Result<LevelPage, AppError> {
    let today = tx.today();
    let hits = hits(&signs(tx, &visitor.actor, &household)?);
    let mut rows = queries::levels(tx, (household.tenant, household.id))?;
    let holds = rows.first().is_some_and(|row| row.until > today);
    let now = if holds { Some(rows.remove(0)) } else { None };
    let level = |one: &Level| (one.code(), level_words(*one), one.code() == form.level);
    Ok(LevelPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        href: household_href(&household),
        place: place(&household),
        suggested: level_words(suggested(hits.len())),
        hits,
        now: now
            .map(|row| (level_words(row.level), When::day(row.until, today), row))
            .map(|(w, u, r)| (w, r, u)),
        before: rows.into_iter().map(|row| (level_words(row.level), row)).collect(),
        decides,
        levels: Level::ALL.iter().map(level).collect(),
        tomorrow: today.plus(1),
        last: today.plus(HouseholdRules::in_force().level_days),
        household,
        form,
        errors,
    })
}
