//! Sealed cases: people, not posts (decision 0019).

use std::collections::{BTreeMap, BTreeSet};

use niangjia_kernel::{SeededChance, Timestamp};
use niangjia_protection::api::open_case;
use niangjia_testkit::{
    CHAIR, COUNTY_CHAIR, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR, OTHER_STREET_CHAIR, RESIDENT_MEMBER,
    STREET_CHAIR, World,
};

use crate::protection::IN_CHARGE;
use crate::protection_above::said;

use super::{Known, Listed, Matter, Sees};

struct Sealed {
    href: String,
    number: i64,
    child: bool,
    people: BTreeSet<&'static str>,
    /// Until when somebody opened it.
    opened: BTreeMap<&'static str, Timestamp>,
    responsible: &'static str,
}

/// Sealed cases.
pub struct SealedCases {
    cases: Vec<Sealed>,
    /// How often the glass was broken.
    pub glass: usize,
}

/// Those whom sealed cases come to, and who may be added.
const WORKERS: [Figure; 8] =
    [MEMBER, RESIDENT_MEMBER, NEIGHBOUR, CHAIR, OTHER_CHAIR, STREET_CHAIR, OTHER_STREET_CHAIR, COUNTY_CHAIR];

impl SealedCases {
    pub fn make(world: &World, chance: &SeededChance, count: usize) -> Self {
        let mut cases = Vec::new();
        for index in 0..count {
            let first = WORKERS[chance.below(WORKERS.len())];
            let (actor, child) = (world.actor(first), chance.below(3) == 0);
            let id = uuid::Uuid::from_u128(0xA000_0000 + index as u128);
            let opened = world.store().write_blocking(move |tx| {
                let mut said = said(id, child);
                said.words = format!("密语{}密语", id.as_u128());
                open_case(tx, &actor, &said)
            });
            let key = opened.expect("a case");
            let number = world.store().read_blocking(move |tx| {
                let sql = "SELECT number FROM protection_case WHERE tenant = $1 AND id = $2";
                tx.value(sql, niangjia_store::params![key.tenant, key.id])
            });
            cases.push(Sealed {
                href: format!("/protection/{key}"),
                number: number.expect("a number"),
                child,
                people: BTreeSet::from([first.name]),
                opened: BTreeMap::new(),
                responsible: first.name,
            });
        }
        Self { cases, glass: 0 }
    }

    fn break_glass(&mut self, world: &World, chance: &SeededChance, index: usize) {
        let chairs = [CHAIR, OTHER_CHAIR, STREET_CHAIR, OTHER_STREET_CHAIR, COUNTY_CHAIR];
        let figure = chairs[chance.below(chairs.len())];
        let browser = world.as_person(figure);
        let hours = 1 + chance.below(4) as i64;
        let case = &mut self.cases[index];
        let id = browser.get("/protection/opening").expect(200).hidden("id");
        let (number, said) = (case.number.to_string(), hours.to_string());
        let fields = [
            ("id", id.as_str()),
            ("year", "2026"),
            ("number", &number),
            ("reason", "她失联了，家里有打砸的声音"),
            ("hours", &said),
            ("confirmed", "yes"),
        ];
        browser.post("/protection/opening", &fields).expect(303);
        self.glass += 1;
        let mut agreed = true;
        if case.child {
            agreed = chance.below(2) == 0;
            let charge = world.as_person(IN_CHARGE);
            let page = charge.get(&case.href).expect(200).body;
            let (_, rest) = page.split_once("action=\"/protection-openings/").expect("an asking");
            let key = rest.split('"').next().expect("a key").to_owned();
            let answer = if agreed { "yes" } else { "no" };
            charge.post(&format!("/protection-openings/{key}"), &[("agreed", answer)]).expect(303);
        }
        if agreed {
            let until = niangjia_kernel::Clock::now(&*world.clock).plus_seconds(hours * 3_600);
            let known = case.opened.entry(figure.name).or_insert(until);
            *known = (*known).max(until);
        }
    }
}

impl Matter for SealedCases {
    fn all(&self) -> Vec<Known> {
        let secret = |case: &Sealed| {
            let hex = case.href.rsplit('_').next().expect("an identity");
            format!("密语{}密语", u128::from_str_radix(hex, 16).expect("a number"))
        };
        let known = |case: &Sealed| Known {
            href: case.href.clone(),
            secrets: vec![secret(case)],
            called: Some(format!("保密事项〔2026〕{}号", case.number)),
        };
        self.cases.iter().map(known).collect()
    }

    fn change(&mut self, world: &World, chance: &SeededChance) {
        let index = chance.below(self.cases.len());
        match chance.below(8) {
            0 => world.hours_pass(1),
            1 | 2 => self.break_glass(world, chance, index),
            3 => {
                let case = &mut self.cases[index];
                let others: Vec<_> =
                    case.people.iter().copied().filter(|name| *name != case.responsible).collect();
                let Some(name) = others.first() else { return };
                let figure = WORKERS.into_iter().find(|one| one.name == *name).expect("a worker");
                let person = world.actor(figure).person.to_string();
                let removal = format!("{}/people/removal", case.href);
                let charge = world.as_person(IN_CHARGE);
                charge.post(&removal, &[("person", &person), ("reason", "不再需要")]).expect(303);
                case.people.remove(name);
            }
            _ => {
                let figure = WORKERS[chance.below(WORKERS.len())];
                let case = &mut self.cases[index];
                let fields = [("name", figure.name), ("reason", "一起办")];
                let added = world.as_person(IN_CHARGE).post(&format!("{}/people", case.href), &fields);
                let expected = if case.people.insert(figure.name) { 303 } else { 422 };
                added.expect(expected);
            }
        }
    }

    fn sees(&self, figure: Figure, index: usize, now: Timestamp) -> Sees {
        let case = &self.cases[index];
        let sees = figure.name == IN_CHARGE.name
            || case.people.contains(figure.name)
            || case.opened.get(figure.name).is_some_and(|until| now < *until);
        if sees { Sees::Reads } else { Sees::Nothing }
    }

    fn sealed(&self, _: usize) -> bool {
        true
    }

    fn list(&self, _: Figure) -> Option<Listed> {
        Some(Listed { address: "/protection".to_owned(), rows: "", next: "" })
    }

    fn for_programs(&self) -> bool {
        false
    }

    fn deeds(&self) -> &'static [&'static str] {
        &["reports", "notes", "people", "closing", "contact", "measures"]
    }
}
