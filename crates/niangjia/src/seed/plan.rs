//! How much goes where: every community gets its share of the whole, whichever county is written first.

use std::collections::BTreeMap;
use std::ops::Range;

use niangjia_area::api::Division;
use niangjia_kernel::{AreaCode, AreaLevel, Day, Tenant};

/// Of so many households one has nobody linked to it.
const ONE_ALONE_IN: u64 = 30;

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

    /// What falls to a community of so many in all, by their numbers: nothing is lost and nothing is invented.
    pub(super) fn share(&self, all: u64, place: &Place) -> Range<u64> {
        part(all, place.number, self.communities)
    }

    /// How many visits the `number`-th household of all gets; `None` where nobody is linked to it: one in thirty.
    pub(super) fn visits(&self, number: u64) -> Option<u64> {
        let before = |number: u64| number - number / ONE_ALONE_IN;
        let (place, next) = (before(number), before(number + 1));
        let share = || part(self.order.visits, place, before(self.order.households));
        (next > place).then(|| share().count() as u64)
    }
}

/// The part of `all` that falls to the `place`-th of so many.
fn part(all: u64, place: u64, of: u64) -> Range<u64> {
    let upto = |place: u64| u128::from(place) * u128::from(all) / u128::from(of.max(1));
    let number = |upto: u128| u64::try_from(upto).unwrap_or_default();
    number(upto(place))..number(upto(place + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_shares_of_all_communities_and_households_are_the_whole(
            all in 0u64..30_000_000,
            households in 1u64..2_000,
            communities in 1u64..500,
        ) {
            let divisions = (0..communities).map(|number| Division {
                code: AreaCode::parse(&format!("34188100{:04}", number + 3_000)).expect("a code"),
                name: "某社区居委会".to_owned(),
                stand_in: false,
            });
            let order = Order {
                area: AreaCode::parse("341881").expect("a code"),
                members: 0,
                households,
                visits: all,
                seed: 1,
                today: Day::of(2026, 11, 23).expect("a day"),
            };
            let plan = Plan::of(order, &divisions.collect::<Vec<_>>());
            let shares = plan.tenants.values().flatten().map(|place| plan.share(all, place));
            let mut next = 0;
            for share in shares {
                prop_assert_eq!(share.start, next);
                next = share.end;
            }
            prop_assert_eq!(next, all);
            let visits = (0..households).filter_map(|number| plan.visits(number));
            prop_assert_eq!(visits.sum::<u64>(), all);
        }
    }
}
