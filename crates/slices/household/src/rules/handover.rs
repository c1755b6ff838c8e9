//! Decisions about handing families over: nobody is left without somebody (不漏一户).

use niangjia_kernel::{Day, Id, OrgPath, Person};
use niangjia_store::PostKind;

use crate::model::{Family, HandoverReason};

/// Who is to have a family from now on, as the form says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// Nobody was chosen: she keeps it.
    Stays,
    /// Somebody who is not on the list.
    Unknown,
    /// A member of the community's committee.
    Member(Id<Person>),
    /// Whoever takes care of it until somebody is named.
    Caretaker,
}

/// Why families cannot be handed over as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HandoverRefusal {
    /// R-HH-17. The family at this place has nobody yet.
    NobodyChosen(usize),
    /// R-HH-17. Whom the family at this place was to go to is no member of the committee, or is she herself.
    NotAMember(usize),
    /// R-HH-17. No family was chosen.
    NothingChosen,
}

impl HandoverRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (String, &'static str) {
        match self {
            Self::NobodyChosen(place) => (format!("to-{place}"), "请选谁来接，或者选“由主席代管”"),
            Self::NotAMember(place) => (format!("to-{place}"), "请从名单里选一位本社区的现任执委"),
            Self::NothingChosen => ("everyone".to_owned(), "请至少给一户选接手的人"),
        }
    }
}

/// R-HH-17. Who leaves hands over each of her families, to a member of the community's committee or to the caretaker;
/// who only changes her work hands over those that were chosen.
///
/// Source: promise 2 (不漏一户); G6. Ours.
pub(crate) fn check_handover(
    chosen: &[Chosen],
    from: Id<Person>,
    reason: HandoverReason,
) -> Vec<HandoverRefusal> {
    let leaves = reason == HandoverReason::Leaves;
    let mut refusals: Vec<_> = chosen
        .iter()
        .enumerate()
        .filter_map(|(place, chosen)| match chosen {
            Chosen::Stays if leaves => Some(HandoverRefusal::NobodyChosen(place)),
            Chosen::Unknown => Some(HandoverRefusal::NotAMember(place)),
            Chosen::Member(person) if *person == from => Some(HandoverRefusal::NotAMember(place)),
            Chosen::Stays | Chosen::Member(_) | Chosen::Caretaker => None,
        })
        .collect();
    if refusals.is_empty() && chosen.iter().all(|one| *one == Chosen::Stays) {
        refusals.push(HandoverRefusal::NothingChosen);
    }
    refusals
}

/// Somebody who leads the community or an organisation above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leader {
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    pub(crate) org_path: OrgPath,
    pub(crate) kind: PostKind,
    pub(crate) since: Day,
}

/// R-HH-18. A family that has nobody to go to is taken care of by the chair of its community, else by the vice chair, else
/// by those who lead the street or the county, until somebody is named for it.
///
/// Source: promise 2 (不漏一户). Reading: who has served longer comes first among vice chairs. Ours. Local:
/// `household.caretaker_days`.
pub(crate) fn caretaker(leaders: &[Leader], but: Id<Person>) -> Option<&Leader> {
    let order = |leader: &&Leader| {
        let height = usize::MAX - leader.org_path.as_str().len();
        (height, leader.kind != PostKind::Chair, leader.since, leader.person)
    };
    leaders.iter().filter(|leader| leader.person != but).min_by_key(order)
}

/// What becomes of the families of somebody who leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leaving {
    /// R-HH-08. She is to hand these over first.
    HandsOverFirst(Vec<String>),
    /// Those that have nobody but her need a caretaker; the links to the others end.
    Goes,
}

/// R-HH-08. Whoever is of the committee hands over every household that only she looks after before she leaves; who died or
/// fell ill cannot, and leaves at once (不漏一户).
///
/// Source: promise 2. Reading: what she only took care of goes to the next caretaker.
pub(crate) fn check_leaving(families: &[Family], suddenly: bool) -> Leaving {
    let hers = |family: &&Family| family.others.is_empty() && family.link.caretaker_until.is_none();
    let names: Vec<String> =
        families.iter().filter(hers).map(|family| family.household.name.clone()).collect();
    if names.is_empty() || suddenly { Leaving::Goes } else { Leaving::HandsOverFirst(names) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> Id<Person> {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn leader(number: u128, path: &str, kind: PostKind, since: i64) -> Leader {
        let (name, org_path) = (format!("{number}"), OrgPath::from_stored(path.to_owned()));
        Leader { person: person(number), name, org_path, kind, since: Day::from_number(since) }
    }

    #[test]
    fn who_leaves_hands_over_every_family_and_who_changes_her_work_those_that_are_chosen() {
        let (her, other) = (person(1), person(2));
        let some = [Chosen::Member(other), Chosen::Stays, Chosen::Caretaker];
        assert_eq!(check_handover(&some, her, HandoverReason::Leaves), [HandoverRefusal::NobodyChosen(1)]);
        assert_eq!(check_handover(&some, her, HandoverReason::Adjusted), []);
        let none = [Chosen::Stays, Chosen::Stays];
        assert_eq!(check_handover(&none, her, HandoverReason::GridMoved), [HandoverRefusal::NothingChosen]);
        let wrong = [Chosen::Member(her), Chosen::Unknown];
        let refused = [HandoverRefusal::NotAMember(0), HandoverRefusal::NotAMember(1)];
        assert_eq!(check_handover(&wrong, her, HandoverReason::Adjusted), refused);
    }

    #[test]
    fn the_caretaker_is_the_nearest_chair_then_vice_chair_then_those_above() {
        let all = [
            leader(1, "34.3418.341881.", PostKind::Chair, 1),
            leader(2, "34.3418.341881.341881003.", PostKind::Chair, 1),
            leader(3, "34.3418.341881.341881003.341881003004.", PostKind::ViceChair, 9),
            leader(4, "34.3418.341881.341881003.341881003004.", PostKind::ViceChair, 5),
            leader(5, "34.3418.341881.341881003.341881003004.", PostKind::Chair, 9),
        ];
        let nobody = person(9);
        let chosen = |left: &[Leader], but| caretaker(left, but).map(|leader| leader.person);
        assert_eq!(chosen(&all, nobody), Some(person(5)));
        assert_eq!(chosen(&all, person(5)), Some(person(4)), "she cannot take care of what she leaves");
        assert_eq!(chosen(&all[..2], nobody), Some(person(2)));
        assert_eq!(chosen(&all[..1], person(1)), None);
    }
}
