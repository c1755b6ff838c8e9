//! Satisfaction: asked by somebody else, told from five on, and by nobody traced back.

use niangjia_kernel::{Id, Person};
use niangjia_store::StoreError;
use niangjia_survey::{Asked, Asking, MatterKind, Reach};
use niangjia_testkit::{
    Browser, CHAIR, CITY_CHAIR, Engine, MEMBER, OTHER_CHAIR, RESIDENT_MEMBER, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::screenings::{finds, helps, page_of};

const CALLS: &str = "/orgs/341881003004/survey-calls";
const SLIPS: &str = "/orgs/341881003004/survey-slips";
const RESULTS: &str = "/orgs/341881003004/satisfaction";

/// 汪秀英 finds a trouble, helps, and ends it.
fn resolves(world: &World, name: &str) {
    let member = world.as_person(MEMBER);
    let page = page_of(&finds(&member, name, &[]).expect(303));
    helps(&member, &page, &[]).expect(303);
    member.post(&format!("{page}/closing"), &[("closing", "resolved")]).expect(303);
}

/// The addresses on the slips that the chair prints.
fn addresses(chair: &Browser) -> Vec<String> {
    let page = chair.get(SLIPS).expect(200).body;
    let parts = page.split("/s/341881.").skip(1);
    parts.map(|part| format!("/s/341881.{}", &part[..26])).collect()
}

#[apply(both_engines)]
fn she_is_asked_by_somebody_who_did_not_handle_it_and_a_slip_is_good_once(#[case] engine: Engine) {
    let world = World::on(engine);
    resolves(&world, "刘小燕");
    let chair = world.as_person(CHAIR);
    let listed = chair.get_json(CALLS).expect(200).json();
    assert_eq!(listed["total"], 1);
    let slip = format!("/slips/{}", listed["slips"][0]["id"].as_str().unwrap());
    chair.get(&slip).expect(200).says("满意吗").never_says("刘小燕");
    // Whoever handled it knows of no slip.
    let member = world.as_person(MEMBER);
    assert_eq!(member.get_json(CALLS).expect(200).json()["total"], 0);
    member.get(&slip).expect(404);
    member.post(&format!("{slip}/outcome"), &[("outcome", "answered"), ("score", "satisfied")]).expect(404);
    member.get(SLIPS).expect(403);
    world.as_person(OTHER_CHAIR).get(&slip).expect(404);
    world.as_person(OTHER_CHAIR).get(RESULTS).expect(404);
    world.as_person(CITY_CHAIR).get(RESULTS).expect(404);
    world.as_person(RESIDENT_MEMBER).get(&slip).expect(200);
    world.as_person(STREET_CHAIR).get(&slip).expect(200);

    chair.get(SLIPS).expect(200).says("交给：刘小燕");
    world.as_person(STREET_CHAIR).get("/orgs/341881003/survey-slips").expect(200).never_says("刘小燕");
    let address = addresses(&chair).pop().expect("a slip");
    let stranger = world.stranger();
    stranger
        .get(&address)
        .expect(200)
        .says("满意吗")
        .never_says("刘小燕")
        .never_says("困扰")
        .never_says("嵩合");
    let said = [("line", "说话耐心")];
    stranger.post_bare(&address, &said).expect(422).says("请点一个").says("说话耐心");
    let said = [("score", "satisfied"), ("line", "说话耐心")];
    stranger.post_bare(&address, &said).expect(200).says("收到了");
    stranger.post_bare(&address, &said).expect(404);
    let used = stranger.get(&address).expect(404).body;
    let unknown = format!("/s/341881.{}", "a".repeat(26));
    assert_eq!(used, stranger.get(&unknown).expect(404).body, "used and unknown look alike");
    for odd in ["/s/x", "/s/341881.", "/s/999.a", "/s/341881.%20%27"] {
        stranger.get(odd).expect(404);
    }
    assert_eq!(chair.get_json(CALLS).expect(200).json()["total"], 0);
    assert_eq!(world.number("SELECT COUNT(*) FROM survey_answer"), 1);
}

#[apply(both_engines)]
fn a_slip_expires_with_its_last_day(#[case] engine: Engine) {
    let world = World::on(engine);
    resolves(&world, "刘小燕");
    let address = addresses(&world.as_person(CHAIR)).pop().expect("a slip");
    world.on_day("2026-12-22");
    world.stranger().get(&address).expect(200);
    world.on_day("2026-12-23");
    world.stranger().get(&address).expect(404);
    world.stranger().post_bare(&address, &[("score", "satisfied")]).expect(404);
    assert_eq!(world.number("SELECT COUNT(*) FROM survey_answer"), 0);
}

#[apply(both_engines)]
fn a_quarter_is_told_once_it_is_over_and_from_five_answers_on(#[case] engine: Engine) {
    for (answers, told) in [(4, false), (5, true)] {
        let world = World::on(engine);
        for index in 0..6 {
            resolves(&world, &format!("刘小{index}"));
        }
        let chair = world.as_person(CHAIR);
        let slips = addresses(&chair);
        assert_eq!(slips.len(), 6);
        for (index, address) in slips.iter().take(answers).enumerate() {
            let score = if index == 0 { "unsatisfied" } else { "satisfied" };
            let line = if index == 0 { "来得太晚" } else { "" };
            world.stranger().post_bare(address, &[("score", score), ("line", line)]).expect(200);
        }
        chair.get(RESULTS).expect(200).says("还没到公布的日子").never_says("来得太晚");
        world.on_day("2027-01-30");
        world.as_person(CHAIR).get(RESULTS).expect(200).never_says("来得太晚");
        world.on_day("2027-01-31");
        for figure in [MEMBER, CHAIR] {
            let page = world.as_person(figure).get(RESULTS).expect(200);
            if told {
                let page = page.says("80.0%（4/5）").says("来得太晚").says("37.6%～96.4%");
                page.never_says("刘小");
            } else {
                page.says("不足 5 份").never_says("来得太晚");
            }
        }
        let street =
            world.as_person(STREET_CHAIR).get_json("/orgs/341881003/satisfaction").expect(200).json();
        assert_eq!(street["quarters"][0]["asked"], 6);
        assert_eq!(street["quarters"][0].get("answers").is_some(), told);
        let sheet = crate::exporting::exported(&world, &world.as_person(CHAIR), RESULTS);
        assert_eq!(sheet.rows.iter().flatten().any(|cell| cell.contains("80.0%")), told, "{:?}", sheet.rows);
    }
}

#[apply(both_engines)]
fn nothing_leads_from_an_answer_to_whom_it_is_of(#[case] engine: Engine) {
    let world = World::on(engine);
    for index in 0..3 {
        resolves(&world, &format!("刘小{index}"));
    }
    for address in addresses(&world.as_person(CHAIR)) {
        world.stranger().post_bare(&address, &[("score", "satisfied")]).expect(200);
        world.hours_pass(1);
    }
    let paired =
        "SELECT COUNT(*) FROM survey_answer a JOIN survey_asking s ON s.id = a.id OR s.subject_id = a.id";
    assert_eq!(world.number(paired), 0);
    let ids: Vec<uuid::Uuid> = world
        .store()
        .read_blocking::<_, StoreError>(|tx| {
            tx.rows("SELECT id FROM survey_answer", &[], niangjia_store::single)
        })
        .expect("identities");
    assert!(
        ids.len() == 3 && ids.iter().all(|id| id.get_version_num() == 4),
        "chance and no instant: {ids:?}"
    );
    let entries = "SELECT COUNT(*) FROM audit_entry WHERE action = 'survey.answer'";
    assert_eq!(world.number(entries), 3, "that an answer came is in the audit");
    let named = "SELECT COUNT(*) FROM audit_entry e JOIN survey_asking s ON s.id = e.subject WHERE e.action = 'survey.answer'";
    assert_eq!(world.number(named), 0, "of whom it came is not");
    if engine == Engine::Postgres {
        let written = "SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM survey_answer";
        assert_eq!(world.number(written), 1, "no row tells by which write it came");
        let written = "SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM survey_asking";
        assert_eq!(world.number(written), 1);
    }
}

#[apply(both_engines)]
fn nobody_is_asked_where_asking_is_not_safe_or_twice(#[case] engine: Engine) {
    let world = World::on(engine);
    let (chair, member) = (world.actor(CHAIR), world.actor(MEMBER));
    let ask = move |reach_safe: bool, number: u128| {
        let (chair, handler): (_, Id<Person>) = (chair.clone(), member.person);
        world.store().write_blocking::<_, StoreError, _>(move |tx| {
            let reach = if reach_safe {
                Reach::Call { name: "刘小燕", phone: "13800001234", remark: "晚上七点后打" }
            } else {
                Reach::NotSafe
            };
            let asking = Asking {
                tenant: chair.tenant,
                subject: uuid::Uuid::from_u128(number),
                kind: MatterKind::Request,
                org: (chair.acting.org_id, chair.acting.org_path.clone()),
                handlers: &[handler],
                on: tx.today(),
                reach,
            };
            let asked = niangjia_survey::ask(tx, &asking)?;
            Ok(tx.derived(asked).into())
        })
    };
    assert_eq!(ask(false, 1).expect("asked"), Asked::NotSafe);
    assert!(matches!(ask(true, 2).expect("asked"), Asked::Waits(_)));
    assert_eq!(ask(true, 2).expect("asked"), Asked::Before);
}

#[apply(both_engines)]
fn a_call_is_made_by_whoever_took_it_and_whom_to_call_is_gone_when_it_is_over(#[case] engine: Engine) {
    let world = World::on(engine);
    let (chair, member) = (world.actor(CHAIR), world.actor(MEMBER));
    let asked = world.store().write_blocking::<_, StoreError, _>(move |tx| {
        let asking = Asking {
            tenant: chair.tenant,
            subject: uuid::Uuid::from_u128(7),
            kind: MatterKind::Request,
            org: (chair.acting.org_id, chair.acting.org_path.clone()),
            handlers: &[member.person],
            on: tx.today(),
            reach: Reach::Call { name: "刘小燕", phone: "13800001234", remark: "晚上七点后打" },
        };
        let asked = niangjia_survey::ask(tx, &asking)?;
        Ok(tx.derived(asked).into())
    });
    assert!(matches!(asked.expect("asked"), Asked::Waits(_)));
    let caller = world.as_person(RESIDENT_MEMBER);
    let slip = caller.get_json(CALLS).expect(200).json()["slips"][0]["id"].as_str().unwrap().to_owned();
    let page = format!("/slips/{slip}");
    caller.get(&page).expect(200).says("我来问").never_says("13800001234");
    caller.post(&format!("{page}/taking"), &[]).expect(303);
    caller.get(&page).expect(200).says("13800001234").says("晚上七点后打");
    let chair = world.as_person(CHAIR);
    chair.get(&page).expect(200).never_says("13800001234");
    chair.post(&format!("{page}/taking"), &[]).expect(422).says("别人已经接下");
    let outcome = format!("{page}/outcome");
    caller
        .post(&outcome, &[("outcome", "declined"), ("score", "satisfied")])
        .expect(422)
        .says("不要替她评价");
    for _ in 0..2 {
        caller.post(&outcome, &[("outcome", "not_reached")]).expect(303);
    }
    chair.get(CALLS).expect(200).says("打过 2 次");
    caller.post(&outcome, &[("outcome", "not_reached")]).expect(303);
    assert_eq!(chair.get_json(CALLS).expect(200).json()["total"], 0, "three calls are enough");
    assert_eq!(world.number("SELECT COUNT(*) FROM survey_asking WHERE contact IS NOT NULL"), 0);
}
