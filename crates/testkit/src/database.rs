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
pub struct Database {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) runtime: tokio::runtime::Runtime,
    pub(crate) location: Location,
    name: Option<String>,
}

impl Database {
    pub(crate) fn on(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        match engine {
            Engine::Sqlite => Self { folder, runtime: runtime(), location: Location::Embedded, name: None },
            Engine::Postgres => {
                let name =
                    format!("niangjia_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
                let create =
                    format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'");
                administrator().batch_execute(&create).expect("a database for the test");
                let server = server();
                let (front, _) = server.rsplit_once('/').expect("a URL with a database");
                Self {
                    folder,
                    runtime: runtime(),
                    location: Location::Postgres(format!("{front}/{name}")),
                    name: Some(name),
                }
            }
        }
    }

    pub(crate) fn at(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Self { folder, runtime: runtime(), location: Location::Postgres(url.to_owned()), name: None }
    }

    /// What a store is opened on it with.
    #[must_use]
    pub fn options(&self) -> StoreOptions {
        StoreOptions {
            folder: self.folder.path().join("data"),
            location: self.location.clone(),
            connections: 4,
            max_pages: None,
        }
    }
}

impl Database {
    /// A browser signed in at an application on this database.
    #[must_use]
    #[track_caller]
    pub fn browser(&self, router: axum::Router, login: &str, password: &str) -> crate::Browser {
        crate::Browser::new(router, self.runtime.handle().clone()).signed_in(login, password)
    }
}

fn runtime() -> tokio::runtime::Runtime {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("threads")
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            let _best_effort =
                administrator().batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "where the test server is, is told by the environment")]
fn server() -> String {
    std::env::var("NIANGJIA_TEST_POSTGRES")
        .expect("set NIANGJIA_TEST_POSTGRES, or run ./check, which starts a server")
}

fn administrator() -> Client {
    Client::connect(&server(), NoTls).expect("the PostgreSQL of the tests")
}
