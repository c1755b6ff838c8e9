//! 不漏一户 as a property: no history of joining, leaving, moving, handing over and merging leaves a family without somebody.

mod scene;
mod world;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use self::world::World;

/// What may happen; numbers choose among those who are there.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Join,
    /// A chair or vice chair takes office where there is none.
    Lead,
    Leave {
        who: usize,
        suddenly: bool,
    },
    /// She goes on in the next community.
    Move {
        who: usize,
    },
    /// Some of her families, or all, to somebody else or to the caretaker.
    HandOver {
        who: usize,
        to: usize,
        some: u8,
        care: bool,
    },
    Name {
        to: usize,
        some: u8,
    },
    Link {
        family: usize,
        member: usize,
        side: bool,
    },
    EndLink {
        family: usize,
        nth: usize,
    },
    Family {
        member: usize,
        key: bool,
    },
    /// A need falls away because nobody confirmed it, or is taken up again.
    Need {
        family: usize,
        again: bool,
    },
    /// The next community goes up in this one, or this one in the next, where the history goes on.
    Merge {
        here: bool,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0usize..40;
    prop_oneof![
        2 => Just(Step::Join),
        1 => Just(Step::Lead),
        4 => (who.clone(), any::<bool>()).prop_map(|(who, suddenly)| Step::Leave { who, suddenly }),
        1 => who.clone().prop_map(|who| Step::Move { who }),
        4 => (who.clone(), who.clone(), any::<u8>(), any::<bool>())
            .prop_map(|(who, to, some, care)| Step::HandOver { who, to, some, care }),
        2 => (who.clone(), any::<u8>()).prop_map(|(to, some)| Step::Name { to, some }),
        2 => (who.clone(), who.clone(), any::<bool>())
            .prop_map(|(family, member, side)| Step::Link { family, member, side }),
        1 => (who.clone(), 0usize..3).prop_map(|(family, nth)| Step::EndLink { family, nth }),
        2 => (who.clone(), any::<bool>()).prop_map(|(member, key)| Step::Family { member, key }),
        2 => (who, any::<bool>()).prop_map(|(family, again)| Step::Need { family, again }),
        1 => any::<bool>().prop_map(|here| Step::Merge { here }),
    ]
}

fn histories(cases: u32, steps: std::ops::Range<usize>) -> usize {
    let (world, done) = (World::new(), std::cell::Cell::new(0));
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
        .run(&prop::collection::vec(step(), steps), |steps| {
            done.set(done.get() + world.play(&steps)?);
            Ok(())
        })
        .expect("nobody is forgotten");
    done.get()
}

#[test]
fn no_history_leaves_a_family_without_somebody() {
    let done = histories(60, 5..40);
    assert!(done > 400, "there was something to forget: {done} steps did something");
}

#[test]
#[ignore = "ten thousand histories take minutes: ./check --long"]
fn ten_thousand_histories_leave_no_family_without_somebody() {
    let done = histories(10_000, 60..140);
    assert!(done > 500_000, "{done} steps did something");
}
