//! Servers as processes of their own: the program, and how any of them ends.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::load::{self, Connection};

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program built beside the one that runs.
///
/// # Errors
/// When it is not known where that is.
pub fn beside() -> Outcome<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name("niangjia"))
}

/// A server, serving. Ends with this value.
pub struct Serving {
    process: Child,
    /// Where it serves.
    pub address: SocketAddr,
    /// After how long it answered.
    pub started: Duration,
}

impl Serving {
    /// Starts the program on a data folder.
    ///
    /// # Errors
    /// When it does not serve.
    pub fn start(program: &Path, data: &Path) -> Outcome<Self> {
        let begun = Instant::now();
        let mut process = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = process.stdout.take().ok_or("no output")?;
        let mut serving = Self::of(process, SocketAddr::from(([127, 0, 0, 1], 0)));
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_whitespace().next());
        serving.address = address.ok_or_else(|| format!("it said {line:?}"))?.parse()?;
        serving.wait_for("/healthz", 200, begun)?;
        Ok(serving)
    }

    /// A process that is about to serve at an address.
    pub(crate) const fn of(process: Child, address: SocketAddr) -> Self {
        Self { process, address, started: Duration::ZERO }
    }

    /// Waits until a path is answered with a status.
    pub(crate) fn wait_for(&mut self, path: &str, status: u16, begun: Instant) -> Outcome<()> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n");
        let asked = || Connection::open(self.address)?.send(request.as_bytes());
        while !asked().is_ok_and(|reply| reply.status == status) {
            if begun.elapsed() > PATIENCE {
                return Err(format!("{} does not answer", self.address).into());
            }
            thread::sleep(Duration::from_millis(1));
        }
        self.started = begun.elapsed();
        Ok(())
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// A line of `/proc/PID/status`, in MB.
    ///
    /// # Errors
    /// When it has ended.
    pub fn memory(&self, name: &str) -> Outcome<f64> {
        megabytes(&format!("/proc/{}/status", self.id()), name)
    }

    /// The memory of this process and those that it began, what they share counted once, in MB.
    ///
    /// # Errors
    /// When it has ended.
    pub fn memory_of_all(&self) -> Outcome<f64> {
        let share = |one: u32| megabytes(&format!("/proc/{one}/smaps_rollup"), "Pss");
        load::family(self.id())?.into_iter().map(share).sum()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Our own child, by its id, as the system would end it; and waited for.
        let asked = Command::new("kill").arg(self.process.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _already_gone = self.process.kill();
        }
        let _status = self.process.wait();
    }
}

/// A line of a file of `/proc`, in MB (10⁶ bytes; the kernel counts in 1,024).
fn megabytes(file: &str, name: &str) -> Outcome<f64> {
    let status = fs::read_to_string(file)?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let number = line.and_then(|line| line.split_whitespace().next()).ok_or("no such line")?;
    Ok(number.parse::<f64>()? * 1_024.0 / 1e6)
}
