//! Backing up beside somebody who never stops writing, and restoring: on SQLite, and on PostgreSQL where there is one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use clap::Parser;
use niangjia::backup::{self, Place, Wanted};
use niangjia::demo::Progress;
use niangjia::wiring;
use niangjia_bench::{Outcome, queries, results, world};
use niangjia_household::actions::record_visit;
use niangjia_household::api::visible;
use niangjia_kernel::{SeededChance, SystemClock};
use niangjia_store::{Store, StoreError, StoreOptions, audit};
use postgres::{Client, NoTls};
use serde_json::{Value, json};

const ROUNDS: usize = 3;
/// How many backups are made in a row beside the writer.
const BACKUPS: usize = 3;

/// The time a county's backup takes, what the writer feels of it, and the time to restore it.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the data set of `list`.
    #[arg(long, default_value_os_t = world::default_folder())]
    data: PathBuf,
    /// A PostgreSQL in which a database may be made and dropped again, `postgres://user@host:port/database`.
    #[arg(long, env = "NIANGJIA_TEST_POSTGRES")]
    postgres: Option<String>,
}

/// Notes when each stage began.
#[derive(Default)]
struct Stages(Mutex<Vec<(String, Instant)>>);

impl Progress for Stages {
    fn stage(&self, name: &str, _: u64) {
        if let Ok(mut stages) = self.0.lock() {
            stages.push((name.to_owned(), Instant::now()));
        }
    }

    fn step(&self, _: u64) {}
}

impl Stages {
    fn seconds(&self, ended: Instant) -> Value {
        let stages = self.0.lock().map(|stages| stages.clone()).unwrap_or_default();
        let ends = stages.iter().skip(1).map(|(_, at)| *at).chain(std::iter::once(ended));
        stages
            .iter()
            .zip(ends)
            .map(|((name, from), until)| (name.clone(), json!((until - *from).as_secs_f64())))
            .collect()
    }
}

/// Seconds of processor time of this process so far: on a machine that others use it says more than the clock.
fn processor_seconds() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let rest = text.rsplit(") ").next().unwrap_or_default();
    let ticks = rest.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>();
    ticks / 100.0
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    world::make(&arguments.data)?;
    let target = arguments.data.parent().unwrap_or(&arguments.data);
    let scratch = tempfile::tempdir_in(target)?;
    let load_before = results::load_average();
    let folder = scratch.path().join("data");
    world::copy(&arguments.data, &folder)?;
    let options = StoreOptions::embedded(folder.clone());
    let mut rounds = Vec::new();
    for round in 1..=ROUNDS {
        rounds.push(backed_up(&options, &scratch.path().join(format!("sqlite-{round}.njbackup")))?);
        println!("{round} SQLite backup {}", rounds[rounds.len() - 1]);
    }
    let beside = beside_a_writer(&options, scratch.path())?;
    println!("beside a writer {beside}");
    let path = scratch.path().join("sqlite-1.njbackup");
    let key = folder.join("niangjia.key");
    let mut restored = Vec::new();
    for round in 1..=ROUNDS {
        let to = StoreOptions::embedded(scratch.path().join("restored"));
        restored.push(restore(&path, &key, &to)?);
        println!("{round} SQLite restore {}", restored[restored.len() - 1]);
        fs::remove_dir_all(&to.folder)?;
    }
    let postgres = match &arguments.postgres {
        Some(server) => on_postgres(server, &path, &key, scratch.path())?,
        None => Value::Null,
    };
    let measured = json!({
        "facts": queries::facts(&queries::open(&world::database(&folder), true)?)?, "sqlite_backup": rounds, "beside_a_writer": beside, "sqlite_restore": restored,
        "postgres": postgres,
    });
    results::keep("backup", &load_before, measured)
}

fn backed_up(options: &StoreOptions, path: &Path) -> Outcome<Value> {
    let (begun, processor) = (Instant::now(), processor_seconds());
    let wanted = Wanted { options, with_key: false, clock: &SystemClock };
    let created = backup::create(&wanted, path, &Stages::default())?;
    Ok(json!({
        "seconds": begun.elapsed().as_secs_f64(), "processor_seconds": processor_seconds() - processor,
        "bytes": created.bytes, "rows": created.rows,
    }))
}

fn restore(path: &Path, key: &Path, to: &StoreOptions) -> Outcome<Value> {
    let (begun, processor, stages) = (Instant::now(), processor_seconds(), Stages::default());
    let checked = backup::check(path, &stages)?;
    let restored = backup::restore(&checked, &Place { options: to, key: Some(key) }, &stages)?;
    let ended = Instant::now();
    if !restored.diagnosis.well {
        return Err("what was restored is not well".into());
    }
    Ok(json!({
        "seconds": (ended - begun).as_secs_f64(), "processor_seconds": processor_seconds() - processor,
        "stages": stages.seconds(ended),
    }))
}

/// Visits a second before, during and after backups, one action after the other, each durable.
fn beside_a_writer(options: &StoreOptions, scratch: &Path) -> Outcome<Value> {
    let store = wiring::open_store(options.clone())?;
    let (written, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let measured = std::thread::scope(|scope| {
        let writer = scope.spawn(|| write_visits(&store, &written, &stop));
        let rate = |during: &dyn Fn() -> Outcome<()>| -> Outcome<f64> {
            let (before, begun) = (written.load(Ordering::SeqCst), Instant::now());
            during()?;
            Ok((written.load(Ordering::SeqCst) - before) as f64 / begun.elapsed().as_secs_f64())
        };
        let rest = || {
            rate(&|| {
                std::thread::sleep(std::time::Duration::from_secs(5));
                Ok(())
            })
        };
        let before = rest();
        let seconds = Mutex::new(Vec::new());
        let during = rate(&|| {
            for number in 0..BACKUPS {
                let one = backed_up(options, &scratch.join(format!("beside-{number}.njbackup")))?;
                if let Ok(mut seconds) = seconds.lock() {
                    seconds.push(one["seconds"].clone());
                }
            }
            Ok(())
        });
        let after = rest();
        stop.store(true, Ordering::SeqCst);
        writer.join().map_err(|_| "the writer broke off")??;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(json!({
            "visits_per_second_before": before?, "visits_per_second_during": during?,
            "visits_per_second_after": after?, "backup_seconds": seconds.into_inner().unwrap_or_default(),
        }))
    })?;
    while audit::seal_pending(&store)? > 0 {}
    Ok(measured)
}

fn write_visits(store: &Store, written: &AtomicU64, stop: &AtomicBool) -> Result<(), StoreError> {
    let chance = std::sync::Arc::new(SeededChance::new(1));
    let families = world::families_of_members(store)?;
    while !stop.load(Ordering::SeqCst) {
        let number = usize::try_from(written.fetch_add(1, Ordering::SeqCst)).unwrap_or_default();
        let member = number % families.len();
        let key = families[member][number / families.len() % families[member].len()];
        let chance = std::sync::Arc::clone(&chance);
        store.write_blocking(move |tx| {
            let cast = world::cast(tx)?;
            let missing = || StoreError::Internal("a family is missing".to_owned());
            let home = visible(tx, &cast.members[member], key)?.ok_or_else(missing)?;
            let said = world::said_visit(&chance, tx.new_id(), tx.today(), tx.today());
            Ok::<_, StoreError>(record_visit(tx, &cast.members[member], &home, &said)?.map(drop))
        })?;
    }
    Ok(())
}

/// The same county restored into PostgreSQL, and backed up from there.
fn on_postgres(server: &str, path: &Path, key: &Path, scratch: &Path) -> Outcome<Value> {
    let name = format!("niangjia_bench_{}", std::process::id());
    let (front, _) = server.rsplit_once('/').ok_or("a URL with a database")?;
    let mut administrator = Client::connect(server, NoTls)?;
    let (mut restored, mut backups) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        administrator.batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        ))?;
        let folder = scratch.join(format!("postgres-{round}"));
        let said = niangjia::settings::Said {
            data: Some(folder),
            database: Some(format!("{front}/{name}")),
            ..niangjia::settings::Said::default()
        };
        let options = niangjia::settings::Settings::of(said, None, "")?.store_options();
        let outcome = restore(path, key, &options).and_then(|restored| {
            let to = scratch.join(format!("postgres-{round}.njbackup"));
            Ok((restored, backed_up(&options, &to)?))
        });
        administrator.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))?;
        let (one, other) = outcome?;
        println!("{round} PostgreSQL restore {one}");
        println!("{round} PostgreSQL backup {other}");
        restored.push(one);
        backups.push(other);
    }
    Ok(json!({ "restore": restored, "backup": backups }))
}
