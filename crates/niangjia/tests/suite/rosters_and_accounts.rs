//! Who serves, since when; who may enter, end and open what.

use niangjia_testkit::{
    AUDITOR, Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, MEMBER, NEIGHBOUR, OTHER_CHAIR,
    OTHER_COUNTY_CHAIR, SECURITY_ADMINISTRATOR, STREET_CHAIR, SYSTEM_ADMINISTRATOR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, but, sent};

const ROSTER: &str = "/orgs/341881003004/members";
const FORM: &str = "/orgs/341881003004/members/new";

/// What a chair types to enter 刘晓燕, with the identity that came with the form.
fn liu(form: &niangjia_testkit::Reply) -> Vec<(String, String)> {
    let pairs = [
        ("id", form.hidden("id")),
        ("name", "刘晓燕".to_owned()),
        ("sex", "woman".to_owned()),
        ("birth_day", String::new()),
        ("education", "college".to_owned()),
        ("party", "communist".to_owned()),
        ("phone", "150 0000 3390".to_owned()),
        ("citizen_id", "11010519491231002X".to_owned()),
        ("kind", "member".to_owned()),
        ("also", "group_head".to_owned()),
        ("group_name", "程家湾组".to_owned()),
        ("engagement", "part_time".to_owned()),
        ("from_day", "2026-10-09".to_owned()),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

fn entered(chair: &Browser) -> String {
    let form = chair.get(FORM).expect(200);
    chair.post(FORM, &sent(&liu(&form))).expect(303).location
}

#[apply(both_engines)]
fn a_member_is_entered_once_and_stands_in_the_roster_of_her_day(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let _before = chair.get(ROSTER).expect(200).says("汪秀英").says("程丽华").never_says("刘晓燕");
    let form = chair.get(FORM).expect(200).never_says("value=\"vice_chair\"");
    let fields = liu(&form);
    let done = chair.post(FORM, &sent(&fields)).expect(303);
    let again = chair.post(FORM, &sent(&fields)).expect(303);
    assert_eq!(done.location, again.location, "the same form sent twice is one person");
    assert_eq!(world.number("SELECT COUNT(*) FROM people_person WHERE name = '刘晓燕'"), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM people_post WHERE group_name = '程家湾'"), 1);
    let page =
        chair.get(&done.location).expect(200).says("刘晓燕 已经登记进名册").says("居民小组长（程家湾组）");
    let page = page.says("中共党员").says("data-label=\"年龄\">76 岁<").never_says("11010519491231002X");
    let _page = page.never_says("15000003390");
    let _heads = chair
        .get("/orgs/341881003004/members?who=group_heads")
        .expect(200)
        .says("刘晓燕")
        .never_says("汪秀英");
    let _then =
        chair.get("/orgs/341881003004/members?on=2022-06-30").expect(200).says("汪秀英").never_says("刘晓燕");
    let _earlier = chair.get("/orgs/341881003004/members?on=2021-06-30").expect(200).never_says("汪秀英");
    let _unread = chair.get("/orgs/341881003004/members?on=昨天").expect(422).says("不是日期");
    let _line = chair
        .get("/orgs/341881003004")
        .expect(200)
        .says("执委名册 · 4 人")
        .says(&format!("href=\"{ROSTER}\""));
}

#[apply(both_engines)]
fn each_wrong_field_of_a_new_member_has_its_sentence_and_keeps_what_was_typed(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let form = chair.get(FORM).expect(200);
    let said = liu(&form);
    let wrong = [
        ("name", " ", "请写姓名"),
        ("birth_day", "1950-01-01", "和身份证号里的出生日期 1949年12月31日 不一样"),
        ("sex", "man", "性别和填的不一样"),
        ("citizen_id", "110105194912310021", "校验位不对"),
        ("phone", "0563", "手机号应是"),
        ("education", "", "请点一个学历"),
        ("party", "", "请点一个政治面貌"),
        ("kind", "chair", "请点一个职务"),
        ("group_name", "", "请写是哪个小组"),
        ("from_day", "2026-11-23", "任职日期还没到"),
        ("from_day", "上个月", "不是日期"),
    ];
    for (field, value, sentence) in wrong {
        let page = chair.post(FORM, &sent(&but(&said, field, value))).expect(422).says(sentence);
        let kept = if field == "name" { "程家湾组" } else { "刘晓燕" };
        let kept = if field == "group_name" { "刘晓燕" } else { kept };
        let _kept = page.says(kept);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM people_person WHERE name = '刘晓燕'"), 0);
    let _entered = chair.post(FORM, &sent(&said)).expect(303);
    let other = chair.get(FORM).expect(200);
    let _known = chair.post(FORM, &sent(&liu(&other))).expect(422).says("这个身份证号已经登记过");
}

#[apply(both_engines)]
fn names_are_seen_in_the_branch_up_to_the_county_and_entered_by_those_who_keep_the_roster(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let sees = [(MEMBER, 403), (CHAIR, 200), (STREET_CHAIR, 200), (COUNTY_CHAIR, 200)];
    for (figure, form) in sees {
        let _roster = world.as_person(figure).get(ROSTER).expect(200).says("汪秀英");
        let _form = world.as_person(figure).get(FORM).expect(form);
    }
    let strangers = [
        NEIGHBOUR,
        OTHER_CHAIR,
        CITY_CHAIR,
        OTHER_COUNTY_CHAIR,
        SYSTEM_ADMINISTRATOR,
        SECURITY_ADMINISTRATOR,
        AUDITOR,
    ];
    for figure in strangers {
        let _roster = world.as_person(figure).get(ROSTER).expect(404);
        let _form = world.as_person(figure).get(FORM).expect(404);
    }
    let city = world.as_person(CITY_CHAIR);
    let _own = city.get("/orgs/3418/members").expect(200).says("方蕾");
    let _number = city.get("/orgs/341881003004").expect(200).says("执委名册 · 3 人").never_says(ROSTER);
    let _vice = world.as_person(STREET_CHAIR).get(FORM).expect(200).says("value=\"vice_chair\"");
}

#[apply(both_engines)]
fn nobody_leaves_while_a_family_has_nobody_but_her(#[case] engine: Engine) {
    let world = World::on(engine);
    let actor = world.actor(MEMBER);
    let post = format!("/posts/{}", actor.acting.post.within(actor.tenant));
    let chair = world.as_person(CHAIR);
    let leaving = [("until_day", "2026-11-22"), ("reason", "moved")];
    let refused = chair.post(&format!("{post}/leaving"), &leaving).expect(422);
    let _refused = refused.says("户只有她联系").says("办离任");
    let empty = chair.post(&format!("{post}/leaving"), &[("until_day", "2026-11-23")]).expect(422);
    let _empty = empty.says("日期还没到").says("请点一个原因");
    let _colleague =
        world.as_person(MEMBER).post(&format!("{post}/leaving"), &leaving).expect(403).says("名册由");
    let _neighbour = world.as_person(OTHER_CHAIR).post(&format!("{post}/leaving"), &leaving).expect(404);

    let location = entered(&chair);
    let page = chair.get(&location).expect(200);
    let (before, _) = page.body.split_once("\">刘晓燕</a>").unwrap();
    let liu = before.rsplit_once("href=\"").unwrap().1.to_owned();
    let _shown = chair.get(&liu).expect(200).says("居民小组长（程家湾组）").says("办离任");
    let early = chair
        .post(&format!("{liu}/leaving"), &[("until_day", "2026-10-01"), ("reason", "moved")])
        .expect(422);
    let _early = early.says("离任日期不能早于任职日期 2026年10月9日");
    let done = chair.post(&format!("{liu}/leaving"), &leaving).expect(303);
    let _again = chair.post(&format!("{liu}/leaving"), &leaving).expect(303);
    let _done =
        chair.get(&done.location).expect(200).says("离任已经办好").says("迁出").never_says("原因</legend>");
    assert_eq!(world.number("SELECT COUNT(*) FROM audit_entry WHERE action = 'people.leave'"), 1);
    let _now = chair.get(ROSTER).expect(200).never_says("刘晓燕");
    let _left = chair.get("/orgs/341881003004/members?who=left").expect(200).says("刘晓燕").says("迁出");
    let _then = chair.get("/orgs/341881003004/members?on=2026-11-21").expect(200).says("刘晓燕");
}

/// Where the page of 刘晓燕 is, as the administrators see her.
fn page_of_liu(browser: &Browser) -> String {
    let list = browser.get("/accounts?name=刘晓").expect(200).says("共 <span class=\"nj-num\">1</span> 人");
    let (before, _) = list.body.split_once("\">刘晓燕</a>").unwrap();
    before.rsplit_once("href=\"").unwrap().1.to_owned()
}

#[apply(both_engines)]
fn an_account_is_opened_with_a_password_that_is_told_once(#[case] engine: Engine) {
    let world = World::on(engine);
    let _entered = entered(&world.as_person(CHAIR));
    let system = world.as_person(SYSTEM_ADMINISTRATOR);
    let page = page_of_liu(&system);
    let _missing = system.get("/accounts?state=missing").expect(200).says("刘晓燕").never_says("汪秀英");
    let wrong = [
        ("13800000000", "", "登录名不要写成手机号"),
        ("汪秀英", "", "已经有人用它登录"),
        ("liuxiaoyan", "12345", "手机号应是"),
        ("l i u", "", "中间不留空格"),
    ];
    for (login, phone, sentence) in wrong {
        let fields = [("login_name", login), ("phone", phone)];
        let _kept =
            system.post(&page, &fields).expect(422).says(sentence).says(&format!("value=\"{login}\""));
    }
    let fields = [("login_name", "liuxiaoyan"), ("phone", "15000003390")];
    let shown = system.post(&page, &fields).expect(200).says("还没换临时密码");
    let password = told(&shown);
    let _once = system.get(&page).expect(200).never_says(&password);
    let _twice = system.post(&page, &fields).expect(422).says("账号已经开通").never_says(&password);
    for login in ["liuxiaoyan", "15000003390"] {
        let entering = [("login", login), ("password", password.as_str())];
        let entered = world.stranger().post("/login", &entering).expect(303);
        assert_eq!(entered.location, "/me?change=1");
    }
    let fresh = told(&system.post(&format!("{page}/password"), &[("reset", "true")]).expect(200));
    let sign_in =
        |password: &str| world.stranger().post("/login", &[("login", "liuxiaoyan"), ("password", password)]);
    let _old = sign_in(&password).expect(422);
    let _new = sign_in(&fresh).expect(303);
    let _off = system.post(&format!("{page}/state"), &[("enabled", "false")]).expect(303);
    let _refused = sign_in(&fresh).expect(422).says("账号已停用");
    let _listed = system.get("/accounts?state=disabled").expect(200).says("刘晓燕");
    let _on = system.post(&format!("{page}/state"), &[("enabled", "true")]).expect(303);
    let _back = sign_in(&fresh).expect(303);
    let _nothing = system.post(&format!("{page}/state"), &[]).expect(422);
}

/// The temporary password on the page that shows it.
fn told(page: &niangjia_testkit::Reply) -> String {
    let (_, rest) =
        page.body.split_once("<strong class=\"nj-num\">").unwrap_or_else(|| panic!("{}", page.body));
    rest.split('<').next().unwrap().to_owned()
}

#[apply(both_engines)]
fn each_administrator_does_her_own_part_and_nobody_her_own_person(#[case] engine: Engine) {
    let world = World::on(engine);
    let _entered = entered(&world.as_person(CHAIR));
    let (system, security) = (world.as_person(SYSTEM_ADMINISTRATOR), world.as_person(SECURITY_ADMINISTRATOR));
    let page = page_of_liu(&system);
    let appointing = [("kind", "audit_administrator"), ("org", "341881"), ("from_day", "2026-11-22")];
    let _not_hers = system.post(&format!("{page}/posts"), &appointing).expect(403).says("各管各的");
    for path in ["", "/password", "/state"] {
        let _not_hers =
            security.post(&format!("{page}{path}"), &[("login_name", "liu")]).expect(403).says("各管各的");
    }
    for figure in [AUDITOR, CHAIR, COUNTY_CHAIR, MEMBER] {
        let browser = world.as_person(figure);
        let _none = browser.get("/accounts").expect(404);
        let _none = browser.get(&page).expect(404);
        let _none = browser.post(&format!("{page}/posts"), &appointing).expect(404);
    }
    let _page = security.get(&page).expect(200).says("任命管理员").never_says("开通账号");
    let elsewhere = [("kind", "audit_administrator"), ("org", "341823"), ("from_day", "2026-11-22")];
    let _elsewhere =
        security.post(&format!("{page}/posts"), &elsewhere).expect(422).says("没有这个代码的组织");
    let _appointed = security.post(&format!("{page}/posts"), &appointing).expect(303);
    let _twice = security.post(&format!("{page}/posts"), &appointing).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM people_post WHERE kind = 'audit_administrator'"), 2);
    let both = [("kind", "system_administrator"), ("org", "341881"), ("from_day", "2026-11-22")];
    let _both = security.post(&format!("{page}/posts"), &both).expect(422).says("不能由一个人兼任");

    let own = world.actor(SECURITY_ADMINISTRATOR);
    let mine = format!("/accounts/{}", own.person.within(own.tenant));
    let _own = security.post(&format!("{mine}/posts"), &both).expect(403).says("管理员不办自己的");
    let leaving = [("until_day", "2026-11-22"), ("reason", "other_work")];
    let own_post = format!("/posts/{}", own.acting.post.within(own.tenant));
    let _own = security.post(&format!("{own_post}/leaving"), &leaving).expect(403).says("管理员不办自己的");
    let theirs = world.actor(SYSTEM_ADMINISTRATOR);
    let their_post = format!("/posts/{}", theirs.acting.post.within(theirs.tenant));
    let _not_hers = system.post(&format!("{own_post}/leaving"), &leaving).expect(403).says("各管各的");
    let _ended = security.post(&format!("{their_post}/leaving"), &leaving).expect(303);
    let _out = system.get("/accounts").expect(401);
    let _auditor = world.as_person(AUDITOR).get(&their_post).expect(404);
}

#[apply(both_engines)]
fn the_chair_whom_nobody_above_can_enter_is_entered_by_the_security_administrator(#[case] engine: Engine) {
    let world = World::on(engine);
    let _entered = entered(&world.as_person(CHAIR));
    let security = world.as_person(SECURITY_ADMINISTRATOR);
    let page = page_of_liu(&security);
    let below = [("kind", "chair"), ("org", "341881003"), ("from_day", "2026-11-22")];
    let _from_above = security.post(&format!("{page}/posts"), &below).expect(422).says("由上级妇联主席");
    let own = [("kind", "chair"), ("org", "341881"), ("from_day", "2026-11-22")];
    let _appointed = security.post(&format!("{page}/posts"), &own).expect(303);
    let sql = "SELECT COUNT(*) FROM people_post t JOIN org o ON o.id = t.org_id WHERE t.kind = 'chair' AND o.code = '341881'";
    assert_eq!(world.number(sql), 2);
}

#[apply(both_engines)]
fn the_audit_is_read_by_person_by_subject_and_page_by_page(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.actor(CHAIR);
    let _entered = entered(&world.as_person(CHAIR));
    let auditor = world.as_person(AUDITOR);
    let hers =
        auditor.get(&format!("/audit?person={}", chair.person)).expect(200).says("登记进名册").says("刘晓燕");
    let hers = hers.says("岗位：嵩合社区妇联 执委").says("待封存").never_says("开通账号");
    let (_, rest) = hers.body.split_once("subject=").unwrap();
    let subject: String = rest.chars().take(36).collect();
    let _about = auditor.get(&format!("/audit?subject={subject}")).expect(200);
    let _reads = auditor.get("/audit?only=reads").expect(200).never_says("登记进名册");
    let first = auditor.get("/audit").expect(200).says("本页 50 条");
    let (_, rest) = first.body.split_once("before=").unwrap();
    let before = rest.split('"').next().unwrap();
    let second = auditor.get(&format!("/audit?before={before}")).expect(200).says("回到第一页");
    assert_ne!(first.body, second.body);
    let _unread = auditor.get("/audit?before=昨天").expect(404);
    let _unread = auditor.get("/audit?person=汪秀英").expect(404);
    for figure in [SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, COUNTY_CHAIR, MEMBER] {
        let _none = world.as_person(figure).get("/audit").expect(404);
    }
}
