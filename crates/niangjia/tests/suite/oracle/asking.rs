//! Asks everybody about every matter by every way in, and counts the pairs.

use std::collections::BTreeSet;

use niangjia_kernel::{Clock as _, SeededChance, Timestamp};
use niangjia_store::PostKind;
use niangjia_testkit::{
    Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Figure, MEMBER, OTHER_CHAIR, STREET_CHAIR, World,
};

use crate::exporting::exported;

use super::figures::{PEOPLE, leads, leads_above};
use super::{Counted, Known, Listed, Matter, Sees};

/// How much is asked of each pair.
pub enum Depth {
    /// Everything: lists, counts, pages, searches, files, programs, refusals, and what other pages let slip.
    Everything,
    /// The lists of every pair, and the pages of so many pairs for each person.
    Lists { pages: usize },
}

/// Asks everybody about everything; gives the pairs, and how many of them are seen.
pub fn ask(world: &World, matters: &[&dyn Matter], depth: &Depth, chance: &SeededChance) -> (usize, usize) {
    let (mut pairs, mut seen) = (0, 0);
    let now = world.clock.now();
    for figure in PEOPLE {
        let browser = world.as_person(figure);
        for matter in matters {
            let all = matter.all();
            pairs += all.len();
            seen += (0..all.len()).filter(|index| matter.sees(figure, *index, now) > Sees::Nothing).count();
            if let Some(list) = matter.list(figure) {
                asked_by_list(&browser, *matter, &list, (figure, now));
            }
            match depth {
                Depth::Everything => {
                    for (index, known) in all.iter().enumerate() {
                        by_page(&browser, *matter, known, (figure, index, now), chance);
                        matter.ask_more(&browser, figure, index, now);
                    }
                    by_counts(&browser, *matter, figure, now);
                }
                Depth::Lists { pages } => {
                    for _ in 0..pages / matters.len() {
                        let index = chance.below(all.len());
                        by_page(&browser, *matter, &all[index], (figure, index, now), chance);
                    }
                }
            }
        }
        if matches!(depth, Depth::Everything) {
            elsewhere(world, &browser, matters, figure, now);
            by_file(world, &browser, matters, figure, now);
            by_program(world, matters, figure, now);
        }
    }
    (pairs, seen)
}

/// The addresses that a list gives, page after page, and the total that it says.
fn listed(browser: &Browser, list: &Listed, known: &[Known]) -> (BTreeSet<String>, Option<i64>) {
    if list.rows.is_empty() {
        let body = browser.get(&list.address).expect(200).body;
        let there = known.iter().filter(|one| body.contains(&format!("{}\"", one.href)));
        return (there.map(|one| one.identity().to_owned()).collect(), None);
    }
    let (mut found, mut address) = (BTreeSet::new(), list.address.clone());
    let joint = if address.contains('?') { '&' } else { '?' };
    loop {
        let body = browser.get_json(&address).expect(200).json();
        let rows = body[list.rows].as_array().expect("rows").clone();
        let before = found.len();
        found.extend(rows.iter().map(|row| row["id"].as_str().expect("an identity").to_owned()));
        let total = body["total"].as_i64();
        let next = match list.next {
            "after" => body["next"].as_str().map(str::to_owned),
            "skip" => (found.len() > before).then(|| found.len().to_string()),
            _ => None,
        };
        let Some(next) = next else { return (found, total) };
        address = format!("{}{joint}{}={next}", list.address, list.next);
    }
}

fn asked_by_list(browser: &Browser, matter: &dyn Matter, list: &Listed, (figure, now): (Figure, Timestamp)) {
    let all = matter.all();
    let sees = |index: usize| matter.on_list(index) && matter.sees(figure, index, now) > Sees::Nothing;
    let hers = (0..all.len()).filter(|index| sees(*index));
    let expected: BTreeSet<String> = hers.map(|index| all[index].identity().to_owned()).collect();
    let (found, total) = listed(browser, list, &all);
    assert_eq!(found, expected, "the list of {} for {}", list.address, figure.name);
    let said = total.unwrap_or_else(|| i64::try_from(expected.len()).expect("a number"));
    assert_eq!(said, i64::try_from(expected.len()).expect("a number"), "how many {}", figure.name);
    let page = browser.get(&list.address).expect(200).body;
    for (index, known) in all.iter().enumerate() {
        let told = matter.sees(figure, index, now) == Sees::Reads && !matter.sealed(index);
        let name = &known.secrets[0];
        assert!(told || !page.contains(name), "{} reads {name} on {}", figure.name, list.address);
        assert!(sees(index) || !page.contains(known.identity()), "{}: {}", figure.name, known.href);
    }
}

fn by_page(
    browser: &Browser,
    matter: &dyn Matter,
    known: &Known,
    (figure, index, now): (Figure, usize, Timestamp),
    chance: &SeededChance,
) {
    let sees = matter.sees(figure, index, now);
    let what = format!("{} {sees:?} {}", figure.name, known.href);
    let (page, json) = (browser.get(&known.href), browser.get_json(&known.href));
    for (body, way) in [(&page, "page"), (&json, "JSON")] {
        // A sealed case, and what was diverted, have no JSON for her to read more than the page.
        assert_eq!(body.status.as_u16() == 200, sees > Sees::Nothing, "the {way}: {what}: {}", body.status);
        for secret in &known.secrets {
            let reads = body.body.contains(secret);
            let way_has = way == "page" || matter.for_programs();
            let may_be_empty = secret != &known.secrets[0] || matter.sealed(index) || !way_has;
            assert!(sees == Sees::Reads || !reads, "{secret} on the {way}: {what}");
            assert!(reads || sees < Sees::Reads || may_be_empty, "no {secret} on the {way}: {what}");
        }
    }
    if sees > Sees::Nothing {
        return;
    }
    // Not visible and not there: one answer, to the letter.
    let mut nowhere = known.href.clone();
    nowhere.replace_range(nowhere.len() - 32.., &"9".repeat(32));
    let without = |text: &str, address: &str| {
        let key = address.rsplit('/').next().expect("a key");
        text.replace(key, "x")
    };
    let same = |one: niangjia_testkit::Reply, other: niangjia_testkit::Reply, way: &str| {
        assert_eq!(one.status, other.status, "{way}: {what}");
        assert_eq!(without(&one.body, &known.href), without(&other.body, &nowhere), "{way}: {what}");
        assert!(!one.status.is_success() && !one.status.is_redirection(), "{way}: {what} {}", one.status);
    };
    same(page, browser.get(&nowhere), "the refusal");
    same(json, browser.get_json(&nowhere), "the refusal in JSON");
    let export = |address: &str| browser.post("/exports", &[("page", address)]);
    same(export(&known.href), export(&nowhere), "its file");
    if !matter.deeds().is_empty() {
        let deed = matter.deeds()[chance.below(matter.deeds().len())];
        let done = |address: &str| browser.post(&format!("{address}/{deed}"), &[("purpose", "看看")]);
        same(done(&known.href), done(&nowhere), deed);
    }
}

fn by_counts(browser: &Browser, matter: &dyn Matter, figure: Figure, now: Timestamp) {
    for (address, counted) in matter.counts(figure, now) {
        let body = browser.get(&address).expect(200).body;
        match counted {
            Counted::Says(words) => {
                let others = words.split(' ').next().unwrap_or_default();
                let lines = body.lines().filter(|line| line.contains(others)).collect::<Vec<_>>();
                assert!(body.contains(&words), "{address} for {}: {words}\n{lines:#?}", figure.name);
            }
            Counted::Silent(words) => {
                assert!(!body.contains(words), "{address} for {} says {words}", figure.name);
            }
        }
    }
}

/// Pages that are about something else: none of them lets a name slip, or that something invisible is there.
fn elsewhere(world: &World, browser: &Browser, matters: &[&dyn Matter], figure: Figure, now: Timestamp) {
    while niangjia_store::audit::seal_pending(&world.store()).expect("the audit is sealed") > 0 {}
    let org = figure.org;
    let mut pages: Vec<String> = ["/", "/me", "/me/notices", "/messages", "/families", "/exports", "/audit"]
        .map(str::to_owned)
        .to_vec();
    let of_org = ["", "/households?show=all", "/visits", "/members", "/screenings", "/protection/numbers"];
    pages.extend(of_org.map(|page| format!("/orgs/{org}{page}")));
    pages.extend([format!("/insight/{org}"), format!("/orgs/{org}/survey-calls")]);
    let past = ["/duty", "/points"].map(str::to_owned);
    let files = ["王桂兰", "程国庆", "黄桂枝", "钟晴"].map(|contact| world.family(contact));
    if leads_above(figure) {
        for family in &files {
            let fields = [("purpose", "抽查核实"), ("reason", "核对")];
            drop(browser.post(&format!("/households/{family}/openings"), &fields));
        }
    }
    let of_families = files.iter().map(|family| format!("/households/{family}"));
    let intakes = files.iter().map(|family| format!("/requests/new?household={family}"));
    let told: Vec<String> = of_families.chain(intakes).collect();
    for (address, way) in pages
        .iter()
        .map(|one| (one, Way::Feed))
        .chain(past.iter().map(|one| (one, Way::Past)))
        .chain(told.iter().map(|one| (one, Way::Family)))
    {
        let reply = browser.get(address);
        assert!(!reply.status.is_server_error(), "{address}: {}", reply.status);
        for matter in matters {
            for (index, known) in matter.all().iter().enumerate() {
                let sees = matter.sees(figure, index, now);
                let what = format!("{address} for {} {sees:?} {}", figure.name, known.href);
                // The page of a family is about a family; the audit says whose file was opened.
                let about = address == "/audit" || address.contains("/households/");
                let family = about && known.href.contains("/households/");
                for secret in known.secrets.iter().filter(|_| sees < Sees::Reads && !family) {
                    assert!(!reply.body.contains(secret), "{secret} on {what}");
                }
                // On the page of a family a line is a name; what she did herself stays in the record of what she did.
                let shown = match way {
                    Way::Family => sees == Sees::Reads,
                    Way::Feed => sees > Sees::Nothing,
                    Way::Past => !matter.sealed(index) || sees > Sees::Nothing,
                };
                assert!(shown || family || !reply.body.contains(known.identity()), "{what}");
                let called = known.called.as_ref().filter(|_| !shown && sees == Sees::Nothing);
                assert!(called.is_none_or(|called| !reply.body.contains(called)), "{called:?} on {what}");
            }
        }
    }
}

enum Way {
    Feed,
    Past,
    Family,
}

/// The file of a list: its lines without what is sealed, and names only for whoever reads them.
fn by_file(world: &World, browser: &Browser, matters: &[&dyn Matter], figure: Figure, now: Timestamp) {
    for matter in matters.iter().filter(|matter| matter.for_programs()) {
        let Some(list) = matter.list(figure).filter(|list| !list.rows.is_empty()) else { continue };
        let sheet = exported(world, browser, &list.address);
        let all = matter.all();
        let stands = |index: &usize| {
            let seen = matter.sees(figure, *index, now) > Sees::Nothing;
            seen && matter.on_list(*index) && !matter.sealed(*index)
        };
        let what = format!("the file of {} for {}", list.address, figure.name);
        let expected = (0..all.len()).filter(stands).count();
        assert_eq!((sheet.rows.len(), sheet.said()), (expected, expected), "{what}");
        let text = format!("{:?}", sheet.rows);
        for (index, known) in all.iter().enumerate() {
            let reads = matter.sees(figure, index, now) == Sees::Reads;
            let may = stands(&index) && reads;
            assert!(
                may || known.secrets.iter().all(|secret| !text.contains(secret)),
                "{what}: {}",
                known.href
            );
            if let Some(called) = &known.called {
                assert_eq!(text.contains(called), stands(&index), "{what}: {called}");
            }
        }
    }
}

/// A program has what whoever made its token sees, and nothing that is sealed.
fn by_program(world: &World, matters: &[&dyn Matter], figure: Figure, now: Timestamp) {
    let tried = [MEMBER, CHAIR, OTHER_CHAIR, STREET_CHAIR, COUNTY_CHAIR, CITY_CHAIR];
    if !tried.iter().any(|one| one.name == figure.name) {
        return;
    }
    assert!(leads(figure) || figure.kind == PostKind::Member);
    let program = world.program_of(figure);
    for matter in matters {
        let all = matter.all();
        let has = |index: &usize| {
            let seen = matter.sees(figure, *index, now) > Sees::Nothing;
            seen && matter.for_programs() && !matter.sealed(*index)
        };
        if let Some(list) = matter.list(figure).filter(|list| !list.rows.is_empty()) {
            let (found, total) = listed(&program, &list, &all);
            let expected: BTreeSet<String> =
                (0..all.len()).filter(has).map(|index| all[index].identity().to_owned()).collect();
            assert_eq!(found, expected, "a program of {} at {}", figure.name, list.address);
            assert_eq!(total, i64::try_from(expected.len()).ok(), "{} {}", figure.name, list.address);
        }
        for (index, known) in all.iter().enumerate() {
            let reply = program.get_json(&known.href);
            assert_eq!(reply.status == 200, has(&index), "a program of {}: {}", figure.name, known.href);
            let reads = matter.sees(figure, index, now) == Sees::Reads && has(&index);
            assert!(
                reads || known.secrets.iter().all(|secret| !reply.body.contains(secret)),
                "{}",
                known.href
            );
        }
    }
}
