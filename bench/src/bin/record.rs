//! Recording a visit durably through HTTP, on 1 and 8 connections, against the same rows written by rusqlite alone.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use niangjia::wiring;
use niangjia_bench::load::{self, Measured};
use niangjia_bench::recorder::{Recorder, Written};
use niangjia_bench::{Outcome, results, server, world};
use niangjia_kernel::{Clock as _, Household, Id, Key, SeededChance, SystemChance, SystemClock};
use niangjia_store::StoreOptions;
use serde_json::json;

const ROUNDS: usize = 3;
const WARMING: Duration = Duration::from_secs(1);
const MEASURING: Duration = Duration::from_secs(9);
const DAYS_BACK: usize = 1_000;

/// Recording against its floor.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the data set; made there if it is empty. Two copies of it are made beside it and removed.
    #[arg(long, default_value_os_t = world::default_folder())]
    data: PathBuf,
}

/// A member at her telephone.
struct Member {
    cookie: String,
    token: String,
    families: Vec<Key<Household>>,
    chance: SeededChance,
}

fn main() -> Outcome<()> {
    let folder = Arguments::parse().data;
    world::make(&folder)?;
    let scratch = tempfile::tempdir_in(folder.parent().unwrap_or(&folder))?;
    let (ours, bare) = (scratch.path().join("product"), scratch.path().join("floor"));
    world::copy(&folder, &ours)?;
    world::copy(&folder, &bare)?;
    let store = wiring::open_store(StoreOptions::embedded(ours.clone()))?;
    let runtime = server::runtime()?;
    let address = server::serve_product(&runtime, &store)?;
    let mut members = Vec::new();
    for (name, families) in world::MEMBERS.iter().zip(world::families_of_members(&store)?) {
        let cookie = server::sign_in(address, name, world::PASSWORD)?;
        let token = server::form_token(address, &cookie)?;
        members.push(Member { cookie, token, families, chance: SeededChance::new(members.len() as u64) });
    }
    let mut recorder = Recorder::open(&world::database(&bare))?;
    println!("a visit is {:.2} rows on average", recorder.rows_per_visit());

    let load_before = results::load_average();
    let mut kept = serde_json::Map::new();
    for connections in [1, 8] {
        let mut rounds: Vec<(Measured, f64, Written)> = Vec::new();
        for round in 1..=ROUNDS {
            let (measured, per_commit) = record(address, &ours, &mut members[..connections])?;
            let floor = recorder.write_for(MEASURING, per_commit)?;
            println!(
                "{round} on {connections}: {:7.0} visits per second, p50 {} µs, p99 {} µs, {per_commit:.2} per commit; floor {:7.0}",
                measured.per_second, measured.p50_us, measured.p99_us, floor.per_second
            );
            rounds.push((measured, per_commit, floor));
        }
        let ratios: Vec<f64> =
            rounds.iter().map(|(ours, _, floor)| ours.per_second / floor.per_second).collect();
        let ratio = results::median(&ratios);
        println!("on {connections}: {ratio:.3} of the floor (bar 0.3)");
        let rounds: Vec<_> = rounds
            .iter()
            .map(|(product, per_commit, floor)| {
                json!({ "product": product, "visits_per_commit": per_commit, "floor": floor })
            })
            .collect();
        kept.insert(format!("connections_{connections}"), json!({ "ratio": ratio, "rounds": rounds }));
    }
    kept.insert("rows_per_visit".to_owned(), json!(recorder.rows_per_visit()));
    results::keep("record", &load_before, kept.into())
}

/// One round of the product; with it, how many visits shared a commit.
fn record(address: SocketAddr, folder: &Path, members: &mut [Member]) -> Outcome<(Measured, f64)> {
    let before = commits(folder)?;
    let sent = std::sync::atomic::AtomicU32::new(0);
    let makers = members.iter_mut().map(|member| -> load::Maker<'_> {
        let sent = &sent;
        Box::new(move |buffer| {
            sent.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            member.write_form(buffer);
        })
    });
    let measured = load::run(address, makers.collect(), 303, (WARMING, MEASURING))?;
    let commits = commits(folder)?.wrapping_sub(before);
    Ok((measured, f64::from(sent.into_inner()) / f64::from(commits.max(1))))
}

/// How many transactions SQLite has committed: the counter `iChange` of the WAL-index header
/// (<https://sqlite.org/walformat.html>), which every commit raises by one.
fn commits(folder: &Path) -> Outcome<u32> {
    let bytes = fs::read(folder.join("niangjia.sqlite-shm"))?;
    let counter = bytes.get(8..12).ok_or("no WAL index")?;
    Ok(u32::from_ne_bytes(counter.try_into()?))
}

impl Member {
    /// A visit to one of her families on one of the last thousand days, so that no month of hers grows out of shape.
    fn write_form(&mut self, buffer: &mut Vec<u8>) {
        let now = SystemClock.now();
        let key = self.families[self.chance.below(self.families.len())];
        let on = now.day().plus(-(self.chance.below(DAYS_BACK) as i64));
        let said = world::said_visit(&self.chance, Id::new(now, &SystemChance), on, now.day());
        let follow_up = said.follow_up.map(|day| day.to_string()).unwrap_or_default();
        let fields = [
            ("csrf", self.token.as_str()),
            ("id", &said.id.to_string()),
            ("on_day", &said.on.to_string()),
            ("matter", &said.matter),
            ("words", &said.words),
            ("follow_up_day", &follow_up),
            ("manner", said.manner.code()),
            ("outcome", said.outcome.code()),
        ];
        let form = serde_html_form::to_string(fields).unwrap_or_default();
        server::post(buffer, &format!("/households/{key}/visits"), &self.cookie, &form);
    }
}
