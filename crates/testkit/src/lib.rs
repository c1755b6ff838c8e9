//! The application in process, a database of its own, and a cast of people. Only for tests.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where its premise fails"
)]

mod browser;
mod cast;
mod database;
mod outside;
mod own_postgres;
mod phone;
mod workbook;
mod world;

pub use browser::{Browser, Reply};
pub use cast::{
    AUDITOR, CHAIR, CITY_CHAIR, COUNTY_CHAIR, EVERYBODY, FAR_CHAIR, FAR_MEMBER, FAR_SUCCESSOR, Figure,
    MEMBER, NATION_CHAIR, NEIGHBOUR, OTHER_CHAIR, OTHER_COUNTY_CHAIR, OTHER_STREET_CHAIR, PASSWORD,
    PROVINCE_CHAIR, RESIDENT_MEMBER, SECURITY_ADMINISTRATOR, STREET_CHAIR, SYSTEM_ADMINISTRATOR,
};
pub use database::{Database, Engine};
pub use own_postgres::OwnPostgres;
pub use phone::{Note, Phone};
pub use workbook::Workbook;
pub use world::{FAMILIES, TODAY, World};
