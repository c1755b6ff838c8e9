//! Work that goes on while the program serves.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use niangjia_attachment::Attachments;
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
/// How often it is asked which requests nobody moved in time.
const PASSING_UP: Duration = Duration::from_secs(60);
/// How often it is asked which sealed cases are without somebody, and what waits on them.
const ATTENDING: Duration = Duration::from_secs(60);
/// How long a file waits at most before the scanner is asked about it.
const SCANNING: Duration = Duration::from_secs(5);
/// How long a message waits at most before it leaves.
const DELIVERING: Duration = Duration::from_secs(3);
const HOUSEKEEPING: Duration = Duration::from_secs(3_600);

/// Starts the jobs; they end with the process. A job that fails says so in the log and tries again; how often each ran
/// is in the metrics.
pub fn start(app: &App, watch: &Watch) {
    start_transfers(app);
    let store = app.store().clone();
    repeat(watch, "sealing", SEALING, move || audit::seal_pending(&store).map(drop));
    let store = app.store().clone();
    repeat(watch, "summing_up", SUMMING, move || niangjia_insight::refresh(&store, COUNTING).map(drop));
    let store = app.store().clone();
    repeat(watch, "forgetting_sessions", HOUSEKEEPING, move || {
        store.write_blocking(niangjia_people::api::forget_old_sessions).map(drop)
    });
    let store = app.store().clone();
    repeat(watch, "asking_about_needs", HOUSEKEEPING, move || {
        while store.write_blocking(niangjia_household::api::ask_about_needs)? > 0 {}
        Ok::<_, StoreError>(())
    });
    start_scanning(app, watch);
    let store = app.store().clone();
    repeat(watch, "forgetting_attachments", HOUSEKEEPING, move || {
        while niangjia_attachment::forget_gone(&store)? > 0 {}
        Ok::<_, StoreError>(())
    });
    let own = app.clone();
    repeat(watch, "delivering_messages", DELIVERING, move || niangjia_message::deliver_due(&own).map(drop));
    let store = app.store().clone();
    repeat(watch, "forgetting_messages", HOUSEKEEPING, move || {
        while niangjia_message::forget_read(&store)? > 0 {}
        Ok::<_, StoreError>(())
    });
    let store = app.store().clone();
    repeat(watch, "passing_up_requests", PASSING_UP, move || {
        niangjia_request::api::pass_up_what_is_late(&store)
            .map(drop)
            .map_err(|error| error.in_words().to_owned())
    });
    let store = app.store().clone();
    repeat(watch, "attending_sealed_cases", ATTENDING, move || {
        niangjia_protection::api::attend(&store).map(drop)
    });
    let store = app.store().clone();
    repeat(watch, "forgetting_slips", HOUSEKEEPING, move || {
        store.write_blocking(niangjia_survey::forget_expired).map(drop)
    });
    let store = app.store().clone();
    repeat(watch, "forgetting_transfers", HOUSEKEEPING, move || {
        niangjia_transfer::forget_expired(&store).map(drop)
    });
}

/// Lets the scanner look at files that wait for it, where one is configured.
fn start_scanning(app: &App, watch: &Watch) {
    let scanner = app.machine::<Attachments>().ok().and_then(|attachments| attachments.scanner().cloned());
    if let Some(scanner) = scanner {
        let store = app.store().clone();
        repeat(watch, "scanning_attachments", SCANNING, move || {
            niangjia_attachment::scan_waiting(&store, &scanner).map(drop)
        });
    }
}

/// Does a job again and again on a thread that may wait, with a pause in between.
fn repeat<W, E>(watch: &Watch, job: &'static str, pause: Duration, work: W)
where
    W: Fn() -> Result<(), E> + Send + Sync + 'static,
    E: Display + Send + 'static,
{
    let (work, recorded) = (Arc::new(work), watch.recorded().clone());
    tokio::spawn(async move {
        loop {
            let work = Arc::clone(&work);
            let done = tokio::task::spawn_blocking(move || work()).await;
            recorded.job(job, matches!(done, Ok(Ok(()))));
            match done {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(job, %error, "failed and will be tried again"),
                Err(error) => tracing::error!(job, %error, "broke off and will be tried again"),
            }
            tokio::time::sleep(pause).await;
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
