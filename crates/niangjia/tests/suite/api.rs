//! Programs: what a token sees and does is what its person sees and does, in her post, and no longer than she.

use niangjia_testkit::{
    AUDITOR, CHAIR, Engine, MEMBER, OTHER_CHAIR, SECURITY_ADMINISTRATOR, STREET_CHAIR, SYSTEM_ADMINISTRATOR,
    TODAY, World,
};
use niangjia_web::{Method, Route, Standing};
use rstest::rstest;
use rstest_reuse::apply;
use serde_json::{Value, json};

use crate::both_engines;
use crate::visibility::filled;

/// What is said in a visit, as a program says it.
fn visit(words: &str) -> Value {
    json!({"on_day": TODAY, "matter": "hardship", "words": words, "outcome": "settled"})
}

pub(crate) fn described() -> Vec<Route> {
    let routes = niangjia::wiring::routes(false).described_list();
    routes.into_iter().filter(|route| matches!(route.standing, Standing::Described(_))).collect()
}

#[apply(both_engines)]
fn the_token_of_a_member_who_left_says_so_and_so_does_every_other_that_ended(#[case] engine: Engine) {
    let world = World::on(engine);
    let (chair, street) = (world.program_of(CHAIR), world.as_person(STREET_CHAIR));
    let short = world.as_person(OTHER_CHAIR);
    let short = short.program(&short.token_until("报表系统", "2026-11-23"));
    let member = world.program_of(MEMBER);
    let _premise = [&chair, &short, &member].map(|one| one.get("/me").expect(200));

    let ended = |program: &niangjia_testkit::Browser, words: &[&str]| {
        let said = program.get("/me").expect(401).json();
        assert_eq!(said["error"], "token_ended");
        let message = said["message"].as_str().expect("a sentence");
        assert!(words.iter().all(|word| message.contains(word)), "{message}");
    };
    let actor = world.actor(CHAIR);
    let post = format!("/posts/{}/leaving", actor.acting.post.within(actor.tenant));
    let _left = street.post(&post, &[("until_day", TODAY), ("reason", "moved")]).expect(303);
    ended(&chair, &["2026年11月22日 起不再担任这个岗位", "请由现在任职的人"]);

    let system = world.as_person(SYSTEM_ADMINISTRATOR);
    let actor = world.actor(MEMBER);
    let account = format!("/accounts/{}", actor.person.within(actor.tenant));
    let _done = system.post(&format!("{account}/state"), &[("enabled", "false")]).expect(303);
    ended(&member, &["账号已停用"]);
    let _done = system.post(&format!("{account}/state"), &[("enabled", "true")]).expect(303);
    ended(&member, &["2026年11月22日 作废"]);

    world.on_day("2026-11-23");
    let _still = short.get("/me").expect(200);
    world.on_day("2026-11-24");
    ended(&short, &["用到 2026年11月23日 为止"]);
    for unknown in ["", "nonsense", &format!("nj_341881_{}", "0".repeat(64))] {
        let said = world.stranger().program(unknown).get("/me").expect(401).json();
        assert_eq!(said["error"], "signed_out", "{unknown}");
    }
}

#[apply(both_engines)]
fn a_token_is_withdrawn_at_once_by_her_and_by_whoever_resets_her_password(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let secret = chair.token_until("社区报表系统", "2027-01-31");
    let program = chair.program(&secret);
    let page =
        chair.get("/me/tokens").expect(200).says("社区报表系统").says("2027年1月31日").says("没有用过");
    let _once = page.clone().never_says(&secret);
    let _used = program.get("/orgs/341881003004/visits").expect(200);
    let _page = chair.get("/me/tokens").expect(200).never_says("没有用过").says("2026年11月22日");
    let (_, rest) = page.body.split_once("action=\"/me/tokens/").expect("a button");
    let withdrawal = format!("/me/tokens/{}", rest.split('"').next().expect("its address"));
    let _not_hers = world.as_person(STREET_CHAIR).post(&withdrawal, &[]).expect(404);
    let _still = program.get("/me").expect(200);
    let _done = chair.post(&withdrawal, &[]).expect(303);
    let _over = program.get("/me").expect(401).says("作废");
    let _again = chair.post(&withdrawal, &[]).expect(303);
    let withdrawn = "SELECT COUNT(*) FROM audit_entry WHERE action = 'people.withdraw_token'";
    assert_eq!(world.number(withdrawn), 1);

    let program = chair.program(&chair.token_until("另一个", TODAY));
    let changed = [
        ("current", niangjia_testkit::PASSWORD),
        ("fresh", "换成另一句好记的话"),
        ("again", "换成另一句好记的话"),
    ];
    let _own = chair.post("/me/password", &changed.map(|(name, value)| (name, value))).expect(422);
    let fresh = "换成另一句好记的话并不难想";
    let changed = [("current", niangjia_testkit::PASSWORD), ("fresh", fresh), ("again", fresh)];
    let _own = chair.post("/me/password", &changed).expect(303);
    let _kept = program.get("/me").expect(200);
    let actor = world.actor(CHAIR);
    let reset = format!("/accounts/{}/password", actor.person.within(actor.tenant));
    let _reset = world.as_person(SYSTEM_ADMINISTRATOR).post(&reset, &[("reset", "true")]).expect(200);
    let _over = program.get("/me").expect(401).says("token_ended");
}

#[apply(both_engines)]
fn a_token_is_for_a_post_of_hers_until_a_day_and_administrators_have_none(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let form = chair.get("/me/tokens").expect(200);
    let (id, post) = (form.hidden("id"), form.chosen("post"));
    let foreign = world.actor(STREET_CHAIR).acting.post.to_string();
    let wrong =
        [("id", id.as_str()), ("label", " "), ("post", foreign.as_str()), ("until_day", "2027-11-24")];
    let refused = chair.post("/me/tokens", &wrong).expect(422).says("请写给什么程序用");
    let _refused = refused.says("现在担任的一个岗位").says("366 天内").never_says("nj-secret");
    let right = [("id", id.as_str()), ("label", "报表系统"), ("post", &post), ("until_day", "2027-11-23")];
    let made = chair.post("/me/tokens", &right).expect(200);
    let secret = made.secret();
    let again = chair.post("/me/tokens", &right).expect(303);
    let _told_once = chair.get(&again.location).expect(200).says("只显示过一次").never_says(&secret);
    assert_eq!(world.number("SELECT COUNT(*) FROM people_token"), 1);
    for figure in [SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR, AUDITOR] {
        let administrator = world.as_person(figure);
        let page = administrator.get("/me/tokens").expect(200);
        let _page = page.says("管理员的岗位没有接口令牌").never_says("name=\"post\"");
        let own = world.actor(figure).acting.post.to_string();
        let fields = [("id", id.as_str()), ("label", "开号"), ("post", own.as_str()), ("until_day", TODAY)];
        let _refused = administrator.post("/me/tokens", &fields).expect(422);
    }
    for number in 2..=10 {
        let _token = chair.token_until(&format!("第 {number} 个"), TODAY);
    }
    let form = chair.get("/me/tokens").expect(200).hidden("id");
    let eleventh = [("id", form.as_str()), ("label", "第 11 个"), ("post", &post), ("until_day", TODAY)];
    let _refused = chair.post("/me/tokens", &eleventh).expect(422).says("最多 10 个");
    assert_eq!(world.number("SELECT COUNT(*) FROM people_token"), 10);
}

#[apply(both_engines)]
fn the_same_visit_sent_twice_by_a_program_is_one_and_without_an_identity_two(#[case] engine: Engine) {
    let world = World::on(engine);
    let program = world.program_of(MEMBER);
    let path = format!("/households/{}/visits", world.family("王桂兰"));
    let mut said = visit("送了米和油");
    said["id"] = json!("vis_0198000000007000800000000000000a");
    let first = program.post_json(&path, &said).expect(201).json();
    let second = program.post_json(&path, &said).expect(201).json();
    assert_eq!(first, second);
    let key = first["id"].as_str().expect("the key of the visit");
    assert!(key.ends_with(".vis_0198000000007000800000000000000a"), "{key}");
    let found = program.get(&format!("/visits/{key}")).expect(200).json();
    assert_eq!((found["words"].as_str(), found["manner"].as_str()), (Some("送了米和油"), Some("at_home")));
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'visit'"), 1);
    let _other = [1, 2].map(|_| program.post_json(&path, &visit("又去看了看")).expect(201));
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'visit'"), 3);
}

#[apply(both_engines)]
fn a_program_is_told_each_wrong_field_in_words(#[case] engine: Engine) {
    let world = World::on(engine);
    let program = world.program_of(MEMBER);
    let path = format!("/households/{}/visits", world.family("王桂兰"));
    let wrong =
        json!({"id": "vis_1", "on_day": "2026-11-23", "matter": "gossip", "words": " ", "manner": "pigeon"});
    let said = program.post_json(&path, &wrong).expect(422).json();
    assert_eq!(said["error"], "invalid");
    for (field, sentence) in [
        ("id", "vis_ 加 32 位"),
        ("on_day", "日期还没到"),
        ("matter", "请点一个事项"),
        ("words", "请写一句做了什么"),
        ("manner", "选一种"),
    ] {
        let at = said["fields"][field][0].as_str().unwrap_or_default();
        assert!(at.contains(sentence), "{field}: {said}");
    }
    let nested = json!({"words": {"text": "你好"}, "on_day": 20261122, "colour": "red"});
    let said = program.post_json(&path, &nested).expect(422).json();
    for (field, sentence) in [("words", "不能再套一层"), ("on_day", "类型不对"), ("colour", "没有这个字段")]
    {
        assert!(said["fields"][field][0].as_str().unwrap_or_default().contains(sentence), "{said}");
    }
    for body in ["", "[]", "\"走访\"", "{\"words\""] {
        let said = program.post_text(&path, body).expect(422).json();
        assert_eq!(said["error"], "refused", "{body}");
    }
    let huge = json!({"words": "字".repeat(100_000)});
    assert_eq!(program.post_json(&path, &huge).expect(413).json()["error"], "too_large");
    let months = program.get("/orgs/341881003004/visits?month=昨天").expect(422).json();
    assert!(months["message"].as_str().expect("a sentence").contains("month=昨天"));
    assert_eq!(program.get("/nowhere").expect(404).json()["error"], "not_found");
    assert_eq!(program.get("/households/341881.hh_x").expect(404).json()["error"], "not_found");
    assert_eq!(world.number("SELECT COUNT(*) FROM fact"), 0);
}

#[apply(both_engines)]
fn the_token_of_the_form_is_asked_of_everybody_who_comes_with_a_cookie(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let secret = member.token_until("报表系统", TODAY);
    let path = format!("/households/{}/visits", world.family("王桂兰"));
    let _by_cookie = member.post_json(&path, &visit("别的网站发来的")).expect(403);
    let forged = format!("{}f", &secret[..secret.len() - 1]);
    let forged = if forged == secret { format!("{}e", &secret[..secret.len() - 1]) } else { forged };
    let said = member.sending_also(&forged).get("/me").expect(401).json();
    assert_eq!(said["error"], "signed_out", "never the cookie in place of the token");
    let _neither = member.sending_also("").post_json(&path, &visit("两样都不算")).expect(401);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact"), 0);
    let form = member.get("/me").expect(200).hidden("csrf");
    let mut said = visit("页面自己发的");
    said["csrf"] = json!(form);
    said["id"] = json!("vis_0198000000007000800000000000000b");
    let _own_page = member.post_json(&path, &said).expect(201);
    // A cookie beside a good token adds nothing and takes nothing away.
    let _by_token = member.sending_also(&secret).post_json(&path, &visit("程序发的")).expect(201);
}

#[apply(both_engines)]
fn what_a_program_did_is_in_the_audit_under_her_name_and_its_own(#[case] engine: Engine) {
    let world = World::on(engine);
    let member = world.as_person(MEMBER);
    let program = member.program(&member.token_until("走访录音笔", TODAY));
    let path = format!("/households/{}/visits", world.family("王桂兰"));
    let _done = program.post_json(&path, &visit("看望")).expect(201);
    let _reads = [1, 2, 3].map(|_| program.get("/families").expect(200));
    let used = "SELECT COUNT(*) FROM audit_entry WHERE action = 'people.use_token'";
    assert_eq!(world.number(used), 1, "reading does not write each time");
    world.on_day("2026-11-23");
    let _over = program.get("/families").expect(401);
    assert_eq!(world.number(used), 1);
    let journal = world.as_person(AUDITOR).get("/audit").expect(200).says("记录走访").says("申请接口令牌");
    let _journal = journal.says("经由：接口令牌“走访录音笔”").says("汪秀英");
}

#[apply(both_engines)]
fn a_token_neither_makes_tokens_nor_changes_passwords_nor_administers(#[case] engine: Engine) {
    let world = World::on(engine);
    let program = world.program_of(CHAIR);
    for route in niangjia::wiring::routes(false).described_list() {
        let (reason, status) = match route.standing {
            Standing::InPerson(reason) => (reason, 403),
            Standing::PageOnly(reason) => (reason, 406),
            _ => continue,
        };
        let path = filled(&world, route.entry.path, "程国庆", "341881003004");
        let path = path.unwrap_or_else(|| panic!("{}", route.entry.path));
        let reply = match route.entry.method {
            Method::Get => program.get(&path),
            Method::Post => program.post_json(&path, &json!({})),
        };
        assert_eq!(reply.expect(status).json()["message"], reason, "{path}");
    }
    assert_eq!(world.number("SELECT COUNT(*) FROM people_token"), 1);
}

/// The pages without JSON, each with its reason beside the route. May only shrink.
const PAGES_ONLY: [&str; 43] = [
    "/accounts",
    "/accounts/{key}",
    "/audit",
    "/exports/personal",
    "/households/{key}/need-cards/new",
    "/households/{key}/visits/new",
    "/knowledge/new",
    "/knowledge/{key}/edit",
    "/login",
    "/me/tokens",
    "/mediations/{key}/agreement",
    "/mediations/{key}/confirmation",
    "/mediations/{key}/consent",
    "/mediations/{key}/document",
    "/mediations/{key}/documents",
    "/mediations/{key}/ending",
    "/mediations/{key}/extension",
    "/mediations/{key}/file",
    "/mediations/{key}/members",
    "/mediations/{key}/performance",
    "/mediations/{key}/revisits/new",
    "/mediations/{key}/screening",
    "/mediations/{key}/sessions/new",
    "/mediations/{key}/signatures",
    "/orgs/{code}/households/import",
    "/orgs/{code}/households/new",
    "/orgs/{code}/links/import",
    "/orgs/{code}/map/edit",
    "/orgs/{code}/mediations/new",
    "/orgs/{code}/members/import",
    "/orgs/{code}/members/new",
    "/orgs/{code}/merging",
    "/orgs/{code}/needs/import",
    "/orgs/{code}/residents/import",
    "/orgs/{code}/screenings/new",
    "/orgs/{code}/troubles/new",
    "/orgs/{code}/visits/import",
    "/partner",
    "/referrals/new",
    "/referrals/{key}/letter",
    "/requests/new",
    "/screenings/{key}/paper",
    "/turns/calendar.ics",
];

#[test]
fn every_route_is_described_or_says_why_it_is_not_for_programs() {
    let mut pages = Vec::new();
    for route in niangjia::wiring::routes(true).described_list() {
        let entry = route.entry;
        match route.standing {
            Standing::Unsaid => panic!("{entry:?} says nothing of itself to programs"),
            Standing::PageOnly(reason) => {
                assert!(entry.method == Method::Get && !reason.is_empty(), "{entry:?}");
                pages.push(entry.path);
            }
            Standing::InPerson(reason) | Standing::Open(reason) => assert!(!reason.is_empty(), "{entry:?}"),
            Standing::Described(_) => assert!(!route.part.is_empty(), "{entry:?} belongs to no part"),
        }
    }
    pages.sort_unstable();
    assert_eq!(pages, PAGES_ONLY);
}

#[test]
fn the_document_names_every_route_its_parameters_and_every_schema() {
    let world = World::on(Engine::Sqlite);
    let stranger = world.stranger();
    let document = stranger.get("/api/openapi.json").expect(200).json();
    assert_eq!(document["openapi"], "3.1.0");
    let routes = described();
    let mut operations = std::collections::BTreeSet::new();
    for route in &routes {
        let method = if route.entry.method == Method::Get { "get" } else { "post" };
        let operation = &document["paths"][route.entry.path][method];
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("no {:?}", route.entry));
        assert!(operations.insert(id.to_owned()), "{id} is there twice");
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(!summary.is_ascii() && operation["tags"][0].is_string(), "{id}: {summary}");
        let declared = operation["parameters"].as_array().cloned().unwrap_or_default();
        let in_path: Vec<&str> = declared
            .iter()
            .filter(|parameter| parameter["in"] == "path")
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        let wanted: Vec<&str> = route
            .entry
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        assert_eq!(in_path, wanted, "{id}");
        assert_eq!(operation["requestBody"].is_object(), method == "post", "{id}");
        let refusals = ["401", "403", "404", "422", "500", "503"];
        assert!(refusals.iter().all(|status| operation["responses"][status].is_object()), "{id}");
    }
    let paths = document["paths"].as_object().expect("paths");
    let listed: usize = paths.values().filter_map(Value::as_object).map(serde_json::Map::len).sum();
    assert_eq!(listed, routes.len(), "nothing but the routes");
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap_or_default();
        assert!(document["components"]["schemas"][name].is_object(), "no schema {name}");
    }
    let page = stranger.get("/api").expect(200).says("怎么拿到令牌").says("/orgs/{code}/visits");
    let _page = page.says("token_ended").says("不给程序用的");
}
