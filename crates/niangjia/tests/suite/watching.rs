//! Metrics and logs tell how the program is, and nothing of anybody.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use niangjia::watch::Watch;
use niangjia::wiring;
use niangjia_store::Location;
use niangjia_testkit::{Engine, MEMBER, OwnPostgres, PASSWORD, World};
use niangjia_web::AppSettings;
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, but, sent, visit};

const WORDS: &str = "陪她办好了慢病手续";

/// The value of a figure by its name and labels.
fn figure(page: &str, name: &str) -> f64 {
    let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name} in:\n{page}")).parse().expect("a number")
}

#[apply(both_engines)]
fn metrics_count_by_route_and_say_nothing_personal(#[case] engine: Engine) {
    let world = World::on(engine);
    let watch = Watch::over(world.store(), world.folder());
    let router = watch.counting(world.router());
    let member = world.sign_in_at(router.clone(), MEMBER);
    let family = world.family("程国庆");
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let said = but(&visit(&form, WORDS), "manner", "telephone");
    let _done = member.post(&format!("/households/{family}/visits"), &sent(&said)).expect(303);
    let _none = member.get("/households/19900010001-王桂兰").expect(404);
    let _none = member.get("/没有这一页/19900010001").expect(404);
    let _page = member.get("/families?q=王桂兰").expect(200);

    let page = watch.text().expect("figures");
    let visits = "niangjia_requests_total{route=\"/households/{key}/visits\",method=\"POST\",status=\"303\"}";
    assert_eq!(figure(&page, visits), 1.0);
    assert_eq!(figure(&page, "niangjia_requests_total{route=\"(none)\",method=\"GET\",status=\"404\"}"), 1.0);
    assert!(figure(&page, "niangjia_transactions_total{kind=\"kept\"}") >= 2.0);
    assert!(figure(&page, "niangjia_transactions_total{kind=\"read\"}") >= 3.0);
    assert_eq!(figure(&page, "niangjia_writes_waiting"), 0.0);
    assert_eq!(figure(&page, "niangjia_database_up"), 1.0);
    assert!(figure(&page, "niangjia_audit_waiting") >= 2.0, "nobody seals in this test");
    for name in ["niangjia_database_bytes", "niangjia_disk_free_bytes", "process_resident_memory_bytes"] {
        assert!(figure(&page, name) > 100_000.0, "{name}");
    }
    assert!(page.contains("niangjia_request_duration_seconds_bucket") && page.ends_with("# EOF\n"));
    assert!(is_silent_about_people(&page, &family.to_string()), "{page}");
}

#[test]
fn every_job_is_counted_by_how_it_ended() {
    let world = World::on(Engine::Sqlite);
    let watch = Watch::over(world.store(), world.folder());
    let app = wiring::application(world.store(), AppSettings::default());
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    runtime.block_on(async { niangjia::jobs::start(&app, &watch) });
    let jobs = ["sealing", "summing_up", "forgetting_sessions", "forgetting_transfers"];
    let line = |job: &str| format!("niangjia_jobs_total{{job=\"{job}\",outcome=\"done\"}}");
    let until = Instant::now() + Duration::from_secs(30);
    let page = loop {
        let page = watch.text().expect("figures");
        if jobs.iter().all(|job| page.contains(&line(job))) || Instant::now() > until {
            break page;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    for job in jobs {
        assert!(figure(&page, &line(job)) >= 1.0, "{job}");
    }
    assert!(!page.contains("outcome=\"failed\""), "{page}");
    for state in ["making", "reading", "checking", "taking", "failed"] {
        assert_eq!(figure(&page, &format!("niangjia_transfers{{state=\"{state}\"}}")), 0.0);
    }
}

/// Names, phones, words, identities and what was looked for.
fn is_silent_about_people(text: &str, family: &str) -> bool {
    let (_, id) = family.split_once('.').expect("tenant and identity");
    let personal =
        ["汪秀英", "程丽华", "程国庆", "王桂兰", "1990", "慢病", PASSWORD, "没有这一页", id, family];
    !personal.iter().any(|word| text.contains(word))
}

#[test]
fn readiness_follows_the_database_and_health_the_process() {
    let server = OwnPostgres::start();
    let world = World::on_server(&server.url());
    let watch = Watch::over(world.store(), world.folder());
    let ask = |path: &str| world.at(watch.clone().router()).get(path);
    assert_eq!((ask("/readyz").status.as_u16(), ask("/healthz").status.as_u16()), (200, 200));
    server.stop();
    assert_eq!((ask("/readyz").status.as_u16(), ask("/healthz").status.as_u16()), (503, 200));
    assert_eq!(figure(&ask("/metrics").expect(200).body, "niangjia_database_up"), 0.0);
    server.go_on();
}

struct Serving {
    process: Child,
    address: String,
}

/// Serves a world with everything in its log that our own code can say.
fn serve(world: &World, backups: &std::path::Path) -> Serving {
    let options = world.options();
    let mut command = Command::new(env!("CARGO_BIN_EXE_niangjia"));
    command.args([
        "--log-format",
        "json",
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--metrics-listen",
        "127.0.0.1:0",
    ]);
    command.arg("--data").arg(&options.folder).arg("--backup-folder").arg(backups);
    if let Location::Postgres(url) = &options.location {
        command.args(["--database", url]);
    }
    command.env("NIANGJIA_LOG", "trace").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().expect("the program");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("output")).read_line(&mut line).expect("a greeting");
    let (_, address) = line.split_once("http://").unwrap_or_else(|| panic!("no address in {line:?}"));
    Serving { process, address: format!("http://{}", address.split_whitespace().next().expect("an address")) }
}

impl Serving {
    /// Stops as systemd would, and gives the log.
    fn stopped(mut self) -> String {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
        let mut log = String::new();
        self.process.stderr.take().expect("a log").read_to_string(&mut log).expect("text");
        assert!(self.process.wait().expect("an end").success(), "{log}");
        log
    }
}

/// A member signs in, looks at a family, records a visit, mistypes one; a stranger guesses a password.
fn whole_journey(address: &str, family: &str) {
    let config = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false);
    let agent: ureq::Agent = config.timeout_global(Some(Duration::from_secs(20))).build().into();
    let guessed = [("login", "19900000000"), ("password", "猜的密码")];
    assert_eq!(agent.post(format!("{address}/login")).send_form(guessed).expect("an answer").status(), 422);
    let signed_in =
        agent.post(format!("{address}/login")).send_form([("login", MEMBER.name), ("password", PASSWORD)]);
    let cookie = signed_in.expect("an answer").headers()["set-cookie"].to_str().expect("text").to_owned();
    let cookie = cookie.split(';').next().expect("its pair");
    let get = |path: &str| {
        let mut answer =
            agent.get(format!("{address}{path}")).header("cookie", cookie).call().expect("an answer");
        answer.body_mut().read_to_string().expect("a page")
    };
    let form = get(&format!("/households/{family}/visits/new"));
    let hidden = |name: &str| {
        let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
        rest.split('"').next().expect("a value").to_owned()
    };
    let today = niangjia_kernel::Clock::today(&niangjia_kernel::SystemClock).to_string();
    for (matter, status) in [("no such matter", 422), ("look_in", 303)] {
        let (csrf, id) = (hidden("csrf"), hidden("id"));
        let fields = [
            ("csrf", csrf.as_str()),
            ("id", id.as_str()),
            ("on_day", today.as_str()),
            ("matter", matter),
            ("words", WORDS),
            ("manner", "at_home"),
            ("outcome", "settled"),
        ];
        let url = format!("{address}/households/{family}/visits");
        let answer = agent.post(url).header("cookie", cookie).send_form(fields).expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{matter}");
    }
    assert!(get(&format!("/households/{family}")).contains(WORDS));
    let _contact = get("/families?q=王桂兰");
}

#[apply(both_engines)]
fn the_log_of_a_whole_journey_names_nobody(#[case] engine: Engine) {
    let mut world = World::on(engine);
    let family = world.family("程国庆").to_string();
    world.close();
    let backups = tempfile::tempdir().expect("a folder");
    let serving = serve(&world, backups.path());
    whole_journey(&serving.address, &family);
    // The first day's backup is made beside it.
    let until = Instant::now() + Duration::from_secs(60);
    while niangjia::backup::newest(backups.path()).is_none() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(niangjia::backup::newest(backups.path()).is_some());
    let log = serving.stopped();
    let events: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let said = |message: &str| events.iter().find(|event| event["message"] == message);
    let start = said("serving").expect("what starts");
    let engine_name = if engine == Engine::Sqlite { "sqlite" } else { "postgresql" };
    assert_eq!(start["engine"], engine_name);
    assert_eq!(start["version"], env!("CARGO_PKG_VERSION"));
    assert!(start["address"].as_str().is_some_and(serving_at), "{start}");
    assert!(start["metrics"].as_str().is_some_and(serving_at), "{start}");
    assert_eq!(said("stopped").expect("what stops")["version"], env!("CARGO_PKG_VERSION"));
    let visit =
        events.iter().find(|event| event["route"] == "/households/{key}/visits" && event["status"] == 303);
    assert!(visit.is_some_and(|event| event["method"] == "POST" && event["ms"].is_number()), "{log}");
    assert!(is_silent_about_people(&log, &family), "{log}");
}

fn serving_at(address: &str) -> bool {
    address.starts_with("127.0.0.1:") && !address.ends_with(":0")
}
