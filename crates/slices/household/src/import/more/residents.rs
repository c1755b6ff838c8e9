//! 家庭成员: who belongs to a household; the same person in two of them is asked about.

use std::collections::HashMap;

use niangjia_document::field;
use niangjia_kernel::{CitizenId, Day, Household, Id, Person};
use niangjia_store::{Actor, BlindIndex, ReadTx, StoreError, WriteTx};
use niangjia_transfer::{Alike, Beside, Made, Record};

use crate::actions;
use crate::import::more::session::{Case, Kind, Plan};
use crate::import::pair;
use crate::import::person::{SaidPerson, person};
use crate::import::reading::Reasons;
use crate::import::register::Registered;
use crate::model::HouseholdRow;
use crate::queries::{self, KnownPerson, NewResident};
use crate::rules::{KnownResident, WhoOfThem, who_of_them};

const UNCHANGED: &str = "和表里不同；请在页面上改，导入不改已有内容";

/// What a row says of somebody.
pub(crate) struct Said {
    person: SaidPerson,
    since: Option<Day>,
}

/// What is entered.
pub(crate) enum Entry {
    /// Somebody new.
    Resident(NewResident, Option<BlindIndex>),
    /// The identity number of somebody who had none.
    Number(Id<Person>, String, CitizenId),
}

/// The people of a file so far.
#[derive(Default)]
pub(crate) struct Residents {
    drafted: HashMap<Id<Household>, Vec<KnownPerson>>,
    /// Where a number of a row before is: household and name.
    numbers: HashMap<BlindIndex, (Id<Household>, String)>,
}

impl Residents {
    /// The same person in another household, if she is not said to be another.
    fn elsewhere(
        tx: &ReadTx<'_>,
        case: &Case<'_>,
        said: &SaidPerson,
        citizen: &CitizenId,
    ) -> Result<Vec<Alike>, StoreError> {
        let household = case.household;
        let mut alike = Vec::new();
        for (candidacy, resident, name) in queries::with_citizen(tx, household.tenant, citizen)? {
            let decided = case.record.means(resident.uuid()).is_some();
            if candidacy.id == household.id || decided {
                continue;
            }
            let at_home = candidacy.org_id == household.org_id;
            let known = Registered::of(household.tenant, candidacy);
            let mut lines = vec![
                Beside::of("姓名", &said.name, &name),
                Beside::hidden("身份证号", &citizen.masked(), "和表里一样", Some(true)),
                Beside::of("编号", &household.number, &known.number),
                Beside::of("户主/联系人", &household.contact_name, &known.contact_name),
            ];
            if at_home {
                lines.push(Beside::of("小组", &household.group_name, &known.group_name));
            }
            alike.push(Alike {
                known: resident.uuid(),
                title: format!("{name}，{}", pair::title(&known)),
                because: "身份证号一样，登记在另一户".to_owned(),
                lines,
            });
        }
        Ok(alike)
    }

    /// Somebody of the household who is known: what of the row differs, and the number that is missing.
    fn known(
        case: &Case<'_>,
        (known, said): (&KnownPerson, &SaidPerson),
        reasons: &mut Reasons,
    ) -> Plan<Entry> {
        if known.woman != said.woman {
            reasons.at("sex", format!("{}{UNCHANGED}", said.name));
        }
        if known.birth_year.zip(said.birth_year).is_some_and(|(one, other)| one != other) {
            reasons.at("birth", format!("{}的出生年份{UNCHANGED}", said.name));
        }
        if said.relation.as_ref().is_some_and(|relation| *relation != known.relation) {
            reasons.at("relation", format!("{}登记的是{}，{UNCHANGED}", said.name, known.relation));
        }
        match (&said.citizen_id, &known.citizen) {
            _ if !reasons.is_empty() => Plan::Not,
            (Some(citizen), None) if !case.drafting || known.id != nobody() => {
                Plan::Add(Entry::Number(known.id, said.name.clone(), citizen.clone()))
            }
            _ => Plan::Same,
        }
    }
}

/// Somebody of a row before: nobody yet.
fn nobody() -> Id<Person> {
    Id::from_uuid(uuid::Uuid::nil())
}

impl Kind for Residents {
    type Said = Said;
    type Entry = Entry;

    fn read(record: &Record, today: Day, reasons: &mut Reasons) -> Option<Said> {
        let contact = field::name(record.cell("contact")).ok().flatten();
        let numbered = !record.cell("number").is_empty();
        let before = reasons.count();
        if record.cell("name").is_empty() {
            reasons.at("name", "请写姓名");
            return None;
        }
        let (_, said) = person(record, contact, numbered, today, reasons);
        let since = reasons.take("lives_since", field::month_or_day(record.cell("lives_since")));
        let since = since.map(|since| since.day);
        if since.is_some_and(|since| since > today) {
            reasons.at("lives_since", "日期还没到，请核对");
        }
        if said.is_none() && reasons.count() == before {
            reasons.at("sex", "请写“女”或“男”");
        }
        Some(Said { person: said?, since })
    }

    fn plan(
        &mut self,
        tx: &ReadTx<'_>,
        case: &Case<'_>,
        said: Said,
        reasons: &mut Reasons,
    ) -> Result<Plan<Entry>, StoreError> {
        let (household, person) = (case.household, &said.person);
        let mut people = queries::people_of(tx, household.tenant, household.id, case.today)?;
        if case.drafting {
            people.extend(self.drafted.get(&household.id).into_iter().flatten().cloned());
        }
        let index = person.citizen_id.as_ref().map(|citizen| queries::citizen_index(tx, citizen));
        let known: Vec<KnownResident<'_>> = people
            .iter()
            .map(|one| KnownResident {
                name: &one.name,
                same_citizen: one.citizen.as_ref().zip(index.as_ref()).map(|(one, other)| one == other),
            })
            .collect();
        match who_of_them(&person.name, &known) {
            WhoOfThem::Known(at) => return Ok(Self::known(case, (&people[at], person), reasons)),
            WhoOfThem::OtherNumber(at) => {
                let name = &people[at].name;
                reasons.at("citizen_id", format!("{name}登记的身份证号{UNCHANGED}"));
                return Ok(Plan::Not);
            }
            WhoOfThem::OtherName(at) => {
                let name = &people[at].name;
                reasons.at("name", format!("这个身份证号登记的是{name}，请核对姓名或号码"));
                return Ok(Plan::Not);
            }
            WhoOfThem::New => {}
        }
        // A person said that she is the one in the other household: she is not entered twice.
        if case.record.meant().is_some_and(|meant| meant != household.id.uuid()) {
            return Ok(Plan::Same);
        }
        if let Some(citizen) = &person.citizen_id {
            let alike = Self::elsewhere(tx, case, person, citizen)?;
            let drafted = index.as_ref().and_then(|index| self.numbers.get(index)).filter(|_| case.drafting);
            let drafted = drafted.is_some_and(|(other, _)| *other != household.id);
            if !alike.is_empty() || drafted {
                return Ok(Plan::Ask(alike));
            }
        }
        let resident = NewResident {
            name: person.name.clone(),
            woman: person.woman,
            birth_year: person.birth_year,
            relation: person.relation.clone().unwrap_or_else(|| "家人".to_owned()),
            since: said.since.unwrap_or(case.today),
            citizen_id: person.citizen_id.clone(),
        };
        Ok(Plan::Enter(Entry::Resident(resident, index)))
    }

    fn draft(&mut self, household: &HouseholdRow, entry: &Entry) {
        let Entry::Resident(resident, index) = entry else { return };
        if let Some(index) = index {
            self.numbers.insert(index.clone(), (household.id, resident.name.clone()));
        }
        self.drafted.entry(household.id).or_default().push(KnownPerson {
            id: nobody(),
            name: resident.name.clone(),
            woman: resident.woman,
            birth_year: resident.birth_year,
            relation: resident.relation.clone(),
            citizen: index.clone(),
        });
    }

    fn enter(
        &self,
        tx: &WriteTx<'_>,
        actor: &Actor,
        household: &HouseholdRow,
        entry: &Entry,
    ) -> Result<Vec<Made>, StoreError> {
        Ok(match entry {
            Entry::Resident(resident, _) => {
                actions::bring_resident(tx, actor, household, resident)?.value().clone()
            }
            Entry::Number(resident, name, citizen) => {
                actions::bring_citizen_id(tx, actor, household, (*resident, name), citizen)?.value().clone()
            }
        })
    }
}
