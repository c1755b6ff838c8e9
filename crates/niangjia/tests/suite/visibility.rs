//! Who may see what: a printed matrix, and an oracle that thinks naively.

use std::fmt::Write as _;

use niangjia_household::api::{Page, StandingFilter, standing};
use niangjia_store::{Branch, PostKind};
use niangjia_testkit::{
    AUDITOR, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, NATION_CHAIR, NEIGHBOUR, OTHER_CHAIR,
    OTHER_COUNTY_CHAIR, OTHER_STREET_CHAIR, PROVINCE_CHAIR, RESIDENT_MEMBER, SECURITY_ADMINISTRATOR,
    STREET_CHAIR, SYSTEM_ADMINISTRATOR, World,
};
use niangjia_web::Method;
use rstest::rstest;
use rstest_reuse::apply;

use crate::{both_engines, identities};

const COLUMNS: [(&str, Figure); 13] = [
    ("执委", MEMBER),
    ("居住侧", RESIDENT_MEMBER),
    ("邻社区执委", NEIGHBOUR),
    ("主席", CHAIR),
    ("邻社区主席", OTHER_CHAIR),
    ("街道", STREET_CHAIR),
    ("邻街道", OTHER_STREET_CHAIR),
    ("县", COUNTY_CHAIR),
    ("邻县", OTHER_COUNTY_CHAIR),
    ("市", CITY_CHAIR),
    ("系统", SYSTEM_ADMINISTRATOR),
    ("安全", SECURITY_ADMINISTRATOR),
    ("审计", AUDITOR),
];

/// The matrix of who may do what: every route × every post, near (程国庆's family of 嵩合社区, a thing of that
/// community) and far (a family of the neighbouring community). Reviewed as a file; a change shows in the diff.
#[test]
fn who_may_do_what_is_as_printed() {
    let world = World::on(Engine::Sqlite);
    world.sum_up();
    let mut printed =
        String::from("# Every route × post → status. near: 程国庆家, 嵩合社区; far: 丁香家, 桥东社区.\n");
    let mut browsers: Vec<_> =
        COLUMNS.iter().map(|(label, figure)| (*label, world.as_person(*figure))).collect();
    browsers.push(("合作", crate::referrals::outsider(&world)));
    let mut routes = niangjia::wiring::routes(true).list().to_vec();
    routes.sort_unstable();
    for route in routes {
        if route.path.starts_with("/assets")
            || matches!(route.path, "/logout" | "/login" | "/login/demo" | "/post")
        {
            let _ = writeln!(
                printed,
                "{:<4} {:<44} open or about the session itself",
                verb(route.method),
                route.path
            );
            continue;
        }
        for (distance, family, org) in [("near", "程国庆", "341881003004"), ("far", "丁香", "341881003001")]
        {
            let Some(path) = filled(&world, route.path, family, org) else {
                continue;
            };
            if path == route.path && distance == "far" {
                continue;
            }
            let statuses: Vec<_> = browsers
                .iter()
                .map(|(label, browser)| {
                    let reply = match route.method {
                        Method::Get => browser.get(&path),
                        Method::Post => browser.post(&path, &[]),
                    };
                    format!("{label} {}", reply.status.as_u16())
                })
                .collect();
            let _ = writeln!(
                printed,
                "{:<4} {:<44} {distance:<4} {}",
                verb(route.method),
                route.path,
                statuses.join("  ")
            );
        }
    }
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/who-may-do-what.txt");
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    if known != printed {
        std::fs::write(file.with_extension("new.txt"), &printed).unwrap();
    }
    assert!(
        known == printed,
        "who may do what has changed: compare who-may-do-what.new.txt, and keep it if it is meant"
    );
}

const fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
    }
}

/// The path of a route with the things of the small world in it.
pub(crate) fn filled(world: &World, path: &str, family: &str, org: &str) -> Option<String> {
    let figure = if org == "341881003004" { MEMBER } else { NEIGHBOUR };
    let (actor, whose) = (world.actor(figure), identities::whose(family));
    let key = match path.split('/').nth(1) {
        Some("households") => world.family(family).to_string(),
        Some("inspections") => format!("{}.insp_{}", actor.tenant, crate::own::claimed_once(world, family)),
        Some("claims") => format!("{}.claim_{}", actor.tenant, crate::own::claimed_once(world, family)),
        Some("referrals") => crate::referrals::referral_once(world, family),
        Some("partners") => crate::referrals::partner_once(world),
        Some("turns") => crate::reception::turn_once(world, org),
        Some("knowledge") => crate::reception::article_once(world, org),
        Some("handovers") => format!("{}.{}", actor.tenant, handover_of(world, family)),
        Some("visits") => format!("{}.{}", actor.tenant, visit_of(world, family)),
        Some("posts") => actor.acting.post.within(actor.tenant).to_string(),
        Some("grids" | "g") => format!("{}.grid_{}", actor.tenant, paper_of(world, family)),
        Some("visit-cards") => format!("{}.card_{}", actor.tenant, paper_of(world, family)),
        Some("requests") if path != "/requests/new" => {
            format!("{}.{}", actor.tenant, request_of(world, family, path))
        }
        Some("protection") => format!("{}.prot_{}", actor.tenant, sealed_of(world, family)),
        // Nobody's measure, nobody's opening.
        Some("protection-measures") => format!("{}.pms_{}", actor.tenant, "0".repeat(32)),
        Some("protection-files") => format!("{}.att_{}", actor.tenant, "0".repeat(32)),
        Some("protection-consents") => format!("{}.pco_{}", actor.tenant, "0".repeat(32)),
        Some("protection-openings") => format!("{}.pop_{}", actor.tenant, "0".repeat(32)),
        // A token that nobody has.
        Some("me") => format!("{}.tok_{}", actor.tenant, "0".repeat(32)),
        // Nobody's envelope.
        Some("phone") => format!(
            "{}.{}_{}",
            actor.tenant,
            if path.contains("photos") { "vis" } else { "env" },
            "0".repeat(32)
        ),
        Some("messages") if path.contains("deliveries") => format!("{}.dlv_{}", actor.tenant, "0".repeat(32)),
        Some("messages") => crate::messages::message_of(world, figure),
        Some("matters") => format!("{}.{}", actor.tenant, request_of(world, family, path)),
        Some("attachments") => {
            let request = format!("{}.{}", actor.tenant, request_of(world, family, path));
            let aside = path.ends_with("release") || path.ends_with("refuse");
            identities::attachment(world, whose, &request, aside)
        }
        Some("mediations") => identities::mediation(world, whose),
        Some("screenings") => identities::round(world, whose),
        Some("screening-lines") => identities::line(world, whose),
        Some("troubles") => identities::trouble(world, whose),
        Some("slips") => identities::slip(world, whose),
        Some("accounts") => actor.person.within(actor.tenant).to_string(),
        _ => String::new(),
    };
    let org = asked_of(path, org);
    let path =
        if path.ends_with("{form}/{indicator}") { format!("{path}?span=as_of") } else { path.to_owned() };
    let paper = path.ends_with("/document") || path.ends_with("/document.docx");
    let path = if paper { format!("{path}?document=minutes") } else { path };
    let path = path
        .replace("{form}", "monthly")
        .replace("{code}", org)
        .replace("{key}", &key)
        .replace("{subject}", &key)
        .replace("{indicator}", "key_households");
    (!path.contains('{')).then_some(path)
}

/// Which organisation a route is asked of.
fn asked_of<'a>(path: &str, org: &'a str) -> &'a str {
    // Forms are the street's: near is the street of 嵩合社区, far the other one; a sum is the county's.
    let near = org == "341881003004";
    // Who is in charge of sealed cases, and how many there are, is the county's to say.
    let sealed = path.starts_with("/orgs/{code}/protection");
    match (path.contains("/forms") || sealed, path.ends_with("{indicator}") || sealed) {
        (true, true) => {
            if near {
                "341881"
            } else {
                "341823"
            }
        }
        (true, false) => {
            if near {
                "341881003"
            } else {
                "341881001"
            }
        }
        (false, _) => org,
    }
}

/// A request of the family, taken down by whoever looks after it: one for each route, since some of them end it.
fn request_of(world: &World, family: &str, path: &str) -> niangjia_kernel::Id<niangjia_kernel::Request> {
    use niangjia_request::api::{Channel, Entered, enter};
    let actor = world.actor(if family == "丁香" { NEIGHBOUR } else { MEMBER });
    let key = world.family(family);
    let mark = path.bytes().fold(0u128, |sum, byte| sum.wrapping_mul(31).wrapping_add(u128::from(byte)));
    let id =
        niangjia_kernel::Id::from_uuid(uuid::Uuid::from_u128(key.id.uuid().as_u128() ^ (mark & 0xffff_ffff)));
    let made = world.store().write_blocking(move |tx| {
        let entered = Entered {
            id,
            household: Some(key),
            channel: Channel::HomeVisit,
            category: "child",
            name: "她",
            phone: "",
            words: "孩子上学的事",
            done: "",
            up: false,
        };
        enter(tx, &actor, &entered)
    });
    made.expect("a request").id
}

/// A sealed case that whoever looks after the family took, made once.
fn sealed_of(world: &World, family: &str) -> String {
    let actor = world.actor(if family == "丁香" { NEIGHBOUR } else { MEMBER });
    let id = world.family(family).id.uuid();
    let made = world.store().write_blocking(move |tx| {
        niangjia_protection::api::open_case(tx, &actor, &crate::protection_above::said(id, false))
    });
    made.expect("a case");
    id.simple().to_string()
}

/// A visit to the family, made once by whoever looks after it.
fn visit_of(world: &World, family: &str) -> niangjia_kernel::Id<niangjia_kernel::Visit> {
    use niangjia_household::actions::{SaidVisit, record_visit};
    use niangjia_household::api::{Manner, Outcome};
    let actor = world.actor(if family == "丁香" { NEIGHBOUR } else { MEMBER });
    let key = world.family(family);
    let id = niangjia_kernel::Id::from_uuid(key.id.uuid());
    let made = world.store().write_blocking(move |tx| {
        let household = niangjia_household::api::visible(tx, &actor, key)?.expect("her family");
        let said = SaidVisit {
            id,
            on: tx.today(),
            manner: Manner::AtHome,
            matter: "look_in".to_owned(),
            outcome: Outcome::Settled,
            follow_up: None,
            words: "看望".to_owned(),
        };
        record_visit(tx, &actor, &household, &said)
    });
    made.expect("a visit")
}

/// A sheet by which the family went from whoever looks after it to a colleague, made once; the links stay as they are.
fn handover_of(world: &World, family: &str) -> String {
    let far = family == "丁香";
    let (from, to) = if far { (NEIGHBOUR, NEIGHBOUR) } else { (MEMBER, RESIDENT_MEMBER) };
    let (from, to, key) = (world.actor(from), world.actor(to), world.family(family));
    let id = key.id.uuid();
    let made = world.store().write_blocking(move |tx| {
        let (tenant, post) = (from.tenant, &from.acting);
        let sheet = "INSERT INTO household_handover (tenant, id, org_id, org_path, year, number, person_id, reason, on_day, \
                     recorded_by) VALUES ($1, $2, $3, $4, 2026, 1, $5, 'adjusted', $6, $5) ON CONFLICT (tenant, id) DO NOTHING";
        let path = post.org_path.clone();
        tx.execute(sheet, niangjia_store::params![tenant, id, post.org_id, path, from.person, tx.today()])?;
        let line = "INSERT INTO household_handover_family (tenant, id, handover_id, household_id, person_id, side, \
                    caretaker) VALUES ($1, $2, $2, $2, $3, 'register', FALSE) ON CONFLICT (tenant, id) DO NOTHING";
        tx.execute(line, niangjia_store::params![tenant, id, to.person])?;
        Ok::<_, niangjia_store::StoreError>(niangjia_store::Ending::from(tx.derived(())))
    });
    made.expect("a sheet");
    format!("hand_{}", id.simple())
}

/// The oracle: for each person and each family, what the sentence in R-HH-06 says, without SQL.
#[apply(both_engines)]
fn everybody_sees_exactly_the_families_that_the_rule_gives_her(#[case] engine: Engine) {
    let world = World::on(engine);
    let families = [
        ("王桂兰", "341881003004", vec!["汪秀英", "陈玉兰"]),
        ("程国庆", "341881003004", vec!["汪秀英"]),
        ("周美兰", "341881003004", vec!["陈玉兰"]),
        ("黄桂枝", "341881003004", vec!["陈玉兰"]),
        ("丁香", "341881003001", vec!["胡桥东"]),
        ("钟晴", "341881003001", vec!["胡桥东"]),
    ];
    let mut seen = 0;
    for (_, figure) in COLUMNS.iter().chain([("省", PROVINCE_CHAIR), ("全国", NATION_CHAIR)].iter()) {
        let actor = world.actor(*figure);
        let browser = world.as_person(*figure);
        for (contact, home, linked) in &families {
            let expected = match (figure.kind, figure.org.len()) {
                (PostKind::Member, _) => linked.contains(&figure.name),
                (PostKind::Chair, 6 | 9 | 12) => home.starts_with(figure.org),
                _ => false,
            };
            let key = world.family(contact);
            let status = browser.get(&format!("/households/{key}")).status.as_u16();
            assert_eq!(status == 200, expected, "{} and {contact}: {status}", figure.name);
            seen += usize::from(expected);
        }
        let (reader, branch) = (
            actor.clone(),
            Branch::of(actor.tenant, niangjia_kernel::AreaLevel::County, &niangjia_kernel::OrgPath::nation()),
        );
        let listed = world.store().read_blocking(move |tx| {
            let page = Page { by_due: false, skip: 0, limit: 1_000 };
            let listed = standing(tx, &reader, &branch, tx.today(), &StandingFilter::default(), page)?;
            let counted = niangjia_household::api::count_visible(
                tx,
                &reader,
                &branch,
                tx.today(),
                &StandingFilter::default(),
            )?;
            assert_eq!(
                i64::try_from(listed.len()).unwrap(),
                counted,
                "counts pass the same predicate as lists"
            );
            Ok::<_, niangjia_store::StoreError>(listed)
        });
        for one in listed.expect("a list") {
            let key = one.household.id.within(one.household.tenant);
            let status = browser.get(&format!("/households/{key}")).status.as_u16();
            assert_eq!(status, 200, "{} is listed {} and may not open it", figure.name, one.household.name);
        }
    }
    assert!(seen > 15, "the premise: for every one who does not see there is one who does");
}

/// A grid of the family's community, and the card of the family and whoever looks after it, made once.
fn paper_of(world: &World, family: &str) -> String {
    let actor = world.actor(if family == "丁香" { NEIGHBOUR } else { MEMBER });
    let key = world.family(family);
    let id = key.id.uuid();
    let made = world.store().write_blocking(move |tx| {
        let (tenant, post) = (actor.tenant, &actor.acting);
        let grid = "INSERT INTO household_grid (tenant, id, org_id, org_path, code, name, group_name, from_day) \
                    VALUES ($1, $2, $3, $4, $5, '网格', '组', 0) ON CONFLICT (tenant, id) DO NOTHING";
        let code = format!("{}077", post.org_path.code());
        tx.execute(grid, niangjia_store::params![tenant, id, post.org_id, post.org_path.clone(), code])?;
        let card = "INSERT INTO card (tenant, id, org_id, org_path, number, household_id, person_id, made_day) \
                    VALUES ($1, $2, $3, $4, 1, $2, $5, 0) ON CONFLICT (tenant, id) DO NOTHING";
        let path = post.org_path.clone();
        tx.execute(card, niangjia_store::params![tenant, id, post.org_id, path, actor.person])?;
        Ok::<_, niangjia_store::StoreError>(niangjia_store::Ending::from(tx.derived(())))
    });
    made.expect("a grid and a card");
    id.simple().to_string()
}
