//! Work that goes on while the program serves.

use std::time::Duration;

use niangjia_store::{StoreError, audit};
use niangjia_web::App;

const SEALING: Duration = Duration::from_secs(1);
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

fn report(job: &str, failure: Option<StoreError>) {
    if let Some(error) = failure {
        tracing::warn!(%error, "{job} failed and will be tried again");
    }
}
