//! What happens to a request: one step by whoever may do it, chosen so that every kind of step is taken.

use std::collections::BTreeMap;

use niangjia_kernel::{Clock as _, SeededChance};
use niangjia_request::api::RequestRules;
use niangjia_testkit::{Figure, World};

use crate::requests::does;

use super::figures::{PEOPLE, above, leader_of, leads, leads_community, named, serving};
use super::requests::{Asked, At, Hold, readers_above};

/// How often what was done.
#[derive(Debug, Default)]
pub struct Happened(BTreeMap<&'static str, usize>);

const STEPS: [&str; 10] = [
    "taking",
    "escalation",
    "return",
    "assignment",
    "handler",
    "answer",
    "telling",
    "reopening",
    "danger",
    "openings",
];

impl Happened {
    /// Stops the test when something never happened.
    pub fn assert_all(&self) {
        for step in STEPS {
            assert!(self.0.contains_key(step), "nobody did {step}: {self:?}");
        }
    }
}

impl Asked {
    /// To the level above, which has not taken it.
    pub fn goes_up(&mut self) {
        let last = self.holds.last().expect("somebody has it");
        let to = if last.grid { last.org } else { above(last.org).expect("somebody above") };
        self.goes_to(to);
    }

    fn goes_to(&mut self, to: &'static str) {
        if self.at == At::Waiting {
            let _over = self.holds.pop();
        }
        self.holds.push(Hold { org: to, person: None, grid: false });
        (self.holder, self.works, self.at) = (to, None, At::Waiting);
    }

    fn comes_back(&mut self) {
        let _over = self.holds.pop();
        let last = self.holds.last().expect("whoever passed it");
        (self.holder, self.works) = (last.org, last.person);
        self.at = if last.person.is_some() { At::Handling } else { At::Waiting };
    }

    fn is_taken(&mut self, by: &'static str) {
        let last = self.holds.pop().expect("somebody has it");
        if self.at == At::Waiting {
            self.holds.clear();
        }
        self.holds.push(Hold { person: Some(by), ..last });
        (self.works, self.at) = (Some(by), At::Handling);
    }

    fn is_closed(&mut self, world: &World) {
        self.holds.clear();
        (self.at, self.closed_on) = (At::Closed, Some(world.clock.now().day()));
    }

    /// Who may do what now.
    fn steps(&self, world: &World) -> Vec<(&'static str, Figure)> {
        let leader = leader_of(self.holder);
        let worker = self.works.map_or(leader, named);
        let grid = self.holds.last().is_some_and(|hold| hold.grid);
        let upper = grid || above(self.holder).is_some();
        let mut steps = Vec::new();
        match self.at {
            At::Waiting => {
                steps.extend([("taking", leader), ("handler", leader)]);
                steps.extend(upper.then_some(("escalation", leader)));
                steps.extend((self.holds.len() > 1).then_some(("return", leader)));
            }
            At::Handling => {
                steps.extend([("answer", worker), ("danger", worker), ("handler", leader)]);
                steps.extend(upper.then_some(("escalation", worker)));
                steps.extend((self.holder.len() < 12).then_some(("assignment", leader)));
            }
            At::Answered => steps.push(("telling", worker)),
            At::Closed => {
                let days = RequestRules::in_force().reopen_days;
                let recent = self.closed_on.is_some_and(|on| world.clock.now().day().days_since(on) <= days);
                let keeper = PEOPLE.into_iter().find(|one| leads_community(*one) && one.org == self.home);
                let by = self.received_by.map(named).or(keeper);
                let may = recent && !self.diverted && !self.sealed;
                steps.extend(by.filter(|_| may).map(|by| ("reopening", by)));
            }
        }
        if !self.sealed {
            steps.extend(readers_above(self.home).into_iter().map(|reader| ("openings", reader)));
        }
        steps
    }
}

/// Lets one thing happen, of those that may happen the one that happened least.
pub fn step(world: &World, chance: &SeededChance, asked: &mut Asked, happened: &mut Happened) {
    let steps = asked.steps(world);
    let often = |step: &&(&'static str, Figure)| happened.0.get(step.0).copied().unwrap_or_default();
    let start = chance.below(steps.len().max(1));
    let turned = steps.iter().cycle().skip(start).take(steps.len());
    let Some((verb, figure)) = turned.min_by_key(often).copied() else { return };
    let today = world.clock.now().day();
    let day = today.to_string();
    let colleagues = serving(asked.holder);
    let colleague = colleagues[chance.below(colleagues.len())];
    let person = world.actor(colleague).person.to_string();
    let lower = below(asked, chance);
    let to = lower.unwrap_or_default();
    let fields: Vec<(&str, &str)> = match verb {
        "escalation" => vec![("pass_reason", "这里办不了，请上一级办")],
        "return" => vec![("return_reason", "应当由原来的接着办")],
        "assignment" if lower.is_none() => return,
        "assignment" => vec![("assign_org", to), ("assign_reason", "请去看一次")],
        "handler" => vec![("person", &person)],
        "answer" => vec![("answer_words", "办好了，请放心")],
        "telling" => vec![("tell_reached", "yes"), ("tell_day", &day), ("tell_manner", "in_person")],
        "reopening" => vec![("reopen_words", "又出了新情况")],
        "danger" => vec![("danger", "yes")],
        "openings" => vec![("purpose", "督办")],
        _ => Vec::new(),
    };
    if verb == "danger" && chance.below(3) > 0 {
        return;
    }
    does(world, figure, &asked.href, verb, &fields).expect(303);
    *happened.0.entry(verb).or_default() += 1;
    match verb {
        "taking" => asked.is_taken(figure.name),
        "handler" => asked.is_taken(colleague.name),
        "escalation" => asked.goes_up(),
        "return" => asked.comes_back(),
        "assignment" => asked.goes_to(to),
        "answer" => asked.at = At::Answered,
        "telling" => asked.is_closed(world),
        "reopening" => {
            let grid = !leads(figure) && figure.org.len() == 12;
            asked.holds = vec![Hold { org: figure.org, person: Some(figure.name), grid }];
            (asked.holder, asked.works, asked.at) = (figure.org, Some(figure.name), At::Handling);
        }
        "danger" => {
            asked.is_closed(world);
            (asked.sealed, asked.diverted, asked.works) = (true, true, Some(figure.name));
        }
        _ => asked.opened.push((figure.name, today)),
    }
}

/// An organisation of the cast below whoever has it: anywhere in the county where it is kept, or above every county.
fn below(asked: &Asked, chance: &SeededChance) -> Option<&'static str> {
    let kept = |org: &str| org.len() < 6 || org.starts_with("341881");
    let under = |one: &Figure| {
        leads(*one) && one.org != asked.holder && one.org.starts_with(asked.holder) && kept(one.org)
    };
    let all: Vec<_> = PEOPLE.into_iter().filter(under).map(|one| one.org).collect();
    (!all.is_empty()).then(|| all[chance.below(all.len())])
}
