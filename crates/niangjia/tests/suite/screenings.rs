//! Rounds of screening and troubles of relationships: nobody is left out, nobody is told who should not be.

use niangjia_testkit::{
    Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR,
    OTHER_STREET_CHAIR, RESIDENT_MEMBER, Reply, STREET_CHAIR, World,
};
use rstest::rstest;
use rstest_reuse::apply;

use crate::exporting::exported;
use crate::{both_engines, sent, visit};

pub const ROUNDS: &str = "/orgs/341881003004/screenings";
pub const TROUBLES: &str = "/orgs/341881003004/troubles";

/// The chair begins a round with every key household.
fn begins(chair: &Browser) -> String {
    let form = chair.get(&format!("{ROUNDS}/new")).expect(200);
    let id = form.hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("kind", "key_people"),
        ("from_day", "2026-11-20"),
        ("until_day", "2026-12-20"),
        ("need", "key"),
    ];
    let location = chair.post(ROUNDS, &fields).expect(303).location;
    location.split('?').next().unwrap().to_owned()
}

/// Somebody writes a trouble down; `more` says what is otherwise.
pub fn finds(browser: &Browser, name: &str, more: &[(&str, &str)]) -> Reply {
    let id = browser.get(&format!("{TROUBLES}/new")).expect(200).hidden("id");
    let mut fields = vec![
        ("id", id.as_str()),
        ("name", name),
        ("kind", "couple"),
        ("words", "为了钱和家务天天吵"),
        ("note", "先听她说"),
        ("source", "visit"),
        ("found_day", "2026-11-20"),
        ("asked", "all_no"),
    ];
    fields.retain(|(field, _)| !more.iter().any(|(other, _)| other == field));
    fields.extend_from_slice(more);
    browser.post(TROUBLES, &fields)
}

/// The page of what was just made.
pub fn page_of(reply: &Reply) -> String {
    reply.location.split('?').next().unwrap().to_owned()
}

/// Help on the day of the tests, by whoever asks.
pub fn helps(browser: &Browser, page: &str, more: &[(&str, &str)]) -> Reply {
    let form = browser.get(page).expect(200);
    let (id, by) = (form.hidden("id"), form.chosen("by"));
    let mut fields = vec![
        ("id", id.as_str()),
        ("kind", "help"),
        ("words", "分别谈了一次"),
        ("on_day", "2026-11-22"),
        ("by", by.as_str()),
        ("asked", "all_no"),
    ];
    fields.retain(|(field, _)| !more.iter().any(|(other, _)| other == field));
    fields.extend_from_slice(more);
    browser.post(&format!("{page}/helps"), &fields)
}

fn families(browser: &Browser, page: &str) -> Vec<serde_json::Value> {
    browser.get_json(page).expect(200).json()["families"].as_array().unwrap().clone()
}

#[apply(both_engines)]
fn a_round_is_over_when_every_family_is_reached_or_explained_and_a_visit_is_never_asked_twice(
    #[case] engine: Engine,
) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let round = begins(&chair);
    let all = families(&chair, &round);
    assert!(all.len() > 3, "key households of the cast ({})", all.len());
    let hers: Vec<_> = all.iter().filter(|one| one["member"] == "汪秀英").collect();
    assert!(!hers.is_empty() && hers.len() < all.len(), "the list is given to more than one");

    let member = world.as_person(MEMBER);
    assert_eq!(families(&member, &round).len(), hers.len(), "a member sees her own lines");
    member.get("/families").expect(200).says("户没见到");
    chair.get("/").expect(200).says("户没见到");
    world.as_person(NEIGHBOUR).get(&round).expect(404);
    world.as_person(OTHER_CHAIR).get(&round).expect(404);
    world.as_person(CITY_CHAIR).get(&round).expect(404);
    let street = world.as_person(STREET_CHAIR);
    let above = families(&street, &round);
    assert_eq!(above.len(), all.len());
    assert!(above.iter().all(|one| one.get("household").is_none()), "from above without names");
    assert!(hers[0].get("household").is_some(), "the chair has them");

    // An ordinary visit is the family's line of the round.
    let household = hers[0]["household"].as_str().unwrap();
    let form = member.get(&format!("/households/{household}/visits/new")).expect(200);
    let fields = visit(&form, "看望，一切都好");
    member.post(&format!("/households/{household}/visits"), &sent(&fields)).expect(303);
    let head = chair.get_json(&round).expect(200).json()["round"].clone();
    assert_eq!((head["reached"].as_i64(), head["explained"].as_i64()), (Some(1), Some(0)));
    let before = chair.get_json(&format!("{round}?on=2026-11-21")).expect(200).json();
    assert_eq!(before["round"]["reached"], 0, "as of the day before nobody was reached");

    chair.post(&format!("{round}/finish"), &[]).expect(422).says("还有");
    let waiting: Vec<_> =
        families(&chair, &round).into_iter().filter(|one| one["standing"] == "waiting").collect();
    let line = |one: &serde_json::Value| format!("/screening-lines/{}", one["id"].as_str().unwrap());
    chair.post(&line(&waiting[0]), &[("outcome", "not_reached")]).expect(422).says("请选没见到的原因");
    world.as_person(NEIGHBOUR).post(&line(&waiting[0]), &[("outcome", "reached")]).expect(404);
    for one in &waiting {
        chair.post(&line(one), &[("outcome", "not_reached"), ("reason", "away")]).expect(303);
    }
    member.post(&format!("{round}/finish"), &[]).expect(403);
    chair.post(&format!("{round}/finish"), &[]).expect(303);
    chair.post(&format!("{round}/finish"), &[]).expect(422);
    let facts = world.number("SELECT COUNT(*) FROM fact WHERE kind = 'screening_round' AND households = 1");
    assert_eq!(facts, 1, "one round, one family reached");
    let parts = "SELECT COUNT(*) FROM fact_part p JOIN fact f ON f.tenant = p.tenant AND f.id = p.fact_id \
                 WHERE f.kind = 'screening_round'";
    assert_eq!(world.number(parts), 2, "the chair, and the member who was there");
    let sheet = exported(&world, &chair, ROUNDS);
    assert!(
        sheet.rows.iter().any(|row| row.iter().any(|cell| cell.contains("排查〔2026〕1号"))),
        "{:?}",
        sheet.rows
    );
}

#[apply(both_engines)]
fn a_list_is_chosen_from_the_register_and_not_by_guess(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let fields = |id: &'static str| {
        vec![("id", id), ("kind", "key_people"), ("from_day", "2026-11-20"), ("until_day", "2026-12-20")]
    };
    let id = "scr_01980000000070008000000000000001";
    chair.post(ROUNDS, &fields(id)).expect(422).says("一户也没有");
    let mut unknown = fields(id);
    unknown.push(("numbers", "0001、9999"));
    chair.post(ROUNDS, &unknown).expect(422).says("台账里没有这些编号：9999").says("0001、9999");
    let mut one = fields(id);
    one.push(("numbers", "0001"));
    let made = chair.post(ROUNDS, &one).expect(303);
    assert_eq!(families(&chair, &page_of(&made)).len(), 1);
    chair.post(ROUNDS, &one).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM screening_round"), 1, "the same form twice is one round");
    world.as_person(MEMBER).get(&format!("{ROUNDS}/new")).expect(403);
    world.as_person(STREET_CHAIR).get(&format!("{ROUNDS}/new")).expect(403);
}

#[apply(both_engines)]
fn a_trouble_is_found_helped_resolved_and_revisited_and_told_to_its_own_people(#[case] engine: Engine) {
    let world = World::on(engine);
    let (member, chair) = (world.as_person(MEMBER), world.as_person(CHAIR));
    finds(&member, "", &[]).expect(422).says("请写她怎么称呼").says("为了钱和家务天天吵");
    finds(&member, "刘小燕", &[("asked", "")]).expect(422).says("问过没有");
    let page = page_of(&finds(&member, "刘小燕", &[]).expect(303));
    member.get(&page).expect(200).says("刘小燕").says("天天吵").says("先听她说");
    chair.get(&page).expect(200).says("天天吵");
    world.as_person(RESIDENT_MEMBER).get(&page).expect(404);
    world.as_person(OTHER_CHAIR).get(&page).expect(404);
    world.as_person(OTHER_STREET_CHAIR).get(&page).expect(404);
    world.as_person(CITY_CHAIR).get(&page).expect(404);

    let street = world.as_person(STREET_CHAIR);
    street.get("/orgs/341881003/troubles").expect(200).says("困扰〔2026〕1号").never_says("刘小燕");
    street.get(&page).expect(200).says("打开要写用途").never_says("刘小燕").never_says("天天吵");
    assert!(street.get_json(&page).expect(200).json().get("words").is_none());
    street.post(&format!("{page}/opening"), &[("purpose", "")]).expect(422).says("为什么要看");
    street.post(&format!("{page}/opening"), &[("purpose", "督办超过十五天的")]).expect(303);
    street.get(&page).expect(200).says("刘小燕").says("天天吵").never_says("记一次帮助");
    world.as_person(COUNTY_CHAIR).get(&page).expect(200).never_says("刘小燕");
    chair.get(&page).expect(200).says("督办超过十五天的").says("周敏");
    street.post(&format!("{page}/closing"), &[("closing", "moved")]).expect(403);
    world.hours_pass(24);
    let street = world.as_person(STREET_CHAIR);
    street.get(&page).expect(200).never_says("刘小燕");
    world.on_day("2026-11-22");

    let (member, chair) = (world.as_person(MEMBER), world.as_person(CHAIR));
    member.post(&format!("{page}/closing"), &[("closing", "resolved")]).expect(422).says("还没有记谁帮过");
    helps(&member, &page, &[("kind", "revisit")]).expect(422).says("结束以后再记回访");
    helps(&member, &page, &[]).expect(303);
    member.post(&format!("{page}/closing"), &[("closing", "resolved")]).expect(303);
    helps(&member, &page, &[]).expect(422).says("已经结束了");
    helps(&member, &page, &[("kind", "revisit"), ("words", "和好了")]).expect(303);
    chair.get(&page).expect(200).says("和好了").says("已化解");
    for kind in ["trouble_found", "trouble_resolved"] {
        assert_eq!(world.number(&format!("SELECT COUNT(*) FROM fact WHERE kind = '{kind}'")), 1, "{kind}");
    }
    let sheet = exported(&world, &chair, TROUBLES);
    assert!(sheet.rows.iter().all(|row| row.iter().all(|cell| !cell.contains("刘小燕"))), "{:?}", sheet.rows);
    assert!(
        sheet.rows.iter().any(|row| row.iter().any(|cell| cell.contains("夫妻矛盾"))),
        "{:?}",
        sheet.rows
    );
}

#[apply(both_engines)]
fn one_yes_seals_a_trouble_for_everybody_but_its_own_people_and_leaves_no_gap(#[case] engine: Engine) {
    let world = World::on(engine);
    let (member, chair) = (world.as_person(MEMBER), world.as_person(CHAIR));
    let _open = finds(&member, "刘小燕", &[]).expect(303);
    finds(&member, "沈秋", &[("asked", "all_no"), ("danger", "hit")]).expect(422).says("这里也请点");
    let sealed = finds(&member, "沈秋", &[("asked", "some"), ("danger", "hit")]).expect(303);
    let page = page_of(&sealed);
    member.get(&sealed.location).expect(200).says("转入保密办理").says("沈秋").never_says("申请调解");
    let other = finds(&member, "何玉", &[]).expect(303);
    chair.get(&page_of(&other)).expect(200).says("困扰〔2026〕2号");
    member.post(&format!("{page}/application"), &[]).expect(422).says("不能调解");

    let seen: [(Figure, &str); 4] = [
        (CHAIR, TROUBLES),
        (STREET_CHAIR, "/orgs/341881003/troubles"),
        (COUNTY_CHAIR, "/orgs/341881/troubles"),
        (STREET_CHAIR, TROUBLES),
    ];
    for (figure, list) in seen {
        let browser = world.as_person(figure);
        browser.get(&page).expect(404);
        browser.get_json(&page).expect(404);
        browser.post(&format!("{page}/opening"), &[("purpose", "想看看")]).expect(404);
        browser.post(&format!("{page}/closing"), &[("closing", "moved")]).expect(404);
        let listed = browser.get_json(list).expect(200).json();
        assert_eq!(listed["total"], 2, "{} sees the other two", figure.name);
        browser.get(list).expect(200).never_says("沈秋").never_says("密1号");
        let sheet = exported(&world, &browser, list);
        let cells = sheet.rows.iter().flatten();
        assert!(cells.clone().all(|cell| !cell.contains('密') || cell.contains("保密")), "{:?}", sheet.rows);
    }
    assert_eq!(member.get_json(TROUBLES).expect(200).json()["total"], 3, "she has all of hers");
    assert_eq!(
        world.number("SELECT COUNT(*) FROM fact WHERE kind = 'trouble_found'"),
        2,
        "no fact tells of it"
    );

    // Danger that shows itself later seals it too: the chair who read it before reads it no more.
    let page = page_of(&other);
    chair.get(&page).expect(200);
    helps(&member, &page, &[("asked", "some"), ("danger", "child")]).expect(303);
    chair.get(&page).expect(404);
    member.get(&page).expect(200).says("何玉");
    assert_eq!(chair.get_json(TROUBLES).expect(200).json()["total"], 1);
}

#[apply(both_engines)]
fn a_trouble_becomes_a_dispute_only_when_somebody_applies(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let page = page_of(&finds(&member, "刘小燕", &[]).expect(303));
    member.post(&format!("{page}/application"), &[]).expect(303);
    member.get(&page).expect(200).says("已申请调解");
    member.post(&format!("{page}/application"), &[]).expect(422);
    member.post(&format!("{page}/closing"), &[("closing", "moved")]).expect(422).says("已经结束了");
    let resolved = world.number("SELECT COUNT(*) FROM fact WHERE kind = 'trouble_resolved'");
    assert_eq!(resolved, 0, "what is mediated was not resolved here");
}

/// S3 (平邑街道): 重点人群和高风险家庭排查 2 次. Which rounds, and which families, the document does not say; that it is two is counted from the
/// families of each, and a round that goes on is none.
#[apply(both_engines)]
fn the_two_rounds_of_the_document_are_counted_from_their_families(#[case] engine: Engine) {
    const S3_ROUNDS: i64 = 2;
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let counted =
        || world.number("SELECT COUNT(*) FROM fact WHERE kind = 'screening_round' AND reverses IS NULL");
    for (kind, before) in [("key_people", 0), ("risk_families", 1)] {
        let id = chair.get(&format!("{ROUNDS}/new")).expect(200).hidden("id");
        let fields = [
            ("id", id.as_str()),
            ("kind", kind),
            ("from_day", "2026-11-20"),
            ("until_day", "2026-12-20"),
            ("need", "key"),
        ];
        let location = chair.post(ROUNDS, &fields).expect(303).location;
        let round = location.split('?').next().unwrap().to_owned();
        for one in families(&chair, &round).iter().filter(|one| one["standing"] == "waiting") {
            let line = format!("/screening-lines/{}", one["id"].as_str().unwrap());
            chair.post(&line, &[("outcome", "reached")]).expect(303);
        }
        assert_eq!(counted(), before, "a round that goes on is none");
        chair.post(&format!("{round}/finish"), &[]).expect(303);
    }
    assert_eq!(counted(), S3_ROUNDS);
    let listed = chair.get_json(ROUNDS).expect(200).json();
    let over = listed["rounds"].as_array().expect("rounds").iter().filter(|one| !one["finished"].is_null());
    assert_eq!(over.count(), 2, "each opens to its families");
}
