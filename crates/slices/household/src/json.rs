//! The same rows for machines.

use std::collections::HashMap;

use niangjia_kernel::{Household, Id};
use serde::Serialize;

use crate::model::{Standing, VisitRow};
use crate::queries::FreeMember;
use crate::rules::next_visit;

/// A page of the ledger as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct VisitsBody<'a> {
    visits: Vec<VisitBody<'a>>,
    /// What to pass as `after` for the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize)]
struct VisitBody<'a> {
    id: String,
    household: String,
    household_name: &'a str,
    household_number: &'a str,
    member: &'a str,
    on: String,
    manner: &'static str,
    matter: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    follow_up: Option<String>,
}

impl<'a> VisitsBody<'a> {
    pub(crate) fn of(visits: &'a [VisitRow], next: Option<String>) -> Self {
        let visits = visits.iter().map(|visit| VisitBody {
            id: visit.id.within(visit.tenant).to_string(),
            household: visit.household.within(visit.tenant).to_string(),
            household_name: &visit.household_name,
            household_number: &visit.household_number,
            member: &visit.person_name,
            on: visit.on.to_string(),
            manner: visit.manner.code(),
            matter: &visit.matter,
            outcome: visit.outcome.code(),
            follow_up: visit.follow_up.map(|day| day.to_string()),
        });
        Self { visits: visits.collect(), next }
    }
}

/// A page of the register as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct HouseholdsBody<'a> {
    households: Vec<HouseholdBody<'a>>,
    /// How many there are in all.
    total: i64,
    /// The number of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
}

#[derive(Debug, Serialize)]
struct HouseholdBody<'a> {
    id: String,
    number: &'a str,
    name: &'a str,
    organisation: &'a str,
    group: &'a str,
    residence: &'a str,
    lives_elsewhere: bool,
    /// Absent where the reader may not know them.
    #[serde(skip_serializing_if = "Option::is_none")]
    needs: Option<Vec<&'static str>>,
    members: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    last_visit: Option<String>,
    /// Absent where nobody is linked.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_visit: Option<String>,
    covered: bool,
}

impl<'a> HouseholdsBody<'a> {
    /// `rows`: each household, and whether the reader may know its needs.
    pub(crate) fn of(
        rows: impl Iterator<Item = (&'a Standing, bool)>,
        names: &'a HashMap<Id<Household>, Vec<String>>,
        total: i64,
        next: Option<i64>,
    ) -> Self {
        let households = rows.map(|(standing, told)| {
            let household = &standing.household;
            let due = standing.linked_since.map(|since| {
                next_visit(standing.last_visit, standing.follow_up, since, standing.visit_days)
                    .day
                    .to_string()
            });
            HouseholdBody {
                id: household.id.within(household.tenant).to_string(),
                number: &household.number,
                name: &household.name,
                organisation: &standing.org_name,
                group: &household.group_name,
                residence: &household.residence,
                lives_elsewhere: household.lives_elsewhere,
                needs: told.then(|| standing.needs.iter().map(|need| need.code()).collect()),
                members: names.get(&household.id).map_or(&[], Vec::as_slice),
                last_visit: standing.last_visit.map(|day| day.to_string()),
                next_visit: due,
                covered: standing.linked_since.is_some(),
            }
        });
        Self { households: households.collect(), total, next }
    }
}

/// Members without families as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct FreeMembersBody<'a> {
    members: Vec<FreeMemberBody<'a>>,
}

#[derive(Debug, Serialize)]
struct FreeMemberBody<'a> {
    id: String,
    name: &'a str,
    organisation: &'a str,
    since: String,
}

impl<'a> FreeMembersBody<'a> {
    pub(crate) fn of(members: &'a [FreeMember]) -> Self {
        let members = members.iter().map(|member| FreeMemberBody {
            id: member.person.to_string(),
            name: &member.name,
            organisation: &member.org_name,
            since: member.since.to_string(),
        });
        Self { members: members.collect() }
    }
}
