//! Troubles of relationships: R-SCR-01 and R-SCR-06.

use niangjia_kernel::{Clock as _, Day, SeededChance, Timestamp};
use niangjia_store::PostKind;
use niangjia_testkit::{Browser, Figure, World};

use super::figures::{PEOPLE, WORKERS, leads, leads_above, leads_community, named, serving};
use super::{Counted, Known, Listed, Matter, Sees};

#[derive(Debug)]
struct Trouble {
    href: String,
    name: String,
    words: String,
    family: Option<String>,
    org: &'static str,
    finder: &'static str,
    helpers: Vec<&'static str>,
    sealed: bool,
    open: bool,
    opened: Vec<(&'static str, Day)>,
}

pub struct Troubles {
    troubles: Vec<Trouble>,
}

fn marks(index: usize) -> (String, String) {
    let sign = |at: usize| char::from_u32(0x6A00 + 83 * at as u32).expect("a sign");
    let name = format!("困{}{}{}", sign(index % 40), sign(index / 40 + 41), sign(63));
    (name, format!("愁事{index}愁事"))
}

impl Troubles {
    pub fn make(world: &World, chance: &SeededChance, count: usize) -> Self {
        let finders: Vec<_> = WORKERS.into_iter().filter(|one| one.org.len() == 12).collect();
        let one = |index: usize| {
            let figure = finders[chance.below(finders.len())];
            let (name, words) = marks(index);
            let browser = world.as_person(figure);
            let list = format!("/orgs/{}/troubles", figure.org);
            let id = browser.get(&format!("{list}/new")).expect(200).hidden("id");
            let day = world.clock.now().day().to_string();
            let sealed = chance.below(5) == 0;
            let at_home = figure.org == "341881003004" && chance.below(2) == 0;
            let family = at_home.then(|| world.family("王桂兰").to_string());
            let mut fields =
                vec![("id", id.as_str()), ("name", &name), ("words", &words), ("found_day", &day)];
            fields.extend([("kind", "couple"), ("source", "visit"), ("note", "先听她说")]);
            fields.push(("asked", if sealed { "some" } else { "all_no" }));
            fields.extend(sealed.then_some(("danger", "hit")));
            fields.extend(family.as_deref().map(|family| ("household", family)));
            let made = browser.post(&list, &fields).expect(303).location;
            Trouble {
                href: made.split('?').next().expect("an address").to_owned(),
                name,
                words,
                family,
                org: figure.org,
                finder: figure.name,
                helpers: Vec::new(),
                sealed,
                open: true,
                opened: Vec::new(),
            }
        };
        Self { troubles: (0..count).map(one).collect() }
    }
}

impl Trouble {
    fn own(&self, figure: Figure) -> bool {
        self.finder == figure.name || self.helpers.contains(&figure.name)
    }

    fn is_helped(&mut self, world: &World, chance: &SeededChance, danger: bool) {
        let keeper = PEOPLE.into_iter().find(|one| leads_community(*one) && one.org == self.org);
        let by = keeper.filter(|_| !self.sealed && chance.below(2) == 0).unwrap_or(named(self.finder));
        let browser = world.as_person(by);
        let page = browser.get(&self.href).expect(200);
        let id = page.hidden("id");
        let offered = |one: &Figure| page.body.contains(&format!("value=\"{}\"", world.actor(*one).person));
        let there: Vec<_> = serving(self.org).into_iter().filter(offered).collect();
        let helper = there[chance.below(there.len())];
        let (person, day) = (world.actor(helper).person.to_string(), world.clock.now().day().to_string());
        let kind = if self.open { "help" } else { "revisit" };
        let mut fields = vec![("id", id.as_str()), ("kind", kind), ("words", "分别谈了一次")];
        fields.extend([("on_day", day.as_str()), ("by", person.as_str())]);
        fields.push(("asked", if danger { "some" } else { "all_no" }));
        fields.extend(danger.then_some(("danger", "child")));
        browser.post(&format!("{}/helps", self.href), &fields).expect(303);
        self.helpers.push(helper.name);
        self.sealed |= danger;
    }
}

impl Matter for Troubles {
    fn all(&self) -> Vec<Known> {
        let known = |one: &Trouble| Known {
            href: one.href.clone(),
            secrets: vec![one.name.clone(), one.words.clone()],
            called: None,
        };
        self.troubles.iter().map(known).collect()
    }

    fn change(&mut self, world: &World, chance: &SeededChance) {
        let index = chance.below(self.troubles.len());
        let one = &mut self.troubles[index];
        match chance.below(8) {
            0 | 1 if !one.sealed => {
                let above = |figure: &Figure| leads_above(*figure) && one.org.starts_with(figure.org);
                let readers: Vec<_> = PEOPLE.into_iter().filter(above).collect();
                let reader = readers[chance.below(readers.len())];
                let opening = format!("{}/opening", one.href);
                world.as_person(reader).post(&opening, &[("purpose", "督办")]).expect(303);
                one.opened.push((reader.name, world.clock.now().day()));
            }
            2 if one.open && !one.helpers.is_empty() => {
                let closing = format!("{}/closing", one.href);
                world.as_person(named(one.finder)).post(&closing, &[("closing", "resolved")]).expect(303);
                one.open = false;
            }
            3 => one.is_helped(world, chance, !one.sealed && chance.below(2) == 0),
            _ => one.is_helped(world, chance, false),
        }
    }

    fn sees(&self, figure: Figure, index: usize, now: Timestamp) -> Sees {
        let one = &self.troubles[index];
        let opened = one.opened.iter().any(|(name, on)| *name == figure.name && *on == now.day());
        match one.org.starts_with(figure.org) {
            _ if one.own(figure) => Sees::Reads,
            true if one.sealed => Sees::Nothing,
            true if leads_community(figure) => Sees::Reads,
            true if leads_above(figure) && opened => Sees::Reads,
            true if leads_above(figure) => Sees::Line,
            _ => Sees::Nothing,
        }
    }

    fn sealed(&self, index: usize) -> bool {
        self.troubles[index].sealed
    }

    fn list(&self, figure: Figure) -> Option<Listed> {
        let works = leads(figure) || figure.kind == PostKind::Member;
        let address = format!("/orgs/{}/troubles", figure.org);
        (works && figure.org.len() >= 6).then_some(Listed { address, rows: "troubles", next: "" })
    }

    fn deeds(&self) -> &'static [&'static str] {
        &["helps", "closing", "application", "opening"]
    }

    fn counts(&self, figure: Figure, now: Timestamp) -> Vec<(String, Counted)> {
        let seen = |index: usize| self.sees(figure, index, now) > Sees::Nothing;
        let all = self.troubles.iter().enumerate();
        let count = all.filter(|(index, one)| one.open && seen(*index)).count();
        let (page, words) = match figure.kind {
            PostKind::Member => ("/families", format!("情感困扰 {count} 件")),
            _ if leads_community(figure) => ("/", format!("情感困扰 {count} 件没有结束")),
            _ => return Vec::new(),
        };
        let counted = if count > 0 { Counted::Says(words) } else { Counted::Silent("情感困扰") };
        vec![(page.to_owned(), counted)]
    }

    fn ask_more(&self, browser: &Browser, figure: Figure, index: usize, _: Timestamp) {
        let one = &self.troubles[index];
        let Some((list, family)) = self.list(figure).zip(one.family.as_ref()) else { return };
        let all = browser.get_json(&list.address).expect(200).json();
        let narrowed = browser.get_json(&format!("{}?household={family}", list.address)).expect(200).json();
        // A trouble that is found by its family is told by its family: from above nobody finds one so.
        if leads_above(figure) {
            assert_eq!(all, narrowed, "by its family: {} {one:?}", figure.name);
        }
    }
}
