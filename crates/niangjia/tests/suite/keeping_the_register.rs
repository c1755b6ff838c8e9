//! The chair keeps the register: who is entered, what is needed, who looks after whom; and who may read which list.

use niangjia_testkit::{
    Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, MEMBER, NEIGHBOUR, OTHER_CHAIR, OTHER_STREET_CHAIR,
    RESIDENT_MEMBER, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, but, sent};

const REGISTER: &str = "/orgs/341881003004/households";
const FORM: &str = "/orgs/341881003004/households/new";
const FREE: &str = "/orgs/341881003004/members-without-families";

/// What a chair types to enter 郑小妹's household, with the identity that came with the form.
fn zheng(chair: &Browser, member: &str) -> Vec<(String, String)> {
    let pairs = [
        ("id", chair.get(FORM).expect(200).hidden("id")),
        ("contact_name", "郑小妹".to_owned()),
        ("group_name", "３组".to_owned()),
        ("lives_elsewhere", "no".to_owned()),
        ("residence", String::new()),
        ("residence_area", "341881003004".to_owned()),
        ("phone", "150 0000 8811".to_owned()),
        ("address", "凤型安置区 6 幢 101".to_owned()),
        ("need", "dibao".to_owned()),
        ("source", "dibao_list".to_owned()),
        ("member", member.to_owned()),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

/// What a chair types to arrange who looks after a household.
fn arrangement(member: &str, side: &str, since: &str) -> Vec<(String, String)> {
    let pairs = [("member", member), ("side", side), ("mode", "nearby"), ("since", since)];
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

/// The identities behind the buttons called `name` of a page, from the top.
fn buttons(page: &str, name: &str) -> Vec<String> {
    let mark = format!("name=\"{name}\" value=\"");
    let values = page.split(&mark).skip(1);
    values.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

fn identity(world: &World, figure: niangjia_testkit::Figure) -> String {
    world.actor(figure).person.to_string()
}

#[apply(both_engines)]
fn the_register_is_read_by_those_who_lead_the_community_and_by_nobody_beside(#[case] engine: Engine) {
    let world = World::on(engine);
    for (figure, status) in [
        (CHAIR, 200),
        (STREET_CHAIR, 200),
        (COUNTY_CHAIR, 200),
        (MEMBER, 200),
        (OTHER_CHAIR, 404),
        (NEIGHBOUR, 404),
        (OTHER_STREET_CHAIR, 404),
        (CITY_CHAIR, 404),
    ] {
        let _list = world.as_person(figure).get(REGISTER).expect(status);
        let _free = world.as_person(figure).get(FREE).expect(status);
    }
    let street = world.as_person(STREET_CHAIR);
    let page = street.get("/orgs/341881003/households").expect(200).says("王桂兰家").says("丁香家");
    let _page = page.says("桥东社区").never_says("19900010001").never_says("巫山组 1 号");
    let body = street.get_json("/orgs/341881003/households?need=dibao").expect(200).json();
    assert_eq!(body["total"], 3);
    let _panel = world.as_person(CHAIR).get("/orgs/341881003004").says("重点户 11 户，未覆盖 0 户");
}

#[apply(both_engines)]
fn on_the_residence_side_neither_a_row_nor_a_filter_tells_what_a_family_needs(#[case] engine: Engine) {
    let world = World::on(engine);
    let helper = world.as_person(RESIDENT_MEMBER);
    let listed = |filter: &str| helper.get(&format!("{REGISTER}{filter}")).expect(200);
    let _hers = world.as_person(MEMBER).get(&format!("{REGISTER}?need=dibao")).says("王桂兰家");
    let _all = listed("?show=all").says("王桂兰家").says("周美兰家");
    let _residence = listed("?show=residence").says("王桂兰家").never_says("<li class=\"nj-tag\">");
    let _key = listed("").says("周美兰家").never_says("王桂兰家");
    let _need = listed("?show=all&need=dibao").never_says("王桂兰家");
    let other = format!("{REGISTER}?member={}", identity(&world, MEMBER));
    let _other = helper.get(&other).expect(404);
}

#[apply(both_engines)]
fn a_household_is_entered_once_with_its_need_and_its_member(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let fields = zheng(&chair, &identity(&world, MEMBER));
    let done = chair.post(FORM, &sent(&fields)).expect(303);
    let again = chair.post(FORM, &sent(&fields)).expect(303);
    assert_eq!(done.location, again.location, "the same form sent twice is one household");
    let file = chair.get(&done.location).expect(200).says("郑小妹家").says("0013</span>").says("3组");
    let _file = file.says("低保").says("汪秀英").never_says("15000008811").never_says("凤型安置区");
    let fresh = but(&fields, "id", &chair.get(FORM).hidden("id"));
    let _alike = chair.post(FORM, &sent(&fresh)).expect(422).says("可能已登记").says("编号 0013");
    let _second = chair.post(FORM, &sent(&but(&fresh, "confirm", "1"))).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household WHERE contact_name = '郑小妹'"), 2);
}

#[apply(both_engines)]
fn what_cannot_be_entered_is_refused_at_its_field_and_nothing_is_half_written(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let fields = zheng(&chair, &identity(&world, MEMBER));
    let neighbour = identity(&world, NEIGHBOUR);
    for (field, value, sentence) in [
        ("residence_area", "341881003999", "没有这样的区划代码：341881003999"),
        ("residence_area", "桥东", "没有这样的区划代码：桥东"),
        ("residence_area", "341881003001", "居住地不在本社区"),
        ("lives_elsewhere", "yes", "请写一句现在住在哪里"),
        ("phone", "123", "手机号应是"),
        ("contact_name", "　", "请写联系人的姓名"),
        ("group_name", "组", "请写居民（村民）小组"),
        ("need", "poor", "请从名单里选一项需求"),
        ("source", "", "请选这项需求是从哪里知道的"),
        ("member", "per_x", "请从名单里选一位本社区的现任执委"),
        ("member", &neighbour, "请从名单里选一位本社区的现任执委"),
    ] {
        let reply = chair.post(FORM, &sent(&but(&fields, field, value))).expect(422);
        let _kept = reply.says(sentence).says("凤型安置区 6 幢 101");
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM household"), 14);
    for figure in [STREET_CHAIR, MEMBER] {
        let _refused = world.as_person(figure).post(FORM, &sent(&fields)).expect(403).says("主席办理");
    }
    let _unknown = world.as_person(OTHER_CHAIR).post(FORM, &sent(&fields)).expect(404);
}

#[apply(both_engines)]
fn a_need_is_in_force_once_and_the_last_one_makes_the_key_household(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let needs = format!("/households/{}/needs", world.family("王桂兰"));
    let add = |kind: &str, since: &str| {
        chair.post(&needs, &[("kind", kind), ("since", since), ("source", "visit")])
    };
    let _again = add("dibao", "2026-11-22").expect(422).says("起已在册，复核即可");
    let _future = add("disabled", "2026-11-23").expect(422).says("日期还没到");
    let _no_day = add("disabled", "昨天").expect(422).says("不是日期");
    let added = add("disabled", "2024-05-01").expect(303).location;
    let page = chair.get(&added).says("已登记").says("2027年11月22日");
    let ends = buttons(&page.body, "end");
    let reviewed = chair.post(&needs, &[("review", &ends[0])]).expect(303).location;
    let _reviewed = chair.get(&reviewed).says("已复核");
    let ended = chair.post(&needs, &[("end", &ends[0])]).expect(303).location;
    let _ended = chair.get(&ended).says("已消除").says("最后一项需求");
    let twice = chair.post(&needs, &[("end", &ends[0])]).expect(303).location;
    let _twice = chair.get(&twice).says("已经不在册了");
    let last = chair.post(&needs, &[("end", &ends[1])]).expect(303).location;
    let _last = chair.get(&last).says("不再是重点户");
    let _register = chair.get(REGISTER).says("程国庆家").never_says("王桂兰家");
    for (figure, status) in [(STREET_CHAIR, 403), (MEMBER, 200), (RESIDENT_MEMBER, 403), (OTHER_CHAIR, 404)] {
        let _refused = world.as_person(figure).get(&needs).expect(status);
    }
}

#[apply(both_engines)]
fn a_key_household_keeps_somebody_on_the_register_side(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let links = format!("/households/{}/links", world.family("王桂兰"));
    let page = chair.get(&links).expect(200).never_says("胡桥东");
    let ends = buttons(&page.body, "end");
    let end = |id: &str, reason: &str| chair.post(&links, &[("end", id), ("reason", reason)]);
    let _last = end(&ends[0], "搬走了").expect(422).says("不漏一户：").says("搬走了");
    let _silent = end(&ends[1], " ").expect(422).says("请写一句为什么结束");
    let helper = identity(&world, RESIDENT_MEMBER);
    let _linked = chair.post(&links, &sent(&arrangement(&helper, "register", "2026-11-22"))).expect(303);
    let _ended = end(&ends[0], "换人联系").expect(303);
    let _gone = world.as_person(MEMBER).get(&links).expect(404);
    let _file = world.as_person(RESIDENT_MEMBER).get(&format!("{REGISTER}?need=dibao")).says("王桂兰家");
}

#[apply(both_engines)]
fn a_link_that_cannot_be_is_refused_at_its_field(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let links = format!("/households/{}/links", world.family("王桂兰"));
    let ends = buttons(&chair.get(&links).expect(200).body, "end");
    let _ended = chair.post(&links, &[("end", &ends[1]), ("reason", "换人")]).expect(303);
    let (member, helper, neighbour) =
        (identity(&world, MEMBER), identity(&world, RESIDENT_MEMBER), identity(&world, NEIGHBOUR));
    for (who, side, since, sentence) in [
        (&member, "register", "2026-11-22", "起已在户籍侧联系这一户"),
        (&neighbour, "register", "2026-11-22", "请从名单里选一位本社区的现任执委"),
        (&helper, "register", "2026-11-23", "日期还没到"),
        (&helper, "register", "2021-07-01", "这一户 2021年7月2日 起在册"),
        (&helper, "residence", "2026-11-21", "她上一次联系这一户到 2026年11月22日 为止"),
        (&helper, "elsewhere", "2026-11-22", "请点户籍侧或居住侧"),
    ] {
        let reply = chair.post(&links, &sent(&arrangement(who, side, since)));
        let _refused = reply.expect(422).says(sentence);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM household_link WHERE until_day IS NULL"), 14);
}

#[apply(both_engines)]
fn a_chair_sets_up_a_grid_and_assigns_a_member_to_it_once(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let page = "/orgs/341881003004/grids";
    chair.get(page).expect(200).says("还没有网格");
    let fields = [("name", "巫山网格"), ("group_name", "巫山")];
    let _made = chair.post(page, &fields).expect(303);
    chair.post(page, &fields).expect(422).says("已经有叫这个名字的网格");
    let shown = chair.get(page).expect(200).says("341881003004001").says("还没有人");
    let (_, rest) = shown.body.split_once("<option value=\"grid_").expect("a grid to choose");
    let grid = format!("grid_{}", rest.split('"').next().expect("its identity"));
    let member = world.actor(MEMBER).person.to_string();
    let pairs = [("grid", grid.as_str()), ("member", &member), ("mode", "nearby")];
    let _assigned = chair.post(&format!("{page}/members"), &pairs).expect(303);
    chair.post(&format!("{page}/members"), &pairs).expect(422).says("她已经在这个网格里");
    chair.get(page).expect(200).says("汪秀英（就近包保）").never_says("还没有人</span>");
    world.as_person(MEMBER).post(page, &fields).expect(403).says("社区");
    let _foreign = world.as_person(OTHER_CHAIR).get(page).expect(404);
}
