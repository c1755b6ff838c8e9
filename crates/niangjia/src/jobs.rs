//! Work that goes on while the program serves.

use std::time::Duration;

use niangjia_store::{Store, StoreError, StoreOptions, audit};
use niangjia_web::App;

use crate::backup::{self, EveryDay};
use crate::watch::Watch;

const SEALING: Duration = Duration::from_secs(1);
/// How often it is asked whether the day's backup is due.
const BACKUP: Duration = Duration::from_secs(60);
const SUMMING: Duration = Duration::from_secs(60);
/// How long a round of counting may take of each minute.
const COUNTING: Duration = Duration::from_secs(20);
const HOUSEKEEPING: Duration = Duration::from_secs(3_600);

/// Starts the jobs; they end with the process. A job that fails says so in the log and tries again.
pub fn start(app: &App) {
    start_transfers(app);
    let store = app.store();
    let sealing = store.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(SEALING).await;
            let store = sealing.clone();
            let done = tokio::task::spawn_blocking(move || audit::seal_pending(&store)).await;
            report("sealing the audit", done.unwrap_or(Ok(0)).err());
        }
    });
    let summing = store.clone();
    tokio::spawn(async move {
        loop {
            let store = summing.clone();
            let round = move || niangjia_insight::refresh(&store, COUNTING).map(drop);
            let done = tokio::task::spawn_blocking(round).await;
            report("summing up above the county", done.unwrap_or(Ok(())).err());
            tokio::time::sleep(SUMMING).await;
        }
    });
    let cleaning = store.clone();
    tokio::spawn(async move {
        loop {
            let done = cleaning.write(niangjia_people::api::forget_old_sessions);
            report("forgetting old sessions", done.await.err());
            let store = cleaning.clone();
            let done = tokio::task::spawn_blocking(move || niangjia_transfer::forget_expired(&store)).await;
            report("forgetting old transfers", done.unwrap_or(Ok(0)).err());
            tokio::time::sleep(HOUSEKEEPING).await;
        }
    });
}

/// Starts the workers of imports and exports, which go on where a former process was.
fn start_transfers(app: &App) {
    if let Err(error) = niangjia_transfer::start(app) {
        tracing::error!(error = error.in_words(), "imports and exports cannot begin");
    }
}

/// Starts the daily backups. What came of them is in the log and in the metrics.
pub fn start_backups(store: &Store, options: StoreOptions, every_day: EveryDay, watch: Watch) {
    let store = store.clone();
    tokio::spawn(async move {
        loop {
            let (store, options, every_day) = (store.clone(), options.clone(), every_day.clone());
            let own = watch.clone();
            let run = move || backup::run_when_due(&store, &options, &every_day, own.last_backup());
            match tokio::task::spawn_blocking(run).await {
                Ok(Ok(None)) => {}
                Ok(Ok(Some(made))) => {
                    watch.recorded().job("backup", true);
                    tracing::info!(
                        bytes = made.bytes,
                        rows = made.rows,
                        files = made.files,
                        "the day's backup is made"
                    );
                }
                Ok(Err(error)) => {
                    watch.recorded().job("backup", false);
                    tracing::error!(%error, "the day's backup failed and will be tried again in an hour");
                }
                Err(error) => tracing::error!(%error, "the day's backup broke off"),
            }
            tokio::time::sleep(BACKUP).await;
        }
    });
}

fn report(job: &str, failure: Option<StoreError>) {
    if let Some(error) = failure {
        tracing::warn!(%error, "{job} failed and will be tried again");
    }
}
