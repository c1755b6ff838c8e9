//! The peer: the Django REST service of `bench/peers` under gunicorn, on the same database file.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Outcome;
use crate::program::Serving;

/// How gunicorn's two workers serve.
#[derive(Debug, Clone, Copy)]
pub enum Workers {
    /// One request at a time, one connection each.
    Sync,
    /// This many threads in each, connections kept open.
    Threads(u32),
}

/// Where the service is written.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// The folder of the interpreter with the packages of `requirements.txt`; made with `python` unless it is there.
///
/// # Errors
/// When they cannot be installed.
pub fn environment(python: &Path, target: &Path) -> Outcome<PathBuf> {
    let requirements = folder().join("requirements.txt");
    let said = std::fs::read(&requirements)?;
    let (environment, mark) = (target.join("bench-peers"), target.join("bench-peers/requirements.txt"));
    // Written last: an environment broken off, or of other versions, is made again.
    if std::fs::read(&mark).is_ok_and(|installed| installed == said) {
        return Ok(environment);
    }
    run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&environment))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    run(Command::new(environment.join("bin/python")).args(pip).arg(&requirements))?;
    std::fs::write(mark, said)?;
    Ok(environment)
}

fn run(command: &mut Command) -> Outcome<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}").into()) }
}

/// The versions that answer: of the interpreter, its SQLite and the packages.
///
/// # Errors
/// When they cannot be asked.
pub fn versions(environment: &Path) -> Outcome<String> {
    let ask = "import platform, sqlite3, django, rest_framework, gunicorn, cryptography as c; print(\
               f'Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, Django {django.__version__}, \
               REST framework {rest_framework.VERSION}, gunicorn {gunicorn.__version__}, cryptography {c.__version__}')";
    let output = Command::new(environment.join("bin/python")).args(["-c", ask]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Starts the service with two workers on a data folder, which it only reads.
///
/// # Errors
/// When it does not serve.
pub fn start(environment: &Path, data: &Path, workers: Workers) -> Outcome<Serving> {
    let begun = Instant::now();
    // Free now; gunicorn does not say which port it took.
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let class = match workers {
        Workers::Sync => "--worker-class=sync".to_owned(),
        Workers::Threads(threads) => format!("--worker-class=gthread --threads={threads}"),
    };
    let process = Command::new(environment.join("bin/python"))
        .args(["-m", "gunicorn", "--workers=2", "--worker-tmp-dir=/dev/shm", "--keep-alive=60"])
        .args(class.split(' '))
        .arg(format!("--bind={address}"))
        .args(["--log-level=error", "--chdir"])
        .arg(folder())
        .arg("django.core.wsgi:get_wsgi_application()")
        .env("DJANGO_SETTINGS_MODULE", "peer.settings")
        .env("NIANGJIA_PEER_DATA", data.canonicalize()?)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdout(Stdio::null())
        .spawn()?;
    let mut serving = Serving::of(process, address);
    serving.wait_for("/orgs/0/visits", 401, begun)?;
    Ok(serving)
}
