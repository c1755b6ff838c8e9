//! 保密事项: whoever she came to helps her; her case exists for its people and for nobody else.

use niangjia_kernel::Timestamp;
use niangjia_store::{Ending, PostKind, StoreError, audit, facts};
use niangjia_testkit::{
    Browser, CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, RESIDENT_MEMBER, STREET_CHAIR,
    SYSTEM_ADMINISTRATOR, World,
};
use niangjia_web::{Danger, Guards, Step};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::visited;

/// 权静 is vice chair of 宁国市 and designated to be in charge.
pub const IN_CHARGE: Figure = Figure { name: "权静", org: "341881", kind: PostKind::ViceChair };
pub const NAME: &str = "程小娟";
pub const WORDS: &str = "他昨晚又动手了，孩子吓得不敢出声";

/// Somebody in charge for 宁国市, designated by its chair on her page.
pub fn designated(world: &World) -> Browser {
    world.settles(IN_CHARGE, 61);
    let chair = world.as_person(COUNTY_CHAIR);
    let id = chair.get("/orgs/341881/protection").expect(200).says("还没有指定").hidden("id");
    let fields = [("id", id.as_str()), ("person", "权静"), ("reason", "县妇联权益干部")];
    chair.post("/orgs/341881/protection/charges", &fields).expect(303);
    world.as_person(IN_CHARGE)
}

/// She comes to whoever this is; gives where the case is.
pub fn comes_to(browser: &Browser, dangers: &[&str]) -> String {
    let id = browser.get("/protection/new").expect(200).says("首接人").hidden("id");
    let mut fields = vec![("id", id.as_str()), ("words", WORDS), ("name", NAME), ("phone", "19911110000")];
    fields.extend(dangers.iter().map(|one| ("danger", *one)));
    let opened = browser.post("/protection", &fields).expect(303);
    opened.location.split('?').next().expect("an address").to_owned()
}

/// The number on a paper: the six digits of a case.
pub fn number_of(browser: &Browser, case: &str) -> String {
    let page = browser.get(case).expect(200).body;
    let (_, rest) = page.split_once("保密事项〔2026〕").expect("a number");
    rest.split('号').next().expect("a number").to_owned()
}

/// What is asked of the court on her behalf, in haste.
pub const ORDER: [(&str, &str); 11] = [
    ("kind", "order"),
    ("organ", "宁国市人民法院"),
    ("applicant", NAME),
    ("on_behalf", "yes"),
    ("behalf_reason", "受到威胁，不敢出门"),
    ("respondent", "李大山"),
    ("requests", "no_violence"),
    ("requests", "move_out"),
    ("facts", "十一月二十一日晚上在家里动手，邻居听见"),
    ("evidence", "statement"),
    ("urgent", "yes"),
];

pub fn asked_safely(browser: &Browser, case: &str) {
    let fields = [
        ("may_call", "yes"),
        ("number", "19911110000"),
        ("from_hour", "9"),
        ("until_hour", "11"),
        ("code_word", "今天的菜买好了"),
        ("may_write", "no"),
    ];
    browser.post(&format!("{case}/contact"), &fields).expect(303);
}

pub fn breaks_the_glass(browser: &Browser, number: &str) -> niangjia_testkit::Reply {
    let id = browser.get("/protection/opening").expect(200).hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("year", "2026"),
        ("number", number),
        ("reason", "她失联了，家里有打砸的声音"),
        ("hours", "2"),
        ("confirmed", "yes"),
    ];
    browser.post("/protection/opening", &fields)
}

#[apply(both_engines)]
fn a_case_goes_from_the_first_words_to_a_protection_order(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    member.post("/protection", &[("words", "")]).expect(422).says("请点是哪一种").says("用她自己的话");
    let case = comes_to(&member, &["violence", "child"]);
    let page = member.get(&case).expect(200).says(NAME).says(WORDS).says("家庭暴力，涉及孩子");
    let page = page.says("还没有写。写好以前不要打电话").says("马上报告").says("做危险评估");
    page.says("2026年11月22日 10:00 以前").never_says("现在不要报案");

    let report = format!("{case}/reports");
    member.post(&report, &[("words", "所里接了")]).expect(422).says("请点报告给了谁").says("所里接了");
    let said = [("organ", "police"), ("channel", "telephone"), ("at", "09:00"), ("receipt", "警情 0321")];
    member.post(&report, &said).expect(303);
    member.get(&case).expect(200).says("警情 0321").never_says("马上报告");
    asked_safely(&member, &case);
    let assess = format!("{case}/assessment");
    let answers = [("yes", "weapon"), ("yes", "child_present"), ("level", "r0")];
    member.post(&assess, &answers).expect(422).says("按回答是“重点关注”");
    member.post(&assess, &[("yes", "weapon"), ("yes", "child_present"), ("level", "r2")]).expect(303);
    member.get("/protection").expect(200).says("已评估").never_says(NAME).never_says("重点关注");

    let form = member.get(&format!("{case}/measures/new?kind=order")).expect(200).says("今天的菜买好了");
    let id = form.hidden("id");
    let write = format!("{case}/measures");
    member.post(&write, &[("id", &id), ("kind", "order")]).expect(422).says("请至少点一项请求");
    let mut words = vec![("id", id.as_str())];
    words.extend(ORDER);
    let order = member.post(&write, &words).expect(303).location;
    assert_eq!(member.post(&write, &words).expect(303).location, order, "the same form twice is one");
    let paper = member.get(&format!("{order}/paper")).expect(200).says("人身安全保护令申请书");
    paper.says("责令被申请人迁出申请人住所").says("二十四小时内").says("第二十三条");
    assert!(member.get(&format!("{order}/paper.docx")).expect(200).bytes.starts_with(b"PK"));
    let turn = |to: &str, until: &str| {
        member.post(&format!("{order}/turns"), &[("to", to), ("on", "2026-11-22"), ("until", until)])
    };
    turn("granted", "2027-05-22").expect(422).says("不能跳过");
    turn("applied", "").expect(303);
    turn("accepted", "").expect(303);
    member.get(&order).expect(200).says("2026年11月23日 09:00 以前");
    turn("granted", "2027-05-23").expect(422).says("最长六个月");
    turn("granted", "2027-05-22").expect(303);
    member.get(&order).expect(200).says("申请复议").says("到 2027年5月22日");
    turn("served", "").expect(303);
    member.get(&case).expect(200).says("有保护措施");
    member.post(&format!("{case}/closing"), &[("closing_reason", "平安"), ("retention", "y30")]).expect(422);
    world.on_day("2027-04-22");
    world.as_person(MEMBER).get(&case).expect(200).says("保护令还有 30 天到期");
}

#[apply(both_engines)]
fn whoever_she_came_to_stays_responsible_until_another_takes_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    let add = [("name", "陈玉兰"), ("reason", "住得近，她信得过")];
    member.post(&format!("{case}/people"), &add).expect(403).says("县里指定的负责人");
    world.as_person(RESIDENT_MEMBER).get(&case).expect(404);
    charge.post(&format!("{case}/people"), &[("name", "没有这个人")]).expect(422).says("没有这个姓名");
    charge.post(&format!("{case}/people"), &add).expect(303);
    let second = world.as_person(RESIDENT_MEMBER);
    second.get(&case).expect(200).says("汪秀英 <strong>负责</strong>").says("我来负责");
    second.post(&format!("{case}/taking"), &[]).expect(303);
    second.get(&case).expect(200).says("陈玉兰 <strong>负责</strong>");
    let actor = world.actor(MEMBER);
    let person = actor.person.to_string();
    charge
        .post(&format!("{case}/people/removal"), &[("person", &person), ("reason", "交出去了")])
        .expect(303);
    member.get(&case).expect(404);
    let responsible = world.actor(RESIDENT_MEMBER).person.to_string();
    charge.post(&format!("{case}/people/removal"), &[("person", &responsible)]).expect(422);
}

#[apply(both_engines)]
fn calling_her_outside_her_hours_warns_and_is_written_down(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    let notes = format!("{case}/notes");
    let call = [
        ("what", "contacted"),
        ("whom", "victim"),
        ("note_channel", "telephone"),
        ("note_words", "问了她身体怎样"),
    ];
    member.post(&notes, &call).expect(422).says("还没有写安全联系方式").says("问了她身体怎样");
    asked_safely(&member, &case);
    member.post(&notes, &call).expect(303);
    world.hours_pass(3);
    member.post(&notes, &call).expect(422).says("不在她说的安全时间里").says("9点到11点");
    let mut confirmed = call.to_vec();
    confirmed.push(("confirmed", "yes"));
    member.post(&notes, &confirmed).expect(303);
    member.get(&case).expect(200).says("当时提醒过：现在不在她说的安全时间里");
}

#[apply(both_engines)]
fn somebody_outside_breaks_the_glass_and_its_people_know_at_once(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    let number = number_of(&member, &case);
    let chair = world.as_person(CHAIR);
    chair.get(&case).expect(404);
    member.get("/protection/opening").expect(404);
    world.as_person(SYSTEM_ADMINISTRATOR).get("/protection/opening").expect(404);
    let wrong = if number == "100000" { "100001" } else { "100000" };
    breaks_the_glass(&chair, wrong).expect(422).says("没有这个编号");
    let opened = breaks_the_glass(&chair, &number).expect(303);
    assert_eq!(opened.location, case);
    chair.get(&case).expect(200).says(NAME).says("只能看").never_says("我来负责");
    chair.post(&format!("{case}/notes"), &[("what", "noted"), ("note_words", "我")]).expect(403);
    member.get("/families").expect(200).says("有 1 件事等您处理");
    let page = member.get(&case).expect(200).says("程丽华").says("打砸的声音").says("谁从外面打开过");
    page.says("知道了");
    member.post(&format!("{case}/openings/seen"), &[]).expect(303);
    world.as_person(STREET_CHAIR).get(&case).expect(404);
    world.hours_pass(2);
    world.as_person(CHAIR).get(&case).expect(404);
    let chair = world.as_person(CHAIR);
    breaks_the_glass(&chair, wrong).expect(422).says("没有这个编号");
    breaks_the_glass(&chair, wrong).expect(422).says("没有这个编号");
    breaks_the_glass(&chair, &number).expect(422).says("明天再试");
    let deeds = opened_deeds(&world);
    assert!(
        deeds.iter().any(|deed| deed.person_name == "程丽华" && deed.action.contains("open_from_outside"))
    );
    assert_eq!(deeds.iter().filter(|deed| deed.action.ends_with("wrong_number")).count(), 3);
}

pub fn opened_deeds(world: &World) -> Vec<audit::SealedDeed> {
    let tenant = world.actor(MEMBER).tenant;
    world.store().read_blocking(move |tx| audit::opened(tx, tenant)).expect("an inquiry")
}

#[apply(both_engines)]
fn a_childs_case_is_opened_only_after_who_is_in_charge_agreed(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["child"]);
    let number = number_of(&member, &case);
    let chair = world.as_person(CHAIR);
    assert_eq!(breaks_the_glass(&chair, &number).expect(303).location, "/protection?said=asked");
    chair.get(&case).expect(404);
    let page = charge.get(&case).expect(200).says("有人申请打开，请决定").body;
    let (_, rest) = page.split_once("/protection-openings/").expect("an asking");
    let asking = format!("/protection-openings/{}", rest.split('"').next().expect("a key"));
    member.post(&asking, &[("agreed", "yes")]).expect(403);
    chair.post(&asking, &[("agreed", "yes")]).expect(404);
    charge.post(&asking, &[("agreed", "yes")]).expect(303);
    chair.get(&case).expect(200).says("只能看");
    world.hours_pass(2);
    world.as_person(CHAIR).get(&case).expect(404);
}

#[apply(both_engines)]
fn sealed_work_leaves_neither_person_nor_day_nor_place(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let before = world.number("SELECT COUNT(*) FROM fact_part");
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    asked_safely(&member, &case);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'sealed_work'"), 2);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact_part"), before, "nobody took part");
    let tenant = world.actor(MEMBER).tenant;
    let rows = world.store().read_blocking(move |tx| {
        let sql = "SELECT f.id, f.on_day, f.at_ms, f.recorded_by, o.code FROM fact f JOIN org o ON o.id = f.org_id \
                   WHERE f.tenant = $1 AND f.kind = 'sealed_work'";
        tx.rows(sql, niangjia_store::params![tenant], |row| {
            let id: uuid::Uuid = row.take()?;
            let when: (niangjia_kernel::Day, Timestamp) = (row.take()?, row.take()?);
            Ok((id, when, row.take::<uuid::Uuid>()?, row.take::<String>()?))
        })
    });
    for (id, (on, at), by, org) in rows.expect("a read") {
        assert_eq!(id.get_version_num(), 4, "no instant in it");
        assert_eq!((on.to_string().as_str(), at), ("2026-11-01", on.start()));
        assert!(by.is_nil() && org == "341881");
    }
    member.get("/duty").expect(200).never_says("保密工作");
    member.get("/protection").expect(200).never_says("我的保密工作");
    world.on_day("2026-12-01");
    world.as_person(MEMBER).get("/protection").expect(200).says("我的保密工作").says("2 件");
    drop(charge);
    world.as_person(IN_CHARGE).get("/protection").expect(200).says("各人的保密工作").says("汪秀英");
    world.as_person(CHAIR).get("/protection").expect(200).never_says("保密工作");
    let differences = niangjia::commands::diagnose(&world.store()).expect("a diagnosis");
    assert!(differences.well, "every fold is as a recount makes it");
}

#[apply(both_engines)]
fn danger_found_elsewhere_opens_one_case_and_what_it_was_found_in_vanishes_from_lists(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    visited(&world, MEMBER, "程国庆", "2026-11-20", "她说他又动手", None);
    let member = world.as_person(MEMBER);
    member.get("/duty").expect(200).says("每一件").never_says("还没有履职记录");
    let actor = world.actor(MEMBER);
    let tenant = actor.tenant;
    let visit = world.store().read_blocking(move |tx| {
        let sql = "SELECT id FROM household_visit WHERE tenant = $1";
        tx.value::<uuid::Uuid>(sql, niangjia_store::params![tenant])
    });
    let (visit, case) = (visit.expect("a visit"), uuid::Uuid::from_u128(77));
    let household = world.family("程国庆").id;
    for _ in 0..2 {
        let actor = actor.clone();
        let found = world.store().write_blocking(move |tx| {
            let danger = Danger {
                actor: actor.clone(),
                tenant: actor.tenant,
                org_id: actor.acting.org_id,
                org_path: actor.acting.org_path.clone(),
                case,
                found_in: visit,
                household: Some(household),
                name: NAME.to_owned(),
                phone: String::new(),
                words: "走访时发现".to_owned(),
                child: false,
                violence: true,
            };
            let guards = Guards::default().with(niangjia_protection::api::on_danger);
            guards.ask(tx, &Step::FindsDanger(Box::new(danger))).map_err(|_| StoreError::Busy)?;
            let entry = audit::Entry::by(&actor, audit::Action::write("test.find", "发现"));
            Ok::<_, StoreError>(Ending::from(tx.record(&entry, ())?))
        });
        found.expect("it is found");
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM protection_case"), 1, "the same form twice opens one");
    let page = format!("/protection/{tenant}.prot_{}", case.simple());
    member.get(&page).expect(200).says("走访时发现").says("嵩合社区妇联").says("马上报告");
    world.as_person(CHAIR).get(&page).expect(404);
    member.get("/duty").expect(200).says("还没有履职记录");
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'visit'"), 1, "the count stays");
    let sealed = world.store().read_blocking(move |tx| facts::is_sealed(tx, tenant, visit));
    assert!(sealed.expect("a look"));
    assert!(niangjia::commands::diagnose(&world.store()).expect("a diagnosis").well);
}
