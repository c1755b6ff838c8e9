//! The auditor reads who did what, who opened whose file, and sees that the chain is intact.

use niangjia_store::audit;
use niangjia_testkit::{AUDITOR, CHAIR, Engine, MEMBER, STREET_CHAIR, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, sent, visit};

#[apply(both_engines)]
fn the_auditor_reads_who_did_what_and_who_opened_whose_file(#[case] engine: Engine) {
    let world = World::on(engine);
    let family = world.family("王桂兰");
    let member = world.as_person(MEMBER);
    let form = member.get(&format!("/households/{family}/visits/new")).expect(200);
    let said = visit(&form, "她说的话只留在帮她的人这里");
    let _done = member.post(&format!("/households/{family}/visits"), &sent(&said)).expect(303);

    let street = world.as_person(STREET_CHAIR);
    let gate = street.get(&format!("/households/{family}")).expect(200).says("打开档案的用途");
    let gate = gate.never_says("她说的话").never_says("199****0001");
    let _gate = gate.never_says("巫山组 1 号");
    let refused =
        street.post(&format!("/households/{family}/openings"), &[("purpose", "抽查核实")]).expect(422);
    let _refused = refused.says("请写一句为什么要打开");
    let pairs = [("purpose", "抽查核实"), ("reason", "核对上月走访")];
    let _opened = street.post(&format!("/households/{family}/openings"), &pairs).expect(303);
    let _open = street.get(&format!("/households/{family}")).expect(200).says("她说的话");
    let shown = street.post(&format!("/households/{family}/contact"), &[]).expect(200);
    let _shown = shown.says("19900010001").says("巫山组 1 号");

    audit::seal_pending(&world.store()).expect("sealing");
    let auditor = world.as_person(AUDITOR);
    let journal = auditor.get("/audit").expect(200).says("记录走访").says("汪秀英").says("完整");
    let journal = journal.says("打开家庭档案").says("查看联系方式").says("抽查核实：核对上月走访");
    let _never = journal.never_says("她说的话只留在帮她的人这里");
    member.get(&format!("/households/{family}")).expect(200).says("抽查核实：核对上月走访").says("周敏");
    let _not_hers = auditor.get(&format!("/households/{family}")).expect(404);
    let _not_theirs = world.as_person(CHAIR).get("/audit").expect(404);
    world.hours_pass(24);
    let _closed = world
        .as_person(STREET_CHAIR)
        .get(&format!("/households/{family}"))
        .expect(200)
        .says("打开档案的用途");
}

#[apply(both_engines)]
fn an_entry_altered_or_removed_breaks_the_chain_where_it_was(#[case] engine: Engine) {
    let world = World::on(engine);
    let store = world.store();
    while audit::seal_pending(&store).expect("sealing") > 0 {}
    let tenant = world.actor(AUDITOR).tenant;
    let intact = store.read_blocking(|tx| audit::verify(tx, tenant)).expect("a look");
    assert!(intact.broken_at.is_none() && intact.checked > 20 && intact.waiting == 0, "{intact:?}");
    for damage in
        ["UPDATE audit_entry SET person_name = '别人' WHERE seq = 7", "DELETE FROM audit_entry WHERE seq = 5"]
    {
        alter(&world, damage);
        let state = store.read_blocking(|tx| audit::verify(tx, tenant)).expect("a look");
        let expected = if damage.starts_with("UPDATE") { 7 } else { 5 };
        assert_eq!(state.broken_at, Some(expected), "{damage}");
    }
    let auditor = world.as_person(AUDITOR);
    let _seen = auditor.get("/audit").expect(200).says("第 5 条");
    assert!(!niangjia::commands::diagnose(&store).expect("a diagnosis").well);
}

/// Somebody with a tool of her own, past the program.
fn alter(world: &World, sql: &str) {
    match world.options().location {
        niangjia_store::Location::Embedded => {
            let file = rusqlite::Connection::open(world.folder().join("niangjia.sqlite")).expect("the file");
            file.execute_batch(sql).expect("damage");
        }
        niangjia_store::Location::Postgres(url) => {
            let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("a connection");
            client.batch_execute(sql).expect("damage");
        }
    }
}

#[apply(both_engines)]
fn a_person_whose_key_was_thrown_away_is_unreadable_and_the_chain_still_holds(#[case] engine: Engine) {
    let world = World::on(engine);
    let store = world.store();
    let family = world.family("王桂兰");
    while audit::seal_pending(&store).expect("sealing") > 0 {}
    let auditor = world.as_person(AUDITOR);
    let link = format!("/audit?subject={}", family.id.uuid());
    let _readable = auditor.get(&link).expect(200).says("王桂兰家");
    alter(&world, "DELETE FROM subject_key");
    let _gone = auditor.get(&link).expect(200).says("已删除").never_says("王桂兰家");
    let state = store.read_blocking(|tx| audit::verify(tx, family.tenant)).expect("a look");
    assert_eq!(state.broken_at, None);
}
