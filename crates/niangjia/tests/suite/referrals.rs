//! 转介: what is handed to partners, by whom it is seen, and that it is never in the air.

use niangjia_people::actions::{NewAccount, open_account};
use niangjia_people::api::{PasswordCost, hash_password};
use niangjia_store::PostKind;
use niangjia_testkit::{
    AUDITOR, Browser, CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR,
    OTHER_COUNTY_CHAIR, PASSWORD, RESIDENT_MEMBER, STREET_CHAIR, SYSTEM_ADMINISTRATOR, World,
};
use niangjia_web::Method;
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::exported;

const LAWYER: Figure = Figure { name: "示例律师", org: "341881", kind: PostKind::Partner };
const COUNSELLOR: Figure = Figure { name: "示例咨询师", org: "341881", kind: PostKind::Partner };

/// A partner of the county, by login when somebody signs in for it; its address.
fn partner(world: &World, name: &str, kind: &str, person: Option<Figure>) -> String {
    let county = world.as_person(COUNTY_CHAIR);
    let id = county.get("/orgs/341881/partners").expect(200).hidden("id");
    let way = if person.is_some() { "login" } else { "paper" };
    let fields = [
        ("id", id.as_str()),
        ("kind", kind),
        ("name", name),
        ("contact", "值班室"),
        ("phone", "0563-0000009"),
        ("way", way),
    ];
    let address = county.post("/orgs/341881/partners", &fields).expect(303).location;
    if let Some(figure) = person {
        county.post(&format!("{address}/people"), &[("person_name", figure.name)]).expect(303);
        world
            .as_person(SYSTEM_ADMINISTRATOR)
            .get("/accounts")
            .expect(200)
            .says(figure.name)
            .says("合作单位联系人");
        let opened = world.store().write_blocking(move |tx| {
            let found = tx.rows(
                "SELECT p.tenant, p.id FROM people_person p WHERE p.name = $1",
                niangjia_store::params![figure.name.to_owned()],
                |row| Ok((row.take()?, row.take()?)),
            )?;
            let (tenant, person) = found.into_iter().next().expect("she is entered");
            let org = niangjia_org::api::by_code(tx, figure.org)?.expect("the county");
            let hash = hash_password(PASSWORD, PasswordCost::Cheap).expect("a hash");
            let account = NewAccount {
                tenant,
                person,
                login_name: figure.name,
                phone: None,
                password_hash: &hash,
                must_change: false,
            };
            Ok::<_, niangjia_store::StoreError>(niangjia_store::Ending::from(
                open_account(tx, None, &account, &org.path).expect("an account"),
            ))
        });
        opened.expect("opened");
    }
    address
}

pub(crate) fn id_of(address: &str) -> String {
    address.split('?').next().unwrap().rsplit('.').next().unwrap().to_owned()
}

/// What is typed to refer somebody of a family, with her consent.
fn form(browser: &Browser, family: &str, to: &str) -> Vec<(String, String)> {
    let page = browser.get(&format!("/referrals/new?kind=household&subject={family}")).expect(200);
    let resident = page
        .body
        .split("name=\"resident\" value=\"")
        .nth(1)
        .expect("people")
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let pairs = [
        ("id", page.hidden("id")),
        ("kind", "household".to_owned()),
        ("subject", family.to_owned()),
        ("partner", id_of(to)),
        ("resident", resident),
        ("phone", "上午打 13900001111".to_owned()),
        ("ground", "consent".to_owned()),
        ("consent_day", "2026-11-22".to_owned()),
        ("consent_manner", "signed".to_owned()),
        ("asked", "代写离婚起诉状".to_owned()),
        ("handed", "结婚证复印件一份".to_owned()),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

fn sends(browser: &Browser, fields: &[(String, String)]) -> String {
    let location = browser.post("/referrals", &crate::sent(fields)).expect(303).location;
    location.split('?').next().unwrap().to_owned()
}

/// A referral of a community's family, made once: for the matrix.
pub(crate) fn referral_once(world: &World, family: &str) -> String {
    let sender = world.as_person(if family == "丁香" { NEIGHBOUR } else { MEMBER });
    let listed = sender.get_json("/referrals").expect(200).json();
    if let Some(id) = listed["referrals"][0]["id"].as_str() {
        return id.to_owned();
    }
    let to = partner_once(world);
    let family = world.family(family).to_string();
    sends(&sender, &form(&sender, &family, &to)).replace("/referrals/", "")
}

/// A partner of the county, made once: for the matrix.
pub(crate) fn partner_once(world: &World) -> String {
    let listed = world.as_person(COUNTY_CHAIR).get_json("/orgs/341881/partners").expect(200).json();
    match listed["partners"][0]["id"].as_str() {
        Some(id) => id.to_owned(),
        None => partner(world, "宁国市示例司法局", "legal_aid", None).replace("/partners/", ""),
    }
}

/// Somebody who signs in for a partner that has no matter: for the matrix.
pub(crate) fn outsider(world: &World) -> Browser {
    let _address = partner(world, "宁国市示例律师所", "legal_aid", Some(LAWYER));
    world.as_person(LAWYER)
}

#[apply(both_engines)]
fn what_is_sent_back_goes_to_another_and_is_over_when_she_was_told(#[case] engine: Engine) {
    let world = World::on(engine);
    let legal = partner(&world, "宁国市示例法援中心", "legal_aid", Some(LAWYER));
    let care = partner(&world, "宁国市示例心理站", "psychology", Some(COUNSELLOR));
    let family = world.family("程国庆").to_string();
    let member = world.as_person(MEMBER);
    member.get(&format!("/households/{family}")).expect(200).says("转介给合作单位");
    let mut fields = form(&member, &family, &care);
    let unsaid = crate::but(&fields, "consent_day", "");
    member
        .post("/referrals", &crate::sent(&unsaid))
        .expect(422)
        .says("请写她哪天同意的")
        .says("代写离婚起诉状");
    let silent = crate::but(&fields, "ground", "anonymous");
    member.post("/referrals", &crate::sent(&silent)).expect(422).says("她没有同意");
    let report = crate::but(&fields, "ground", "mandatory");
    member.post("/referrals", &crate::sent(&report)).expect(422).says("强制报告只报公安");
    let first = sends(&member, &fields);
    assert_eq!(sends(&member, &fields), first, "the same form sent twice is one");
    assert_eq!(world.number("SELECT COUNT(*) FROM referral"), 1);
    assert_eq!(
        world.number("SELECT COUNT(*) FROM deadline WHERE rule = 'sharing.keep' AND ended_ms IS NULL"),
        1
    );

    let counsellor = world.as_person(COUNSELLOR);
    assert_eq!(counsellor.get("/").expect(303).location, "/partner");
    counsellor.get("/partner").expect(200).says("转介〔2026〕1号").says("等您答复").never_says("对方");
    counsellor
        .get(&first)
        .expect(200)
        .says("代写离婚起诉状")
        .says("结婚证复印件")
        .says("上午打 13900001111")
        .never_says("程国庆家");
    let answer = format!("{first}/answer");
    counsellor.post(&answer, &[("answer", "refused")]).expect(422).says("退回请写原因");
    counsellor.post(&answer, &[("answer", "refused"), ("words", "不写诉状，请找法律援助")]).expect(303);
    counsellor.post(&answer, &[("answer", "accepted")]).expect(422).says("不能这样办");
    member.get("/families").expect(200).says("被退回，请转给别的单位");
    let page = member.get(&first).expect(200).says("不写诉状，请找法律援助").says("转给别的单位");
    assert!(page.body.contains(&format!("after={}", first.replace("/referrals/", ""))));

    fields = form(&member, &family, &legal);
    fields.push(("after".to_owned(), first.replace("/referrals/", "")));
    let second = sends(&member, &fields);
    member.get(&first).expect(200).says("另转别的单位").says("转介〔2026〕2号");
    let lawyer = world.as_person(LAWYER);
    lawyer.post(&format!("{second}/result"), &[("result", "写好了")]).expect(422).says("不能这样办");
    lawyer.post(&format!("{second}/answer"), &[("answer", "accepted"), ("words", "李律师办")]).expect(303);
    lawyer.post(&format!("{second}/result"), &[]).expect(422).says("请写结果");
    lawyer.post(&format!("{second}/result"), &[("result", "诉状写好，已交本人")]).expect(303);
    member.get("/families").expect(200).says("有结果了，请告诉本人");
    lawyer.post(&format!("{second}/closing"), &[("closing", "told"), ("ending", "说了")]).expect(404);
    member.post(&format!("{second}/closing"), &[("closing", "given_up"), ("ending", "算了")]).expect(422);
    member.post(&format!("{second}/closing"), &[("closing", "told")]).expect(422).says("怎样告诉她的");
    member
        .post(&format!("{second}/closing"), &[("closing", "told"), ("ending", "11月22日当面说的")])
        .expect(303);
    member.get("/families").expect(200).never_says("请告诉本人").never_says("被退回");
    lawyer.get(&second).expect(200).never_says("11月22日当面说的");
    let facts = |kind: &str| world.number(&format!("SELECT COUNT(*) FROM fact WHERE kind = '{kind}'"));
    assert_eq!((facts("referral_sent"), facts("referral_settled")), (2, 1));
    assert_eq!(
        world.number("SELECT COUNT(*) FROM deadline WHERE rule LIKE 'referral.%' AND ended_ms IS NULL"),
        0
    );
    assert_eq!(
        world.number("SELECT COUNT(*) FROM deadline WHERE rule = 'sharing.keep' AND ended_ms IS NULL"),
        2
    );
}

#[apply(both_engines)]
fn a_referral_is_read_by_its_sender_and_its_partner_and_followed_from_above(#[case] engine: Engine) {
    let world = World::on(engine);
    let legal = partner(&world, "宁国市示例法援中心", "legal_aid", Some(LAWYER));
    let care = partner(&world, "宁国市示例心理站", "psychology", Some(COUNSELLOR));
    let family = world.family("程国庆").to_string();
    let member = world.as_person(MEMBER);
    let sent = sends(&member, &form(&member, &family, &legal));
    for reading in [MEMBER, CHAIR, LAWYER] {
        world.as_person(reading).get(&sent).expect(200).says("代写离婚起诉状");
    }
    for following in [STREET_CHAIR, COUNTY_CHAIR] {
        let browser = world.as_person(following);
        browser
            .get(&sent)
            .expect(200)
            .says("宁国市示例法援中心")
            .never_says("代写离婚起诉状")
            .never_says("13900001111");
        assert!(browser.get_json(&sent).expect(200).json().get("contents").is_none());
        browser.get(&format!("{sent}/letter")).expect(403);
        browser.post(&format!("{sent}/answer"), &[("answer", "accepted")]).expect(403);
    }
    for blind in [
        NEIGHBOUR,
        RESIDENT_MEMBER,
        OTHER_CHAIR,
        OTHER_COUNTY_CHAIR,
        COUNSELLOR,
        SYSTEM_ADMINISTRATOR,
        AUDITOR,
    ] {
        let browser = world.as_person(blind);
        browser.get(&sent).expect(404).never_says("代写离婚起诉状");
        browser.post(&format!("{sent}/answer"), &[("answer", "accepted")]).expect(404);
    }
    world.as_person(NEIGHBOUR).get(&format!("/referrals/new?kind=household&subject={family}")).expect(404);
    world.as_person(STREET_CHAIR).get(&format!("/referrals/new?kind=household&subject={family}")).expect(404);
    member.get(&format!("{sent}/letter")).expect(200).says("转 介 函").says("回　执").says("2026年11月25日");
    let street = world.as_person(STREET_CHAIR);
    street.get("/orgs/341881003/referrals").expect(200).says("转介〔2026〕1号").never_says("程国庆");
    world.as_person(OTHER_CHAIR).get("/orgs/341881003004/referrals").expect(404);
    let sheet = exported(&world, &street, "/orgs/341881003/referrals");
    assert!(sheet.rows.iter().flatten().any(|cell| cell == "转介〔2026〕1号"));
    assert!(!sheet.rows.iter().flatten().any(|cell| cell.contains("起诉状") || cell.contains("程国庆")));

    world.hours_pass(24 * 3);
    member.get("/families").expect(401);
    world.as_person(MEMBER).get("/families").expect(200).never_says("超期没有答复");
    world.hours_pass(24);
    world.as_person(MEMBER).get("/families").expect(200).says("对方超期没有答复，请催问");
    world.as_person(STREET_CHAIR).get("/").expect(200).says("转介超期 1 件，请督办");
    world.as_person(COUNTY_CHAIR).get("/").expect(200).says("转介超期 1 件，请督办");
    world.as_person(OTHER_CHAIR).get("/").expect(200).never_says("转介超期");

    world
        .as_person(LAWYER)
        .post(&format!("{sent}/answer"), &[("answer", "refused"), ("words", "人手不够")])
        .expect(303);
    world.hours_pass(24 * 30);
    world.as_person(LAWYER).get(&sent).expect(200);
    world.hours_pass(24);
    let lawyer = world.as_person(LAWYER);
    lawyer.get(&sent).expect(404);
    lawyer.get("/partner").expect(200).never_says("转介〔2026〕1号");
    world.as_person(MEMBER).get(&sent).expect(200).says("人手不够");

    let county = world.as_person(COUNTY_CHAIR);
    let page = county.get(&care).expect(200).says(COUNSELLOR.name);
    let person = page
        .body
        .split("name=\"person\" value=\"")
        .nth(1)
        .expect("her button")
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    county.post(&format!("{care}/people/leaving"), &[("person", person.as_str())]).expect(303);
    county.get(&care).expect(200).never_says(COUNSELLOR.name);
}

#[apply(both_engines)]
fn on_paper_the_sender_types_in_what_was_answered(#[case] engine: Engine) {
    let world = World::on(engine);
    let police = partner(&world, "河沥溪示例派出所", "police", None);
    let family = world.family("程国庆").to_string();
    let member = world.as_person(MEMBER);
    let mut fields = crate::but(&form(&member, &family, &police), "ground", "mandatory");
    fields = crate::but(&crate::but(&fields, "consent_day", ""), "consent_manner", "");
    let sent = sends(&member, &fields);
    assert_eq!(world.number("SELECT COUNT(*) FROM referral WHERE consent_day IS NOT NULL"), 0);
    member.get(&sent).expect(200).says("按回执录入").says("强制报告");
    world.as_person(CHAIR).post(&format!("{sent}/answer"), &[("answer", "accepted")]).expect(303);
    member.post(&format!("{sent}/result"), &[("result", "已出具告诫书")]).expect(303);
    member.get(&sent).expect(200).says("已出具告诫书").says("告诉她了吗");
    world
        .as_person(COUNTY_CHAIR)
        .post(&format!("{police}/people"), &[("person_name", "某人")])
        .expect(422)
        .says("纸面办的");
    world.as_person(STREET_CHAIR).get(&police).expect(200).says("0563-0000009");
    world.as_person(STREET_CHAIR).post(&format!("{police}/closing"), &[]).expect(403);
    world.as_person(COUNTY_CHAIR).post(&format!("{police}/closing"), &[]).expect(303);
    let page = member.get(&format!("/referrals/new?kind=household&subject={family}")).expect(200);
    page.says("还没有合作单位").never_says("示例派出所");
}

/// Every page of the platform but her own is not found for a partner, whatever it would say to others.
#[test]
fn a_partner_opens_nothing_but_her_own_pages() {
    let world = World::on(Engine::Sqlite);
    let lawyer = outsider(&world);
    let mut opened = Vec::new();
    for route in niangjia::wiring::routes(true).list().iter().filter(|route| route.method == Method::Get) {
        for (family, org) in [("程国庆", "341881003004"), ("丁香", "341881003001")] {
            let path = crate::visibility::filled(&world, route.path, family, org);
            let path = path.filter(|path| !path.starts_with("/assets") && !path.starts_with("/g/"));
            if let Some(path) = path
                && lawyer.get(&path).status != 404
            {
                opened.push(route.path);
            }
        }
    }
    opened.sort_unstable();
    opened.dedup();
    let open_to_all = [
        "/api",
        "/api/openapi.json",
        "/healthz",
        "/help",
        "/help/progress",
        "/login",
        "/manifest.webmanifest",
        "/offline",
        "/service-worker.js",
    ];
    opened.retain(|path| !open_to_all.contains(path));
    assert_eq!(opened, ["/", "/me", "/partner", "/referrals/{key}"]);
    lawyer.get("/partner").expect(200).never_says("导入导出").never_says("/orgs/");
}

/// Over random referrals to two partners, moved on at random and looked at on random days, each sees exactly her own.
#[test]
fn a_partner_sees_exactly_what_was_sent_to_it_and_is_not_long_over() {
    let world = World::on(Engine::Sqlite);
    let partners = [
        (partner(&world, "示例法援中心", "legal_aid", Some(LAWYER)), LAWYER),
        (partner(&world, "示例心理站", "psychology", Some(COUNSELLOR)), COUNSELLOR),
    ];
    let family = world.family("程国庆").to_string();
    let (mut seed, mut known): (u64, Vec<(String, usize, Option<i64>)>) = (7, Vec::new());
    let mut throw = |sides: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((seed >> 33) % sides).unwrap()
    };
    let (mut day, mut gone) = (0_i64, 0);
    for _ in 0..40 {
        let member = world.as_person(MEMBER);
        let at = throw(2);
        let fields = crate::but(&form(&member, &family, &partners[at].0), "consent_day", "2026-11-22");
        known.push((sends(&member, &fields), at, None));
        let which = throw(u64::try_from(known.len()).unwrap());
        let (sent, whose, over) = &mut known[which];
        let figure = partners[*whose].1;
        if over.is_none() {
            let refused = [("answer", "refused"), ("words", "不是本单位的事")];
            world.as_person(figure).post(&format!("{sent}/answer"), &refused).expect(303);
            *over = Some(day);
        }
        let days = i64::try_from(throw(5)).unwrap();
        world.hours_pass(24 * days);
        day += days;
        for (at, (_, figure)) in partners.iter().enumerate() {
            let browser = world.as_person(*figure);
            let list = browser.get("/partner").expect(200).body;
            for (sent, whose, over) in &known {
                let sees = *whose == at && over.is_none_or(|over| day - over <= 30);
                gone += usize::from(*whose == at && !sees);
                assert_eq!(list.contains(sent.as_str()), sees, "{sent} on day {day}");
                assert_eq!(browser.get(sent).status == 200, sees, "{sent} on day {day}");
            }
        }
    }
    assert!(
        gone > 10 && known.iter().filter(|(.., over)| over.is_none()).count() > 3,
        "both kinds are there"
    );
}
