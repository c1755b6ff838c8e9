//! How often one address may submit. Reading is not limited.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use governor::clock::MonotonicClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use niangjia_web::{AppError, Sender};

/// How many submissions an address may send at once, in seconds of its rate.
const BURST_SECONDS: u32 = 6;

/// How many addresses are remembered before those that have their whole allowance back are forgotten.
const ADDRESSES_KEPT: usize = 10_000;

type Limiter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, MonotonicClock>;

/// Refuses more than `per_second` submissions of one address in the long run; 0 limits nothing.
///
/// Behind a proxy the address is the last one of `X-Forwarded-For`: the one that the proxy itself has seen.
pub fn limited(router: Router, per_second: u32, behind_proxy: bool) -> Router {
    let rates = NonZeroU32::new(per_second).zip(NonZeroU32::new(per_second * BURST_SECONDS));
    let limiter: Option<Arc<Limiter>> = rates.map(|(rate, burst)| {
        let quota = Quota::per_second(rate).allow_burst(burst);
        Arc::new(RateLimiter::new(quota, HashMapStateStore::default(), MonotonicClock))
    });
    router.layer(from_fn(move |mut request: Request, next: Next| {
        let limiter = limiter.clone();
        async move {
            let from = sender(&request, behind_proxy);
            // Pages for everybody count for themselves, and give back what was typed.
            if let Some(from) = from {
                request.extensions_mut().insert(Sender(from));
            }
            let address = from.filter(|_| request.method() == Method::POST);
            let refused = limiter.zip(address).is_some_and(|(limiter, address)| {
                if limiter.len() > ADDRESSES_KEPT {
                    limiter.retain_recent();
                }
                limiter.check_key(&address).is_err()
            });
            if refused { AppError::TooMany.for_request(request.headers()) } else { next.run(request).await }
        }
    }))
}

fn sender(request: &Request, behind_proxy: bool) -> Option<IpAddr> {
    let forwarded = || {
        let header = request.headers().get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        header.rsplit(',').next()?.trim().parse().ok()
    };
    let peer =
        || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    if behind_proxy { forwarded().or_else(peer) } else { peer() }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::any;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn an_address_that_submits_faster_than_people_do_is_told_so_and_reading_goes_on() {
        let router = limited(Router::new().route("/", any(|| async { "ok" })), 1, true);
        let ask = |method: Method, address: &'static str| {
            let request = Request::builder().method(method).uri("/").header("x-forwarded-for", address);
            router.clone().oneshot(request.body(Body::empty()).expect("a request"))
        };
        let mut statuses = Vec::new();
        for _ in 0..8 {
            statuses.push(
                ask(Method::POST, "203.0.113.9, 192.0.2.7").await.expect("an answer").status().as_u16(),
            );
        }
        assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 429, 429]);
        assert_eq!(ask(Method::GET, "192.0.2.7").await.expect("an answer").status().as_u16(), 200);
        assert_eq!(ask(Method::POST, "192.0.2.8").await.expect("an answer").status().as_u16(), 200);
        // A token is no way around it, and is told so in its own language.
        let by_token =
            Request::builder().method(Method::POST).uri("/").header("x-forwarded-for", "192.0.2.7");
        let by_token = by_token.header("authorization", "Bearer nj_341881_x").body(Body::empty());
        let refused = router.clone().oneshot(by_token.expect("a request")).await.expect("an answer");
        assert_eq!(refused.status().as_u16(), 429);
        assert_eq!(refused.headers()["content-type"], "application/json");
    }
}
