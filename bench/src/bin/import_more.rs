//! Residents, links and visits of earlier years into households that are in the register: 20,000 of each and 100,000 visits
//! if not said otherwise, through the page of the upload, and the visits taken back as a whole. By the program itself, on
//! SQLite.

use std::path::{Path, PathBuf};

use clap::Parser;
use niangjia_bench::clerk::{Clerk, MEMBERS, found};
use niangjia_bench::program::Serving;
use niangjia_bench::{Outcome, results};
use niangjia_document::sheet::{ColumnHead, Kind, OutCell, SheetHead, SheetWriter};
use niangjia_kernel::{Clock as _, SystemClock};
use serde_json::json;

/// Files about households that are there.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many households, links and residents.
    #[arg(long, default_value_t = 20_000)]
    households: usize,
    /// How many visits.
    #[arg(long, default_value_t = 100_000)]
    visits: usize,
    /// The program; the one built beside this one if not said.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// A family, and who looks after it.
struct Family<'a> {
    community: &'a str,
    number: String,
    member: &'static str,
    order: usize,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let beside = std::env::current_exe()?.with_file_name("niangjia");
    let program = arguments.program.unwrap_or(beside);
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    let folder = tempfile::tempdir_in(target)?;
    let data = folder.path().join("data");
    let communities = found(&data)?;
    let each = arguments.households.div_ceil(communities.len());
    let family = |order: usize| Family {
        community: communities.get(order / each).map_or("", String::as_str),
        number: (order % each + 1).to_string(),
        member: MEMBERS[order % MEMBERS.len()],
        order,
    };
    let files = Files { folder: folder.path(), households: arguments.households, visits: arguments.visits };
    let load_before = results::load_average();
    let serving = Serving::start(&program, &data)?;
    let idle = serving.memory("VmRSS")?;
    let clerk = Clerk::sign_in(serving.address)?;
    let mut measured =
        json!({ "households": arguments.households, "visits": arguments.visits, "idle_mb": idle });
    for (of, file) in [
        ("households", files.ledger(&family)?),
        ("links", files.links(&family)?),
        ("residents", files.residents(&family)?),
        ("visits", files.visited(&family)?),
    ] {
        let steps = clerk.bring(of, &file)?;
        let seconds: f64 =
            ["reading", "trying", "taking"].iter().filter_map(|step| steps[*step].as_f64()).sum();
        let highest = serving.memory("VmHWM")?;
        println!("{of}: {seconds:.1} s, highest {highest:.0} MB: {steps}");
        measured[of] =
            json!({ "seconds": seconds, "highest_mb": highest, "file_bytes": file.len(), "steps": steps });
    }
    let href = measured["visits"]["steps"]["href"].as_str().unwrap_or_default().to_owned();
    let undone = clerk.undo(&href)?;
    println!("visits taken back in {undone:.1} s; highest {:.0} MB", serving.memory("VmHWM")?);
    measured["undone"] = json!({ "seconds": undone, "highest_mb": serving.memory("VmHWM")? });
    results::keep("import_more", &load_before, measured)
}

struct Files<'a> {
    folder: &'a Path,
    households: usize,
    visits: usize,
}

impl Files<'_> {
    fn sheet(&self, headings: &[&str], rows: &mut dyn Iterator<Item = Vec<String>>) -> Outcome<Vec<u8>> {
        let head = SheetHead {
            columns: headings.iter().map(|heading| ColumnHead::new(heading, 16, Kind::Text)).collect(),
            ..SheetHead::default()
        };
        let mut sheet = SheetWriter::new(&head, self.folder)?;
        for row in rows {
            let cells: Vec<OutCell> = row.into_iter().map(OutCell::Text).collect();
            sheet.row(&cells)?;
        }
        let mut bytes = Vec::new();
        sheet.finish(&mut bytes)?;
        Ok(bytes)
    }

    fn ledger<'f>(&self, family: &impl Fn(usize) -> Family<'f>) -> Outcome<Vec<u8>> {
        let since = SystemClock.today().plus(-390).to_string();
        let mut rows = (0..self.households).map(family).map(|one| {
            let name = format!("王{}", one.order);
            vec![one.community.to_owned(), one.number, name, "巫山组".to_owned(), since.clone()]
        });
        self.sheet(&["社区代码", "编号", "户主", "居民小组", "建档时间"], &mut rows)
    }

    fn links<'f>(&self, family: &impl Fn(usize) -> Family<'f>) -> Outcome<Vec<u8>> {
        let from = SystemClock.today().plus(-390).to_string();
        let mut rows = (0..self.households)
            .map(family)
            .map(|one| vec![one.community.to_owned(), one.number, one.member.to_owned(), from.clone()]);
        self.sheet(&["社区代码", "编号", "联系执委", "开始日期"], &mut rows)
    }

    fn residents<'f>(&self, family: &impl Fn(usize) -> Family<'f>) -> Outcome<Vec<u8>> {
        let mut rows = (0..self.households).map(family).map(|one| {
            let (name, sex) = (format!("程{}", one.order), if one.order % 2 == 0 { "女" } else { "男" });
            vec![
                one.community.to_owned(),
                one.number,
                name,
                "女儿".to_owned(),
                sex.to_owned(),
                "2015".to_owned(),
            ]
        });
        self.sheet(&["社区代码", "编号", "姓名", "与户主关系", "性别", "出生年月"], &mut rows)
    }

    fn visited<'f>(&self, family: &impl Fn(usize) -> Family<'f>) -> Outcome<Vec<u8>> {
        let today = SystemClock.today();
        let mut rows = (0..self.visits).map(|visit| {
            let one = family(visit % self.households);
            let on = today.plus(-380 + (visit / self.households * 30 + visit % 29) as i64).to_string();
            let words = format!("送了降压药，血压平稳，第 {} 次", visit / self.households + 1);
            vec![
                one.community.to_owned(),
                one.number,
                on,
                one.member.to_owned(),
                "看病就医".to_owned(),
                words,
            ]
        });
        self.sheet(&["社区代码", "编号", "走访日期", "走访人", "事项", "走访内容"], &mut rows)
    }
}
