//! How many requests one address may send. A village may share one.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, MonotonicClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::pack::RequestRules;

/// How many addresses are remembered before those that have their whole allowance back are forgotten.
const ADDRESSES_KEPT: usize = 10_000;

type Limiter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, MonotonicClock>;

/// Counts who comes to the public pages; nothing of it is kept.
///
/// R-REQ-12. One address may send so many requests at once and so many a minute after that; whoever is over it keeps all that
/// was typed and reads when to try again.
///
/// Source: the issue (500 requests a minute from one address). Local: `request.public_burst`, `request.public_per_minute`
#[derive(Debug)]
pub struct PublicDoor {
    limiter: Limiter,
}

impl Default for PublicDoor {
    fn default() -> Self {
        let rules = RequestRules::in_force();
        let at_least_one = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(at_least_one(rules.public_per_minute))
            .allow_burst(at_least_one(rules.public_burst));
        Self { limiter: RateLimiter::new(quota, HashMapStateStore::default(), MonotonicClock) }
    }
}

impl PublicDoor {
    /// Lets one more through, or says how many seconds to wait. Whoever comes without an address (a test, a pipe) is let through.
    pub(crate) fn knock(&self, from: Option<IpAddr>) -> Result<(), u64> {
        let Some(from) = from else { return Ok(()) };
        if self.limiter.len() > ADDRESSES_KEPT {
            self.limiter.retain_recent();
        }
        let wait = |not_until: governor::NotUntil<_>| {
            not_until.wait_time_from(MonotonicClock.now()).as_secs().saturating_add(1)
        };
        self.limiter.check_key(&from).map_err(wait)
    }
}
