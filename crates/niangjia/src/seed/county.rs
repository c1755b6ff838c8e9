//! One county, in one transaction: rosters, registers, visits, and everything that follows from them.

use std::cell::Cell;

use niangjia_household::api::{BulkHousehold, BulkVisit, NeedKind, NewHousehold};
use niangjia_kernel::{Day, Id, Person, Post, SeededChance, Tenant, Timestamp};
use niangjia_org::api::Org;
use niangjia_people::api::{Education, Engagement, NewPerson, NewPost, Party};
use niangjia_store::{PostKind, StoreError, WriteTx, facts};

use super::Written;
use super::names::name;
use super::plan::{Place, Plan};

/// How long before the last day rosters and registers begin.
const BEGUN_DAYS: i64 = 730;
/// Over how many days visits are spread.
const YEAR: i64 = 365;
const NEEDS: [NeedKind; 6] = [
    NeedKind::Dibao,
    NeedKind::Disabled,
    NeedKind::SeriouslyIll,
    NeedKind::ElderlyAlone,
    NeedKind::ChildInDifficulty,
    NeedKind::SingleParent,
];
/// About what, and what was done.
const SAID: [(&str, &str); 8] = [
    ("look_in", "看望，都好"),
    ("look_in", "聊了家常"),
    ("look_in", "精神不错"),
    ("policy", "讲了医保政策"),
    ("look_in", "送了口罩"),
    ("policy", "发了宣传单"),
    ("hardship", "办好了低保年审"),
    ("look_in", "问了近况"),
];

/// What is made of a county before it is written.
#[derive(Default)]
struct Rows {
    persons: Vec<(Id<Person>, NewPerson)>,
    posts: Vec<(Id<Post>, NewPost)>,
    households: Vec<BulkHousehold>,
}

struct Maker<'a> {
    plan: &'a Plan,
    chance: SeededChance,
    made: Cell<u32>,
    since: Day,
}

/// Writes the communities of a county.
pub(super) fn write(
    tx: &WriteTx<'_>,
    plan: &Plan,
    (tenant, places): (Tenant, &[Place]),
) -> Result<Written, StoreError> {
    let seed = plan.order.seed.wrapping_mul(1_000_003).wrapping_add(tenant.number().unsigned_abs());
    let (chance, since) = (SeededChance::new(seed), plan.order.today.plus(-BEGUN_DAYS));
    let maker = Maker { plan, chance, made: Cell::new(0), since };
    let mut rows = Rows::default();
    let mut orgs = niangjia_org::api::communities_of(tx, tenant)?;
    orgs.sort_by(|one, other| one.area_code.cmp(&other.area_code));
    for place in places {
        let found = orgs.binary_search_by(|org| org.area_code.cmp(&place.code));
        let org = found.map_err(|_| StoreError::Internal(format!("no organisation {}", place.code)))?;
        maker.community(&orgs[org], place, &mut rows);
    }
    niangjia_people::api::enter_many(tx, &rows.persons, &rows.posts)?;
    let mut history = niangjia_household::api::enter_many(tx, &rows.households)?;
    history.sort_by_key(|(fact, _)| (fact.at, fact.id));
    facts::append_many(tx, &history)?;
    niangjia_duty::enter_many(tx, &history)?;
    let count = |number: usize| number as u64;
    Ok(Written {
        counties: 1,
        communities: count(places.len()),
        members: count(rows.posts.iter().filter(|(_, post)| post.kind == PostKind::Member).count()),
        households: count(rows.households.len()),
        visits: rows.households.iter().map(|household| count(household.visits.len())).sum(),
    })
}

impl Maker<'_> {
    fn id<E>(&self, at: Timestamp) -> Id<E> {
        self.made.set(self.made.get() + 1);
        Id::in_sequence(at, self.made.get(), &self.chance)
    }

    fn community(&self, org: &Org, place: &Place, rows: &mut Rows) {
        let order = &self.plan.order;
        let members = self.plan.share(order.members, place);
        let members: Vec<Id<Person>> =
            (0..members.count() as u64).map(|number| self.member(org, number, rows)).collect();
        let households = self.plan.share(order.households, place);
        let first = households.start;
        for number in households {
            rows.households.push(self.household(org, (number, number - first + 1), &members));
        }
    }

    fn member(&self, org: &Org, number: u64, rows: &mut Rows) -> Id<Person> {
        let id = self.id(self.since.start());
        let education = match self.chance.below(10) {
            0..4 => Education::College,
            4..8 => Education::HighSchool,
            _ => Education::JuniorHigh,
        };
        let person = NewPerson {
            tenant: org.tenant,
            name: name(&self.chance),
            woman: true,
            birth_day: Some(Day::from_number(2_000 + self.chance.below(9_000) as i64)),
            education,
            party: if self.chance.below(3) == 0 { Party::Communist } else { Party::None },
            phone: None,
            citizen_id: None,
        };
        rows.persons.push((id, person));
        // The first is the chair as well, the second a cadre of the two committees, the third heads a group.
        let also = [PostKind::Chair, PostKind::TwoCommittees, PostKind::GroupHead];
        let also = usize::try_from(number).ok().and_then(|number| also.get(number).copied());
        for kind in std::iter::once(PostKind::Member).chain(also) {
            let post = NewPost {
                person: id,
                tenant: org.tenant,
                org_id: org.id,
                org_path: org.path.clone(),
                kind,
                engagement: Engagement::PartTime,
                group_name: (kind == PostKind::GroupHead).then(|| "一组".to_owned()),
                from: self.since,
            };
            rows.posts.push((self.id(self.since.start()), post));
        }
        id
    }

    /// The household of this number among all, and in its register. Four of five have a need.
    fn household(&self, org: &Org, (number, here): (u64, u64), members: &[Id<Person>]) -> BulkHousehold {
        let need = (self.chance.below(5) > 0).then(|| NEEDS[self.chance.below(NEEDS.len())]);
        let member = members.get(usize::try_from(here).unwrap_or_default() % members.len().max(1));
        let visits = self.plan.visits(number).zip(member);
        BulkHousehold {
            id: self.id(self.since.start()),
            household: NewHousehold {
                tenant: org.tenant,
                org_id: org.id,
                org_path: org.path.clone(),
                number: format!("{here:04}"),
                contact_name: name(&self.chance),
                group_name: "一组".to_owned(),
                grid: None,
                residence: String::new(),
                residence_area: org.area_code.clone(),
                lives_elsewhere: false,
                phone: None,
                address: None,
                since: self.since,
            },
            need: need.map(|kind| (self.id(self.since.start()), kind)),
            link: visits.map(|(_, member)| (self.id(self.since.start()), *member)),
            visits: self.visits(visits.map_or(0, |(visits, _)| visits)),
        }
    }

    /// So many visits, evenly over the year up to the day before the last; each household begins on a day of its own.
    fn visits(&self, of: u64) -> Vec<BulkVisit> {
        let all = i64::try_from(of).unwrap_or_default();
        let begins = i64::try_from(self.chance.below(YEAR as usize)).unwrap_or_default();
        let visit = |number: i64| {
            let on = self.plan.order.today.plus(-1 - (begins + number * YEAR / all) % YEAR);
            let at = on.start().plus_seconds(9 * 3_600 + (begins * 7 + number * 13) % 480 * 60);
            let (matter, words) = SAID[self.chance.below(SAID.len())];
            BulkVisit { id: self.id(at), fact: self.id(at), settled: self.id(at), on, at, matter, words }
        };
        (0..all).map(visit).collect()
    }
}
