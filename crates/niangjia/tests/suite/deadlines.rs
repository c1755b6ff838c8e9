//! Clocks as they are kept: what the pure rules say of the last moment, the database says too, on both engines.

use niangjia_deadline::{
    AskedExtension, Clocks, Standing, ends, extend, resume, running, start, stop, suspend,
};
use niangjia_kernel::{Day, Tenant, Timestamp};
use niangjia_store::{Ending, StoreError, WriteTx};
use niangjia_testkit::{Engine, World};
use rstest::rstest;
use rstest_reuse::apply;
use uuid::Uuid;

use crate::both_engines;

fn at(day: &str, seconds: i64) -> Timestamp {
    Day::parse(day).expect("a day").start().plus_seconds(seconds)
}

fn written<T: Send + 'static>(
    world: &World,
    work: impl Fn(&WriteTx<'_>) -> Result<T, StoreError> + Send + 'static,
) -> T {
    let done = world.store().write_blocking(move |tx| {
        let value = work(tx)?;
        Ok::<_, StoreError>(Ending::from(tx.derived(value)))
    });
    done.expect("a clock")
}

#[apply(both_engines)]
fn every_clock_of_the_catalogue_is_kept_until_its_last_millisecond(#[case] engine: Engine) {
    let world = World::on(engine);
    let tenant = Tenant::from_number(341_881).expect("a tenant");
    // A Friday before the long holiday, in the evening: weekends, exchanged days and the holiday lie ahead.
    let began = at("2026-09-25", 18 * 3_600);
    let tried = written(&world, move |tx| {
        let mut tried = 0;
        for (number, rule) in Clocks::in_force().all().iter().enumerate() {
            let subject = (tenant, Uuid::from_u128(number as u128 + 1));
            let until = start(tx, subject, &rule.code, began)?;
            assert_eq!(Some(until), ends(rule, Clocks::in_force().calendar(), began, &[]), "{}", rule.code);
            let kept = running(tx, subject, &rule.code)?.expect("it runs");
            let last = kept.standing(Timestamp::from_millis(until.millis() - 1));
            assert!(matches!(last, Standing::Running { days: 0, .. }), "{}: {last:?}", rule.code);
            let late = kept.standing(until);
            assert!(matches!(late, Standing::Late { .. }), "{}: {late:?}", rule.code);
            assert!(stop(tx, subject, &rule.code)?);
            assert!(running(tx, subject, &rule.code)?.is_none(), "{} is over", rule.code);
            tried += 1;
        }
        Ok(tried)
    });
    assert_eq!(tried, Clocks::in_force().all().len());
}

#[apply(both_engines)]
fn what_was_made_longer_or_rested_is_read_back_with_its_reason(#[case] engine: Engine) {
    let world = World::on(engine);
    let tenant = Tenant::from_number(341_881).expect("a tenant");
    let subject = (tenant, Uuid::from_u128(7));
    let until = |world: &World| world.number("SELECT until_ms FROM deadline WHERE ended_ms IS NULL");
    written(&world, move |tx| start(tx, subject, "petition.settle", tx.now()).map(drop));
    let first = until(&world);
    let told = Some(Day::parse("2026-11-22").expect("a day"));
    written(&world, move |tx| {
        let clock = running(tx, subject, "petition.settle")?.expect("it runs");
        let asked = AskedExtension::of(clock.rule, 20, "等鉴定结果", "王秀英", told);
        extend(tx, &clock, &asked).map(drop)
    });
    let longer = until(&world);
    assert!(longer > first + 18 * 86_400_000, "{first} {longer}");
    written(&world, move |tx| {
        let clock = running(tx, subject, "petition.settle")?.expect("it runs");
        suspend(tx, &clock, "听证")
    });
    world.on_day("2026-11-27");
    written(&world, move |tx| {
        let clock = running(tx, subject, "petition.settle")?.expect("it rests");
        assert_eq!(clock.standing(tx.now()), Standing::Suspended);
        assert_eq!(clock.changes[0].reason, "等鉴定结果");
        assert_eq!(clock.changes[0].told, told);
        resume(tx, &clock, "听证结束")
    });
    let rested = until(&world);
    assert!(rested >= longer + 5 * 86_400_000, "five days of hearing are not counted: {longer} {rested}");
    let sealed = world.number("SELECT COUNT(*) FROM deadline_change");
    assert_eq!(sealed, 3);
}
