//! 100,000 household rows from .xlsx through the page of the upload: reading, the dry run, taking them, and the same
//! file a second time. By the program itself, on SQLite, from the answer to the upload until the page says so.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use niangjia::{country, wiring};
use niangjia_bench::load::{Connection, Reply};
use niangjia_bench::program::Serving;
use niangjia_bench::{Outcome, results, server};
use niangjia_document::sheet::{ColumnHead, Kind, OutCell, SheetHead, SheetWriter};
use niangjia_kernel::{AreaLevel, Clock as _, Day, SystemClock};
use niangjia_org::api::Org;
use niangjia_people::actions::{self as people, NewAccount};
use niangjia_people::api::{Education, Engagement, NewPerson, NewPost, Party, PasswordCost, hash_password};
use niangjia_store::{Ending, PostKind, StoreError, StoreOptions, WriteTx};
use serde_json::{Value, json};

const COUNTY: &str = "341881";
const CLERK: &str = "徐春燕";
const PASSWORD: &str = "一句好记的话并不难想";
const LOOKING: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(300);
const MEMBERS: [&str; 5] = ["汪秀英", "陈玉兰", "方文琴", "胡美珍", "张凤英"];
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
    let cookie = server::sign_in(serving.address, CLERK, PASSWORD)?;
    let clerk =
        Clerk { address: serving.address, token: server::form_token(serving.address, &cookie)?, cookie };
    let first = clerk.bring(&file)?;
    let highest = serving.memory("VmHWM")?;
    let second = clerk.bring(&file)?;
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

/// The national tree, the clerk of a county, and five members in each of its communities.
fn found(data: &Path) -> Outcome<Vec<String>> {
    let store = wiring::open_store(StoreOptions::embedded(data.to_owned()))?;
    let divisions = country::divisions()?;
    let hash = hash_password(PASSWORD, PasswordCost::Cheap)?;
    let communities = store.write_blocking(move |tx| {
        let since = SystemClock.today().plus(-400);
        let tx = &tx.as_of(since.start());
        niangjia_area::api::load(tx, &divisions, &|_| {})?;
        niangjia_org::api::found_all(tx, &divisions, since.plus(-3_650), &|_| {})?;
        let missing = || StoreError::Internal("the county is missing".to_owned());
        let county = niangjia_org::api::by_code(tx, COUNTY)?.ok_or_else(missing)?;
        let mut communities = niangjia_org::api::within(tx, &county.path)?;
        communities.retain(|org| org.level == AreaLevel::Community);
        for org in &communities {
            for name in MEMBERS {
                drop(serve(tx, org, name, PostKind::Member)?);
            }
        }
        let clerk = serve(tx, &county, CLERK, PostKind::Chair)?;
        let account = NewAccount {
            tenant: county.tenant,
            person: *clerk.value(),
            login_name: CLERK,
            phone: None,
            password_hash: &hash,
            must_change: false,
        };
        let opened = people::open_account(tx, None, &account, &county.path);
        drop(opened.map_err(|refused| StoreError::Internal(format!("{refused:?}")))?);
        let codes = communities.into_iter().map(|org| org.code).collect::<Vec<_>>();
        Ok::<_, StoreError>(Ending::from(clerk.map(|_| codes)))
    })?;
    Ok(communities)
}

type Served = niangjia_store::Recorded<niangjia_kernel::Id<niangjia_kernel::Person>>;

fn serve(tx: &WriteTx<'_>, org: &Org, name: &str, kind: PostKind) -> Result<Served, StoreError> {
    let person = NewPerson {
        tenant: org.tenant,
        name: name.to_owned(),
        woman: true,
        birth_day: Day::of(1972, 3, 8),
        education: Education::College,
        party: Party::None,
        phone: None,
        citizen_id: None,
    };
    let registered = people::register_person(tx, None, &person, &org.path)?;
    let post = NewPost {
        person: *registered.value(),
        tenant: org.tenant,
        org_id: org.id,
        org_path: org.path.clone(),
        kind,
        engagement: Engagement::PartTime,
        group_name: None,
        from: tx.today(),
    };
    drop(people::appoint(tx, None, &post)?);
    Ok(registered)
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

struct Clerk {
    address: SocketAddr,
    cookie: String,
    token: String,
}

impl Clerk {
    /// One import, step by step, in seconds.
    fn bring(&self, file: &[u8]) -> Outcome<Value> {
        let begun = Instant::now();
        let href = self.upload(file)?;
        let uploading = begun.elapsed().as_secs_f64();
        let reading = self.until("matching", Instant::now())?;
        self.post(&format!("{href}/columns"), &[("then", "try")])?;
        let trying = self.until("checked", Instant::now())?;
        let taking = if self.latest()?["fresh"] == 0 {
            0.0
        } else {
            self.post(&format!("{href}/take"), &[])?;
            self.until("done", Instant::now())?
        };
        let last = self.latest()?;
        Ok(json!({
            "uploading": uploading, "reading": reading, "trying": trying, "taking": taking,
            "fresh": last["fresh"], "added": last["added"], "same": last["same"], "wrong": last["wrong"],
        }))
    }

    fn upload(&self, file: &[u8]) -> Outcome<String> {
        let page = format!("/orgs/{COUNTY}/households/import");
        let shown = Connection::open(self.address)?.send(&server::get(&page, "text/html", &self.cookie))?;
        let text = String::from_utf8_lossy(&shown.body).into_owned();
        let (_, rest) = text.split_once("name=\"id\" value=\"").ok_or("no form")?;
        let id = rest.split('"').next().unwrap_or_default();
        const BOUNDARY: &str = "----niangjia-bench";
        let mut body = Vec::with_capacity(file.len() + 1_024);
        for (name, value) in [("csrf", self.token.as_str()), ("id", id)] {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"ledger.xlsx\"\r\n\r\n";
        body.extend_from_slice(format!("--{BOUNDARY}\r\n{head}").as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let mut request = format!(
            "POST {page} HTTP/1.1\r\nHost: bench\r\nAccept: text/html\r\nCookie: {}\r\n\
             Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
            self.cookie,
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(&body);
        location(&Connection::open(self.address)?.send(&request)?)
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Outcome<()> {
        let mut fields = fields.to_vec();
        fields.push(("csrf", &self.token));
        let mut request = Vec::new();
        server::post(&mut request, path, &self.cookie, &serde_html_form::to_string(&fields)?);
        location(&Connection::open(self.address)?.send(&request)?).map(drop)
    }

    /// Seconds until the latest transfer is said to be so.
    fn until(&self, state: &str, begun: Instant) -> Outcome<f64> {
        loop {
            let latest = self.latest()?;
            if latest["state"] == state {
                return Ok(begun.elapsed().as_secs_f64());
            }
            if latest["state"] == "failed" || begun.elapsed() > PATIENCE {
                return Err(format!("not {state}: {latest}").into());
            }
            thread::sleep(LOOKING);
        }
    }

    fn latest(&self) -> Outcome<Value> {
        let request = server::get("/transfers", "application/json", &self.cookie);
        let reply = Connection::open(self.address)?.send(&request)?;
        let all: Value = serde_json::from_slice(&reply.body)?;
        Ok(all["transfers"][0].clone())
    }
}

fn location(reply: &Reply) -> Outcome<String> {
    let line = reply.head.lines().find_map(|line| line.strip_prefix("location: "));
    let line = line.filter(|_| reply.status == 303);
    let location = line.ok_or_else(|| format!("{}\n{}", reply.head, String::from_utf8_lossy(&reply.body)))?;
    Ok(location.split('?').next().unwrap_or_default().to_owned())
}
