//! The machine: what the office configured to carry messages out.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::couriers::Reach;

/// Plugged into the application by `niangjia`.
pub struct Messages {
    reach: Reach,
    /// Whether what a former process left was given back.
    begun: AtomicBool,
}

impl Messages {
    /// Over what the office configured.
    #[must_use]
    pub const fn new(reach: Reach) -> Self {
        Self { reach, begun: AtomicBool::new(false) }
    }

    /// What the office configured.
    pub(crate) const fn reach(&self) -> &Reach {
        &self.reach
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed)
    }

    pub(crate) fn begins(&self) {
        self.begun.store(true, Ordering::Relaxed);
    }
}
