//! A history as it is played: each step does what the rules allow.

use std::collections::HashSet;

use niangjia_kernel::{AreaCode, Household, Id, Person, Tenant};
use niangjia_org::api::Org;
use niangjia_people::actions as people;
use niangjia_people::api::{LeaveReason, RosterEntry};
use niangjia_store::{Acting, Actor, Branch, PostKind, WriteTx};
use niangjia_web::{AppError, Guards};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::Step;
use super::world::{HOME, NEXT, appoint, hold, org};
use crate::actions::hand_over::on_leaving;
use crate::actions::{self, Handing, Successor, hand_over};
use crate::model::{Family, HandoverReason, HouseholdRow, Mode, NeedEnd, NeedKind, NewHousehold, Side};
use crate::queries;
use crate::rules::{caretaker, check_ending};

/// What a step needs at hand.
pub(super) struct Scene<'t, 's> {
    tx: &'t WriteTx<'s>,
    actor: Actor,
    home: Org,
    guards: Guards,
    /// The communities that have not merged yet.
    next: Vec<Org>,
    /// How many steps did something.
    pub(super) done: usize,
}

/// As the application has them, without the phones.
fn guards() -> Guards {
    Guards::default().with(on_leaving).with(people::on_merging).with(actions::on_merging)
}

impl<'t, 's> Scene<'t, 's> {
    pub(super) fn new(tx: &'t WriteTx<'s>) -> Result<Self, AppError> {
        let (home, county) = (org(tx, HOME), org(tx, "341881"));
        let roster = niangjia_people::api::roster(tx, county.tenant, county.id, tx.today())?;
        let acting = Acting {
            post: roster[0].post,
            kind: PostKind::Chair,
            org_id: county.id,
            org_path: county.path.clone(),
            org_name: county.name.clone(),
            level: county.level,
        };
        let (tenant, person, name) = (county.tenant, roster[0].person, roster[0].name.clone());
        let actor = Actor { tenant, person, name, acting, via: None };
        Ok(Self {
            tx,
            actor,
            home,
            guards: guards(),
            next: NEXT.iter().map(|code| org(tx, code)).collect(),
            done: 0,
        })
    }

    /// The committee of the community today.
    fn committee(&self) -> Result<Vec<RosterEntry>, AppError> {
        let roster = niangjia_people::api::roster(self.tx, self.home.tenant, self.home.id, self.tx.today())?;
        Ok(roster)
    }

    fn members(&self) -> Result<Vec<RosterEntry>, AppError> {
        let members = self.committee()?.into_iter().filter(|entry| entry.kind == PostKind::Member);
        Ok(members.collect())
    }

    /// The households of all communities.
    fn all_households(&self) -> Result<Vec<HouseholdRow>, AppError> {
        let mut sql = niangjia_store::Sql::new("SELECT ");
        sql.push(queries::HOUSEHOLD).push(" FROM household h ORDER BY h.org_path, h.number");
        Ok(self.tx.select(&sql, queries::household_row)?)
    }

    /// Those of the community in which the history is.
    fn households(&self) -> Result<Vec<HouseholdRow>, AppError> {
        let mut households = self.all_households()?;
        households.retain(|household| household.org_id == self.home.id);
        Ok(households)
    }

    /// A chair, a member and two families in one of the communities beside it: one with a chair as caretaker.
    pub(super) fn settle(&mut self, code: &str) -> Result<(), AppError> {
        let there = org(self.tx, code);
        let home = std::mem::replace(&mut self.home, there);
        appoint(self.tx, &self.home, PostKind::Chair)?;
        for step in [Step::Join, Step::Family { member: 0, key: true }, Step::Family { member: 0, key: true }]
        {
            self.play(&step)?;
        }
        self.hand_over(0, 0, 1, true)?;
        self.home = home;
        Ok(())
    }

    fn need(&self, family: usize, again: bool) -> Result<bool, AppError> {
        let households = self.households()?;
        let Some(household) = pick(&households, family) else { return Ok(false) };
        let (needs, today) = (queries::needs(self.tx, household, self.tx.today())?, self.tx.today());
        match (needs.first(), queries::fallen_needs(self.tx, household)?.first()) {
            (Some(need), _) if !again => {
                queries::end_need(self.tx, household.tenant, need.id, NeedEnd::FellAway)?;
            }
            (None, Some(fallen)) if again => {
                let (kind, origin) = (fallen.need.kind, &fallen.need.origin);
                let _need = actions::add_need_seen(self.tx, &self.actor, household, kind, today, origin)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn merge(&mut self, here: bool) -> Result<bool, AppError> {
        if self.next.is_empty() {
            return Ok(false);
        }
        let next = self.next.remove(0);
        let (from, into) = if here { (&next, &self.home) } else { (&self.home, &next) };
        let (document, guards) = ("宁政函〔2026〕8号", &self.guards);
        match niangjia_org::actions::merge(self.tx, &self.actor, guards, (from, into), document) {
            Ok(_) if here => Ok(true),
            Ok(_) => {
                self.home = next;
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    /// One step; what the rules refuse does nothing.
    pub(super) fn play(&mut self, step: &Step) -> Result<(), AppError> {
        let did = match step {
            Step::Join => appoint(self.tx, &self.home, PostKind::Member).map(|()| true),
            Step::Lead => self.lead(),
            Step::Leave { who, suddenly } => {
                let committee = self.committee()?;
                pick(&committee, *who).map_or(Ok(false), |entry| self.leave(entry, *suddenly))
            }
            Step::Move { who } => {
                let members = self.members()?;
                let Some(entry) = pick(&members, *who) else { return Ok(()) };
                let Some(next) = self.next.first() else { return Ok(()) };
                hold(self.tx, next, PostKind::Member, entry.person)?;
                self.leave(entry, false)
            }
            Step::HandOver { who, to, some, care } => self.hand_over(*who, *to, *some, *care),
            Step::Name { to, some } => self.name(*to, *some),
            Step::Link { family, member, side } => self.link(*family, *member, *side),
            Step::EndLink { family, nth } => self.end_link(*family, *nth),
            Step::Family { member, key } => self.family(*member, *key),
            Step::Need { family, again } => self.need(*family, *again),
            Step::Merge { here } => self.merge(*here),
        }?;
        self.done += usize::from(did);
        Ok(())
    }

    fn lead(&self) -> Result<bool, AppError> {
        let committee = self.committee()?;
        let without = |kind| !committee.iter().any(|entry| entry.kind == kind);
        let Some(kind) = [PostKind::Chair, PostKind::ViceChair].into_iter().find(|kind| without(*kind))
        else {
            return Ok(false);
        };
        appoint(self.tx, &self.home, kind).map(|()| true)
    }

    fn leave(&self, entry: &RosterEntry, suddenly: bool) -> Result<bool, AppError> {
        let reason = if suddenly { LeaveReason::Died } else { LeaveReason::Moved };
        let today = self.tx.today();
        let left = people::leave(self.tx, &self.actor, &self.guards, entry, &entry.org_path, today, reason);
        match left {
            Ok(_) => Ok(true),
            Err(AppError::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn hand_over(&self, who: usize, to: usize, some: u8, care: bool) -> Result<bool, AppError> {
        let members = self.members()?;
        let Some(from) = pick(&members, who) else { return Ok(false) };
        let leaders = queries::leaders(self.tx, (self.home.tenant, &self.home.path), self.tx.today())?;
        let care = care.then(|| caretaker(&leaders, from.person)).flatten();
        let successor = match (care, pick(&members, to)) {
            (Some(leader), _) => {
                Successor { person: leader.person, name: leader.name.clone(), caretaker: true }
            }
            (None, Some(to)) if to.person != from.person => {
                Successor { person: to.person, name: to.name.clone(), caretaker: false }
            }
            _ => return Ok(false),
        };
        let her = (self.home.tenant, from.person);
        let families = queries::families_of(self.tx, her, &self.home.path, self.tx.today())?;
        self.give(from.person, HandoverReason::Adjusted, &families, &successor, some)
    }

    fn name(&self, to: usize, some: u8) -> Result<bool, AppError> {
        let members = self.members()?;
        let Some(to) = pick(&members, to) else { return Ok(false) };
        let branch = Branch::of(self.home.tenant, self.home.level, &self.home.path);
        let families = queries::caretaken(self.tx, &branch, self.tx.today())?;
        let Some(from) = families.first().map(|family| family.link.person) else { return Ok(false) };
        let of_one: Vec<_> = families.into_iter().filter(|family| family.link.person == from).collect();
        let successor = Successor { person: to.person, name: to.name.clone(), caretaker: false };
        self.give(from, HandoverReason::Named, &of_one, &successor, some)
    }

    fn give(
        &self,
        person: Id<Person>,
        reason: HandoverReason,
        families: &[Family],
        successor: &Successor,
        some: u8,
    ) -> Result<bool, AppError> {
        let chosen = families.iter().enumerate().filter(|(place, _)| some & (1 << (place % 8)) != 0);
        let families: Vec<_> = chosen.map(|(_, family)| (family, successor.clone())).collect();
        if families.is_empty() {
            return Ok(false);
        }
        let (tenant, org, org_path) = (self.home.tenant, self.home.id, &self.home.path);
        let handing =
            Handing {
                id: self.tx.new_id(), tenant, org, org_path, person, name: "汪秀英", reason, families
            };
        let _done = hand_over(self.tx, &self.actor, &handing)?;
        Ok(true)
    }

    fn link(&self, family: usize, member: usize, register: bool) -> Result<bool, AppError> {
        let (households, members) = (self.households()?, self.members()?);
        let (Some(household), Some(member)) = (pick(&households, family), pick(&members, member)) else {
            return Ok(false);
        };
        let side = if register { Side::Register } else { Side::Residence };
        let living = queries::links(self.tx, household, self.tx.today())?;
        let days = (household.since, self.tx.today());
        if !crate::rules::check_link(member.person, side, self.tx.today(), &living, None, days).is_empty() {
            return Ok(false);
        }
        let who = (member.person, member.name.as_str());
        let _link = actions::link(self.tx, &self.actor, household, who, side, Mode::Nearby, self.tx.today())?;
        Ok(true)
    }

    fn end_link(&self, family: usize, nth: usize) -> Result<bool, AppError> {
        let households = self.households()?;
        let Some(household) = pick(&households, family) else { return Ok(false) };
        let living = queries::links(self.tx, household, self.tx.today())?;
        let key = !queries::needs(self.tx, household, self.tx.today())?.is_empty();
        let ending = pick(&living, nth).filter(|link| check_ending(link, &living, key).is_ok());
        let Some(link) = ending else { return Ok(false) };
        let _ended = actions::end_link(self.tx, &self.actor, household, link, "换人联系")?;
        Ok(true)
    }

    /// The number after the highest of the register.
    fn free_number(&self) -> Result<String, AppError> {
        let numbers =
            self.households()?.into_iter().filter_map(|household| household.number.parse::<u32>().ok());
        Ok(format!("{:04}", numbers.max().unwrap_or(0) + 1))
    }

    fn family(&self, member: usize, key: bool) -> Result<bool, AppError> {
        let members = self.members()?;
        let Some(member) = pick(&members, member) else { return Ok(false) };
        let home = NewHousehold {
            tenant: self.home.tenant,
            org_id: self.home.id,
            org_path: self.home.path.clone(),
            number: self.free_number()?,
            contact_name: "王桂兰".to_owned(),
            group_name: "巫山".to_owned(),
            grid: None,
            residence: String::new(),
            residence_area: AreaCode::parse(&self.home.code).expect("a code"),
            lives_elsewhere: false,
            phone: None,
            address: None,
            since: self.tx.today(),
        };
        let id = *actions::register_household(self.tx, &self.actor, &home, &[])?.value();
        let (household, today) = (home.row(id), self.tx.today());
        if key {
            let _need = actions::add_need(self.tx, &self.actor, &household, NeedKind::Dibao, today)?;
        }
        let who = (member.person, member.name.as_str());
        let _link =
            actions::link(self.tx, &self.actor, &household, who, Side::Register, Mode::Nearby, today)?;
        Ok(true)
    }

    /// Key households with somebody on the register side who is of a committee that has to do with them.
    pub(super) fn looked_after(&self) -> Result<HashSet<Id<Household>>, AppError> {
        let mut found = HashSet::new();
        for household in self.all_households()? {
            if queries::needs(self.tx, &household, self.tx.today())?.is_empty() {
                continue;
            }
            for link in queries::links(self.tx, &household, self.tx.today())? {
                let her: (Tenant, _) = (household.tenant, link.person);
                let nothing = Id::from_uuid(uuid::Uuid::nil());
                let committees = queries::other_committees(self.tx, her, nothing, self.tx.today())?;
                let serves = committees.iter().any(|path| path.covers(&household.org_path));
                if serves && link.side == Side::Register {
                    found.insert(household.id);
                }
            }
        }
        Ok(found)
    }

    pub(super) fn check(
        &self,
        looked_after: &mut HashSet<Id<Household>>,
        step: &Step,
    ) -> Result<TestCaseResult, AppError> {
        let now = self.looked_after()?;
        let mut forgotten = 0;
        for household in self.all_households()? {
            let key = !queries::needs(self.tx, &household, self.tx.today())?.is_empty();
            let alone = looked_after.contains(&household.id) && !now.contains(&household.id);
            forgotten += usize::from(key && alone);
        }
        *looked_after = now;
        let county = org(self.tx, "341881");
        let branch = Branch::of(county.tenant, county.level, &county.path);
        let orphans = queries::orphans(self.tx, &branch)?;
        let caretaken = queries::caretaken(self.tx, &branch, self.tx.today())?;
        let (counted, due) = queries::count_caretaken(self.tx, &branch, self.tx.today())?;
        Ok((|| {
            prop_assert_eq!(forgotten, 0, "forgotten after {:?}", step);
            prop_assert_eq!(orphans, Vec::<String>::new(), "after {:?}", step);
            let families: HashSet<_> = caretaken.iter().map(|family| family.household.id).collect();
            prop_assert_eq!(counted, families.len() as i64, "after {:?}", step);
            prop_assert_eq!(due, caretaken.first().and_then(|family| family.link.caretaker_until));
            Ok(())
        })())
    }
}

fn pick<T>(all: &[T], number: usize) -> Option<&T> {
    all.get(number.checked_rem(all.len())?)
}
