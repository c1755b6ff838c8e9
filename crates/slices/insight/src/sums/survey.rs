//! What is to be counted: where something was written since, where a day has passed, what was never counted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use niangjia_kernel::{Day, FactKind, Month, Tenant, Timestamp};
use niangjia_store::{ReadTx, StoreError, audit};

use super::tree::Tree;
use crate::model::Indicator;
use crate::period::Span;
use crate::queries::{self, Counted};
use crate::rules::may_still_change;

/// How many months before the open one are kept up: the twelve of a trend.
const MONTHS_BEFORE: i64 = 12;

/// One tenant's month to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// The place of its head in the tree.
    pub(super) place: usize,
    pub(super) month: Month,
    /// When it was counted last, if ever.
    pub(super) before: Option<Timestamp>,
}

/// What a look around found.
pub(super) struct Survey {
    pub(super) tree: Arc<Tree>,
    /// The newest month first; within it what was counted longest ago.
    pub(super) units: Vec<Unit>,
    /// Months that have no sums at all yet.
    pub(super) new_months: Vec<Month>,
    /// Months that are kept up.
    pub(super) months: Vec<Month>,
    /// Tenants in which something was ever written.
    pub(super) active: BTreeSet<Tenant>,
    /// Closed months that were looked at and hold.
    pub(super) confirmed: Vec<(Tenant, Month, Counted)>,
    /// Everything recorded until then was there to be seen.
    pub(super) through: Timestamp,
}

/// The day of which the state of a month is told.
pub(super) fn as_of(month: Month, today: Day) -> Day {
    Span::of_month(month, today).to
}

pub(super) fn survey(tx: &ReadTx<'_>) -> Result<Survey, StoreError> {
    let (tree, today) = (Tree::read(tx)?, tx.today());
    let first = today.month().plus(-MONTHS_BEFORE);
    let months: Vec<Month> = (0..=MONTHS_BEFORE).rev().map(|index| first.plus(index)).collect();
    let have: BTreeSet<Month> = queries::months(tx)?.into_iter().collect();
    let new_months = months.iter().filter(|month| !have.contains(month)).copied().collect();
    let counted = queries::counted(tx, first)?;
    let mut survey = Survey {
        tree: Arc::new(tree),
        units: Vec::new(),
        new_months,
        months,
        active: BTreeSet::new(),
        confirmed: Vec::new(),
        through: audit::oldest_waiting(tx)?.map_or(tx.now(), |oldest| oldest.min(tx.now())),
    };
    for (place, head) in Arc::clone(&survey.tree).heads().iter().enumerate() {
        let seen = audit::head_number(tx, head.tenant)?;
        if seen > 0 {
            survey.active.insert(head.tenant);
            survey.tenant(tx, (place, head.tenant), seen, &counted)?;
        }
    }
    survey.units.sort_by_key(|unit| (std::cmp::Reverse(unit.month), unit.before, unit.place));
    Ok(survey)
}

impl Survey {
    fn tenant(
        &mut self,
        tx: &ReadTx<'_>,
        (place, tenant): (usize, Tenant),
        seen: i64,
        counted: &BTreeMap<(Tenant, Month), Counted>,
    ) -> Result<(), StoreError> {
        let today = tx.today();
        let mut facts = None;
        for month in self.months.clone() {
            let before = counted.get(&(tenant, month)).copied();
            let due = match before {
                None => true,
                Some(before) if before.as_of < as_of(month, today) => true,
                Some(before) if before.seen == seen => false,
                Some(_) if may_still_change(month, today) => true,
                Some(before) => {
                    if facts.is_none() {
                        facts = Some(Facts::of(tx, tenant, (self.months[self.months.len() - 1], today))?);
                    }
                    let late = facts.as_ref().is_some_and(|facts| facts.are_late(month));
                    if !late {
                        self.confirmed.push((tenant, month, Counted { seen, ..before }));
                    }
                    late
                }
            };
            if due {
                self.units.push(Unit { place, month, before: before.map(|before| before.at) });
            }
        }
        Ok(())
    }
}

/// The facts of one tenant by month: as they are, and as they were when its months were counted.
struct Facts {
    now: BTreeMap<(Month, FactKind), i64>,
    then: Vec<(FactKind, BTreeMap<Month, i64>)>,
}

impl Facts {
    fn of(tx: &ReadTx<'_>, tenant: Tenant, (first, today): (Month, Day)) -> Result<Self, StoreError> {
        let kinds = [
            (Indicator::Visits, FactKind::Visit),
            (Indicator::MattersSettled, FactKind::MatterSettled),
            (Indicator::RequestsReceived, FactKind::RequestReceived),
            (Indicator::RequestsAnswered, FactKind::RequestAnswered),
            (Indicator::ScreeningRounds, FactKind::ScreeningRound),
            (Indicator::TroublesFound, FactKind::TroubleFound),
            (Indicator::TroublesResolved, FactKind::TroubleResolved),
            (Indicator::Disputes, FactKind::MediationAccepted),
            (Indicator::DisputesWithMembers, FactKind::MediationWithMember),
            (Indicator::WrittenAgreements, FactKind::AgreementWritten),
        ];
        let mut then = Vec::new();
        for (indicator, kind) in kinds {
            let sums = queries::by_month(tx, tenant, indicator, (first, today.month()))?;
            then.push((kind, sums.into_iter().map(|(month, sum)| (month, sum.own.0)).collect()));
        }
        Ok(Self { now: queries::tallies_of(tx, tenant, first)?, then })
    }

    /// Whether facts of a closed month came, or were taken back, after it was counted.
    fn are_late(&self, month: Month) -> bool {
        self.then.iter().any(|(kind, then)| {
            let now = self.now.get(&(month, *kind)).copied().unwrap_or_default();
            then.get(&month).copied().unwrap_or_default() != now
        })
    }
}
