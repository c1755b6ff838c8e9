//! A serving process is killed under load: no visit that was answered is lost, and the doctor finds nothing.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use niangjia_kernel::{Id, SystemChance, SystemClock, Visit};
use niangjia_store::Location;
use niangjia_testkit::{Engine, FAMILIES, PASSWORD, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;

const CLIENTS: usize = 4;
const KILLS: usize = 2;

#[apply(both_engines)]
fn no_answered_visit_is_lost_when_the_process_is_killed(#[case] engine: Engine) {
    killed_again_and_again(engine, KILLS);
}

#[apply(both_engines)]
#[ignore = "a thousand kills take an hour: ./check --long"]
fn no_answered_visit_is_lost_in_a_thousand_kills(#[case] engine: Engine) {
    killed_again_and_again(engine, 1_000);
}

fn killed_again_and_again(engine: Engine, kills: usize) {
    let mut world = World::on(engine);
    let families: Vec<String> =
        FAMILIES.iter().map(|(contact, _)| world.family(contact).to_string()).collect();
    world.close();
    let answered = Mutex::new(Vec::new());
    for round in 0..kills {
        let (mut process, address) = serve(&world);
        let (enough, patience) =
            (answered.lock().expect("alone").len() + 8 + round % 13, Duration::from_secs(20));
        let until = Instant::now() + patience;
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                let (address, families, answered) = (&address, &families, &answered);
                scope.spawn(move || record_until_it_dies(address, &families[client], answered, until));
            }
            while answered.lock().expect("alone").len() < enough && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(1));
            }
            process.kill().expect("SIGKILL");
        });
        process.wait().expect("an end");
    }
    let answered = answered.into_inner().expect("the clients are done");
    assert!(answered.len() > kills * 3, "the premise: visits were answered ({})", answered.len());
    world.reopen();
    for id in &answered {
        let visit = id.parse::<Id<Visit>>().expect("an identity");
        let sql = "SELECT COUNT(*) FROM fact WHERE subject = $1 AND kind = 'visit'";
        let found: i64 =
            world.store().read_blocking(|tx| tx.value(sql, niangjia_store::params![visit])).expect("a read");
        assert_eq!(found, 1, "{id} was answered");
    }
    let diagnosis = niangjia::commands::diagnose(&world.store()).expect("a diagnosis");
    assert!(diagnosis.well, "{diagnosis:?}");
}

pub(crate) fn serve(world: &World) -> (Child, String) {
    serve_with(world, &[])
}

/// The program as a process of its own on the data of a closed world, with further settings.
pub(crate) fn serve_with(world: &World, settings: &[&str]) -> (Child, String) {
    let options = world.options();
    let mut command = Command::new(env!("CARGO_BIN_EXE_niangjia"));
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--submissions-per-second", "0", "--data"])
        .arg(&options.folder)
        .args(settings);
    if let Location::Postgres(url) = &options.location {
        command.args(["--database", url]);
    }
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program");
    let mut line = String::new();
    let output = process.stdout.take().expect("its output");
    BufReader::new(output).read_line(&mut line).expect("its greeting");
    let (_, address) = line.split_once("http://").unwrap_or_else(|| panic!("no address in {line:?}"));
    let address = address.split_whitespace().next().expect("an address").to_owned();
    (process, format!("http://{address}"))
}

fn record_until_it_dies(address: &str, family: &str, answered: &Mutex<Vec<String>>, until: Instant) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(5)))
        .build()
        .into();
    let login =
        agent.post(format!("{address}/login")).send_form([("login", "汪秀英"), ("password", PASSWORD)]);
    let Ok(login) = login else { return };
    let cookie = login.headers()["set-cookie"]
        .to_str()
        .expect("a cookie")
        .split(';')
        .next()
        .expect("its pair")
        .to_owned();
    let page = agent.get(format!("{address}/me")).header("cookie", &cookie).call();
    let Ok(page) = page.and_then(|mut page| page.body_mut().read_to_string()) else {
        return;
    };
    let (_, rest) = page.split_once("name=\"csrf\" value=\"").expect("a token");
    let csrf = rest.split('"').next().expect("a token").to_owned();
    let today = niangjia_kernel::Clock::today(&SystemClock).to_string();
    while Instant::now() < until {
        let id = Id::<Visit>::new(niangjia_kernel::Clock::now(&SystemClock), &SystemChance).to_string();
        let fields = [
            ("csrf", csrf.as_str()),
            ("id", &id),
            ("on_day", &today),
            ("matter", "look_in"),
            ("words", "看望"),
            ("manner", "at_home"),
            ("outcome", "settled"),
        ];
        let url = format!("{address}/households/{family}/visits");
        match agent.post(url).header("cookie", &cookie).send_form(fields) {
            Ok(reply) if reply.status().as_u16() == 303 => answered.lock().expect("alone").push(id),
            Ok(mut reply) => {
                panic!("{} {}", reply.status(), reply.body_mut().read_to_string().unwrap_or_default())
            }
            Err(_) => return,
        }
    }
}
