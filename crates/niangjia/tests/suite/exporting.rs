//! What tests of exports do: press the button, open the file that comes.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use niangjia_household::actions::{SaidVisit, record_visit};
use niangjia_household::api::{Manner, Outcome};
use niangjia_kernel::{Day, Visit};
use niangjia_testkit::{Browser, Figure, Reply, World};

/// A list as its file holds it.
#[derive(Debug)]
pub struct Sheet {
    /// The title.
    pub title: String,
    /// What stands between title and heading.
    pub lines: Vec<String>,
    /// The words above the columns.
    pub heads: Vec<String>,
    /// The rows, each cell as it is read; days as `2026-11-22`.
    pub rows: Vec<Vec<String>>,
    /// The line below.
    pub closing: String,
}

impl Sheet {
    /// The column with this word above it.
    #[track_caller]
    pub fn column(&self, head: &str) -> Vec<&str> {
        let at = self.heads.iter().position(|one| one == head);
        let at = at.unwrap_or_else(|| panic!("no column {head} in {:?}", self.heads));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// How many rows the line above says there are.
    #[track_caller]
    pub fn said(&self) -> usize {
        let line = self.lines.iter().find_map(|line| line.split_once("共 ")).expect("a line that counts");
        line.1.split(' ').next().unwrap().replace(',', "").parse().expect("a number")
    }
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::DateTime(instant) => {
            // 25569 is 1970-01-01 in Excel.
            Day::from_number(instant.as_f64() as i64 - 25_569).to_string()
        }
        other => other.to_string(),
    }
}

/// Opens a workbook; the last row is its closing line where it has `closes`.
#[track_caller]
pub fn opened(bytes: &[u8], closes: bool) -> Sheet {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let mut rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(cell).collect()).collect();
    let one = |row: &[String]| row.iter().skip(1).all(String::is_empty);
    let first = rows.iter().position(|row| !one(row)).expect("a heading");
    let mut above = rows.drain(..first).map(|row| row[0].clone());
    let (title, lines) = (above.next().expect("a title"), above.collect());
    let heads = rows.remove(0);
    let closing =
        if closes { rows.pop().map(|row| row[0].clone()).unwrap_or_default() } else { String::new() };
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    Sheet { title, lines, heads, rows, closing }
}

/// The button on the page at this address.
pub fn press(browser: &Browser, page: &str) -> Reply {
    browser.post("/exports", &[("page", page)])
}

/// The button, the work, the download.
#[track_caller]
pub fn exported(world: &World, browser: &Browser, page: &str) -> Sheet {
    let bytes = exported_bytes(world, browser, page);
    opened(&bytes, page.starts_with("/orgs/") && page.contains("/visits"))
}

/// The same as bytes.
#[track_caller]
pub fn exported_bytes(world: &World, browser: &Browser, page: &str) -> Vec<u8> {
    let asked = press(browser, page).expect(303);
    world.work();
    let ready = browser.get(&asked.location).expect(303);
    assert!(ready.location.ends_with("/file"), "{}", ready.location);
    browser.get(&ready.location).expect(200).bytes
}

/// A visit that `figure` made on a day, recorded by the action itself.
#[track_caller]
pub fn visited(world: &World, figure: Figure, contact: &str, on: &str, words: &str, follow_up: Option<&str>) {
    let (actor, key, words) = (world.actor(figure), world.family(contact), words.to_owned());
    let day = |text: &str| Day::parse(text).expect("a day");
    let (on, follow_up) = (day(on), follow_up.map(day));
    let made = world.store().write_blocking(move |tx| {
        let household = niangjia_household::api::visible(tx, &actor, key)?.expect("her family");
        let said = SaidVisit {
            id: tx.new_id::<Visit>(),
            on,
            manner: Manner::AtHome,
            matter: "hardship".to_owned(),
            outcome: if follow_up.is_some() { Outcome::FollowUp } else { Outcome::Settled },
            follow_up,
            words: words.clone(),
        };
        record_visit(tx, &actor, &household, &said)
    });
    made.expect("a visit");
}

/// Every row of a list as JSON, page after page.
#[track_caller]
pub fn listed(browser: &Browser, page: &str, rows: &str, next: &str) -> Vec<serde_json::Value> {
    let (mut all, mut address) = (Vec::new(), page.to_owned());
    loop {
        let body = browser.get_json(&address).expect(200).json();
        all.extend(body[rows].as_array().expect("rows").iter().cloned());
        let after = match &body["next"] {
            serde_json::Value::Null => return all,
            serde_json::Value::String(text) => text.clone(),
            number => number.to_string(),
        };
        let joint = if page.contains('?') { '&' } else { '?' };
        address = format!("{page}{joint}{next}={after}");
    }
}

/// The identity in the path of an answer: `/transfers/341881.trf_…`.
pub fn transfer(reply: &Reply) -> String {
    reply.location.split('?').next().unwrap_or_default().to_owned()
}
