//! What the receiving level has: the figures of everybody who reported, added up.

use std::collections::BTreeMap;

use niangjia_kernel::{Id, Month, Organisation};
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, StoreError};

use crate::form::kept::Kept;
use crate::form::layout::{Annex, Layout, Lines, Period, Section};
use crate::form::standing::FormState;
use crate::form::{Place, Sheet, SheetRow, Version};
use crate::measure::branch_of;
use crate::model::{Amount, Figure, Indicator};
use crate::queries::forms as queries;
use crate::rules::counts;

/// Where one of those who report stands.
pub(crate) struct Standing {
    pub(crate) org: Org,
    pub(crate) state: FormState,
    /// The newest version.
    pub(crate) version: Option<Version>,
    /// What it said, where it counts.
    pub(crate) kept: Option<Kept>,
}

/// Everybody who reports a form to an organisation, and how far each is with a month.
pub(crate) fn standings(
    tx: &ReadTx<'_>,
    org: &Org,
    layout: &Layout,
    month: Month,
) -> Result<Vec<Standing>, StoreError> {
    let branch = branch_of(org);
    let latest = queries::latest(tx, &branch, &layout.code, (month, month))?;
    let mut latest: BTreeMap<Id<Organisation>, Version> =
        latest.into_iter().map(|(_, version)| (version.org, version)).collect();
    let payloads = queries::standing_payloads(tx, &branch, &layout.code, month)?;
    let mut payloads: BTreeMap<Id<Organisation>, String> = payloads.into_iter().collect();
    let children = niangjia_org::api::children(tx, org.id)?.into_iter();
    let standing = |org: Org| {
        let version = latest.remove(&org.id);
        let state = FormState::of(month, tx.today(), version.as_ref());
        let payload = payloads.remove(&org.id).filter(|_| counts(state));
        let kept = payload.as_deref().map(Kept::read).transpose()?;
        Ok(Standing { org, state, version, kept })
    };
    children.filter(|child| child.level == layout.from).map(standing).collect()
}

/// What those who reported said of an indicator, in the order of the standings; `None` of those who did not.
pub(crate) fn said(standings: &[Standing], indicator: Indicator, period: Period) -> Vec<Option<Amount>> {
    standings.iter().map(|standing| standing.kept.as_ref()?.amount(indicator, period)).collect()
}

/// The sum; nothing where nobody reported it.
pub(crate) fn sum(said: &[Option<Amount>]) -> Option<Figure> {
    let added = said.iter().flatten().copied().reduce(|one, other| match (one, other) {
        (Amount::Count(one), Amount::Count(other)) => Amount::Count(one + other),
        (Amount::Ratio(some, of), Amount::Ratio(more, all)) => Amount::Ratio(some + more, of + all),
        // The same indicator is always of the same kind.
        (one, _) => one,
    });
    added.map(Figure::open)
}

/// The layout of the receiving organisation: its annex speaks of those who report.
pub(crate) fn layout_of(layout: &Layout) -> Layout {
    let mut of = layout.clone();
    for section in &mut of.section {
        if let Section::Annex(annex) = section {
            annex.heading.clone_from(&annex.collected_heading);
            annex.branch.clone_from(&annex.collected_branch);
        }
    }
    of
}

/// The form of the receiving organisation: its lines are sums, its annex has a row for each that reported.
pub(crate) fn sheet(layout: &Layout, standings: &[Standing]) -> Sheet<Figure> {
    let table = |section: &Section| match section {
        Section::Lines(table) => lines(table, standings),
        Section::Annex(table) => annex(table, standings),
    };
    Sheet { tables: layout.section.iter().map(table).collect() }
}

fn lines(table: &Lines, standings: &[Standing]) -> Vec<SheetRow<Figure>> {
    let row = |(place, line): (usize, &crate::form::layout::Line)| {
        let periods = table.column.iter().filter_map(|column| column.show.period());
        let cells = periods.map(|period| {
            let indicator = line.indicator.filter(|_| line.has(period))?;
            sum(&said(standings, indicator, period))
        });
        SheetRow { place: Place::Line(place), cells: cells.collect() }
    };
    table.line.iter().enumerate().map(row).collect()
}

fn annex(table: &Annex, standings: &[Standing]) -> Vec<SheetRow<Figure>> {
    let said_in = |standing: &Standing| {
        let cells = table.columns().map(|column| {
            let (indicator, period) = column.asked()?;
            standing.kept.as_ref()?.amount(indicator, period).map(Figure::open)
        });
        let place = Place::Branch { code: standing.org.code.clone(), name: standing.org.place().to_owned() };
        SheetRow { place, cells: cells.collect() }
    };
    let total = table.columns().map(|column| {
        let (indicator, period) = column.asked()?;
        sum(&said(standings, indicator, period))
    });
    let total = SheetRow { place: Place::Total, cells: total.collect() };
    standings.iter().filter(|standing| standing.kept.is_some()).map(said_in).chain([total]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_add_up_and_ratios_by_both_their_numbers() {
        let counts = [Some(Amount::Count(3)), None, Some(Amount::Count(4))];
        assert_eq!(sum(&counts), Some(Figure::open(Amount::Count(7))));
        let ratios = [Some(Amount::Ratio(1, 2)), Some(Amount::Ratio(8, 8))];
        assert_eq!(sum(&ratios), Some(Figure::Ratio(9, 10)));
        assert_eq!(sum(&[None, None]), None);
    }
}
