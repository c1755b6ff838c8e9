//! A household as the register has it, or will have it after the rows before: what a row is compared with.

use niangjia_kernel::{AreaCode, Day, Household, Id, OrgPath, Organisation, Person, Tenant};
use niangjia_store::{BlindIndex, ReadTx, StoreError};

use crate::model::{Grid, HouseholdRow, NeedKind};
use crate::queries::{self, Candidacy, Living};

/// An address, as far as it can be told.
#[derive(Debug, Clone)]
pub(crate) enum Address {
    None,
    Sealed(Vec<u8>),
    Plain(Box<str>),
}

/// What is known of a household.
#[derive(Debug, Clone)]
pub(crate) struct Registered {
    /// `None`: a row of this file will bring it in.
    pub(crate) id: Option<Id<Household>>,
    pub(crate) tenant: Tenant,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) org_name: Box<str>,
    pub(crate) number: Box<str>,
    pub(crate) contact_name: Box<str>,
    pub(crate) group_name: Box<str>,
    pub(crate) grid: Option<Id<Grid>>,
    pub(crate) residence: Box<str>,
    pub(crate) residence_area: AreaCode,
    pub(crate) lives_elsewhere: bool,
    pub(crate) phone: Option<(Option<Vec<u8>>, BlindIndex)>,
    pub(crate) address: Address,
    pub(crate) since: Day,
    pub(crate) gone: bool,
    /// Each with the day on which it ended.
    pub(crate) needs: Vec<(NeedKind, Option<Day>)>,
    pub(crate) links: Vec<(Id<Person>, Option<Day>)>,
    pub(crate) people: Vec<Living>,
}

impl Registered {
    /// A household that the register has, without its needs, links and people.
    pub(crate) fn of(tenant: Tenant, candidacy: Candidacy) -> Self {
        let phone = candidacy.phone_index.map(|index| (candidacy.phone, index));
        Self {
            id: Some(candidacy.id),
            tenant,
            org_id: candidacy.org_id,
            org_path: candidacy.org_path,
            org_name: candidacy.org_name.into(),
            number: candidacy.number.into(),
            contact_name: candidacy.contact_name.into(),
            group_name: candidacy.group_name.into(),
            grid: candidacy.grid,
            residence: candidacy.residence.into(),
            residence_area: candidacy.residence_area,
            lives_elsewhere: candidacy.lives_elsewhere,
            phone,
            address: candidacy.address.map_or(Address::None, Address::Sealed),
            since: candidacy.since,
            gone: candidacy.gone.is_some(),
            needs: Vec::new(),
            links: Vec::new(),
            people: Vec::new(),
        }
    }

    /// The same with what belongs to it.
    pub(crate) fn with_belongings(mut self, tx: &ReadTx<'_>) -> Result<Self, StoreError> {
        if let Some(id) = self.id {
            self.needs = queries::needs_ever(tx, self.tenant, id)?;
            self.links = queries::linked_ever(tx, self.tenant, id)?;
            self.people = queries::living(tx, self.tenant, id, tx.today())?;
        }
        Ok(self)
    }

    /// Whether its phone is that of a row; nothing where one has none.
    pub(crate) fn same_phone(&self, phone: Option<&BlindIndex>) -> Option<bool> {
        Some(self.phone.as_ref()?.1 == *phone?)
    }

    /// Whether somebody of it has this identity number.
    pub(crate) fn has_citizen(&self, citizen: Option<&BlindIndex>) -> bool {
        citizen.is_some_and(|citizen| self.people.iter().any(|one| one.citizen.as_ref() == Some(citizen)))
    }

    /// Whether its address is this one; nothing where it has none.
    pub(crate) fn same_address(&self, tx: &ReadTx<'_>, address: &str) -> Result<Option<bool>, StoreError> {
        let plain = |text: &str| text.chars().filter(|one| !one.is_whitespace()).collect::<String>();
        match &self.address {
            Address::None => Ok(None),
            Address::Plain(known) => Ok(Some(plain(known) == plain(address))),
            Address::Sealed(sealed) => queries::same_address(tx, sealed, address).map(Some),
        }
    }

    /// The row of the register, as actions take it; nothing where it is not in it yet.
    pub(crate) fn row(&self) -> Option<HouseholdRow> {
        Some(HouseholdRow {
            tenant: self.tenant,
            id: self.id?,
            org_id: self.org_id,
            org_path: self.org_path.clone(),
            number: self.number.to_string(),
            name: format!("{}家", self.contact_name),
            contact_name: self.contact_name.to_string(),
            group_name: self.group_name.to_string(),
            residence: self.residence.to_string(),
            residence_area: self.residence_area.clone(),
            lives_elsewhere: self.lives_elsewhere,
            since: self.since,
        })
    }
}
