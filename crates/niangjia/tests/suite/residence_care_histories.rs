//! 人户分离, in whatever order two communities ask, answer, visit, leave and end.

use niangjia_store::Actor;
use niangjia_testkit::{Browser, CHAIR, Engine, FAR_CHAIR, FAR_MEMBER, Figure, World};
use proptest::prelude::*;
use rstest::rstest;
use rstest_reuse::apply;

use crate::residence_care::{FAR, FAR_CARE, asks, counted, enters, left_behind};
use crate::{both_engines, sent, visit};

/// What can happen between two communities about one of two families.
#[derive(Debug, Clone)]
enum Happening {
    Asked(usize),
    Named(usize, usize),
    Declined(usize),
    Ended(usize),
    Visited(usize, usize),
    Left(usize),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => (0..2_usize).prop_map(Happening::Asked),
        4 => (0..2_usize, 0..4_usize).prop_map(|(family, member)| Happening::Named(family, member)),
        1 => (0..2_usize).prop_map(Happening::Declined),
        1 => (0..2_usize).prop_map(Happening::Ended),
        6 => (0..2_usize, 0..4_usize).prop_map(|(family, member)| Happening::Visited(family, member)),
        1 => (0..4_usize).prop_map(Happening::Left),
    ]
}

const FAR_MEMBERS: [&str; 4] = ["钱泾华", "曹泾秋", "孟泾月", "施泾雨"];

/// Two families of one county, and the four members of a community of another county.
struct Neighbours {
    world: World,
    families: [String; 2],
    members: [Actor; 4],
    /// Theirs; whoever left is signed out.
    browsers: [Browser; 4],
    recorded: i64,
}

impl Neighbours {
    fn on(engine: Engine) -> Self {
        let world = World::on(engine);
        world.settles(FAR_CHAIR, 51);
        let figure = |name| Figure { name, ..FAR_MEMBER };
        for (name, index) in FAR_MEMBERS.into_iter().zip(52..) {
            world.settles(figure(name), index);
        }
        let families = ["郑小妹", "何小满"].map(|contact| enters(&world, contact, FAR));
        let members = FAR_MEMBERS.map(|name| world.actor(figure(name)));
        let browsers = FAR_MEMBERS.map(|name| world.as_person(figure(name)));
        Self { world, families, members, browsers, recorded: 0 }
    }

    /// Plays a step as its people would; what the pages refuse changes nothing, and that is part of the history.
    fn plays(&mut self, step: &Happening) {
        let (home, far) = (self.world.as_person(CHAIR), self.world.as_person(FAR_CHAIR));
        match step {
            Happening::Asked(family) => drop(asks(&self.world, &self.families[*family], FAR)),
            Happening::Named(family, member) => {
                let (care, person) = (self.care(*family), self.members[*member].person.to_string());
                drop(far.post(FAR_CARE, &[("care", &care), ("member", &person), ("mode", "nearby")]));
            }
            Happening::Declined(family) => {
                let care = self.care(*family);
                drop(far.post(FAR_CARE, &[("care", &care), ("decline", "yes"), ("reason", "查无此户")]));
            }
            Happening::Ended(family) => {
                let here = format!("{}/residence-care", self.families[*family]);
                let asked = home.get_json(&here).expect(200).json();
                let id = asked["asked"]["id"].as_str().unwrap_or_default();
                drop(home.post(&here, &[("end", id), ("reason", "搬回来了")]));
            }
            Happening::Visited(family, member) => {
                let (far_member, family) = (&self.browsers[*member], &self.families[*family]);
                let form = far_member.get(&format!("{family}/visits/new"));
                if form.status == 200 {
                    far_member.post(&format!("{family}/visits"), &sent(&visit(&form, "看了看"))).expect(303);
                    self.recorded += 1;
                }
            }
            Happening::Left(member) => {
                let Actor { tenant, acting, .. } = &self.members[*member];
                let post = format!("/posts/{}/leaving", acting.post.within(*tenant));
                drop(far.post(&post, &[("until_day", "2026-11-22"), ("reason", "moved")]));
            }
        }
    }

    /// The identity of what was asked for a family, or of nothing.
    fn care(&self, family: usize) -> String {
        let here = format!("{}/residence-care", self.families[family]);
        let asked = self.world.as_person(CHAIR).get_json(&here).expect(200).json();
        asked["asked"]["id"].as_str().unwrap_or("rcare_00000000000000000000000000000000").to_owned()
    }
}

#[apply(both_engines)]
fn whatever_two_communities_do_both_sides_agree_and_every_visit_counts_once_at_home(#[case] engine: Engine) {
    let config = ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() };
    let visits = std::cell::Cell::new(0);
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let histories = proptest::collection::vec(happening(), 20..40);
    let played = runner.run(&histories, |history| {
        let mut neighbours = Neighbours::on(engine);
        let begins = [Happening::Asked(0), Happening::Named(0, 0), Happening::Visited(0, 0)];
        for step in begins.iter().chain(&history) {
            neighbours.plays(step);
            let world = &neighbours.world;
            prop_assert_eq!(left_behind(world), Vec::<String>::new(), "after {:?}", step);
            let open = "SELECT COALESCE(MAX(n), 0) FROM (SELECT COUNT(*) AS n FROM household_care_asked \
                        WHERE until_day IS NULL GROUP BY household_id) counted";
            prop_assert!(world.number(open) <= 1, "one asking at a time, after {:?}", step);
            prop_assert_eq!(counted(world, "341881003004"), neighbours.recorded);
            prop_assert_eq!(counted(world, FAR), 0);
        }
        visits.set(visits.get() + neighbours.recorded);
        Ok(())
    });
    played.expect("every history");
    assert!(visits.get() > 0, "somebody helped in some history");
}
