use std::sync::Arc;

use niangjia_household::api::{self, NeedKind, Side, StandingFilter};
use niangjia_kernel::{ManualClock, SeededChance};
use niangjia_org::api::Org;
use niangjia_people::api::{Education, Party, PersonsWho, count_holders};
use niangjia_store::{Branch, PostKind, ReadTx, StoreOptions, single};

use super::*;
use crate::wiring;

const PLACES: &str = "code,name\n34,安徽省\n3418,宣城市\n341881,宁国市\n341881001,西津街道\n341881001006,凤凰社区居委会\n\
                      341881003,河沥溪街道\n341881003001,桥东社区居委会\n341881003004,嵩合社区居委会\n341823,泾县\n\
                      341823100,泾川镇\n341823100004,城东居委会\n";

struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: u64) {}
    fn step(&self, _: u64) {}
}

struct World {
    store: Store,
    _folder: tempfile::TempDir,
}

fn world(today: Day) -> World {
    let folder = tempfile::tempdir().expect("a folder");
    let options = StoreOptions::embedded(folder.path().to_owned());
    let clock = Arc::new(ManualClock::at(today.start().plus_seconds(9 * 3_600)));
    let store =
        wiring::open_store_with(options, clock, Some(Arc::new(SeededChance::new(7)))).expect("a store");
    let divisions = niangjia_area::api::read(PLACES.as_bytes()).expect("divisions");
    build_on(&store, divisions, today, &Silent).expect("a world");
    World { store, _folder: folder }
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn songhe(tx: &ReadTx<'_>) -> (Org, Branch) {
    let org = niangjia_org::api::by_code(tx, "341881003004").expect("read").expect("嵩合社区");
    let branch = Branch::of(org.tenant, org.level, &org.path);
    (org, branch)
}

fn households(tx: &ReadTx<'_>, on: Day, filter: &StandingFilter) -> i64 {
    api::count(tx, &songhe(tx).1, on, filter).expect("a count")
}

fn key() -> StandingFilter {
    StandingFilter { key: true, ..StandingFilter::default() }
}

#[test]
fn songhe_has_the_figures_of_the_source_document_at_the_end_of_june_2022() {
    for today in [day("2026-11-22"), day("2022-07-01")] {
        let World { store, _folder } = world(today);
        store.read_blocking(figures_of_june_2022).expect("figures");
    }
}

fn figures_of_june_2022(tx: &ReadTx<'_>) -> Result<(), StoreError> {
    let (on, (_, branch)) = (day("2022-06-30"), songhe(tx));
    let members = |who| count_holders(tx, &branch, PostKind::Member, on, who);
    assert_eq!(members(PersonsWho::Any)?, 9);
    assert_eq!(members(PersonsWho::AlsoHold(PostKind::TwoCommittees))?, 3);
    assert_eq!(members(PersonsWho::AlsoHold(PostKind::GroupHead))?, 6);
    assert_eq!(members(PersonsWho::HaveEducation(Education::College))?, 6);
    assert_eq!(members(PersonsWho::HaveEducation(Education::HighSchool))?, 3);
    assert_eq!(members(PersonsWho::BelongTo(Party::Communist))?, 4);
    assert_eq!(count_holders(tx, &branch, PostKind::GroupHead, on, PersonsWho::AreWomen)?, 7);
    assert_eq!(api::count_grids(tx, &branch, on)?, (6, 6));
    let of = |any_need: &[NeedKind]| {
        households(tx, on, &StandingFilter { any_need: any_need.to_vec(), ..StandingFilter::default() })
    };
    assert_eq!(households(tx, on, &key()), 90);
    assert_eq!(households(tx, on, &StandingFilter { covered: Some(true), ..key() }), 90);
    assert_eq!(of(&[NeedKind::Dibao]), 4);
    assert_eq!(of(&[NeedKind::Disabled, NeedKind::SeriouslyIll]), 33);
    assert_eq!(of(&[NeedKind::ChildInDifficulty]), 3);
    let resident = StandingFilter { side: Some(Side::Residence), ..StandingFilter::default() };
    assert_eq!(households(tx, on, &resident), 83);
    assert_eq!(api::count_women_linked(tx, &branch, on, Side::Residence)?, 54);
    assert_eq!(api::count_members_linked(tx, &branch, on, Side::Residence)?, 1);
    Ok(())
}

#[test]
fn on_the_anchor_day_two_households_are_uncovered_a_handful_overdue_and_every_member_has_ten_families() {
    let today = day("2026-11-22");
    let World { store, _folder } = world(today);
    store
        .read_blocking(|tx| {
            assert_eq!(households(tx, today, &key()), 92);
            assert_eq!(households(tx, today, &StandingFilter { covered: Some(false), ..key() }), 2);
            let overdue = households(tx, today, &StandingFilter { due_before: Some(today), ..key() });
            assert!((4..=10).contains(&overdue), "{overdue}");
            let (org, _) = songhe(tx);
            let branch = Branch::of(org.tenant, org.level, &org.path);
            let members = niangjia_people::api::holders(tx, &branch, PostKind::Member, today)?;
            for member in members {
                let hers = StandingFilter { member: Some(member.person), ..key() };
                assert_eq!(households(tx, today, &hers), 10, "{}", member.name);
            }
            Ok::<_, StoreError>(())
        })
        .expect("figures");
}

#[test]
fn no_visit_lies_on_the_anchor_day_or_later_before_its_link_or_beside_one_with_the_same_words() {
    let today = day("2026-11-22");
    for (name, community) in neighbours::plans(today, songhe::plan(today)) {
        for visit in &community.visits {
            let link = community.households[visit.household].link.expect("a link");
            assert!(visit.on < today && visit.at.day() < today && visit.on >= link.since, "{name}");
            assert!(visit.follow_up.is_none_or(|agreed| agreed > visit.at.day()), "{name}");
        }
        assert!(
            community.visits.windows(2).all(|pair| pair[0].words != pair[1].words && pair[0].at < pair[1].at)
        );
    }
}

#[test]
fn the_same_seed_and_day_make_the_same_world_identities_included() {
    let today = day("2026-03-08");
    let [one, other] = [world(today), world(today)].map(|world| {
        let visits = "SELECT id FROM household_visit ORDER BY id";
        world
            .store
            .read_blocking(|tx| tx.rows(visits, &[], single::<niangjia_kernel::Id<niangjia_kernel::Visit>>))
            .expect("visits")
    });
    assert!(one.len() > 1_000);
    assert_eq!(one, other);
}

#[test]
fn everybody_on_the_sign_in_page_has_an_account_and_a_post_to_act_in() {
    let World { store, _folder } = world(day("2026-11-22"));
    let names: Vec<String> = store
        .read_blocking(|tx| tx.rows("SELECT login_name FROM people_account", &[], single))
        .expect("accounts");
    for person in demo_people().iter().flat_map(|group| &group.people) {
        assert!(names.contains(&person.login_name), "{}", person.login_name);
    }
}

#[test]
fn a_world_before_the_half_year_of_the_source_document_is_refused_in_words() {
    let World { store, _folder } = world(day("2022-07-01"));
    let refused = build(&store, day("2022-06-30"), &Silent).expect_err("too early");
    assert!(refused.to_string().contains("2022年6月30日"), "{refused}");
}
