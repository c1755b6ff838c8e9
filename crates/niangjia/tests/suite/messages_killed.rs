//! A process is killed between handing a message over and writing down that it did: the next one sends it again as the same,
//! and writes down one delivery.

use std::time::{Duration, Instant};

use niangjia::outside::Outside;
use niangjia_kernel::{Clock as _, SystemClock};
use niangjia_message::{MailServer, Reach};
use niangjia_testkit::{CHAIR, Engine, MEMBER, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::killed::serve_with;
use crate::loopback::{Asked, Mail, MailHost, WebHost};

/// A world in the time of the machine: the process that serves it has no other clock.
fn world_of_today(engine: Engine) -> World {
    let world = World::on(engine);
    world.clock.set(SystemClock.now());
    world
}

/// What arrives, within half a minute.
#[track_caller]
fn arrives<T>(taken: impl Fn() -> Vec<T>) -> T {
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        let mut all = taken();
        assert!(all.len() < 2, "one at a time");
        if let Some(one) = all.pop() {
            return one;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("nothing arrived");
}

/// Lets a process send, kills it while it waits for the answer, lets another one send, and says what arrived at each.
fn killed_in_between<T>(
    world: &mut World,
    settings: &[&str],
    (holds, taken): (impl Fn(bool), impl Fn() -> Vec<T>),
) -> [T; 2] {
    assert_eq!(world.number("SELECT COUNT(*) FROM message_delivery WHERE state = 'waiting'"), 1);
    world.close();
    holds(true);
    let (mut first, _) = serve_with(world, settings);
    let once = arrives(&taken);
    first.kill().expect("SIGKILL");
    first.wait().expect("an end");
    holds(false);
    let (mut second, _) = serve_with(world, settings);
    let again = arrives(&taken);
    // The answer is on its way back, or written down already; the process ends when it has done what it does.
    let asked = std::process::Command::new("kill").arg(second.id().to_string()).status().expect("SIGTERM");
    assert!(asked.success());
    second.wait().expect("an end");
    world.reopen();
    assert!(taken().is_empty(), "it was sent twice, not more");
    [once, again]
}

/// What stands in the outbox and in the audit.
fn one_delivery_is_recorded(world: &World) {
    let states = "SELECT COUNT(*) FROM message_delivery WHERE state";
    assert_eq!(world.number(&format!("{states} = 'sent'")), 1);
    assert_eq!(world.number(&format!("{states} <> 'sent'")), 0);
    assert_eq!(world.number("SELECT tries FROM message_delivery"), 2, "both tries are counted");
    let entries = "SELECT COUNT(*) FROM audit_entry WHERE action = 'message.deliver'";
    assert_eq!(world.number(entries), 1);
}

#[apply(both_engines)]
fn an_e_mail_that_was_handed_over_before_the_kill_comes_again_as_the_same(#[case] engine: Engine) {
    let mut world = world_of_today(engine);
    let host = MailHost::start();
    let (server, from) = (host.url(), "娘家 <notice@niangjia.example>");
    let mail = Some(MailServer::of(&server, from).expect("a server"));
    let app = world.reaching(Outside { reach: Reach { mail, ..Reach::default() }, ..Outside::default() });
    let member = world.sign_in_at(niangjia::wiring::router(app), MEMBER);
    // The code that confirms an address leaves at every hour of the day.
    let enter = [("channel", "mail"), ("address", "wang@mail.example")];
    member.post("/me/notices/addresses", &enter).expect(303);
    drop(member);
    let settings = ["--mail-server", &server, "--mail-from", from];
    let mails: [Mail; 2] = killed_in_between(&mut world, &settings, (|yes| host.holds(yes), || host.taken()));
    assert_eq!(mails[0].id, mails[1].id, "her mail program knows it again");
    assert_eq!(mails[0].text, mails[1].text);
    one_delivery_is_recorded(&world);
}

#[apply(both_engines)]
fn what_a_robot_was_given_before_the_kill_is_recorded_once(#[case] engine: Engine) {
    let mut world = world_of_today(engine);
    let host = WebHost::start("{\"errcode\":0,\"errmsg\":\"ok\"}");
    let reach = Reach { robots_on_loopback: true, ..Reach::default() };
    let app = world.reaching(Outside { reach, ..Outside::default() });
    let chair = world.sign_in_at(niangjia::wiring::router(app), CHAIR);
    let robot = "/orgs/341881003004/robot";
    let address = format!("{}/cgi-bin/webhook/send?key=k-1", host.url());
    chair.post(robot, &[("kind", "wecom"), ("address", &address), ("secret", "")]).expect(303);
    // A test leaves at every hour of the day.
    chair.post(&format!("{robot}/test"), &[]).expect(303);
    drop(chair);
    let settings = ["--robots-on-loopback", "true"];
    let asked: [Asked; 2] =
        killed_in_between(&mut world, &settings, (|yes| host.holds(yes), || host.taken()));
    // A robot takes no identity of ours: the group reads the sentence twice, and that is all that is twice.
    assert_eq!(asked[0].body, asked[1].body);
    one_delivery_is_recorded(&world);
}
