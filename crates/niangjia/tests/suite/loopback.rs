//! Servers on the loopback: one that takes e-mail as SMTP wants it, one that takes what robots and gateways get.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use mailin::{Action, Handler, Response, SessionBuilder};

/// An e-mail that arrived.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Its Message-ID.
    pub id: String,
    /// Its text.
    pub text: String,
}

#[derive(Default)]
struct Shared {
    mails: Mutex<Vec<Mail>>,
    breaks_off: AtomicBool,
    refuses: AtomicBool,
    holds: AtomicBool,
}

/// A mail server.
pub struct MailHost {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Clone)]
struct Taking {
    shared: Arc<Shared>,
    content: Vec<u8>,
}

impl Handler for Taking {
    fn rcpt(&mut self, to: &str) -> Response {
        assert_eq!(to, "wang@mail.example");
        if self.shared.refuses.load(Ordering::Relaxed) {
            mailin::response::NO_MAILBOX
        } else {
            mailin::response::OK
        }
    }

    fn data(&mut self, part: &[u8]) -> std::io::Result<()> {
        self.content.extend_from_slice(part);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let raw = String::from_utf8_lossy(&std::mem::take(&mut self.content)).into_owned();
        let (head, body) =
            raw.split_once("\r\n\r\n").or_else(|| raw.split_once("\n\n")).expect("a head and a body");
        let header = |name: &str| {
            let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(name));
            line.and_then(|line| line.split_once(": ")).map(|(_, value)| value.trim().to_owned())
        };
        let coding = header("content-transfer-encoding").expect("a coding");
        let text = decoded(&coding, body);
        let id = header("message-id").expect("an identity");
        self.shared.mails.lock().expect("no panic").push(Mail { id, text });
        mailin::response::OK
    }
}

/// The text of an e-mail, in Base64 or quoted-printable.
fn decoded(coding: &str, body: &str) -> String {
    let mut bytes = Vec::new();
    if coding.eq_ignore_ascii_case("base64") {
        let joined: String = body.split_whitespace().collect();
        bytes = BASE64_STANDARD.decode(joined).expect("Base64");
    } else {
        let joined = body.replace("=\r\n", "").replace("=\n", "");
        let mut rest = joined.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match (first, after.get(..2)) {
                (b'=', Some(hex)) => {
                    let hex = std::str::from_utf8(hex).expect("digits");
                    bytes.push(u8::from_str_radix(hex, 16).expect("hexadecimal"));
                    rest = &after[2..];
                }
                (other, _) => bytes.push(*other),
            }
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

impl MailHost {
    /// Begins on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let _gone = converse(line, &own);
            }
        });
        Self { address, shared }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What arrived since it was asked last.
    pub fn taken(&self) -> Vec<Mail> {
        std::mem::take(&mut *self.shared.mails.lock().expect("no panic"))
    }

    /// Whether it takes an e-mail and breaks off without saying so.
    pub fn breaks_off(&self, yes: bool) {
        self.shared.breaks_off.store(yes, Ordering::Relaxed);
    }

    /// Whether it takes an e-mail and keeps the sender waiting for the answer, which never comes.
    pub fn holds(&self, yes: bool) {
        self.shared.holds.store(yes, Ordering::Relaxed);
    }

    /// Whether it refuses the receiver.
    pub fn refuses(&self, yes: bool) {
        self.shared.refuses.store(yes, Ordering::Relaxed);
    }
}

fn converse(line: TcpStream, shared: &Arc<Shared>) -> std::io::Result<()> {
    let handler = Taking { shared: Arc::clone(shared), content: Vec::new() };
    let mut session = SessionBuilder::new("mail.example").build(IpAddr::V4(Ipv4Addr::LOCALHOST), handler);
    let mut out = line.try_clone()?;
    session.greeting().write_to(&mut out)?;
    let mut reader = BufReader::new(line);
    let (mut text, mut in_data) = (Vec::new(), false);
    while reader.read_until(b'\n', &mut text)? > 0 {
        let ends = in_data && text == b".\r\n";
        let response = session.process(&text);
        if ends && (kept_waiting(&shared.holds) || shared.breaks_off.load(Ordering::Relaxed)) {
            return Ok(());
        }
        in_data = if ends { false } else { in_data || text.to_ascii_uppercase().starts_with(b"DATA") };
        text.clear();
        match response.action {
            Action::Reply => response.write_to(&mut out)?,
            Action::Close => return response.write_to(&mut out),
            Action::NoReply | Action::UpgradeTls => {}
        }
    }
    Ok(())
}

/// Whether whoever asks was kept waiting; until the host lets go.
fn kept_waiting(holds: &AtomicBool) -> bool {
    let held = holds.load(Ordering::Relaxed);
    while holds.load(Ordering::Relaxed) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    held
}

/// What a robot or a gateway was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Path and query.
    pub path: String,
    headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Asked {
    /// A value of the query.
    pub fn query(&self, name: &str) -> Option<String> {
        let whole = url::Url::parse(&format!("http://robot.example{}", self.path)).expect("an address");
        whole.query_pairs().find(|(one, _)| one == name).map(|(_, value)| value.into_owned())
    }

    /// A header.
    pub fn header(&self, name: &str) -> String {
        let found = self.headers.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.clone()).unwrap_or_else(|| panic!("no {name}: {:?}", self.headers))
    }
}

/// A server that answers every request with the same.
pub struct WebHost {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    holds: Arc<AtomicBool>,
}

impl WebHost {
    /// Begins on a free port.
    pub fn start(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let holds = Arc::new(AtomicBool::new(false));
        let (own, waiting) = (Arc::clone(&asked), Arc::clone(&holds));
        std::thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let _gone = serve(&line, answer, (&own, &waiting));
            }
        });
        Self { address, asked, holds }
    }

    /// Whether it takes what it is asked and keeps the sender waiting for the answer, which never comes.
    pub fn holds(&self, yes: bool) {
        self.holds.store(yes, Ordering::Relaxed);
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked since it was looked at last.
    pub fn taken(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().expect("no panic"))
    }
}

fn serve(
    line: &TcpStream,
    answer: &str,
    (asked, holds): (&Mutex<Vec<Asked>>, &AtomicBool),
) -> std::io::Result<()> {
    let mut reader = BufReader::new(line.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        match header.trim_end().split_once(':') {
            Some((name, value)) => headers.push((name.to_owned(), value.trim().to_owned())),
            None => break,
        }
    }
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let mut body = vec![0u8; length.map_or(0, |(_, value)| value.parse().expect("a length"))];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8(body).expect("UTF-8");
    asked.lock().expect("no panic").push(Asked { path, headers, body });
    if kept_waiting(holds) {
        return Ok(());
    }
    let length = answer.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    let mut out = line;
    out.write_all(head.as_bytes())?;
    out.write_all(answer.as_bytes())
}

fn signed(secret: &str, over: &str) -> Vec<u8> {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(over.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// As the makers of 钉钉 describe it: timestamp, a new line and the secret, signed with the secret, in Base64.
pub fn dingtalk_signature(secret: &str, timestamp: &str) -> String {
    BASE64_STANDARD.encode(signed(secret, &format!("{timestamp}\n{secret}")))
}

/// As the example of a gateway wants it.
pub fn hexadecimal_signature(secret: &str, over: &str) -> String {
    signed(secret, over).iter().map(|byte| format!("{byte:02x}")).collect()
}
