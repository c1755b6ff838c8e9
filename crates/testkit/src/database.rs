//! A database per test.

use std::sync::atomic::{AtomicU32, Ordering};

use niangjia_store::{Location, StoreOptions};
use postgres::{Client, NoTls};

/// The engine a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A database that goes away with the test.
pub(crate) struct Database {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) location: Location,
    name: Option<String>,
}

impl Database {
    pub(crate) fn on(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        match engine {
            Engine::Sqlite => Self {
                folder,
                location: Location::Embedded,
                name: None,
            },
            Engine::Postgres => {
                let name = format!(
                    "niangjia_{}_{}",
                    std::process::id(),
                    NEXT.fetch_add(1, Ordering::Relaxed)
                );
                let create =
                    format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'");
                administrator()
                    .batch_execute(&create)
                    .expect("a database for the test");
                let server = server();
                let (front, _) = server.rsplit_once('/').expect("a URL with a database");
                Self {
                    folder,
                    location: Location::Postgres(format!("{front}/{name}")),
                    name: Some(name),
                }
            }
        }
    }

    pub(crate) fn at(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Self {
            folder,
            location: Location::Postgres(url.to_owned()),
            name: None,
        }
    }

    pub(crate) fn options(&self) -> StoreOptions {
        StoreOptions {
            folder: self.folder.path().join("data"),
            location: self.location.clone(),
            connections: 4,
            max_pages: None,
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            let _best_effort =
                administrator().batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "where the test server is, is told by the environment"
)]
fn server() -> String {
    std::env::var("NIANGJIA_TEST_POSTGRES")
        .expect("set NIANGJIA_TEST_POSTGRES, or run ./check, which starts a server")
}

fn administrator() -> Client {
    Client::connect(&server(), NoTls).expect("the PostgreSQL of the tests")
}
