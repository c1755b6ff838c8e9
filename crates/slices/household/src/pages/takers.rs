//! The lines of a handover: each family, and who may take it.

use niangjia_kernel::{Id, Person};
use niangjia_org::api::Org;
use niangjia_store::ReadTx;
use niangjia_web::AppError;
use niangjia_web::show::{Due, When};

use crate::actions::Successor;
use crate::model::{Family, Side};
use crate::pages::handover::HandoverForm;
use crate::pages::{household_href, members, place};
use crate::queries;
use crate::rules::{Chosen, Leader, caretaker};

/// What is chosen where nobody takes over yet.
const CARETAKER: &str = "caretaker";

/// A family on the form.
pub(super) struct Line {
    pub(super) link: String,
    pub(super) href: String,
    pub(super) name: String,
    pub(super) number: String,
    pub(super) place: String,
    pub(super) kind: String,
    pub(super) needs: Vec<&'static str>,
    pub(super) last: Option<When>,
    /// Who takes care of it, where somebody only does that.
    pub(super) caretaker: String,
    /// By when there is to be a member.
    pub(super) due: Option<Due>,
    pub(super) choices: Vec<(String, String, bool)>,
    /// Where its sentence stands if it was refused.
    pub(super) field: String,
}

/// The families as lines of the form, with what was chosen for each.
pub(super) fn lines(tx: &ReadTx<'_>, takers: &Takers, families: &[Family], form: &HandoverForm) -> Vec<Line> {
    let line = |(index, family): (usize, &Family)| {
        let (household, link) = (&family.household, &family.link);
        let id = link.id.to_string();
        let place_in_form = form.link.iter().position(|one| *one == id);
        let chosen = place_in_form.and_then(|place| form.to.get(place)).map_or("", String::as_str);
        let due = |day| Due::of(day, false, tx.today());
        Line {
            href: household_href(household),
            name: household.name.clone(),
            number: household.number.clone(),
            place: place(household),
            kind: format!("{} · {}", link.side.label(), link.mode.label()),
            needs: family
                .needs
                .iter()
                .filter(|_| link.side == Side::Register)
                .map(|need| need.label())
                .collect(),
            last: family.last_visit.map(|day| When::day(day, tx.today())),
            caretaker: link.caretaker_until.map(|_| link.person_name.clone()).unwrap_or_default(),
            due: link.caretaker_until.map(due),
            choices: takers.choices("请选择", chosen),
            field: format!("to-{index}"),
            link: id,
        }
    };
    families.iter().enumerate().map(line).collect()
}

/// Who may take families over.
pub(super) struct Takers {
    members: Vec<(Id<Person>, String)>,
    caretaker: Option<Leader>,
}

impl Takers {
    /// The members of the community besides one, and who takes care where there is nobody.
    pub(super) fn of(tx: &ReadTx<'_>, org: &Org, but: Id<Person>) -> Result<Self, AppError> {
        let leaders = queries::leaders(tx, (org.tenant, &org.path), tx.today())?;
        let mut takers = Self::members_of(tx, org)?;
        takers.members.retain(|(member, _)| *member != but);
        Ok(Self { caretaker: caretaker(&leaders, but).cloned(), ..takers })
    }

    /// The members of the community.
    pub(super) fn members_of(tx: &ReadTx<'_>, org: &Org) -> Result<Self, AppError> {
        Ok(Self { members: members(tx, (org.tenant, org.id))?, caretaker: None })
    }

    /// What the form says of each family, in their order.
    pub(super) fn chosen(&self, families: &[Family], form: &HandoverForm) -> Vec<Chosen> {
        let said = |family: &Family| {
            let link = family.link.id.to_string();
            let place = form.link.iter().position(|one| *one == link);
            let own = place.and_then(|place| form.to.get(place)).filter(|own| !own.is_empty());
            match own.unwrap_or(&form.everyone).as_str() {
                "" => Chosen::Stays,
                CARETAKER if self.caretaker.is_some() => Chosen::Caretaker,
                text => text
                    .parse()
                    .ok()
                    .filter(|one| self.name(*one).is_some())
                    .map_or(Chosen::Unknown, Chosen::Member),
            }
        };
        families.iter().map(said).collect()
    }

    fn name(&self, person: Id<Person>) -> Option<&str> {
        self.members.iter().find(|(member, _)| *member == person).map(|(_, name)| name.as_str())
    }

    /// Those families that go to somebody, with whom they go to.
    pub(super) fn successors<'a>(
        &self,
        families: &'a [Family],
        chosen: &[Chosen],
    ) -> Vec<(&'a Family, Successor)> {
        let successor = |chosen: &Chosen| match chosen {
            Chosen::Member(person) => {
                let name = self.name(*person)?.to_owned();
                Some(Successor { person: *person, name, caretaker: false })
            }
            Chosen::Caretaker => {
                let leader = self.caretaker.as_ref()?;
                Some(Successor { person: leader.person, name: leader.name.clone(), caretaker: true })
            }
            Chosen::Stays | Chosen::Unknown => None,
        };
        families
            .iter()
            .zip(chosen)
            .filter_map(|(family, chosen)| Some((family, successor(chosen)?)))
            .collect()
    }

    /// The list to choose from, with what stands first where nothing is chosen.
    pub(super) fn choices(&self, nothing: &str, chosen: &str) -> Vec<(String, String, bool)> {
        let one = |value: String, word: String| {
            let is_chosen = value == chosen;
            (value, word, is_chosen)
        };
        let members = self.members.iter().map(|(member, name)| one(member.to_string(), name.clone()));
        let leader = self.caretaker.iter();
        let leader = leader.map(|leader| one(CARETAKER.to_owned(), format!("由主席代管（{}）", leader.name)));
        std::iter::once(one(String::new(), nothing.to_owned())).chain(members).chain(leader).collect()
    }
}
