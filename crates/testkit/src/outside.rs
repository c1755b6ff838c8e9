//! A world that reaches something outside of itself: servers on the loopback.

use niangjia::outside::Outside;
use niangjia_kernel::Clock as _;
use niangjia_web::{App, AppSettings};

use crate::world::World;

impl World {
    /// The application over this world's data that reaches something outside.
    #[must_use]
    pub fn reaching(&self, outside: Outside) -> App {
        niangjia::wiring::application_with(self.store(), AppSettings::default(), outside)
    }

    /// Lets seconds pass.
    pub fn seconds_pass(&self, seconds: i64) {
        self.clock.set(self.clock.now().plus_seconds(seconds));
    }
}
