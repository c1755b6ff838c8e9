//! 排班: turns are drawn for a month, fairly.

use std::collections::BTreeMap;

use niangjia_deadline::Clocks;
use niangjia_kernel::{Day, Id, Month, Person};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, ReadTx, StoreError, WriteTx};

use crate::model::{Home, PlanRow, TurnRow};
use crate::queries::{self, NewTurn};
use crate::rules::fairness::{Member, Standings, has_turn};

const DRAW: Action = Action::write("reception.draw_turns", "排班");

/// What came of drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Drawn {
    /// How many turns were made.
    pub(crate) turns: i64,
    /// How many of them have nobody.
    pub(crate) open: i64,
}

/// Draws every turn of a month that is not there yet, from today on. What was drawn before stays.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn draw_turns(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    month: Month,
) -> Result<Ending<Drawn>, StoreError> {
    // Two leaders who draw at once draw one after the other.
    tx.hold("org", org.tenant, org.id.uuid())?;
    let (home, people) = (Home::of(org), members(tx, org)?);
    let takers: Vec<_> = people.values().map(|(member, _)| member.clone()).collect();
    let from = month.first_day().max(tx.today());
    let had = queries::had_turns(tx, (org.tenant, &org.path))?;
    let there = queries::turns_between(tx, (org.tenant, &org.path), (from, month.last_day()))?;
    let plans = queries::plans(tx, (org.tenant, &org.path), from)?;
    let mut standings = Standings::new(&takers);
    let mut before = had.iter().peekable();
    let mut drawn = Drawn::default();
    for day in (from.number()..=month.last_day().number()).map(Day::from_number) {
        while let Some((on, person)) = before.next_if(|(on, _)| *on <= day) {
            standings.had(*person, *on);
        }
        let mut today: Vec<_> =
            there.iter().filter(|turn| turn.on == day).filter_map(|turn| turn.person).collect();
        for plan in plans.iter().filter(|plan| stands(plan, day)) {
            let next = standings.next(day, &today);
            let named = next.and_then(|person| people.get(&person).map(|(_, name)| (person, name.as_str())));
            let new = NewTurn {
                plan: plan.id,
                place: &plan.place,
                on: day,
                hours: (plan.pattern.starts, plan.pattern.ends),
                person: named,
            };
            if !queries::insert_turn(tx, &home, &new)? {
                continue;
            }
            drawn.turns += 1;
            match next {
                Some(person) => {
                    standings.had(person, day);
                    today.push(person);
                }
                None => drawn.open += 1,
            }
        }
    }
    if drawn.turns == 0 {
        return Ok(Ending::Nothing(drawn));
    }
    let entry = Entry::by(actor, DRAW).about(org.tenant, org.id, &org.path).named(&org.name);
    Ok(tx.record(&entry.change(&month.long(), "", format!("{} 班", drawn.turns)), drawn)?.into())
}

fn stands(plan: &PlanRow, day: Day) -> bool {
    let there = plan.from <= day && plan.until.is_none_or(|until| day < until);
    there && has_turn(&plan.pattern, day, Clocks::in_force().calendar())
}

/// Draws planned turns anew, for their day, after somebody cannot serve them; gives how many have nobody now.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn redraw(
    tx: &WriteTx<'_>,
    org: &Org,
    (turns, without): (&[TurnRow], Option<Id<Person>>),
) -> Result<i64, StoreError> {
    let mut open = 0;
    for turn in turns {
        queries::give_turn(tx, turn, None)?;
    }
    for turn in turns {
        let people = members(tx, org)?;
        let takers: Vec<_> = people.values().map(|(member, _)| member.clone()).collect();
        let had = queries::had_turns(tx, (org.tenant, &org.path))?;
        let there = queries::turns_between(tx, (org.tenant, &org.path), (turn.on, turn.on))?;
        let today: Vec<_> = there.iter().filter_map(|one| one.person).chain(without).collect();
        let next = Standings::again(&takers, had.into_iter(), (turn.on, &today));
        let named = next.and_then(|person| people.get(&person).map(|(_, name)| (person, name.as_str())));
        queries::give_turn(tx, turn, named)?;
        open += i64::from(named.is_none());
    }
    let ids: Vec<_> = turns.iter().map(|turn| turn.id).collect();
    if let Some(turn) = turns.first() {
        queries::lapse_exchanges(tx, turn.tenant, &ids)?;
    }
    Ok(open)
}

/// Gives the turns that somebody has from today on to others: she leaves the committee. Where she serves on in another post of
/// it nothing changes.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn leave_turns(tx: &WriteTx<'_>, org: &Org, person: Id<Person>) -> Result<(), StoreError> {
    let today = tx.today();
    let posts = niangjia_people::api::services(tx, (org.tenant, org.id, &org.path))?;
    let held =
        posts.iter().filter(|post| post.person == person && post.until.is_none_or(|until| until > today));
    if held.count() > 1 {
        return Ok(());
    }
    let turns = queries::planned_of_person(tx, &Home::of(org), person, (today, None))?;
    queries::end_feed(tx, (org.tenant, person))?;
    redraw(tx, org, (&turns, Some(person))).map(drop)
}

/// Who takes turns at an organisation, now or before, with her name.
///
/// # Errors
/// When they cannot be read.
pub(crate) fn members(
    tx: &ReadTx<'_>,
    org: &Org,
) -> Result<BTreeMap<Id<Person>, (Member, String)>, StoreError> {
    let mut people: BTreeMap<Id<Person>, (Member, String)> = BTreeMap::new();
    for service in niangjia_people::api::services(tx, (org.tenant, org.id, &org.path))? {
        let new = || {
            let member = Member { person: service.person, serves: Vec::new(), leaves: Vec::new() };
            (member, service.name.clone())
        };
        let (member, _) = people.entry(service.person).or_insert_with(new);
        member.serves.push((service.from, service.until));
    }
    for leave in queries::leaves(tx, (org.tenant, &org.path))? {
        if let Some((member, _)) = people.get_mut(&leave.person) {
            member.leaves.push((leave.from, leave.until));
        }
    }
    Ok(people)
}
