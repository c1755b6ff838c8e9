//! What may happen in a county, one thing after the other: for properties that hold after any history.

use std::cell::RefCell;

use niangjia_household::actions::{self as household, SaidVisit, record_visit};
use niangjia_household::api::{HouseholdRow, Manner, Mode, NeedKind, NewHousehold, Outcome, Side};
use niangjia_kernel::{AreaCode, Day, Id, Visit};
use niangjia_people::actions as people;
use niangjia_people::api::{Education, Engagement, NewPerson, NewPost, Party};
use niangjia_store::{Actor, Ending, PostKind, StoreError, WriteTx};
use niangjia_testkit::{CHAIR, FAMILIES, MEMBER, OTHER_CHAIR, World};
use proptest::prelude::*;

/// What may happen in the county of the cast.
#[derive(Debug, Clone)]
pub enum Step {
    /// A visit some days ago: also in a month that is closed.
    Visit {
        family: usize,
        days_ago: i64,
        matter: &'static str,
    },
    TakeBack {
        nth: usize,
    },
    /// A family with a need enters the register of a community some days ago, with or without somebody.
    Family {
        neighbour: bool,
        days_ago: i64,
        need: bool,
        linked: bool,
    },
    /// A member takes office some days ago; she may be a cadre of the two committees as well.
    Member {
        neighbour: bool,
        days_ago: i64,
        cadre: bool,
    },
    /// Days pass.
    Days(i64),
    /// The job has its round.
    Round,
}

/// Any of them; visits more often than the others.
pub fn step() -> impl Strategy<Value = Step> {
    let matter = prop::sample::select(vec!["look_in", "hardship"]);
    prop_oneof![
        4 => (0..FAMILIES.len(), 0i64..100, matter)
            .prop_map(|(family, days_ago, matter)| Step::Visit { family, days_ago, matter }),
        1 => (0usize..30).prop_map(|nth| Step::TakeBack { nth }),
        2 => (any::<bool>(), 0i64..5, any::<bool>(), any::<bool>())
            .prop_map(|(neighbour, days_ago, need, linked)| Step::Family { neighbour, days_ago, need, linked }),
        2 => (any::<bool>(), 0i64..5, any::<bool>())
            .prop_map(|(neighbour, days_ago, cadre)| Step::Member { neighbour, days_ago, cadre }),
        1 => (1i64..25).prop_map(Step::Days),
        2 => Just(Step::Round),
    ]
}

/// Lets the step with this number happen; the visits are kept in `made`.
pub fn play(world: &World, made: &RefCell<Vec<Id<Visit>>>, number: usize, step: &Step) {
    match step {
        Step::Visit { family, days_ago, matter } => {
            let recorded = visit(world, FAMILIES[*family].0, *days_ago, matter);
            made.borrow_mut().push(recorded);
        }
        Step::TakeBack { nth } if !made.borrow().is_empty() => {
            let visit = made.borrow()[nth % made.borrow().len()];
            // Later than the day after she recorded it she may not any more; that is as good a history.
            let _answered = world
                .as_person(MEMBER)
                .post(&format!("/visits/341881.{visit}/taking-back"), &[("reason", "记错")]);
        }
        Step::TakeBack { .. } => {}
        Step::Family { neighbour, days_ago, need, linked } => {
            family(world, *neighbour, number, *days_ago, (*need, *linked));
        }
        Step::Member { neighbour, days_ago, cadre } => member(world, *neighbour, *days_ago, *cadre),
        Step::Days(days) => world.hours_pass(days * 24),
        Step::Round => world.sum_up(),
    }
}

/// 汪秀英 visits one of her families.
pub fn visit(world: &World, contact: &str, days_ago: i64, matter: &str) -> Id<Visit> {
    let (actor, key, matter) = (world.actor(MEMBER), world.family(contact), matter.to_owned());
    let recorded = world.store().write_blocking(move |tx| {
        let household = niangjia_household::api::visible(tx, &actor, key)?.expect("her family");
        let said = SaidVisit {
            id: tx.new_id(),
            on: tx.today().plus(-days_ago),
            manner: Manner::AtHome,
            matter: matter.clone(),
            outcome: Outcome::Settled,
            follow_up: None,
            words: "走访".to_owned(),
        };
        record_visit(tx, &actor, &household, &said)
    });
    recorded.expect("a visit")
}

fn chair_of(world: &World, neighbour: bool) -> Actor {
    world.actor(if neighbour { OTHER_CHAIR } else { CHAIR })
}

fn family(world: &World, neighbour: bool, number: usize, days_ago: i64, (need, linked): (bool, bool)) {
    let chair = chair_of(world, neighbour);
    let done = world.store().write_blocking(move |tx| {
        let since = tx.today().plus(-days_ago);
        let home = NewHousehold {
            tenant: chair.tenant,
            org_id: chair.acting.org_id,
            org_path: chair.acting.org_path.clone(),
            number: format!("{:04}", 5_000 + number),
            contact_name: "郑云".to_owned(),
            group_name: "巫山".to_owned(),
            grid: None,
            residence: String::new(),
            residence_area: AreaCode::parse(&chair.acting.org_path.code()).expect("a code"),
            lives_elsewhere: false,
            phone: None,
            address: None,
            since,
        };
        let recorded = household::register_household(tx, &chair, &home, &[])?;
        hang_on(tx, &chair, &home.row(*recorded.value()), since, (need, linked))?;
        Ok::<_, StoreError>(Ending::from(recorded.map(drop)))
    });
    done.expect("a family");
}

fn hang_on(
    tx: &WriteTx<'_>,
    chair: &Actor,
    row: &HouseholdRow,
    since: Day,
    (need, linked): (bool, bool),
) -> Result<(), StoreError> {
    if need {
        let _need = household::add_need(tx, chair, row, NeedKind::Dibao, since)?;
    }
    if linked {
        let who = (chair.person, chair.name.as_str());
        let _link = household::link(tx, chair, row, who, Side::Residence, Mode::Resident, since)?;
    }
    Ok(())
}

fn member(world: &World, neighbour: bool, days_ago: i64, cadre: bool) {
    let chair = chair_of(world, neighbour);
    let done = world.store().write_blocking(move |tx| {
        let person = NewPerson {
            tenant: chair.tenant,
            name: "孟雨".to_owned(),
            woman: true,
            birth_day: None,
            education: Education::HighSchool,
            party: Party::Communist,
            phone: None,
            citizen_id: None,
        };
        let recorded = people::register_person(tx, Some(&chair), &person, &chair.acting.org_path)?;
        let kinds = [Some(PostKind::Member), cadre.then_some(PostKind::TwoCommittees)];
        for kind in kinds.into_iter().flatten() {
            let post = NewPost {
                person: *recorded.value(),
                tenant: chair.tenant,
                org_id: chair.acting.org_id,
                org_path: chair.acting.org_path.clone(),
                kind,
                engagement: Engagement::PartTime,
                group_name: None,
                from: tx.today().plus(-days_ago),
            };
            let _post = people::appoint(tx, Some(&chair), &post)?;
        }
        Ok::<_, StoreError>(Ending::from(recorded.map(drop)))
    });
    done.expect("a member");
}
