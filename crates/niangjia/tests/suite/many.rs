//! A county with three years of requests, disputes and troubles, written as rows: as many as are asked for, spread over a
//! hundred communities, most of them closed, some up at the street, the county or the city, some sealed, some without a name.

mod rows;

use niangjia_area::api::Division;
use niangjia_kernel::{AreaCode, Clock as _, Day, Id, OrgPath, Organisation, Person, Tenant};
use niangjia_org::api::Org;
use niangjia_people::api::{Education, NewPerson, Party};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Column as _, Ending, StoreError, WriteTx};
use niangjia_testkit::{CHAIR, MEMBER, RESIDENT_MEMBER, World};

use rows::Rows;

const LOAD: Action = Action::write("test.load", "测速数据");
const COUNTY: &str = "341881";
const AT_ONCE: usize = 20_000;
const YEARS: i64 = 3;
const STREETS: usize = 9;
const COMMUNITIES: usize = 11;

/// The name that is looked for; every five hundredth has it.
pub const NAME: &str = "程巧云";
/// The number that is looked for.
pub const PHONE: &str = "13900001234";

/// An organisation at which something is, and who works there.
#[derive(Clone)]
struct Place {
    id: Id<Organisation>,
    path: OrgPath,
    tenant: Tenant,
    people: Vec<Id<Person>>,
}

#[derive(Clone)]
struct Places {
    communities: Vec<Place>,
    /// The street above each of them.
    streets: Vec<Place>,
    county: Place,
    city: Place,
}

/// Fills the county of the cast with `count` requests, and as many disputes and troubles.
pub fn fill(world: &World, count: usize) {
    let places = settle(world);
    let first = world.clock.today().plus(-365 * YEARS);
    for from in (0..count).step_by(AT_ONCE) {
        let (places, until) = (places.clone(), (from + AT_ONCE).min(count));
        let done = world.store().write_blocking(move |tx| {
            let mut rows = Rows::default();
            for number in from..until {
                rows.request(tx, &places, (number, count), first)?;
                rows.others(tx, &places, (number, count), first)?;
            }
            rows.write(tx)?;
            Ok::<Ending<()>, StoreError>(tx.record(&Entry::by_system(LOAD, places.county.tenant), ())?.into())
        });
        done.expect("rows");
    }
    world.store().look_at_sizes().expect("what the server does by itself within a minute");
}

/// A hundred communities in nine more streets, three people in each.
fn settle(world: &World) -> Places {
    let (mut divisions, mut codes) = (Vec::new(), Vec::new());
    let mut division = |code: String, name: String| {
        let code = AreaCode::parse(&code).expect("a code");
        divisions.push(Division { code, name, stand_in: false });
    };
    for street in 0..STREETS {
        division(format!("{COUNTY}{:03}", 100 + street), format!("{street}号镇"));
        for community in 0..COMMUNITIES {
            let code = format!("{COUNTY}{:03}{:03}", 100 + street, 1 + community);
            division(code.clone(), format!("{street}之{community}社区居委会"));
            codes.push(code);
        }
    }
    let own = [MEMBER, RESIDENT_MEMBER, CHAIR].map(|figure| world.actor(figure).person);
    let settled = world.store().write_blocking(move |tx| {
        let tx = &tx.as_of(Day::parse("2021-06-30").expect("a day").start());
        niangjia_area::api::load(tx, &divisions, &|_| {})?;
        found(tx, &divisions)?;
        let org = |code: &str| {
            niangjia_org::api::by_code(tx, code)?.ok_or_else(|| StoreError::Internal(code.to_owned()))
        };
        let place = |org: Org, people: Vec<Id<Person>>| Place {
            id: org.id,
            path: org.path,
            tenant: org.tenant,
            people,
        };
        let mut communities = vec![place(org("341881003004")?, own.to_vec())];
        let mut streets = vec![place(org("341881003")?, Vec::new())];
        for code in &codes {
            let home = org(code)?;
            let people = (0..3).map(|_| person(tx, &home)).collect::<Result<Vec<_>, _>>()?;
            communities.push(place(home, people));
            streets.push(place(org(&code[..9])?, Vec::new()));
        }
        let (county, city) = (place(org(COUNTY)?, Vec::new()), place(org("3418")?, Vec::new()));
        let places = Places { communities, streets, county, city };
        let tenant = places.county.tenant;
        Ok::<Ending<Places>, StoreError>(tx.record(&Entry::by_system(LOAD, tenant), places)?.into())
    });
    settled.expect("a county")
}

/// Federations of these divisions below the county of the cast.
fn found(tx: &WriteTx<'_>, divisions: &[Division]) -> Result<(), StoreError> {
    let county = niangjia_org::api::by_code(tx, COUNTY)?;
    let mut lineage = vec![county.ok_or_else(|| StoreError::Internal(COUNTY.to_owned()))?];
    let mut rows = Vec::new();
    for division in divisions {
        let code = division.code.to_string();
        lineage.retain(|above| code.starts_with(&above.code));
        let above = lineage[lineage.len() - 1].clone();
        let (id, path) = (tx.new_id(), above.path.child(&code[above.code.len()..]));
        rows.push(vec![
            id.bind(),
            above.tenant.bind(),
            code.bind(),
            path.bind(),
            Some(above.id).bind(),
            division.code.level().bind(),
            format!("{}妇联", division.name).bind(),
            division.code.bind(),
            above.since.bind(),
        ]);
        lineage.push(Org { id, code, path, ..above });
    }
    tx.insert_many("org", &ORG.split(", ").collect::<Vec<_>>(), &mut rows.into_iter()).map(drop)
}

fn person(tx: &WriteTx<'_>, org: &Org) -> Result<Id<Person>, StoreError> {
    let person = NewPerson {
        tenant: org.tenant,
        name: "执委".to_owned(),
        woman: true,
        birth_day: None,
        education: Education::College,
        party: Party::None,
        phone: None,
        citizen_id: None,
    };
    Ok(*niangjia_people::actions::register_person(tx, None, &person, &org.path)?.value())
}

const ORG: &str = "id, tenant, code, path, parent_id, level, name, area_code, from_day";
