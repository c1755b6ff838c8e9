//! The oracle of who sees what: random people × random matters, thought through naively and asked of every way in.

mod asking;
mod families;
mod figures;
mod mediations;
mod requests;
mod requests_course;
mod sealed_cases;
mod timing;
mod troubles;

use niangjia_kernel::{SeededChance, Timestamp};
use niangjia_testkit::{Browser, Engine, Figure, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::protection::designated;

use asking::{Depth, ask};
use families::Families;
use mediations::Mediations;
use requests::Requests;
use sealed_cases::SealedCases;
use troubles::Troubles;

/// A matter as the oracle asks about it.
pub struct Known {
    /// Its page.
    pub href: String,
    /// What only those who read it may read anywhere: a name, words.
    pub secrets: Vec<String>,
    /// What it is called, where nothing else is called so.
    pub called: Option<String>,
}

impl Known {
    /// Its identity without the tenant.
    pub fn identity(&self) -> &str {
        self.href.rsplit('/').next().expect("a key")
    }
}

/// How much of a matter somebody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sees {
    /// It does not exist for her.
    Nothing,
    /// That it is there, without a name and a word of it.
    Line,
    /// All of it.
    Reads,
}

/// A list as it is asked for.
pub struct Listed {
    /// Where it is, everything of it wanted.
    pub address: String,
    /// The field of its JSON that has the rows; empty: it is a page only.
    pub rows: &'static str,
    /// The parameter of the next page, where there is one.
    pub next: &'static str,
}

/// A kind of matter: how a world with some of them changes by chance, and who sees which, said without SQL.
pub trait Matter {
    /// Every one of them.
    fn all(&self) -> Vec<Known>;
    /// Lets something happen to one of them.
    fn change(&mut self, world: &World, chance: &SeededChance);
    /// What the sentence of the rule says.
    fn sees(&self, figure: Figure, index: usize, now: Timestamp) -> Sees;
    /// Whether it is of the sealed class: no program and no file ever has it.
    fn sealed(&self, index: usize) -> bool;
    /// Where somebody finds those that she sees, each by its address; `None` where the kind has no list for her.
    fn list(&self, figure: Figure) -> Option<Listed>;
    /// Whether one that she sees stands on her list.
    fn on_list(&self, _: usize) -> bool {
        true
    }
    /// Whether what she sees of it is there for programs at all.
    fn for_programs(&self) -> bool {
        true
    }
    /// What is done with it by a form of its own: below its address.
    fn deeds(&self) -> &'static [&'static str] {
        &[]
    }
    /// What pages have to say of their number to somebody: where, and how.
    fn counts(&self, _: Figure, _: Timestamp) -> Vec<(String, Counted)> {
        Vec::new()
    }
    /// More ways in that only this kind has.
    fn ask_more(&self, _: &Browser, _: Figure, _: usize, _: Timestamp) {}
}

/// A number on a page.
pub enum Counted {
    /// The page says this.
    Says(String),
    /// The page says nothing that begins so.
    Silent(&'static str),
}

fn run(world: &World, matters: &mut [&mut dyn Matter], chance: &SeededChance, plan: &Plan) -> usize {
    let (mut pairs, mut seen) = (0, 0);
    for _ in 0..plan.rounds {
        for matter in matters.iter_mut() {
            for _ in 0..plan.changes {
                matter.change(world, chance);
            }
        }
        let asked: Vec<&dyn Matter> = matters.iter().map(|matter| &**matter).collect();
        let (all, saw) = ask(world, &asked, &plan.depth, chance);
        pairs += all;
        seen += saw;
    }
    assert!(seen * 20 > pairs && seen < pairs, "the premise: {seen} of {pairs} are seen");
    println!("{pairs} pairs of somebody and a matter, {seen} of them seen, no difference");
    pairs
}

struct Plan {
    rounds: usize,
    /// Of each kind in a round.
    changes: usize,
    depth: Depth,
}

#[apply(both_engines)]
fn everybody_sees_exactly_the_matters_that_the_rules_give_her(#[case] engine: Engine) {
    let world = World::on(engine);
    let _charge = designated(&world);
    let chance = SeededChance::new(20_261_122);
    let mut sealed = SealedCases::make(&world, &chance, 6);
    let mut requests = Requests::make(&world, &chance, 18);
    let mut mediations = Mediations::make(&world, &chance, 9);
    let mut troubles = Troubles::make(&world, &chance, 10);
    let mut families = Families::of(&world);
    let plan = Plan { rounds: 2, changes: 24, depth: Depth::Everything };
    let pairs = run(
        &world,
        &mut [&mut sealed, &mut requests, &mut mediations, &mut troubles, &mut families],
        &chance,
        &plan,
    );
    assert!(pairs > 1_400 && sealed.glass > 0, "{pairs} pairs, {} openings", sealed.glass);
    assert!(mediations.left() > 0, "a mediator left");
    requests.happened.assert_all();
}

#[test]
#[ignore = "a million pairs take minutes: ./check --long"]
fn a_million_pairs_of_people_and_matters_have_no_difference() {
    let world = World::on(Engine::Sqlite);
    let _charge = designated(&world);
    let chance = SeededChance::new(7);
    let mut sealed = SealedCases::make(&world, &chance, 330);
    let mut requests = Requests::make(&world, &chance, 330);
    let mut mediations = Mediations::make(&world, &chance, 180);
    let mut troubles = Troubles::make(&world, &chance, 190);
    let plan = Plan { rounds: 61, changes: 16, depth: Depth::Lists { pages: 12 } };
    let matters: &mut [&mut dyn Matter] = &mut [&mut sealed, &mut requests, &mut mediations, &mut troubles];
    let pairs = run(&world, matters, &chance, &plan);
    assert!(pairs >= 1_000_000, "{pairs}");
}
