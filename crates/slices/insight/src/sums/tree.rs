//! The tenants of the nation as a tree: the nation, provinces, cities, counties.

use std::collections::BTreeSet;

use niangjia_kernel::Tenant;
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, StoreError};

/// The heads of all tenants, above before below.
pub(super) struct Tree {
    heads: Vec<Org>,
    above: Vec<Option<usize>>,
    below: Vec<Vec<usize>>,
}

impl Tree {
    pub(super) fn read(tx: &ReadTx<'_>) -> Result<Self, StoreError> {
        Ok(Self::of(niangjia_org::api::down_to_the_county(tx)?))
    }

    /// From organisations in the order of their paths. A city without counties and its stand-in county share a tenant:
    /// the upper one heads it.
    fn of(orgs: Vec<Org>) -> Self {
        let mut seen = BTreeSet::new();
        let heads: Vec<Org> = orgs.into_iter().filter(|org| seen.insert(org.tenant)).collect();
        let (mut above, mut below) = (Vec::new(), vec![Vec::new(); heads.len()]);
        let mut lineage: Vec<usize> = Vec::new();
        for (place, head) in heads.iter().enumerate() {
            while lineage.last().is_some_and(|last| !heads[*last].path.covers(&head.path)) {
                lineage.pop();
            }
            above.push(lineage.last().copied());
            if let Some(last) = lineage.last() {
                below[*last].push(place);
            }
            lineage.push(place);
        }
        Self { heads, above, below }
    }

    pub(super) fn heads(&self) -> &[Org] {
        &self.heads
    }

    pub(super) fn head(&self, place: usize) -> &Org {
        &self.heads[place]
    }

    /// The tenants directly below.
    pub(super) fn tenants_below(&self, place: usize) -> Vec<Tenant> {
        self.below[place].iter().map(|below| self.heads[*below].tenant).collect()
    }

    /// Those that add up what these changed, themselves included where something is below them; the lowest first.
    pub(super) fn adding_up(&self, changed: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut places = BTreeSet::new();
        for place in changed {
            let mut next = Some(place);
            while let Some(place) = next {
                places.insert(place);
                next = self.above[place];
            }
        }
        places.into_iter().rev().filter(|place| !self.below[*place].is_empty()).collect()
    }
}
