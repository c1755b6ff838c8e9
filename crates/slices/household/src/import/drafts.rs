//! The register as it would be after the rows of a dry run: what those rows would bring in or add, and nothing written.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use niangjia_kernel::{Household, Id, Organisation};
use niangjia_store::BlindIndex;

use crate::actions::{Brought, Completed};
use crate::import::register::{Address, Registered};
use crate::queries::{Living, NewResident};

/// By what a row may mean a household. Only its hash is kept: what is found is looked at again (R-HH-15).
#[derive(Debug, Clone, Copy, Hash)]
pub(crate) enum Trait<'a> {
    Number(Id<Organisation>, &'a str),
    Contact(Id<Organisation>, &'a str),
    Phone(&'a BlindIndex),
    Citizen(&'a BlindIndex),
}

/// What the rows of a dry run would leave behind.
#[derive(Default)]
pub(crate) struct Drafts {
    all: Vec<Registered>,
    by_id: HashMap<Id<Household>, u32>,
    by_trait: HashMap<u64, Vec<u32>>,
    hasher: RandomState,
    highest: HashMap<Id<Organisation>, u32>,
}

impl Drafts {
    /// The households that the register has, as the rows before left them, and those that only these rows bring.
    pub(crate) fn beside<'a>(
        &'a self,
        found: Vec<Registered>,
        traits: &[Trait<'_>],
    ) -> Vec<Cow<'a, Registered>> {
        let as_left = |one: Registered| {
            let draft =
                one.id.and_then(|id| self.by_id.get(&id)).and_then(|index| self.all.get(*index as usize));
            draft.map_or(Cow::Owned(one), Cow::Borrowed)
        };
        let mut beside: Vec<_> = found.into_iter().map(as_left).collect();
        let mut own: Vec<u32> = Vec::new();
        for found in traits.iter().filter_map(|one| self.by_trait.get(&self.hasher.hash_one(one))) {
            own.extend(found.iter().filter(|index| !own.contains(index)).copied().collect::<Vec<_>>());
        }
        let drafts = own.into_iter().filter_map(|index| self.all.get(index as usize));
        beside.extend(drafts.filter(|draft| draft.id.is_none()).map(Cow::Borrowed));
        beside
    }

    /// The number that a household without one would get; `registered`: the highest of the register.
    pub(crate) fn next_number(&mut self, org: Id<Organisation>, registered: u32) -> u32 {
        let highest = self.highest.entry(org).or_insert(0);
        *highest = registered.max(*highest) + 1;
        *highest
    }

    /// Notes a household that a row would bring in, of the community called `org_name`.
    pub(crate) fn bring(
        &mut self,
        brought: &Brought,
        org_name: &str,
        (phone, citizen): (Option<BlindIndex>, Option<BlindIndex>),
    ) {
        let Brought { household, residents, needs, members } = brought;
        let number = household.number.parse().unwrap_or(0);
        let highest = self.highest.entry(household.org_id).or_insert(0);
        *highest = number.max(*highest);
        self.put(Registered {
            id: None,
            tenant: household.tenant,
            org_id: household.org_id,
            org_path: household.org_path.clone(),
            org_name: org_name.into(),
            number: household.number.as_str().into(),
            contact_name: household.contact_name.as_str().into(),
            group_name: household.group_name.as_str().into(),
            grid: household.grid,
            residence: household.residence.as_str().into(),
            residence_area: household.residence_area.clone(),
            lives_elsewhere: household.lives_elsewhere,
            phone: phone.map(|index| (None, index)),
            address: household
                .address
                .as_deref()
                .map_or(Address::None, |address| Address::Plain(address.into())),
            since: household.since,
            gone: false,
            needs: needs.iter().map(|need| (*need, None)).collect(),
            links: members.iter().map(|(person, _)| (*person, None)).collect(),
            people: residents.iter().map(|one| living(one, citizen.clone())).collect(),
        });
    }

    /// Notes what a row would add to a household.
    pub(crate) fn complete(
        &mut self,
        mut known: Registered,
        completed: &Completed,
        (phone, citizen): (Option<BlindIndex>, Option<BlindIndex>),
    ) {
        let Completed { unknown, residents, needs, members } = completed;
        known.needs.extend(needs.iter().map(|(need, _)| (*need, None)));
        known.links.extend(members.iter().map(|(person, _)| (*person, None)));
        known.people.extend(residents.iter().map(|one| living(one, citizen.clone())));
        known.grid = known.grid.or(unknown.grid);
        if unknown.phone.is_some() {
            known.phone = phone.map(|index| (None, index));
        }
        if let Some(residence) = &unknown.residence {
            known.residence = residence.as_str().into();
        }
        if let Some(address) = &unknown.address {
            known.address = Address::Plain(address.as_str().into());
        }
        let before = known.id.and_then(|id| self.by_id.get(&id)).copied().or_else(|| self.draft_of(&known));
        match before.and_then(|index| self.all.get_mut(index as usize)) {
            Some(draft) => {
                *draft = known;
                // Somebody of it has come whose number another row may name.
                if let (Some(index), Some(citizen)) = (before, &citizen) {
                    let hash = self.hasher.hash_one(Trait::Citizen(citizen));
                    self.by_trait.entry(hash).or_default().push(index);
                }
            }
            None => self.put(known),
        }
    }

    /// The draft of a household that no register has yet: by its number.
    fn draft_of(&self, known: &Registered) -> Option<u32> {
        let hash = self.hasher.hash_one(Trait::Number(known.org_id, &known.number));
        let same = |index: &&u32| {
            let draft = self.all.get(**index as usize);
            draft.is_some_and(|draft| draft.org_id == known.org_id && draft.number == known.number)
        };
        self.by_trait.get(&hash)?.iter().find(same).copied()
    }

    fn put(&mut self, draft: Registered) {
        let index = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let phone = draft.phone.as_ref().map(|(_, index)| Trait::Phone(index));
        let traits =
            [Trait::Number(draft.org_id, &draft.number), Trait::Contact(draft.org_id, &draft.contact_name)];
        let citizens = draft.people.iter().filter_map(|one| one.citizen.as_ref()).map(Trait::Citizen);
        let traits = traits.into_iter().chain(phone).chain(citizens);
        let hashes: Vec<u64> = traits.map(|one| self.hasher.hash_one(one)).collect();
        for hash in hashes {
            self.by_trait.entry(hash).or_default().push(index);
        }
        if let Some(id) = draft.id {
            self.by_id.insert(id, index);
        }
        self.all.push(draft);
    }
}

/// A row names one person at most: the number is hers.
fn living(resident: &NewResident, citizen: Option<BlindIndex>) -> Living {
    Living {
        name: resident.name.clone(),
        woman: resident.woman,
        birth_year: resident.birth_year,
        relation: resident.relation.clone(),
        citizen,
    }
}
