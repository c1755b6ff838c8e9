//! Values on their way into a statement and out of a row: text, whole numbers, yes or no, UUIDs, bytes.

use ::postgres::types::{IsNull, ToSql, Type};
use niangjia_kernel::{AreaCode, Day, FactKind, FactRole, Fen, Id, Month, OrgPath, Tenant, Timestamp};
use rusqlite::types::{ToSqlOutput, ValueRef};
use uuid::Uuid;

use crate::StoreError;

/// A value bound to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A UUID.
    Uuid(Uuid),
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Bool(yes) => ValueRef::Integer(i64::from(*yes)),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Uuid(uuid) => ValueRef::Blob(uuid.as_bytes()),
        }))
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut ::postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *ty == Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
            Self::Int(number) => number.to_sql(ty, out),
            Self::Bool(yes) => yes.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
            Self::Uuid(uuid) => uuid.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    ::postgres::types::to_sql_checked!();
}

/// One value of a row, before it is read.
#[derive(Clone, Copy)]
pub enum Cell<'r> {
    /// As SQLite holds it.
    Sqlite(ValueRef<'r>),
    /// The column of a PostgreSQL row.
    Postgres(&'r ::postgres::Row, usize),
}

macro_rules! cell_reader {
    ($(#[$meta:meta])* $name:ident -> $ty:ty, $pattern:pat => $value:expr) => {
        $(#[$meta])*
        ///
        /// # Errors
        /// When the cell holds something else.
        pub fn $name(self) -> Result<$ty, String> {
            match self {
                Self::Sqlite($pattern) => $value,
                Self::Sqlite(other) => Err(format!("unexpected {}", other.data_type())),
                Self::Postgres(row, index) => row.try_get::<_, $ty>(index).map_err(|error| error.to_string()),
            }
        }
    };
}

impl Cell<'_> {
    cell_reader!(
        /// The cell as a whole number.
        int -> i64, ValueRef::Integer(number) => Ok(number));
    cell_reader!(
        /// The cell as yes or no.
        bool -> bool, ValueRef::Integer(number) => Ok(number != 0));
    cell_reader!(
        /// The cell as text.
        text -> String, ValueRef::Text(bytes) => String::from_utf8(bytes.to_vec()).map_err(|error| error.to_string()));
    cell_reader!(
        /// The cell as bytes.
        bytes -> Vec<u8>, ValueRef::Blob(bytes) => Ok(bytes.to_vec()));
    cell_reader!(
        /// The cell as a UUID.
        uuid -> Uuid, ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map_err(|error| error.to_string()));

    /// Whether the cell is empty.
    #[must_use]
    pub fn is_null(self) -> bool {
        match self {
            Self::Sqlite(value) => matches!(value, ValueRef::Null),
            Self::Postgres(row, index) => {
                // Whatever the type, an empty cell reads as nothing.
                struct Anything;
                impl<'a> ::postgres::types::FromSql<'a> for Anything {
                    fn from_sql(
                        _: &Type,
                        _: &'a [u8],
                    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
                        Ok(Self)
                    }
                    fn accepts(_: &Type) -> bool {
                        true
                    }
                }
                matches!(row.try_get::<_, Option<Anything>>(index), Ok(None))
            }
        }
    }
}

/// A type that can stand in a column.
pub trait Column: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// Says what was found instead.
    fn read(cell: Cell<'_>) -> Result<Self, String>;

    /// Makes it a value to bind.
    fn bind(&self) -> Value;
}

macro_rules! plain_columns {
    ($($ty:ty: $reader:ident, $variant:ident;)+) => {
        $(impl Column for $ty {
            fn read(cell: Cell<'_>) -> Result<Self, String> {
                cell.$reader()
            }
            fn bind(&self) -> Value {
                Value::$variant(self.clone())
            }
        })+
    };
}

plain_columns! {
    i64: int, Int;
    bool: bool, Bool;
    String: text, Text;
    Vec<u8>: bytes, Bytes;
    Uuid: uuid, Uuid;
}

impl<T: Column> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        if cell.is_null() { Ok(None) } else { T::read(cell).map(Some) }
    }
    fn bind(&self) -> Value {
        self.as_ref().map_or(Value::Null, Column::bind)
    }
}

impl<E> Column for Id<E> {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        cell.uuid().map(Self::from_uuid)
    }
    fn bind(&self) -> Value {
        Value::Uuid(self.uuid())
    }
}

macro_rules! number_columns {
    ($($ty:ty: $read:expr, $write:expr;)+) => {
        $(impl Column for $ty {
            fn read(cell: Cell<'_>) -> Result<Self, String> {
                let read: fn(i64) -> Result<Self, String> = $read;
                read(cell.int()?)
            }
            fn bind(&self) -> Value {
                let write: fn(&Self) -> i64 = $write;
                Value::Int(write(self))
            }
        })+
    };
}

number_columns! {
    Day: |number| Ok(Self::from_number(number)), |day| day.number();
    Month: |number| Ok(Self::from_number(number)), |month| month.number();
    Timestamp: |number| Ok(Self::from_millis(number)), |at| at.millis();
    Fen: |number| Ok(Self(number)), |fen| fen.0;
    Tenant: |number| Self::from_number(number).ok_or_else(|| format!("no tenant {number}")), |tenant| tenant.number();
}

impl Column for OrgPath {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        cell.text().map(Self::from_stored)
    }
    fn bind(&self) -> Value {
        Value::Text(self.as_str().to_owned())
    }
}

impl Column for AreaCode {
    fn read(cell: Cell<'_>) -> Result<Self, String> {
        Self::parse(&cell.text()?).map_err(|error| error.to_string())
    }
    fn bind(&self) -> Value {
        Value::Text(self.to_string())
    }
}

/// Lets an enumeration made by `kernel::coded!` stand in a text column by its code.
#[macro_export]
macro_rules! coded_columns {
    ($($ty:ty),+ $(,)?) => {
        $(impl $crate::Column for $ty {
            fn read(cell: $crate::Cell<'_>) -> Result<Self, String> {
                Self::parse(&cell.text()?).map_err(|error| error.to_string())
            }
            fn bind(&self) -> $crate::Value {
                $crate::Value::Text(self.code().to_owned())
            }
        })+
    };
}

coded_columns!(FactKind, FactRole, crate::PostKind, niangjia_kernel::AreaLevel);

/// A row, read from the first column to the last in the order of the SELECT.
pub struct Row<'r> {
    inner: RowOf<'r>,
    next: usize,
}

enum RowOf<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r ::postgres::Row),
}

impl<'r> Row<'r> {
    pub(crate) const fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self { inner: RowOf::Sqlite(row), next: 0 }
    }

    pub(crate) const fn postgres(row: &'r ::postgres::Row) -> Self {
        Self { inner: RowOf::Postgres(row), next: 0 }
    }

    /// Reads the next column.
    ///
    /// # Errors
    /// When the row has no further column, or its value is no `T`.
    pub fn take<T: Column>(&mut self) -> Result<T, StoreError> {
        let column = self.next;
        self.next += 1;
        let cell = match self.inner {
            RowOf::Sqlite(row) => Cell::Sqlite(row.get_ref(column)?),
            RowOf::Postgres(row) if column < row.len() => Cell::Postgres(row, column),
            RowOf::Postgres(_) => {
                return Err(StoreError::Column { column, problem: "no such column".to_owned() });
            }
        };
        T::read(cell).map_err(|problem| StoreError::Column { column, problem })
    }
}

/// Reads a row of a single column.
///
/// # Errors
/// As [`Row::take`].
pub fn single<T: Column>(row: &mut Row<'_>) -> Result<T, StoreError> {
    row.take()
}

/// The values of a statement, in the order of `$1`, `$2`, …
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Column::bind(&$value)),*] };
}
