//! Folds equal a recount after any history.

use std::cell::RefCell;

use niangjia::wiring::FOLDS;
use niangjia_household::actions::{SaidVisit, record_visit};
use niangjia_household::api::{Manner, Outcome, Page, StandingFilter, next_visit};
use niangjia_kernel::{Day, Id, Visit};
use niangjia_store::{Branch, Ending, StoreError};
use niangjia_testkit::{CHAIR, Engine, FAMILIES, MEMBER, World};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;

/// One step of a history: a visit to one of the families on some day, or taking back one of those made.
#[derive(Debug, Clone)]
enum Step {
    Visit { family: usize, days_ago: i64, matter: &'static str, follow_up: Option<i64> },
    TakeBack { nth: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let matter = prop::sample::select(vec!["look_in", "hardship", "health", "policy"]);
    let visit = (0..FAMILIES.len(), 0i64..120, matter, prop::option::of(1i64..40));
    prop_oneof![
        4 => visit.prop_map(|(family, days_ago, matter, follow_up)| Step::Visit { family, days_ago, matter, follow_up }),
        1 => (0usize..30).prop_map(|nth| Step::TakeBack { nth }),
    ]
}

#[apply(both_engines)]
fn every_fold_equals_its_recount_after_any_history_and_a_rebuild_changes_nothing(#[case] engine: Engine) {
    let world = World::on(engine);
    let made: RefCell<Vec<Id<Visit>>> = RefCell::default();
    let member = world.as_person(MEMBER);
    let mut runner = TestRunner::new(Config { cases: 6, failure_persistence: None, ..Config::default() });
    runner
        .run(&prop::collection::vec(step(), 1..25), |steps| {
            for step in steps {
                play(&world, &member, &mut made.borrow_mut(), &step);
            }
            let differences = differences(&world);
            prop_assert!(differences.is_empty(), "{differences:?}");
            Ok(())
        })
        .expect("folds hold");
    assert!(made.borrow().len() > 10, "the histories had something in them");
    let before = world.number("SELECT CAST(SUM(points) AS BIGINT) FROM duty_point");
    for fold in FOLDS {
        let rebuilt = world.store().write_blocking(move |tx| {
            let rows = (fold.rebuild)(tx)?;
            let action = audit_action();
            Ok::<_, StoreError>(Ending::from(
                tx.record(&niangjia_store::audit::Entry::by_system(action, tenant()), rows)?,
            ))
        });
        assert!(rebuilt.expect("a rebuild") > 0, "{}", fold.name);
    }
    assert!(differences(&world).is_empty());
    assert_eq!(world.number("SELECT CAST(SUM(points) AS BIGINT) FROM duty_point"), before);
}

const fn audit_action() -> niangjia_store::audit::Action {
    niangjia_store::audit::Action::write("test.rebuild", "重算")
}

const fn tenant() -> niangjia_kernel::Tenant {
    niangjia_kernel::Tenant::NATION
}

fn differences(world: &World) -> Vec<String> {
    world.sum_up();
    let found = world.store().read_blocking(|tx| {
        let mut found = Vec::new();
        for fold in FOLDS {
            found.extend((fold.differences)(tx)?);
        }
        Ok::<_, StoreError>(found)
    });
    found.expect("a recount")
}

fn play(world: &World, browser: &niangjia_testkit::Browser, made: &mut Vec<Id<Visit>>, step: &Step) {
    match step {
        Step::Visit { family, days_ago, matter, follow_up } => {
            let actor = world.actor(MEMBER);
            let key = world.family(FAMILIES[*family].0);
            let (days_ago, matter, follow_up) = (*days_ago, (*matter).to_owned(), *follow_up);
            let recorded = world.store().write_blocking(move |tx| {
                let household = niangjia_household::api::visible(tx, &actor, key)?.expect("her family");
                let said = SaidVisit {
                    id: tx.new_id(),
                    on: tx.today().plus(-days_ago),
                    manner: Manner::AtHome,
                    matter: matter.clone(),
                    outcome: if follow_up.is_some() { Outcome::FollowUp } else { Outcome::Settled },
                    follow_up: follow_up.map(|days| tx.today().plus(days)),
                    words: "走访".to_owned(),
                };
                record_visit(tx, &actor, &household, &said)
            });
            made.push(recorded.expect("a visit"));
        }
        Step::TakeBack { nth } if !made.is_empty() => {
            let visit = made[nth % made.len()];
            let reply = browser.post(&format!("/visits/341881.{visit}/taking-back"), &[("reason", "记错")]);
            assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        }
        Step::TakeBack { .. } => {}
    }
}

#[apply(both_engines)]
fn a_damaged_sum_and_a_damaged_point_are_found(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    play(
        &world,
        &member,
        &mut Vec::new(),
        &Step::Visit { family: 0, days_ago: 0, matter: "hardship", follow_up: None },
    );
    assert!(differences(&world).is_empty(), "the premise");
    for damage in
        ["UPDATE tally SET facts = facts + 1 WHERE kind = 'visit'", "UPDATE duty_point SET points = 9"]
    {
        let sql = damage.to_owned();
        world
            .store()
            .write_blocking(move |tx| {
                tx.execute(&sql, &[])?;
                let entry = niangjia_store::audit::Entry::by_system(audit_action(), tenant());
                Ok::<_, StoreError>(Ending::from(tx.record(&entry, ())?))
            })
            .expect("damage");
        assert!(!differences(&world).is_empty(), "{damage}");
    }
}

#[apply(both_engines)]
fn the_due_day_of_the_lists_is_the_due_day_of_the_rule(#[case] engine: Engine) {
    let world = World::on(engine);
    let (member, chair) = (world.as_person(MEMBER), world.actor(CHAIR));
    let made = RefCell::default();
    let mut runner = TestRunner::new(Config { cases: 3, failure_persistence: None, ..Config::default() });
    runner
        .run(&prop::collection::vec(step(), 1..15), |steps| {
            for step in steps {
                play(&world, &member, &mut made.borrow_mut(), &step);
            }
            for ahead in [-10, 0, 7, 30] {
                let (by_rule, by_list) = due_both_ways(&world, &chair, ahead);
                prop_assert_eq!(by_rule, by_list);
            }
            Ok(())
        })
        .expect("rule and list agree");
}

fn due_both_ways(world: &World, chair: &niangjia_store::Actor, ahead: i64) -> (Vec<String>, Vec<String>) {
    let chair = chair.clone();
    let found = world.store().read_blocking(move |tx| {
        let branch = Branch::of(chair.tenant, chair.acting.level, &chair.acting.org_path);
        let page = Page { by_due: false, skip: 0, limit: 100 };
        let before: Day = tx.today().plus(ahead);
        let all = niangjia_household::api::standing(
            tx,
            &chair,
            &branch,
            tx.today(),
            &StandingFilter::default(),
            page,
        )?;
        let by_rule = all.iter().filter(|one| {
            one.linked_since.is_some_and(|since| {
                next_visit(one.last_visit, one.follow_up, since, one.visit_days).day < before
            })
        });
        let by_rule = by_rule.map(|one| one.household.number.clone()).collect();
        let filter = StandingFilter { due_before: Some(before), ..StandingFilter::default() };
        let listed = niangjia_household::api::standing(tx, &chair, &branch, tx.today(), &filter, page)?;
        Ok::<_, StoreError>((by_rule, listed.into_iter().map(|one| one.household.number).collect()))
    });
    found.expect("both lists")
}
