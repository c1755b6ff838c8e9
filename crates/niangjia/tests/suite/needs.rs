//! Needs have a source and an end: they ask to be confirmed, and fall away or ask higher up when nobody does.

use niangjia_household::api::{
    HouseholdRules, NeedKind, Page, Show, StandingFilter, ask_about_needs, out_of_touch, standing, stands,
};
use niangjia_kernel::Day;
use niangjia_store::{Branch, StoreError};
use niangjia_testkit::{
    AUDITOR, CHAIR, COUNTY_CHAIR, Engine, MEMBER, NEIGHBOUR, OTHER_CHAIR, RESIDENT_MEMBER, STREET_CHAIR,
    World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::{exported, visited};

const NEEDS: &str = "/orgs/341881003004/needs";

/// What the job does every hour, until there is nothing left to do.
fn ask(world: &World) {
    while world.store().write_blocking(ask_about_needs).expect("the job") > 0 {}
}

/// How many key households the community had on a day, as figures count them.
fn key_households(world: &World, on: &str) -> usize {
    let on = Day::parse(on).expect("a day");
    let counted = world.store().read_blocking(|tx| {
        let org = niangjia_org::api::by_code(tx, "341881003004")?.expect("the community");
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let filter = Show::Key.filter(on);
        Ok::<_, StoreError>(stands(tx, &branch, on)?.iter().filter(|stand| stand.passes(&filter)).count())
    });
    counted.expect("a count")
}

#[apply(both_engines)]
fn a_need_that_nobody_confirms_falls_away_and_is_taken_up_again(#[case] engine: Engine) {
    let world = World::on(engine);
    let key = |on: &str| key_households(&world, on);
    assert_eq!(key("2026-11-22"), 11, "the premise");
    ask(&world);
    world.on_day("2027-01-20");
    ask(&world);
    let still = world.as_person(CHAIR).get("/").expect(200);
    let _still = still.says("到期待确认的需求 11 项，最早的 2027年1月21日 自动消除");
    let confirmed = world.family("王桂兰");
    let member = world.as_person(MEMBER);
    let form = member.get(&format!("/households/{confirmed}/needs")).expect(200).never_says("登记需求");
    let need = form.hidden("review");
    let _confirmed = member
        .post(&format!("/households/{confirmed}/needs"), &[("review", need.as_str()), ("from", "list")])
        .expect(303);
    world.on_day("2027-01-21");
    ask(&world);
    ask(&world);
    let chair = world.as_person(CHAIR);
    let staying = world.number(
        "SELECT COUNT(*) FROM household_need WHERE until_day IS NULL AND kind IN ('child_in_difficulty', 'left_behind')",
    );
    assert!(staying > 0, "the premise: some may not fall away");
    let in_force = world.number("SELECT COUNT(*) FROM household_need WHERE until_day IS NULL");
    assert_eq!(in_force, staying + 1, "what was confirmed and what may not fall away is left");
    assert_eq!(key("2027-01-21"), usize::try_from(in_force).unwrap());
    assert_eq!(key("2027-01-20"), 11, "the past stays as it was");
    let fallen = world.family("程国庆");
    let file = chair.get(&format!("/households/{fallen}")).expect(200);
    let _file = file.says("大病 2027年1月21日 到期未确认，已自动消除");
    let _audit =
        world.as_person(AUDITOR).get("/audit").expect(200).says("需求到期未确认，自动消除").says("系统");

    let page = chair.get(&format!("/households/{fallen}/needs")).expect(200);
    let again = page.hidden("again");
    let fields = [("again", again.as_str())];
    let _member = world.as_person(MEMBER).post(&format!("/households/{fallen}/needs"), &fields).expect(403);
    let done = chair.post(&format!("/households/{fallen}/needs"), &fields).expect(303);
    let _twice = chair.post(&format!("/households/{fallen}/needs"), &fields).expect(303);
    let _back = chair.get(&done.location).expect(200).says("已恢复").never_says("已自动消除");
    assert_eq!(key("2027-01-21"), usize::try_from(in_force).unwrap() + 1);
}

#[apply(both_engines)]
fn a_child_in_difficulty_is_never_forgotten_silently(#[case] engine: Engine) {
    let world = World::on(engine);
    ask(&world);
    let _quiet = world.as_person(STREET_CHAIR).get("/").expect(200).never_says("必须确认的需求");
    world.on_day("2027-03-01");
    ask(&world);
    let staying = world.number(
        "SELECT COUNT(*) FROM household_need WHERE kind IN ('child_in_difficulty', 'left_behind') AND until_day IS NULL",
    );
    assert!(staying > 0, "the premise");
    for figure in [CHAIR, STREET_CHAIR, COUNTY_CHAIR] {
        let desk = world.as_person(figure).get("/").expect(200);
        let _desk = desk.says(&format!("必须确认的需求 {staying} 项，逾期没有人确认"));
    }
    let list = world.as_person(STREET_CHAIR).get("/orgs/341881003/needs?show=overdue").expect(200);
    let _list = list.says("逾期未确认").never_says("仍然需要</button>");
}

#[apply(both_engines)]
fn what_asks_is_seen_by_who_can_answer_and_vanishes_when_it_is_answered(#[case] engine: Engine) {
    let world = World::on(engine);
    let listed = |figure| {
        let body = world.as_person(figure).get_json(NEEDS).expect(200).json();
        body["total"].as_i64().expect("a number")
    };
    assert_eq!(listed(CHAIR), 11);
    assert_eq!(listed(MEMBER), 10, "those of her families");
    assert_eq!(listed(RESIDENT_MEMBER), 1, "on the residence side she knows no needs");
    for (figure, status) in [(STREET_CHAIR, 200), (OTHER_CHAIR, 404), (NEIGHBOUR, 404)] {
        let _seen = world.as_person(figure).get(NEEDS).expect(status);
    }
    let member = world.as_person(MEMBER);
    let _hint = member.get("/families").expect(200).says("到期待确认的需求 10 项");
    let file = exported(&world, &member, NEEDS);
    assert_eq!(file.rows.len(), 10);
    assert!(file.column("来源").iter().all(|source| *source == "来源没有记"), "{:?}", file.rows[0]);
    let family = world.family("王桂兰");
    let needs = format!("/households/{family}/needs");
    let id = member.get(&needs).hidden("review");
    let done = member.post(&needs, &[("review", id.as_str()), ("from", "list")]).expect(303);
    let _back = member.get(&done.location).expect(200).says("已复核").never_says("王桂兰家");
    let _hint = member.get("/families").expect(200).says("到期待确认的需求 9 项");
    assert_eq!(listed(CHAIR), 10);
}

#[apply(both_engines)]
fn a_need_says_which_list_it_is_known_from(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let needs = format!("/households/{}/needs", world.family("黄桂枝"));
    let fields = |source: &'static str, reference: &'static str| {
        [
            ("kind", "dibao"),
            ("since", "2026-11-01"),
            ("source", source),
            ("source_reference", reference),
            ("source_day", "2026-09-30"),
        ]
    };
    let refused = chair.post(&needs, &fields("", "2026年第三季度")).expect(422);
    let _refused = refused.says("请选这项需求是从哪里知道的").says("2026年第三季度");
    let _number =
        chair.post(&needs, &fields("dibao_list", "342524197001011234")).expect(422).says("身份证号");
    let done = chair.post(&needs, &fields("dibao_list", "2026年第三季度")).expect(303);
    let words = "民政低保名单 2026年第三季度（2026年9月30日）";
    let _page = chair.get(&done.location).says(words);
    let _file = chair.get(&format!("/households/{}", world.family("黄桂枝"))).says(words);
    let body = chair.get_json(&needs).expect(200).json();
    assert_eq!(body["needs"][0]["source"], "dibao_list");
    assert_eq!(body["needs"][0]["source_day"], "2026-09-30");
}

/// Who is out of touch by the rule, by the list and by the counts of dashboards: of one class, or of all by their
/// strictest.
fn out_of_touch_thrice(
    world: &World,
    need: Option<NeedKind>,
    ahead: i64,
) -> (Vec<String>, Vec<String>, usize) {
    let chair = world.actor(CHAIR);
    let found = world.store().read_blocking(move |tx| {
        let (on, rules) = (tx.today().plus(ahead), HouseholdRules::in_force());
        let branch = Branch::of(chair.tenant, chair.acting.level, &chair.acting.org_path);
        let page = Page { by_due: false, skip: 0, limit: 100 };
        let every = standing(tx, &chair, &branch, on, &StandingFilter::default(), page)?;
        let by_rule = every.iter().filter(|one| {
            let own = one.needs.iter().map(|need| rules.out_of_touch_days_of(*need)).min();
            let days = match need {
                Some(need) if !one.needs.contains(&need) => return false,
                Some(need) => rules.out_of_touch_days_of(need),
                None => own.unwrap_or(rules.out_of_touch_days),
            };
            out_of_touch(one.last_visit, one.linked_since, one.household.since, days, on)
        });
        let by_rule = by_rule.map(|one| one.household.number.clone()).collect();
        let filter = StandingFilter { out_of_touch: true, need, ..StandingFilter::default() };
        let listed = standing(tx, &chair, &branch, on, &filter, page)?;
        let counted = stands(tx, &branch, on)?.iter().filter(|stand| stand.passes(&filter)).count();
        Ok::<_, StoreError>((by_rule, listed.into_iter().map(|one| one.household.number).collect(), counted))
    });
    found.expect("all three")
}

#[apply(both_engines)]
fn who_is_out_of_touch_on_the_list_is_who_the_rule_names_class_by_class(#[case] engine: Engine) {
    let world = World::on(engine);
    for (contact, on) in [
        ("王桂兰", "2026-08-24"),
        ("程国庆", "2026-09-23"),
        ("汪小雨", "2026-10-22"),
        ("胡美珍", "2026-11-20"),
    ] {
        visited(&world, MEMBER, contact, on, "送了降压药", Some("2027-06-01"));
    }
    let _both = world.as_person(CHAIR).post(
        &format!("/households/{}/needs", world.family("王桂兰")),
        &[("kind", "child_in_difficulty"), ("since", "2026-11-01"), ("source", "visit")],
    );
    let classes = NeedKind::ALL.iter().copied().map(Some).chain([None]);
    let (mut some, mut fewer) = (0, 0);
    for need in classes {
        for ahead in [0, 1, 7, 30, 31, 60, 61, 90, 91] {
            let (by_rule, listed, counted) = out_of_touch_thrice(&world, need, ahead);
            assert_eq!(by_rule, listed, "{need:?} in {ahead} days");
            assert_eq!(counted, listed.len(), "{need:?} in {ahead} days");
            some += usize::from(!listed.is_empty());
            fewer += usize::from(need.is_none() && listed.len() < 12);
        }
    }
    assert!(some > 10 && fewer > 0, "the premise: some are, some are not: {some}, {fewer}");
}

#[apply(both_engines)]
fn the_chair_sees_class_by_class_who_is_out_of_touch_and_the_street_how_many(#[case] engine: Engine) {
    let world = World::on(engine);
    for (contact, _) in niangjia_testkit::FAMILIES {
        visited(&world, MEMBER, contact, "2026-11-20", "看望", None);
    }
    let words = "久未联系：残疾 1 户";
    let _desk = world.as_person(CHAIR).get("/").expect(200).says(words);
    let _street = world.as_person(STREET_CHAIR).get("/").expect(200).says("久未联系：低保 1 户，残疾 2 户");
    let list = world.as_person(CHAIR).get("/orgs/341881003004/households?show=out_of_touch").expect(200);
    let _list = list
        .says("周美兰家")
        .says("黄桂枝家")
        .never_says("王桂兰家")
        .says("残疾 <span class=\"nj-num\">1</span>");
    world.on_day("2026-12-21");
    let children = world.as_person(CHAIR).get("/").expect(200);
    let _children = children.says("久未联系：残疾 1 户，困境儿童 1 户");
}
