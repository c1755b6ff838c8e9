//! A PostgreSQL of one test, which the test may stop and start.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server in a scratch folder on a free port.
pub struct OwnPostgres {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
    settings: String,
}

impl OwnPostgres {
    /// Makes and starts one.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(None)
    }

    /// Makes and starts one that encrypts with this certificate and key (PEM files).
    #[must_use]
    pub fn encrypting(certificate: &Path, key: &Path) -> Self {
        Self::start_with(Some((certificate, key)))
    }

    fn start_with(tls: Option<(&Path, &Path)>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let mut server = Self { folder, programs: programs(), port, settings: String::new() };
        server.give_to_its_user(server.folder.path());
        if let Some((certificate, key)) = tls {
            let own = |from: &Path, name: &str| {
                let to = server.folder.path().join(name);
                std::fs::copy(from, &to).expect("a copy");
                std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o600)).expect("chmod");
                server.give_to_its_user(&to);
                to.display().to_string()
            };
            let (certificate, key) = (own(certificate, "server.pem"), own(key, "server.key"));
            server.settings = format!("-c ssl=on -c ssl_cert_file={certificate} -c ssl_key_file={key}");
        }
        let data = server.data();
        server.run(
            "initdb",
            &["-D", &data, "--locale=C.UTF-8", "--encoding=UTF8", "--auth=trust", "-U", "postgres"],
        );
        server.go_on();
        server
    }

    /// Its port on this machine.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Stops it at once, as a failing machine would.
    pub fn stop(&self) {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }

    /// Starts it again.
    pub fn go_on(&self) {
        let socket = self.folder.path().display().to_string();
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c fsync=off -k {socket} {}",
            self.port, self.settings
        );
        let log = format!("{socket}/log");
        self.run("pg_ctl", &["-D", &self.data(), "-o", &options, "-l", &log, "-w", "start"]);
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// PostgreSQL refuses to run as root; then it runs as the user of its package.
    fn give_to_its_user(&self, path: &Path) {
        if is_root() {
            let given = Command::new("chown").arg("postgres").arg(path).status().expect("chown");
            assert!(given.success());
        }
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        let quiet = command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        assert!(quiet.status().expect(program).success(), "{program} {arguments:?}");
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        let data = self.data();
        if std::path::Path::new(&data).join("postmaster.pid").exists() {
            self.run("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
        }
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

#[expect(clippy::disallowed_methods, reason = "where the server's programs are, is told by the environment")]
fn programs() -> PathBuf {
    std::env::var("NIANGJIA_POSTGRES_BIN").map_or_else(
        |_| {
            let versions =
                std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed (./check does it)");
            let newest = versions.filter_map(|entry| entry.ok().map(|entry| entry.path())).max();
            newest.expect("a version").join("bin")
        },
        PathBuf::from,
    )
}
