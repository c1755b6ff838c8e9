//! Things that routes are asked about: one near (嵩合社区) and one far (桥东社区), made by their own people on their own pages.
//! Whoever asks to change one gets a new one, since some changes end it.

use niangjia_testkit::{Browser, CHAIR, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR, RESIDENT_MEMBER, World};

use crate::screenings::page_of;

const QUESTIONS: [&str; 8] =
    ["beaten", "threatened", "afraid", "coerced", "weapon", "order", "child", "incapable"];

/// Where something is, and whose it is.
#[derive(Clone, Copy)]
pub struct Whose {
    /// The community.
    pub org: &'static str,
    chair: Figure,
    member: Figure,
    /// Who may call whom the member helped; in the small community it is its chair.
    caller: Figure,
}

/// Near or far, by the family that stands for it.
pub fn whose(family: &str) -> Whose {
    if family == "丁香" {
        Whose { org: "341881003001", chair: OTHER_CHAIR, member: NEIGHBOUR, caller: OTHER_CHAIR }
    } else {
        Whose { org: "341881003004", chair: CHAIR, member: MEMBER, caller: RESIDENT_MEMBER }
    }
}

/// The identity at the end of a path: `341881.med_…`.
fn key_in(path: &str) -> String {
    path.split('?').next().and_then(|path| path.rsplit('/').next()).expect("a path").to_owned()
}

/// A dispute that is being mediated, by the member.
pub fn mediation(world: &World, whose: Whose) -> String {
    let (chair, list) = (world.as_person(whose.chair), format!("/orgs/{}/mediations", whose.org));
    let id = chair.get(&format!("{list}/new")).expect(200).hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("origin", "application"),
        ("category", "bride_price"),
        ("on_day", "2026-11-20"),
        ("brief", "为彩礼退多少吵了半年"),
        ("wants", "退还彩礼"),
        ("name", "李小梅"),
        ("name", "王大强"),
        ("phone", "13900001111"),
        ("phone", "13900002222"),
    ];
    let case = page_of(&chair.post(&list, &fields).expect(303));
    let answers = QUESTIONS.map(|code| format!("{code}:no"));
    let mut fields: Vec<(&str, &str)> = answers.iter().map(|one| ("answer", one.as_str())).collect();
    fields.push(("words", ""));
    chair.post(&format!("{case}/screening"), &fields).expect(303);
    let body = chair.get_json(&case).expect(200).json();
    let parties: Vec<&str> = body["file"]["parties"]
        .as_array()
        .expect("the parties")
        .iter()
        .map(|one| one["id"].as_str().expect("an identity"))
        .collect();
    let fields = [
        ("on_day", "2026-11-20"),
        ("informed", "yes"),
        ("party", parties[0]),
        ("consent", "agrees"),
        ("party", parties[1]),
        ("consent", "agrees"),
    ];
    chair.post(&format!("{case}/consent"), &fields).expect(303);
    let page = chair.get(&format!("{case}/members")).expect(200);
    let option = page.body.split("<option value=\"").find(|one| one.contains(whose.member.name));
    let mediator = option.and_then(|option| option.split('"').next()).expect("in the roster");
    let fields = [("person", mediator), ("role", "mediator"), ("chosen_by", "parties"), ("declared", "yes")];
    chair.post(&format!("{case}/members"), &fields).expect(303);
    key_in(&case)
}

/// A round that the chair began.
pub fn round(world: &World, whose: Whose) -> String {
    let (chair, list) = (world.as_person(whose.chair), format!("/orgs/{}/screenings", whose.org));
    let id = chair.get(&format!("{list}/new")).expect(200).hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("kind", "key_people"),
        ("from_day", "2026-11-20"),
        ("until_day", "2026-12-20"),
        ("need", "key"),
    ];
    key_in(&chair.post(&list, &fields).expect(303).location)
}

/// A line of it: a family that the member looks after.
pub fn line(world: &World, whose: Whose) -> String {
    let round = round(world, whose);
    let all = world.as_person(whose.member).get_json(&format!("/screenings/{round}")).expect(200).json();
    all["families"][0]["id"].as_str().expect("a line").to_owned()
}

fn found(member: &Browser, whose: Whose) -> String {
    let list = format!("/orgs/{}/troubles", whose.org);
    let id = member.get(&format!("{list}/new")).expect(200).hidden("id");
    let fields = [
        ("id", id.as_str()),
        ("name", "刘小燕"),
        ("kind", "couple"),
        ("words", "为了钱和家务天天吵"),
        ("source", "visit"),
        ("found_day", "2026-11-20"),
        ("asked", "all_no"),
    ];
    page_of(&member.post(&list, &fields).expect(303))
}

/// A trouble that the member found.
pub fn trouble(world: &World, whose: Whose) -> String {
    key_in(&found(&world.as_person(whose.member), whose))
}

/// The asking after a trouble that the member resolved.
pub fn slip(world: &World, whose: Whose) -> String {
    let member = world.as_person(whose.member);
    let page = found(&member, whose);
    crate::screenings::helps(&member, &page, &[]).expect(303);
    member.post(&format!("{page}/closing"), &[("closing", "resolved")]).expect(303);
    let list = format!("/orgs/{}/survey-calls", whose.org);
    let listed = world.as_person(whose.caller).get_json(&list).expect(200).json();
    let newest = listed["slips"].as_array().and_then(|slips| slips.last()).expect("an asking");
    newest["id"].as_str().expect("an identity").to_owned()
}

/// A file that the member brought to a request of hers; one that is decided about is not what its name says.
pub fn attachment(world: &World, whose: Whose, request: &str, aside: bool) -> String {
    let content: &[u8] = if aside { b"MZ\x90\0\x03\0\0\0" } else { b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" };
    let count = world.number("SELECT COUNT(*) FROM attachment");
    let fields = [("id", &*format!("att_{:032x}", count + 1)), ("label", "said")];
    let member = world.as_person(whose.member);
    let path = format!("/matters/{request}/attachments");
    member.upload(&path, &fields, "证明.pdf", content).expect(303);
    let newest = "SELECT id FROM attachment ORDER BY added_ms DESC, id DESC LIMIT 1";
    let id: niangjia_kernel::Id<niangjia_attachment::Attachment> =
        world.store().read_blocking(|tx| tx.value(newest, &[])).expect("what she brought");
    let tenant = world.actor(whose.member).tenant;
    id.within(tenant).to_string()
}
