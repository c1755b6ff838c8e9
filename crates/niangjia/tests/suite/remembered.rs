//! What is remembered of a county is what would be counted.

use std::cell::RefCell;
use std::collections::HashMap;

use niangjia_store::{Ending, StoreError};
use niangjia_testkit::{CHAIR, COUNTY_CHAIR, Engine, STREET_CHAIR, World};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::Value;

use crate::both_engines;
use crate::history::{Step, play, step, visit};

#[apply(both_engines)]
fn after_each_step_of_any_history_a_dashboard_looked_at_before_says_what_a_count_says(
    #[case] engine: Engine,
) {
    let (mut runner, changed) = (
        TestRunner::new(Config { cases: 2, failure_persistence: None, ..Config::default() }),
        RefCell::new(0),
    );
    runner
        .run(&prop::collection::vec(step(), 10..25), |steps| {
            let (world, made) = (World::on(engine), RefCell::default());
            let signed_in = || {
                [(CHAIR, "341881003004"), (STREET_CHAIR, "341881003"), (COUNTY_CHAIR, "341881")]
                    .map(|(figure, code)| (world.as_person(figure), code))
            };
            // A sign-in is written down, and has everything counted anew: only when a session has ended.
            let mut looking = signed_in();
            let mut before = HashMap::new();
            for (number, step) in steps.iter().enumerate() {
                play(&world, &made, number, step);
                if let Step::Days(_) = step {
                    looking = signed_in();
                }
                for (browser, code) in looking.iter().map(|(browser, code)| (browser, *code)) {
                    let shown = browser.get_json(&format!("/insight/{code}")).expect(200).json();
                    prop_assert_eq!(&shown, &counted(&world, code), "{} after {:?}", code, step);
                    if before.insert(code, shown.clone()).is_some_and(|before| before != shown) {
                        *changed.borrow_mut() += 1;
                    }
                }
            }
            Ok(())
        })
        .expect("what is remembered and what is counted agree");
    assert!(*changed.borrow() > 5, "the numbers changed often: {}", changed.borrow());
}

#[apply(both_engines)]
fn a_county_in_which_nothing_is_written_is_counted_once_a_day(#[case] engine: Engine) {
    let world = World::on(engine);
    world.hours_pass(14);
    let chair = world.as_person(COUNTY_CHAIR);
    let shown = || chair.get_json("/insight/341881").expect(200).json();
    let _visit = visit(&world, "程国庆", 0, "look_in");
    let with_a_visit = shown();
    // Nothing can do this without an entry in the audit; it shows here what was counted, and when.
    let behind_the_audit = world.store().write_blocking(|tx| {
        let moved = tx.execute("UPDATE household_visit SET on_day = on_day - 60", &[])?;
        Ok::<_, StoreError>(Ending::from(tx.derived(moved)))
    });
    assert!(behind_the_audit.expect("an earlier visit") > 0);
    assert_ne!(counted(&world, "341881"), with_a_visit, "the premise");
    assert_eq!(shown(), with_a_visit, "remembered");
    world.hours_pass(2);
    assert_eq!(shown(), counted(&world, "341881"), "after midnight");
}

/// Every indicator of the month as a direct count gives it.
fn counted(world: &World, code: &str) -> Value {
    let counts = world.store().read_blocking(|tx| {
        let org = niangjia_org::api::by_code(tx, code)?.expect("an organisation");
        niangjia_insight::api::report(tx, &org, tx.today().month().first_day(), tx.today())
    });
    serde_json::to_value(counts.expect("a count")).expect("JSON")
}
