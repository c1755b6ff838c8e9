//! How much goes where: every community gets its share of the whole, whichever county is written first.

use std::collections::BTreeMap;

use niangjia_area::api::Division;
use niangjia_kernel::{AreaCode, AreaLevel, Day, Tenant};

/// What is asked for in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The branch that is filled; the nation is all of it.
    pub area: AreaCode,
    /// Committee members of communities.
    pub members: u64,
    /// Households in the registers.
    pub households: u64,
    /// Visits within the year before `today`.
    pub visits: u64,
    /// Same seed, same world.
    pub seed: u64,
    /// The last day of the world is the day before.
    pub today: Day,
}

impl Order {
    /// As it is written into the folder, so that a second call goes on with the same world.
    #[must_use]
    pub fn line(&self) -> String {
        format!(
            "area={} members={} households={} visits={} seed={} today={}\n",
            self.area, self.members, self.households, self.visits, self.seed, self.today
        )
    }
}

/// A community, and its place among all those to be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) code: AreaCode,
    pub(super) number: u64,
}

/// The communities to be filled, by tenant.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) order: Order,
    pub(super) tenants: BTreeMap<Tenant, Vec<Place>>,
    communities: u64,
}

impl Plan {
    pub(super) fn of(order: Order, divisions: &[Division]) -> Self {
        let mut tenants = BTreeMap::<Tenant, Vec<Place>>::new();
        let mut communities = 0;
        let meant = |division: &&Division| {
            division.code.level() == AreaLevel::Community
                && !division.stand_in
                && division.code.digits().starts_with(order.area.digits())
        };
        for division in divisions.iter().filter(meant) {
            let place = Place { code: division.code.clone(), number: communities };
            tenants.entry(division.code.tenant()).or_default().push(place);
            communities += 1;
        }
        Self { order, tenants, communities }
    }

    /// What falls to a community of so many in all: nothing is lost and nothing is invented.
    pub(super) fn share(&self, all: u64, place: &Place) -> u64 {
        let upto = |number: u64| u128::from(number) * u128::from(all) / u128::from(self.communities.max(1));
        u64::try_from(upto(place.number + 1) - upto(place.number)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_shares_of_all_communities_are_the_whole(all in 0u64..30_000_000, communities in 1u64..500) {
            let divisions = (0..communities).map(|number| Division {
                code: AreaCode::parse(&format!("34188100{:04}", number + 3_000)).expect("a code"),
                name: "某社区居委会".to_owned(),
                stand_in: false,
            });
            let order = Order {
                area: AreaCode::parse("341881").expect("a code"),
                members: 0,
                households: 0,
                visits: all,
                seed: 1,
                today: Day::of(2026, 11, 23).expect("a day"),
            };
            let plan = Plan::of(order, &divisions.collect::<Vec<_>>());
            let shares = plan.tenants.values().flatten().map(|place| plan.share(all, place));
            prop_assert_eq!(shares.sum::<u64>(), all);
        }
    }
}
