//! Requests: R-REQ-01, from the register, the public page and the questions about danger.

use niangjia_kernel::{Clock as _, Day, Id, Request, SeededChance, Timestamp};
use niangjia_store::PostKind;
use niangjia_testkit::{Browser, CITY_CHAIR, COUNTY_CHAIR, Figure, STREET_CHAIR, World};

use crate::requests::typed;
use crate::sent;

use super::figures::{WORKERS, leader_of, leads, leads_above, leads_community};
use super::requests_course::Happened;
use super::{Counted, Known, Listed, Matter, Sees};

/// That an organisation has a request, or somebody there.
#[derive(Debug, Clone)]
pub struct Hold {
    pub org: &'static str,
    pub person: Option<&'static str>,
    /// In a member's own hands, below her organisation.
    pub grid: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Waiting,
    Handling,
    Answered,
    Closed,
}

/// A request as it is thought of, without the tables of the program.
#[derive(Debug)]
pub struct Asked {
    pub href: String,
    pub number: String,
    pub name: String,
    pub phone: String,
    pub words: String,
    /// Where it counts.
    pub home: &'static str,
    pub sealed: bool,
    pub diverted: bool,
    pub received_by: Option<&'static str>,
    /// Who has it: all but the last have passed it on and wait for it to be taken.
    pub holds: Vec<Hold>,
    pub works: Option<&'static str>,
    pub holder: &'static str,
    pub at: At,
    pub closed_on: Option<Day>,
    /// Who opened it with a purpose, and on which day.
    pub opened: Vec<(&'static str, Day)>,
}

pub struct Requests {
    pub all: Vec<Asked>,
    /// How often what was done.
    pub happened: Happened,
}

impl Requests {
    pub fn make(world: &World, chance: &SeededChance, count: usize) -> Self {
        let one = |index: usize| match index % 6 {
            0 | 3 => {
                written(world, chance, index, if index.is_multiple_of(2) { "violence" } else { "hardship" })
            }
            _ => taken_down(world, chance, index),
        };
        Self { all: (0..count).map(one).collect(), happened: Happened::default() }
    }

    /// Whether it is hers: everything in it, without a purpose.
    fn hers(&self, figure: Figure, index: usize) -> bool {
        let one = &self.all[index];
        let here = |hold: &Hold| hold.org == figure.org;
        if figure.org.len() < 6 {
            return leads(figure) && one.holds.iter().any(here);
        }
        let name = Some(figure.name);
        let works = leads(figure) || figure.kind == PostKind::Member;
        let own = one.received_by == name
            || one.works == name
            || one.holds.iter().any(|hold| hold.person.is_some() && hold.person == name);
        let has = leads(figure) && one.holds.iter().any(here);
        let keeps = leads_community(figure) && one.home == figure.org && !one.sealed;
        works && (own || has || keeps)
    }

    fn mine(&self, figure: Figure, index: usize) -> bool {
        let one = &self.all[index];
        let answered = one.at == At::Answered;
        let keeps = leads_community(figure) && one.home == figure.org;
        let waits = one.works == Some(figure.name)
            || (leads(figure) && one.holder == figure.org)
            || (answered && (one.received_by == Some(figure.name) || keeps));
        one.at != At::Closed && self.hers(figure, index) && waits
    }
}

/// What is unlike in every request: name, telephone, words.
fn marks(index: usize) -> (String, String, String) {
    let sign = |at: usize| char::from_u32(0x4E00 + 97 * at as u32).expect("a sign");
    let name = format!("询{}{}{}", sign(index % 40), sign(index / 40 + 41), sign(70));
    (name, format!("1385{:07}", 1_000 + index), format!("心事{index}心事"))
}

fn taken_down(world: &World, chance: &SeededChance, index: usize) -> Asked {
    let figure = WORKERS[chance.below(WORKERS.len())];
    let (name, phone, words) = marks(index);
    let family = family_of(chance, figure).map(|contact| world.family(contact).to_string());
    let danger = chance.below(9) == 0;
    let end = ["keep", "keep", "up", "settled"][chance.below(4)];
    let mut fields = vec![("name", name.as_str()), ("phone", phone.as_str()), ("words", words.as_str())];
    fields.extend([("join", "new"), ("end", end), ("done", "当面说清了")]);
    fields.extend(family.as_deref().map(|family| ("household", family)));
    if danger {
        fields.extend([("category", "violence"), ("danger", "yes")]);
    }
    let browser = world.as_person(figure);
    let form = typed(&browser, &fields);
    let done = browser.post("/requests", &sent(&form)).expect(303).location;
    let key = form.iter().find(|(field, _)| field == "id").expect("an identity").1.clone();
    let href = format!("/requests/{}.{key}", world.actor(figure).tenant);
    assert!(danger || done.starts_with(&href), "{done} is {href}");
    // What is dangerous, or settled at once, is over as soon as it is there.
    let over = danger || end == "settled";
    let grid = figure.kind == PostKind::Member;
    let own = Hold { org: figure.org, person: Some(figure.name), grid };
    let mut asked = Asked {
        number: numbered(&browser, &href),
        href,
        name,
        phone,
        words,
        home: if family.is_some() && figure.org.len() < 12 { "341881003004" } else { figure.org },
        sealed: danger,
        diverted: danger,
        received_by: Some(figure.name),
        holds: if over { Vec::new() } else { vec![own] },
        works: Some(figure.name),
        holder: figure.org,
        at: if over { At::Closed } else { At::Handling },
        closed_on: over.then(|| world.clock.now().day()),
        opened: Vec::new(),
    };
    if end == "up" && !danger {
        asked.goes_up();
    }
    asked
}

/// A family that she looks after, or of her community; to most requests none.
fn family_of(chance: &SeededChance, figure: Figure) -> Option<&'static str> {
    let known: &[&str] = match figure.name {
        "汪秀英" => &["王桂兰", "程国庆"],
        "陈玉兰" => &["王桂兰", "黄桂枝"],
        "程丽华" => &["王桂兰", "程国庆", "黄桂枝"],
        "胡桥东" | "丁桥梅" => &["钟晴"],
        _ => return None,
    };
    (chance.below(3) > 0).then(|| known[chance.below(known.len())])
}

/// What a woman wrote herself waits at the organisation that she chose.
fn written(world: &World, chance: &SeededChance, index: usize, category: &str) -> Asked {
    let at = ["341881003004", "341881003001"][chance.below(2)];
    let to = [at, "341881003", "341881"][chance.below(3)];
    let (name, phone, words) = marks(index);
    let stranger = world.stranger();
    let form = stranger.get(&format!("/help/new?at={at}&what={category}")).expect(200);
    let id: Id<Request> = form.hidden("id").parse().expect("an identity");
    let key = id.to_string();
    let fields = [
        ("id", key.as_str()),
        ("at", at),
        ("to", to),
        ("category", category),
        ("name", &name),
        ("phone", &phone),
        ("words", &words),
        ("reach", "telephone"),
    ];
    stranger.post_bare("/help", &fields).expect(200);
    let href = format!("/requests/{}.{key}", world.actor(COUNTY_CHAIR).tenant);
    Asked {
        number: numbered(&world.as_person(leader_of(to)), &href),
        href,
        name,
        phone,
        words,
        home: to,
        sealed: category == "violence",
        diverted: false,
        received_by: None,
        holds: vec![Hold { org: to, person: None, grid: false }],
        works: None,
        holder: to,
        at: At::Waiting,
        closed_on: None,
        opened: Vec::new(),
    }
}

fn numbered(browser: &Browser, href: &str) -> String {
    let page = browser.get(href).expect(200).body;
    let (_, rest) = page.split_once("诉求〔2026〕").expect("a number");
    rest.split('号').next().expect("a number").to_owned()
}

impl Matter for Requests {
    fn all(&self) -> Vec<Known> {
        let known = |one: &Asked| Known {
            href: one.href.clone(),
            secrets: vec![one.name.clone(), one.phone.clone(), one.words.clone()],
            called: Some(format!("诉求〔2026〕{}号", one.number)),
        };
        self.all.iter().map(known).collect()
    }

    fn change(&mut self, world: &World, chance: &SeededChance) {
        if chance.below(24) == 0 {
            world.hours_pass(20);
        }
        let index = chance.below(self.all.len());
        super::requests_course::step(world, chance, &mut self.all[index], &mut self.happened);
    }

    fn sees(&self, figure: Figure, index: usize, now: Timestamp) -> Sees {
        let one = &self.all[index];
        let line = leads_above(figure) && one.home.starts_with(figure.org) && !one.sealed;
        let opened = one.opened.iter().any(|(name, on)| *name == figure.name && *on == now.day());
        match (self.hers(figure, index), line) {
            (true, _) => Sees::Reads,
            (false, true) if opened => Sees::Reads,
            (false, true) => Sees::Line,
            (false, false) => Sees::Nothing,
        }
    }

    fn sealed(&self, index: usize) -> bool {
        self.all[index].sealed
    }

    fn list(&self, figure: Figure) -> Option<Listed> {
        let has = leads(figure) || figure.kind == PostKind::Member;
        let address = format!("/orgs/{}/requests?show=all", figure.org);
        has.then_some(Listed { address, rows: "requests", next: "after" })
    }

    fn deeds(&self) -> &'static [&'static str] {
        &["openings", "taking", "handler", "answer", "escalation", "return", "telling", "reopening", "danger"]
    }

    fn counts(&self, figure: Figure, now: Timestamp) -> Vec<(String, Counted)> {
        if self.list(figure).is_none() {
            return Vec::new();
        }
        let all = 0..self.all.len();
        let open = |index: &usize| self.all[*index].at != At::Closed;
        let seen = |index: &usize| self.sees(figure, *index, now) > Sees::Nothing;
        let open = all.clone().filter(|index| open(index) && seen(index)).count();
        let mine = all.filter(|index| self.mine(figure, *index)).count();
        let desk = if leads(figure) { "/" } else { "/families" };
        let waits = match mine {
            0 => Counted::Silent("诉求等您办"),
            mine => Counted::Says(format!("诉求等您办 {mine} 件")),
        };
        let panel = Counted::Says(format!("没有办结的诉求 {open} 件"));
        let mut counts = vec![(format!("/orgs/{}", figure.org), panel)];
        // Above the county there is no desk.
        counts.extend((figure.org.len() >= 6).then(|| (desk.to_owned(), waits)));
        counts
    }

    fn ask_more(&self, browser: &Browser, figure: Figure, index: usize, now: Timestamp) {
        let one = &self.all[index];
        let what = format!("{} and {one:?}", figure.name);
        let Some(list) = self.list(figure) else { return };
        let total = |q: &str| {
            let body = browser.get_json(&format!("{}&q={q}", list.address)).expect(200).json();
            body["total"].as_i64().expect("a total")
        };
        let sees = self.sees(figure, index, now) > Sees::Nothing;
        assert_eq!(total(&one.number), i64::from(sees), "found by its number: {what}");
        // A name that is found is a name that is told.
        let names = !leads_above(figure) && figure.org.len() >= 6 && !one.sealed;
        for word in [&one.name, &one.phone] {
            assert_eq!(total(word), i64::from(sees && names), "found by {word}: {what}");
        }
        if figure.org.len() < 6 {
            return;
        }
        // The intake with something missing: nothing is written, and what of hers is in process is found.
        let fields = [("name", one.name.as_str()), ("phone", one.phone.as_str()), ("end", "keep")];
        let asked = browser.post("/requests", &fields).expect(422).body;
        let found = self.hers(figure, index) && one.at != At::Closed;
        assert_eq!(
            asked.contains(one.href.trim_start_matches("/requests/")),
            found,
            "the same matter: {what}"
        );
    }
}

/// Somebody who reads from above.
pub fn readers_above(home: &str) -> Vec<Figure> {
    let all = [STREET_CHAIR, COUNTY_CHAIR, CITY_CHAIR];
    all.into_iter().filter(|figure| figure.org.len() >= 6 && home.starts_with(figure.org)).collect()
}
