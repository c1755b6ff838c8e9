//! Signing in: who, in which post, for how long.

use niangjia_testkit::{AUDITOR, CHAIR, Engine, MEMBER, PASSWORD, SYSTEM_ADMINISTRATOR, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;

#[apply(both_engines)]
fn she_signs_in_by_name_or_by_phone_however_it_is_typed(#[case] engine: Engine) {
    let world = World::on(engine);
    for login in ["汪秀英", "19900000000", "199 0000-0000", "１９９００００００００"] {
        let reply = world.stranger().post_bare("/login", &[("login", login), ("password", PASSWORD)]);
        assert_eq!(reply.status.as_u16(), 303, "{login}");
    }
}

#[apply(both_engines)]
fn a_page_without_a_session_asks_to_sign_in_and_leads_on_to_where_she_was_going(#[case] engine: Engine) {
    let world = World::on(engine);
    let stranger = world.stranger();
    let login = stranger.get("/families?due=late").expect(401).says("登录");
    let next = login.hidden("next");
    let reply =
        stranger.post_bare("/login", &[("login", "汪秀英"), ("password", PASSWORD), ("next", next.as_str())]);
    assert_eq!(reply.expect(303).location, "/families?due=late");
    let elsewhere = [("login", "汪秀英"), ("password", PASSWORD), ("next", "//evil.example")];
    assert_eq!(stranger.post_bare("/login", &elsewhere).expect(303).location, "/");
    stranger.get_json("/families").expect(401).says("signed_out");
}

#[apply(both_engines)]
fn five_wrong_passwords_lock_the_account_for_fifteen_minutes(#[case] engine: Engine) {
    let world = World::on(engine);
    let stranger = world.stranger();
    for _ in 0..4 {
        stranger
            .post_bare("/login", &[("login", "汪秀英"), ("password", "猜的")])
            .expect(422)
            .says("密码不对");
    }
    stranger
        .post_bare("/login", &[("login", "汪秀英"), ("password", "猜的")])
        .expect(422)
        .says("锁定 15 分钟");
    let right = [("login", "汪秀英"), ("password", PASSWORD)];
    stranger.post_bare("/login", &right).expect(422).says("已锁定");
    world.hours_pass(1);
    let _welcome = stranger.post_bare("/login", &right).expect(303);
    stranger
        .post_bare("/login", &[("login", "没有这个人"), ("password", "猜的")])
        .expect(422)
        .says("密码不对");
}

#[apply(both_engines)]
fn a_session_lasts_twelve_hours_and_ends_at_once_when_she_signs_out(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    world.hours_pass(11);
    let _still = member.get("/families").expect(200);
    world.hours_pass(2);
    let _over = member.get("/families").expect(401);
    let member = world.as_person(MEMBER);
    let _out = member.post("/logout", &[]).expect(303);
    let _gone = member.get("/families").expect(401);
}

#[apply(both_engines)]
fn each_post_starts_where_its_work_is(#[case] engine: Engine) {
    let world = World::on(engine);
    let starts = [(MEMBER, "/families"), (AUDITOR, "/audit"), (SYSTEM_ADMINISTRATOR, "/accounts")];
    for (figure, expected) in starts {
        let reply = world.as_person(figure).get("/").expect(303);
        assert_eq!(reply.location, expected, "{}", figure.name);
        let _page = world.as_person(figure).get(expected).expect(200);
    }
    world
        .as_person(CHAIR)
        .get("/")
        .expect(200)
        .says("超期走访")
        .says("没有联系人的重点户")
        .says("没有联系家庭的执委");
}

#[apply(both_engines)]
fn a_person_with_two_posts_acts_in_one_at_a_time(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.actor(CHAIR);
    let post = niangjia_people::api::NewPost {
        person: chair.person,
        tenant: chair.tenant,
        org_id: chair.acting.org_id,
        org_path: chair.acting.org_path.clone(),
        kind: niangjia_store::PostKind::Member,
        engagement: niangjia_people::api::Engagement::PartTime,
        group_name: None,
        from: niangjia_kernel::Day::of(2021, 7, 1).unwrap(),
    };
    let appointed = world
        .store()
        .write_blocking(move |tx| {
            niangjia_people::actions::appoint(tx, None, &post).map(niangjia_store::Ending::from)
        })
        .expect("a second post");
    let browser = world.as_person(CHAIR);
    let _desk = browser.get("/").expect(200).says("换一个岗位");
    let _hidden = browser.get("/families").expect(404);
    let _switched = browser.post("/post", &[("post", &appointed.to_string())]).expect(303);
    assert_eq!(browser.get("/").expect(303).location, "/families");
    browser.get("/families").expect(200).says("还没有联系的家庭");
    let foreign = world.actor(MEMBER).acting.post.to_string();
    let _refused = browser.post("/post", &[("post", &foreign)]).expect(404);
}

#[apply(both_engines)]
fn a_form_of_another_site_is_not_taken(#[case] engine: Engine) {
    use axum::body::Body;
    use axum::http::{Request, header};
    let world = World::on(engine);
    let request = Request::post("/login")
        .header(header::HOST, "niangjia.example")
        .header(header::ORIGIN, "https://elsewhere.example")
        .body(Body::from("login=x"))
        .unwrap();
    let router = world.router();
    let response = world.wait(async move { tower::ServiceExt::oneshot(router, request).await.unwrap() });
    assert_eq!(response.status().as_u16(), 403);
    assert!(response.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
    assert_eq!(response.headers()["cache-control"], "no-store");
}

#[apply(both_engines)]
fn a_new_password_ends_her_sessions_on_other_devices_and_not_this_one(#[case] engine: Engine) {
    let world = World::on(engine);
    let (desk, lost_phone) = (world.as_person(MEMBER), world.as_person(MEMBER));
    lost_phone.get("/families").expect(200);
    let fresh = "山茶花开在村口的山坡上";
    desk.post("/me/password", &[("current", PASSWORD), ("fresh", fresh), ("again", fresh)]).expect(303);
    desk.get("/families").expect(200);
    lost_phone.get("/families").expect(401);
}
