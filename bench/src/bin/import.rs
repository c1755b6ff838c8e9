//! 100,000 household rows from .xlsx through the page of the upload: reading, the dry run, taking them, and the same
//! file a second time. By the program itself, on SQLite, from the answer to the upload until the page says so.

use std::path::{Path, PathBuf};

use clap::Parser;
use niangjia_bench::clerk::{Clerk, MEMBERS, found};
use niangjia_bench::program::Serving;
use niangjia_bench::{Outcome, results};
use niangjia_document::sheet::{ColumnHead, Kind, OutCell, SheetHead, SheetWriter};
use serde_json::{Value, json};

const NEEDS: [&str; 8] = ["低保", "残疾", "大病", "困境儿童", "留守", "独居老人", "单亲", "失业"];

/// An import of households.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many rows.
    #[arg(long, default_value_t = 100_000)]
    rows: usize,
    /// The program; the one built beside this one if not said.
    #[arg(long)]
    program: Option<PathBuf>,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let beside = std::env::current_exe()?.with_file_name("niangjia");
    let program = arguments.program.unwrap_or(beside);
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    let folder = tempfile::tempdir_in(target)?;
    let data = folder.path().join("data");
    let communities = found(&data)?;
    let file = ledger(folder.path(), &communities, arguments.rows)?;
    let load_before = results::load_average();
    let serving = Serving::start(&program, &data)?;
    let idle = serving.memory("VmRSS")?;
    let clerk = Clerk::sign_in(serving.address)?;
    let first = clerk.bring("households", &file)?;
    let highest = serving.memory("VmHWM")?;
    let second = clerk.bring("households", &file)?;
    for (which, steps) in [("first", &first), ("second", &second)] {
        println!("{which}: {steps}");
    }
    let number = |steps: &Value, step: &str| steps[step].as_f64().unwrap_or_default();
    let total = number(&first, "reading") + number(&first, "trying") + number(&first, "taking");
    println!(
        "{} rows in {total:.1} s (bar 20 s); highest {highest:.0} MB (bar 256 MB), idle {idle:.0} MB",
        arguments.rows
    );
    let measured = json!({
        "rows": arguments.rows, "file_bytes": file.len(), "communities": communities.len(), "idle_mb": idle,
        "highest_mb": highest, "highest_after_second_mb": serving.memory("VmHWM")?, "seconds": total,
        "first": first, "second": second,
    });
    results::keep("import", &load_before, measured)
}

/// A ledger as a county keeps it: community by community, each row a household with need and member.
fn ledger(folder: &Path, communities: &[String], rows: usize) -> Outcome<Vec<u8>> {
    let headings = [
        "社区代码",
        "编号",
        "户主",
        "居民小组",
        "住址",
        "联系电话",
        "需求",
        "联系执委",
        "是否人户分离",
        "建档时间",
    ];
    let head = SheetHead {
        title: "宁国市重点户台账".to_owned(),
        columns: headings.map(|heading| ColumnHead::new(heading, 16, Kind::Text)).into(),
        ..SheetHead::default()
    };
    const SURNAMES: [&str; 10] = ["王", "程", "汪", "陈", "李", "方", "胡", "张", "吴", "周"];
    const GIVEN: [&str; 8] = ["桂", "国", "小", "春", "兰", "文", "美", "凤"];
    let mut sheet = SheetWriter::new(&head, folder)?;
    let each = rows.div_ceil(communities.len());
    for row in 0..rows {
        let (community, number) = (&communities[row / each], row % each + 1);
        let name = format!("{}{}{}", SURNAMES[row % 10], GIVEN[row / 10 % 8], GIVEN[row / 80 % 8]);
        let cells = [
            community.clone(),
            number.to_string(),
            name,
            format!("第{}居民小组", number % 6 + 1),
            format!("巫山路 {number} 号"),
            format!("139{row:08}"),
            format!("{}、{}", NEEDS[row % 8], NEEDS[(row + 3) % 8]),
            MEMBERS[row % 5].to_owned(),
            "否".to_owned(),
            "2023年6月".to_owned(),
        ];
        sheet.row(&cells.map(OutCell::Text))?;
    }
    let mut bytes = Vec::new();
    sheet.finish(&mut bytes)?;
    Ok(bytes)
}
