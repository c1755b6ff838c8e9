//! Imports that are broken off in the middle: by a kill, by her who began it, by the end of her post, by a full disk.

use std::fmt::Write as _;
use std::io::Read;
use std::process::Child;
use std::time::{Duration, Instant};

use niangjia::wiring;
use niangjia_store::StoreOptions;
use niangjia_testkit::{CHAIR, Engine, Figure, PASSWORD, STREET_CHAIR, Workbook, World};
use niangjia_web::AppSettings;
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::importing::tried;
use crate::killed::serve;

const PAGE: &str = "/orgs/341881003004/households/import";
const STREET_PAGE: &str = "/orgs/341881003/households/import";
/// Enough for several transactions.
const ROWS: usize = 2_400;
const BOUNDARY: &str = "----niangjia-broken-off";

/// A ledger of so many families, each with a need and a member.
fn ledger(rows: usize) -> Vec<u8> {
    let texts: Vec<[String; 6]> = (0..rows)
        .map(|row| {
            let (group, phone) = (format!("{}组", row % 9 + 1), format!("138{row:08}"));
            let name = format!(
                "王{}",
                row.to_string()
                    .chars()
                    .map(|digit| "零一二三四五六七八九".chars().nth(digit as usize - 48).unwrap())
                    .collect::<String>()
            );
            ["嵩合社区".to_owned(), name, group, phone, "低保".to_owned(), "汪秀英".to_owned()]
        })
        .collect();
    let rows: Vec<Vec<&str>> = texts.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let heading: &[&str] = &["社区", "户主", "小组", "电话", "需求", "联系执委"];
    let all: Vec<&[&str]> = std::iter::once(heading).chain(rows.iter().map(Vec::as_slice)).collect();
    Workbook::of(&all).bytes()
}

/// Somebody at the program itself.
struct Client {
    agent: ureq::Agent,
    address: String,
    cookie: String,
    csrf: String,
}

impl Client {
    fn sign_in(address: &str, figure: Figure) -> Self {
        let config = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false);
        let agent: ureq::Agent = config.timeout_global(Some(Duration::from_secs(120))).build().into();
        let form = [("login", figure.name), ("password", PASSWORD)];
        let login = agent.post(format!("{address}/login")).send_form(form).expect("an answer");
        let cookie = login.headers()["set-cookie"].to_str().expect("a cookie").split(';').next();
        let cookie = cookie.expect("its pair").to_owned();
        let mut client = Self { agent, address: address.to_owned(), cookie, csrf: String::new() };
        client.csrf = hidden(&client.get("/me"), "csrf");
        client
    }

    fn get(&self, path: &str) -> String {
        let reply = self.agent.get(format!("{}{path}", self.address)).header("cookie", &self.cookie).call();
        reply.and_then(|mut reply| reply.body_mut().read_to_string()).expect("a page")
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> u16 {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let request = self.agent.post(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        request.send_form(all).expect("an answer").status().as_u16()
    }

    /// Sends a file that is read while it is sent: status, where it leads, and the page.
    fn upload(&self, page: &str, file: impl Read) -> (u16, String, String) {
        let id = hidden(&self.get(page), "id");
        let mut head = String::new();
        for (name, value) in [("csrf", self.csrf.as_str()), ("id", &id)] {
            let _ = write!(
                head,
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        let _ = write!(
            head,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n"
        );
        let end = format!("\r\n--{BOUNDARY}--\r\n");
        let mut body = head.as_bytes().chain(file).chain(end.as_bytes());
        let request = self.agent.post(format!("{}{page}", self.address)).header("cookie", &self.cookie);
        let request = request.header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
        let mut reply = request.send(ureq::SendBody::from_reader(&mut body)).expect("an answer");
        let location =
            reply.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let location = location.split('?').next().unwrap_or_default().to_owned();
        (reply.status().as_u16(), location, reply.body_mut().read_to_string().expect("a page"))
    }

    /// Waits until the page of a transfer says something of this.
    fn until(&self, href: &str, says: &dyn Fn(&str) -> bool) -> String {
        let patience = Instant::now();
        loop {
            let page = self.get(href);
            if says(&page) {
                return page;
            }
            assert!(patience.elapsed() < Duration::from_secs(100), "it never says so:\n{page}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Uploads a file and goes on until its rows are being taken, and some of them are.
    fn until_some_are_taken(&self, page: &str, file: &[u8]) -> String {
        let href = self.until_tried(page, file);
        assert_eq!(self.post(&format!("{href}/take"), &[]), 303);
        let page = self.until(&href, &|page| {
            page.contains("正在导入")
                && !page.contains("<progress class=\"nj-progress\" id=\"bar\" value=\"0\"")
        });
        assert!(page.contains("正在导入"), "the premise: it is in the middle");
        href
    }

    fn until_tried(&self, page: &str, file: &[u8]) -> String {
        let (status, href, answer) = self.upload(page, file);
        assert_eq!(status, 303, "{answer}");
        self.until(&href, &|page| page.contains("核对各列"));
        assert_eq!(self.post(&format!("{href}/columns"), &[("then", "try")]), 303);
        let page = self.until(&href, &|page| page.contains("试算完成"));
        assert!(page.contains("将新增"), "{page}");
        href
    }
}

fn hidden(page: &str, name: &str) -> String {
    let (_, rest) =
        page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}:\n{page}"));
    rest.split('"').next().expect("a value").to_owned()
}

fn end(mut process: Child) {
    process.kill().expect("SIGKILL");
    process.wait().expect("an end");
}

const BROUGHT: &str = "SELECT COUNT(*) FROM household WHERE contact_name LIKE '王零%' OR contact_name LIKE '王一%' \
                       OR contact_name LIKE '王二%' OR contact_name LIKE '王三%' OR contact_name LIKE '王四%' \
                       OR contact_name LIKE '王五%' OR contact_name LIKE '王六%' OR contact_name LIKE '王七%' \
                       OR contact_name LIKE '王八%' OR contact_name LIKE '王九%'";
/// Each is whole: as many needs, links and audit entries as households.
fn whole(world: &World) -> i64 {
    let brought = world.number(BROUGHT);
    let before = world.number("SELECT COUNT(*) FROM household") - brought;
    assert_eq!(before, 14, "the families of the small world");
    let needs = world.number("SELECT COUNT(*) FROM household_need");
    let links = world.number("SELECT COUNT(*) FROM household_link");
    let entries = world.number("SELECT COUNT(*) FROM audit_entry WHERE action = 'household.bring'");
    assert_eq!((needs - 13, links - 15, entries), (brought, brought, brought));
    assert_eq!(
        world.number("SELECT COUNT(DISTINCT contact_name) FROM household"),
        14 + brought,
        "no household twice"
    );
    brought
}

#[apply(both_engines)]
fn an_import_goes_on_by_itself_after_a_kill_and_every_row_is_taken_once(#[case] engine: Engine) {
    let mut world = World::on(engine);
    world.close();
    let (process, address) = serve(&world);
    let href = Client::sign_in(&address, CHAIR).until_some_are_taken(PAGE, &ledger(ROWS));
    end(process);
    let (process, address) = serve(&world);
    let page = Client::sign_in(&address, CHAIR).until(&href, &|page| page.contains("已完成"));
    end(process);
    assert!(page.contains(&format!("新增 {ROWS} 行")) && !page.contains("登记过"), "{page}");
    world.reopen();
    assert_eq!(whole(&world), ROWS as i64);
    let doctor = niangjia::commands::diagnose(&world.store()).expect("a diagnosis");
    assert!(doctor.well, "{doctor:?}");
}

#[apply(both_engines)]
fn an_import_that_is_cancelled_in_the_middle_stops_with_whole_rows(#[case] engine: Engine) {
    let mut world = World::on(engine);
    world.close();
    let (process, address) = serve(&world);
    let chair = Client::sign_in(&address, CHAIR);
    let href = chair.until_some_are_taken(PAGE, &ledger(ROWS));
    assert_eq!(chair.post(&format!("{href}/cancel"), &[]), 303);
    let _page = chair.until(&href, &|page| page.contains("已取消"));
    // Whatever a worker had begun is over when it takes the next file.
    let next = chair.until_tried(PAGE, &ledger(30 + ROWS));
    let page = chair.get(&href);
    assert!(page.contains("已取消") && !page.contains("已完成"), "{page}");
    assert_eq!(chair.post(&format!("{next}/take"), &[]), 303);
    let page = chair.until(&next, &|page| page.contains("已完成"));
    end(process);
    world.reopen();
    assert_eq!(whole(&world), 30 + ROWS as i64);
    let same = page
        .split_once(" 行已经登记过")
        .and_then(|(before, _)| before.rsplit(['；', '>']).next()?.trim().parse::<usize>().ok());
    assert!(
        same.is_some_and(|same| same > 0 && same < ROWS),
        "some were taken before, and not all: {same:?}\n{page}"
    );
}

#[apply(both_engines)]
fn an_import_stops_when_the_post_of_her_who_began_it_ends(#[case] engine: Engine) {
    let mut world = World::on(engine);
    let post = world.actor(CHAIR).acting.post.within(world.actor(CHAIR).tenant);
    world.close();
    let (process, address) = serve(&world);
    let chair = Client::sign_in(&address, CHAIR);
    let street = Client::sign_in(&address, STREET_CHAIR);
    let _href = chair.until_some_are_taken(PAGE, &ledger(ROWS));
    let today = niangjia_kernel::Clock::today(&niangjia_kernel::SystemClock).to_string();
    let leaving = [("until_day", today.as_str()), ("reason", "other_work")];
    assert_eq!(street.post(&format!("/posts/{post}/leaving"), &leaving), 303);
    // The street's own file waits for the worker: what the chair began is over then.
    let _after = street.until_tried(STREET_PAGE, &ledger(ROWS + 10));
    end(process);
    world.reopen();
    let failed = "SELECT COUNT(*) FROM transfer WHERE state = 'failed' AND failed_in = 'taking' \
                  AND message LIKE '%岗位已经结束%'";
    assert_eq!(world.number(failed), 1);
    let brought = whole(&world);
    assert!(brought > 0 && brought < ROWS as i64, "{brought}");
}

#[apply(both_engines)]
fn one_file_brought_by_two_at_the_same_time_makes_no_household_twice(#[case] engine: Engine) {
    let mut world = World::on(engine);
    world.close();
    let (process, address) = serve(&world);
    let file = ledger(600);
    let (chair, street) = (Client::sign_in(&address, CHAIR), Client::sign_in(&address, STREET_CHAIR));
    let (hers, theirs) = (chair.until_tried(PAGE, &file), street.until_tried(STREET_PAGE, &file));
    std::thread::scope(|scope| {
        scope.spawn(|| assert_eq!(chair.post(&format!("{hers}/take"), &[]), 303));
        scope.spawn(|| assert_eq!(street.post(&format!("{theirs}/take"), &[]), 303));
    });
    let done = |page: &str| page.contains("已完成");
    let pages = [chair.until(&hers, &done), street.until(&theirs, &done)];
    end(process);
    let both = pages.iter().filter(|page| page.contains("新增 600 行")).count();
    let same = pages.iter().filter(|page| page.contains("600 行已经登记过")).count();
    assert_eq!((both, same), (1, 1), "{pages:?}");
    world.reopen();
    assert_eq!(whole(&world), 600);
}

#[test]
fn a_disk_that_fills_up_in_the_middle_keeps_whole_rows_and_the_import_goes_on_when_there_is_room() {
    let world = World::on(Engine::Sqlite);
    let (href, _) = tried(&world, &world.as_person(CHAIR), PAGE, &ledger(ROWS));
    let copy = tempfile::tempdir().unwrap();
    let here = |options: StoreOptions| StoreOptions { folder: copy.path().to_owned(), ..options };
    for name in ["niangjia.sqlite", "niangjia.sqlite-wal", "niangjia.key"] {
        std::fs::copy(world.folder().join(name), copy.path().join(name)).unwrap();
    }
    copy_folder(&world.folder().join("files"), &copy.path().join("files"));
    let pages = u32::try_from(world.number("SELECT page_count FROM pragma_page_count")).unwrap();
    let full = StoreOptions { max_pages: Some(pages + 400), ..world.options() };
    let store = wiring::open_store_with(here(full), world.clock.clone(), None).expect("the copy");
    let app = wiring::application(store.clone(), AppSettings::default());
    let chair = world.sign_in_at(wiring::router(app.clone()), CHAIR);
    let _going = chair.post(&format!("{href}/take"), &[]).expect(303);
    niangjia_transfer::work_until_idle(&app).expect("the queue");
    let page = chair.get(&href).expect(200).says("没有完成").says("磁盘满了").says("从断的地方接着做");
    let kept = page
        .body
        .split_once("停下时已经写入 ")
        .and_then(|(_, rest)| rest.split(' ').next()?.parse::<i64>().ok());
    let count = |store: &niangjia_store::Store, sql: &str| -> i64 {
        store.read_blocking(|tx| tx.value(sql, &[])).expect("a number")
    };
    let brought = count(&store, BROUGHT);
    assert!(brought > 0 && brought < ROWS as i64, "the premise: in the middle ({brought})");
    assert_eq!(kept, Some(brought), "the page says what is in");
    assert_eq!(count(&store, "SELECT COUNT(*) FROM household_need") - 13, brought, "each is whole");
    drop((chair, app, store));

    let store =
        wiring::open_store_with(here(world.options()), world.clock.clone(), None).expect("room again");
    let app = wiring::application(store.clone(), AppSettings::default());
    let chair = world.sign_in_at(wiring::router(app.clone()), CHAIR);
    let _going = chair.post(&format!("{href}/again"), &[]).expect(303);
    niangjia_transfer::work_until_idle(&app).expect("the queue");
    let _done = chair.get(&href).expect(200).says("已完成").says(&format!("新增 {ROWS} 行"));
    assert_eq!(count(&store, BROUGHT), ROWS as i64);
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() { copy_folder(&from, &to) } else { std::fs::copy(from, to).map(drop).unwrap() }
    }
}

#[apply(both_engines)]
fn a_file_of_two_hundred_megabytes_is_refused_in_words_and_held_nowhere(#[case] engine: Engine) {
    const MEGABYTE: u64 = 1 << 20;
    let mut world = World::on(engine);
    world.close();
    let (process, address) = serve(&world);
    let chair = Client::sign_in(&address, CHAIR);
    let highest = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).expect("it lives");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its memory");
        line.split_whitespace().next().and_then(|number| number.parse::<u64>().ok()).expect("a number")
            * 1_024
    };
    let _warm = chair.upload(PAGE, std::io::repeat(b'x').take(MEGABYTE));
    let before = highest();
    let (status, _, page) = chair.upload(PAGE, std::io::repeat(b'x').take(200 * MEGABYTE));
    assert_eq!(status, 422, "{page}");
    assert!(page.contains("文件太大了，一次最多 50 MB，什么都没有存"), "{page}");
    let grown = highest().saturating_sub(before);
    assert!(grown < 32 * MEGABYTE, "memory stays flat: {grown} more bytes");
    end(process);
    world.reopen();
    assert_eq!(world.number("SELECT COUNT(*) FROM transfer"), 1, "the premise file alone");
}
