//! The rows of one file of households: each is new, adds something, is known as it is, or is wrong.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use niangjia_kernel::{Id, Organisation};
use niangjia_org::api::{Org, Places};
use niangjia_store::{Actor, BlindIndex, ReadTx, StoreError, WriteTx};
use niangjia_transfer::{Finding, Home, Record, Rows};
use niangjia_web::AppError;

use crate::actions::{self, Brought, Completed};
use crate::import::beside::Beside;
use crate::import::community::Community;
use crate::import::drafts::{Drafts, Trait};
use crate::import::fresh::fresh;
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
}

/// What becomes of a row.
enum Decision {
    Bring(Box<Brought>),
    Complete(Box<Registered>, Box<Completed>),
    Same,
    Wrong(Vec<String>),
}

impl Decision {
    fn finding(&self) -> Finding {
        match self {
            Self::Bring(_) => Finding::Fresh,
            Self::Complete(..) => Finding::Added,
            Self::Same => Finding::Same,
            Self::Wrong(reasons) => Finding::Wrong(reasons.clone()),
        }
    }
}

impl HouseholdRows {
    pub(crate) fn new(actor: &Actor, home: &Home, places: Places) -> Self {
        let told = sight(actor) == Sight::Community;
        let (drafts, communities) = (Drafts::default(), HashMap::new());
        Self { actor: actor.clone(), home: home.clone(), places, told, drafts, communities }
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
    fn decide(&mut self, tx: &ReadTx<'_>, said: &SaidRow, drafting: bool) -> Result<Decision, AppError> {
        let community = self.community(tx, &said.org)?;
        let phone = said.phone.as_ref().map(|phone| queries::phone_index(tx, phone));
        let candidates = self.candidates(tx, said, phone.as_ref(), drafting)?;
        let named = Named {
            number: said.number.as_deref(),
            contact: said.contact.as_deref(),
            group: said.group.as_deref(),
        };
        let seen: Vec<Candidate<'_>> = candidates
            .iter()
            .map(|one| Candidate {
                at_home: one.org_id == said.org.id,
                number: &one.number,
                contact: &one.contact_name,
                group: &one.group_name,
                same_phone: one.same_phone(phone.as_ref()),
            })
            .collect();
        let wrong = |sentence: String| Decision::Wrong(vec![sentence]);
        Ok(match which(named, &seen) {
            Meant::New => match fresh(tx, said, &community)? {
                Ok(brought) => Decision::Bring(Box::new(brought)),
                Err(reasons) => Decision::Wrong(reasons),
            },
            Meant::Several(count) => wrong(format!(
                "户主/联系人：本社区有 {count} 户的联系人和小组都一样，分不清是哪一户，请写编号或手机号"
            )),
            Meant::PerhapsKnown(index) => wrong(perhaps(&candidates[index])),
            Meant::Known(index) => {
                let known = candidates.into_iter().nth(index).map(Cow::into_owned);
                let known = known.ok_or_else(|| AppError::Internal("a candidate is gone".to_owned()))?;
                let beside = Beside { said, known: &known, community: &community, told: self.told };
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
        phone: Option<&BlindIndex>,
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
            if let Some(phone) = phone {
                found.extend(queries::with_phone_elsewhere(tx, home, contact, phone)?);
                traits.push(Trait::Phone(phone));
            }
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

/// The sentence about a household that looks the same under another number, or elsewhere.
fn perhaps(known: &Registered) -> String {
    let place = known.org_name.trim_end_matches("妇联");
    format!(
        "户主/联系人：可能已登记：{place} 编号 {}，联系人一样，电话或小组也一样。不是同一户的，请在页面上登记",
        known.number
    )
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
        let decision = self.decide(tx, &said, true)?;
        let finding = decision.finding();
        let phone = said.phone.as_ref().map(|phone| queries::phone_index(tx, phone));
        match decision {
            Decision::Bring(mut brought) => {
                self.number_drafts(tx, &mut brought)?;
                if brought.household.number.len() > 4 {
                    return Ok(used_up(&said.org));
                }
                let phone = phone.filter(|_| brought.household.phone.is_some());
                self.drafts.bring(&brought, &said.org.name, phone);
            }
            Decision::Complete(known, completed) => self.drafts.complete(*known, &completed, phone),
            Decision::Same | Decision::Wrong(_) => {}
        }
        Ok(finding)
    }

    fn take(&mut self, tx: &WriteTx<'_>, record: &Record) -> Result<Finding, AppError> {
        let said = match self.read(tx, record)? {
            Ok(said) => said,
            Err(sentences) => return Ok(Finding::Wrong(sentences)),
        };
        let decision = self.decide(tx, &said, false)?;
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
                drop(actions::bring_household(tx, &self.actor, &brought)?);
            }
            Decision::Complete(known, completed) => {
                let row = known.row().ok_or_else(|| AppError::Internal("no row to complete".to_owned()))?;
                tx.hold("household", row.tenant, row.id.uuid())?;
                drop(actions::complete_household(tx, &self.actor, &row, &completed)?);
            }
            Decision::Same | Decision::Wrong(_) => {}
        }
        Ok(finding)
    }
}
