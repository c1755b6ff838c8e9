//! A reader before the numbers of an organisation: what she sees of each.

use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError};

use crate::measure::{measure, measure_children};
use crate::model::{Figure, Indicator};
use crate::period::Span;
use crate::rules::{Sight, Total, conceal, may_see_numbers};

/// A reader, an organisation, and the days asked for.
pub(crate) struct Reader<'a> {
    tx: &'a ReadTx<'a>,
    org: &'a Org,
    span: Span,
    sight: Sight,
    /// The organisation in which she acts and those between it and this one, each with its children: in their tables
    /// the numbers of this organisation stand too, and what is hidden there is hidden here.
    tables: Vec<(Org, Vec<Org>)>,
}

impl<'a> Reader<'a> {
    /// A reader on today's day; `None` when she sees no number of this organisation.
    pub(crate) fn of(tx: &'a ReadTx<'a>, actor: &Actor, org: &'a Org) -> Result<Option<Self>, StoreError> {
        let span = Span { from: tx.today(), to: tx.today() };
        let sight = may_see_numbers(actor, &org.path);
        let mut tables = Vec::new();
        if sight == Sight::SmallHidden {
            for above in niangjia_org::api::lineage(tx, &org.path)? {
                if actor.acting.org_path.covers(&above.path) && above.id != org.id {
                    let children = niangjia_org::api::children(tx, above.id)?;
                    tables.push((above, children));
                }
            }
        }
        Ok((sight != Sight::Nothing).then_some(Self { tx, org, span, sight, tables }))
    }

    /// The same reader before other days.
    pub(crate) fn on(&self, span: Span) -> Self {
        Self { tx: self.tx, org: self.org, span, sight: self.sight, tables: self.tables.clone() }
    }

    /// What her post lets her see of the organisation.
    pub(crate) const fn sight(&self) -> Sight {
        self.sight
    }

    /// Whether small numbers are hidden from her.
    pub(crate) fn hides_small(&self) -> bool {
        self.sight == Sight::SmallHidden
    }

    /// Whether numbers open to their rows for her.
    pub(crate) fn opens_rows(&self) -> bool {
        self.sight == Sight::Rows
    }

    fn hides(&self, indicator: Indicator) -> bool {
        self.hides_small() && indicator.definition().hides_small
    }

    /// An indicator of the organisation.
    pub(crate) fn figure(&self, indicator: Indicator) -> Result<Figure, StoreError> {
        let (tx, span) = (self.tx, self.span);
        if !self.hides(indicator) {
            return Ok(Figure::open(measure(tx, self.org, span, indicator)?));
        }
        let top = self.tables.first().map_or(self.org, |(above, _)| above);
        let alone = conceal(&[measure(tx, top, span, indicator)?], Total::Shown);
        let mut figure = alone.into_iter().next().unwrap_or(Figure::HiddenRatio);
        for (index, (above, children)) in self.tables.iter().enumerate() {
            let below = self.tables.get(index + 1).map_or(self.org, |(below, _)| below);
            let cells = self.table(above, children, indicator, figure)?;
            let here = children.iter().position(|child| child.id == below.id);
            figure = here.and_then(|here| cells.get(here).copied()).unwrap_or(Figure::HiddenRatio);
        }
        Ok(figure)
    }

    /// The indicator of each child, in the order of `children`; `own` is that of the organisation.
    pub(crate) fn figures_below(
        &self,
        children: &[Org],
        indicator: Indicator,
        own: Figure,
    ) -> Result<Vec<Figure>, StoreError> {
        self.table(self.org, children, indicator, own)
    }

    fn table(
        &self,
        org: &Org,
        children: &[Org],
        indicator: Indicator,
        own: Figure,
    ) -> Result<Vec<Figure>, StoreError> {
        let amounts = measure_children(self.tx, org, children, self.span, indicator)?;
        if !self.hides(indicator) {
            return Ok(amounts.into_iter().map(Figure::open).collect());
        }
        let total = if own.is_exact() { Total::Shown } else { Total::Hidden };
        Ok(conceal(&amounts, total))
    }
}
