//! A county with its communities, and its clerk who brings files in by the page of the upload.

use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use niangjia::{country, wiring};
use niangjia_kernel::{AreaLevel, Clock as _, Day, SystemClock};
use niangjia_org::api::Org;
use niangjia_people::actions::{self as people, NewAccount};
use niangjia_people::api::{Education, Engagement, NewPerson, NewPost, Party, PasswordCost, hash_password};
use niangjia_store::{Ending, PostKind, StoreError, StoreOptions, WriteTx};
use serde_json::{Value, json};

use crate::load::{Connection, Reply};
use crate::{Outcome, server};

const COUNTY: &str = "341881";
const CLERK: &str = "徐春燕";
const PASSWORD: &str = "一句好记的话并不难想";
const LOOKING: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(900);
/// The members of each community.
pub const MEMBERS: [&str; 5] = ["汪秀英", "陈玉兰", "方文琴", "胡美珍", "张凤英"];

/// The national tree, the clerk of a county, and five members in each of its communities.
///
/// # Errors
/// When the data cannot be written.
pub fn found(data: &Path) -> Outcome<Vec<String>> {
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

/// The clerk of a county at her browser.
pub struct Clerk {
    address: SocketAddr,
    cookie: String,
    token: String,
}

impl Clerk {
    /// Signs in at a serving program.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn sign_in(address: SocketAddr) -> Outcome<Self> {
        let cookie = server::sign_in(address, CLERK, PASSWORD)?;
        Ok(Self { address, token: server::form_token(address, &cookie)?, cookie })
    }

    /// One import of a kind of file (`households`), step by step, in seconds.
    ///
    /// # Errors
    /// When a step fails, or takes longer than it may.
    pub fn bring(&self, of: &str, file: &[u8]) -> Outcome<Value> {
        let begun = Instant::now();
        let href = self.upload(of, file)?;
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
            "asked": last["asked"], "href": href,
        }))
    }

    /// Takes an import back, in seconds.
    ///
    /// # Errors
    /// When it is refused, or takes longer than it may.
    pub fn undo(&self, href: &str) -> Outcome<f64> {
        let begun = Instant::now();
        self.post(&format!("{href}/undoing"), &[("reason", "量一量要多久")])?;
        self.until("undone", begun)
    }

    fn upload(&self, of: &str, file: &[u8]) -> Outcome<String> {
        let page = format!("/orgs/{COUNTY}/{of}/import");
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
