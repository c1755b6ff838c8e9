//! 转介 of what somebody holds at street, county and city.

use niangjia_testkit::{CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, OTHER_COUNTY_CHAIR, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::referrals::id_of;

#[apply(both_engines)]
fn who_holds_a_request_refers_it_to_her_own_partners_up_to_the_city(#[case] engine: Engine) {
    let world = World::on(engine);
    let request = crate::requests::received(&world, COUNTY_CHAIR, &[("channel", "hotline")]);
    let up = [("pass_reason", "要市里联系")];
    world.as_person(COUNTY_CHAIR).post(&format!("{request}/escalation"), &up).expect(303);
    world.as_person(CITY_CHAIR).post(&format!("{request}/taking"), &[]).expect(303);
    let city = world.as_person(CITY_CHAIR);
    let id = city.get("/orgs/3418/partners").expect(200).hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("kind", "legal_aid"),
        ("name", "宣城市示例法援中心"),
        ("contact", "值班室"),
        ("phone", "0563-0000019"),
        ("way", "paper"),
    ];
    let to = city.post("/orgs/3418/partners", &fields).expect(303).location;
    let page = city.get(&request).expect(200).says("转介给合作单位");
    let link =
        page.body.split("/referrals/new?").nth(1).expect("the way").split('"').next().unwrap().to_owned();
    let link = format!("/referrals/new?{}", link.replace("&amp;", "&").replace("&#38;", "&"));
    let form = city.get(&link).expect(200).says("宣城市示例法援中心");
    let (id, kind, subject) = (form.hidden("id"), form.hidden("kind"), form.hidden("subject"));
    let to = id_of(&to);
    let fields = [
        ("id", id.as_str()),
        ("kind", kind.as_str()),
        ("subject", subject.as_str()),
        ("partner", to.as_str()),
        ("person", "路小雨"),
        ("phone", "上午打 13900001111"),
        ("ground", "consent"),
        ("consent_day", "2026-11-22"),
        ("consent_manner", "signed"),
        ("asked", "请指派律师"),
        ("handed", "仲裁书复印件"),
    ];
    let sent = city.post("/referrals", &fields).expect(303).location;
    let sent = sent.split('?').next().unwrap().to_owned();
    assert_eq!(
        world.number("SELECT COUNT(*) FROM referral WHERE tenant = 341800 AND subject_tenant = 341881"),
        1
    );
    let at_the_city = "SELECT COUNT(*) FROM fact WHERE kind = 'referral_sent' AND tenant = 341800";
    assert_eq!(world.number(at_the_city), 1, "it counts where it was done");
    city.get(&request).expect(200).says("转介〔2026〕1号").says("等对方答复");
    city.get("/orgs/3418/referrals").expect(200).says("转介〔2026〕1号");
    city.post(&format!("{sent}/answer"), &[("answer", "accepted"), ("words", "周律师办")]).expect(303);
    city.post(&format!("{sent}/result"), &[("result", "已立案")]).expect(303);
    city.post(&format!("{sent}/closing"), &[("closing", "told"), ("ending", "打了她说的号码")]).expect(303);
    for blind in [COUNTY_CHAIR, OTHER_COUNTY_CHAIR, CHAIR] {
        world.as_person(blind).get(&sent).expect(404).never_says("请指派律师");
        world.as_person(blind).get("/orgs/3418/partners").expect(404);
    }
    // Answered and told, the request leaves the city, and what it sent stays hers to look at.
    city.post(&format!("{request}/answer"), &[("answer_words", "律师已立案")]).expect(303);
    let told = [("tell_reached", "yes"), ("tell_day", "2026-11-22"), ("tell_manner", "telephone")];
    world.as_person(COUNTY_CHAIR).post(&format!("{request}/telling"), &told).expect(303);
    city.get(&request).expect(404);
    city.get(&link).expect(404);
    city.get(&sent).expect(200).says("请指派律师");
}
