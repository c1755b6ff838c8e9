//! Who lives in a household: invented to fit the need it is looked after for.

use niangjia_household::api::NeedKind;
use niangjia_kernel::SeededChance;

use super::names::Names;
use super::plan::{Family, Resident};

/// Ages are reckoned at the election from which the world begins.
const YEAR: i64 = 2021;

/// Invents families of one community.
pub(super) struct Families<'a> {
    chance: &'a SeededChance,
    names: Names<'a>,
}

impl<'a> Families<'a> {
    pub(super) const fn new(chance: &'a SeededChance, names: Names<'a>) -> Self {
        Self { chance, names }
    }

    fn born(&self, youngest: i64, oldest: i64) -> i64 {
        YEAR - youngest
            - i64::try_from(self.chance.below(usize::try_from(oldest - youngest).unwrap_or(0))).unwrap_or(0)
    }

    fn one_in(&self, bound: usize) -> bool {
        self.chance.below(bound) == 0
    }

    fn resident(&mut self, surname: &str, woman: bool, born: i64, relation: &'static str) -> Resident {
        Resident { name: self.names.person(surname, woman, born), woman, born, relation }
    }

    /// A family with this need in a group where many are called `clan`; `called` is the contact person's name where
    /// the world wants a special one.
    pub(super) fn in_need(&mut self, need: NeedKind, clan: &str, called: Option<&'static str>) -> Family {
        let mut people = match need {
            NeedKind::ElderlyAlone => self.elderly(clan),
            NeedKind::LeftBehind => self.grandparents(clan, "孙女", "孙子"),
            NeedKind::ChildInDifficulty => self.grandparents(clan, "外孙女", "外孙"),
            NeedKind::SingleParent => self.single_parent(clan),
            NeedKind::Disabled | NeedKind::SeriouslyIll | NeedKind::Dibao => self.couple(clan, 46, 68),
            NeedKind::OutOfWork => self.couple(clan, 34, 50),
        };
        if let (Some(name), Some(contact)) = (called, people.first_mut()) {
            contact.name = name.to_owned();
            contact.woman = true;
        }
        Family { people }
    }

    fn elderly(&mut self, clan: &str) -> Vec<Resident> {
        let born = self.born(70, 84);
        if self.one_in(4) {
            return vec![self.resident(clan, false, born, "本人")];
        }
        let surname = self.names.surname();
        vec![self.resident(surname, true, born, "本人")]
    }

    fn grandparents(&mut self, clan: &str, girl: &'static str, boy: &'static str) -> Vec<Resident> {
        let (born, surname) = (self.born(57, 67), self.names.surname());
        let mut people = vec![self.resident(surname, true, born, "本人")];
        if !self.one_in(3) {
            people.push(self.resident(clan, false, born - 2, "配偶"));
        }
        let (woman, child) = (self.one_in(2), self.born(4, 10));
        people.push(self.resident(clan, woman, child, if woman { girl } else { boy }));
        people
    }

    fn single_parent(&mut self, clan: &str) -> Vec<Resident> {
        let (born, surname) = (self.born(31, 43), self.names.surname());
        let mut people = vec![self.resident(surname, true, born, "本人")];
        let (woman, child) = (self.one_in(2), self.born(3, 10));
        people.push(self.resident(clan, woman, child, if woman { "女儿" } else { "儿子" }));
        people
    }

    /// Man and wife, either of them the contact person, sometimes with a child in the house.
    fn couple(&mut self, clan: &str, youngest: i64, oldest: i64) -> Vec<Resident> {
        let (born, surname) = (self.born(youngest, oldest), self.names.surname());
        let mut people = if self.one_in(4) {
            vec![self.resident(clan, false, born, "本人"), self.resident(surname, true, born + 2, "配偶")]
        } else {
            vec![self.resident(surname, true, born, "本人"), self.resident(clan, false, born - 2, "配偶")]
        };
        if self.one_in(3) {
            let woman = self.one_in(2);
            people.push(self.resident(clan, woman, born + 25, if woman { "女儿" } else { "儿子" }));
        }
        people
    }

    /// An ordinary family of a demolished group that moved into an estate: a couple, or a man on his own, so that the
    /// women of the estate can be counted to the person.
    pub(super) fn moved(&mut self, clan: &str, with_woman: bool) -> Family {
        let (born, surname) = (self.born(28, 62), self.names.surname());
        let people = match (with_woman, self.one_in(4)) {
            (true, false) => {
                vec![self.resident(surname, true, born, "本人"), self.resident(clan, false, born - 1, "配偶")]
            }
            (true, true) => {
                vec![self.resident(clan, false, born, "本人"), self.resident(surname, true, born + 1, "配偶")]
            }
            (false, true) => {
                vec![self.resident(clan, false, born, "本人"), self.resident(clan, false, born + 26, "儿子")]
            }
            (false, false) => vec![self.resident(clan, false, born, "本人")],
        };
        Family { people }
    }
}
