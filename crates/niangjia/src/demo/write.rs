//! Writing a community as planned, through the actions that people use, each as of its day.

use niangjia_household::actions::{self, SaidVisit};
use niangjia_household::api::{
    Grid, HouseholdRow, HouseholdRules, Need, NeedKind, NeedOrigin, NeedRow, NewGrid, NewHousehold,
    NewResident, visible,
};
use niangjia_kernel::{AreaCode, Day, Household as HouseholdEntity, Id, Key};
use niangjia_org::api::Org;
use niangjia_store::{Actor, PostKind, WriteTx};

use super::names::phone;
use super::plan::{Community, Household, Resident, Visit};
use super::roster::{Roster, organisation};
use super::{DemoError, Steps};

const MORNING: i64 = 9 * 3_600;
const SECONDS_BETWEEN: i64 = 40;
/// A need is looked at again so many days before its day at most, spread over the register.
const REVIEWED_BEFORE: usize = 25;

/// What is known of a community while it is written.
struct Writing<'a> {
    tx: &'a WriteTx<'a>,
    org: &'a Org,
    community: &'a Community,
    today: Day,
    chair: Actor,
    /// By their places in the plan: as whom the members act when they visit.
    members: Vec<Option<Actor>>,
}

/// Writes roster, grids, register and visits of a community.
pub(super) fn community(
    tx: &WriteTx<'_>,
    community: &Community,
    roster: &Roster<'_>,
    steps: &Steps,
) -> Result<(), DemoError> {
    let org = organisation(tx, community.code)?;
    let (mut chair, mut members) = (None, Vec::new());
    for (place, member) in community.members.iter().enumerate() {
        let number = community.first_phone + place;
        let acting = roster.enter(tx, &org, member, community.groups, community.elected, number)?;
        let as_kind = |kind| acting.iter().find(|actor| actor.acting.kind == kind).cloned();
        chair = chair.or_else(|| as_kind(PostKind::Chair));
        members.push(as_kind(PostKind::Member));
        steps.done(1);
    }
    let chair = chair.ok_or_else(|| DemoError::Wrong(format!("{} 没有主席", org.name)))?;
    let writing = Writing { tx, org: &org, community, today: roster.today, chair, members };
    let grids = writing.grids()?;
    let mut keys = Vec::new();
    for (index, household) in community.households.iter().enumerate() {
        keys.push(writing.household(index, household, &grids)?);
        steps.done(1);
    }
    for visit in &community.visits {
        let (household, key) = (&community.households[visit.household], keys[visit.household]);
        writing.visit(household, key, visit)?;
        steps.done(1);
    }
    Ok(())
}

impl Writing<'_> {
    /// One grid for each group, and who looks after it.
    fn grids(&self) -> Result<Vec<Id<Grid>>, DemoError> {
        let since = self.community.elected.plus(7);
        let mut grids = Vec::new();
        for (place, group) in self.community.groups.iter().enumerate() {
            let order = i64::try_from(place).unwrap_or(0);
            let then = self.tx.as_of(since.start().plus_seconds(MORNING + order * SECONDS_BETWEEN));
            let grid = NewGrid {
                tenant: self.org.tenant,
                org_id: self.org.id,
                org_path: self.org.path.clone(),
                code: format!("{}0{:02}", self.org.code, place + 1),
                external_code: Some(format!("{}W{:02}", self.org.code, place + 1)),
                name: format!("{group}网格"),
                group_name: (*group).to_owned(),
                since,
            };
            let id = *actions::set_up_grid(&then, &self.chair, &grid)?.value();
            let serving = self.community.members.iter().zip(&self.members);
            for (member, actor) in serving.filter(|(member, _)| member.grids.contains(&place)) {
                let Some(actor) = actor else { continue };
                let grid = (self.org.tenant, id);
                drop(actions::assign_to_grid(&then, &self.chair, grid, actor.person, member.mode, since)?);
            }
            grids.push(id);
        }
        Ok(grids)
    }

    /// The household with its people, need and link; the need looked at again every year.
    fn household(
        &self,
        index: usize,
        household: &Household,
        grids: &[Id<Grid>],
    ) -> Result<Key<HouseholdEntity>, DemoError> {
        let order = i64::try_from(index % 100).unwrap_or(0);
        let moment = |day: Day| day.start().plus_seconds(MORNING + order * SECONDS_BETWEEN);
        let then = self.tx.as_of(moment(household.since));
        let new = self.new_household(index, household, grids)?;
        let residents = residents(household);
        let id = *actions::register_household(&then, &self.chair, &new, &residents)?.value();
        let row = row(id, &new);
        if let Some(kind) = household.need {
            let origin = origin(kind, household.since);
            let need = actions::add_need_seen(&then, &self.chair, &row, kind, household.since, &origin)?;
            let need = *need.value();
            self.review(index, &row, (need, kind), household.since)?;
        }
        if let Some(link) = household.link {
            let then = self.tx.as_of(moment(link.since));
            let member = self.member(link.member)?;
            let who = (member.person, member.name.as_str());
            drop(actions::link(&then, &self.chair, &row, who, link.side, link.mode, link.since)?);
        }
        Ok(id.within(self.org.tenant))
    }

    fn new_household(
        &self,
        index: usize,
        household: &Household,
        grids: &[Id<Grid>],
    ) -> Result<NewHousehold, DemoError> {
        let contact = household.family.people.first();
        let contact = contact.ok_or_else(|| DemoError::Wrong("一户没有人".to_owned()))?;
        let group = household.group;
        let area =
            AreaCode::parse(household.residence_area).map_err(|error| DemoError::Wrong(error.to_string()))?;
        // One in eight has no telephone.
        let telephone = phone(self.community.first_phone + 100 + index).filter(|_| index % 8 != 5);
        Ok(NewHousehold {
            tenant: self.org.tenant,
            org_id: self.org.id,
            org_path: self.org.path.clone(),
            number: format!("{:04}", index + 1),
            contact_name: contact.name.clone(),
            group_name: self.community.groups.get(group).map_or_else(String::new, |name| (*name).to_owned()),
            grid: grids.get(group).copied(),
            residence: household.residence.to_owned(),
            residence_area: area,
            lives_elsewhere: household.lives_elsewhere,
            phone: telephone,
            address: Some(household.address.clone()),
            since: household.since,
        })
    }

    fn review(
        &self,
        index: usize,
        row: &HouseholdRow,
        (id, kind): (Id<Need>, NeedKind),
        since: Day,
    ) -> Result<(), DemoError> {
        let days = HouseholdRules::in_force().review_days;
        let before = i64::try_from(index % REVIEWED_BEFORE).unwrap_or(0);
        let mut need = NeedRow::new(id, kind, since, since.plus(days));
        while need.review.plus(-before) < self.today {
            let on = need.review.plus(-before);
            let then = self.tx.as_of(on.start().plus_seconds(MORNING + before * SECONDS_BETWEEN));
            drop(actions::review_need(&then, &self.chair, row, &need)?);
            need.review = on.plus(days);
        }
        Ok(())
    }

    fn visit(
        &self,
        household: &Household,
        key: Key<HouseholdEntity>,
        visit: &Visit,
    ) -> Result<(), DemoError> {
        let wrong = || DemoError::Wrong(format!("{} 看不到她走访的家庭", self.org.name));
        let member = self.member(household.link.map(|link| link.member).ok_or_else(wrong)?)?;
        let then = self.tx.as_of(visit.at);
        let seen = visible(&then, member, key)?.ok_or_else(wrong)?;
        let said = SaidVisit {
            id: then.new_id(),
            on: visit.on,
            manner: visit.manner,
            matter: visit.matter.to_owned(),
            outcome: visit.outcome,
            follow_up: visit.follow_up,
            words: visit.words.clone(),
        };
        actions::record_visit(&then, member, &seen, &said)?;
        Ok(())
    }

    fn member(&self, place: usize) -> Result<&Actor, DemoError> {
        let member = self.members.get(place).and_then(Option::as_ref);
        member.ok_or_else(|| DemoError::Wrong(format!("{} 第 {place} 位不是执委", self.org.name)))
    }
}

fn residents(household: &Household) -> Vec<NewResident> {
    let resident = |one: &Resident| NewResident {
        citizen_id: None,
        name: one.name.clone(),
        woman: one.woman,
        birth_year: Some(one.born),
        relation: one.relation.to_owned(),
        since: household.since,
    };
    household.family.people.iter().map(resident).collect()
}

/// What the register says of a household just entered.
fn row(id: Id<HouseholdEntity>, new: &NewHousehold) -> HouseholdRow {
    HouseholdRow {
        tenant: new.tenant,
        id,
        org_id: new.org_id,
        org_path: new.org_path.clone(),
        number: new.number.clone(),
        name: format!("{}家", new.contact_name),
        contact_name: new.contact_name.clone(),
        group_name: new.group_name.clone(),
        residence: new.residence.clone(),
        residence_area: new.residence_area.clone(),
        lives_elsewhere: new.lives_elsewhere,
        since: new.since,
    }
}

/// The list of which an office knows such a need; the others were found by going there.
fn origin(kind: NeedKind, since: Day) -> NeedOrigin {
    let source = match kind {
        NeedKind::Dibao => "dibao_list",
        NeedKind::Disabled => "disabled_list",
        NeedKind::ChildInDifficulty => "child_list",
        NeedKind::OutOfWork => "employment_list",
        NeedKind::SeriouslyIll => "health_list",
        NeedKind::LeftBehind | NeedKind::ElderlyAlone | NeedKind::SingleParent => "visit",
    };
    let listed = source != "visit";
    NeedOrigin {
        source: Some(source.to_owned()),
        reference: listed.then(|| format!("{}年名单", since.parts().0)),
        on: listed.then_some(since),
    }
}
