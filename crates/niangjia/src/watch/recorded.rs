//! Counts that grow with what happens: requests and jobs.

use std::sync::Arc;

use axum::http::Method;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// From a look at a page to an export that takes long, in seconds.
const DURATIONS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
    method: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Job {
    job: &'static str,
    outcome: &'static str,
}

/// What is counted while the program serves. Cheap to clone; all clones are the same counts.
#[derive(Clone)]
pub struct Recorded {
    requests: Family<Asked, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    jobs: Family<Job, Counter>,
    registry: Arc<Registry>,
}

fn durations() -> Histogram {
    Histogram::new(DURATIONS)
}

impl Default for Recorded {
    fn default() -> Self {
        let mut registry = Registry::default();
        let requests = Family::default();
        let histograms = Family::new_with_constructor(durations as fn() -> Histogram);
        let jobs = Family::default();
        registry.register("niangjia_requests", "Requests by route, method and status", requests.clone());
        registry.register(
            "niangjia_request_duration_seconds",
            "How long the answer took, until its first byte",
            histograms.clone(),
        );
        registry.register("niangjia_jobs", "Runs of jobs by how they ended", jobs.clone());
        Self { requests, durations: histograms, jobs, registry: Arc::new(registry) }
    }
}

impl Recorded {
    pub(super) fn request(&self, route: String, method: &'static str, status: u16, seconds: f64) {
        self.durations.get_or_create(&Route { route: route.clone(), method }).observe(seconds);
        self.requests.get_or_create(&Asked { route, method, status }).inc();
    }

    /// A job ran.
    pub fn job(&self, job: &'static str, well: bool) {
        let outcome = if well { "done" } else { "failed" };
        self.jobs.get_or_create(&Job { job, outcome }).inc();
    }

    pub(super) fn registry(&self) -> Arc<Registry> {
        Arc::clone(&self.registry)
    }
}

/// A method by its name; what somebody made up must not become a label.
pub(super) const fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
