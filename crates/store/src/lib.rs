//! The store: one file of SQLite inside the program, or PostgreSQL, behind one interface.
//!
//! An action is one transaction: `store.write(|tx| …)` opens it, `tx.record(…)` writes its audit entry and is
//! the only way to obtain the [`Recorded`] without which nothing is committed. Domain code is written once;
//! where the engines differ by nature, sibling files here (`sqlite.rs`, `postgres.rs`) differ, and nothing else.

mod access;
mod aside;
pub mod audit;
mod column;
mod envelope;
mod error;
pub mod facts;
mod figures;
mod files;
mod migrate;
mod options;
mod postgres;
mod refill;
mod rows;
pub mod schema;
mod seal;
pub mod shape;
mod snapshot;
mod sql;
mod sqlite;
mod store;
mod tls;
mod transaction;

pub use access::{Acting, Actor, PostKind, Via};
pub use column::{Cell, Column, Row, Value, single};
pub use envelope::EnvelopeKey;
pub use error::StoreError;
pub use figures::Figures;
pub use files::{Files, NewFile};
pub use migrate::{Dialect, Migration, rendered_schema};
pub use options::{Location, StoreOptions};
pub use refill::{Refill, ScratchSchema};
pub use seal::{BlindIndex, Keys, KeysError};
pub use snapshot::{CopyError, Snapshot};
pub use sql::{Branch, Sql};
pub use store::{Builder, Store};
pub use transaction::{Ending, ReadTx, Recorded, WriteTx};
