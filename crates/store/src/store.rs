//! Opening a store, and the two doors into it: `read` and `write`.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use niangjia_kernel::{Chance, Clock, Fact, FactPart, SystemChance, SystemClock};

use crate::aside;
use crate::figures::{Counters, Figures};
use crate::migrate::{self, Migration};
use crate::postgres::PostgresManager;
use crate::sqlite::{self, ReaderManager};
use crate::transaction::{Services, Session};
use crate::{Ending, Files, Keys, Location, ReadTx, StoreError, StoreOptions, WriteTx};

/// How often an action is tried again when another transaction wanted the same rows.
const TRIES: usize = 8;

/// Puts a store together before it is opened.
pub struct Builder {
    options: StoreOptions,
    migrations: Vec<Migration>,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    subscribers: Vec<crate::transaction::FactSubscriber>,
    in_bulk: bool,
    copies_aside: bool,
}

impl Builder {
    /// A store with these options and this one numbered list of migrations.
    #[must_use]
    pub fn new(options: StoreOptions, migrations: Vec<Migration>) -> Self {
        let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
        Self {
            options,
            migrations,
            clock,
            chance,
            subscribers: Vec::new(),
            in_bulk: false,
            copies_aside: true,
        }
    }

    /// Takes the time from `clock` instead of the machine.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Takes chance from `chance` instead of the operating system (demo world and tests; never keys).
    #[must_use]
    pub fn chance(mut self, chance: Arc<dyn Chance>) -> Self {
        self.chance = chance;
        self
    }

    /// Tells `subscriber` of every fact, in the transaction that records it.
    #[must_use]
    pub fn on_fact(
        mut self,
        subscriber: impl Fn(&WriteTx<'_>, &Fact, &[FactPart]) -> Result<(), StoreError> + Send + Sync + 'static,
    ) -> Self {
        self.subscribers.push(Box::new(subscriber));
        self
    }

    /// For writing very much at once: a commit does not wait for the disk. A process that is killed still leaves whole
    /// transactions only; a power cut may take the last of them. Never for people's data.
    #[must_use]
    pub const fn in_bulk(mut self) -> Self {
        self.in_bulk = true;
        self
    }

    /// For data that was just restored: before it is migrated nothing is copied aside, for the backup is still there.
    #[must_use]
    pub const fn restored(mut self) -> Self {
        self.copies_aside = false;
        self
    }

    /// Opens the store: takes the lock of the folder, reads (or, in an empty folder, makes) the key file, and
    /// brings the schema up to this program's version.
    ///
    /// # Errors
    /// When the folder is in use, the keys do not fit, the data is newer than the program, or the database
    /// cannot be reached.
    pub fn open(self) -> Result<Store, StoreError> {
        let options = self.options;
        let broken = |error: std::io::Error| StoreError::Unavailable(error.to_string());
        fs::create_dir_all(&options.folder).map_err(broken)?;
        let lock = File::create(options.folder.join("niangjia.lock")).map_err(broken)?;
        if lock.try_lock().is_err() {
            return Err(StoreError::InUse(options.folder.display().to_string()));
        }
        let database = options.folder.join("niangjia.sqlite");
        let key_file = options.folder.join("niangjia.key");
        if !key_file.exists() && !database.exists() {
            Keys::generate(&SystemChance).save_new(&key_file)?;
        }
        let keys = Keys::load(&key_file)?;
        let services = Arc::new(Services {
            clock: self.clock,
            chance: self.chance,
            keys,
            subscribers: self.subscribers,
            made: AtomicU32::new(0),
            counters: Counters::default(),
        });
        let files = Files::open_folder(&options.folder, Arc::clone(&services))?;
        let now = services.clock.now();
        let engine = match &options.location {
            Location::Embedded => {
                let mut connection = sqlite::open(&database, false)?;
                if self.copies_aside {
                    aside::copy_before_migrating(&connection, &database, &self.migrations)?;
                }
                migrate::sqlite(&mut connection, &self.migrations, now)?;
                drop(connection);
                let writer =
                    sqlite::Writer::start(&database, options.max_pages, self.in_bulk, Arc::clone(&services))?;
                let readers = pool(ReaderManager { path: database.clone() }, options.connections)?;
                Engine::Sqlite { readers, writer, database }
            }
            Location::Postgres(url) => {
                let (config, tls) = crate::tls::parse(url)?;
                let connections =
                    pool(PostgresManager { config, tls, in_bulk: self.in_bulk }, options.connections)?;
                {
                    let session = connections.get().map_err(gone)?;
                    migrate::postgres(&mut session.borrow_mut(), &self.migrations, now)?;
                }
                Engine::Postgres { connections }
            }
        };
        let store = Store { inner: Arc::new(Inner { engine, services, files, _lock: lock }) };
        store.check_keys()?;
        Ok(store)
    }
}

fn pool<M: r2d2::ManageConnection<Error = StoreError>>(
    manager: M,
    size: u32,
) -> Result<r2d2::Pool<M>, StoreError> {
    r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(Duration::from_secs(5))
        .error_handler(Box::new(r2d2::NopErrorHandler))
        .build(manager)
        .map_err(gone)
}

fn gone(error: r2d2::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

enum Engine {
    /// Readers close first, so that the writer, the last one, can fold the log into the file.
    Sqlite {
        readers: r2d2::Pool<ReaderManager>,
        writer: sqlite::Writer,
        database: PathBuf,
    },
    Postgres {
        connections: r2d2::Pool<PostgresManager>,
    },
}

struct Inner {
    engine: Engine,
    services: Arc<Services>,
    files: Files,
    _lock: File,
}

/// The database of an installation. Cheap to clone; all clones are the same store.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

impl Store {
    /// Reads one consistent state, away from the threads that serve connections.
    ///
    /// # Errors
    /// What `work` returns, or why the database could not be read.
    pub async fn read<T, E, W>(&self, work: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        W: FnOnce(&ReadTx<'_>) -> Result<T, E> + Send + 'static,
    {
        let store = self.clone();
        let done = tokio::task::spawn_blocking(move || store.read_blocking(work)).await;
        done.unwrap_or_else(|error| Err(StoreError::Internal(error.to_string()).into()))
    }

    /// [`Store::read`] for commands and threads that may wait.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_blocking<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&ReadTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let services = &self.inner.services;
        services.counters.read();
        match &self.inner.engine {
            Engine::Sqlite { readers, .. } => {
                let connection = readers.get().map_err(gone)?;
                let snapshot = connection.unchecked_transaction().map_err(StoreError::from)?;
                let outcome = work(&ReadTx::new(Session::Sqlite(&connection), services));
                snapshot.finish().map_err(StoreError::from)?;
                outcome
            }
            Engine::Postgres { connections } => {
                let connection = connections.get().map_err(gone)?;
                connection.borrow_mut().batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
                let outcome = work(&ReadTx::new(Session::Postgres(&connection), services));
                connection.borrow_mut().batch("ROLLBACK")?;
                outcome
            }
        }
    }

    /// Writes one action durably: the answer comes after the commit. `work` may run again when another
    /// transaction wanted the same rows.
    ///
    /// # Errors
    /// What `work` returns (nothing is kept then), or why the database could not keep it.
    pub async fn write<T, E, W>(&self, work: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        W: Fn(&WriteTx<'_>) -> Result<Ending<T>, E> + Send + 'static,
    {
        if let Engine::Sqlite { writer, .. } = &self.inner.engine {
            let (sender, receiver) = tokio::sync::oneshot::channel();
            writer.submit(work, move |outcome| drop(sender.send(outcome)));
            return receiver.await.unwrap_or_else(|_| Err(writer_stopped().into()));
        }
        let store = self.clone();
        let done = tokio::task::spawn_blocking(move || store.write_blocking(work)).await;
        done.unwrap_or_else(|error| Err(StoreError::Internal(error.to_string()).into()))
    }

    /// [`Store::write`] for commands and threads that may wait.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_blocking<T, E, W>(&self, work: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        W: Fn(&WriteTx<'_>) -> Result<Ending<T>, E> + Send + 'static,
    {
        match &self.inner.engine {
            Engine::Sqlite { writer, .. } => {
                let (sender, receiver) = std::sync::mpsc::channel();
                writer.submit(work, move |outcome| drop(sender.send(outcome)));
                receiver.recv().unwrap_or_else(|_| Err(writer_stopped().into()))
            }
            Engine::Postgres { connections } => {
                let connection = connections.get().map_err(gone)?;
                for _ in 1..TRIES {
                    match self.attempt(&connection, &work) {
                        Err(Attempt::Again) => self.inner.services.counters.tried_again(),
                        Err(Attempt::Failed(error)) => return Err(error),
                        Ok(value) => return Ok(value),
                    }
                }
                Err(StoreError::Busy.into())
            }
        }
    }

    fn attempt<T, E: From<StoreError>>(
        &self,
        connection: &std::cell::RefCell<crate::postgres::PostgresSession>,
        work: &impl Fn(&WriteTx<'_>) -> Result<Ending<T>, E>,
    ) -> Result<T, Attempt<E>> {
        let failed = |error: StoreError| match error {
            StoreError::Busy => Attempt::Again,
            other => Attempt::Failed(other.into()),
        };
        connection.borrow_mut().batch("BEGIN").map_err(failed)?;
        let outcome = work(&WriteTx::new(Session::Postgres(connection), &self.inner.services));
        let mut session = connection.borrow_mut();
        let outcome = outcome.map(Ending::into_parts);
        self.inner.services.counters.written(outcome.as_ref().ok().map(|(kept, _)| *kept));
        match outcome {
            Ok((true, value)) => session.batch("COMMIT").map(|()| value).map_err(failed),
            Ok((false, value)) => session.batch("ROLLBACK").map(|()| value).map_err(failed),
            Err(error) => {
                // A connection that is gone cannot roll back, and need not.
                let _gone_already = session.batch("ROLLBACK");
                Err(if session.conflicted() { Attempt::Again } else { Attempt::Failed(error) })
            }
        }
    }

    /// The first opening leaves a sealed mark; later ones must be able to read it.
    fn check_keys(&self) -> Result<(), StoreError> {
        self.write_blocking(|tx| {
            let mark = "SELECT value FROM installation WHERE name = 'key ring'";
            match tx.row(mark, &[], crate::single::<Vec<u8>>)? {
                Some(sealed) => tx.unseal("installation.value", &sealed).map(|_| Ending::Nothing(())),
                None => {
                    let sealed = tx.seal("installation.value", "niangjia")?;
                    let sql = "INSERT INTO installation (name, value) VALUES ('key ring', $1)";
                    tx.execute(sql, crate::params![sealed])?;
                    Ok(Ending::Commit(tx.unaudited(())))
                }
            }
        })
    }

    /// The files of the installation.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.inner.files
    }

    /// What this store did so far.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.inner.services.counters.now()
    }

    /// How many bytes the database takes on disk.
    ///
    /// # Errors
    /// When it cannot be told.
    pub fn bytes(&self) -> Result<u64, StoreError> {
        match &self.inner.engine {
            Engine::Sqlite { database, .. } => sqlite::bytes(database),
            Engine::Postgres { connections } => {
                let connection = connections.get().map_err(gone)?;
                connection.borrow_mut().bytes()
            }
        }
    }

    /// Lets the engine look at what it holds, after very much was written at once, so that it plans by it.
    ///
    /// # Errors
    /// When it cannot.
    pub fn look_at_sizes(&self) -> Result<(), StoreError> {
        match &self.inner.engine {
            // SQLite plans by the shape of its indexes alone.
            Engine::Sqlite { .. } => Ok(()),
            Engine::Postgres { connections } => {
                let connection = connections.get().map_err(gone)?;
                connection.borrow_mut().batch("VACUUM ANALYZE")
            }
        }
    }

    /// The key ring of the installation.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.inner.services.keys
    }

    /// The clock that this store's transactions take their instant from.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.inner.services.clock
    }

    /// Randomness for tokens.
    #[must_use]
    pub fn chance(&self) -> &dyn Chance {
        &*self.inner.services.chance
    }
}

enum Attempt<E> {
    Again,
    Failed(E),
}

fn writer_stopped() -> StoreError {
    StoreError::Unavailable("the writer has stopped".to_owned())
}
