//! A row beside the household that it means: what it adds, what speaks against it. Nothing that is known is changed.

use niangjia_kernel::Day;
use niangjia_store::{ReadTx, StoreError};

use crate::actions::Completed;
use crate::import::community::Community;
use crate::import::person::SaidPerson;
use crate::import::reading::{Reasons, SaidRow};
use crate::import::register::{Address, Registered};
use crate::queries::{self, NewResident, Unknown};
use crate::rules::{Already, already, check_need};

const UNCHANGED: &str = "和表里不同；请在页面上改，导入不改已有内容";

/// What a row is compared with, and by whom.
pub(crate) struct Beside<'a> {
    pub(crate) said: &'a SaidRow,
    pub(crate) known: &'a Registered,
    pub(crate) community: &'a Community,
    /// Whether she who loads the file sees what is registered (R-HH-14).
    pub(crate) told: bool,
    /// Whether a person said that it is this one, though the two differ: then only what is missing is filled in.
    pub(crate) chosen: bool,
}

impl Beside<'_> {
    /// What the row adds; nothing where all of it is known. Or why it is not taken.
    pub(crate) fn completed(
        &self,
        tx: &ReadTx<'_>,
    ) -> Result<Result<Option<Completed>, Vec<String>>, StoreError> {
        let mut reasons = Reasons::default();
        if self.known.gone {
            reasons.at("number", format!("编号 {} 的家庭已经不在册了，请换一个编号", self.known.number));
            return Ok(Err(reasons.into_sentences()));
        }
        self.compare(&mut reasons);
        let unknown = self.unknown(tx, &mut reasons)?;
        if self.chosen {
            // She has seen both side by side; what is known stays.
            reasons = Reasons::default();
        }
        let mut completed = Completed {
            unknown,
            needs: self.needs(tx.today(), &mut reasons),
            members: self.members(&mut reasons),
            residents: Vec::new(),
        };
        if let Some(person) = &self.said.person {
            completed.residents.extend(self.resident(tx, person, &mut reasons));
        }
        if !reasons.is_empty() {
            return Ok(Err(reasons.into_sentences()));
        }
        let Completed { unknown, needs, members, residents } = &completed;
        let nothing =
            *unknown == Unknown::default() && needs.is_empty() && members.is_empty() && residents.is_empty();
        Ok(Ok((!nothing).then_some(completed)))
    }

    /// What every list of the register shows.
    fn compare(&self, reasons: &mut Reasons) {
        let (said, known) = (self.said, self.known);
        let number = &known.number;
        if said.contact.as_deref().is_some_and(|contact| contact != &*known.contact_name) {
            let registered = &known.contact_name;
            reasons
                .at("number", format!("编号 {number} 登记的是{registered}家，和表里不是同一户，请核对编号"));
            return;
        }
        if said.group.as_deref().is_some_and(|group| group != &*known.group_name) {
            reasons.at("group", format!("系统里登记的是{}组，{UNCHANGED}", known.group_name));
        }
        if said.elsewhere.is_some_and(|elsewhere| elsewhere != known.lives_elsewhere) {
            let registered = if known.lives_elsewhere { "是" } else { "否" };
            reasons.at("elsewhere", format!("系统里登记的是“{registered}”，{UNCHANGED}"));
        }
        if said.residence_area.as_ref().is_some_and(|area| *area != known.residence_area) {
            reasons.at("residence_area", format!("系统里登记的是 {}，{UNCHANGED}", known.residence_area));
        }
        let residence = said.residence.as_deref().filter(|_| !known.residence.is_empty());
        if residence.is_some_and(|residence| residence != &*known.residence) {
            reasons.at("residence", format!("系统里登记的是{}，{UNCHANGED}", known.residence));
        }
    }

    /// What the register has nothing of: it is filled in.
    fn unknown(&self, tx: &ReadTx<'_>, reasons: &mut Reasons) -> Result<Unknown, StoreError> {
        let (said, known) = (self.said, self.known);
        let mut unknown = Unknown::default();
        if let Some(phone) = said.phone.as_ref().filter(|_| self.is_contact()) {
            match known.same_phone(Some(&queries::phone_index(tx, phone))) {
                None => unknown.phone = Some(phone.clone()),
                Some(true) => {}
                Some(false) => reasons.at("phone", self.other_phone(tx)?),
            }
        }
        if let Some(address) = &said.address {
            match known.same_address(tx, address)? {
                None => unknown.address = Some(address.clone()),
                Some(true) => {}
                Some(false) => reasons.at("address", format!("系统里登记的住址{UNCHANGED}")),
            }
        }
        unknown.residence = said.residence.clone().filter(|_| known.residence.is_empty());
        if let Some(grid) = &said.grid {
            match (self.community.grid(grid), known.grid) {
                (Err(sentence), _) => reasons.at("grid", sentence),
                (Ok(grid), None) => unknown.grid = Some(grid),
                (Ok(grid), Some(known)) if grid == known => {}
                (Ok(_), Some(_)) => reasons.at("grid", format!("系统里登记的网格{UNCHANGED}")),
            }
        }
        if matches!(known.address, Address::None)
            && said.address.as_ref().is_some_and(|text| text.chars().count() > 120)
        {
            reasons.at("address", "太长了，请留在 120 字以内");
        }
        Ok(unknown)
    }

    /// A phone beside the name of somebody else of the family is hers: the register keeps one for the household.
    fn is_contact(&self) -> bool {
        self.said.person.as_ref().is_none_or(|person| person.name == *self.known.contact_name)
    }

    fn other_phone(&self, tx: &ReadTx<'_>) -> Result<String, StoreError> {
        let sealed = self.known.phone.as_ref().and_then(|(sealed, _)| sealed.as_deref());
        Ok(match sealed.filter(|_| self.told) {
            Some(sealed) => format!("系统里登记的是 {}，{UNCHANGED}", queries::masked_phone(tx, sealed)?),
            None => format!("登记的手机号{UNCHANGED}"),
        })
    }

    fn needs(&self, today: Day, reasons: &mut Reasons) -> Vec<(crate::model::NeedKind, Day)> {
        let since = self.said.since.unwrap_or(today);
        let mut fresh = Vec::new();
        for need in &self.said.needs {
            let ever = self.known.needs.iter().filter(|(kind, _)| kind == need).map(|(_, until)| *until);
            match already(ever, today) {
                Already::Holds => {}
                Already::Ended(until) => reasons.at(
                    "needs",
                    format!("“{}”已在 {} 消除；又有了的，请在页面上登记", need.label(), until.long()),
                ),
                Already::New => {
                    let refusals = check_need(*need, since, &[], None, today);
                    refusals.iter().for_each(|refusal| reasons.refuse(refusal.sentence()));
                    fresh.push((*need, since));
                }
            }
        }
        fresh
    }

    fn members(&self, reasons: &mut Reasons) -> Vec<(niangjia_kernel::Id<niangjia_kernel::Person>, String)> {
        let mut fresh = Vec::new();
        for (person, name) in self.community.members(&self.said.members, reasons) {
            let ever = self.known.links.iter().filter(|(one, _)| *one == person).map(|(_, until)| *until);
            match already(ever, self.community.today) {
                Already::Holds => {}
                Already::Ended(until) => reasons
                    .at("member", format!("{name}联系这一户到 {} 为止；重新安排请在页面上办", until.long())),
                Already::New => fresh.push((person, name)),
            }
        }
        fresh
    }

    /// Somebody of the family who is not known yet.
    fn resident(&self, tx: &ReadTx<'_>, said: &SaidPerson, reasons: &mut Reasons) -> Option<NewResident> {
        let known = self.known.people.iter().find(|one| one.name == said.name);
        let Some(known) = known else {
            return Some(resident(said, tx.today()));
        };
        let index = said.citizen_id.as_ref().map(|citizen| queries::citizen_index(tx, citizen));
        if known.citizen.as_ref().zip(index.as_ref()).is_some_and(|(one, other)| one != other) {
            reasons.at("citizen_id", format!("{}的身份证号{UNCHANGED}", said.name));
        }
        if known.woman != said.woman {
            reasons.at("sex", format!("{}{}", said.name, UNCHANGED));
        }
        if known.birth_year.zip(said.birth_year).is_some_and(|(one, other)| one != other) {
            reasons.at("birth", format!("{}的出生年份{UNCHANGED}", said.name));
        }
        if said.relation.as_ref().is_some_and(|relation| *relation != known.relation) {
            reasons.at("relation", format!("{}登记的是{}，{UNCHANGED}", said.name, known.relation));
        }
        None
    }
}

/// Somebody of a household, to be entered as of today.
pub(crate) fn resident(said: &SaidPerson, today: Day) -> NewResident {
    NewResident {
        name: said.name.clone(),
        woman: said.woman,
        birth_year: said.birth_year,
        relation: said.relation.clone().unwrap_or_else(|| "家人".to_owned()),
        since: today,
        citizen_id: said.citizen_id.clone(),
    }
}
