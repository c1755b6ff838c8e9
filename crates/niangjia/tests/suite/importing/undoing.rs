//! 整体撤回: a whole import is taken back while nothing was built on it.

use niangjia_testkit::{AUDITOR, CHAIR, Engine, MEMBER, Workbook, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::visited;
use crate::importing::{everything, taken};

const HOME: &str = "/orgs/341881003004";
const REASON: &str = "导成了去年的表";

fn ledger() -> Vec<u8> {
    Workbook::of(&[
        &["编号", "户主", "小组", "电话", "住址", "需求", "联系执委", "姓名", "关系", "性别"],
        &["#21", "吴秀珍", "一", "13900000021", "一组 1 号", "低保、残疾", "汪秀英", "吴秀珍", "本人", "女"],
        &["#21", "", "", "", "", "", "", "程小雨", "孙女", "女"],
        &["#12", "黄桂枝", "巫山", "", "", "大病", "汪秀英", "", "", ""],
    ])
    .bytes()
}

/// The rows that an import makes; facts, audit and keys only ever grow.
fn standing(world: &World) -> Vec<(String, i64)> {
    let grows = ["fact", "fact_part", "duty_point", "subject_key", "audit_entry", "tally"];
    everything(world).into_iter().filter(|(table, _)| !grows.contains(&table.as_str())).collect()
}

#[apply(both_engines)]
fn a_ledger_is_taken_back_whole_and_can_be_brought_again(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let before = standing(&world);
    let page = format!("{HOME}/households/import");
    let (href, shown) = taken(&world, &chair, &page, &ledger());
    let _shown = shown.says("新增 1 行").says("补充 2 行").says("整体撤回这次导入");
    let done = standing(&world);
    assert_ne!(before, done, "the premise");
    let undo = |reason: &str| chair.post(&format!("{href}/undoing"), &[("reason", reason)]);
    let _silent = undo(" ").expect(422).says("请写明为什么");
    let entries = "SELECT COUNT(*) FROM audit_entry WHERE action = 'transfer.undo'";
    let _undone = undo(REASON).expect(303);
    world.work();
    chair.get(&href).expect(200).says("已撤回").never_says("整体撤回这次导入");
    assert_eq!(standing(&world), before);
    assert_eq!(world.number(entries), 1);
    let audit = world.as_person(AUDITOR).get("/audit").expect(200);
    let _audit = audit.says("撤回导入").says(REASON);
    let _twice = undo(REASON).expect(422).says("不用撤回");

    let (_, shown) = taken(&world, &chair, &page, &ledger());
    let _shown = shown.says("新增 1 行").says("补充 2 行");
    assert_eq!(standing(&world), done, "the same file again");
}

#[apply(both_engines)]
fn visits_are_reversed_on_their_own_day_and_come_again(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let page = format!("{HOME}/visits/import");
    let file = Workbook::of(&[
        &["编号", "走访日期", "走访人", "事项", "走访内容"],
        &["#1", "2024-03-05", "汪秀英", "看病就医", "陪诊"],
        &["#2", "2024-04-05", "汪秀英", "", "看望"],
    ])
    .bytes();
    let counted = || world.number("SELECT CAST(SUM(facts) AS BIGINT) FROM tally WHERE kind = 'visit'");
    let points = || world.number("SELECT CAST(SUM(points) AS BIGINT) FROM duty_point");
    for round in 1..=3 {
        let (href, shown) = taken(&world, &chair, &page, &file);
        let _shown = shown.says("新增 2 行");
        assert_eq!(counted(), 2, "round {round}");
        assert!(points() > 0, "the premise: visits give points");
        let _undone = chair.post(&format!("{href}/undoing"), &[("reason", REASON)]).expect(303);
        world.work();
        chair.get(&href).expect(200).says("已撤回");
        assert_eq!((counted(), points()), (0, 0), "round {round}");
    }
    let left = "SELECT COUNT(*) FROM household_visit WHERE taken_back_ms IS NULL";
    assert_eq!(world.number(left), 0);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 6, "each stays in the record");
    let audit = "SELECT COUNT(*) FROM audit_entry WHERE action = 'transfer.undo'";
    assert_eq!(world.number(audit), 3, "one entry for each");
    for fold in niangjia::wiring::FOLDS {
        let differences = world.store().read_blocking(|tx| (fold.differences)(tx)).expect("readable");
        assert!(differences.is_empty(), "{}: {differences:?}", fold.name);
    }
}

#[apply(both_engines)]
fn what_was_built_on_an_import_is_named_and_keeps_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let (href, _) = taken(&world, &chair, &format!("{HOME}/households/import"), &ledger());
    let family = world.family("吴秀珍");
    visited(&world, MEMBER, "吴秀珍", "2026-11-22", "第一次上门", None);
    let _need = chair
        .post(
            &format!("/households/{family}/needs"),
            &[("kind", "out_of_work"), ("since", "2026-11-01"), ("source", "visit")],
        )
        .expect(303);
    let done = standing(&world);
    let undo = || chair.post(&format!("{href}/undoing"), &[("reason", REASON)]);
    let refused = undo().expect(422).says("不能整体撤回").says("吴秀珍家（0021）：2026年11月22日 汪秀英走访");
    let refused = refused.says("后来登记了需求").says(REASON);
    assert!(refused.body.contains("href=\"/visits/341881."), "a way to the visit");
    assert!(refused.body.contains(&format!("href=\"/households/{family}\"")), "a way to the household");
    assert_eq!(standing(&world), done, "nothing is taken back by halves");
    // When what was built is gone, the import can be taken back; the visit stays in the record.
    let visit = refused.body.split("href=\"/visits/").nth(1).and_then(|rest| rest.split('"').next());
    let visit = visit.expect("the visit").to_owned();
    let taking_back = [("reason", "记错了")];
    let _taken_back =
        world.as_person(MEMBER).post(&format!("/visits/{visit}/taking-back"), &taking_back).expect(303);
    let _still = undo().expect(422).says("后来登记了需求").never_says("汪秀英走访");
    world
        .store()
        .write_blocking(|tx| {
            let sql = "DELETE FROM household_need WHERE kind = 'out_of_work'";
            tx.execute(sql, &[])?;
            Ok::<_, niangjia_store::StoreError>(niangjia_store::Ending::Commit(tx.unaudited(())))
        })
        .expect("as if it had never been entered");
    let _undone = undo().expect(303);
    world.work();
    chair.get(&href).expect(200).says("已撤回");
    let free = "SELECT COUNT(*) FROM household WHERE number = '0021'";
    assert_eq!(world.number(free), 0, "the number is free");
    assert_eq!(world.number("SELECT COUNT(*) FROM household WHERE until_day = from_day"), 1);
    let (_, shown) = taken(&world, &chair, &format!("{HOME}/households/import"), &ledger());
    let _shown = shown.says("新增 1 行");
}

#[apply(both_engines)]
fn a_link_that_a_visit_stands_on_is_not_taken_back(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let links = Workbook::of(&[
        &["编号", "联系执委", "开始日期", "结束日期"],
        &["#2", "陈玉兰", "2022-01-01", "2022-12-31"],
    ]);
    let (link_import, _) = taken(&world, &chair, &format!("{HOME}/links/import"), &links.bytes());
    let visits = Workbook::of(&[
        &["编号", "走访日期", "走访人", "走访内容"],
        &["#2", "2022-05-05", "陈玉兰", "那一年的走访"],
    ]);
    let (visit_import, _) = taken(&world, &chair, &format!("{HOME}/visits/import"), &visits.bytes());
    let undo = |href: &str| chair.post(&format!("{href}/undoing"), &[("reason", REASON)]);
    let _refused = undo(&link_import).expect(422).says("程国庆家（0002）：2022年5月5日 陈玉兰走访");
    let _visits = undo(&visit_import).expect(303);
    world.work();
    let _links = undo(&link_import).expect(303);
    world.work();
    chair.get(&link_import).expect(200).says("已撤回");
    let links = "SELECT COUNT(*) FROM household_link l JOIN people_person p ON p.tenant = l.tenant AND p.id = l.person_id \
                 WHERE p.name = '陈玉兰' AND l.until_day IS NOT NULL";
    assert_eq!(world.number(links), 0);
}

#[apply(both_engines)]
fn an_import_is_taken_back_by_nobody_else_and_forgotten_after_ninety_days(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let (href, _) = taken(&world, &chair, &format!("{HOME}/households/import"), &ledger());
    let stranger = world.as_person(MEMBER);
    let _stranger = stranger.post(&format!("{href}/undoing"), &[("reason", REASON)]).expect(404);
    world.on_day("2026-12-05");
    niangjia_transfer::forget_expired(&world.store()).expect("readable");
    let chair = world.as_person(CHAIR);
    chair.get(&href).expect(200).says("整体撤回这次导入").never_says("下载有问题的行");
    world.on_day("2027-02-25");
    niangjia_transfer::forget_expired(&world.store()).expect("readable");
    let _gone = world.as_person(CHAIR).get(&href).expect(404);
    assert_eq!(world.number("SELECT COUNT(*) FROM transfer_made"), 0);
}
