//! Sums above the county: equal to a direct count after any history, behind by at most a round, and saying so.

use std::cell::RefCell;

use niangjia_kernel::{Clock as _, Day, Month};
use niangjia_store::{Ending, StoreError};
use niangjia_testkit::{CITY_CHAIR, COUNTY_CHAIR, Engine, NATION_CHAIR, World};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::history::{play, step, visit};

/// From the county up, the whole cast above 汪秀英 and a county in which nothing was ever written.
const ABOVE: [&str; 5] = ["0", "34", "3418", "341881", "341823"];

#[apply(both_engines)]
fn after_any_history_the_sums_are_what_a_direct_count_gives(#[case] engine: Engine) {
    let (mut runner, compared) = (
        TestRunner::new(Config { cases: 3, failure_persistence: None, ..Config::default() }),
        RefCell::new(0),
    );
    runner
        .run(&prop::collection::vec(step(), 5..30), |steps| {
            let (world, made) = (World::on(engine), RefCell::default());
            for (number, step) in steps.iter().enumerate() {
                play(&world, &made, number, step);
            }
            world.sum_up();
            for code in ABOVE {
                for (month, indicator, summed, counted) in both_ways(&world, code) {
                    prop_assert_eq!(summed, counted, "{} {} {}", code, month, indicator);
                    *compared.borrow_mut() += 1;
                }
            }
            Ok(())
        })
        .expect("sums and counts agree");
    assert!(*compared.borrow() > 400, "there was something to compare: {}", compared.borrow());
}

/// Month, indicator, what the sums say, what a direct count says: all of the open month, the facts of those before.
fn both_ways(world: &World, code: &str) -> Vec<(String, &'static str, String, String)> {
    let read = world.store().read_blocking(|tx| {
        let org = niangjia_org::api::by_code(tx, code)?.expect("an organisation");
        let today = tx.today();
        let mut found = Vec::new();
        for before in 0..=12 {
            let month: Month = today.month().plus(-before);
            let (_, summed) = niangjia_insight::api::summed(tx, &org, month)?.expect("sums of this month");
            let to = month.last_day().min(today);
            let counted = niangjia_insight::api::report(tx, &org, month.first_day(), to)?;
            for (summed, counted) in summed.into_iter().zip(counted) {
                if before == 0 || ["visits", "matters_settled"].contains(&summed.id) {
                    let said = |one: &niangjia_insight::api::Measured| {
                        format!("{:?} {:?} {:?}", one.value, one.numerator, one.denominator)
                    };
                    found.push((month.to_string(), summed.id, said(&summed), said(&counted)));
                }
            }
        }
        Ok::<_, StoreError>(found)
    });
    read.expect("both counts")
}

fn visits(world: &World, figure: niangjia_testkit::Figure, code: &str) -> f64 {
    let numbers = world.as_person(figure).get_json(&format!("/insight/{code}")).expect(200).json();
    let found = numbers.as_array().unwrap().iter().find(|one| one["id"] == "visits").cloned();
    found.expect("visits")["value"].as_f64().expect("a number")
}

#[apply(both_engines)]
fn the_county_is_live_and_the_levels_above_say_until_when_they_are_counted(#[case] engine: Engine) {
    let world = World::on(engine);
    let city = world.as_person(CITY_CHAIR);
    city.get("/insight/3418").expect(422).says("正在汇总");
    world.sum_up();
    city.get("/insight/3418").expect(200).says("截至 11月22日 09:00 汇总");
    let _visit = visit(&world, "程国庆", 0, "look_in");
    assert!(visits(&world, COUNTY_CHAIR, "341881") > 0.5, "the county is counted as it is now");
    assert!(visits(&world, CITY_CHAIR, "3418") < 0.5, "the city as it was at the last round");
    world.hours_pass(1);
    world.sum_up();
    assert!(visits(&world, CITY_CHAIR, "3418") > 0.5);
    assert!(visits(&world, NATION_CHAIR, "0") > 0.5);
    city.get("/insight/3418").expect(200).says("截至 11月22日 10:00 汇总").says("每分钟把有变化的县重新汇总");
    world.as_person(COUNTY_CHAIR).get("/insight/341881").expect(200).never_says("汇总");
}

#[apply(both_engines)]
fn a_round_counts_only_what_changed(#[case] engine: Engine) {
    let world = World::on(engine);
    world.sum_up();
    let round = || niangjia_insight::refresh(&world.store(), std::time::Duration::MAX).expect("a round");
    assert_eq!(round().counted, 0, "nothing has changed");
    let _visit = visit(&world, "程国庆", 0, "look_in");
    while niangjia_store::audit::seal_pending(&world.store()).expect("sealed") > 0 {}
    assert_eq!(round().counted, 1, "the open month of one county");
    // A round without time counts nothing, and says that there is something left.
    let _visit = visit(&world, "程国庆", 0, "look_in");
    while niangjia_store::audit::seal_pending(&world.store()).expect("sealed") > 0 {}
    world.hours_pass(1);
    let hurried = niangjia_insight::refresh(&world.store(), std::time::Duration::ZERO).expect("a round");
    assert_eq!((hurried.counted, hurried.left), (0, 1));
    world.as_person(CITY_CHAIR).get("/insight/3418").expect(200).says("截至 11月22日 09:00 汇总");
}

#[apply(both_engines)]
fn a_month_before_the_sums_were_begun_is_refused_in_words_and_not_offered(#[case] engine: Engine) {
    let world = World::on(engine);
    world.sum_up();
    let city = world.as_person(CITY_CHAIR);
    city.get("/insight/3418?month=2025-11").expect(200).never_says("month=2025-10");
    city.get("/insight/3418?month=2025-12").expect(200).says("month=2025-11");
    city.get("/insight/3418?month=2025-10").expect(422).says("2025年10月没有汇总");
    city.get("/insight/3418/visits?month=2025-10").expect(422).says("2025年10月没有汇总");
    world.as_person(COUNTY_CHAIR).get("/insight/341881?month=2025-10").expect(200);
}

#[apply(both_engines)]
fn a_damaged_sum_is_found_and_made_again(#[case] engine: Engine) {
    let world = World::on(engine);
    world.sum_up();
    let sums = niangjia_insight::SUMS;
    let differences = || world.store().read_blocking(sums.differences).expect("a comparison");
    assert_eq!(differences(), Vec::<String>::new(), "the premise");
    for damage in [
        "UPDATE insight_sum SET numerator = numerator + 1 WHERE tenant = 0 AND indicator = 'members'",
        "UPDATE insight_sum SET own_numerator = own_numerator + 1, numerator = numerator + 1 WHERE tenant = 341881",
    ] {
        let (damage, action) =
            (damage.to_owned(), niangjia_store::audit::Action::write("test.damage", "损坏"));
        let nation = niangjia_kernel::Tenant::NATION;
        let entry = move || niangjia_store::audit::Entry::by_system(action, nation);
        let damaged = world.store().write_blocking(move |tx| {
            tx.execute(&damage, &[])?;
            Ok::<_, StoreError>(Ending::from(tx.record(&entry(), ())?))
        });
        damaged.expect("damage");
        assert!(!differences().is_empty());
        let rebuilt = world.store().write_blocking(move |tx| {
            let rows = (sums.rebuild)(tx)?;
            Ok::<_, StoreError>(Ending::from(tx.record(&entry(), rows)?))
        });
        assert!(rebuilt.expect("made again") > 0);
        assert_eq!(differences(), Vec::<String>::new());
    }
    assert_eq!(world.clock.today(), Day::of(2026, 11, 22).unwrap());
}
