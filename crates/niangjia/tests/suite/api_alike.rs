//! What a program sees and may do: what its person sees and may do, and nothing that is sealed.

use niangjia_testkit::{
    CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, Figure, MEMBER, NEIGHBOUR, OTHER_CHAIR, RESIDENT_MEMBER,
    STREET_CHAIR, TODAY, World,
};
use niangjia_web::Method;
use serde_json::json;

use crate::api::described;
use crate::visibility::filled;

const CAST: [Figure; 8] =
    [MEMBER, RESIDENT_MEMBER, NEIGHBOUR, CHAIR, OTHER_CHAIR, STREET_CHAIR, COUNTY_CHAIR, CITY_CHAIR];

/// How a workbook, a paper and what somebody brought begin.
const FILES: [&[u8]; 2] = [b"PK", b"%PDF"];

/// What can be done once with a button: when she has done it, her program cannot.
const ONCE: [&str; 1] = ["/troubles/{key}/application"];

#[test]
fn a_program_sees_what_its_person_sees_and_may_do_what_she_may() {
    let world = World::on(Engine::Sqlite);
    let routes = described();
    let mut compared = 0;
    for figure in CAST {
        let browser = world.as_person(figure);
        let program = browser.program(&browser.token_until("报表系统", TODAY));
        for route in routes.iter().filter(|route| !ONCE.contains(&route.entry.path)) {
            for (family, org) in [("程国庆", "341881003004"), ("丁香", "341881003001")] {
                let path = filled(&world, route.entry.path, family, org).expect("a path");
                let (hers, its) = match route.entry.method {
                    Method::Get => (browser.get_json(&path), program.get(&path)),
                    Method::Post => (browser.post(&path, &[]), program.post_json(&path, &json!({}))),
                };
                if route.entry.path.contains("/protection") {
                    // What is sealed is for its people alone: no program comes near it.
                    assert!(its.status.is_client_error(), "{} {path}", figure.name);
                    continue;
                }
                let status = if hers.status.as_u16() == 303 { 200 } else { hers.status.as_u16() };
                assert_eq!(its.status.as_u16(), status, "{} {path}: {}", figure.name, its.body);
                compared += 1;
                if let Some(kind) = FILES.iter().find(|kind| status == 200 && its.bytes.starts_with(kind)) {
                    assert!(hers.bytes.starts_with(kind), "{} {path}: a file for both", figure.name);
                    continue;
                }
                let said = its.json();
                if route.entry.method == Method::Get {
                    assert_eq!(said, hers.json(), "{} {path}", figure.name);
                }
                assert_eq!(said.get("error").is_some(), status >= 400, "{path}: {said}");
            }
        }
    }
    assert!(compared > 400, "{compared}");
}
