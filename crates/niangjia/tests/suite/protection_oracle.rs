//! The oracle of who sees what: random people × random matters, thought through naively and asked of every way in.

use std::collections::{BTreeMap, BTreeSet};

use niangjia_kernel::SeededChance;
use niangjia_protection::api::open_case;
use niangjia_store::PostKind;
use niangjia_testkit::{
    AUDITOR, Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, NATION_CHAIR, NEIGHBOUR,
    OTHER_CHAIR, OTHER_COUNTY_CHAIR, OTHER_STREET_CHAIR, PROVINCE_CHAIR, RESIDENT_MEMBER,
    SECURITY_ADMINISTRATOR, STREET_CHAIR, SYSTEM_ADMINISTRATOR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::protection::{IN_CHARGE, designated};
use crate::protection_above::said;

const PEOPLE: [Figure; 16] = [
    MEMBER,
    RESIDENT_MEMBER,
    NEIGHBOUR,
    CHAIR,
    OTHER_CHAIR,
    STREET_CHAIR,
    OTHER_STREET_CHAIR,
    COUNTY_CHAIR,
    IN_CHARGE,
    OTHER_COUNTY_CHAIR,
    CITY_CHAIR,
    PROVINCE_CHAIR,
    NATION_CHAIR,
    SYSTEM_ADMINISTRATOR,
    SECURITY_ADMINISTRATOR,
    AUDITOR,
];

/// A matter as the oracle asks about it.
pub struct Known {
    /// Its page.
    pub href: String,
    /// What only those who see it may read anywhere.
    pub secret: String,
}

/// A kind of matter: how a world with some of them changes by chance, and who sees which, said without SQL.
pub trait Matter {
    /// Every one of them.
    fn all(&self) -> Vec<Known>;
    /// Lets something happen to one of them.
    fn change(&mut self, world: &World, chance: &SeededChance);
    /// What the sentence of the rule says.
    fn sees(&self, figure: Figure, index: usize) -> bool;
    /// Where somebody finds those that she sees, each by its address; `None` where the kind has no list for her.
    fn list(&self, figure: Figure) -> Option<String>;
    /// Other pages that may tell nothing of what she does not see.
    fn elsewhere(&self, figure: Figure) -> Vec<String>;
    /// Whether programs get it at all.
    fn for_programs(&self) -> bool;
}

/// Asks everybody about every matter by page, list, JSON and export, and counts the pairs.
fn ask(world: &World, matter: &dyn Matter, pages: bool) -> (usize, usize) {
    let (mut pairs, mut seen) = (0, 0);
    let all = matter.all();
    for figure in PEOPLE {
        let browser = world.as_person(figure);
        let list = matter.list(figure).map(|path| browser.get(&path));
        let others: Vec<_> = if pages {
            matter.elsewhere(figure).iter().map(|path| browser.get(path).body).collect()
        } else {
            Vec::new()
        };
        for (index, known) in all.iter().enumerate() {
            let sees = matter.sees(figure, index);
            let what = format!("{} and {}", figure.name, known.href);
            pairs += 1;
            seen += usize::from(sees);
            if let Some(list) = &list {
                assert_eq!(list.body.contains(&format!("{}\"", known.href)), sees, "the list: {what}");
            }
            if pages {
                one(&browser, matter, known, sees, &what);
            }
            for body in others.iter().filter(|_| !sees) {
                assert!(!body.contains(&known.secret) && !body.contains(&known.href), "elsewhere: {what}");
            }
        }
    }
    (pairs, seen)
}

fn one(browser: &Browser, matter: &dyn Matter, known: &Known, sees: bool, what: &str) {
    let page = browser.get(&known.href);
    assert_eq!(page.status.as_u16() == 200, sees, "the page: {what}: {}", page.status);
    assert_eq!(page.body.contains(&known.secret), sees, "its words: {what}");
    if sees {
        return;
    }
    // Not visible and not there: one answer.
    let mut nowhere = known.href.clone();
    nowhere.replace_range(nowhere.len() - 32.., &"9".repeat(32));
    let other = browser.get(&nowhere);
    assert_eq!((page.status, page.body.len()), (other.status, other.body.len()), "the refusal: {what}");
    let json = browser.get_json(&known.href);
    assert_eq!(json.body, browser.get_json(&nowhere).body, "the refusal in JSON: {what}");
    if !matter.for_programs() {
        let exported = browser.post("/exports", &[("page", &known.href)]);
        let elsewhere = browser.post("/exports", &[("page", &nowhere)]);
        assert_eq!(
            (exported.status, exported.body.len()),
            (elsewhere.status, elsewhere.body.len()),
            "{what}"
        );
        assert!(!exported.status.is_success() && !exported.body.contains(&known.secret), "{what}");
    }
}

struct Sealed {
    href: String,
    number: i64,
    child: bool,
    people: BTreeSet<&'static str>,
    /// Until which hour of the world somebody opened it.
    opened: BTreeMap<&'static str, i64>,
    responsible: &'static str,
}

/// Sealed cases.
struct SealedCases {
    cases: Vec<Sealed>,
    hour: i64,
    glass: usize,
}

/// Those whom sealed cases come to, and who may be added.
const WORKERS: [Figure; 8] =
    [MEMBER, RESIDENT_MEMBER, NEIGHBOUR, CHAIR, OTHER_CHAIR, STREET_CHAIR, OTHER_STREET_CHAIR, COUNTY_CHAIR];

impl SealedCases {
    fn make(world: &World, chance: &SeededChance, count: usize) -> Self {
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
        Self { cases, hour: 0, glass: 0 }
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
            let until = case.opened.entry(figure.name).or_default();
            *until = (*until).max(self.hour + hours);
        }
    }
}

impl Matter for SealedCases {
    fn all(&self) -> Vec<Known> {
        let secret = |case: &Sealed| {
            let hex = case.href.rsplit('_').next().expect("an identity");
            format!("密语{}密语", u128::from_str_radix(hex, 16).expect("a number"))
        };
        self.cases.iter().map(|case| Known { href: case.href.clone(), secret: secret(case) }).collect()
    }

    fn change(&mut self, world: &World, chance: &SeededChance) {
        let index = chance.below(self.cases.len());
        match chance.below(8) {
            0 => {
                world.hours_pass(1);
                self.hour += 1;
            }
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

    fn sees(&self, figure: Figure, index: usize) -> bool {
        let case = &self.cases[index];
        figure.name == IN_CHARGE.name
            || case.people.contains(figure.name)
            || case.opened.get(figure.name).is_some_and(|until| self.hour < *until)
    }

    fn list(&self, _: Figure) -> Option<String> {
        Some("/protection".to_owned())
    }

    fn elsewhere(&self, figure: Figure) -> Vec<String> {
        let mut pages = vec!["/me".to_owned()];
        match figure.kind {
            PostKind::AuditAdministrator => pages.push("/audit".to_owned()),
            PostKind::Member => pages.extend(["/families", "/duty", "/points"].map(str::to_owned)),
            PostKind::Chair | PostKind::ViceChair => {
                pages.extend(["/".to_owned(), format!("/orgs/{}", figure.org)]);
                pages.push(format!("/orgs/{}/protection/numbers", figure.org));
            }
            _ => {}
        }
        pages
    }

    fn for_programs(&self) -> bool {
        false
    }
}

/// Families of the register: the open matter beside the sealed one.
struct Families {
    families: Vec<(Known, &'static str, Vec<&'static str>)>,
}

impl Families {
    fn of(world: &World) -> Self {
        let families = [
            ("王桂兰", "341881003004", vec!["汪秀英", "陈玉兰"]),
            ("程国庆", "341881003004", vec!["汪秀英"]),
            ("黄桂枝", "341881003004", vec!["陈玉兰"]),
            ("钟晴", "341881003001", vec!["胡桥东"]),
        ];
        let known = |name: &str| Known {
            href: format!("/households/{}", world.family(name)),
            secret: format!("{name}家"),
        };
        Self {
            families: families.into_iter().map(|(name, org, linked)| (known(name), org, linked)).collect(),
        }
    }
}

impl Matter for Families {
    fn all(&self) -> Vec<Known> {
        let copy = |known: &Known| Known { href: known.href.clone(), secret: known.secret.clone() };
        self.families.iter().map(|(known, ..)| copy(known)).collect()
    }

    fn change(&mut self, _: &World, _: &SeededChance) {}

    fn sees(&self, figure: Figure, index: usize) -> bool {
        let (_, home, linked) = &self.families[index];
        match (figure.kind, figure.org.len()) {
            (PostKind::Member, _) => linked.contains(&figure.name),
            (PostKind::Chair | PostKind::ViceChair, 6 | 9 | 12) => home.starts_with(figure.org),
            _ => false,
        }
    }

    fn list(&self, figure: Figure) -> Option<String> {
        (figure.kind == PostKind::Member).then(|| "/families".to_owned())
    }

    fn elsewhere(&self, _: Figure) -> Vec<String> {
        vec!["/me".to_owned(), "/protection".to_owned()]
    }

    fn for_programs(&self) -> bool {
        true
    }
}

fn run(
    world: &World,
    matters: &mut [&mut dyn Matter],
    chance: &SeededChance,
    rounds: (usize, usize, bool),
) -> usize {
    let (rounds, changes, pages) = rounds;
    let (mut pairs, mut seen) = (0, 0);
    for _ in 0..rounds {
        for matter in matters.iter_mut() {
            for _ in 0..changes {
                matter.change(world, chance);
            }
            let (asked, saw) = ask(world, &**matter, pages);
            assert!(saw > 0 && saw < asked, "the premise: somebody sees and somebody does not");
            pairs += asked;
            seen += saw;
        }
    }
    println!("{pairs} pairs of somebody and a matter, {seen} of them seen, no difference");
    pairs
}

#[apply(both_engines)]
fn everybody_sees_exactly_the_matters_that_the_rule_gives_her(#[case] engine: Engine) {
    let world = World::on(engine);
    let _charge = designated(&world);
    let chance = SeededChance::new(20_261_122);
    let mut sealed = SealedCases::make(&world, &chance, 8);
    let mut families = Families::of(&world);
    let pairs = run(&world, &mut [&mut sealed, &mut families], &chance, (2, 12, true));
    assert!(pairs > 300 && sealed.glass > 0, "{pairs} pairs, {} openings", sealed.glass);
}

#[test]
#[ignore = "a million pairs take minutes: ./check --long"]
fn a_million_pairs_of_people_and_sealed_cases_have_no_difference() {
    let world = World::on(Engine::Sqlite);
    let _charge = designated(&world);
    let chance = SeededChance::new(7);
    let mut sealed = SealedCases::make(&world, &chance, 1_000);
    let pairs = run(&world, &mut [&mut sealed], &chance, (63, 40, false));
    assert!(pairs >= 1_000_000, "{pairs}");
}
