//! Files that people bring to a matter. The matter here is a household: who may open its file may see its papers.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;

use niangjia::outside::Outside;
use niangjia_attachment::{Attachments, Matter, Scanner};
use niangjia_kernel::{Household, Id, Tenant};
use niangjia_store::{Actor, PostKind, ReadTx, StoreError, audit};
use niangjia_testkit::{Browser, CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR, World};
use rstest::rstest;
use rstest_reuse::apply;
use uuid::Uuid;

use crate::both_engines;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";
const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff";

/// The papers of a household, as a slice would say it.
fn papers(
    tx: &ReadTx<'_>,
    actor: &Actor,
    tenant: Tenant,
    household: Uuid,
) -> Result<Option<Matter>, StoreError> {
    let key = Id::<Household>::from_uuid(household).within(tenant);
    let found = niangjia_household::api::visible(tx, actor, key)?;
    Ok(found.map(|_| Matter {
        tenant,
        subject: household,
        org_path: actor.acting.org_path.clone(),
        href: format!("/households/{key}"),
        title: "家庭".to_owned(),
        may_add: actor.acting.kind == PostKind::Member || actor.acting.kind.leads(),
        labels: &[("consent", "同意书")],
    }))
}

fn outside(scanner: Option<Scanner>) -> Outside {
    Outside { scanner, matters: vec![("hh", papers)], ..Outside::default() }
}

/// Somebody at an application with papers of households.
fn person(world: &World, figure: Figure) -> Browser {
    world.sign_in_at(niangjia::wiring::router(world.reaching(outside(None))), figure)
}

fn new_id() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    format!("att_{:032x}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Brings a file to 王桂兰's household; says where the answer leads.
fn bring(world: &World, browser: &Browser, name: &str, content: &[u8]) -> String {
    let path = format!("/matters/{}/attachments", world.family("王桂兰"));
    browser.upload(&path, &[("id", &new_id()), ("label", "consent")], name, content).expect(303).location
}

fn only(world: &World) -> String {
    let sql = "SELECT tenant, id FROM attachment ORDER BY added_ms DESC, id DESC";
    let found = world.store().read_blocking::<_, StoreError>(move |tx| {
        tx.row(sql, &[], |row| {
            Ok((row.take::<Tenant>()?, row.take::<Id<niangjia_attachment::Attachment>>()?))
        })
    });
    let (tenant, id) = found.expect("a read").expect("a file");
    format!("/attachments/{}", id.within(tenant))
}

#[apply(both_engines)]
fn a_paper_is_kept_opened_as_it_was_and_shows_its_fingerprint(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = person(&world, MEMBER);
    let led = bring(&world, &member, "同意书.pdf", PDF);
    assert!(led.ends_with("#attachments"), "back to the matter: {led}");
    let page = only(&world);
    let shown = member.get(&page).expect(200).says("同意书.pdf").says("PDF").says("已收");
    // printf … | sha256sum | cut -c1-16
    let digest = member.get_json(&page).expect(200).json()["sha256"].as_str().expect("a digest").to_owned();
    assert_eq!(digest.len(), 64);
    assert!(shown.body.contains(&digest[..16]), "the first sixteen digits stand on the page");
    let opened = member.post(&format!("{page}/open"), &[]).expect(200);
    assert_eq!(opened.bytes, PDF, "as it was");
    assert!(opened.policy.contains("sandbox"), "whatever is in it runs nothing: {}", opened.policy);
    while audit::seal_pending(&world.store()).expect("sealed") > 0 {}
    let looks = "SELECT COUNT(*) FROM audit_entry WHERE action = 'read.attachment.open'";
    assert_eq!(world.number(looks), 1, "that she opened it is written down");
}

#[apply(both_engines)]
fn who_does_not_see_the_matter_does_not_find_its_papers(#[case] engine: Engine) {
    let world = World::on(engine);
    let _led = bring(&world, &person(&world, MEMBER), "同意书.pdf", PDF);
    let page = only(&world);
    person(&world, CHAIR).get(&page).expect(200).says("同意书.pdf");
    for other in [NEIGHBOUR, OTHER_CHAIR] {
        let browser = person(&world, other);
        browser.get(&page).expect(404).never_says("同意书");
        browser.post(&format!("{page}/open"), &[]).expect(404);
        browser.post(&format!("{page}/release"), &[("reason", "看过了可以")]).expect(404);
        let path = format!("/matters/{}/attachments", world.family("王桂兰"));
        browser.upload(&path, &[("id", &new_id())], "x.pdf", PDF).expect(404);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM attachment"), 1);
    let nobody = format!("/matters/{}/attachments", world.family("王桂兰")).replace("hh_", "xx_");
    person(&world, MEMBER).upload(&nobody, &[("id", &new_id())], "x.pdf", PDF).expect(404);
}

#[apply(both_engines)]
fn what_is_kept_aside_is_opened_by_nobody_until_her_chair_releases_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let (member, chair) = (person(&world, MEMBER), person(&world, CHAIR));
    for (name, content) in [("协议书.pdf", PROGRAM), ("伤情.jpg", PDF)] {
        let led = bring(&world, &member, name, content);
        assert!(led.contains("said=aside"), "she reads why: {led}");
        let page = only(&world);
        member.get(&led).expect(200).says("先另放").says(name);
        member.post(&format!("{page}/open"), &[]).expect(422);
        chair.post(&format!("{page}/open"), &[]).expect(422);
        let release = format!("{page}/release");
        member.post(&release, &[("reason", "我知道是什么")]).expect(403).says("主席");
        chair.post(&release, &[("reason", "好")]).expect(422).says("4 到 300 个字");
        chair.post(&release, &[("reason", "当面核对过是扫描件")]).expect(303);
        assert_eq!(
            member.post(&format!("{page}/open"), &[]).expect(200).bytes,
            content,
            "nothing of it was lost"
        );
        chair.post(&release, &[("reason", "当面核对过是扫描件")]).expect(403).says("处理过");
    }
    let _led = bring(&world, &member, "协议书.exe", PROGRAM);
    let page = only(&world);
    chair.post(&format!("{page}/refuse"), &[("reason", "不是这件事的材料")]).expect(303);
    chair.post(&format!("{page}/open"), &[]).expect(422).says("不收");
}

#[apply(both_engines)]
fn the_same_form_sent_twice_is_one_paper_and_an_empty_one_is_none(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = person(&world, MEMBER);
    let (path, id) = (format!("/matters/{}/attachments", world.family("王桂兰")), new_id());
    for _ in 0..2 {
        member.upload(&path, &[("id", &id)], "同意书.pdf", PDF).expect(303);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM attachment"), 1);
    member.upload(&path, &[("id", &new_id())], "空.pdf", b"").expect(422).says("是空的");
    member
        .upload(&path, &[("id", &new_id()), ("label", "别的")], "a.pdf", PDF)
        .expect(422)
        .says("从列表里选");
    member.upload(&path, &[("id", "没有")], "a.pdf", PDF).expect(422);
    let large = vec![b'x'; 21 * 1024 * 1024];
    member.upload(&path, &[("id", &new_id())], "大.pdf", &large).expect(422).says("20 MB");
    assert_eq!(world.number("SELECT COUNT(*) FROM attachment"), 1, "and none of them is kept");
    let files = std::fs::read_dir(world.folder().join("files")).expect("a folder");
    let kept: usize = files
        .map(|one| one.expect("an entry").path())
        .filter(|one| !one.ends_with("unfinished"))
        .map(|one| std::fs::read_dir(one).expect("a folder").count())
        .sum();
    assert_eq!(kept, 1, "what was refused leaves nothing on the disk");
}

/// A scanner on the loopback: finds 病毒 in what holds `EICAR`, and is silent when it is told so.
struct FakeScanner {
    address: String,
    silent: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    _thread: JoinHandle<()>,
}

impl FakeScanner {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("tcp://{}", listener.local_addr().expect("an address"));
        let (silent, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (quiet, counted) = (Arc::clone(&silent), Arc::clone(&asked));
        let thread = std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::Relaxed);
                if !quiet.load(Ordering::Relaxed) {
                    let _gone = answer(line);
                }
            }
        });
        Self { address, silent, asked, _thread: thread }
    }
}

fn answer(mut line: TcpStream) -> std::io::Result<()> {
    let mut command = [0u8; 10];
    line.read_exact(&mut command)?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let mut length = [0u8; 4];
        line.read_exact(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length == 0 {
            break;
        }
        let start = content.len();
        content.resize(start + length, 0);
        line.read_exact(&mut content[start..])?;
    }
    let found = content.windows(5).any(|window| window == b"EICAR");
    line.write_all(if found { b"stream: Eicar-Test-Signature FOUND\0" } else { b"stream: OK\0" })
}

#[apply(both_engines)]
fn a_scanner_releases_what_is_clean_and_keeps_what_it_found(#[case] engine: Engine) {
    let world = World::on(engine);
    let fake = FakeScanner::start();
    let scanner = Scanner::of(&fake.address).expect("an address");
    let app = world.reaching(outside(Some(scanner.clone())));
    assert!(app.machine::<Attachments>().expect("plugged in").scanner().is_some());
    let at = |figure| world.sign_in_at(niangjia::wiring::router(app.clone()), figure);
    let (member, chair) = (at(MEMBER), at(CHAIR));
    let scan = || niangjia_attachment::scan_waiting(&world.store(), &scanner).expect("a round");

    let led = bring(&world, &member, "同意书.pdf", PDF);
    assert!(led.contains("said=aside"), "it waits for the scanner: {led}");
    let clean = only(&world);
    member.post(&format!("{clean}/open"), &[]).expect(422).says("病毒检查");

    fake.silent.store(true, Ordering::Relaxed);
    assert_eq!(scan(), 0);
    assert_eq!(fake.asked.load(Ordering::Relaxed), 1, "the premise: it was asked");
    member.get(&clean).expect(200).says("检查程序没有应答").says("恢复以后会自动接着检查");
    fake.silent.store(false, Ordering::Relaxed);
    assert_eq!(scan(), 1);
    assert_eq!(member.post(&format!("{clean}/open"), &[]).expect(200).bytes, PDF);
    assert_eq!(scan(), 0, "asked once, and not again");

    world.hours_pass(1);
    let infected = [PDF, b"EICAR"].concat();
    let _led = bring(&world, &member, "收据.pdf", &infected);
    let bad = only(&world);
    assert_eq!(scan(), 1);
    chair.get(&bad).expect(200).says("Eicar-Test-Signature");
    chair.post(&format!("{bad}/release"), &[("reason", "我觉得没有问题")]).expect(403).says("不能放行");
    chair.post(&format!("{bad}/open"), &[]).expect(422);

    world.hours_pass(1);
    let _led = bring(&world, &member, "说明.txt", "写的是经过".as_bytes());
    let other = only(&world);
    assert_eq!(scan(), 1);
    member.get(&other).expect(200).says("已放行");
    assert_eq!(member.post(&format!("{other}/open"), &[]).expect(200).bytes, "写的是经过".as_bytes());
}

#[apply(both_engines)]
fn the_doctor_misses_a_paper_whose_file_is_gone(#[case] engine: Engine) {
    let world = World::on(engine);
    let _led = bring(&world, &person(&world, MEMBER), "同意书.pdf", PDF);
    let well = niangjia::commands::diagnose(&world.store()).expect("a look");
    assert!(well.orphans.is_empty(), "{:?}", well.orphans);
    let file: Id<niangjia_kernel::StoredFile> = world
        .store()
        .read_blocking::<_, StoreError>(|tx| tx.value("SELECT file FROM attachment", &[]))
        .expect("a file");
    world.store().files().remove(file).expect("removed");
    let ill = niangjia::commands::diagnose(&world.store()).expect("a look");
    assert_eq!(ill.orphans.len(), 1, "{:?}", ill.orphans);
}
