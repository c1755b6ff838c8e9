//! Mediations: R-MED-01.

use niangjia_kernel::{Clock as _, Day, SeededChance, Timestamp};
use niangjia_store::PostKind;
use niangjia_testkit::{Browser, Figure, World};

use super::figures::{PEOPLE, WORKERS, leads, leads_above, leads_community, named, serving};
use super::{Counted, Known, Listed, Matter, Sees};

const QUESTIONS: [&str; 8] =
    ["beaten", "threatened", "afraid", "coerced", "weapon", "order", "child", "incapable"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Applied,
    Screened,
    Accepted,
    Ended,
    Diverted,
}

#[derive(Debug)]
struct Case {
    href: String,
    parties: [String; 2],
    words: String,
    called: Option<String>,
    org: &'static str,
    registrar: &'static str,
    members: Vec<&'static str>,
    /// Who took part and does no more, with no other way to it.
    left: Vec<&'static str>,
    at: At,
    opened: Vec<(&'static str, Day)>,
}

pub struct Mediations {
    cases: Vec<Case>,
}

fn marks(index: usize) -> ([String; 2], String) {
    let sign = |at: usize| char::from_u32(0x5B00 + 89 * at as u32).expect("a sign");
    let name = |side: usize| format!("调{}{}{}", sign(index % 40), sign(index / 40 + 41), sign(60 + side));
    ([name(0), name(1)], format!("争执{index}争执"))
}

impl Mediations {
    pub fn make(world: &World, chance: &SeededChance, count: usize) -> Self {
        let one = |index: usize| {
            let figure = WORKERS[chance.below(WORKERS.len())];
            let (parties, words) = marks(index);
            let browser = world.as_person(figure);
            let list = format!("/orgs/{}/mediations", figure.org);
            let id = browser.get(&format!("{list}/new")).expect(200).hidden("id");
            let day = world.clock.now().day().to_string();
            let household = match figure.org {
                "341881003004" => world.family("王桂兰").to_string(),
                _ => String::new(),
            };
            let fields = [
                ("id", id.as_str()),
                ("origin", "application"),
                ("category", "couple"),
                ("on_day", &day),
                ("brief", &words),
                ("wants", "说和"),
                ("name", &parties[0]),
                ("name", &parties[1]),
                ("household", &household),
            ];
            let made = browser.post(&list, &fields).expect(303).location;
            Case {
                href: made.split('?').next().expect("an address").to_owned(),
                parties,
                words,
                called: None,
                org: figure.org,
                registrar: figure.name,
                members: Vec::new(),
                left: Vec::new(),
                at: At::Applied,
                opened: Vec::new(),
            }
        };
        Self { cases: (0..count).map(one).collect() }
    }
}

impl Mediations {
    /// How often somebody who took part was left without a way to it.
    pub fn left(&self) -> usize {
        let gone = |case: &&Case| case.left.iter().any(|name| !case.members.contains(name));
        self.cases.iter().filter(gone).count()
    }
}

impl Case {
    /// Whoever may act: the registrar, or the chair of the community.
    fn worker(&self, chance: &SeededChance) -> Figure {
        let keeper = PEOPLE.into_iter().find(|one| leads_community(*one) && one.org == self.org);
        keeper.filter(|_| chance.below(2) == 0).unwrap_or_else(|| named(self.registrar))
    }

    fn file(&self, browser: &Browser, what: &str) -> Vec<(String, String)> {
        let body = browser.get_json(&self.href).expect(200).json();
        let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
        let all = body["file"][what].as_array().expect("rows").clone();
        all.iter().map(|one| (text(&one["id"]), text(&one["name"]))).collect()
    }

    fn screened(&mut self, browser: &Browser, yes: bool) {
        let answer = |code: &str| format!("{code}:{}", if yes && code == "afraid" { "yes" } else { "no" });
        let answers = QUESTIONS.map(answer);
        let mut fields: Vec<(&str, &str)> = answers.iter().map(|one| ("answer", one.as_str())).collect();
        fields.push(("words", "她不敢回家"));
        browser.post(&format!("{}/screening", self.href), &fields).expect(303);
        if yes {
            self.at = At::Diverted;
        } else if self.at == At::Applied {
            self.at = At::Screened;
        }
    }

    fn asked(&mut self, browser: &Browser, day: &str, agrees: bool) {
        let parties = self.file(browser, "parties");
        let mut fields = vec![("on_day", day), ("informed", "yes")];
        for (place, (id, _)) in parties.iter().enumerate() {
            let says = if agrees || place == 0 { "agrees" } else { "refuses" };
            fields.extend([("party", id.as_str()), ("consent", says)]);
        }
        browser.post(&format!("{}/consent", self.href), &fields).expect(303);
        self.at = if agrees { At::Accepted } else { At::Ended };
        if agrees {
            let page = browser.get(&self.href).expect(200).body;
            let (_, rest) = page.split_once("（2026）").expect("a number");
            self.called = rest.split_once('号').map(|(number, _)| format!("（2026）{number}号"));
        }
    }

    fn peopled(&mut self, world: &World, browser: &Browser, chance: &SeededChance) {
        let there = serving(self.org);
        // Whoever has no other way to it comes and goes most.
        let only = |one: &&Figure| !leads(**one) && one.name != self.registrar;
        let figure = match there.iter().find(only) {
            Some(only) if chance.below(3) > 0 => *only,
            _ => there[chance.below(there.len())],
        };
        if self.members.contains(&figure.name) {
            let members = self.file(browser, "members");
            let (id, _) = members.iter().rfind(|(_, name)| name == figure.name).expect("her line");
            let fields = [("member", id.as_str()), ("act", "leave")];
            browser.post(&format!("{}/members/change", self.href), &fields).expect(303);
            self.members.retain(|name| *name != figure.name);
            self.left.extend((!leads(figure) && figure.name != self.registrar).then_some(figure.name));
        } else {
            let person = world.actor(figure).person.to_string();
            let role = ["mediator", "recorder"][chance.below(2)];
            let fields = [("person", person.as_str()), ("role", role), ("declared", "yes")];
            browser.post(&format!("{}/members", self.href), &fields).expect(303);
            self.members.push(figure.name);
        }
    }

    fn opens(&mut self, world: &World, chance: &SeededChance) {
        let above = |one: &Figure| leads_above(*one) && self.org.starts_with(one.org);
        let readers: Vec<_> = PEOPLE.into_iter().filter(above).collect();
        let reader = readers[chance.below(readers.len())];
        let fields = [("purpose", "抽查卷宗"), ("reason", "年底抽查")];
        world.as_person(reader).post(&format!("{}/openings", self.href), &fields).expect(303);
        // Whoever works on it opens nothing: it is hers.
        self.opened.push((reader.name, world.clock.now().day()));
    }
}

impl Matter for Mediations {
    fn all(&self) -> Vec<Known> {
        let known = |case: &Case| Known {
            href: case.href.clone(),
            secrets: vec![case.parties[0].clone(), case.parties[1].clone(), case.words.clone()],
            called: case.called.clone(),
        };
        self.cases.iter().map(known).collect()
    }

    fn change(&mut self, world: &World, chance: &SeededChance) {
        let index = chance.below(self.cases.len());
        let case = &mut self.cases[index];
        if case.at != At::Diverted && chance.below(4) == 0 {
            return case.opens(world, chance);
        }
        let browser = world.as_person(case.worker(chance));
        let day = world.clock.now().day().to_string();
        let bad = chance.below(6) == 0;
        match case.at {
            At::Applied => case.screened(&browser, bad),
            At::Screened => case.asked(&browser, &day, !bad),
            At::Accepted if bad && chance.below(2) == 0 => case.screened(&browser, true),
            At::Accepted if bad => {
                let fields = [("cause", "party_stops"), ("on_day", &day), ("told", "yes")];
                browser.post(&format!("{}/ending", case.href), &fields).expect(303);
                case.at = At::Ended;
            }
            At::Accepted => case.peopled(world, &browser, chance),
            At::Ended | At::Diverted => {}
        }
    }

    fn sees(&self, figure: Figure, index: usize, now: Timestamp) -> Sees {
        let case = &self.cases[index];
        let diverted = case.at == At::Diverted;
        if !leads(figure) && figure.kind != PostKind::Member || figure.org.len() < 6 {
            return Sees::Nothing;
        }
        if case.registrar == figure.name {
            // Of what was diverted its registrar knows that it is there, and where it goes on.
            return if diverted { Sees::Line } else { Sees::Reads };
        }
        let opened = case.opened.iter().any(|(name, on)| *name == figure.name && *on == now.day());
        match (diverted, case.org.starts_with(figure.org)) {
            (true, _) => Sees::Nothing,
            (false, _) if case.members.contains(&figure.name) => Sees::Reads,
            (false, true) if leads_community(figure) => Sees::Reads,
            (false, true) if leads_above(figure) && opened => Sees::Reads,
            (false, true) if leads_above(figure) => Sees::Line,
            _ => Sees::Nothing,
        }
    }

    fn sealed(&self, index: usize) -> bool {
        self.cases[index].at == At::Diverted
    }

    fn list(&self, figure: Figure) -> Option<Listed> {
        let works = leads(figure) || figure.kind == PostKind::Member;
        let address = format!("/orgs/{}/mediations", figure.org);
        (works && figure.org.len() >= 6).then_some(Listed { address, rows: "mediations", next: "skip" })
    }

    fn on_list(&self, index: usize) -> bool {
        self.cases[index].at != At::Diverted
    }

    fn deeds(&self) -> &'static [&'static str] {
        &[
            "openings",
            "screening",
            "consent",
            "members",
            "sessions",
            "extension",
            "agreement",
            "ending",
            "file",
        ]
    }

    fn counts(&self, figure: Figure, now: Timestamp) -> Vec<(String, Counted)> {
        if self.list(figure).is_none() {
            return Vec::new();
        }
        let open = |at: At| matches!(at, At::Applied | At::Screened | At::Accepted);
        let seen = |index: usize| self.sees(figure, index, now) > Sees::Nothing;
        let all = self.cases.iter().enumerate();
        let count = all.filter(|(index, case)| open(case.at) && seen(*index)).count();
        vec![(format!("/orgs/{}", figure.org), Counted::Says(format!("人民调解 · 在办 {count} 件")))]
    }

    fn ask_more(&self, browser: &Browser, figure: Figure, index: usize, now: Timestamp) {
        let Some(list) = self.list(figure).filter(|_| !leads_above(figure)) else { return };
        let case = &self.cases[index];
        let sees = self.sees(figure, index, now) == Sees::Reads;
        let body =
            browser.get_json(&format!("{}?party={}", list.address, case.parties[1])).expect(200).json();
        assert_eq!(body["total"].as_i64(), Some(i64::from(sees)), "by a party: {} {case:?}", figure.name);
    }
}
