//! What a woman claims about what is kept of her: put right, explained or deleted, in time, and told to her.

use niangjia_kernel::{Household, Key};
use niangjia_testkit::{
    AUDITOR, CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, OTHER_CHAIR, RESIDENT_MEMBER, STREET_CHAIR,
    SYSTEM_ADMINISTRATOR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::{exported, visited};
use crate::own::{CLAIMS, INSPECTIONS, claims, comes, family, tell, uuid_of};

#[apply(both_engines)]
fn what_is_wrong_is_put_right_in_one_step_with_its_answer_and_she_is_told(#[case] engine: Engine) {
    let world = World::on(engine);
    let (key, wife, _, _) = family(&world);
    let chair = world.as_person(CHAIR);
    let handed = comes(&chair, key, &wife, &[]).expect(303);
    let claim = claims(&chair, &handed.location, "correct", "手机号换了，生日登记错了");
    chair.get("/").expect(200).says("本人请求 1 件，2026年12月7日 前答复");
    let page =
        chair.get(&claim).expect(200).says("手机号换了").says("现在是：19900010002").says("还有 15 天");
    page.never_says("李大山");
    world.as_person(STREET_CHAIR).get(&claim).expect(200).says("程**").never_says("手机号换了");
    world.as_person(STREET_CHAIR).post(&format!("{claim}/ending"), &[]).expect(403);
    world.as_person(OTHER_CHAIR).get(&claim).expect(404);

    let ending = format!("{claim}/ending");
    let idle = [("outcome", "done"), ("answer", "改好了")];
    chair.post(&ending, &idle).expect(422).says("还没有改什么").says("改好了");
    let wrong = [
        ("outcome", "done"),
        ("answer", "改好了"),
        ("field", "household_resident.birth_year"),
        ("value", "1976"),
        ("field", "household.phone"),
        ("value", "139"),
    ];
    chair.post(&ending, &wrong).expect(422).says("11 位").says("现在是：1975年");
    assert_eq!(
        world.number("SELECT COUNT(*) FROM household_resident WHERE birth_year = 1976"),
        0,
        "nothing is half done"
    );
    let mut right = wrong;
    right[5] = ("value", "13912345678");
    let ended = chair.post(&ending, &right).expect(303);
    let page = chair.get(&ended.location).expect(200).says("出生年份：1975 → 1976").says("139****5678");
    page.says("告诉她了吗");
    chair.get("/").expect(200).says("本人请求 1 件");
    tell(&chair, &claim, "2026-11-23").expect(422).says("日期还没到");
    let told = tell(&chair, &claim, "2026-11-22").expect(303);
    chair.get(&told.location).expect(200).says("已答复本人").says("2026年11月22日 当面");
    chair.get("/").expect(200).never_says("本人请求 1 件");
    let handed = comes(&chair, key, &wife, &[]).expect(303);
    chair.get(&handed.location).expect(200).says("13912345678").says("1976年").says("请求〔2026〕1号");
    let entries = world.number("SELECT COUNT(*) FROM audit_entry WHERE action LIKE 'rights.end%'");
    assert_eq!(entries, 1, "the change and the end of the claim are one entry");
}

#[apply(both_engines)]
fn what_is_refused_has_its_ground_and_what_is_late_is_on_the_streets_desk(#[case] engine: Engine) {
    let world = World::on(engine);
    let (key, wife, _, _) = family(&world);
    let chair = world.as_person(CHAIR);
    let handed = comes(&chair, key, &wife, &[]).expect(303);
    let claim = claims(&chair, &handed.location, "explain", "为什么要记我家的大病");
    world.as_person(STREET_CHAIR).get("/").expect(200).never_says("本人请求");
    world.hours_pass(24 * 16);
    let chair = world.as_person(CHAIR);
    chair.get("/").expect(200).says("2026年12月7日 已到期");
    let street = world.as_person(STREET_CHAIR);
    street.get("/").expect(200).says("本人请求超期没有答复 1 件，请督办");
    world.as_person(COUNTY_CHAIR).get("/").expect(200).says("本人请求超期没有答复 1 件");
    world.as_person(OTHER_CHAIR).get("/").expect(200).never_says("本人请求");
    street.get("/orgs/341881003/claims").expect(200).says("已超期 1 天").says("程**").never_says("程国庆");
    let listed = street.get_json("/orgs/341881003/claims").expect(200).json();
    assert_eq!(listed["claims"][0]["late"], true);
    assert_eq!(listed["claims"][0]["person"], "程**");
    let sheet = exported(&world, &street, "/orgs/341881003/claims");
    assert!(sheet.rows.iter().all(|row| row.iter().all(|cell| !cell.contains("程国庆"))), "{:?}", sheet.rows);
    let ending = format!("{claim}/ending");
    chair.post(&ending, &[("outcome", "refused"), ("answer", "要用")]).expect(422).says("请点依据");
    let refused = [("outcome", "refused"), ("answer", "帮扶没有结束"), ("ground", "still_needed")];
    let ended = chair.post(&ending, &refused).expect(303);
    chair.get(&ended.location).expect(200).says("履行法定职责还需要").says("《个人信息保护法》第十三条");
    let _told = tell(&chair, &claim, "2026-12-08").expect(303);
    street.get("/").expect(200).never_says("本人请求超期");
    let one = chair.get_json(&claim).expect(200).json();
    assert_eq!(
        (one["words"].as_str(), one["ground"].as_str()),
        (Some("为什么要记我家的大病"), Some("still_needed"))
    );
    assert!(street.get_json(&claim).expect(200).json().get("words").is_none());
}

/// Everything that any page, list or file of the cast says about a name.
fn found(world: &World, name: &str) -> Vec<String> {
    let key = world.family("周美兰");
    found_in(world, name, key)
}

fn found_in(world: &World, name: &str, key: Key<Household>) -> Vec<String> {
    let mut found = Vec::new();
    let pages: [(Figure, Vec<String>); 5] = [
        (
            CHAIR,
            vec![
                "/".to_owned(),
                "/orgs/341881003004/households?show=all".to_owned(),
                format!("/orgs/341881003004/households?show=all&name={name}"),
                "/orgs/341881003004/visits".to_owned(),
                "/orgs/341881003004/contact-map".to_owned(),
                format!("/households/{key}"),
                INSPECTIONS.to_owned(),
                CLAIMS.to_owned(),
            ],
        ),
        (
            STREET_CHAIR,
            vec!["/orgs/341881003/households?show=all".to_owned(), "/orgs/341881003/claims".to_owned()],
        ),
        (RESIDENT_MEMBER, vec!["/families".to_owned(), "/duty".to_owned(), "/points".to_owned()]),
        (AUDITOR, vec!["/audit".to_owned()]),
        (SYSTEM_ADMINISTRATOR, vec!["/accounts".to_owned()]),
    ];
    for (figure, addresses) in pages {
        let browser = world.as_person(figure);
        for address in addresses {
            let shown = browser.get(&address);
            let echo = address.contains("name=");
            let body = if echo { shown.body.replace(&format!("value=\"{name}\""), "") } else { shown.body };
            if body.contains(name) && !echo {
                found.push(format!("{} {address}", figure.name));
            }
        }
    }
    let browser = world.as_person(CHAIR);
    for page in ["/orgs/341881003004/households?show=all", "/orgs/341881003004/visits", CLAIMS, INSPECTIONS] {
        let sheet = exported(world, &browser, page);
        if sheet.rows.iter().any(|row| row.iter().any(|cell| cell.contains(name))) {
            found.push(format!("file of {page}"));
        }
    }
    found
}

#[apply(both_engines)]
fn who_is_deleted_is_found_nowhere_and_what_was_counted_stays(#[case] engine: Engine) {
    let world = World::on(engine);
    let key = world.family("周美兰");
    visited(&world, RESIDENT_MEMBER, "周美兰", "2026-11-20", "周美兰说腿好多了", None);
    let phone = world.phone_of(RESIDENT_MEMBER);
    let note = phone.visit(&world, key, 1, "周美兰在院子里晒太阳");
    let _taken = phone.send(&world, &phone.sealed(&note, &[0xFF, 0xD8, 0xFF, 0xE0, 9]));
    assert_eq!(world.number("SELECT COUNT(*) FROM phone_photo"), 1, "the premise: there is a photo of hers");
    let asked = phone.need(&world, key, 2, "out_of_work");
    let _asked = phone.send(&world, &phone.sealed(&asked, &[]));
    let chair = world.as_person(CHAIR);
    let post = world.actor(RESIDENT_MEMBER).acting.post.within(key.tenant);
    let handing = chair.get(&format!("/posts/{post}/handover")).expect(200).hidden("id");
    let member = world.actor(MEMBER).person.to_string();
    let fields = [("id", handing.as_str()), ("reason", "leaves"), ("everyone", &member)];
    let sheet = chair.post(&format!("/posts/{post}/handover"), &fields).expect(303).location;
    chair.get(&sheet).expect(200).says("周美兰家");
    assert!(
        found(&world, "周美兰").len() > 6,
        "the premise: she is found in many places: {:?}",
        found(&world, "周美兰")
    );
    let visits = world.number("SELECT CAST(SUM(facts) AS BIGINT) FROM tally WHERE kind = 'visit'");
    let handed = comes(&chair, key, "contact", &[]).expect(303);
    let claim = claims(&chair, &handed.location, "delete", "周美兰不想再登记了");
    let ending = format!("{claim}/ending");
    chair.get(&claim).expect(200).says("现在不能删除").says("残疾");
    let done = [("outcome", "done"), ("answer", "已经删除")];
    chair.post(&ending, &done).expect(422).says("这一户“残疾”的帮扶还在册").says("《残疾人保障法》");
    let needs = format!("/households/{key}/needs");
    let form = chair.get(&needs).expect(200);
    let (_, rest) = form.body.split_once("name=\"end\" value=\"").expect("a need");
    let need = rest.split('"').next().expect("its identity");
    let _fell_away = chair.post(&needs, &[("end", need)]).expect(303);
    chair.post(&ending, &done).expect(422).says("手机离线写下的还有 1 笔没有核对");
    let question = format!("/phone/questions/{}.env_{}", key.tenant, asked.id);
    let _away = chair.post(&format!("{question}/putting-away"), &[("reason", "周美兰没有失业")]).expect(303);
    let ended = chair.post(&ending, &done).expect(303);
    chair.get(&ended.location).expect(200).says("已删除").never_says("周美兰");
    chair.get(&question).expect(200).never_says("周美兰");
    chair.get(&sheet).expect(200).never_says("周美兰");
    let _told = tell(&chair, &claim, "2026-11-22").expect(303);
    assert_eq!(found_in(&world, "周美兰", key), Vec::<String>::new());
    assert_eq!(found_in(&world, "腿好多了", key), Vec::<String>::new());
    chair.get(&format!("/households/{key}")).expect(404);
    let phones = "SELECT COUNT(*) FROM household WHERE contact_name = '已删除' AND phone IS NULL AND phone_index IS NULL \
                  AND address IS NULL";
    assert_eq!(world.number(phones), 1);
    assert_eq!(
        world.number("SELECT CAST(SUM(facts) AS BIGINT) FROM tally WHERE kind = 'visit'"),
        visits,
        "counts stay"
    );
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 2, "the visits stay");
    assert_eq!(world.number("SELECT COUNT(*) FROM phone_photo"), 0);
    while niangjia_store::audit::seal_pending(&world.store()).expect("sealed") > 0 {}
    let tenant = world.actor(CHAIR).tenant;
    let chain =
        world.store().read_blocking(move |tx| niangjia_store::audit::verify(tx, tenant)).expect("a look");
    assert_eq!(chain.broken_at, None, "the chain of the audit holds");
}

#[apply(both_engines)]
fn one_of_a_household_is_deleted_and_the_others_stay_with_somebody_who_speaks_for_them(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let (key, wife, husband, _) = family(&world);
    visited(&world, MEMBER, "程国庆", "2026-11-20", "李大山在外打工，程国庆在家", None);
    let chair = world.as_person(CHAIR);
    let his = comes(&chair, key, &husband, &[]).expect(303);
    let claim = claims(&chair, &his.location, "delete", "不想登记");
    let done = [("outcome", "done"), ("answer", "已经删除")];
    let _ended = chair.post(&format!("{claim}/ending"), &done).expect(303);
    let _told = tell(&chair, &claim, "2026-11-22").expect(303);
    let file = chair.get(&format!("/households/{key}")).expect(200).says("程国庆在家").says("××在外打工");
    file.never_says("李大山");
    chair
        .get(&format!("/households/{key}/inspections/new"))
        .expect(200)
        .never_says("已删除")
        .never_says("李大山");
    assert_eq!(
        world.number("SELECT COUNT(*) FROM household_resident WHERE name = '已删除' AND NOT woman"),
        1
    );

    // The need ends, and the wife wants to be forgotten too: the daughter's line stays, under another contact person.
    let needs = format!("/households/{key}/needs");
    let form = chair.get(&needs).expect(200);
    let (_, rest) = form.body.split_once("name=\"end\" value=\"").expect("a need");
    let need = rest.split('"').next().expect("its identity");
    let _fell_away = chair.post(&needs, &[("end", need)]).expect(303);
    let hers = comes(&chair, key, &wife, &[]).expect(303);
    let claim = claims(&chair, &hers.location, "delete", "不想登记");
    let ending = format!("{claim}/ending");
    chair.post(&ending, &done).expect(422).says("谁接着当联系人");
    let daughter = format!("res_{}", uuid_of("李小燕").simple());
    let mut named = done.to_vec();
    named.push(("successor", &daughter));
    let _ended = chair.post(&ending, &named).expect(303);
    let file = chair.get(&format!("/households/{key}")).expect(200).says("李小燕家").never_says("程国庆");
    file.says("没有留电话");
    assert_eq!(found_in(&world, "程国庆", key), Vec::<String>::new());
}
