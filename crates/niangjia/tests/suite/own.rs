//! 本人查阅: a woman sees what is kept about her, and nobody else does; what she claims has a clock and an answer.

use niangjia_household::api::visible;
use niangjia_kernel::{Household, Id, Key};
use niangjia_store::{Ending, StoreError, params};
use niangjia_testkit::{
    AUDITOR, Browser, CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR, OTHER_STREET_CHAIR,
    RESIDENT_MEMBER, Reply, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::exporting::visited;

pub const CLAIMS: &str = "/orgs/341881003004/claims";
pub const INSPECTIONS: &str = "/orgs/341881003004/inspections";

/// Enters somebody in a family: her name, whether she is a woman, the year of her birth, her relation.
pub fn lives_there(
    world: &World,
    contact: &str,
    name: &str,
    woman: bool,
    born: i64,
    relation: &str,
) -> String {
    let key = world.family(contact);
    let id = uuid_of(name);
    let (name, relation) = (name.to_owned(), relation.to_owned());
    let made = world.store().write_blocking(move |tx| {
        let sql = "INSERT INTO household_resident (tenant, id, household_id, name, woman, birth_year, relation, from_day) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = params![key.tenant, id, key.id, name, woman, born, relation, tx.today().plus(-400)];
        tx.execute(sql, values)?;
        Ok::<_, StoreError>(Ending::from(tx.derived(())))
    });
    made.expect("a resident");
    format!("res_{}", id.simple())
}

/// An identity of the test's own for somebody, so that she can be named again.
pub fn uuid_of(name: &str) -> uuid::Uuid {
    let sum = name.bytes().fold(7u128, |sum, byte| sum.wrapping_mul(131).wrapping_add(byte.into()));
    uuid::Uuid::from_u128(sum)
}

/// A family of a wife, who speaks for it, her husband and a daughter of eight.
pub fn family(world: &World) -> (Key<Household>, String, String, String) {
    let wife = lives_there(world, "程国庆", "程国庆", true, 1975, "本人");
    let husband = lives_there(world, "程国庆", "李大山", false, 1972, "丈夫");
    let daughter = lives_there(world, "程国庆", "李小燕", true, 2018, "女儿");
    (world.family("程国庆"), wife, husband, daughter)
}

/// Somebody comes, and shows who she is; with other fields said otherwise.
pub fn comes(chair: &Browser, key: Key<Household>, person: &str, otherwise: &[(&str, &str)]) -> Reply {
    let form = chair.get(&format!("/households/{key}/inspections/new")).expect(200);
    let id = form.hidden("id");
    let mut fields = vec![
        ("id", id.as_str()),
        ("person", person),
        ("comes_as", "herself"),
        ("proof", "identity_card"),
        ("alone", "yes"),
    ];
    fields.retain(|(name, _)| !otherwise.iter().any(|(other, _)| other == name));
    fields.extend_from_slice(otherwise);
    chair.post(&format!("/households/{key}/inspections"), &fields)
}

/// She claims something on her open sheet; gives where the claim is.
pub fn claims(chair: &Browser, sheet: &str, kind: &str, words: &str) -> String {
    let id = chair.get(sheet).expect(200).hidden("id");
    let fields = [("id", id.as_str()), ("kind", kind), ("words", words), ("reach", "in_person")];
    let claimed = chair.post(&format!("{sheet}/claims"), &fields).expect(303);
    claimed.location.split('?').next().expect("an address").to_owned()
}

/// A sheet that was handed out and has closed, and an open claim, written once; gives the identity of both.
pub fn claimed_once(world: &World, contact: &str) -> String {
    let (key, id) = (world.family(contact), uuid_of(contact));
    let chair = world.actor(if contact == "丁香" { OTHER_CHAIR } else { CHAIR });
    let made = world.store().write_blocking(move |tx| {
        let (sealed, post) = (tx.seal("rights_claim.words", "想知道")?, &chair.acting);
        let seen = tx.seal("rights_inspection.seen", "")?;
        let (org, path) = (post.org_id, post.org_path.clone());
        let sheet = "INSERT INTO rights_inspection (tenant, id, household_id, org_id, org_path, year, number, comes_as, \
                     proof, seen, person_id, person_name, post_label, at_ms, until_ms) VALUES ($1, $2, $3, $4, $5, 2026, \
                     1, 'herself', 'identity_card', $6, $7, '程丽华', '主席', $8, $8) ON CONFLICT (tenant, id) DO NOTHING";
        let values = params![key.tenant, id, key.id, org, path.clone(), seen, chair.person, tx.now()];
        tx.execute(sheet, values)?;
        let claim = "INSERT INTO rights_claim (tenant, id, inspection_id, household_id, org_id, org_path, year, number, \
                     kind, words, reach, asked_day, due_day) VALUES ($1, $2, $2, $3, $4, $5, 2026, 1, 'explain', $6, \
                     'in_person', $7, $7) ON CONFLICT (tenant, id) DO NOTHING";
        tx.execute(claim, params![key.tenant, id, key.id, org, path, sealed, tx.today()])?;
        Ok::<_, StoreError>(Ending::from(tx.derived(())))
    });
    made.expect("a claim");
    id.simple().to_string()
}

pub fn tell(chair: &Browser, claim: &str, on: &str) -> Reply {
    chair.post(&format!("{claim}/telling"), &[("told_day", on), ("manner", "in_person")])
}

#[apply(both_engines)]
fn she_sees_what_is_kept_about_her_why_who_may_open_it_and_who_did(#[case] engine: Engine) {
    let world = World::on(engine);
    let (key, wife, _, _) = family(&world);
    visited(&world, MEMBER, "程国庆", "2026-11-20", "陪她去复查，药费报了", None);
    let member = world.as_person(MEMBER);
    member.post(&format!("/households/{key}/contact"), &[]).expect(200);
    let street = world.as_person(STREET_CHAIR);
    let why = [("purpose", "抽查核实"), ("reason", "核对她家的登记")];
    let _opened = street.post(&format!("/households/{key}/openings"), &why).expect(303);

    let chair = world.as_person(CHAIR);
    chair.get(&format!("/households/{key}")).expect(200).says("本人查阅");
    let handed = comes(&chair, key, &wife, &[]).expect(303);
    let sheet = chair.get(&handed.location).expect(200);
    let sheet = sheet.says("嵩合社区妇联本人查阅单").says("查阅〔2026〕1号").says("程国庆").says("1975年");
    let sheet = sheet.says("19900010002").says("巫山组 2 号").says("大病").says("约走访、送消息");
    let sheet =
        sheet.says("嵩合社区妇联 主席").says("程丽华").says("嵩合社区妇联 执委").says("河沥溪街道妇联 主席");
    let sheet = sheet
        .says("周敏 · 河沥溪街道妇联 主席")
        .says("抽查核实")
        .says("查看电话和住址")
        .says("2026年11月20日");
    let sheet = sheet.says("同一户还登记着别人");
    let sheet = sheet.never_says("李大山").never_says("李小燕").never_says("2018年");
    sheet.never_says("陪她去复查").never_says("核对她家的登记").says("汪秀英 · 嵩合社区妇联 执委");
    assert_eq!(world.number("SELECT COUNT(*) FROM audit_entry WHERE action = 'read.rights.inspect'"), 1);

    world.hours_pass(1);
    let closed = world.as_person(CHAIR).get(&handed.location).expect(200);
    closed.says("查阅单已经关上").never_says("19900010002").never_says("1975年");
    let list = world.as_person(CHAIR).get(INSPECTIONS).expect(200).says("查阅〔2026〕1号").says("程国庆");
    list.never_says("19900010002");
}

#[apply(both_engines)]
fn a_husband_is_refused_in_words_and_she_reads_later_that_somebody_asked(#[case] engine: Engine) {
    let world = World::on(engine);
    let (key, wife, husband, _) = family(&world);
    let chair = world.as_person(CHAIR);
    for comes_as in ["spouse", "somebody_else"] {
        let refused =
            comes(&chair, key, &wife, &[("comes_as", comes_as), ("document", "结婚证")]).expect(303);
        let notice = chair.get(&refused.location).expect(200).says("不予查阅告知").says("夫妻之间也不能代查");
        notice.never_says("19900010002").never_says("1975年").never_says("大病").never_says("巫山组");
        let id = "claim_".to_owned() + &"0".repeat(32);
        let fields = [("id", id.as_str()), ("kind", "copy"), ("words", "给我"), ("reach", "in_person")];
        chair.post(&format!("{}/claims", refused.location), &fields).expect(422);
        chair.post(&format!("{}/screen", refused.location), &[]).expect(422);
    }
    let hers = comes(&chair, key, &wife, &[]).expect(303);
    chair.get(&hers.location).expect(200).says("有人来问，没有给看");
    let his = comes(&chair, key, &husband, &[]).expect(303);
    let his = chair.get(&his.location).expect(200).says("李大山").says("1972年");
    his.never_says("1975年").never_says("19900010002").never_says("有人来问").never_says("查阅〔2026〕3号");
}

#[apply(both_engines)]
fn what_was_told_in_confidence_is_on_nobodys_sheet_unless_it_was_read_and_released(#[case] engine: Engine) {
    let world = World::on(engine);
    let (key, wife, husband, _) = family(&world);
    let member = world.as_person(MEMBER);
    let form = member.get(&format!("/households/{key}/visits/new")).expect(200);
    let told = crate::but(&crate::visit(&form, "她说丈夫又动手了"), "matter", "family");
    let told = crate::but(&told, "on_day", "2026-11-21");
    let _visit = member.post(&format!("/households/{key}/visits"), &crate::sent(&told)).expect(303);
    let street = world.as_person(STREET_CHAIR);
    let why = [("purpose", "处理她的诉求"), ("reason", "她来电说家里的事")];
    let _opened = street.post(&format!("/households/{key}/openings"), &why).expect(303);

    let chair = world.as_person(CHAIR);
    for person in [&wife, &husband] {
        let handed = comes(&chair, key, person, &[]).expect(303);
        let sheet = chair.get(&handed.location).expect(200).says("走访里说的话可能关系到别人");
        let sheet = sheet.never_says("动手").never_says("家里的事").never_says("2026年11月21日");
        sheet.never_says("处理她的诉求").never_says("来电").says("工作需要");
    }
    let form = chair.get(&format!("/households/{key}/inspections/new")).expect(200).says("她说丈夫又动手了");
    let (_, rest) = form.body.split_once("name=\"line\" value=\"").expect("a line");
    let line = rest.split('"').next().expect("its identity");
    let handed = comes(&chair, key, &wife, &[("line", line)]).expect(303);
    chair.get(&handed.location).expect(200).says("她说丈夫又动手了").says("2026年11月21日");
    let his = comes(&chair, key, &husband, &[]).expect(303);
    chair.get(&his.location).expect(200).never_says("动手");
}

#[apply(both_engines)]
fn who_she_is_is_shown_in_person_and_nobody_reads_along(#[case] engine: Engine) {
    let world = World::on(engine);
    let (key, wife, _, daughter) = family(&world);
    let chair = world.as_person(CHAIR);
    comes(&chair, key, "", &[]).expect(422).says("请点查的是谁的");
    comes(&chair, key, &wife, &[("comes_as", "")]).expect(422).says("请点来的是什么人");
    comes(&chair, key, &wife, &[("proof", "code")]).expect(422).says("只凭手机和验证码不行");
    comes(&chair, key, &wife, &[("proof", "known")]).expect(422).says("第二位工作人员");
    comes(&chair, key, &wife, &[("alone", "")]).expect(422).says("旁边没有别人在看");
    let guardian = [("comes_as", "guardian"), ("document", "户口簿"), ("reason", "孩子在上学")];
    comes(&chair, key, &wife, &guardian).expect(422).says("请她本人来");
    let typed = comes(&chair, key, &daughter, &[("comes_as", "guardian"), ("reason", "孩子在上学")]);
    typed.expect(422).says("看过哪份材料").says("孩子在上学");
    assert_eq!(world.number("SELECT COUNT(*) FROM rights_inspection"), 0, "nothing was handed out");
    let childs = comes(&chair, key, &daughter, &guardian).expect(303);
    let sheet = chair.get(&childs.location).expect(200).says("李小燕").says("2018年");
    sheet.never_says("程国庆").never_says("19900010002");
}

#[apply(both_engines)]
fn a_sheet_is_handed_out_by_the_chair_of_her_community_and_the_same_form_twice_is_one(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let (key, wife, _, _) = family(&world);
    let address = format!("/households/{key}/inspections/new");
    world.as_person(MEMBER).get(&address).expect(403).says("妇联主席、副主席当面办理");
    world.as_person(STREET_CHAIR).get(&address).expect(403);
    world.as_person(OTHER_CHAIR).get(&address).expect(404);
    world.as_person(AUDITOR).get(&address).expect(404);
    world.program_of(CHAIR).get(&address).expect(403).says("程序不能代办");
    let chair = world.as_person(CHAIR);
    let form = chair.get(&address).expect(200);
    let id = form.hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("person", &wife),
        ("comes_as", "herself"),
        ("proof", "identity_card"),
        ("alone", "yes"),
    ];
    let first = chair.post(&format!("/households/{key}/inspections"), &fields).expect(303);
    let second = chair.post(&format!("/households/{key}/inspections"), &fields).expect(303);
    assert_eq!(first.location, second.location);
    assert_eq!(world.number("SELECT COUNT(*) FROM rights_inspection"), 1);
    let street = world.as_person(STREET_CHAIR).get(&first.location).expect(200);
    street.says("程**").never_says("程国庆").never_says("19900010002");
    world.as_person(OTHER_CHAIR).get(&first.location).expect(404);
    world.as_person(OTHER_STREET_CHAIR).get(INSPECTIONS).expect(404);
    world.as_person(MEMBER).get(INSPECTIONS).expect(404);
}

#[apply(both_engines)]
fn the_screen_turned_to_her_shows_her_sheet_once_and_leads_nowhere(#[case] engine: Engine) {
    let world = World::on(engine);
    let (key, wife, _, _) = family(&world);
    let chair = world.as_person(CHAIR);
    let handed = comes(&chair, key, &wife, &[]).expect(303);
    let screen = chair.post(&format!("{}/screen", handed.location), &[]).expect(200);
    let screen = screen.says("1975年").says("看完了，关上").never_says("李大山");
    let links: Vec<&str> =
        screen.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let pages =
        links.iter().filter(|link| !link.starts_with("/assets/") && **link != "/manifest.webmanifest");
    assert!(pages.clone().all(|link| *link == "/login"), "{links:?}");
    assert!(pages.count() > 0 && !screen.body.contains("<form"));
    chair.get(&handed.location).expect(401);
    chair.get("/").expect(401);
    let again = world.as_person(CHAIR);
    let second = again.post(&format!("{}/screen", handed.location), &[]).expect(303);
    again.get(&second.location).expect(200).says("屏幕已经请她看过一次");
}

/// The oracle: over every household and everybody of the cast, and many histories of links, the posts on the sheet are
/// those whose holders' own fetch finds the household.
#[apply(both_engines)]
fn the_posts_on_a_sheet_are_exactly_those_for_whom_the_fetch_succeeds(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let cast = niangjia_testkit::EVERYBODY;
    let mut chance = 20_261_122_u64;
    let members = [MEMBER, RESIDENT_MEMBER, NEIGHBOUR].map(|figure| world.actor(figure).person.to_string());
    let hers = world.actor(MEMBER);
    let mut named = 0;
    for round in 0..8 {
        for contact in ["王桂兰", "程国庆", "周美兰", "黄桂枝"] {
            let key = world.family(contact);
            named += compared(&world, key, &cast);
            // Another history: a link more, on one of the sides.
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let member = members[usize::try_from(chance >> 33).unwrap_or(0) % 3].as_str();
            let side = if (chance >> 40) & 1 == 0 { "register" } else { "residence" };
            let fields = [("member", member), ("side", side), ("mode", "roving"), ("since", "2026-11-22")];
            let _arranged_or_not = chair.post(&format!("/households/{key}/links"), &fields);
        }
        if round == 4 {
            let post = hers.acting.post.within(hers.tenant);
            let gone = [("until_day", "2026-11-22"), ("reason", "died")];
            let _left = chair.post(&format!("/posts/{post}/leaving"), &gone).expect(303);
        }
    }
    for contact in ["丁香", "钟晴"] {
        named += compared(&world, world.family(contact), &cast);
    }
    assert!(named > 100, "the premise: many posts are named: {named}");
}

fn compared(world: &World, key: Key<Household>, cast: &[Figure]) -> usize {
    // As they were before anybody left: a figure without her post is nobody.
    let actors: Vec<_> =
        cast.iter().filter(|figure| holds(world, **figure)).map(|figure| world.actor(*figure)).collect();
    let (expected, named) = world
        .store()
        .read_blocking(move |tx| {
            let mut expected = Vec::new();
            for actor in &actors {
                if visible(tx, actor, key)?.is_some() {
                    expected.push(actor.acting.post);
                }
            }
            let subject = niangjia_household::api::people_of(tx, key)?.remove(0);
            let keeper = niangjia_household::api::HouseholdKeeper;
            let openers = niangjia_subject::Keeper::openers(&keeper, tx, &subject)?;
            let mut named: Vec<_> = openers.into_iter().map(|opener| opener.post).collect();
            expected.sort_unstable();
            named.sort_unstable();
            Ok::<_, StoreError>((expected, named))
        })
        .expect("a look");
    assert_eq!(named, expected);
    named.len()
}

fn holds(world: &World, figure: Figure) -> bool {
    let name = figure.name.to_owned();
    let held: i64 = world
        .store()
        .read_blocking(move |tx| {
            let sql = "SELECT COUNT(*) FROM people_post t JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id \
                       WHERE p.name = $1 AND (t.until_day IS NULL OR t.until_day > $2)";
            tx.value(sql, params![name, tx.today()])
        })
        .expect("a look");
    held > 0
}

#[test]
fn whatever_is_sealed_about_families_is_in_the_register_of_personal_columns() {
    let schema =
        niangjia_store::rendered_schema(&niangjia::wiring::migrations(), niangjia_store::Dialect::Postgres);
    let fields: Vec<_> = niangjia::wiring::keepers().into_iter().flat_map(|keeper| keeper.fields()).collect();
    let (mut table, mut sealed) = ("", 0);
    for line in schema.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.split([' ', '(']).next().unwrap_or_default();
        }
        let ours = ["household", "phone_", "rights_"].iter().any(|prefix| table.starts_with(prefix));
        if let Some((column, _)) = line.split_once(" BYTEA").filter(|_| ours) {
            let listed = fields.iter().any(|field| field.table == table && field.column == column);
            assert!(listed, "{table}.{column} is sealed, and no keeper says why it is kept");
            sealed += 1;
        }
    }
    assert!(sealed > 8, "the premise: sealed columns are found: {sealed}");
}

#[test]
fn a_resident_is_named_by_an_identity_of_her_own() {
    let id: Id<niangjia_kernel::Resident> = Id::from_uuid(uuid_of("李小燕"));
    assert_eq!(id.to_string(), format!("res_{}", uuid_of("李小燕").simple()));
    assert_ne!(uuid_of("李小燕"), uuid_of("李大山"));
}
