//! Work that goes on while the program serves.

use std::time::Duration;

use niangjia_store::{Store, StoreError, audit};

const SEALING: Duration = Duration::from_secs(1);
const SUMMING: Duration = Duration::from_secs(60);
/// How long a round of counting may take of each minute.
const COUNTING: Duration = Duration::from_secs(20);
const HOUSEKEEPING: Duration = Duration::from_secs(3_600);

/// Starts the jobs; they end with the process. A job that fails says so in the log and tries again.
pub fn start(store: &Store) {
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
            tokio::time::sleep(HOUSEKEEPING).await;
        }
    });
}

fn report(job: &str, failure: Option<StoreError>) {
    if let Some(error) = failure {
        tracing::warn!(%error, "{job} failed and will be tried again");
    }
}
