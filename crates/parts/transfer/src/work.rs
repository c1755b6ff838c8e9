//! The workers: what goes on after the answer was given, and after a restart.

pub(crate) mod export;
mod read;
mod rows;
mod undo;
mod wrong;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use niangjia_document::sheet::SheetError;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, ReadTx, Store, StoreError, WriteTx};
use niangjia_web::{App, AppError};

use crate::machine::Transfers;
use crate::model::{Direction, State, TransferRow};
use crate::queries;
use crate::rules::remembered_until;

/// How long a worker sleeps when nobody rings.
const NAP: Duration = Duration::from_secs(5);
/// How long after a failure of the database a worker tries again.
const PAUSE: Duration = Duration::from_secs(2);

const FORGET: Action = Action::write("transfer.forget", "清理过期的导入导出文件");

/// One worker for each direction: a long import does not keep an export waiting. They end with the process, and go on
/// where they were when it begins again.
///
/// # Errors
/// When a thread cannot be started.
pub fn start(app: &App) -> Result<(), AppError> {
    for direction in [Direction::Export, Direction::Import] {
        let app = app.clone();
        let thread = std::thread::Builder::new().name(format!("transfer-{}", direction.code()));
        let started = thread.spawn(move || work(&app, direction));
        started.map_err(|error| AppError::Internal(error.to_string()))?;
    }
    Ok(())
}

/// Does everything that waits, and comes back: for tests and commands.
///
/// # Errors
/// When the queue cannot be read.
pub fn work_until_idle(app: &App) -> Result<(), AppError> {
    for direction in [Direction::Export, Direction::Import] {
        release(app.store(), direction)?;
        while work_once(app, direction)? {}
    }
    Ok(())
}

/// How many transfers there are in each state, by its code: for whoever watches over an installation.
///
/// # Errors
/// When the database cannot be read.
pub fn states(tx: &ReadTx<'_>) -> Result<Vec<(&'static str, i64)>, StoreError> {
    let counts: BTreeMap<State, i64> = queries::count_by_state(tx)?.into_iter().collect();
    Ok(State::ALL
        .iter()
        .map(|state| (state.code(), counts.get(state).copied().unwrap_or_default()))
        .collect())
}

/// Gives back what a process that has ended was working at.
fn release(store: &Store, direction: Direction) -> Result<(), StoreError> {
    let released = store.write_blocking(move |tx| {
        Ok::<_, StoreError>(Ending::Commit(tx.unaudited(queries::release(tx, direction)?)))
    });
    released.map(drop)
}

fn work(app: &App, direction: Direction) {
    let (mut heard, mut begun) = (0, false);
    loop {
        if !begun {
            begun = release(app.store(), direction).is_ok();
        }
        match work_once(app, direction) {
            Ok(true) => {}
            Ok(false) => match app.machine::<Transfers>() {
                Ok(machine) => heard = machine.wait(heard, NAP),
                Err(_) => return,
            },
            Err(error) => {
                tracing::warn!(error = error.in_words(), "transfers cannot be read; trying again");
                std::thread::sleep(PAUSE);
                // That it failed could not be written either: given back, it goes on when there is room.
                begun = false;
            }
        }
    }
}

/// Does one step, if one waits.
fn work_once(app: &App, direction: Direction) -> Result<bool, AppError> {
    let claimed = app.store().write_blocking(move |tx| {
        Ok::<_, StoreError>(match queries::claim(tx, direction)? {
            Some(row) => Ending::Commit(tx.unaudited(Some(row))),
            None => Ending::Nothing(None),
        })
    })?;
    let Some(row) = claimed else { return Ok(false) };
    let work = Work { app, row };
    // A defect in one transfer must not stop all that come after it.
    let outcome = catch_unwind(AssertUnwindSafe(|| work.step()))
        .unwrap_or_else(|_| Err(AppError::Internal("a transfer panicked".to_owned())));
    if let Err(error) = outcome {
        work.fail(&error.in_words())?;
    }
    Ok(true)
}

/// A step that a worker does.
struct Work<'a> {
    app: &'a App,
    row: TransferRow,
}

impl Work<'_> {
    fn step(&self) -> Result<(), AppError> {
        match self.row.state {
            State::Making => export::make(self),
            State::Reading => read::read(self),
            State::Checking | State::Taking => rows::go_through(self),
            State::Undoing => undo::take_back(self),
            _ => Ok(()),
        }
    }

    fn store(&self) -> &Store {
        self.app.store()
    }

    fn machine(&self) -> Result<&Transfers, AppError> {
        self.app.machine()
    }

    /// R-TRF-03. Work goes on only while she who began it holds the post in which she did.
    ///
    /// Source: product.md, promise 5; a member who left may have asked an hour before.
    fn actor(&self, tx: &ReadTx<'_>) -> Result<Actor, AppError> {
        let row = &self.row;
        let found = self.app.identity().in_post(tx, row.tenant, row.person, row.post)?;
        found.ok_or_else(|| {
            AppError::Forbidden("发起时的岗位已经结束，这件事没有继续。已经完成的部分不受影响。".to_owned())
        })
    }

    /// Writes how far it is. Fails when the person has given it up.
    fn advance(&self, tx: &WriteTx<'_>, done: i64, counts: crate::model::Counts) -> Result<(), AppError> {
        if queries::advance(tx, self.row.key(), self.row.state, done, counts)? {
            Ok(())
        } else {
            Err(AppError::Refused("已经取消".to_owned()))
        }
    }

    fn fail(&self, message: &str) -> Result<(), AppError> {
        let (key, state, message) = (self.row.key(), self.row.state, message.to_owned());
        let written = self.store().write_blocking(move |tx| {
            let failed = queries::fail(tx, key, state, &message)?;
            Ok::<_, StoreError>(if failed { Ending::Commit(tx.unaudited(())) } else { Ending::Nothing(()) })
        });
        Ok(written?)
    }
}

/// A workbook that could not be written.
fn unwritten(error: SheetError) -> AppError {
    match error {
        SheetError::Disk(_) => AppError::Unavailable(StoreError::Full),
        SheetError::Layout(_) => AppError::Internal(error.to_string()),
    }
}

/// Throws away transfers whose time is over, with their files (R-TRF-01). Says how many.
///
/// # Errors
/// When they cannot be read or deleted.
pub fn forget_expired(store: &Store) -> Result<usize, StoreError> {
    let expired = store.read_blocking(queries::expired)?;
    let count = expired.len();
    for (key, made, files) in expired {
        // The row first: a row without its file would promise a download.
        store.write_blocking(move |tx| {
            let until = remembered_until(made);
            if tx.now() < until && (queries::has_made(tx, key)? || queries::count_waiting(tx, key)? > 0) {
                queries::keep_without_files(tx, key, until)?;
            } else {
                queries::delete(tx, key)?;
            }
            Ok::<_, StoreError>(tx.record(&Entry::by_system(FORGET, key.tenant), ())?.into())
        })?;
        for file in files {
            store.files().remove(file)?;
        }
    }
    Ok(count)
}
