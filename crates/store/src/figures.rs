//! What a store did, as counts: for whoever watches over an installation.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Counts since the store was opened. Nothing in them is about anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Transactions that read.
    pub reads: u64,
    /// Transactions that wrote and were kept.
    pub kept: u64,
    /// Transactions that were refused, or had been done before.
    pub nothing: u64,
    /// Transactions that failed.
    pub failed: u64,
    /// How often an action was tried again because another wanted the same rows.
    pub tried_again: u64,
    /// Actions that wait for the writing thread (SQLite).
    pub waiting: u64,
    /// How many actions the writing thread has begun (SQLite).
    pub begun: u64,
    /// How long they had waited for it, all together, in microseconds.
    pub waited_micros: u64,
    /// How much SELECTs made the engine do, in the small steps of its own machine (SQLite): grows with the rows they touch.
    pub steps: u64,
}

/// The counts while the store is open.
#[derive(Default)]
pub(crate) struct Counters {
    reads: AtomicU64,
    kept: AtomicU64,
    nothing: AtomicU64,
    failed: AtomicU64,
    tried_again: AtomicU64,
    queued: AtomicU64,
    begun: AtomicU64,
    waited_micros: AtomicU64,
    steps: AtomicU64,
}

fn one_more(count: &AtomicU64) {
    count.fetch_add(1, Ordering::Relaxed);
}

impl Counters {
    pub(crate) fn read(&self) {
        one_more(&self.reads);
    }

    /// An action ended: kept, not kept, or failed.
    pub(crate) fn written(&self, kept: Option<bool>) {
        one_more(match kept {
            Some(true) => &self.kept,
            Some(false) => &self.nothing,
            None => &self.failed,
        });
    }

    pub(crate) fn tried_again(&self) {
        one_more(&self.tried_again);
    }

    pub(crate) fn queued(&self) {
        one_more(&self.queued);
    }

    pub(crate) fn begun(&self, queued: Instant) {
        one_more(&self.begun);
        let micros = u64::try_from(queued.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.waited_micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// A SELECT was done.
    pub(crate) fn stepped(&self, steps: i32) {
        self.steps.fetch_add(u64::try_from(steps).unwrap_or_default(), Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> Figures {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        // Begun first: what begins in between must not make the queue negative.
        let begun = of(&self.begun);
        Figures {
            reads: of(&self.reads),
            kept: of(&self.kept),
            nothing: of(&self.nothing),
            failed: of(&self.failed),
            tried_again: of(&self.tried_again),
            waiting: of(&self.queued).saturating_sub(begun),
            begun,
            waited_micros: of(&self.waited_micros),
            steps: of(&self.steps),
        }
    }
}
