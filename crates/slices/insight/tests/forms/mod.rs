//! The same records in the layout of two regions.

use crate::world::{SHUANGLONG, SONGHE, World, day, org};
use niangjia_insight::Forms;
use niangjia_insight::actions::report_month;
use niangjia_insight::api::Layout;
use niangjia_kernel::{Id, Month, Person};
use niangjia_pack::Pack;
use niangjia_people::api::{Engagement, NewPost};
use niangjia_store::{PostKind, StoreError, params, single};
use serde_json::{Value, json};

const STREET: &str = "341881003";
const REGION: &str = include_str!("../../../../../packs/example-region.toml");

fn month() -> Month {
    day("2026-10-01").month()
}

/// Reports October for the street, as what stands, and gives what was kept.
fn reported(world: &World, layout: &Layout) -> Value {
    let (chair, layout) = (world.holder(PostKind::Chair, STREET), layout.clone());
    world.write(move |tx| {
        // Reports name a person; the chair of this world is only a post.
        let sql = "SELECT id FROM people_person WHERE tenant = $1 AND name = '汪秀英' ORDER BY id";
        let person = tx.row(sql, params![chair.tenant], single::<Id<Person>>)?.expect("somebody");
        let chair = niangjia_store::Actor { person, ..chair.clone() };
        let _reported = report_month(tx, &chair, &org(tx, STREET), &layout, (month(), ""))?;
        Ok(())
    });
    let sql = "SELECT payload FROM insight_form ORDER BY version DESC";
    let payload: String = world.read(|tx| Ok(tx.row(sql, &[], single)?.expect("a report")));
    serde_json::from_str(&payload).expect("JSON")
}

fn rows(kept: &Value, table: usize) -> Vec<(Value, Value)> {
    let rows = kept["sheet"]["tables"][table].as_array().expect("rows").iter();
    rows.map(|row| (row["place"].clone(), row["cells"].clone())).collect()
}

fn branch(code: &str, name: &str) -> Value {
    json!({"branch": {"code": code, "name": name}})
}

#[test]
fn another_region_reports_the_same_records_in_its_own_order_under_its_own_headings() {
    let world = World::new();
    let forms = Forms::of(&Pack::parse(REGION).expect("TOML")).expect("it fits");
    let kept = reported(&world, forms.by_code("monthly").expect("its form"));
    let expected = [
        (
            branch(SONGHE, "嵩合社区"),
            json!([{"count": 9}, {"count": 8}, {"count": 8}, {"count": 8}, {"ratio": [8, 9]}, null]),
        ),
        (
            branch(SHUANGLONG, "双龙社区"),
            json!([{"count": 3}, {"count": 2}, {"count": 2}, {"count": 2}, {"ratio": [2, 3]}, null]),
        ),
        (
            json!("total"),
            json!([{"count": 12}, {"count": 10}, {"count": 10}, {"count": 10}, {"ratio": [10, 12]}, null]),
        ),
    ];
    assert_eq!(rows(&kept, 0), expected);
    // Year, month, state: the order of its columns; what is filled in by hand is empty.
    let lines: Vec<Value> = rows(&kept, 1).into_iter().map(|(_, cells)| cells).collect();
    assert_eq!(lines[0], json!([null, null, {"count": 4}]));
    assert_eq!(lines[2], json!([null, null, {"ratio": [10, 12]}]));
    assert_eq!(lines[3], json!([{"count": 10}, {"count": 10}, null]));
    assert_eq!(lines[5], json!([null, null, null]));
    assert_eq!(kept["layout"]["number"], "平妇统〔月〕2号");
}

#[test]
fn who_serves_in_two_communities_is_one_person_and_the_difference_has_a_row() {
    let world = World::new();
    world.write(|tx| {
        let (songhe, shuanglong) = (org(tx, SONGHE), org(tx, SHUANGLONG));
        let roster = niangjia_people::api::roster(tx, songhe.tenant, songhe.id, tx.today())?;
        let person = roster.first().ok_or_else(|| StoreError::Internal("nobody".to_owned()))?.person;
        let post = NewPost {
            person,
            tenant: shuanglong.tenant,
            org_id: shuanglong.id,
            org_path: shuanglong.path,
            kind: PostKind::Member,
            engagement: Engagement::PartTime,
            group_name: None,
            from: day("2025-06-01"),
        };
        drop(niangjia_people::actions::appoint(tx, None, &post)?);
        Ok(())
    });
    let kept = reported(&world, Forms::in_force().by_code("monthly").expect("the form"));
    let members = |place: &Value| {
        let row = rows(&kept, 1).into_iter().find(|(of, _)| of == place);
        row.map(|(_, cells)| cells[0]["count"].as_i64())
    };
    assert_eq!(members(&branch(SONGHE, "嵩合社区")), Some(Some(2)));
    assert_eq!(members(&branch(SHUANGLONG, "双龙社区")), Some(Some(3)));
    assert_eq!(members(&json!("rest")), Some(Some(-1)));
    assert_eq!(members(&json!("total")), Some(Some(4)));
}
