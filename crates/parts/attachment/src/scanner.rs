//! The scanner: clamd, asked by its INSTREAM command over TCP or a unix socket.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

/// How long it may take to connect, and between two signs of life.
const PATIENCE: Duration = Duration::from_secs(20);
const CHUNK_BYTES: usize = 64 * 1024;
/// The longest answer.
const ANSWER_BYTES: u64 = 4 * 1024;

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanner {
    /// `tcp://127.0.0.1:3310`.
    Tcp(String),
    /// `unix:/run/clamav/clamd.ctl`.
    Unix(PathBuf),
}

/// Why a scanner did not say anything about a file.
#[derive(Debug, Error)]
pub enum ScanError {
    /// It is not there, or broke off.
    #[error("病毒检查程序没有应答：{0}")]
    Silent(#[from] io::Error),
    /// It answered with an error of its own.
    #[error("病毒检查程序报错：{0}")]
    Said(String),
}

impl Scanner {
    /// Reads what the office configured; the sentence says what is wrong with it.
    ///
    /// # Errors
    /// When it is no address of a scanner.
    pub fn of(address: &str) -> Result<Self, &'static str> {
        match (address.strip_prefix("tcp://"), address.strip_prefix("unix:")) {
            (Some(host), _) if host.contains(':') => Ok(Self::Tcp(host.to_owned())),
            (_, Some(path)) if path.starts_with('/') => Ok(Self::Unix(PathBuf::from(path))),
            _ => Err("scanner 要写成 tcp://127.0.0.1:3310 或 unix:/run/clamav/clamd.ctl"),
        }
    }

    /// Asks about a file: the name of what was found in it, or nothing.
    ///
    /// # Errors
    /// When it does not answer, or not about the file.
    pub fn found_in(&self, content: impl Read) -> Result<Option<String>, ScanError> {
        match self {
            Self::Tcp(host) => {
                let unknown = || io::Error::new(io::ErrorKind::NotFound, "no such host");
                let address = host.to_socket_addrs()?.next().ok_or_else(unknown)?;
                let line = TcpStream::connect_timeout(&address, PATIENCE)?;
                line.set_read_timeout(Some(PATIENCE))?;
                line.set_write_timeout(Some(PATIENCE))?;
                ask(line, content)
            }
            Self::Unix(path) => {
                let line = UnixStream::connect(path)?;
                line.set_read_timeout(Some(PATIENCE))?;
                line.set_write_timeout(Some(PATIENCE))?;
                ask(line, content)
            }
        }
    }
}

/// clamd(8): `zINSTREAM`, then chunks led by their length, then one of length nought; the answer ends with a zero byte.
fn ask(mut line: impl Read + Write, mut content: impl Read) -> Result<Option<String>, ScanError> {
    line.write_all(b"zINSTREAM\0")?;
    let mut chunk = vec![0u8; CHUNK_BYTES];
    loop {
        let taken = content.read(&mut chunk)?;
        let length = u32::try_from(taken).unwrap_or(u32::MAX);
        line.write_all(&length.to_be_bytes())?;
        if taken == 0 {
            break;
        }
        line.write_all(&chunk[..taken])?;
    }
    line.flush()?;
    let mut answer = Vec::new();
    line.take(ANSWER_BYTES).read_to_end(&mut answer)?;
    understood(String::from_utf8_lossy(&answer).trim_matches(['\0', '\n', ' ']))
}

fn understood(answer: &str) -> Result<Option<String>, ScanError> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match (said, said.strip_suffix(" FOUND")) {
        ("OK", _) => Ok(None),
        (_, Some(name)) => Ok(Some(name.chars().filter(|sign| !sign.is_control()).take(100).collect())),
        ("", _) => Err(ScanError::Silent(io::ErrorKind::UnexpectedEof.into())),
        _ => Err(ScanError::Said(said.chars().take(100).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_for_clean_only_when_it_says_so() {
        assert!(matches!(understood("stream: OK"), Ok(None)));
        assert!(matches!(understood("stream: Eicar-Test FOUND"), Ok(Some(name)) if name == "Eicar-Test"));
        assert!(matches!(understood("INSTREAM size limit exceeded. ERROR"), Err(ScanError::Said(_))));
        assert!(understood("").is_err());
        assert!(understood("stream: not OK").is_err());
    }

    #[test]
    fn an_address_is_a_host_with_its_port_or_a_socket() {
        assert_eq!(Scanner::of("tcp://127.0.0.1:3310"), Ok(Scanner::Tcp("127.0.0.1:3310".to_owned())));
        assert_eq!(Scanner::of("unix:/run/x.ctl"), Ok(Scanner::Unix(PathBuf::from("/run/x.ctl"))));
        assert!(Scanner::of("127.0.0.1:3310").is_err());
    }
}
