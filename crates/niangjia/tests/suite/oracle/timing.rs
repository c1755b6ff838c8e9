//! A refusal takes as long for what is invisible as for what is not there: whoever holds a watch learns nothing.
//!
//! Pairs of one address that is there and one that is not, asked one after the other in turned order by the same person. Of all pairs
//! together the ratio of the medians has to lie between 3 : 4 and 4 : 3, and the rank statistic (how often a refusal of what
//! is there took longer than one of what is not, Mann–Whitney) between 0.3 and 0.7. With 150 pairs its standard error is
//! 0.033, so chance alone is six of them away. A machine may have a bad moment: what lies outside is measured on, three times as
//! long, and judged by all of it.

use std::time::{Duration, Instant};

use niangjia_kernel::{Clock as _, SeededChance};
use niangjia_testkit::{Browser, Engine, Figure, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::protection::designated;

use super::figures::WORKERS;
use super::mediations::Mediations;
use super::requests::Requests;
use super::sealed_cases::SealedCases;
use super::troubles::Troubles;
use super::{Matter, Sees};

const PAIRS: usize = 150;
const LONGEST_RATIO: f64 = 4.0 / 3.0;
const RANKS: std::ops::RangeInclusive<f64> = 0.3..=0.7;

/// How something invisible is asked for.
#[derive(Debug, Clone, Copy)]
enum Way {
    Page,
    Json,
    Deed,
}

/// What was measured: how long each refusal took, of what is there and of what is not.
#[derive(Default)]
struct Measured {
    there: Vec<Duration>,
    nowhere: Vec<Duration>,
}

impl Measured {
    fn ratio(&self) -> f64 {
        let median = |times: &[Duration]| {
            let mut sorted = times.to_vec();
            sorted.sort_unstable();
            sorted[sorted.len() / 2].as_secs_f64()
        };
        median(&self.there) / median(&self.nowhere)
    }

    /// How often one took longer than the other, of all combinations.
    fn rank(&self) -> f64 {
        let longer = |one: &Duration| {
            let below = self.nowhere.iter().filter(|other| *other < one).count();
            let same = self.nowhere.iter().filter(|other| *other == one).count();
            below as f64 + same as f64 / 2.0
        };
        let sum: f64 = self.there.iter().map(longer).sum();
        sum / (self.there.len() * self.nowhere.len()) as f64
    }

    fn tells_nothing(&self) -> bool {
        let ratio = self.ratio();
        RANKS.contains(&self.rank()) && ratio < LONGEST_RATIO && ratio > LONGEST_RATIO.recip()
    }
}

fn asked(browser: &Browser, address: &str, way: Way, deed: &str) -> Duration {
    let before = Instant::now();
    let reply = match way {
        Way::Page => browser.get(address),
        Way::Json => browser.get_json(address),
        Way::Deed => browser.post(&format!("{address}/{deed}"), &[("purpose", "看看")]),
    };
    let took = before.elapsed();
    assert_eq!(reply.status, 404, "{address} {way:?}");
    took
}

fn measure(
    world: &World,
    matter: &dyn Matter,
    browsers: &[(Figure, Browser)],
    (way, pairs): (Way, usize),
    (chance, measured): (&SeededChance, &mut Measured),
) {
    let (all, now) = (matter.all(), world.clock.now());
    let mut done = 0;
    while done < pairs {
        let (figure, browser) = &browsers[chance.below(browsers.len())];
        let index = chance.below(all.len());
        if matter.sees(*figure, index, now) != Sees::Nothing {
            continue;
        }
        let there = &all[index].href;
        let other = (0..32).map(|_| format!("{:x}", chance.below(16))).collect::<String>();
        let nowhere = format!("{}{other}", &there[..there.len() - 32]);
        let deed = matter.deeds()[chance.below(matter.deeds().len())];
        let mut ask = |is_there: bool| {
            let address = if is_there { there } else { &nowhere };
            let took = asked(browser, address, way, deed);
            if is_there { measured.there.push(took) } else { measured.nowhere.push(took) }
        };
        let first = done % 2 == 0;
        ask(first);
        ask(!first);
        done += 1;
    }
}

#[apply(both_engines)]
fn a_refusal_takes_as_long_for_what_is_invisible_as_for_what_is_not_there(#[case] engine: Engine) {
    let world = World::on(engine);
    let _charge = designated(&world);
    let chance = SeededChance::new(404);
    let sealed = SealedCases::make(&world, &chance, 6);
    let requests = Requests::make(&world, &chance, 12);
    let mut mediations = Mediations::make(&world, &chance, 10);
    let troubles = Troubles::make(&world, &chance, 10);
    for _ in 0..20 {
        mediations.change(&world, &chance);
    }
    let browsers: Vec<_> = WORKERS.into_iter().map(|figure| (figure, world.as_person(figure))).collect();
    let kinds: [(&str, &dyn Matter); 4] = [
        ("sealed cases", &sealed),
        ("requests", &requests),
        ("mediations", &mediations),
        ("troubles", &troubles),
    ];
    let mut telling = Vec::new();
    for (kind, matter) in kinds {
        for way in [Way::Page, Way::Json, Way::Deed] {
            let mut measured = Measured::default();
            measure(&world, matter, &browsers, (way, PAIRS), (&chance, &mut measured));
            if !measured.tells_nothing() {
                measure(&world, matter, &browsers, (way, 3 * PAIRS), (&chance, &mut measured));
            }
            let (ratio, rank) = (measured.ratio(), measured.rank());
            let words = format!("{kind} {way:?}: medians {ratio:.3} : 1, ranks {rank:.3}");
            println!("{words}");
            telling.extend((!measured.tells_nothing()).then_some(words));
        }
    }
    assert!(telling.is_empty(), "{telling:#?}");
}

#[test]
fn a_refusal_that_looks_first_and_asks_afterwards_would_be_noticed() {
    let of = |micros: &[u64]| micros.iter().map(|one| Duration::from_micros(*one)).collect::<Vec<_>>();
    let spread: Vec<u64> = (0..PAIRS as u64).map(|one| 900 + one * 37 % 200).collect();
    let slower = |by: u64| spread.iter().map(|one| one + by).collect::<Vec<_>>();
    let measured = |there: &[u64]| Measured { there: of(there), nowhere: of(&spread) };
    assert!(measured(&spread).tells_nothing());
    assert!(measured(&slower(20)).tells_nothing(), "what is lost in the noise");
    assert!(!measured(&slower(100)).tells_nothing(), "one more query");
}
