//! No word of a sealed case stands anywhere in the clear: not in a row, a file, a message, an e-mail, the audit, a log, a title.

use std::path::Path;
use std::sync::{Arc, Mutex};

use niangjia::wiring;
use niangjia_kernel::SeededChance;
use niangjia_message::deliver_due;
use niangjia_protection::api::attend;
use niangjia_store::Snapshot;
use niangjia_testkit::{AUDITOR, Browser, CHAIR, COUNTY_CHAIR, Engine, MEMBER, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::loopback::MailHost;
use crate::messages::{confirms_mail, mailing, reaching};
use crate::protection::{breaks_the_glass, designated, number_of};

/// What a column, a message or a log may not say of it, in words or codes.
const KINDS: [&str; 14] = [
    "violence",
    "minor",
    "order.decide",
    "order.review",
    "warning",
    "granted",
    "victim",
    "offender",
    "家暴",
    "家庭暴力",
    "保护令",
    "告诫",
    "孩子",
    "法院",
];

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a log").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Words that occur nowhere else, and where each was typed.
struct Secrets<'a> {
    chance: &'a SeededChance,
    said: Vec<String>,
}

impl Secrets<'_> {
    fn next(&mut self) -> String {
        const LETTERS: [char; 16] =
            ['龘', '靐', '齾', '籲', '爨', '麤', '灪', '鸞', '驫', '龖', '虋', '讟', '钃', '貜', '躩', '韊'];
        let word: String = (0..6).map(|_| LETTERS[self.chance.below(LETTERS.len())]).collect();
        self.said.push(word.clone());
        word
    }

    fn number(&mut self) -> String {
        let number = format!("199{:08}", 10_000_000 + self.chance.below(89_999_999));
        self.said.push(number.clone());
        number
    }
}

/// A life of a case in which every field of every form has a word of its own.
fn live(world: &World, member: &Browser, secrets: &mut Secrets<'_>) -> String {
    let case = begins(member, secrets);
    takes_measures(member, secrets, &case);
    let note = secrets.next();
    member.post(&format!("{case}/notes"), &[("what", "noted"), ("note_words", &note)]).expect(303);
    let path = format!("/matters/{}/attachments", case.trim_start_matches("/protection/"));
    let (file, inside) = (secrets.next(), secrets.next());
    let content = format!("%PDF-1.7\n{inside}\n");
    let form = [("id", "att_00000000000000000000000000000001")];
    member.upload(&path, &form, &format!("{file}.pdf"), content.as_bytes()).expect(303);
    world
        .as_person(crate::protection::IN_CHARGE)
        .post(&format!("{case}/people"), &[("name", "陈玉兰"), ("reason", &secrets.next())])
        .expect(303);
    case
}

/// Taken, reported, how she is reached, assessed.
fn begins(member: &Browser, secrets: &mut Secrets<'_>) -> String {
    let id = member.get("/protection/new").expect(200).hidden("id");
    let (words, name, phone, place, reporter) =
        (secrets.next(), secrets.next(), secrets.number(), secrets.next(), secrets.next());
    let fields = [
        ("id", id.as_str()),
        ("words", &words),
        ("name", &name),
        ("phone", &phone),
        ("place", &place),
        ("reporter", &reporter),
        ("danger", "violence"),
        ("danger", "child"),
    ];
    let opened = member.post("/protection", &fields).expect(303).location;
    let case = opened.split('?').next().expect("an address").to_owned();
    let (receipt, told) = (secrets.next(), secrets.next());
    let said = [
        ("organ", "police"),
        ("channel", "telephone"),
        ("at", "09:00"),
        ("receipt", &receipt),
        ("words", &told),
    ];
    member.post(&format!("{case}/reports"), &said).expect(303);
    let (number, code, others, remarks) = (secrets.number(), secrets.next(), secrets.next(), secrets.next());
    let contact = [
        ("may_call", "yes"),
        ("number", number.as_str()),
        ("from_hour", "9"),
        ("until_hour", "11"),
        ("code_word", &code),
        ("others", &others),
        ("may_write", "no"),
        ("remarks", &remarks),
    ];
    member.post(&format!("{case}/contact"), &contact).expect(303);
    let why = secrets.next();
    let assessed = [("yes", "weapon"), ("level", "r3"), ("why", &why)];
    member.post(&format!("{case}/assessment"), &assessed).expect(303);
    case
}

fn takes_measures(member: &Browser, secrets: &mut Secrets<'_>, case: &str) {
    for kind in ["order", "warning", "opinion"] {
        let id = member.get(&format!("{case}/measures/new?kind={kind}")).expect(200).hidden("id");
        let texts: Vec<String> = (0..6).map(|_| secrets.next()).collect();
        let fields = [
            ("id", id.as_str()),
            ("kind", kind),
            ("organ", &texts[0]),
            ("applicant", &texts[1]),
            ("respondent", &texts[2]),
            ("requests", "no_violence"),
            ("facts", &texts[3]),
            ("evidence", "statement"),
            ("demands", &texts[4]),
            ("number", &texts[5]),
        ];
        let measure = member.post(&format!("{case}/measures"), &fields).expect(303).location;
        let words = secrets.next();
        let to = if kind == "order" { "applied" } else { "served" };
        let turned = [("to", to), ("on", "2026-11-22"), ("turn_words", &words)];
        member.post(&format!("{measure}/turns"), &turned).expect(303);
        member.get(&format!("{measure}/paper")).body.clear();
    }
}

/// Every row of every table, as it is stored.
fn rows(world: &World) -> Vec<(String, Vec<u8>)> {
    let options = world.options();
    let mut snapshot =
        Snapshot::take(&options.location, &options.folder, &wiring::migrations()).expect("a snapshot");
    let tables = snapshot.tables().to_vec();
    let mut all = Vec::new();
    for table in tables {
        let mut bytes = Vec::new();
        snapshot.copy_out(&table, &mut bytes).expect("its rows");
        all.push((table.name.clone(), bytes));
    }
    all
}

fn says(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

fn files_below(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap_or_default()));
        }
    }
}

fn nowhere(what: &str, bytes: &[u8], words: &[String]) {
    for word in words {
        assert!(!says(bytes, word), "{what} says {word}");
    }
}

#[apply(both_engines)]
fn no_word_of_a_case_stands_anywhere_in_the_clear(#[case] engine: Engine) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    let _guard = tracing::subscriber::set_global_default(subscriber.finish());
    for seed in 0..3 {
        let world = World::on(engine);
        let chance = SeededChance::new(20_261_122 + seed);
        let mut secrets = Secrets { chance: &chance, said: Vec::new() };
        let host = MailHost::start();
        let (app, member) = reaching(&world, mailing(&host));
        confirms_mail(&app, &member, &host);
        let charge = designated(&world);
        let case = live(&world, &member, &mut secrets);
        let chair = world.as_person(CHAIR);
        let number = number_of(&member, &case);
        let asked = breaks_the_glass(&chair, &number).expect(303);
        assert_eq!(asked.location, "/protection?said=asked");
        secrets.said.push("她失联了，家里有打砸的声音".to_owned());
        world.hours_pass(30);
        assert!(attend(&world.store()).expect("a round") > 0, "somebody hears of what waits");
        assert!(deliver_due(&app).expect("a round") > 0, "and by e-mail");
        let words = &secrets.said;
        assert!(words.len() > 35, "{}", words.len());

        for (table, bytes) in rows(&world) {
            nowhere(&format!("the table {table}"), &bytes, words);
            let of_the_case =
                table.starts_with("protection_") || table.starts_with("message") || table == "deadline";
            if of_the_case || table == "audit_entry" || table == "attachment" {
                let kinds: Vec<String> = KINDS.iter().map(|kind| (*kind).to_owned()).collect();
                nowhere(&format!("the table {table}"), &bytes, &kinds);
            }
        }
        let mut files = Vec::new();
        files_below(&world.folder(), &mut files);
        assert!(!files.is_empty());
        for (path, bytes) in &files {
            nowhere(path, bytes, words);
        }
        for mail in host.taken() {
            assert!(!mail.text.contains("保密") || mail.text.contains("验证码"), "{}", mail.text);
            nowhere("an e-mail", mail.text.as_bytes(), words);
            for kind in KINDS {
                assert!(!mail.text.contains(kind), "an e-mail says {kind}");
            }
        }
        nobody_else_reads(&world, words);
        let member = world.as_person(MEMBER);
        for path in ["", "/contact", "/assessment", "/measures/new?kind=order"] {
            let page = member.get(&format!("{case}{path}")).expect(200).body;
            let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
            let title = title.expect("a title").to_owned();
            nowhere("a title", title.as_bytes(), words);
            assert!(KINDS.iter().all(|kind| !title.contains(kind)), "{title}");
        }
        drop(charge);
    }
    let logged = log.0.lock().expect("a log").clone();
    for word in ["龘", "靐", "齾", "籲", "爨", "麤", "灪", "鸞", "驫", "龖"] {
        assert!(!says(&logged, word), "the log says {word}");
    }
}

/// What those outside read on the pages where they look every day.
fn nobody_else_reads(world: &World, words: &[String]) {
    let pages = [
        (CHAIR, "/"),
        (CHAIR, "/messages"),
        (CHAIR, "/orgs/341881003004"),
        (COUNTY_CHAIR, "/"),
        (COUNTY_CHAIR, "/orgs/341881"),
        (COUNTY_CHAIR, "/orgs/341881/protection/numbers"),
        (AUDITOR, "/audit"),
    ];
    for (figure, path) in pages {
        let page = world.as_person(figure).get(path).expect(200).body;
        nowhere(&format!("{path} of {}", figure.name), page.as_bytes(), words);
    }
}
