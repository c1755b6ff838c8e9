//! Messages: an inbox for everybody, and what leaves by mail, by robots and by a gateway, against servers on the loopback.

use niangjia::outside::Outside;
use niangjia_kernel::{Day, Id, Tenant};
use niangjia_message::{
    Detail, Gateway, MailServer, MatterNumber, Message, Messages, Place, Reach, Telling, deliver_due, tell,
    tell_group,
};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{StoreError, WriteTx};
use niangjia_testkit::{Browser, CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, SYSTEM_ADMINISTRATOR, World};
use niangjia_web::App;
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::loopback::{MailHost, WebHost};

const TESTED: Action = Action::write("test.tell", "试");

/// Lets somebody be told in a transaction of its own.
fn told(world: &World, figure: Figure, kind: &'static str, details: Vec<Detail>, place: &Place) {
    let (actor, place) = (world.actor(figure), place.clone());
    let done = world.store().write_blocking(move |tx: &WriteTx<'_>| {
        let to = (actor.tenant, actor.person);
        tell(tx, &Telling { to, kind, details: &details, place: place.clone() })?;
        Ok::<_, StoreError>(tx.record(&Entry::by(&actor, TESTED), ())?.into())
    });
    done.expect("she is told");
}

/// A message of somebody, told once.
pub fn message_of(world: &World, figure: Figure) -> String {
    let person = world.actor(figure).person;
    let look = move |tx: &niangjia_store::ReadTx<'_>| {
        let sql = "SELECT tenant, id FROM message WHERE person_id = $1";
        tx.row(sql, niangjia_store::params![person], |row| {
            Ok((row.take::<Tenant>()?, row.take::<Id<Message>>()?))
        })
    };
    let found = world.store().read_blocking::<_, StoreError>(look).expect("a look");
    let (tenant, id) = found.unwrap_or_else(|| {
        told(world, figure, "matter.due", due(1), &families());
        world.store().read_blocking::<_, StoreError>(look).expect("a look").expect("she was told")
    });
    id.within(tenant).to_string()
}

fn families() -> Place {
    Place::page("/families")
}

fn due(number: i64) -> Vec<Detail> {
    let day = Day::parse("2026-12-01").expect("a day");
    vec![Detail::Number(MatterNumber { year: 2026, number }), Detail::Day(day)]
}

pub fn reaching(world: &World, reach: Reach) -> (App, Browser) {
    let app = world.reaching(Outside { reach, ..Outside::default() });
    let browser = world.sign_in_at(niangjia::wiring::router(app.clone()), MEMBER);
    (app, browser)
}

pub fn mailing(host: &MailHost) -> Reach {
    let mail = MailServer::of(&host.url(), "娘家 <notice@niangjia.example>").expect("a server");
    let address = Some("https://niangjia.example".to_owned());
    Reach { mail: Some(mail), address, ..Reach::default() }
}

/// Enters an e-mail address on the page and confirms it with the code that arrives there.
pub fn confirms_mail(app: &App, browser: &Browser, host: &MailHost) {
    let enter = [("channel", "mail"), ("address", "wang@mail.example")];
    browser.post("/me/notices/addresses", &enter).expect(303);
    assert_eq!(deliver_due(app).expect("a round"), 1, "the code leaves");
    let mail = host.taken().pop().expect("an e-mail");
    let code: String = mail.text.split("验证码是 ").nth(1).expect("a code").chars().take(6).collect();
    browser.post("/me/notices/code", &[("channel", "mail"), ("code", &code)]).expect(303);
    browser.get("/me/notices").expect(200).says("已确认").says("wa***@mail.example").never_says("wang@");
}

#[apply(both_engines)]
fn what_waits_is_in_her_inbox_until_she_read_it_and_in_nobody_elses(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    member.get("/messages").expect(200).says("还没有消息").never_says("nj-bell__count");
    told(&world, MEMBER, "matter.due", due(7), &families());
    told(&world, MEMBER, "sealed", Vec::new(), &Place::page("/duty"));
    let page = member.get("/messages").expect(200).says("nj-bell__count\" aria-hidden=\"true\">2");
    let page = page.says("2026 年第 7 号的事项2026年12月1日到期").says("有一件事等您处理");
    world.as_person(NEIGHBOUR).get("/messages").expect(200).says("还没有消息");
    let list = member.get_json("/messages").expect(200).json();
    assert_eq!(list["unread"], 2);
    let first =
        page.body.split("action=\"/messages/").nth(2).expect("a form").split('"').next().expect("a path");
    let open = format!("/messages/{first}");
    world.as_person(NEIGHBOUR).post(&open, &[]).expect(404);
    let led = member.post(&open, &[]).expect(303).location;
    assert!(led == "/families" || led == "/duty", "{led}");
    assert_eq!(member.get_json("/messages").expect(200).json()["unread"], 1);
    member.post("/messages/read", &[]).expect(303);
    member.get("/messages").expect(200).says("都看过了").never_says("nj-bell__count");
}

#[apply(both_engines)]
fn the_same_thing_waits_once_and_a_sentence_takes_only_what_it_has_places_for(#[case] engine: Engine) {
    let world = World::on(engine);
    for _ in 0..3 {
        told(&world, MEMBER, "matter.due", due(7), &families());
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM message"), 1);
    let actor = world.actor(MEMBER);
    let refused = world.store().write_blocking(move |tx| {
        let to = (actor.tenant, actor.person);
        tell(tx, &Telling { to, kind: "sealed", details: &due(7), place: families() })?;
        Ok::<_, StoreError>(tx.record(&Entry::by(&actor, TESTED), ())?.into())
    });
    assert!(refused.is_err(), "a sealed matter has no number");
    world.as_person(MEMBER).post("/messages/read", &[]).expect(303);
    told(&world, MEMBER, "matter.due", due(7), &families());
    assert_eq!(world.number("SELECT COUNT(*) FROM message"), 2, "read, it may come again");
}

#[apply(both_engines)]
fn an_address_is_hers_when_the_code_that_went_there_comes_back(#[case] engine: Engine) {
    let world = World::on(engine);
    let host = MailHost::start();
    let (app, member) = reaching(&world, mailing(&host));
    let enter =
        |address: &str| member.post("/me/notices/addresses", &[("channel", "mail"), ("address", address)]);
    enter("不是邮箱").expect(422).says("名字@网站").says("value=\"不是邮箱\"");
    enter("wang@mail.example").expect(303);
    enter("wang@mail.example").expect(422).says("过 1 分钟再发");
    told(&world, MEMBER, "matter.due", due(7), &families());
    assert_eq!(deliver_due(&app).expect("a round"), 1, "the code, and nothing else before it is confirmed");
    for _ in 0..5 {
        let wrong = [("channel", "mail"), ("code", "12345")];
        member.post("/me/notices/code", &wrong).expect(422).says("验证码不对");
    }
    let code: String =
        host.taken()[0].text.split("验证码是 ").nth(1).expect("a code").chars().take(6).collect();
    let right = [("channel", "mail"), ("code", code.as_str())];
    member.post("/me/notices/code", &right).expect(422).says("试的次数太多");
    world.seconds_pass(61);
    confirms_mail(&app, &member, &host);
    assert_eq!(world.as_person(CHAIR).get("/me/notices").expect(200).body.matches("mail.example").count(), 0);
}

#[apply(both_engines)]
fn an_e_mail_says_nothing_personal_and_is_recorded_once_however_often_it_was_tried(#[case] engine: Engine) {
    let world = World::on(engine);
    let host = MailHost::start();
    let (app, member) = reaching(&world, mailing(&host));
    confirms_mail(&app, &member, &host);
    host.taken();
    // The server takes the e-mail and breaks off before it says so: whether it has it, the worker cannot know.
    host.breaks_off(true);
    told(&world, MEMBER, "matter.due", due(7), &families());
    assert_eq!(deliver_due(&app).expect("a round"), 0);
    host.breaks_off(false);
    assert_eq!(deliver_due(&app).expect("a round"), 0, "not before its pause is over");
    world.seconds_pass(100);
    assert_eq!(deliver_due(&app).expect("a round"), 1);
    assert_eq!(deliver_due(&app).expect("a round"), 0);
    let mails = host.taken();
    assert_eq!(mails.len(), 2, "the premise: it arrived twice");
    assert_eq!(mails[0].id, mails[1].id, "and is known as the same");
    assert!(mails[0].id.contains("dlv_"), "{}", mails[0].id);
    let text = &mails[1].text;
    assert!(text.contains("2026 年第 7 号") && text.contains("https://niangjia.example/messages"), "{text}");
    for personal in [MEMBER.name, "王桂兰", "嵩合", "families"] {
        assert!(!text.contains(personal), "{personal}: {text}");
    }
    let sent = "SELECT COUNT(*) FROM message_delivery WHERE message_id IS NOT NULL AND state = 'sent'";
    assert_eq!(world.number(sent), 1, "recorded once");
    let audited = "SELECT COUNT(*) FROM audit_entry WHERE action = 'message.deliver'";
    assert_eq!(world.number(audited), 2, "the code and the message");
}

#[apply(both_engines)]
fn what_a_killed_process_was_sending_is_sent_again_as_the_same(#[case] engine: Engine) {
    let world = World::on(engine);
    let host = MailHost::start();
    let (app, member) = reaching(&world, mailing(&host));
    confirms_mail(&app, &member, &host);
    host.taken();
    told(&world, MEMBER, "matter.due", due(7), &families());
    // As a process leaves it that was killed between sending and recording.
    let killed = world.store().write_blocking(|tx| {
        tx.execute("UPDATE message_delivery SET state = 'sending', tries = 1 WHERE state = 'waiting'", &[])?;
        Ok::<_, StoreError>(tx.record(&Entry::by_system(TESTED, Tenant::NATION), ())?.into())
    });
    killed.expect("left so");
    assert_eq!(
        deliver_due(&app).expect("a round"),
        0,
        "the process that runs does not take it for another's"
    );
    let (again, _) = reaching(&world, mailing(&host));
    assert_eq!(deliver_due(&again).expect("a round"), 1);
    assert_eq!(host.taken().len(), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM message_delivery WHERE state = 'sending'"), 0);
}

#[apply(both_engines)]
fn at_night_nothing_leaves_and_what_she_read_here_does_not_leave_any_more(#[case] engine: Engine) {
    let world = World::on(engine);
    let host = MailHost::start();
    let (app, member) = reaching(&world, mailing(&host));
    confirms_mail(&app, &member, &host);
    host.taken();
    world.hours_pass(12);
    told(&world, MEMBER, "matter.late", vec![due(7)[0]], &families());
    told(&world, MEMBER, "sealed", Vec::new(), &Place::page("/duty"));
    assert_eq!(deliver_due(&app).expect("a round"), 0, "nine in the evening");
    let member = world.sign_in_at(niangjia::wiring::router(app.clone()), MEMBER);
    member.get("/messages").expect(200).says("已经超期").says("急");
    let page = member.get("/messages").expect(200);
    let (_, rest) = page.body.split_once("已经超期").expect("the premise");
    assert!(!rest.is_empty());
    world.hours_pass(10);
    assert_eq!(deliver_due(&app).expect("a round"), 0, "seven in the morning");
    world.hours_pass(1);
    assert_eq!(deliver_due(&app).expect("a round"), 2, "eight in the morning");
    let texts: Vec<_> = host.taken().into_iter().map(|mail| mail.text).collect();
    assert!(texts.iter().any(|text| text.contains("有一件事等您处理")), "{texts:?}");
    told(&world, MEMBER, "matter.due", due(8), &families());
    let member = world.sign_in_at(niangjia::wiring::router(app.clone()), MEMBER);
    member.post("/messages/read", &[]).expect(303);
    assert_eq!(deliver_due(&app).expect("a round"), 0);
    assert!(host.taken().is_empty(), "she read it here");
}

#[apply(both_engines)]
fn what_is_given_up_stands_on_the_administrators_page_and_can_be_sent_again(#[case] engine: Engine) {
    let world = World::on(engine);
    let host = MailHost::start();
    let (app, member) = reaching(&world, mailing(&host));
    confirms_mail(&app, &member, &host);
    host.taken();
    host.refuses(true);
    told(&world, MEMBER, "matter.due", due(7), &families());
    assert_eq!(deliver_due(&app).expect("a round"), 0);
    let router = niangjia::wiring::router(app.clone());
    world.sign_in_at(router.clone(), CHAIR).get("/messages/deliveries").expect(403);
    let administrator = world.sign_in_at(router, SYSTEM_ADMINISTRATOR);
    let page = administrator.get("/messages/deliveries").expect(200).says("对方拒收").says("没有发出");
    let page = page.never_says("wang@").never_says(MEMBER.name).never_says("第 7 号");
    let again = page.body.split("action=\"/messages/deliveries/").nth(1).expect("a button");
    let again = format!("/messages/deliveries/{}", again.split('"').next().expect("a path"));
    host.refuses(false);
    administrator.post(&again, &[]).expect(303);
    assert_eq!(deliver_due(&app).expect("a round"), 1);
    administrator.get("/messages/deliveries").expect(200).says("没有发不出去的");
    assert_eq!(
        administrator.get_json("/messages/deliveries").expect(200).json()["troubled"],
        serde_json::json!([])
    );
}

#[apply(both_engines)]
fn a_server_that_is_gone_is_tried_again_until_it_is_given_up(#[case] engine: Engine) {
    let world = World::on(engine);
    let host = MailHost::start();
    let (app, member) = reaching(&world, mailing(&host));
    confirms_mail(&app, &member, &host);
    host.taken();
    host.breaks_off(true);
    told(&world, MEMBER, "matter.due", due(7), &families());
    for _ in 0..8 {
        assert_eq!(deliver_due(&app).expect("a round"), 0);
        world.hours_pass(24);
    }
    assert_eq!(world.number("SELECT tries FROM message_delivery WHERE message_id IS NOT NULL"), 8);
    assert_eq!(world.number("SELECT COUNT(*) FROM message_delivery WHERE state = 'failed'"), 1);
    assert_eq!(host.taken().len(), 8);
    assert_eq!(deliver_due(&app).expect("a round"), 0);
    assert!(host.taken().is_empty(), "given up");
}

#[apply(both_engines)]
fn the_robots_of_a_group_are_signed_and_stay_with_their_chair(#[case] engine: Engine) {
    let world = World::on(engine);
    let host = WebHost::start("{\"errcode\":0,\"errmsg\":\"ok\"}");
    let reach = Reach { robots_on_loopback: true, ..Reach::default() };
    let (app, member) = reaching(&world, reach);
    let chair = world.sign_in_at(niangjia::wiring::router(app.clone()), CHAIR);
    let robot = "/orgs/341881003004/robot";
    member.get(robot).expect(403);
    chair.get("/orgs/341881003001/robot").expect(404);
    chair.get("/orgs/341881003004").expect(200).says(robot);
    let set = |kind, address: &str, secret| {
        chair.post(robot, &[("kind", kind), ("address", address), ("secret", secret)])
    };
    set("wecom", "https://evil.example/send?key=1", "").expect(422).says("只能用企业微信或钉钉");
    let address = format!("{}/robot/send?access_token=abc", host.url());
    set("dingtalk", &address, "").expect(422).says("加签");
    set("dingtalk", &address, "SECxyz").expect(303);
    chair.get(robot).expect(200).never_says("SECxyz").never_says("access_token=abc");
    chair.post(&format!("{robot}/test"), &[]).expect(303);
    assert_eq!(deliver_due(&app).expect("a round"), 1);
    let asked = host.taken().pop().expect("asked");
    let value = |name: &str| asked.query(name).unwrap_or_else(|| panic!("no {name}: {}", asked.path));
    let expected = crate::loopback::dingtalk_signature("SECxyz", &value("timestamp"));
    assert_eq!(value("sign"), expected, "signed as 钉钉 asks");
    assert!(asked.body.contains("这是一条测试消息"), "{}", asked.body);

    set("wecom", &format!("{}/cgi-bin/webhook/send?key=k-1", host.url()), "").expect(303);
    let (tenant, org) = (world.actor(CHAIR).tenant, world.actor(CHAIR).acting.org_id);
    let done = world.store().write_blocking(move |tx| {
        assert!(tell_group(tx, (tenant, org), "matters.waiting", &[Detail::Count(3)])?, "it has a robot");
        assert!(!tell_group(tx, (tenant, Id::from_uuid(uuid::Uuid::nil())), "sealed", &[])?, "none there");
        Ok::<_, StoreError>(tx.record(&Entry::by_system(TESTED, tenant), ())?.into())
    });
    done.expect("told");
    assert_eq!(deliver_due(&app).expect("a round"), 1);
    let asked = host.taken().pop().expect("asked");
    assert_eq!(asked.query("key").as_deref(), Some("k-1"));
    assert!(asked.body.contains("有 3 件事等您处理。请登录查看。"), "{}", asked.body);

    chair.post(&format!("{robot}/removal"), &[]).expect(303);
    chair.post(&format!("{robot}/test"), &[]).expect(404);
}

#[apply(both_engines)]
fn a_robot_that_does_not_know_us_is_said_so_and_one_elsewhere_is_not_asked(#[case] engine: Engine) {
    let world = World::on(engine);
    let host = WebHost::start("{\"errcode\":310000,\"errmsg\":\"sign not match\"}");
    let (app, _) = reaching(&world, Reach { robots_on_loopback: true, ..Reach::default() });
    let chair = world.sign_in_at(niangjia::wiring::router(app.clone()), CHAIR);
    let robot = "/orgs/341881003004/robot";
    let address = format!("{}/robot/send?access_token=abc", host.url());
    chair.post(robot, &[("kind", "dingtalk"), ("address", &address), ("secret", "SECxyz")]).expect(303);
    chair.post(&format!("{robot}/test"), &[]).expect(303);
    assert_eq!(deliver_due(&app).expect("a round"), 0);
    assert_eq!(host.taken().len(), 1, "the premise: it was asked");
    let administrator = world.sign_in_at(niangjia::wiring::router(app), SYSTEM_ADMINISTRATOR);
    administrator.get("/messages/deliveries").expect(200).says("不认我们的账号").says("会再试");
    // The settings became narrower: the address that was allowed is not reached any more.
    let (narrow, _) = reaching(&world, Reach::default());
    world.seconds_pass(100);
    assert_eq!(deliver_due(&narrow).expect("a round"), 0);
    assert!(host.taken().is_empty());
    administrator.get("/messages/deliveries").expect(200).says("不在允许的范围内");
}

#[apply(both_engines)]
fn a_gateway_gets_a_template_and_numbers_and_no_words(#[case] engine: Engine) {
    let world = World::on(engine);
    let host = WebHost::start("{\"code\":\"OK\"}");
    let example = include_str!("../../../../deploy/sms-gateway.toml");
    let text = example.replace("https://sms.example.cn", &host.url());
    let gateway = Some(Gateway::parse(&text).expect("a gateway"));
    let (app, member) = reaching(&world, Reach { gateway, ..Reach::default() });
    assert!(app.machine::<Messages>().is_ok());
    let enter = [("channel", "sms"), ("address", "138 0000 1234")];
    member.post("/me/notices/addresses", &enter).expect(303);
    assert_eq!(deliver_due(&app).expect("a round"), 1);
    let asked = host.taken().pop().expect("asked");
    let body: serde_json::Value = serde_json::from_str(&asked.body).expect("JSON");
    assert_eq!((&body["phone"], &body["template"]), (&"13800001234".into(), &"SMS_0002".into()));
    let over =
        format!("{}{}13800001234SMS_0002", asked.header("x-timestamp"), body["request_id"].as_str().unwrap());
    let expected = crate::loopback::hexadecimal_signature("改成网关给的密钥", &over);
    assert_eq!(asked.header("x-signature"), expected);
    let code = body["params"]["code"].as_str().expect("a code").to_owned();
    member.post("/me/notices/code", &[("channel", "sms"), ("code", &code)]).expect(303);
    told(&world, MEMBER, "matter.due", due(7), &families());
    assert_eq!(deliver_due(&app).expect("a round"), 1);
    let asked = host.taken().pop().expect("asked");
    let body: serde_json::Value = serde_json::from_str(&asked.body).expect("JSON");
    assert_eq!(body["template"], "SMS_0003");
    assert_eq!(body["params"]["number"], "2026-7");
    assert_eq!(body["params"]["day"], "2026-12-01");
    assert!(asked.body.is_ascii(), "no words: {}", asked.body);
    let off = [("from", "22"), ("until", "7")];
    member.post("/me/notices", &off).expect(303);
    told(&world, MEMBER, "matter.due", due(8), &Place::page("/duty"));
    assert_eq!(deliver_due(&app).expect("a round"), 0, "she does not want SMS any more");
}

#[apply(both_engines)]
fn what_was_read_half_a_year_ago_is_thrown_away(#[case] engine: Engine) {
    let world = World::on(engine);
    told(&world, MEMBER, "matter.due", due(7), &families());
    world.as_person(MEMBER).post("/messages/read", &[]).expect(303);
    told(&world, MEMBER, "matter.due", due(8), &families());
    assert_eq!(niangjia_message::forget_read(&world.store()).expect("a round"), 0);
    world.hours_pass(181 * 24);
    assert_eq!(niangjia_message::forget_read(&world.store()).expect("a round"), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM message"), 1, "what she has not read stays");
}
