//! The load: keep-alive connections, one thread each, that ask again as soon as they are answered.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::Outcome;

/// The name of the threads that make the load, so that their processor time can be told from the server's.
const THREAD: &str = "load";
/// Ticks of a second in `/proc/*/stat`, the same on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

const WARMING: u8 = 0;
const MEASURING: u8 = 1;
const OVER: u8 = 2;

/// Puts the next request of a connection into the buffer.
pub type Maker<'m> = Box<dyn FnMut(&mut Vec<u8>) + Send + 'm>;

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

/// A connection that stays open as long as the server keeps it. Speaks as much HTTP/1.1 as the servers measured do.
pub struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    /// The server said that it closes the connection behind its answer.
    closed: bool,
    buffer: Vec<u8>,
}

/// The beginning of an answer.
#[derive(Clone, Copy)]
struct Head {
    status: u16,
    /// Its own length, and that of the body.
    bytes: usize,
    body_bytes: usize,
    closes: bool,
}

impl Connection {
    /// Opens one.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn open(address: SocketAddr) -> Outcome<Self> {
        Ok(Self { address, stream: connect(address)?, closed: false, buffer: vec![0; 256 * 1024] })
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// When the connection ends, or the answer has no length.
    pub fn send(&mut self, request: &[u8]) -> Outcome<Reply> {
        let (status, head, end) = self.exchange(request)?;
        let head = String::from_utf8_lossy(&self.buffer[..head]).into_owned();
        Ok(Reply { status, body: self.buffer[head.len()..end].to_vec(), head })
    }

    /// The same without taking the answer out: status, length of the head, end of the body in the buffer.
    fn exchange(&mut self, request: &[u8]) -> Outcome<(u16, usize, usize)> {
        if self.closed {
            self.stream = connect(self.address)?;
        }
        self.stream.write_all(request)?;
        let (mut filled, mut whole) = (0, None);
        loop {
            if filled == self.buffer.len() {
                self.buffer.resize(filled * 2, 0);
            }
            match self.stream.read(&mut self.buffer[filled..])? {
                0 => return Err("the connection ended".into()),
                more => filled += more,
            }
            if whole.is_none() {
                whole = head(&self.buffer[..filled])?;
            }
            if let Some(Head { status, bytes, body_bytes, closes }) = whole
                && filled >= bytes + body_bytes
            {
                self.closed = closes;
                return Ok((status, bytes, bytes + body_bytes));
            }
        }
    }
}

fn connect(address: SocketAddr) -> Outcome<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    Ok(stream)
}

/// The head, once it is there.
fn head(bytes: &[u8]) -> Outcome<Option<Head>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&bytes[..end])?;
    let status = text.split(' ').nth(1).ok_or("no status")?.parse()?;
    let header = |wanted: &str| {
        let mut pairs = text.lines().filter_map(|line| line.split_once(':'));
        pairs.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
    };
    let body_bytes = header("content-length").ok_or("an answer without a length")?.parse()?;
    let closes = header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
    Ok(Some(Head { status, bytes: end + 4, body_bytes, closes }))
}

/// What a load measured.
#[derive(Debug, Clone, Serialize)]
pub struct Measured {
    /// How many connections.
    pub connections: usize,
    /// How many requests were answered.
    pub requests: usize,
    /// In how many seconds.
    pub seconds: f64,
    /// Requests per second.
    pub per_second: f64,
    /// The middle answer took so many microseconds.
    pub p50_us: u64,
    /// Ninety-nine of a hundred took at most so many.
    pub p99_us: u64,
    /// Processor time of the server per request, in microseconds.
    pub server_cpu_us: f64,
}

impl Measured {
    /// What a person reads of it.
    #[must_use]
    pub fn line(&self) -> String {
        format!(
            "{:8.0} per second, p50 {} µs, p99 {} µs, {:.0} µs of processor each",
            self.per_second, self.p50_us, self.p99_us, self.server_cpu_us
        )
    }
}

/// Keeps as many connections busy as there are makers: warms up, then measures. Every answer must have `status`.
/// The server is a part of this process.
///
/// # Errors
/// When a connection ends or an answer is another.
pub fn run(
    address: SocketAddr,
    makers: Vec<Maker<'_>>,
    status: u16,
    spans: (Duration, Duration),
) -> Outcome<Measured> {
    measure(address, makers, status, spans, &own_seconds)
}

/// The same on a server that is another process, with the processes it began.
///
/// # Errors
/// When a connection ends or an answer is another.
pub fn run_on(
    server: u32,
    address: SocketAddr,
    makers: Vec<Maker<'_>>,
    status: u16,
    spans: (Duration, Duration),
) -> Outcome<Measured> {
    measure(address, makers, status, spans, &|| seconds_of(server))
}

fn measure(
    address: SocketAddr,
    makers: Vec<Maker<'_>>,
    status: u16,
    (warming, measuring): (Duration, Duration),
    server_seconds: &dyn Fn() -> Outcome<f64>,
) -> Outcome<Measured> {
    let (phase, connections) = (AtomicU8::new(WARMING), makers.len());
    thread::scope(|scope| {
        let spawn = |maker| {
            let phase = &phase;
            thread::Builder::new()
                .name(THREAD.to_owned())
                .spawn_scoped(scope, move || keep_asking(address, maker, status, phase))
        };
        let threads = makers.into_iter().map(spawn).collect::<Result<Vec<_>, _>>()?;
        thread::sleep(warming);
        phase.store(MEASURING, Ordering::SeqCst);
        let (begun, before) = (Instant::now(), server_seconds());
        thread::sleep(measuring);
        let (seconds, after) = (begun.elapsed().as_secs_f64(), server_seconds());
        phase.store(OVER, Ordering::SeqCst);
        let mut times = Vec::new();
        for thread in threads {
            times.extend(thread.join().map_err(|_| "a connection panicked")??);
        }
        times.sort_unstable();
        let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
        let requests = times.len();
        Ok(Measured {
            connections,
            requests,
            seconds,
            per_second: requests as f64 / seconds,
            p50_us: at(0.5),
            p99_us: at(0.99),
            server_cpu_us: (after? - before?) * 1e6 / requests.max(1) as f64,
        })
    })
}

/// How long each answer took, in microseconds, while it was measured.
fn keep_asking(
    address: SocketAddr,
    mut maker: Maker<'_>,
    status: u16,
    phase: &AtomicU8,
) -> Outcome<Vec<u64>> {
    let mut connection = Connection::open(address)?;
    let (mut times, mut request) = (Vec::new(), Vec::new());
    loop {
        request.clear();
        maker(&mut request);
        let asked = Instant::now();
        let (found, _, end) = connection.exchange(&request)?;
        let took = asked.elapsed();
        if found != status {
            let said = String::from_utf8_lossy(&connection.buffer[..end.min(2_000)]).into_owned();
            return Err(format!("{found} instead of {status}: {said}").into());
        }
        match phase.load(Ordering::Relaxed) {
            WARMING => {}
            MEASURING => times.push(took.as_micros() as u64),
            _ => return Ok(times),
        }
    }
}

/// A process and those that it began.
///
/// # Errors
/// When it has ended.
pub fn family(process: u32) -> Outcome<Vec<u32>> {
    let children = fs::read_to_string(format!("/proc/{process}/task/{process}/children"))?;
    let children = children.split_whitespace().map(str::parse).collect::<Result<Vec<u32>, _>>()?;
    Ok(std::iter::once(process).chain(children).collect())
}

/// Processor seconds of a process and those that it began, so far.
fn seconds_of(process: u32) -> Outcome<f64> {
    let mut ticks = 0;
    for one in family(process)? {
        ticks += processor_ticks(&fs::read_to_string(format!("/proc/{one}/stat"))?)?.1;
    }
    Ok(ticks as f64 / TICKS_PER_SECOND)
}

/// Processor seconds of this process so far, without those of the load's threads.
fn own_seconds() -> Outcome<f64> {
    let (_, mut ticks) = processor_ticks(&fs::read_to_string("/proc/self/stat")?)?;
    for task in fs::read_dir("/proc/self/task")? {
        // A thread may have ended since the folder was read.
        let Ok(text) = fs::read_to_string(task?.path().join("stat")) else { continue };
        if let (THREAD, spent) = processor_ticks(&text)? {
            ticks -= spent;
        }
    }
    Ok(ticks as f64 / TICKS_PER_SECOND)
}

/// Name and processor time of a line of `/proc/*/stat`.
fn processor_ticks(text: &str) -> Outcome<(&str, i64)> {
    let (name, rest) = text.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).ok_or("no name")?;
    let numbers: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |index: usize| numbers.get(index).ok_or("too short")?.parse::<i64>().map_err(|_| "no number");
    Ok((name, ticks(11)? + ticks(12)?))
}
