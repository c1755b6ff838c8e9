//! The office's own files become rows: tried first, taken whole, and a second time nothing changes.

mod bad_files;
mod broken_off;
mod earlier;
mod households;
mod members;
mod pairs;
mod undoing;

use niangjia_testkit::{Browser, Reply, World};

/// Uploads a file and lets it be read: the page on which the columns are checked.
#[track_caller]
fn uploaded(world: &World, browser: &Browser, page: &str, file: &[u8]) -> (String, Reply) {
    let form = browser.get(page).expect(200);
    let id = form.hidden("id");
    let reply = browser.upload(page, &[("id", &id)], "台账.xlsx", file).expect(303);
    world.work();
    let href = reply.location.split('?').next().unwrap_or_default().to_owned();
    let page = browser.get(&href).expect(200);
    (href, page)
}

/// Goes on with the columns as they were understood: the page after the dry run.
#[track_caller]
fn tried(world: &World, browser: &Browser, page: &str, file: &[u8]) -> (String, Reply) {
    let (href, matching) = uploaded(world, browser, page, file);
    let _columns = matching.says("核对各列");
    let _going = browser.post(&format!("{href}/columns"), &[("then", "try")]).expect(303);
    world.work();
    let page = browser.get(&href).expect(200).says("试算完成");
    (href, page)
}

/// Takes the right rows: the page at the end.
#[track_caller]
pub fn taken(world: &World, browser: &Browser, page: &str, file: &[u8]) -> (String, Reply) {
    let (href, _) = tried(world, browser, page, file);
    let _going = browser.post(&format!("{href}/take"), &[]).expect(303);
    world.work();
    let page = browser.get(&href).expect(200).says("已完成");
    (href, page)
}

/// How many rows each table has, those of the transfers themselves left out; and the actions of the audit besides theirs.
fn everything(world: &World) -> Vec<(String, i64)> {
    let tables = [
        "people_person",
        "people_post",
        "household",
        "household_resident",
        "household_need",
        "household_link",
        "household_grid",
        "household_visit",
        "household_caretaking",
        "tally",
        "fact",
        "fact_part",
        "duty_point",
        "subject_key",
    ];
    let count = |table: &str| (table.to_owned(), world.number(&format!("SELECT COUNT(*) FROM {table}")));
    let mut counts: Vec<_> = tables.into_iter().map(count).collect();
    let audit = "SELECT COUNT(*) FROM audit_entry WHERE action NOT IN ('transfer.bring_file', \
                 'transfer.match_columns', 'transfer.decide', 'transfer.import', 'people.sign_in')";
    counts.push(("audit_entry".to_owned(), world.number(audit)));
    counts
}
