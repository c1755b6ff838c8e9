//! One request: who she is, what is next, what happened.

use askama::Template;
use axum::response::Response;
use niangjia_attachment::Shelf;
use niangjia_deadline::{Clock, Standing};
use niangjia_household::api as household;
use niangjia_kernel::{Coded as _, Day, Key, Request, Timestamp};
use niangjia_org::api::Org;
use niangjia_store::{PostKind, ReadTx};
use niangjia_web::show::{Due, When};
use niangjia_web::{AppError, At, Ctx, Errors, Panel, PanelSlot, Query, Shell, Visitor, json, page};
use serde::Deserialize;

use crate::json::RequestBody;
use crate::model::{Happened, Instance, Manner, Reach, State};
use crate::pack::RequestRules;
use crate::pages::deed_form::DeedForm;
use crate::pages::{RequestKey, due, next_clock};
use crate::queries::{self, VisibleRequest};
use crate::rules::{Deed, Situation, deeds, is_kept_for};

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    said: String,
}

struct Line {
    tone: &'static str,
    icon: &'static str,
    when: When,
    title: String,
    by: String,
    words: String,
}

#[derive(Template)]
#[template(path = "request.html")]
pub(crate) struct RequestPage {
    shell: Shell,
    above: Vec<(String, String)>,
    href: String,
    called: String,
    category: String,
    state: String,
    channel: &'static str,
    received: When,
    received_name: String,
    home: String,
    holder: String,
    person: Option<String>,
    urgent: bool,
    reads: bool,
    name: String,
    phone: String,
    /// Whether the number stands there in clear; else with its middle hidden.
    phone_shown: bool,
    words: String,
    reach: &'static str,
    careful: bool,
    reach_words: String,
    answer: String,
    family: Option<(String, String)>,
    dues: Vec<Due>,
    deeds: Vec<Deed>,
    lines: Vec<Line>,
    openings: Vec<(String, String, String, When)>,
    panels: Vec<Panel>,
    shelf: Option<Shelf>,
    roster: Vec<(String, String, bool)>,
    below: Vec<(String, String, bool)>,
    manners: Vec<(&'static str, &'static str, bool)>,
    reached: Vec<(&'static str, &'static str, bool)>,
    agrees: Vec<(&'static str, &'static str, bool)>,
    today: Day,
    most: String,
    form: DeedForm,
    pub(crate) errors: Errors,
    why: String,
}

/// What the actor may do with a request now, the next step first.
///
/// # Errors
/// When its clocks cannot be read.
pub(crate) fn allowed(
    visitor: &Visitor,
    tx: &ReadTx<'_>,
    request: &VisibleRequest,
) -> Result<Vec<Deed>, AppError> {
    Ok(possible(visitor, tx, request, &clocks(tx, request)?))
}

fn possible(visitor: &Visitor, tx: &ReadTx<'_>, request: &VisibleRequest, clocks: &[Clock]) -> Vec<Deed> {
    let row = &request.row;
    let here = |hold: &&crate::model::HoldRow| hold.org_path == visitor.actor.acting.org_path;
    let looks = request.holds.iter().filter(|hold| hold.left.is_none() && hold.taken.is_none());
    let leads = visitor.actor.acting.kind.leads();
    let situation = Situation {
        state: row.state,
        instance: row.instance,
        class: row.class,
        rung: row.rung,
        holder_path: &row.holder_path,
        holder_person: row.holder_person,
        received_by: row.received_by,
        notified: row.notified.is_some(),
        passed: request.passing().is_some(),
        asked_to_look: leads && looks.filter(here).count() > 0,
        suspended: whole(clocks, row.instance)
            .is_some_and(|clock| clock.standing(tx.now()) == Standing::Suspended),
        over: row.over(),
    };
    deeds(&visitor.actor, request.access, &situation, tx.now())
}

/// The clock of the whole matter, while it runs.
fn whole(clocks: &[Clock], instance: Instance) -> Option<&Clock> {
    clocks.iter().find(|clock| clock.rule.code == instance.clock() && clock.ended.is_none())
}

/// `GET /requests/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<RequestKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let request = queries::visible_request(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if visitor.wants_json {
            let allowed = allowed(visitor, tx, &request)?;
            return json(&RequestBody::of(tx, &request, &allowed)?);
        }
        let mut shown = RequestPage::of(tx, visitor, request, DeedForm::default(), Errors::default())?;
        shown.shell.banner = banner(&query.said);
        page(&shown)
    })
    .await
}

fn banner(said: &str) -> Option<String> {
    let words = match said {
        "received" => "已登记，期限从现在起算",
        "settled" => "已办结，记入台账",
        "joined" => "已补充到在办的这一件，不重复登记",
        "done" => "已记下",
        _ => return None,
    };
    Some(words.to_owned())
}

impl RequestPage {
    /// The same page, with her number in clear.
    pub(crate) fn with_phone(self, phone: String) -> Self {
        Self { phone, phone_shown: true, ..self }
    }

    /// The page with a form as it was typed and the sentences at its fields.
    pub(crate) fn of(
        tx: &ReadTx<'_>,
        visitor: &Visitor,
        request: VisibleRequest,
        form: DeedForm,
        errors: Errors,
    ) -> Result<Self, AppError> {
        let row = &request.row;
        let (actor, today) = (&visitor.actor, tx.today());
        let clocks = clocks(tx, &request)?;
        let deeds = possible(visitor, tx, &request, &clocks);
        let reads = request.reads();
        let [name, phone, words, reach_words, answer] =
            if reads { queries::unsealed(tx, row)? } else { Default::default() };
        let holder = niangjia_org::api::by_id(tx, row.holder)?.ok_or(AppError::NotFound)?;
        let home = niangjia_org::api::by_id(tx, row.org_id)?.ok_or(AppError::NotFound)?;
        let person = match (row.holder_person, request.holder_tenant()) {
            (Some(person), Some(tenant)) => niangjia_people::api::name(tx, tenant, person)?,
            _ => None,
        };
        let panels = visitor.app.panels().of(PanelSlot::Request, tx, actor, &[row.id.uuid()])?;
        let own = (
            format!("{} 诉求", actor.acting.org_name),
            format!("/orgs/{}/requests", actor.acting.org_path.code()),
        );
        Ok(Self {
            shell: visitor.shell(),
            above: vec![own],
            href: row.href(),
            called: row.called(),
            category: RequestRules::in_force().label(&row.category).to_owned(),
            state: row.state_word(),
            channel: row.channel.label(),
            received: When::day(row.received.day(), today),
            received_name: row.received_name.clone(),
            home: home.place().to_owned(),
            person,
            urgent: row.urgent && row.state != State::Closed,
            name: if name.is_empty() && row.anonymous { "不留姓名".to_owned() } else { name },
            phone: masked(&phone),
            phone_shown: false,
            words,
            reach: row.reach.label(),
            careful: matches!(row.reach, Reach::TelephoneAsSaid | Reach::Code | Reach::ComesBy),
            reach_words,
            answer,
            family: family(tx, visitor, &request)?,
            dues: if row.state == State::Closed { Vec::new() } else { dues(&clocks, row.instance, tx.now()) },
            lines: lines(tx, &request)?,
            openings: openings(tx, &request)?,
            panels: panels.into_values().flatten().collect(),
            shelf: if reads { Some(Shelf::of::<Request>(tx, visitor, &request.matter())?) } else { None },
            roster: roster(tx, &holder, &form.person, today, deeds.contains(&Deed::HandOver))?,
            below: below(tx, (&holder, &home), &form.assign_org, deeds.contains(&Deed::Assign))?,
            manners: manners(&form.tell_manner),
            reached: yes_or_no(["告诉她本人了", "没有联系上"], &form.tell_reached),
            agrees: yes_or_no(["确实送不到，同意办结", "再送"], &form.look_agrees),
            today,
            most: most(&clocks),
            why: why(&request),
            holder: holder.name,
            deeds,
            reads,
            form,
            errors,
        })
    }
}

/// Of a number what is enough to know it again: `138****5678`, `0563****22`.
pub(crate) fn masked(phone: &str) -> String {
    let signs: Vec<char> = phone.chars().collect();
    let (before, after) = (3, if signs.len() > 9 { 4 } else { 2 });
    let shown = |at: usize| signs.len() > before + after && (at < before || at >= signs.len() - after);
    signs.iter().enumerate().map(|(at, sign)| if shown(at) { *sign } else { '*' }).collect()
}

fn why(request: &VisibleRequest) -> String {
    use crate::rules::Access;
    match request.access {
        Access::Own => "您登记了这一件，或者由您承办。",
        Access::Keeps => "您是她所在村（社区）妇联的主席、副主席。",
        Access::Holds => "这一件现在在您这一级，在您这里期间您看得到。",
        Access::Above => "这一件在您辖区里：看得到编号、类别和进度；内容要写用途才打开，当天有效，她和帮她的人看得到谁打开过。",
    }
    .to_owned()
}

fn family(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    request: &VisibleRequest,
) -> Result<Option<(String, String)>, AppError> {
    let row = &request.row;
    let Some(key) = row.household.map(|household| household.within(row.tenant)).filter(|_| request.reads())
    else {
        return Ok(None);
    };
    let found = household::visible(tx, &visitor.actor, key)?;
    Ok(found.map(|found| (found.row().name.clone(), format!("/households/{key}"))))
}

fn clocks(tx: &ReadTx<'_>, request: &VisibleRequest) -> Result<Vec<Clock>, AppError> {
    let row = &request.row;
    let holds = request.holds.iter().filter(|hold| hold.left.is_none()).map(|hold| hold.id.uuid());
    let subjects: Vec<_> = std::iter::once(row.id.uuid()).chain(holds).collect();
    Ok(niangjia_deadline::of_subjects(tx, row.tenant, &subjects)?.into_values().flatten().collect())
}

/// The clock that ends first, and that of the whole matter.
fn dues(clocks: &[Clock], instance: Instance, now: Timestamp) -> Vec<Due> {
    let first = next_clock(clocks.iter(), now);
    let whole = whole(clocks, instance).map(|clock| (clock, clock.standing(now)));
    let mut shown: Vec<Due> = Vec::new();
    for (clock, standing) in first.into_iter().chain(whole) {
        let one = due(&clock.rule.label, standing);
        if shown.iter().all(|before| before.word != one.word) {
            shown.push(one);
        }
    }
    shown
}

fn most(clocks: &[Clock]) -> String {
    let whole = clocks.iter().find(|clock| clock.rule.code == Instance::First.clock());
    let most = whole.and_then(|clock| clock.rule.extension).map(|extension| extension.most.words());
    most.unwrap_or_default()
}

fn lines(tx: &ReadTx<'_>, request: &VisibleRequest) -> Result<Vec<Line>, AppError> {
    let reads = request.reads();
    let line = |event: crate::model::EventRow| {
        let (tone, icon) = match event.happened {
            Happened::SettledOnTheSpot | Happened::Told | Happened::Confirmed => ("done", "circle-check"),
            Happened::Overdue | Happened::NotReached | Happened::Undeliverable => ("late", "alert-circle"),
            Happened::Returned | Happened::SentBack | Happened::Extended | Happened::Suspended => {
                ("soon", "clock")
            }
            _ => ("none", "messages"),
        };
        let when = When::instant(event.at, tx.today());
        let words = if reads { event.words } else { String::new() };
        Line { tone, icon, when, title: event.happened.label().to_owned(), by: event.by, words }
    };
    Ok(queries::events(tx, &request.row)?.into_iter().map(line).collect())
}

fn openings(
    tx: &ReadTx<'_>,
    request: &VisibleRequest,
) -> Result<Vec<(String, String, String, When)>, AppError> {
    if !request.reads() {
        return Ok(Vec::new());
    }
    let all = queries::openings(tx, request.row.tenant, &request.row)?;
    let with = |(name, post, purpose, at)| (name, post, purpose, When::instant(at, tx.today()));
    Ok(all.into_iter().map(with).collect())
}

fn roster(
    tx: &ReadTx<'_>,
    holder: &Org,
    chosen: &str,
    today: Day,
    wanted: bool,
) -> Result<Vec<(String, String, bool)>, AppError> {
    if !wanted {
        return Ok(Vec::new());
    }
    let serves = |kind: PostKind| matches!(kind, PostKind::Chair | PostKind::ViceChair | PostKind::Member);
    let mut found = vec![(String::new(), "请选择".to_owned(), chosen.is_empty())];
    for one in niangjia_people::api::roster(tx, holder.tenant, holder.id, today)? {
        let id = one.person.to_string();
        if serves(one.kind) && found.iter().all(|(known, ..)| *known != id) {
            found.push((id.clone(), format!("{} {}", one.name, one.kind.label()), id == chosen));
        }
    }
    Ok(found)
}

/// Whom an upper level may give it to: on the way home first, then whoever stands directly below.
pub(crate) fn below(
    tx: &ReadTx<'_>,
    (holder, home): (&Org, &Org),
    chosen: &str,
    wanted: bool,
) -> Result<Vec<(String, String, bool)>, AppError> {
    if !wanted {
        return Ok(Vec::new());
    }
    let way = niangjia_org::api::lineage(tx, &home.path)?.into_iter();
    let way = way.filter(|org| holder.path.covers(&org.path) && org.id != holder.id);
    let children = niangjia_org::api::children(tx, holder.id)?;
    let children = children.into_iter().filter(|org| is_kept_for((org.tenant, org.level), home.tenant));
    let mut found = vec![(String::new(), "请选择".to_owned(), chosen.is_empty())];
    for org in way.chain(children) {
        if found.iter().all(|(code, ..)| *code != org.code) {
            let on = org.code == chosen;
            found.push((org.code, org.name, on));
        }
    }
    Ok(found)
}

fn yes_or_no(labels: [&'static str; 2], chosen: &str) -> Vec<(&'static str, &'static str, bool)> {
    ["yes", "no"].into_iter().zip(labels).map(|(code, label)| (code, label, code == chosen)).collect()
}

fn manners(chosen: &str) -> Vec<(&'static str, &'static str, bool)> {
    let all = Manner::all().iter().filter(|manner| **manner != Manner::Code);
    all.map(|one| (one.code(), one.label(), one.code() == chosen)).collect()
}

/// Where a request is after something was done with it: its page while she may see it, else her list.
pub(crate) fn after(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    key: Key<niangjia_kernel::Request>,
) -> Result<String, AppError> {
    let actor = &visitor.actor;
    Ok(match queries::visible_request(tx, actor, key)? {
        Some(request) => format!("{}?said=done", request.row.href()),
        None => format!("/orgs/{}/requests", actor.acting.org_path.code()),
    })
}
