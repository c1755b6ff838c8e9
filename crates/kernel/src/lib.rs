//! The words that every part of Niangjia shares: identities, places, time, money, facts.
//!
//! Everything here is pure: values in, values out. No connection, no clock of its own (the clock is a
//! trait that callers inject) and no configuration.

mod area;
mod clock;
mod coded;
mod entity;
mod fact;
mod id;
mod identity;
mod money;
mod months;
mod org_path;
mod tenant;
mod time;

pub use area::{AreaCode, AreaCodeError, AreaLevel};
pub use clock::{Chance, Clock, ManualClock, SeededChance, SystemChance, SystemClock};
pub use coded::{Coded, UnknownCode};
pub use entity::{
    Account, AuditEntry, ContactDuty, Household, Mediation, Organisation, Person, Post, ReceptionTurn,
    Referral, Request, Resident, ScreeningRound, StoredFile, Trouble, Visit,
};
pub use fact::{Fact, FactKind, FactPart, FactRole};
pub use id::{Entity, Id, IdError, Key};
pub use identity::{CitizenId, IdentityError, MobileNumber, normalised_text};
pub use money::{Fen, NoAmount};
pub use months::Months;
pub use org_path::OrgPath;
pub use tenant::Tenant;
pub use time::{Day, DayError, Month, Timestamp};
