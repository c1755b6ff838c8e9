//! The demo world: the whole national tree, four communities with a year behind them, and the people above them. Made
//! from a fixed seed and an anchor day: same seed, same day, same world.
//!
//! Everything goes through the actions that people use, as of the day on which it happened, so that facts, sums,
//! points and audit come out of primary records. Nothing here writes a figure.

mod calendar;
mod claims;
mod clock;
mod disputes;
mod families;
mod heads;
mod names;
mod neighbours;
mod notices;
mod people;
mod plan;
mod referred;
mod reports;
mod requests;
mod roster;
mod sealed;
mod songhe;
mod telling;
mod term;
mod troubles;
mod turns;
mod words;
mod write;

use std::cell::Cell;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use niangjia_area::api::Division;
use niangjia_kernel::{Day, Tenant};
use niangjia_people::actions::OpeningRefused;
use niangjia_people::api::{PasswordCost, hash_password};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Store, StoreError, WriteTx};
use niangjia_web::DemoGroup;
use thiserror::Error;

pub use clock::DemoClock;
pub use people::{PASSWORD, demo_people};

use crate::country::{self, CountryError};
use roster::Roster;

const BUILD: Action = Action::write("demo.build", "建立演示世界");
/// How many times the bar of a stage moves.
const STEPS_SHOWN: u64 = 200;

/// Who hears how far long work is.
pub trait Progress: Sync {
    /// A stage of `total` steps begins.
    fn stage(&self, name: &str, total: u64);

    /// So many more steps of the stage are done.
    fn step(&self, count: u64);
}

/// Why the demo world cannot be built; each a sentence for the terminal.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The world begins in 2021 and has a report of June 2022.
    #[error("演示世界要到 2022年7月1日 才有完整的半年，--today 请写这一天或以后的日子（写的是 {}）", .0.long())]
    TooEarly(Day),
    /// The divisions inside the program.
    #[error(transparent)]
    Country(#[from] CountryError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A defect of the world itself.
    #[error("演示世界有错：{0}")]
    Wrong(String),
}

impl From<OpeningRefused> for DemoError {
    fn from(refused: OpeningRefused) -> Self {
        match refused {
            OpeningRefused::Store(error) => Self::Store(error),
            OpeningRefused::Taken => Self::Wrong("登录名重复".to_owned()),
            OpeningRefused::HasOne => Self::Wrong("一个人开了两个账号".to_owned()),
        }
    }
}

/// Builds the world in an empty store, and says who can sign in.
///
/// # Errors
/// When `today` is before 2022-07-01, the store is not empty, or the database fails.
pub fn build(store: &Store, today: Day, progress: &dyn Progress) -> Result<Vec<DemoGroup>, DemoError> {
    if Day::of(2022, 7, 1).is_none_or(|earliest| today < earliest) {
        return Err(DemoError::TooEarly(today));
    }
    progress.stage("读取区划", 1);
    let divisions = country::divisions()?;
    progress.step(1);
    build_on(store, divisions, today, progress)
}

/// Builds the world on a list of divisions that has at least its places.
fn build_on(
    store: &Store,
    divisions: Vec<Division>,
    today: Day,
    progress: &dyn Progress,
) -> Result<Vec<DemoGroup>, DemoError> {
    let rows = divisions.len() as u64 * 2;
    in_stage(store, progress, "建立全国组织树", rows, move |tx, steps| {
        found_country(tx, &divisions, steps)
    })?;
    let password_hash = Arc::new(hash_password(PASSWORD, PasswordCost::Proper)?);
    let hash = Arc::clone(&password_hash);
    let heads = heads::HEADS.len() as u64;
    let opener = in_stage(store, progress, "各级妇联和管理员", heads, move |tx, steps| {
        heads::enter(tx, today, &hash, steps)
    })?;
    for (name, community) in neighbours::plans(today, songhe::plan(today)) {
        let (hash, opener) = (Arc::clone(&password_hash), opener.clone());
        in_stage(store, progress, name, community.steps(), move |tx, steps| {
            let roster = Roster { today, password_hash: &hash, opener: opener.as_ref() };
            write::community(tx, &community, &roster, steps)
        })?;
    }
    in_stage(store, progress, "街道上报月报表", reports::STEPS, move |tx, steps| {
        reports::enter(tx, today, steps)
    })?;
    in_stage(store, progress, "矛盾纠纷调解", disputes::STEPS, move |tx, steps| {
        disputes::enter(tx, today, steps)
    })?;
    in_stage(store, progress, "本人查阅和请求", claims::STEPS, move |tx, steps| {
        claims::enter(tx, today, steps)
    })?;
    in_stage(store, progress, "消息", notices::STEPS, move |tx, steps| notices::enter(tx, today, steps))?;
    in_stage(store, progress, "排查和情感困扰", troubles::STEPS, move |tx, steps| {
        troubles::enter(tx, today, steps)
    })?;
    in_stage(store, progress, "诉求", requests::STEPS, move |tx, steps| requests::enter(tx, today, steps))?;
    in_stage(store, progress, "保密事项", sealed::STEPS, move |tx, steps| {
        sealed::enter(tx, today, steps)
    })?;
    in_stage(store, progress, "接访值班和知识库", turns::STEPS, move |tx, steps| {
        turns::enter(tx, today, steps)
    })?;
    let hash = Arc::clone(&password_hash);
    in_stage(store, progress, "合作单位和转介", referred::STEPS, move |tx, steps| {
        let roster = Roster { today, password_hash: &hash, opener: opener.as_ref() };
        referred::enter(tx, &roster, steps)
    })?;
    Ok(demo_people())
}

/// The day on which the tree begins, before everything else in the world.
fn founding() -> Result<Day, DemoError> {
    Day::of(2016, 12, 31).ok_or_else(|| DemoError::Wrong("没有这一天".to_owned()))
}

fn found_country(tx: &WriteTx<'_>, divisions: &[Division], steps: &Steps) -> Result<(), DemoError> {
    let since = founding()?;
    let then = tx.as_of(since.start());
    niangjia_area::api::load(&then, divisions, &|count| steps.done(count))?;
    niangjia_org::api::found_all(&then, divisions, since, &|count| steps.done(count))?;
    Ok(())
}

/// Counts steps on the thread that writes and tells the one that shows them.
struct Steps {
    channel: Sender<u64>,
    every: u64,
    waiting: Cell<u64>,
}

impl Steps {
    fn done(&self, count: u64) {
        self.waiting.set(self.waiting.get() + count);
        if self.waiting.get() >= self.every {
            self.tell();
        }
    }

    fn tell(&self) {
        // Where nobody listens any more, nobody needs to hear.
        let _nobody_listens = self.channel.send(self.waiting.take());
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        self.tell();
    }
}

/// Runs `work` in one transaction, on another thread, and tells `progress` of its steps.
fn in_stage<T: Send + 'static>(
    store: &Store,
    progress: &dyn Progress,
    name: &str,
    total: u64,
    work: impl Fn(&WriteTx<'_>, &Steps) -> Result<T, DemoError> + Send + 'static,
) -> Result<T, DemoError> {
    progress.stage(name, total);
    let (channel, done) = channel();
    let steps = Steps { channel, every: (total / STEPS_SHOWN).max(1), waiting: Cell::new(0) };
    let closed = founding()?.start();
    let write = move |tx: &WriteTx<'_>| {
        let value = work(tx, &steps)?;
        // What was done has its own entries of the audit; this one closes the transaction.
        Ok(tx.as_of(closed).record(&Entry::by_system(BUILD, Tenant::NATION), value)?.into())
    };
    std::thread::scope(|scope| {
        let writing = scope.spawn(move || store.write_blocking::<_, DemoError, _>(write));
        for count in done {
            progress.step(count);
        }
        writing.join().unwrap_or_else(|_| Err(DemoError::Wrong("建立时中断".to_owned())))
    })
}

#[cfg(test)]
mod tests;
