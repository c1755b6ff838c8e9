//! A reader before the numbers of an organisation: what she sees of each.
//!
//! Up to the county numbers are counted as they are now, in one look. A reader above the county reads the sums of the
//! tenants she looks across; what lies below a county she too reads as it is now.

use std::collections::HashMap;
use std::sync::Arc;

use niangjia_household::api::StandingFilter;
use niangjia_kernel::{AreaLevel, Id, Month, Organisation, Tenant};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError};

use crate::look::{Ask, Place, amount, asks, look};
use crate::measure;
use crate::model::{Amount, Figure, Indicator};
use crate::period::Span;
use crate::queries::{self, Round};
use crate::remembered::{Question, Remembered};
use crate::rules::{Sight, Total, conceal, may_see_numbers};

/// A reader and an organisation.
pub(crate) struct Reader<'a> {
    tx: &'a ReadTx<'a>,
    org: &'a Org,
    sight: Sight,
    /// The organisation in which she acts and those between it and this one, each with its children: in their tables
    /// the numbers of this organisation stand too, and what is hidden there is hidden here.
    tables: Vec<(Org, Vec<Org>)>,
    children: Vec<Org>,
    remembered: Option<&'a Remembered>,
}

/// What is asked of some days.
pub(crate) struct Wanted<'w> {
    /// Of the organisation.
    pub(crate) whole: &'w [Indicator],
    /// Of each child.
    pub(crate) below: &'w [Indicator],
    /// Households counted besides, where she sees more than numbers from above.
    pub(crate) besides: &'w [StandingFilter],
}

/// The numbers of some days as one reader sees them.
pub(crate) struct Numbers<'a> {
    reader: &'a Reader<'a>,
    amounts: HashMap<(Id<Organisation>, Indicator), Amount>,
    /// What was counted besides, in the order asked.
    pub(crate) besides: Vec<i64>,
    /// How far the sums are that these numbers come from; `None` where they are counted now.
    pub(crate) round: Option<Round>,
}

impl<'a> Reader<'a> {
    /// A reader; `None` when she sees no number of this organisation.
    pub(crate) fn of(tx: &'a ReadTx<'a>, actor: &Actor, org: &'a Org) -> Result<Option<Self>, StoreError> {
        let sight = may_see_numbers(actor, &org.path);
        if sight == Sight::Nothing {
            return Ok(None);
        }
        let mut tables = Vec::new();
        if sight == Sight::SmallHidden {
            for above in niangjia_org::api::lineage(tx, &org.path)? {
                if actor.acting.org_path.covers(&above.path) && above.id != org.id {
                    let children = niangjia_org::api::children(tx, above.id)?;
                    tables.push((above, children));
                }
            }
        }
        let children = niangjia_org::api::children(tx, org.id)?;
        Ok(Some(Self { tx, org, sight, tables, children, remembered: None }))
    }

    /// Counts only what is not remembered: for pages that are looked at again and again.
    pub(crate) fn remembering(mut self, remembered: &'a Remembered) -> Self {
        self.remembered = Some(remembered);
        self
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

    /// Those directly below the organisation.
    pub(crate) fn children(&self) -> &[Org] {
        &self.children
    }

    fn hides(&self, indicator: Indicator) -> bool {
        self.hides_small() && indicator.definition().hides_small
    }

    /// Whether she reads the numbers of an organisation from the sums.
    fn reads_sums(&self, org: &Org) -> bool {
        self.hides_small() && !matches!(org.level, AreaLevel::Street | AreaLevel::Community)
    }

    /// The visits of at most twelve months up to `last`, month by month.
    pub(crate) fn trend(&self, last: Month) -> Result<Vec<(Month, i64)>, StoreError> {
        if !self.reads_sums(self.org) {
            return measure::trend(self.tx, self.org, last);
        }
        // Before the sums were begun a month is not nothing: it is not told.
        let begun = queries::months(self.tx)?.into_iter().next().unwrap_or(last);
        let first = last.plus(-11).max(begun);
        let sums = queries::by_month(self.tx, self.org.tenant, Indicator::Visits, (first, last))?;
        let sums: HashMap<Month, i64> = sums.into_iter().map(|(month, sum)| (month, sum.whole.0)).collect();
        let months = (0..=last.number() - first.number()).map(|index| first.plus(index));
        Ok(months.map(|month| (month, sums.get(&month).copied().unwrap_or_default())).collect())
    }

    /// Whether the month before has numbers for her.
    pub(crate) fn has(&self, month: Month) -> Result<bool, StoreError> {
        Ok(!self.hides_small() || queries::round(self.tx, month)?.is_some())
    }

    /// The numbers of a month as it stands; `None` when she reads from sums and that month has none.
    pub(crate) fn numbers(
        &'a self,
        span: Span,
        wanted: &Wanted<'_>,
    ) -> Result<Option<Numbers<'a>>, StoreError> {
        let mut numbers = Numbers { reader: self, amounts: HashMap::new(), besides: Vec::new(), round: None };
        if self.hides_small() {
            let month = span.to.month();
            // Sums are kept by month; what several months come to is told up to the county.
            if span.from.month() != month {
                return Ok(None);
            }
            numbers.round = queries::round(self.tx, month)?;
            if numbers.round.is_none() {
                return Ok(None);
            }
            numbers.take_sums(month)?;
        }
        numbers.look_up_to_here(span, wanted)?;
        numbers.look_here(span, wanted)?;
        Ok(Some(numbers))
    }
}

impl<'a> Numbers<'a> {
    /// Everything that the reader has from the sums, by one statement.
    fn take_sums(&mut self, month: Month) -> Result<(), StoreError> {
        let reader = self.reader;
        let above = reader.tables.iter().flat_map(|(above, children)| std::iter::once(above).chain(children));
        let orgs = above.chain(std::iter::once(reader.org)).chain(&reader.children);
        let orgs: Vec<&Org> = orgs.filter(|org| reader.reads_sums(org)).collect();
        let mut tenants: Vec<Tenant> = orgs.iter().map(|org| org.tenant).collect();
        tenants.sort_unstable();
        tenants.dedup();
        let sums = queries::sums(reader.tx, &tenants, month)?;
        for org in orgs {
            for indicator in Indicator::ALL {
                self.amounts.insert((org.id, *indicator), queries::summed(&sums, org.tenant, *indicator));
            }
        }
        Ok(())
    }

    /// The tables between the county and here, in which her numbers of this organisation stand.
    fn look_up_to_here(&mut self, span: Span, wanted: &Wanted<'_>) -> Result<(), StoreError> {
        let reader = self.reader;
        let hidden: Vec<Indicator> =
            wanted.whole.iter().copied().filter(|indicator| reader.hides(*indicator)).collect();
        for (above, children) in &reader.tables {
            if children.iter().any(|child| !reader.reads_sums(child)) {
                self.look(above, span, &[], (children, &hidden), &[])?;
            }
        }
        Ok(())
    }

    /// The organisation itself and its children.
    fn look_here(&mut self, span: Span, wanted: &Wanted<'_>) -> Result<(), StoreError> {
        let reader = self.reader;
        let from_sums = reader.reads_sums(reader.org);
        let whole = wanted.whole.iter().copied().filter(|indicator| !from_sums && !reader.hides(*indicator));
        let whole: Vec<Indicator> = whole.collect();
        let below = reader.children.iter().any(|child| !reader.reads_sums(child));
        let below = if below { (&reader.children[..], wanted.below) } else { (&[][..], &[][..]) };
        self.look(reader.org, span, &whole, below, wanted.besides)
    }

    fn look(
        &mut self,
        org: &Org,
        span: Span,
        whole: &[Indicator],
        (children, below): (&[Org], &[Indicator]),
        besides: &[StandingFilter],
    ) -> Result<(), StoreError> {
        if whole.is_empty() && below.is_empty() && besides.is_empty() {
            return Ok(());
        }
        let place = if self.reader.reads_sums(org) { Place::tenant(org) } else { Place::branch(org) };
        let of = |indicators: &[Indicator]| -> Vec<Ask> {
            indicators.iter().flat_map(|indicator| asks(*indicator, span)).collect()
        };
        let mut asked = of(whole);
        asked.extend(besides.iter().cloned().map(Ask::Households));
        let tx = self.reader.tx;
        let count = || look(tx, &place, span, &asked, (children, &of(below)));
        let answers = match self.reader.remembered {
            Some(remembered) => {
                let question = Question {
                    org: org.id,
                    tenant: org.tenant,
                    own_only: place.own_only,
                    span,
                    whole: whole.to_vec(),
                    below: below.to_vec(),
                    besides: besides.to_vec(),
                };
                remembered.answer(tx, question, count)?
            }
            None => Arc::new(count()?),
        };
        let mut counts = answers.whole.iter().copied();
        for indicator in whole {
            self.amounts.insert((org.id, *indicator), amount(*indicator, &mut counts));
        }
        self.besides.extend(counts);
        for (child, counts) in children.iter().zip(&answers.below) {
            let mut counts = counts.iter().copied();
            for indicator in below {
                self.amounts.insert((child.id, *indicator), amount(*indicator, &mut counts));
            }
        }
        Ok(())
    }

    fn amount(&self, org: &Org, indicator: Indicator) -> Amount {
        let nothing = if indicator.is_ratio() { Amount::Ratio(0, 0) } else { Amount::Count(0) };
        self.amounts.get(&(org.id, indicator)).copied().unwrap_or(nothing)
    }

    /// An indicator of the organisation.
    pub(crate) fn figure(&self, indicator: Indicator) -> Figure {
        let reader = self.reader;
        if !reader.hides(indicator) {
            return Figure::open(self.amount(reader.org, indicator));
        }
        let top = reader.tables.first().map_or(reader.org, |(above, _)| above);
        let alone = conceal(&[self.amount(top, indicator)], Total::Shown);
        let mut figure = alone.into_iter().next().unwrap_or(Figure::HiddenRatio);
        for (index, (_, children)) in reader.tables.iter().enumerate() {
            let below = reader.tables.get(index + 1).map_or(reader.org, |(below, _)| below);
            let cells = self.table(children, indicator, figure);
            let here = children.iter().position(|child| child.id == below.id);
            figure = here.and_then(|here| cells.get(here).copied()).unwrap_or(Figure::HiddenRatio);
        }
        figure
    }

    /// The indicator of each child, in their order; `own` is that of the organisation.
    pub(crate) fn figures_below(&self, indicator: Indicator, own: Figure) -> Vec<Figure> {
        self.table(&self.reader.children, indicator, own)
    }

    fn table(&self, children: &[Org], indicator: Indicator, own: Figure) -> Vec<Figure> {
        let amounts: Vec<Amount> = children.iter().map(|child| self.amount(child, indicator)).collect();
        if !self.reader.hides(indicator) {
            return amounts.into_iter().map(Figure::open).collect();
        }
        let total = if own.is_exact() { Total::Shown } else { Total::Hidden };
        conceal(&amounts, total)
    }
}
