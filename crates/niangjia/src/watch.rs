//! What whoever watches over an installation reads: counts by route template, never by path, name or identity.

mod process;
mod recorded;

use std::fmt::Write as _;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use niangjia_store::{Store, StoreError, audit};
use prometheus_client::encoding::text;

use crate::backup::LastBackup;
pub use recorded::Recorded;

/// What stands for paths that no route has.
const NO_ROUTE: &str = "(none)";

/// Everything the second listener can reach.
#[derive(Clone)]
pub struct Watch {
    store: Store,
    folder: std::path::PathBuf,
    last_backup: LastBackup,
    recorded: Recorded,
}

impl Watch {
    /// Watches over a store whose data folder is `folder`.
    #[must_use]
    pub fn over(store: Store, folder: std::path::PathBuf) -> Self {
        Self { store, folder, last_backup: LastBackup::default(), recorded: Recorded::default() }
    }

    /// What is counted.
    #[must_use]
    pub const fn recorded(&self) -> &Recorded {
        &self.recorded
    }

    /// What is known of the daily backups.
    #[must_use]
    pub const fn last_backup(&self) -> &LastBackup {
        &self.last_backup
    }

    /// Counts the requests of a router, and writes a line about each at `debug`.
    pub fn counting(&self, router: Router) -> Router {
        let recorded = self.recorded.clone();
        router.layer(from_fn(move |request: Request, next: Next| {
            let recorded = recorded.clone();
            async move {
                let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
                let route = route.unwrap_or_else(|| NO_ROUTE.to_owned());
                let method = recorded::known(request.method());
                let begun = Instant::now();
                let response = next.run(request).await;
                let (seconds, status) = (begun.elapsed().as_secs_f64(), response.status().as_u16());
                tracing::debug!(method, route, status, ms = (seconds * 1_000.0).round(), "request");
                recorded.request(route, method, status, seconds);
                response
            }
        }))
    }

    /// The router of the second listener: `/metrics`, `/healthz`, `/readyz`.
    pub fn router(self) -> Router {
        Router::new()
            .route("/metrics", get(metrics))
            .route("/healthz", get(|| async { "ok\n" }))
            .route("/readyz", get(ready))
            .with_state(self)
    }

    /// All figures as text.
    ///
    /// # Errors
    /// When the text cannot be written; a database that does not answer is a figure too.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut page = String::new();
        text::encode(&mut page, &self.recorded.registry())?;
        // The end mark comes last, after what is not counted but looked up.
        let mut page = page.trim_end_matches("# EOF\n").to_owned();
        self.store_figures(&mut page)?;
        self.state(&mut page)?;
        process::figures(&mut page)?;
        page.push_str("# EOF\n");
        Ok(page)
    }

    fn store_figures(&self, page: &mut String) -> std::fmt::Result {
        let now = self.store.figures();
        let kinds =
            [("read", now.reads), ("kept", now.kept), ("nothing", now.nothing), ("failed", now.failed)];
        writeln!(page, "# HELP niangjia_transactions Transactions by how they ended.")?;
        writeln!(page, "# TYPE niangjia_transactions counter")?;
        for (kind, count) in kinds {
            writeln!(page, "niangjia_transactions_total{{kind=\"{kind}\"}} {count}")?;
        }
        counter(
            page,
            "niangjia_transactions_retried",
            "Actions tried again after a conflict.",
            now.tried_again,
        )?;
        gauge(
            page,
            "niangjia_writes_waiting",
            "Actions that wait for the writing thread.",
            now.waiting as f64,
        )?;
        counter(page, "niangjia_writes_begun", "Actions the writing thread has begun.", now.begun)?;
        let waited = now.waited_micros as f64 / 1e6;
        writeln!(page, "# HELP niangjia_writes_waited_seconds How long they had waited, together.")?;
        writeln!(page, "# TYPE niangjia_writes_waited_seconds counter")?;
        writeln!(page, "niangjia_writes_waited_seconds_total {waited}")
    }

    fn transfers(&self, page: &mut String) -> std::fmt::Result {
        let Ok(states) = self.store.read_blocking(niangjia_transfer::states) else { return Ok(()) };
        writeln!(page, "# HELP niangjia_transfers Imports and exports by how far they are.")?;
        writeln!(page, "# TYPE niangjia_transfers gauge")?;
        states
            .iter()
            .try_for_each(|(state, count)| writeln!(page, "niangjia_transfers{{state=\"{state}\"}} {count}"))
    }

    fn deliveries(&self, page: &mut String) -> std::fmt::Result {
        let Ok(states) = self.store.read_blocking(niangjia_message::states) else { return Ok(()) };
        writeln!(
            page,
            "# HELP niangjia_deliveries Messages out of the platform by channel and how far they are."
        )?;
        writeln!(page, "# TYPE niangjia_deliveries gauge")?;
        states.iter().try_for_each(|(channel, state, count)| {
            writeln!(page, "niangjia_deliveries{{channel=\"{channel}\",state=\"{state}\"}} {count}")
        })
    }

    /// What is looked up at the moment of asking.
    fn state(&self, page: &mut String) -> std::fmt::Result {
        let waiting = self.store.read_blocking::<_, StoreError>(audit::waiting);
        gauge(
            page,
            "niangjia_database_up",
            "Whether the database answers.",
            f64::from(u8::from(waiting.is_ok())),
        )?;
        if let Ok(waiting) = waiting {
            gauge(page, "niangjia_audit_waiting", "Audit entries that wait for sealing.", waiting as f64)?;
            self.transfers(page)?;
            self.deliveries(page)?;
            // A database that does not answer is waited for once, not twice.
            if let Ok(bytes) = self.store.bytes() {
                gauge(page, "niangjia_database_bytes", "Bytes of the database.", bytes as f64)?;
            }
        }
        if let Some(free) = process::free_bytes(&self.folder) {
            gauge(page, "niangjia_disk_free_bytes", "Room on the disk of the data folder.", free as f64)?;
        }
        let now = self.store.clock().now().millis();
        if let Some(at) = self.last_backup.succeeded() {
            let age = (now - at.millis()) as f64 / 1e3;
            gauge(page, "niangjia_backup_age_seconds", "Age of the last daily backup.", age)?;
        }
        let failing = f64::from(u8::from(self.last_backup.failed().is_some()));
        gauge(page, "niangjia_backup_failing", "Whether the last try of a daily backup failed.", failing)
    }
}

fn gauge(page: &mut String, name: &str, help: &str, value: f64) -> std::fmt::Result {
    writeln!(page, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}")
}

fn counter(page: &mut String, name: &str, help: &str, value: u64) -> std::fmt::Result {
    writeln!(page, "# HELP {name} {help}\n# TYPE {name} counter\n{name}_total {value}")
}

async fn metrics(State(watch): State<Watch>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match tokio::task::spawn_blocking(move || watch.text()).await {
        Ok(Ok(page)) => ([(CONTENT_TYPE, kind)], page).into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Whether requests can be answered: the database answers.
async fn ready(State(watch): State<Watch>) -> Response {
    match watch.store.read(|tx| tx.answers()).await {
        Ok(()) => "ok\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}
