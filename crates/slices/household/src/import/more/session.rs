//! The rows of one of the four files: read, the household found, decided by the file's own rules, and entered.

use std::collections::HashMap;
use std::sync::Arc;

use niangjia_kernel::{Day, Id, Organisation};
use niangjia_org::api::{Org, Places};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use niangjia_transfer::{Alike, Finding, Home, Made, Record, Rows};
use niangjia_web::AppError;

use crate::import::more::committee::Committee;
use crate::import::more::naming::{self, Found, SaidHousehold};
use crate::import::reading::{self, Reasons};
use crate::import::register::Registered;
use crate::model::HouseholdRow;
use crate::rules::{Sight, sight};

/// What becomes of a row.
pub(crate) enum Plan<T> {
    /// It is entered.
    Enter(T),
    /// It adds to somebody or something that is known.
    Add(T),
    /// It is known as it is.
    Same,
    /// A person has to look.
    Ask(Vec<Alike>),
    /// It cannot be; the sentences stand among the reasons.
    Not,
}

/// A row about a household that was found.
pub(crate) struct Case<'a> {
    pub(crate) record: &'a Record,
    pub(crate) household: &'a HouseholdRow,
    pub(crate) committee: &'a Committee,
    pub(crate) today: Day,
    /// Beside what the rows before it would leave behind.
    pub(crate) drafting: bool,
}

/// What one of the files is about.
pub(crate) trait Kind: Send + 'static {
    /// What a row says, read.
    type Said;
    /// What is entered of it.
    type Entry;

    /// Reads the cells that are not about which household it is.
    fn read(record: &Record, today: Day, reasons: &mut Reasons) -> Option<Self::Said>;

    /// Decides; writes nothing.
    fn plan(
        &mut self,
        tx: &ReadTx<'_>,
        case: &Case<'_>,
        said: Self::Said,
        reasons: &mut Reasons,
    ) -> Result<Plan<Self::Entry>, StoreError>;

    /// Notes in a dry run what a row would leave behind.
    fn draft(&mut self, household: &HouseholdRow, entry: &Self::Entry);

    /// Enters it, and says what was made.
    fn enter(
        &self,
        tx: &WriteTx<'_>,
        actor: &Actor,
        household: &HouseholdRow,
        entry: &Self::Entry,
    ) -> Result<Vec<Made>, StoreError>;

    /// Said at the beginning of every transaction.
    fn refresh(&mut self) {}
}

/// What a row comes to, and what of it is entered where.
type Decided<E> = (Finding, Option<(HouseholdRow, E)>);

/// A file so far.
pub(crate) struct Session<K> {
    actor: Actor,
    home: Home,
    places: Places,
    told: bool,
    kind: K,
    committees: HashMap<Id<Organisation>, Arc<Committee>>,
    made: Vec<Made>,
}

impl<K: Kind + Default> Session<K> {
    /// Begins it for the communities of `home`.
    pub(crate) fn begin(tx: &ReadTx<'_>, actor: &Actor, home: &Home) -> Result<Self, AppError> {
        let mut orgs: Vec<Org> = niangjia_org::api::lineage(tx, &home.path)?;
        orgs.retain(|org| org.id != home.id);
        orgs.extend(niangjia_org::api::within(tx, &home.path)?);
        Ok(Self {
            told: sight(actor) == Sight::Community,
            actor: actor.clone(),
            home: home.clone(),
            places: Places::of(orgs),
            kind: K::default(),
            committees: HashMap::new(),
            made: Vec::new(),
        })
    }
}

impl<K: Kind> Session<K> {
    fn committee(&mut self, tx: &ReadTx<'_>, org: &Org) -> Result<Arc<Committee>, StoreError> {
        if let Some(known) = self.committees.get(&org.id) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(Committee::of(tx, org)?);
        self.committees.insert(org.id, Arc::clone(&read));
        Ok(read)
    }

    /// The household of a row with what becomes of it.
    fn decide(
        &mut self,
        tx: &ReadTx<'_>,
        record: &Record,
        drafting: bool,
    ) -> Result<Decided<K::Entry>, AppError> {
        let today = tx.today();
        let mut reasons = Reasons::default();
        let named: Option<SaidHousehold> = naming::named(record, &self.home, &self.places, &mut reasons);
        let said = K::read(record, today, &mut reasons);
        let found = match &named {
            Some(named) => naming::find(tx, record, named, self.told, &mut reasons)?,
            None => Found::None,
        };
        let (Some(named), Some(said), true) = (named, said, reasons.is_empty()) else {
            return Ok((Finding::Wrong(reasons.into_sentences()), None));
        };
        let household: Registered = match found {
            Found::One(one) => *one,
            Found::Ask(alike) => return Ok((Finding::Asked(alike), None)),
            Found::None => return Ok((Finding::Wrong(reasons.into_sentences()), None)),
        };
        let household =
            household.row().ok_or_else(|| AppError::Internal("a household without id".to_owned()))?;
        let committee = self.committee(tx, &named.org)?;
        let case = Case { record, household: &household, committee: &committee, today, drafting };
        Ok(match self.kind.plan(tx, &case, said, &mut reasons)? {
            Plan::Enter(entry) => (Finding::Fresh, Some((household, entry))),
            Plan::Add(entry) => (Finding::Added, Some((household, entry))),
            Plan::Same => (Finding::Same, None),
            Plan::Ask(alike) => (Finding::Asked(alike), None),
            Plan::Not => (Finding::Wrong(reasons.into_sentences()), None),
        })
    }
}

impl<K: Kind> Rows for Session<K> {
    fn refresh(&mut self) {
        self.committees.clear();
        self.kind.refresh();
    }

    fn hold(&mut self, tx: &WriteTx<'_>, records: &[Record]) -> Result<(), AppError> {
        let orgs = records.iter().filter_map(|record| reading::org(record, &self.home, &self.places).ok());
        let mut orgs: Vec<_> = orgs.map(|org| (org.tenant, org.id)).collect();
        orgs.sort_unstable();
        orgs.dedup();
        for (tenant, org) in orgs {
            tx.hold("org", tenant, org.uuid())?;
        }
        Ok(())
    }

    fn look(&mut self, tx: &ReadTx<'_>, record: &Record) -> Result<Finding, AppError> {
        let (finding, entry) = self.decide(tx, record, true)?;
        if let Some((household, entry)) = entry {
            self.kind.draft(&household, &entry);
        }
        Ok(finding)
    }

    fn take(&mut self, tx: &WriteTx<'_>, record: &Record) -> Result<Finding, AppError> {
        let (finding, entry) = self.decide(tx, record, false)?;
        if let Some((household, entry)) = entry {
            tx.hold("household", household.tenant, household.id.uuid())?;
            self.made.extend(self.kind.enter(tx, &self.actor, &household, &entry)?);
        }
        Ok(finding)
    }

    fn made(&mut self) -> Vec<Made> {
        std::mem::take(&mut self.made)
    }
}
