//! 录入走访卡: ten cards in two minutes, by keyboard alone. Every field takes the shortest thing that says it.

use askama::Template;
use axum::response::Response;
use niangjia_household::actions::SaidVisit;
use niangjia_household::api as household;
use niangjia_household::api::{HouseholdRules, Manner, Outcome, TypedVisit, VisibleHousehold};
use niangjia_kernel::{Id, Key, Visit};
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, StoreError, WriteTx};
use niangjia_web::show::When;
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, json, made, page, see_other,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::actions;
use crate::json::BatchBody;
use crate::model::{CardRow, EntryRow};
use crate::pages::batch_href;
use crate::queries;
use crate::rules::{Circumstances, EntryRefusal, Toward, check_entry, choice, named, read_day};

/// How many entries of today the list shows.
const SHOWN: i64 = 100;

/// What `GET /orgs/{code}/visit-cards` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct BatchQuery {
    /// 卡的编号（12-5 或 125），或者扫出来的网址：这张卡是哪一户、谁的
    card: String,
    #[param(ignore)]
    said: String,
}

/// What is typed in from one card.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct EntryForm {
    // Made with the form: the same form sent twice is one visit.
    /// 走访的编号，vis_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(vis_[0-9a-f]{32})?$")]
    id: String,
    /// 卡的编号，或者扫出来的网址
    #[schema(required = true)]
    card: String,
    /// 走访日期：1120、11-20、-1、昨天、2026-11-20 都行
    #[schema(required = true)]
    on_day: String,
    /// 事项：卡上的数字，或者代码
    #[schema(required = true)]
    matter: String,
    /// 方式：1 上门，2 电话，3 微信；空着是上门
    manner: String,
    /// 结果：1 当场办结，2 需要跟进；空着是当场办结
    outcome: String,
    /// 需要跟进的写日期：1130、+7、2026-11-30 都行
    follow_up_day: String,
    /// 做了什么、说了什么
    #[schema(required = true, max_length = 500)]
    words: String,
    /// 同一天确实又走访了一次：写上那张卡的编号和日期，页面会替您写好
    all_the_same: String,
}

/// Which visit is taken back.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct TakingBackForm {
    /// 走访的编号，列表里的 visit
    #[schema(required = true)]
    visit: String,
}

struct Line {
    entry: EntryRow,
    on: When,
    at: String,
    matter: String,
    href: String,
    key: String,
}

#[derive(Template)]
#[template(path = "batch.html")]
struct BatchPage {
    shell: Shell,
    above: Vec<(String, String)>,
    href: String,
    place: String,
    form: EntryForm,
    found: Option<CardRow>,
    matters: Vec<(usize, String)>,
    manners: Vec<(usize, &'static str)>,
    outcomes: Vec<(usize, &'static str)>,
    lines: Vec<Line>,
    counted: usize,
    members: Vec<(String, String)>,
    errors: Errors,
}

/// `GET /orgs/{code}/visit-cards`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<BatchQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = household::kept_community(tx, &visitor.actor, &code)?;
        let mut errors = Errors::default();
        let found = match query.card.as_str() {
            "" => None,
            typed => card(tx, &org, typed, &mut errors)?,
        };
        let entries = today(tx, visitor)?;
        if visitor.wants_json {
            return if errors.is_empty() {
                json(&BatchBody::of(found.as_ref(), &entries))
            } else {
                Err(AppError::Invalid(errors))
            };
        }
        let banner = match (query.said.as_str(), entries.first()) {
            ("recorded", Some(last)) => Some(format!(
                "已记下：{} {}，算{}的走访。",
                last.on.short(),
                last.household_name,
                last.person_name
            )),
            ("taken_back", _) => Some("已撤销。".to_owned()),
            _ => None,
        };
        let last_day = entries.iter().find(|entry| !entry.taken_back).map(|entry| entry.on.to_string());
        let form = EntryForm {
            id: Id::<Visit>::new(tx.now(), visitor.app.store().chance()).to_string(),
            card: found.as_ref().map_or_else(|| query.card.clone(), |card| card.number.to_string()),
            on_day: last_day.map(|day| day[5..].to_owned()).unwrap_or_default(),
            ..EntryForm::default()
        };
        page(&batch_page(tx, visitor, &org, (form, found), errors, banner)?)
    })
    .await
}

/// `POST /orgs/{code}/visit-cards`.
pub(crate) async fn enter(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &EntryForm| {
        let org = household::kept_community(tx, &visitor.actor, &code)?;
        let mut errors = Errors::default();
        let found = card(tx, &org, &form.card, &mut errors)?;
        let home = match &found {
            Some(card) => household::visible(tx, &visitor.actor, card.home())?,
            None => None,
        };
        if let (Some(card), None) = (&found, &home) {
            errors.at("card", format!("{}已经不在册，不能再记走访", card.household_name));
        }
        let mut form = form.clone();
        let said = form.said(tx, visitor, (&found, &home), &mut errors)?;
        match (&found, &home, said) {
            (Some(card), Some(home), Some(said)) if errors.is_empty() => {
                let recorded = actions::enter_card(tx, &visitor.actor, card, home, &said)?;
                let location = format!("{}?said=recorded", batch_href(&org));
                Ok(recorded.map(|id| made(&location, id.within(card.tenant))))
            }
            _ => {
                let shown = batch_page(tx, visitor, &org, (form, found), errors, None)?;
                again(visitor, &shown, &shown.errors)
            }
        }
    })
    .await
}

/// `POST /orgs/{code}/visit-cards/taking-back`.
pub(crate) async fn take_back(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &TakingBackForm| {
        let org = household::kept_community(tx, &visitor.actor, &code)?;
        let key: Key<Visit> = form.visit.parse().map_err(|_| AppError::NotFound)?;
        let done = household::take_back_written(tx, &visitor.actor, key, "录入有误")?;
        Ok(done.map(|_| see_other(&format!("{}?said=taken_back", batch_href(&org)))))
    })
    .await
}

/// The card that was typed or scanned, or why there is none.
fn card(tx: &ReadTx<'_>, org: &Org, typed: &str, errors: &mut Errors) -> Result<Option<CardRow>, StoreError> {
    let Some(named) = errors.take("card", named(typed)) else {
        return Ok(None);
    };
    let found = queries::card_of(tx, (org.tenant, org.id), named)?;
    if found.is_none() {
        errors.at("card", format!("{}没有这张走访卡，请看是不是别的社区的", org.place()));
    }
    Ok(found)
}

/// What she typed in today.
fn today(tx: &ReadTx<'_>, visitor: &Visitor) -> Result<Vec<EntryRow>, StoreError> {
    queries::entries(tx, &visitor.actor, tx.today().start(), SHOWN)
}

impl EntryForm {
    /// Reads the fields; every wrong one gets its sentence. What was asked about is marked as told.
    fn said(
        &mut self,
        tx: &WriteTx<'_>,
        visitor: &Visitor,
        (card, home): (&Option<CardRow>, &Option<VisibleHousehold>),
        errors: &mut Errors,
    ) -> Result<Option<SaidVisit>, AppError> {
        let today = tx.today();
        let on = errors.take("on_day", read_day(&self.on_day, today, Toward::Past)).flatten();
        if on.is_none() {
            errors.at("on_day", "请写走访日期，例如 1120，昨天写 -1");
        }
        let ahead = errors.take("follow_up_day", read_day(&self.follow_up_day, today, Toward::Ahead));
        let matters: Vec<&str> = matters().iter().map(|matter| matter.code.as_str()).collect();
        let matter = choice(&self.matter, &matters, None);
        if matter.is_none() {
            errors.at("matter", format!("请打卡上事项前面的数字，1 到 {}", matters.len()));
        }
        let manner = choice(&self.manner, &codes::<Manner>(), Some(Manner::AtHome.code()));
        let outcome = choice(&self.outcome, &codes::<Outcome>(), Some(Outcome::Settled.code()));
        if manner.is_none() {
            errors.at("manner", "请打方式前面的数字，1 到 3");
        }
        if outcome.is_none() {
            errors.at("outcome", "请打结果前面的数字，1 或 2");
        }
        let id = visitor.form_id::<Visit>(tx, &self.id, "card", errors);
        let (Some(card), Some(home), Some(on)) = (card, home, on) else {
            return Ok(None);
        };
        let (day, ahead) = (on.to_string(), ahead.flatten().map(|day| day.to_string()).unwrap_or_default());
        let typed = TypedVisit {
            on_day: &day,
            matter: matter.unwrap_or_default(),
            words: &self.words,
            follow_up_day: &ahead,
            manner: manner.unwrap_or_default(),
            outcome: outcome.unwrap_or_default(),
        };
        let own = id.unwrap_or_else(|| tx.new_id());
        let circumstances = Circumstances {
            looked_after: household::looked_after_on(tx, home.row(), card.person, on)?,
            known: household::visits_on(tx, home.row(), (card.person, on), own)?,
            all_the_same: self.all_the_same == told(card, &day),
        };
        let refusal = check_entry(on, circumstances);
        let asks = matches!(refusal, Some(EntryRefusal::Known(..)));
        let sentence = refusal.map(|refusal| refusal.sentence(&card.person_name));
        if let Some((field, sentence)) = sentence.clone().filter(|_| !asks) {
            errors.at(field, sentence);
        }
        let read = typed.read(home.since(), today, errors);
        // What can be asked about is asked when nothing else is wrong: the answer sends the form.
        if let Some((field, sentence)) = sentence.filter(|_| asks && errors.is_empty()) {
            errors.at(field, sentence);
            self.all_the_same = told(card, &day);
        }
        Ok(id.filter(|_| errors.is_empty()).map(|id| read.with(id)))
    }
}

/// That she was told of the other visit: of this card, on this day, and no other.
fn told(card: &CardRow, day: &str) -> String {
    format!("{} {day}", card.number)
}

fn matters() -> &'static [household::Matter] {
    &HouseholdRules::in_force().matters
}

fn codes<C: niangjia_kernel::Coded>() -> Vec<&'static str> {
    C::all().iter().map(|one| one.code()).collect()
}

fn numbered<C: niangjia_kernel::Coded>() -> Vec<(usize, &'static str)> {
    C::all().iter().enumerate().map(|(place, one)| (place + 1, one.label())).collect()
}

/// Words with the digits before them.
type Numbered<T> = Vec<(usize, T)>;

/// Matters, manners and outcomes with the digits that stand before them on the card.
pub(super) fn boxes() -> (Numbered<String>, Numbered<&'static str>, Numbered<&'static str>) {
    let matters = matters().iter().enumerate().map(|(place, one)| (place + 1, one.label.clone()));
    (matters.collect(), numbered::<Manner>(), numbered::<Outcome>())
}

fn batch_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: &Org,
    (form, found): (EntryForm, Option<CardRow>),
    errors: Errors,
    banner: Option<String>,
) -> Result<BatchPage, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    let rules = HouseholdRules::in_force();
    let line = |entry: EntryRow| {
        let key = entry.visit.within(entry.tenant).to_string();
        Line {
            on: When::day(entry.on, tx.today()),
            at: entry.at.clock_time(),
            matter: rules.matter_label(&entry.matter).to_owned(),
            href: format!("/visits/{key}"),
            key,
            entry,
        }
    };
    let lines: Vec<Line> = today(tx, visitor)?.into_iter().map(line).collect();
    let (matters, manners, outcomes) = boxes();
    let members = household::committee(tx, (org.tenant, org.id))?;
    Ok(BatchPage {
        shell: visitor.shell_saying(banner),
        above,
        href: batch_href(org),
        place: org.place().to_owned(),
        form,
        found,
        matters,
        manners,
        outcomes,
        counted: lines.iter().filter(|line| !line.entry.taken_back).count(),
        lines,
        members: members.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        errors,
    })
}
