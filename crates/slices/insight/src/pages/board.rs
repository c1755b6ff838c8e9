//! The parts of a dashboard: tiles, needs, branches below, every indicator.

use std::collections::BTreeMap;

use niangjia_household::api::StandingFilter;
use niangjia_kernel::Month;
use niangjia_org::api::Org;
use niangjia_store::StoreError;
use niangjia_web::{Shell, show};

use crate::api::Measured;
use crate::model::{Figure, Indicator, Kind, Shown};
use crate::pages::chart::Trend;
use crate::pages::dashboard::DashboardPage;
use crate::pages::forms::forms_href;
use crate::pages::{ShownMonth, figures, summed};
use crate::period::Span;
use crate::reader::{Numbers, Reader, Wanted};
use crate::registry::{Counting, Source};

/// The columns of the table of branches below.
const COLUMNS: [Indicator; 6] = [
    Indicator::Members,
    Indicator::KeyHouseholds,
    Indicator::HouseholdsCovered,
    Indicator::Visits,
    Indicator::VisitsOverdue,
    Indicator::HouseholdsChildInDifficulty,
];
const NEEDS: [Indicator; 4] = [
    Indicator::HouseholdsDibao,
    Indicator::HouseholdsDisabledOrIll,
    Indicator::HouseholdsChildInDifficulty,
    Indicator::HouseholdsOtherNeed,
];

/// A number at the top.
pub(super) struct Tile {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) small: String,
    pub(super) foot: String,
    pub(super) href: String,
    pub(super) open: bool,
}

/// A line of the table by need.
pub(super) struct NeedLine {
    pub(super) label: &'static str,
    pub(super) count: Cell,
    /// How many have somebody, how many are overdue; not above the county.
    pub(super) more: Option<(String, String)>,
}

/// A number of a table; without an address it does not open.
pub(crate) struct Cell {
    pub(crate) head: &'static str,
    pub(crate) figure: Figure,
    pub(super) text: String,
    pub(super) href: String,
}

/// A branch below.
pub(crate) struct BranchLine {
    pub(crate) place: String,
    pub(super) href: String,
    pub(crate) cells: Vec<Cell>,
}

/// An indicator with its formula.
pub(crate) struct IndicatorLine {
    pub(crate) cell: Cell,
    pub(crate) unit: &'static str,
    pub(crate) formula: &'static str,
}

/// What the parts of the page are made of.
pub(crate) struct Board<'a> {
    reader: &'a Reader<'a>,
    numbers: Numbers<'a>,
    org: &'a Org,
    shown: ShownMonth,
    figures: BTreeMap<Indicator, Figure>,
}

/// Of each line of the table by need: all, those somebody is linked to, those overdue.
fn besides(span: Span) -> Vec<StandingFilter> {
    let mut filters = Vec::new();
    for need in NEEDS {
        if let Counting::Count(Source::Households(filter)) = need.definition().counting {
            filters.push(filter(span));
            filters.push(StandingFilter { covered: Some(true), ..filter(span) });
            filters.push(StandingFilter { due_before: Some(span.to), ..filter(span) });
        }
    }
    filters
}

impl<'a> Board<'a> {
    /// Reads every indicator; `None` when the month has no sums for this reader.
    pub(crate) fn of(
        reader: &'a Reader<'a>,
        org: &'a Org,
        shown: ShownMonth,
    ) -> Result<Option<Self>, StoreError> {
        let span = shown.span();
        let besides = if reader.hides_small() { Vec::new() } else { besides(span) };
        let wanted = Wanted { whole: Indicator::ALL, below: &COLUMNS, besides: &besides };
        let Some(numbers) = reader.numbers(span, &wanted)? else {
            return Ok(None);
        };
        let figures = Indicator::ALL.iter().map(|indicator| (*indicator, numbers.figure(*indicator)));
        let figures = figures.collect();
        Ok(Some(Self { reader, numbers, org, shown, figures }))
    }

    /// What `report --json` prints, as far as the reader sees it.
    pub(super) fn measured(&self) -> Vec<Measured> {
        self.figures.iter().map(|(indicator, figure)| Measured::of(*indicator, *figure)).collect()
    }

    /// The page.
    pub(super) fn page(
        &self,
        shell: Shell,
        above: Vec<(String, String)>,
    ) -> Result<DashboardPage, StoreError> {
        let shown = self.shown;
        let months = self.reader.trend(shown.month)?;
        let before = shown.month.plus(-1);
        let earlier = self.reader.has(before)?.then(|| shown.with(before).dashboard(self.org));
        let href = |month| shown.with(month).indicator(self.org, Indicator::Visits);
        let later = (!shown.is_open()).then(|| shown.with(shown.month.plus(1)).dashboard(self.org));
        Ok(DashboardPage {
            shell,
            above,
            place: self.org.place().to_owned(),
            as_of: shown.span().to.long(),
            month: shown.month_word(),
            open_month: shown.is_open(),
            summed: self.summed(),
            earlier,
            later,
            forms_href: forms_href(self.org, self.reader.sight()),
            hides_small: self.reader.hides_small(),
            tiles: self.tiles(&months)?,
            trend: Trend::of(&months, shown.today.month(), href),
            needs: NEEDS.iter().enumerate().map(|(place, need)| self.need(place, *need)).collect(),
            heads: self.heads(),
            below: self.below(),
            all: Indicator::ALL.iter().map(|indicator| self.line(*indicator)).collect(),
        })
    }

    /// Until when the numbers are counted, where they are read from sums.
    pub(crate) fn summed(&self) -> Option<String> {
        self.numbers.round.map(summed)
    }

    /// The words over the table of branches below.
    pub(crate) fn heads(&self) -> Vec<&'static str> {
        COLUMNS.iter().map(|indicator| self.head(*indicator)).collect()
    }

    /// Every indicator.
    pub(crate) fn all(&self) -> Vec<IndicatorLine> {
        Indicator::ALL.iter().map(|indicator| self.line(*indicator)).collect()
    }

    fn figure(&self, indicator: Indicator) -> Figure {
        self.figures.get(&indicator).copied().unwrap_or(Figure::HiddenRatio)
    }

    fn text(&self, indicator: Indicator) -> String {
        figures::text(self.figure(indicator))
    }

    fn cell(&self, org: &Org, indicator: Indicator, figure: Figure) -> Cell {
        let href = if figure.is_exact() { self.shown.indicator(org, indicator) } else { String::new() };
        Cell { head: self.head(indicator), figure, text: figures::text(figure), href }
    }

    /// The word over a column: what happened in the open month is called so.
    fn head(&self, indicator: Indicator) -> &'static str {
        match indicator {
            Indicator::Visits if self.shown.is_open() => "本月走访",
            Indicator::Visits => "当月走访",
            Indicator::HouseholdsCovered => "有联系人",
            Indicator::VisitsOverdue => "超期",
            Indicator::HouseholdsChildInDifficulty => "困境儿童",
            other => other.label(),
        }
    }

    fn line(&self, indicator: Indicator) -> IndicatorLine {
        let definition = indicator.definition();
        let figure = self.figure(indicator);
        let ratio = matches!(figure, Figure::Ratio(..) | Figure::HiddenRatio);
        let cell = Cell {
            head: indicator.label(),
            figure,
            text: figures::text(figure),
            href: self.shown.indicator(self.org, indicator),
        };
        IndicatorLine { cell, unit: if ratio { "" } else { definition.unit }, formula: definition.formula }
    }

    fn tile(&self, indicator: Indicator, foot: String) -> Tile {
        let definition = indicator.definition();
        let (value, small) = figures::parts(self.figure(indicator), definition.unit);
        let label = if indicator == Indicator::Visits { self.head(indicator) } else { indicator.label() };
        let open = definition.kind == Kind::Happening && self.shown.is_open();
        let href = self.shown.indicator(self.org, indicator);
        Tile { label: label.to_owned(), value, small, foot, href, open }
    }

    fn tiles(&self, months: &[(Month, i64)]) -> Result<Vec<Tile>, StoreError> {
        use Indicator as I;
        let before = self.shown.with(self.shown.month.plus(-1));
        let wanted = Wanted { whole: &[I::VisitRate], below: &[], besides: &[] };
        let last = self.reader.numbers(before.span(), &wanted)?;
        let last_rate = last.map_or(Figure::HiddenRatio, |last| last.figure(I::VisitRate));
        let last_month = months.iter().rev().nth(1);
        let last_month = last_month.map(|(_, visits)| format!("上月 {} 户次", show::count(*visits)));
        let needs = format!(
            "低保\u{a0}{}\u{a0}· 残疾大病\u{a0}{}\u{a0}· 困境儿童\u{a0}{}",
            self.text(I::HouseholdsDibao),
            self.text(I::HouseholdsDisabledOrIll),
            self.text(I::HouseholdsChildInDifficulty)
        );
        let uncovered = match self.figure(I::HouseholdsUncovered) {
            Figure::Count(Shown::Exact(0)) => "每一户都有人联系".to_owned(),
            other => format!("{} 户没有联系人", figures::text(other)),
        };
        let structure = format!(
            "两委干部\u{a0}{}\u{a0}人\u{a0}· 党员\u{a0}{}\u{a0}人",
            self.text(I::MembersTwoCommittees),
            self.text(I::MembersCommunist)
        );
        let visited = format!("走访到 {} 户", self.text(I::HouseholdsVisited));
        Ok(vec![
            self.tile(I::KeyHouseholds, needs),
            self.tile(I::HouseholdsCovered, uncovered),
            self.tile(I::Visits, last_month.unwrap_or_default()),
            self.tile(I::VisitRate, figures::change(self.figure(I::VisitRate), last_rate)),
            self.tile(I::VisitsOverdue, String::new()),
            self.tile(I::MattersSettled, visited),
            self.tile(I::Members, structure),
            self.tile(I::MembersWithoutFamilies, String::new()),
        ])
    }

    fn need(&self, place: usize, indicator: Indicator) -> NeedLine {
        let figure = self.figure(indicator);
        let count = self.cell(self.org, indicator, figure);
        let label = match indicator {
            Indicator::HouseholdsDibao => "低保",
            Indicator::HouseholdsDisabledOrIll => "残疾或大病",
            Indicator::HouseholdsChildInDifficulty => "困境儿童",
            _ => "其他",
        };
        let more = match self.numbers.besides.get(place * 3..place * 3 + 3) {
            Some([all, covered, overdue]) => Some((show::ratio(*covered, *all), show::count(*overdue))),
            _ => None,
        };
        NeedLine { label, count, more }
    }

    /// The table of branches below.
    pub(crate) fn below(&self) -> Vec<BranchLine> {
        let line = |child: &Org| BranchLine {
            place: child.place().to_owned(),
            href: self.shown.dashboard(child),
            cells: Vec::with_capacity(COLUMNS.len()),
        };
        let children = self.reader.children();
        let mut lines: Vec<BranchLine> = children.iter().map(line).collect();
        for indicator in COLUMNS {
            let column = self.numbers.figures_below(indicator, self.figure(indicator));
            for ((line, child), figure) in lines.iter_mut().zip(children).zip(column) {
                line.cells.push(self.cell(child, indicator, figure));
            }
        }
        lines
    }
}
