//! What other slices may ask about reception, and what it shows on their pages.

use niangjia_kernel::{Id, Timestamp};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use niangjia_web::{Panel, Step, Suggestion};
use uuid::Uuid;

use crate::actions;
use crate::model::TurnState;
use crate::pack::ReceptionRules;
use crate::queries;
use crate::rules::{keeps_roster, reads_articles, sees_roster};

pub use crate::model::{ArticleKind, Pattern, SaidArticle, TurnRow};
pub use crate::past::{draw_turns, exchange, serve_before, set_duty, stand_in, turns, write_articles};

/// For how many days ahead somebody is told of her turns.
const AHEAD_DAYS: i64 = 7;

/// Who is on duty at an organisation at an instant: turns that are to be served or were, by place. For the names, whether
/// they are seen is asked before (R-REC-01).
///
/// # Errors
/// When they cannot be read.
pub fn on_duty(tx: &ReadTx<'_>, org: &Org, now: Timestamp) -> Result<Vec<TurnRow>, StoreError> {
    let today = now.day();
    let minute = (now.millis() - today.start().millis()) / 60_000;
    let mut turns = queries::turns_between(tx, (org.tenant, &org.path), (today, today))?;
    turns.retain(|turn| turn.starts <= minute && minute < turn.ends && turn.state != TurnState::Missed);
    Ok(turns)
}

/// Articles for what she says and the category of her request: what fits best first, at most three; for `Suggests`. Only what
/// `actor` may read.
///
/// # Errors
/// When they cannot be read.
pub fn suggest(tx: &ReadTx<'_>, actor: &Actor, said: (&str, &str)) -> Result<Vec<Suggestion>, StoreError> {
    crate::suggesting::suggest(tx, actor, said)
}

/// For `PanelSlot::Intake`: who is on duty, what to say, where to look up.
///
/// # Errors
/// When it cannot be read.
pub fn intake_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs.iter().filter(|_| reads_articles(actor)) {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else { continue };
        if org.tenant == actor.tenant && sees_roster(actor, &org.path) {
            for turn in on_duty(tx, &org, tx.now())? {
                let place = ReceptionRules::in_force().place_label(&turn.place);
                let name = if turn.person.is_some() { turn.person_name.as_str() } else { "没有人" };
                let text = format!("现在值班：{name}（{place} {}）", turn.hours());
                panels.push((*subject, Panel { text, href: Some(turn.href()) }));
            }
        }
        for (text, href) in [("接听用语", "/script"), ("查知识库", "/knowledge")] {
            panels.push((*subject, Panel { text: text.to_owned(), href: Some(href.to_owned()) }));
        }
    }
    Ok(panels)
}

/// For `PanelSlot::Desk`: who is on duty today, what waits to be drawn, entered or looked at again.
///
/// # Errors
/// When it cannot be read.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let acting = &actor.acting;
    let Some(own) = orgs.iter().find(|org| **org == acting.org_id.uuid()) else {
        return Ok(Vec::new());
    };
    let mut panels = Vec::new();
    let mut say = |text: String, href: String| panels.push((*own, Panel { text, href: Some(href) }));
    let (whose, today) = ((actor.tenant, &acting.org_path), tx.today());
    let roster = format!("/orgs/{}/roster", acting.org_path.code());
    if keeps_roster(actor, &acting.org_path) {
        let turns = queries::turns_between(tx, whose, (today.plus(-AHEAD_DAYS), today.plus(AHEAD_DAYS)))?;
        for turn in turns.iter().filter(|turn| turn.on == today && turn.state == TurnState::Planned) {
            let place = ReceptionRules::in_force().place_label(&turn.place);
            let name = if turn.person.is_some() { turn.person_name.as_str() } else { "没有人" };
            say(format!("今天{place}值班：{name}（{}）", turn.hours()), turn.href());
        }
        let planned = || turns.iter().filter(|turn| turn.state == TurnState::Planned);
        let open = planned().filter(|turn| turn.on > today && turn.person.is_none()).count();
        if open > 0 {
            say(format!("一周内有 {open} 班没有人值，请指定替班"), roster.clone());
        }
        let unsaid = planned().filter(|turn| turn.on < today).count();
        if unsaid > 0 {
            say(format!("上周有 {unsaid} 班没有记值没值"), roster.clone());
        }
        let next = today.month().plus(1);
        let last_days = today.days_since(today.month().last_day()) >= -AHEAD_DAYS;
        let drawn = || queries::turns_between(tx, whose, (next.first_day(), next.last_day()));
        if last_days && !queries::plans(tx, whose, next.first_day())?.is_empty() && drawn()?.is_empty() {
            say(format!("{}的班还没有排", next.long()), format!("{roster}?month={next}"));
        }
        let review = queries::due_for_review(tx, whose)?;
        if review > 0 {
            say(format!("知识库 {review} 条快到有效期，请复核"), "/knowledge?review=due".to_owned());
        }
    }
    for (text, href) in own_lines(tx, actor)? {
        say(text, href);
    }
    Ok(panels)
}

/// For `PanelSlot::MemberDesk`: a member's own turns of the week, and turns that she is asked to take.
///
/// # Errors
/// When they cannot be read.
pub fn member_desk_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    persons: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let Some(own) = persons.iter().find(|person| **person == actor.person.uuid()) else {
        return Ok(Vec::new());
    };
    let lines = own_lines(tx, actor)?.into_iter();
    Ok(lines.map(|(text, href)| (*own, Panel { text, href: Some(href) })).collect())
}

fn own_lines(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<(String, String)>, StoreError> {
    let (whose, today) = ((actor.tenant, actor.person), tx.today());
    let mut lines = Vec::new();
    for turn in queries::turns_of_person(tx, whose, today.plus(-AHEAD_DAYS))? {
        let place = ReceptionRules::in_force().place_label(&turn.place);
        match turn.on.days_since(today) {
            ..0 => lines.push((format!("{} 的{place}值班还没有记，请记一下", turn.on.short()), turn.href())),
            0 => lines.push((format!("您今天{place}值班（{}）", turn.hours()), turn.href())),
            1..=AHEAD_DAYS => {
                lines.push((format!("您 {} {place}值班（{}）", turn.on.short(), turn.hours()), turn.href()));
            }
            _ => {}
        }
    }
    for turn in queries::waiting_for(tx, whose, today)? {
        lines.push((format!("{} 请您 {} 值班，请答复", turn.person_name, turn.on.short()), turn.href()));
    }
    Ok(lines)
}

/// For `PanelSlot::Organisation`: the way to its roster.
///
/// # Errors
/// When it cannot be read.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else { continue };
        if org.tenant == actor.tenant && sees_roster(actor, &org.path) {
            let panel = Panel { text: "值班表".to_owned(), href: Some(format!("{}/roster", org.href())) };
            panels.push((*subject, panel));
        }
    }
    Ok(panels)
}

/// Before a step: who leaves the committee has no turns any more, and they are drawn anew; what belongs to a community that
/// is merged goes with it.
///
/// # Errors
/// When it cannot be written.
pub fn on_step(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    match step {
        Step::LeavesCommittee { tenant, person, org_path, .. } => {
            let code = org_path.code();
            if let Some(org) = niangjia_org::api::by_code(tx, &code)?.filter(|org| org.tenant == *tenant) {
                actions::leave_turns(tx, &org, *person)?;
            }
        }
        Step::Merges { tenant, from, into, .. } => {
            queries::move_turns(tx, *tenant, &from.path, (&into.path, into.id))?;
            queries::move_articles(tx, *tenant, &from.path, (&into.path, into.id))?;
        }
        Step::AppliesForMediation(_) | Step::FindsDanger(_) => {}
    }
    Ok(None)
}
