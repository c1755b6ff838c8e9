//! The rows of one file of households: each is new, adds something, is known as it is, or is wrong.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use niangjia_kernel::{Id, Organisation};
use niangjia_org::api::{Org, Places};
use niangjia_store::{Actor, BlindIndex, ReadTx, StoreError, WriteTx};
use niangjia_transfer::{Alike, Finding, Home, Made, Record, Rows};
use niangjia_web::AppError;

use crate::actions::{self, Brought, Completed};
use crate::import::beside::Beside;
use crate::import::community::Community;
use crate::import::drafts::{Drafts, Trait};
use crate::import::fresh::fresh;
use crate::import::pair::{self, Row};
use crate::import::reading::{self, HIGHEST_NUMBER, SaidRow};
use crate::import::register::Registered;
use crate::queries;
use crate::rules::{Candidate, Meant, Named, Sight, sight, which};

/// The file so far.
pub(crate) struct HouseholdRows {
    actor: Actor,
    home: Home,
    places: Places,
    /// Whether she who loads it sees what is registered.
    told: bool,
    /// What the rows of a dry run would leave behind.
    drafts: Drafts,
    /// Members and grids of the communities of this transaction.
    communities: HashMap<Id<Organisation>, Arc<Community>>,
    /// What the rows taken since the last look have made.
    made: Vec<Made>,
}

/// By what a row is found again without its values.
#[derive(Default)]
struct Indexes {
    phone: Option<BlindIndex>,
    citizen: Option<BlindIndex>,
}

impl Indexes {
    fn of(tx: &ReadTx<'_>, said: &SaidRow) -> Self {
        let citizen = said.person.as_ref().and_then(|person| person.citizen_id.as_ref());
        Self {
            phone: said.phone.as_ref().map(|phone| queries::phone_index(tx, phone)),
            citizen: citizen.map(|citizen| queries::citizen_index(tx, citizen)),
        }
    }

    /// A household that the row may mean, as far as the two can be compared.
    fn beside<'a>(
        &self,
        tx: &ReadTx<'_>,
        said: &SaidRow,
        one: &'a Registered,
    ) -> Result<Candidate<'a>, StoreError> {
        let at_home = one.org_id == said.org.id;
        let same_name = said.contact.as_deref() == Some(&*one.contact_name);
        let address = said.address.as_deref().filter(|_| at_home && same_name);
        Ok(Candidate {
            at_home,
            number: &one.number,
            contact: &one.contact_name,
            group: &one.group_name,
            same_phone: one.same_phone(self.phone.as_ref()),
            same_address: address.map(|address| one.same_address(tx, address)).transpose()?.flatten(),
            same_citizen: one.has_citizen(self.citizen.as_ref()),
        })
    }
}

/// What becomes of a row.
enum Decision {
    Bring(Box<Brought>),
    Complete(Box<Registered>, Box<Completed>),
    Same,
    Ask(Vec<Alike>),
    Wrong(Vec<String>),
}

impl Decision {
    fn finding(&self) -> Finding {
        match self {
            Self::Bring(_) => Finding::Fresh,
            Self::Complete(..) => Finding::Added,
            Self::Same => Finding::Same,
            Self::Ask(alike) => Finding::Asked(alike.clone()),
            Self::Wrong(reasons) => Finding::Wrong(reasons.clone()),
        }
    }
}

impl HouseholdRows {
    pub(crate) fn new(actor: &Actor, home: &Home, places: Places) -> Self {
        let told = sight(actor) == Sight::Community;
        let (drafts, communities, made) = (Drafts::default(), HashMap::new(), Vec::new());
        Self { actor: actor.clone(), home: home.clone(), places, told, drafts, communities, made }
    }

    fn community(&mut self, tx: &ReadTx<'_>, org: &Org) -> Result<Arc<Community>, StoreError> {
        if let Some(known) = self.communities.get(&org.id) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(Community::of(tx, org)?);
        self.communities.insert(org.id, Arc::clone(&read));
        Ok(read)
    }

    fn read(&mut self, tx: &ReadTx<'_>, record: &Record) -> Result<Result<SaidRow, Vec<String>>, StoreError> {
        let unreadable = match reading::read(record, &self.home, &self.places, tx.today()) {
            Ok(said) => return Ok(Ok(said)),
            Err(unreadable) => unreadable,
        };
        let community = unreadable.org.as_ref().map(|org| self.community(tx, org)).transpose()?;
        Ok(Err(unreadable.sentences(community.as_deref())))
    }

    /// Decides about a row; `drafting`: beside what the rows before it would leave behind.
    fn decide(
        &mut self,
        tx: &ReadTx<'_>,
        (record, said): (&Record, &SaidRow),
        drafting: bool,
    ) -> Result<Decision, AppError> {
        let community = self.community(tx, &said.org)?;
        let indexes = Indexes::of(tx, said);
        let mut candidates = self.candidates(tx, said, &indexes, drafting)?;
        // What a person said is not the row's is none of its households.
        candidates.retain(|one| one.id.is_none_or(|id| record.means(id.uuid()) != Some(false)));
        let chosen = candidates.iter().position(|one| one.id.map(|id| id.uuid()) == record.meant());
        let chosen = chosen.filter(|_| record.meant().is_some());
        let named = Named {
            number: said.number.as_deref(),
            contact: said.contact.as_deref(),
            group: said.group.as_deref(),
        };
        let seen = candidates.iter().map(|one| indexes.beside(tx, said, one));
        let seen = seen.collect::<Result<Vec<_>, StoreError>>()?;
        let meant = chosen.map_or_else(|| which(named, &seen), Meant::Known);
        Ok(match meant {
            Meant::New => match fresh(tx, said, &community)? {
                Ok(brought) => Decision::Bring(Box::new(brought)),
                Err(reasons) => Decision::Wrong(reasons),
            },
            Meant::Perhaps(indexes) => {
                let row = Row { said, told: self.told };
                let alike =
                    indexes.into_iter().map(|index| pair::beside(tx, &row, &candidates[index], &seen[index]));
                Decision::Ask(alike.collect::<Result<_, _>>()?)
            }
            Meant::Known(index) => {
                let known = candidates.into_iter().nth(index).map(Cow::into_owned);
                let known = known.ok_or_else(|| AppError::Internal("a candidate is gone".to_owned()))?;
                let chosen = chosen.is_some();
                let beside = Beside { said, known: &known, community: &community, told: self.told, chosen };
                match beside.completed(tx)? {
                    Ok(Some(completed)) => Decision::Complete(Box::new(known), Box::new(completed)),
                    Ok(None) => Decision::Same,
                    Err(reasons) => Decision::Wrong(reasons),
                }
            }
        })
    }

    /// The households that a row may mean.
    fn candidates(
        &self,
        tx: &ReadTx<'_>,
        said: &SaidRow,
        indexes: &Indexes,
        drafting: bool,
    ) -> Result<Vec<Cow<'_, Registered>>, StoreError> {
        let home = (said.org.tenant, said.org.id);
        let mut found = Vec::new();
        let mut traits = Vec::new();
        if let Some(number) = &said.number {
            found.extend(queries::with_number(tx, home, number)?);
            traits.push(Trait::Number(home.1, number));
        }
        if let Some(contact) = &said.contact {
            found.extend(queries::with_contact(tx, home, contact)?);
            traits.push(Trait::Contact(home.1, contact));
            if let Some(phone) = &indexes.phone {
                found.extend(queries::with_phone_elsewhere(tx, home, contact, phone)?);
                traits.push(Trait::Phone(phone));
            }
        }
        let citizen = said.person.as_ref().and_then(|person| person.citizen_id.as_ref());
        if let (Some(citizen), Some(index)) = (citizen, &indexes.citizen) {
            let there = queries::with_citizen(tx, home.0, citizen)?;
            found.extend(there.into_iter().map(|(household, ..)| household));
            traits.push(Trait::Citizen(index));
        }
        let mut once: Vec<Registered> = Vec::new();
        for candidacy in found {
            if once.iter().all(|one| one.id != Some(candidacy.id)) {
                once.push(Registered::of(home.0, candidacy).with_belongings(tx)?);
            }
        }
        Ok(if drafting {
            self.drafts.beside(once, &traits)
        } else {
            once.into_iter().map(Cow::Owned).collect()
        })
    }

    fn number_drafts(&mut self, tx: &ReadTx<'_>, brought: &mut Brought) -> Result<(), StoreError> {
        let household = &mut brought.household;
        if household.number.is_empty() {
            let registered = queries::next_number(tx, household.tenant, household.org_id)?;
            let registered = registered.parse::<u32>().unwrap_or(1) - 1;
            household.number = format!("{:04}", self.drafts.next_number(household.org_id, registered));
        }
        Ok(())
    }
}

fn used_up(org: &Org) -> Finding {
    Finding::Wrong(vec![format!("编号：{}的编号已经用到 9999，请联系系统管理员", org.place())])
}

impl Rows for HouseholdRows {
    fn refresh(&mut self) {
        self.communities.clear();
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
        let said = match self.read(tx, record)? {
            Ok(said) => said,
            Err(sentences) => return Ok(Finding::Wrong(sentences)),
        };
        let decision = self.decide(tx, (record, &said), true)?;
        let finding = decision.finding();
        let Indexes { phone, citizen } = Indexes::of(tx, &said);
        match decision {
            Decision::Bring(mut brought) => {
                self.number_drafts(tx, &mut brought)?;
                if brought.household.number.len() > 4 {
                    return Ok(used_up(&said.org));
                }
                let phone = phone.filter(|_| brought.household.phone.is_some());
                self.drafts.bring(&brought, &said.org.name, (phone, citizen));
            }
            Decision::Complete(known, completed) => {
                self.drafts.complete(*known, &completed, (phone, citizen))
            }
            Decision::Same | Decision::Ask(_) | Decision::Wrong(_) => {}
        }
        Ok(finding)
    }

    fn take(&mut self, tx: &WriteTx<'_>, record: &Record) -> Result<Finding, AppError> {
        let said = match self.read(tx, record)? {
            Ok(said) => said,
            Err(sentences) => return Ok(Finding::Wrong(sentences)),
        };
        let decision = self.decide(tx, (record, &said), false)?;
        let finding = decision.finding();
        match decision {
            Decision::Bring(mut brought) => {
                let household = &mut brought.household;
                if household.number.is_empty() {
                    household.number = queries::next_number(tx, household.tenant, household.org_id)?;
                }
                if household.number.parse::<u32>().is_ok_and(|number| number > HIGHEST_NUMBER) {
                    return Ok(used_up(&said.org));
                }
                let brought = actions::bring_household(tx, &self.actor, &brought)?;
                self.made.extend(brought.value().iter().cloned());
            }
            Decision::Complete(known, completed) => {
                let row = known.row().ok_or_else(|| AppError::Internal("no row to complete".to_owned()))?;
                tx.hold("household", row.tenant, row.id.uuid())?;
                let completed = actions::complete_household(tx, &self.actor, &row, &completed)?;
                self.made.extend(completed.value().iter().cloned());
            }
            Decision::Same | Decision::Ask(_) | Decision::Wrong(_) => {}
        }
        Ok(finding)
    }

    fn made(&mut self) -> Vec<Made> {
        std::mem::take(&mut self.made)
    }
}
