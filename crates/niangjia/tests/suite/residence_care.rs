//! 人户分离: a family is registered here and lives there. Both communities see one thin card and their own visits; a visit
//! counts once, at home.

use niangjia_store::{Actor, Branch, StoreError};
use niangjia_testkit::{
    Browser, CHAIR, COUNTY_CHAIR, Engine, FAR_CHAIR, FAR_MEMBER, FAR_SUCCESSOR, Figure, MEMBER, OTHER_CHAIR,
    OTHER_COUNTY_CHAIR, RESIDENT_MEMBER, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::own::{claims, comes};
use crate::{both_engines, sent, visit};

pub(super) const FAR: &str = "341823100001";
pub(super) const FAR_CARE: &str = "/orgs/341823100001/residence-care";

/// The world with the other county's community staffed.
fn world(engine: Engine) -> World {
    let world = World::on(engine);
    for (figure, index) in [(FAR_CHAIR, 51), (FAR_MEMBER, 52), (FAR_SUCCESSOR, 53)] {
        world.settles(figure, index);
    }
    world
}

/// 郑小妹's family of 嵩合社区, with a need, living in the division `area`; gives where its file is.
fn enters_family(world: &World, area: &str) -> String {
    enters(world, "郑小妹", area)
}

pub(super) fn enters(world: &World, contact: &str, area: &str) -> String {
    let chair = world.as_person(CHAIR);
    let form = chair.get("/orgs/341881003004/households/new").expect(200);
    let member = world.actor(MEMBER).person.to_string();
    let fields = [
        ("id", form.hidden("id")),
        ("contact_name", contact.to_owned()),
        ("group_name", "３组".to_owned()),
        ("lives_elsewhere", "yes".to_owned()),
        ("residence", "城关新村".to_owned()),
        ("residence_area", area.to_owned()),
        ("phone", String::new()),
        ("address", "城关新村 6 幢 101".to_owned()),
        ("need", "dibao".to_owned()),
        ("source", "visit".to_owned()),
        ("member", member),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let made = chair.post("/orgs/341881003004/households/new", &sent(&fields)).expect(303);
    made.location.split('?').next().expect("a path").to_owned()
}

pub(super) fn asks(world: &World, family: &str, community: &str) -> niangjia_testkit::Reply {
    world.as_person(CHAIR).post(&format!("{family}/residence-care"), &[("community", community)])
}

/// The identity of the only asking on a community's list.
fn care_on(browser: &Browser, list: &str) -> String {
    let listed = browser.get_json(list).expect(200).json();
    let given = listed["given"].as_array().expect("a list");
    assert_eq!(given.len(), 1, "{listed}");
    given[0]["id"].as_str().expect("an identity").to_owned()
}

fn names(world: &World, figure: Figure) -> niangjia_testkit::Reply {
    let chair = world.as_person(FAR_CHAIR);
    let care = care_on(&chair, FAR_CARE);
    let member = world.actor(figure).person.to_string();
    chair.post(FAR_CARE, &[("care", &care), ("member", &member), ("mode", "resident")])
}

pub(super) fn left_behind(world: &World) -> Vec<String> {
    let found = world.store().read_blocking(|tx| {
        let org = niangjia_org::api::by_code(tx, "0")?.expect("the nation");
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let mut found = niangjia_household::api::orphans(tx, &branch)?;
        found.extend(niangjia_household::api::uncovered_names(tx, &branch, tx.today())?);
        Ok::<_, StoreError>(found)
    });
    found.expect("a look")
}

/// Visits that a branch counts.
pub(super) fn counted(world: &World, code: &'static str) -> i64 {
    let counted = world.store().read_blocking(move |tx| {
        let org = niangjia_org::api::by_code(tx, code)?.expect("an organisation");
        let branch = Branch::of(org.tenant, org.level, &org.path);
        niangjia_store::facts::tallied(tx, &branch, niangjia_kernel::FactKind::Visit, None)
    });
    counted.expect("a count")
}

#[apply(both_engines)]
fn a_family_that_lives_in_another_county_is_looked_after_there_and_counts_at_home(#[case] engine: Engine) {
    let world = world(engine);
    let family = enters_family(&world, FAR);
    let (home, far) = (world.as_person(CHAIR), world.as_person(FAR_CHAIR));
    let member = world.as_person(FAR_MEMBER);
    far.get(FAR_CARE).expect(200).never_says("郑小妹");
    far.get(&family).expect(404);

    asks(&world, &family, FAR).expect(303);
    home.get(&format!("{family}/residence-care")).expect(200).says("城关社区妇联").says("12-02 前答复");
    far.get("/").expect(200).says("住在这里、户籍在别处的家庭 1 户没有联系人，2026年12月2日 前安排");
    let card = far.get(FAR_CARE).expect(200);
    card.says("郑小妹家").says("户籍 嵩合社区 · 住城关新村 · 户籍侧 汪秀英").never_says("低保");
    member.get("/families").expect(200).never_says("郑小妹");
    member.get(&family).expect(404);

    names(&world, FAR_MEMBER).expect(303);
    home.get(&family).expect(200).says("钱泾华").says("城关社区 · 居住侧 · 驻点服务").says("低保");
    home.get("/").expect(200).never_says("居住地退回");
    far.get("/").expect(200).never_says("户籍在别处");
    far.get(&family).expect(404);
    member.get("/families").expect(200).says("郑小妹家").says("嵩合社区 · 住城关新村");

    // Her own visit, and one of the register side: each sees hers, the owner both.
    world
        .as_person(MEMBER)
        .post(
            &format!("{family}/visits"),
            &sent(&visit(
                &world.as_person(MEMBER).get(&format!("{family}/visits/new")).expect(200),
                "问了低保复核的材料",
            )),
        )
        .expect(303);
    let form = member.get(&format!("{family}/visits/new")).expect(200);
    let recorded = member.post(&format!("{family}/visits"), &sent(&visit(&form, "送了米和油"))).expect(303);
    member.get(&recorded.location).expect(200).says("送了米和油");
    let hers = member.get(&family).expect(200);
    hers.says("送了米和油").never_says("问了低保复核的材料").never_says("依据");
    home.get(&family).expect(200).says("送了米和油").says("钱泾华（城关社区）").says("问了低保复核的材料");
    let ledger = home.get("/orgs/341881003004/visits").expect(200);
    ledger.says("钱泾华（城关社区）").says("送了米和油").says("汪秀英");

    assert_eq!(counted(&world, "341881003004"), 2, "at home, once each");
    assert_eq!(counted(&world, FAR), 0, "never where it was helped");
    assert_eq!(counted(&world, "34"), 2, "the province adds homes only");
    let assisted = format!("/orgs/{FAR}/assisted-visits");
    far.get(&assisted)
        .expect(200)
        .says("共 <span class=\"nj-num\">1</span> 次")
        .says("送了米和油")
        .says("嵩合社区")
        .never_says("问了低保复核的材料");
    far.get(&format!("/orgs/{FAR}/visits")).expect(200).never_says("郑小妹");
    world.as_person(OTHER_COUNTY_CHAIR).get(&assisted).expect(200).says("郑小妹家").never_says("送了米和油");
    home.get(&assisted).expect(404);
    member.get("/points").expect(200).says("走访");
    member.get("/duty").expect(200).says("嵩合社区妇联 · 经办");

    // Taking it back takes the points in her own county back too.
    let key = world.store().read_blocking(|tx| {
        let sql = "SELECT tenant, id FROM household_visit WHERE helper_tenant IS NOT NULL";
        tx.row(sql, &[], |row| {
            Ok((
                row.take::<niangjia_kernel::Tenant>()?,
                row.take::<niangjia_kernel::Id<niangjia_kernel::Visit>>()?,
            ))
        })
    });
    let (tenant, id) = key.expect("a read").expect("her visit");
    let visit = format!("/visits/{}", id.within(tenant));
    let points = "SELECT CAST(COALESCE(SUM(points), 0) AS BIGINT) FROM duty_point WHERE tenant = 341823";
    assert!(world.number(points) > 0);
    member.post(&format!("{visit}/taking-back"), &[("reason", "记错了人家")]).expect(303);
    assert_eq!(world.number(points), 0);
    assert_eq!(counted(&world, "341881003004"), 1);
    far.get(&assisted).expect(200).never_says("郑小妹");
    assert_eq!(left_behind(&world), Vec::<String>::new());
}

#[apply(both_engines)]
fn who_helps_another_county_records_without_network_too_and_the_owner_sees_the_photo(#[case] engine: Engine) {
    const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4, 5, 6];
    let world = world(engine);
    let family = enters_family(&world, FAR);
    asks(&world, &family, FAR).expect(303);
    names(&world, FAR_MEMBER).expect(303);
    let phone = world.phone_of(FAR_MEMBER);
    assert!(phone.kit().to_string().contains("郑小妹"), "the phone takes the family along");
    let note = phone.visit(&world, world.family("郑小妹"), 1, "送了棉被");
    let said = phone.send(&world, &phone.sealed(&note, JPEG));
    assert_eq!(said["became"], "recorded", "{said}");
    assert_eq!((counted(&world, "341881003004"), counted(&world, FAR)), (1, 0));
    world.as_person(CHAIR).get(&family).expect(200).says("送了棉被").says("照片 1 张");
    world.as_person(FAR_MEMBER).get(&family).expect(200).says("送了棉被").says("照片 1 张");
    world.as_person(FAR_MEMBER).get("/phone").expect(200).says("已记入台账");
}

#[apply(both_engines)]
fn what_is_given_back_says_why_and_the_owner_asks_elsewhere_or_goes_on_alone(#[case] engine: Engine) {
    let world = world(engine);
    let family = enters_family(&world, "341823");
    asks(&world, &family, FAR).expect(303);
    asks(&world, &family, FAR).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_care_asked"), 1, "the same form twice asks once");
    let far = world.as_person(FAR_CHAIR);
    let care = care_on(&far, FAR_CARE);
    far.post(FAR_CARE, &[("care", &care), ("decline", "yes"), ("reason", "")])
        .expect(422)
        .says("为什么退回，例如");
    far.post(FAR_CARE, &[("care", &care), ("decline", "yes"), ("reason", "查无此户")]).expect(303);
    far.get(FAR_CARE).expect(200).never_says("郑小妹");
    let late = far.post(FAR_CARE, &[("care", &care), ("decline", "yes"), ("reason", "查无此户")]).expect(303);
    far.get(&late.location).expect(200).says("已经不在清单里了");
    let home = world.as_person(CHAIR);
    home.get("/").expect(200).says("居住地退回 1 户");
    let page = home.get(&format!("{family}/residence-care")).expect(200);
    page.says("查无此户").says("知道了，先由户籍侧联系").says("请那里安排联系人");
    asks(&world, &family, FAR).expect(303);
    home.get("/").expect(200).never_says("居住地退回");
    let again = care_on(&far, FAR_CARE);
    assert_ne!(care, again);
    let ends = format!("{family}/residence-care");
    home.post(&ends, &[("end", &again), ("reason", "搬回来了")]).expect(303);
    home.post(&ends, &[("end", &again), ("reason", "搬回来了")]).expect(303);
    far.get(FAR_CARE).expect(200).never_says("郑小妹");
    assert_eq!(left_behind(&world), Vec::<String>::new());
}

#[apply(both_engines)]
fn a_family_whose_helper_leaves_waits_for_another_and_late_is_seen_above(#[case] engine: Engine) {
    let world = world(engine);
    let family = enters_family(&world, FAR);
    asks(&world, &family, FAR).expect(303);
    names(&world, FAR_MEMBER).expect(303);
    names(&world, FAR_MEMBER).expect(422).says("她正在联系这一户");
    let far = world.as_person(FAR_CHAIR);
    let Actor { tenant, acting, .. } = world.actor(FAR_MEMBER);
    let post = format!("/posts/{}", acting.post.within(tenant));
    far.post(&format!("{post}/leaving"), &[("until_day", "2026-11-22"), ("reason", "moved")]).expect(303);
    far.get(FAR_CARE).expect(200).says("1 户还没有联系人");
    world.as_person(CHAIR).get(&family).expect(200).never_says("钱泾华").says("汪秀英");
    assert_eq!(left_behind(&world), Vec::<String>::new());
    world.as_person(OTHER_COUNTY_CHAIR).get("/").expect(200).never_says("户籍在别处");
    world.on_day("2026-12-03");
    world.as_person(OTHER_COUNTY_CHAIR).get("/").expect(200).says("1 户没有联系人，2026年12月2日 已到期");
    names(&world, FAR_SUCCESSOR).expect(303);
    world.as_person(FAR_SUCCESSOR).get("/families").expect(200).says("郑小妹家");
    world.as_person(OTHER_COUNTY_CHAIR).get("/").expect(200).never_says("户籍在别处");
    assert_eq!(left_behind(&world), Vec::<String>::new());
}

#[apply(both_engines)]
fn a_community_of_the_same_county_helps_in_the_same_way(#[case] engine: Engine) {
    let world = World::on(engine);
    let family = enters_family(&world, "341881003001");
    asks(&world, &family, "341881003001").expect(303);
    let (list, other) = ("/orgs/341881003001/residence-care", world.as_person(OTHER_CHAIR));
    let care = care_on(&other, list);
    let neighbour = niangjia_testkit::NEIGHBOUR;
    let member = world.actor(neighbour).person.to_string();
    other.post(list, &[("care", &care), ("member", &member), ("mode", "nearby")]).expect(303);
    let helper = world.as_person(neighbour);
    helper.get("/families").expect(200).says("郑小妹家").says("嵩合社区 · 住城关新村").says("丁香家");
    let form = helper.get(&format!("{family}/visits/new")).expect(200);
    helper.post(&format!("{family}/visits"), &sent(&visit(&form, "看了老人"))).expect(303);
    assert_eq!((counted(&world, "341881003004"), counted(&world, "341881003001")), (1, 0));
    assert_eq!(counted(&world, "341881003"), 1, "the street adds it once");
    other.get("/orgs/341881003001/assisted-visits").expect(200).says("看了老人");
    assert_eq!(left_behind(&world), Vec::<String>::new());
}

#[apply(both_engines)]
fn nobody_is_asked_by_mistake_and_nobody_answers_for_another_community(#[case] engine: Engine) {
    let world = world(engine);
    let family = enters_family(&world, FAR);
    asks(&world, &family, "341881001001").expect(422).says("这一户登记的居住地是 341823100001");
    asks(&world, &family, "341823100").expect(422).says("没有找到这个村社区的妇联");
    asks(&world, &family, "城关").expect(422).says("请写 12 位区划代码").says("value=\"城关\"");
    asks(&world, &family, "341881003004").expect(422).says("这是本社区");
    let at_home = world.family("王桂兰");
    asks(&world, &format!("/households/{at_home}"), FAR).expect(422).says("没有登记人户分离");
    world.as_person(MEMBER).post(&format!("{family}/residence-care"), &[("community", FAR)]).expect(403);
    world.as_person(FAR_CHAIR).post(&format!("{family}/residence-care"), &[("community", FAR)]).expect(404);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_care_asked"), 0);

    asks(&world, &family, FAR).expect(303);
    let care = care_on(&world.as_person(FAR_CHAIR), FAR_CARE);
    let stranger = world.actor(RESIDENT_MEMBER).person.to_string();
    let answer = [("care", care.as_str()), ("member", stranger.as_str()), ("mode", "nearby")];
    world.as_person(FAR_CHAIR).post(FAR_CARE, &answer).expect(422).says("请从名单里选一位本社区的现任执委");
    world.as_person(FAR_MEMBER).post(FAR_CARE, &answer).expect(403);
    world.as_person(CHAIR).post(FAR_CARE, &answer).expect(404);
    world.as_person(COUNTY_CHAIR).get(FAR_CARE).expect(404);
    names(&world, FAR_MEMBER).expect(303);
    // The link of a helper ends where it was asked for, not as one of the own committee.
    let links = format!("{family}/links");
    let home = world.as_person(CHAIR);
    let listed = home.get_json(&links).expect(200).json();
    let helper = listed["links"].as_array().expect("links").iter().find(|one| one["helper"].is_string());
    let id = helper.expect("her link")["id"].as_str().expect("an identity").to_owned();
    home.post(&links, &[("end", &id), ("reason", "换人")]).expect(422);
    assert_eq!(left_behind(&world), Vec::<String>::new());
}

#[apply(both_engines)]
fn her_sheet_names_who_has_her_card_where_she_lives_and_deleting_her_ends_it_there(#[case] engine: Engine) {
    let world = world(engine);
    let family = enters_family(&world, FAR);
    asks(&world, &family, FAR).expect(303);
    let (home, key) = (world.as_person(CHAIR), world.family("郑小妹"));
    let sheet = comes(&home, key, "contact", &[]).expect(303).location;
    home.get(&sheet).expect(200).says("查泾梅").says("住在这里，户籍在别处").never_says("钱泾华");
    names(&world, FAR_MEMBER).expect(303);
    let sheet = comes(&home, key, "contact", &[]).expect(303).location;
    home.get(&sheet).expect(200).says("钱泾华").says("一张简要的卡片和她自己的走访");

    assert_eq!(far_audit(&world), "2 entries, 2 with her name");

    let claim = claims(&home, &sheet, "delete", "不想登记了");
    let needs = format!("{family}/needs");
    let form = home.get(&needs).expect(200);
    let (_, rest) = form.body.split_once("name=\"end\" value=\"").expect("a need");
    let need = rest.split('"').next().expect("its identity");
    home.post(&needs, &[("end", need)]).expect(303);
    home.post(&format!("{claim}/ending"), &[("outcome", "done"), ("answer", "已经删除")]).expect(303);
    world.as_person(FAR_CHAIR).get(FAR_CARE).expect(200).never_says("郑小妹").never_says("已删除");
    world.as_person(FAR_MEMBER).get("/families").expect(200).never_says("郑小妹").never_says("已删除");
    assert_eq!(left_behind(&world), Vec::<String>::new());
    assert_eq!(far_audit(&world), "2 entries, 0 with her name");
}

/// What the other county's audit tells of her.
fn far_audit(world: &World) -> String {
    let tenant = world.actor(OTHER_COUNTY_CHAIR).tenant;
    let told = world.store().read_blocking(move |tx| {
        let filter = niangjia_store::audit::Filter::default();
        niangjia_store::audit::entries(tx, tenant, &niangjia_kernel::OrgPath::nation(), &filter, 500)
    });
    let told: Vec<String> = told.expect("the audit").iter().map(|entry| format!("{entry:?}")).collect();
    let about = told.iter().filter(|entry| entry.contains("residence_care"));
    format!(
        "{} entries, {} with her name",
        about.clone().count(),
        about.filter(|entry| entry.contains("郑小妹")).count()
    )
}
