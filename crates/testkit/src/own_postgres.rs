//! A PostgreSQL of one test, which the test may stop and start.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A server in a scratch folder on a free port.
pub struct OwnPostgres {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
}

impl OwnPostgres {
    /// Makes and starts one.
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let server = Self { folder, programs: programs(), port };
        server.give_to_its_user();
        let data = server.data();
        server.run(
            "initdb",
            &["-D", &data, "--locale=C.UTF-8", "--encoding=UTF8", "--auth=trust", "-U", "postgres"],
        );
        server.go_on();
        server
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
        let options = format!("-p {} -c listen_addresses=127.0.0.1 -c fsync=off -k {socket}", self.port);
        let log = format!("{socket}/log");
        self.run("pg_ctl", &["-D", &self.data(), "-o", &options, "-l", &log, "-w", "start"]);
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// PostgreSQL refuses to run as root; then it runs as the user of its package.
    fn give_to_its_user(&self) {
        if is_root() {
            let given =
                Command::new("chown").arg("postgres").arg(self.folder.path()).status().expect("chown");
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
