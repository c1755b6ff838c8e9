//! 保密事项: who looks leaves a trace, and whose files they are opens them.

use niangjia_kernel::{Id, Tenant};
use niangjia_store::StoreError;
use niangjia_testkit::{Browser, CHAIR, Engine, MEMBER, NEIGHBOUR, RESIDENT_MEMBER, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::protection::{
    IN_CHARGE, NAME, WORDS, breaks_the_glass, comes_to, designated, number_of, opened_deeds,
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n";
const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff";

fn looks(world: &World) -> usize {
    opened_deeds(world).iter().filter(|deed| deed.action == "read.protection.look").count()
}

#[apply(both_engines)]
fn whoever_looks_leaves_a_trace_and_whoever_is_responsible_reads_who(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    assert_eq!(looks(&world), 0, "to write it down is no look");
    member.get(&case).expect(200);
    member.get(&case).expect(200);
    assert_eq!(looks(&world), 1, "the same page again is the same look");
    // A form that comes back shows it too.
    charge.post(&format!("{case}/reports"), &[]).expect(422);
    assert_eq!(looks(&world), 2, "her own people and whoever is in charge alike");
    let number = number_of(&member, &case);
    let chair = world.as_person(CHAIR);
    breaks_the_glass(&chair, &number).expect(303);
    chair.get(&case).expect(200).never_says("谁看过");
    let page = member.get(&case).expect(200).says("谁看过").says("程丽华").says("权静").says("汪秀英");
    page.says("这件事 · ");
    charge.get(&case).expect(200).never_says("谁看过");
    let before = looks(&world);
    world.as_person(NEIGHBOUR).get(&case).expect(404);
    assert_eq!(looks(&world), before, "who finds nothing has not looked");
    world.seconds_pass(31 * 60);
    member.get(&case).expect(200);
    assert_eq!(looks(&world), before + 1, "after half an hour it is another");
    let deeds = opened_deeds(&world);
    for deed in deeds.iter().filter(|deed| deed.action == "read.protection.look") {
        let told = format!("{} {:?}", deed.label, deed.changes);
        assert!(!told.contains(NAME) && !told.contains(WORDS), "no word of the case: {told}");
        assert!(!deed.person_name.is_empty() && deed.subject.is_some());
    }
}

#[apply(both_engines)]
fn a_paper_that_leaves_the_screen_is_written_down_each_time(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    let id = member.get(&format!("{case}/measures/new?kind=opinion")).expect(200).hidden("id");
    let words = [
        ("id", id.as_str()),
        ("kind", "opinion"),
        ("organ", "镇政府"),
        ("facts", "报了三次没有人来"),
        ("demands", "请派人"),
    ];
    let opinion = member.post(&format!("{case}/measures"), &words).expect(303).location;
    let before = looks(&world);
    for _ in 0..2 {
        member.get(&format!("{opinion}/paper")).expect(200).says("督促处理意见书");
        member.get(&format!("{opinion}/paper.docx")).expect(200);
    }
    assert_eq!(looks(&world), before + 4);
    world.as_person(CHAIR).get(&format!("{opinion}/paper.docx")).expect(404);
    assert_eq!(looks(&world), before + 4);
    member.get(&case).expect(200).says("下载文书");
}

fn new_id(number: u32) -> String {
    format!("att_{number:032x}")
}

fn bring(browser: &Browser, case: &str, number: u32, name: &str, content: &[u8]) -> String {
    let path = format!("/matters/{}/attachments", case.trim_start_matches("/protection/"));
    browser.upload(&path, &[("id", &new_id(number))], name, content).expect(303).location
}

fn only(world: &World) -> String {
    let found = world.store().read_blocking::<_, StoreError>(|tx| {
        tx.row("SELECT tenant, id FROM attachment ORDER BY added_ms DESC, id DESC", &[], |row| {
            Ok((row.take::<Tenant>()?, row.take::<Id<niangjia_attachment::Attachment>>()?))
        })
    });
    let (tenant, id) = found.expect("a read").expect("a file");
    format!("/attachments/{}", id.within(tenant))
}

#[apply(both_engines)]
fn a_file_is_found_by_the_people_of_its_case_and_by_nobody_else(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    member.get(&case).expect(200).says("由县里的负责人决定收不收");
    let led = bring(&member, &case, 1, "她的伤.pdf", PDF);
    assert!(led.ends_with("#attachments"), "back to the case: {led}");
    let file = only(&world);
    member.get(&case).expect(200).says("她的伤.pdf");
    member.get(&file).expect(200).says("她的伤.pdf").says("快速离开").says("<title>材料");
    let opened = member.post(&format!("{file}/open"), &[]).expect(200);
    assert_eq!(opened.bytes, PDF);
    let chair = world.as_person(CHAIR);
    let nowhere = format!("{}{}", &file[..file.len() - 32], "9".repeat(32));
    for figure in [CHAIR, NEIGHBOUR, RESIDENT_MEMBER] {
        let browser = world.as_person(figure);
        let (one, other) = (browser.get(&file).expect(404), browser.get(&nowhere).expect(404));
        assert_eq!(one.body.replace(&file, "x"), other.body.replace(&nowhere, "x"));
        assert_eq!(browser.get_json(&file).body, browser.get_json(&nowhere).body);
        browser.post(&format!("{file}/open"), &[]).expect(404);
        browser.post(&format!("{file}/release"), &[("reason", "看过了可以")]).expect(404);
    }
    world.program_of(MEMBER).get_json(&file).expect(404);
    let path = format!("/matters/{}/attachments", case.trim_start_matches("/protection/"));
    chair.upload(&path, &[("id", &new_id(2))], "x.pdf", PDF).expect(404);
    assert_eq!(world.number("SELECT COUNT(*) FROM attachment"), 1);
    // Who opened the case from outside opens its files, adds none, and is seen.
    let number = number_of(&member, &case);
    breaks_the_glass(&chair, &number).expect(303);
    chair.get(&case).expect(200).says("她的伤.pdf").never_says("上传");
    chair.post(&format!("{file}/open"), &[]).expect(200);
    chair.upload(&path, &[("id", &new_id(3))], "x.pdf", PDF).expect(403);
    member.get(&case).expect(200).says("打开材料");
    let person = world.actor(MEMBER).person.uuid();
    let told = world.store().read_blocking::<_, StoreError>(move |tx| {
        let sql = "SELECT COUNT(*) FROM audit_entry WHERE person_id = $1 AND (action LIKE '%attachment%' \
                   OR subject_kind = 'att')";
        tx.value::<i64>(sql, niangjia_store::params![person])
    });
    assert_eq!(told.expect("a look"), 0, "the audit outside does not tell who brought it");
    let deeds = opened_deeds(&world);
    assert!(deeds.iter().any(|deed| deed.action == "attachment.add"));
    assert_eq!(deeds.iter().filter(|deed| deed.action == "read.attachment.open").count(), 2);
}

#[apply(both_engines)]
fn what_is_kept_aside_of_a_case_is_released_by_whoever_is_in_charge(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["violence"]);
    let led = bring(&member, &case, 1, "录音.pdf", PROGRAM);
    assert!(led.contains("said=aside"), "{led}");
    let file = only(&world);
    member.get(&file).expect(200).says("由县里的保密事项负责人决定收不收");
    let release = format!("{file}/release");
    member.post(&release, &[("reason", "我知道是什么")]).expect(403).says("保密事项负责人");
    member.post(&format!("{file}/open"), &[]).expect(422);
    world.as_person(CHAIR).post(&release, &[("reason", "我是主席")]).expect(404);
    charge.post(&release, &[("reason", "当面核对过")]).expect(303);
    assert_eq!(member.post(&format!("{file}/open"), &[]).expect(200).bytes, PROGRAM);
}

#[apply(both_engines)]
fn a_file_about_a_child_waits_for_whoever_is_in_charge(#[case] engine: Engine) {
    let world = World::on(engine);
    let charge = designated(&world);
    let member = world.as_person(MEMBER);
    let case = comes_to(&member, &["child"]);
    bring(&member, &case, 1, "孩子的伤.pdf", PDF);
    let file = only(&world);
    let add = [("name", "陈玉兰"), ("reason", "一起办")];
    charge.post(&format!("{case}/people"), &add).expect(303);
    let second = world.as_person(RESIDENT_MEMBER);
    second.get("/messages").expect(200).says("有一件事等您处理").never_says("孩子");
    second.get(&file).expect(200).says("打开前要县里的负责人同意").says("申请打开");
    second.post(&format!("{file}/open"), &[]).expect(403).says("要县里的负责人同意");
    let key = file.trim_start_matches("/attachments/");
    let ask = format!("/protection-files/{key}/asking");
    world.as_person(NEIGHBOUR).post(&ask, &[]).expect(404);
    for _ in 0..2 {
        assert_eq!(second.post(&ask, &[]).expect(303).location, file);
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM protection_consent"), 1, "the same form twice asks once");
    second.get(&file).expect(200).says("已经申请").never_says(">申请打开<");
    charge.get("/messages").expect(200).says("有一件事等您处理");
    let page = charge.get(&case).expect(200).says("有人申请打开一份材料").body;
    let (_, rest) = page.split_once("action=\"/protection-consents/").expect("an asking");
    let decide = format!("/protection-consents/{}", rest.split('"').next().expect("a key"));
    second.post(&decide, &[("agreed", "yes")]).expect(403);
    world.as_person(CHAIR).post(&decide, &[("agreed", "yes")]).expect(404);
    charge.post(&decide, &[("agreed", "no")]).expect(303);
    second.post(&format!("{file}/open"), &[]).expect(403).says("没有同意");
    second.post(&ask, &[]).expect(303);
    charge.post(&decide, &[("agreed", "yes")]).expect(303);
    assert_eq!(second.post(&format!("{file}/open"), &[]).expect(200).bytes, PDF);
    // Whoever is responsible, and whoever is in charge, open it themselves.
    member.post(&format!("{file}/open"), &[]).expect(200);
    world.as_person(IN_CHARGE).post(&format!("{file}/open"), &[]).expect(200);
}
