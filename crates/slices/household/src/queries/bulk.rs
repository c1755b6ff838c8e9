//! Households and their visits by the thousand, for data made at once: trying out and load tests.

use std::collections::HashMap;

use niangjia_kernel::{
    Day, Fact, FactKind, FactPart, FactRole, Fen, Household, Id, Person, Timestamp, Visit,
};
use niangjia_store::{StoreError, Value, WriteTx, params};

use crate::model::{Link, Manner, Mode, Need, NeedKind, NewHousehold, Outcome, Side};
use crate::pack::HouseholdRules;
use crate::queries::visits::WORDS;

/// A household with what hangs on it. Phone and address are left out.
#[derive(Debug, Clone)]
pub struct BulkHousehold {
    /// Its identity.
    pub id: Id<Household>,
    /// What the register says of it.
    pub household: NewHousehold,
    /// Its need, since it is in the register.
    pub need: Option<(Id<Need>, NeedKind)>,
    /// Who looks after it on the register side, since it is in the register.
    pub link: Option<(Id<Link>, Id<Person>)>,
    /// Her visits.
    pub visits: Vec<BulkVisit>,
}

/// A visit that was settled on the spot.
#[derive(Debug, Clone)]
pub struct BulkVisit {
    /// Its identity.
    pub id: Id<Visit>,
    /// That of its fact.
    pub fact: Id<Fact>,
    /// That of the fact that what she needed was settled, where the matter is a need.
    pub settled: Id<Fact>,
    /// On which day.
    pub on: Day,
    /// When it was recorded.
    pub at: Timestamp,
    /// A code of the pack.
    pub matter: &'static str,
    /// What was done. The same words are sealed once for all visits that have them.
    pub words: &'static str,
}

/// Enters households that nobody has entered, with needs, links and visits; gives the facts of the visits, which the
/// caller appends (`facts::append_many`), in no particular order.
///
/// # Errors
/// [`StoreError::Unique`] when one is there already.
pub fn enter_many(
    tx: &WriteTx<'_>,
    households: &[BulkHousehold],
) -> Result<Vec<(Fact, Vec<FactPart>)>, StoreError> {
    households_and_needs(tx, households)?;
    let mut sealed = HashMap::new();
    for visit in households.iter().flat_map(|one| &one.visits) {
        if !sealed.contains_key(visit.words) {
            sealed.insert(visit.words, tx.seal(WORDS, visit.words)?);
        }
    }
    let made = households.iter().filter_map(|one| Some((one, one.link?.1)));
    let made = made.flat_map(|(one, member)| one.visits.iter().map(move |visit| (one, member, visit)));
    let mut rows = made.clone().map(|(BulkHousehold { id, household: home, .. }, member, visit)| {
        let words = sealed.get(visit.words).cloned().unwrap_or_default();
        params![
            home.tenant,
            visit.id,
            *id,
            member,
            home.org_id,
            home.org_path,
            visit.on,
            visit.at,
            Manner::AtHome,
            visit.matter.to_owned(),
            Outcome::Settled,
            words,
        ]
        .to_vec()
    });
    let columns = [
        "tenant",
        "id",
        "household_id",
        "person_id",
        "org_id",
        "org_path",
        "on_day",
        "at_ms",
        "manner",
        "matter",
        "outcome",
        "words",
    ];
    tx.insert_many("household_visit", &columns, &mut rows)?;
    Ok(made.flat_map(|(one, member, visit)| facts(&one.household, member, visit)).collect())
}

/// What `record_visit` appends for such a visit.
fn facts(home: &NewHousehold, member: Id<Person>, visit: &BulkVisit) -> Vec<(Fact, Vec<FactPart>)> {
    let fact = |id, kind, households| Fact {
        tenant: home.tenant,
        id,
        kind,
        org_id: home.org_id,
        org_path: home.org_path.clone(),
        area_code: home.residence_area.clone(),
        on_day: visit.on,
        at: visit.at,
        subject: visit.id.uuid(),
        attendances: 1,
        households,
        minutes: 0,
        fen: Fen(0),
        recorded_by: member,
        reverses: None,
    };
    let doer = || vec![FactPart { tenant: home.tenant, person: member, role: FactRole::Doer }];
    let mut facts = vec![(fact(visit.fact, FactKind::Visit, 1), doer())];
    if HouseholdRules::in_force().matter(visit.matter).is_some_and(|matter| matter.need) {
        facts.push((fact(visit.settled, FactKind::MatterSettled, 0), doer()));
    }
    facts
}

fn households_and_needs(tx: &WriteTx<'_>, households: &[BulkHousehold]) -> Result<(), StoreError> {
    let columns = [
        "tenant",
        "id",
        "org_id",
        "org_path",
        "number",
        "name",
        "contact_name",
        "group_name",
        "residence",
        "residence_area",
        "lives_elsewhere",
        "from_day",
    ];
    let mut rows = households.iter().map(|BulkHousehold { id, household: home, .. }| {
        params![
            home.tenant,
            *id,
            home.org_id,
            home.org_path,
            home.number,
            format!("{}家", home.contact_name),
            home.contact_name,
            home.group_name,
            home.residence,
            home.residence_area,
            home.lives_elsewhere,
            home.since,
        ]
        .to_vec()
    });
    tx.insert_many("household", &columns, &mut rows)?;
    let review = HouseholdRules::in_force().review_days;
    let needs = households.iter().filter_map(|one| Some((one, one.need?)));
    let mut rows = needs.map(|(BulkHousehold { id, household: home, .. }, (need, kind))| {
        params![home.tenant, need, *id, home.org_path, kind, home.since.plus(review), home.since].to_vec()
    });
    let columns = ["tenant", "id", "household_id", "org_path", "kind", "review_day", "from_day"];
    tx.insert_many("household_need", &columns, &mut rows)?;
    let links = households.iter().filter_map(|one| Some((one, one.link?)));
    let mut rows = links.map(|(BulkHousehold { id, household: home, .. }, (link, member))| -> Vec<Value> {
        params![home.tenant, link, *id, member, home.org_path, Side::Register, Mode::Nearby, home.since]
            .to_vec()
    });
    let columns = ["tenant", "id", "household_id", "person_id", "org_path", "side", "mode", "from_day"];
    tx.insert_many("household_link", &columns, &mut rows)?;
    Ok(())
}
