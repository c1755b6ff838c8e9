//! 走访台账 in the layout of the office.

use std::collections::HashMap;

use niangjia_kernel::{AreaLevel, Household, Id, Months};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::api;
use crate::listings::{community, day};
use crate::model::{NeedKind, VisitRow};
use crate::pack::HouseholdRules;
use crate::pack::ledger::{LedgerColumn, LedgerSource};
use crate::pages::ledger::LedgerQuery;
use crate::pages::register::Told;
use crate::pages::{place, with_visible_register};
use crate::queries::{self, DescribedHousehold, LedgerFilter};
use crate::rules::{Sight, sight};

/// Visits read at once.
const ROWS: i64 = 5_000;
/// Households remembered; of a branch with more, some are looked up again.
const HOUSEHOLDS: usize = 50_000;

/// `GET /orgs/{code}/visits`.
pub(super) struct Ledger;

/// The list that is asked for.
struct Wanted {
    org: Org,
    branch: Branch,
    leaf: bool,
    filter: LedgerFilter,
}

impl Wanted {
    fn of(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Self, AppError> {
        let org = with_visible_register(tx, actor, asked.part("code"))?;
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let query: LedgerQuery = asked.query()?;
        // The whole list, from whichever of its pages it is asked for.
        let filter = LedgerFilter { after: None, ..query.filter()? };
        Ok(Self { leaf: org.level == AreaLevel::Community, org, branch, filter })
    }

    fn words(&self) -> Vec<String> {
        let months =
            self.filter.days.map(|(from, to)| Months { first: from.month(), last: to.month() }.long());
        let outcome = self.filter.outcome.map(|outcome| outcome.label().to_owned());
        let settled = self.filter.settled_need.then(|| "当场办结的需求".to_owned());
        months.into_iter().chain(outcome).chain(settled).collect()
    }
}

/// The columns of the office's layout that this reader sees on the page.
fn columns(actor: &Actor) -> impl Iterator<Item = &'static LedgerColumn> {
    let reads_words = sight(actor) != Sight::Lists;
    let columns = HouseholdRules::in_force().ledger.column.iter();
    columns.filter(move |column| reads_words || column.source != LedgerSource::Words)
}

impl Listing for Ledger {
    fn page(&self) -> &'static str {
        "/orgs/{code}/visits"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let wanted = Wanted::of(tx, actor, asked)?;
        let total = api::count_ledger(tx, actor, &wanted.branch, wanted.leaf, &wanted.filter)?;
        let layout = &HouseholdRules::in_force().ledger;
        let head = |column: &LedgerColumn| {
            let kind = match column.source {
                LedgerSource::Number => Kind::Count,
                LedgerSource::On | LedgerSource::FollowUp => Kind::Day,
                _ => Kind::Text,
            };
            ColumnHead::new(&column.label, column.width, kind)
        };
        let said = Said {
            whose: wanted.org.whose(),
            list: layout.title.clone(),
            columns: columns(actor).map(head).collect(),
            narrowed: wanted.words(),
            total,
            unit: "次",
            notes: vec!["由每一次走访自动生成；网格、小组、住处和需求是今天登记的。".to_owned()],
            closing: layout.closing.clone(),
        };
        Ok(Opened::of(tx, actor, said))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let Wanted { branch, leaf, mut filter, .. } = Wanted::of(tx, actor, asked)?;
        let sources: Vec<LedgerSource> = columns(actor).map(|column| column.source).collect();
        let mut lines = Lines { tx, told: Told::of(tx, actor)?, known: HashMap::new(), number: 0 };
        let mut cells = Vec::with_capacity(sources.len());
        loop {
            let visits = api::ledger(tx, actor, &branch, leaf, &filter, ROWS)?;
            let Some(last) = visits.last() else { return Ok(()) };
            filter.after = Some((last.on, last.id));
            if lines.known.len() > HOUSEHOLDS {
                lines.known.clear();
            }
            queries::describe(tx, &visits, &mut lines.known)?;
            for visit in &visits {
                lines.number += 1;
                cells.clear();
                for source in &sources {
                    cells.push(lines.cell(visit, *source)?);
                }
                row(&cells)?;
            }
            if (visits.len() as i64) < ROWS {
                return Ok(());
            }
        }
    }
}

/// What the cells of a visit are made of.
struct Lines<'a> {
    tx: &'a ReadTx<'a>,
    told: Told,
    known: HashMap<Id<Household>, DescribedHousehold>,
    number: i64,
}

impl Lines<'_> {
    fn cell(&self, visit: &VisitRow, source: LedgerSource) -> Result<OutCell, AppError> {
        use LedgerSource as From;
        let household = self.known.get(&visit.household);
        let of = |said: fn(&DescribedHousehold) -> String| {
            household.map_or(OutCell::Empty, |household| said(household).as_str().into())
        };
        Ok(match source {
            From::Number => OutCell::Count(self.number),
            From::On => OutCell::Day(visit.on),
            From::Community => of(|household| community(&household.org_name).to_owned()),
            From::Grid => of(|household| household.grid.clone().unwrap_or_default()),
            From::Household => visit.household_name.as_str().into(),
            From::HouseholdNumber => visit.household_number.as_str().into(),
            From::Contact => of(|household| household.row.contact_name.clone()),
            From::Group => of(|household| format!("{}组", household.row.group_name)),
            From::Place => of(|household| place(&household.row)),
            From::Needs if self.told.of_household(visit.household) => {
                of(|household| labels(&household.needs))
            }
            From::Needs => OutCell::Empty,
            From::Member => visit.by().as_str().into(),
            From::Manner => visit.manner.label().into(),
            From::Matter => HouseholdRules::in_force().matter_label(&visit.matter).into(),
            From::Words => queries::words(self.tx, visit)?.as_str().into(),
            From::Outcome => visit.outcome.label().into(),
            From::FollowUp => day(visit.follow_up),
        })
    }
}

pub(super) fn labels(needs: &[NeedKind]) -> String {
    needs.iter().map(|need| need.label()).collect::<Vec<_>>().join("、")
}
