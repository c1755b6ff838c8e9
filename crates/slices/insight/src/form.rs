//! Forms: what an organisation reports to the one above it, filled from what is recorded.
//!
//! A layout of the pack (`layout.rs`) is filled in live (`fill.rs`); what is reported is kept whole with its layout
//! (`kept.rs`), so that it reads as it was reported whatever pack or records become later; the receiving level adds up
//! what was reported (`collect.rs`). `printed.rs` puts layout and figures together once for screen, sheet and paper.

pub(crate) mod collect;
pub(crate) mod fill;
pub(crate) mod kept;
pub(crate) mod layout;
pub(crate) mod opened;
pub(crate) mod paper;
pub(crate) mod printed;
pub(crate) mod standing;
pub(crate) mod tasks;

use niangjia_kernel::{Entity, Id, Month, Organisation, Tenant, Timestamp};
use niangjia_org::api::Org;
use serde::{Deserialize, Serialize};

/// A form that was reported.
#[derive(Debug, Clone, Copy)]
pub enum ReportedForm {}
impl Entity for ReportedForm {
    const PREFIX: &'static str = "form";
}

/// That a form was handed back.
#[derive(Debug, Clone, Copy)]
pub enum FormReturn {}
impl Entity for FormReturn {
    const PREFIX: &'static str = "fret";
}

/// The figures of a form: its tables, their rows, in each as many cells as it has columns of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sheet<C> {
    /// One for each section of the layout.
    pub(crate) tables: Vec<Vec<SheetRow<C>>>,
}

/// A row of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SheetRow<C> {
    /// What the row is about.
    pub(crate) place: Place,
    /// Nothing where the cell is filled in by hand, or the line has no such column.
    pub(crate) cells: Vec<Option<C>>,
}

/// What a row of figures is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// A line of the layout, by its place.
    Line(usize),
    /// A branch, by the code of its organisation, as it was called then.
    Branch {
        /// `341881003004`.
        code: String,
        /// `嵩合社区`.
        name: String,
    },
    /// What the total has and the branches have not, or the other way round.
    Rest,
    /// The organisation with everything below it.
    Total,
}

impl Place {
    /// Whether two rows are about the same; a branch may have been renamed since.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Branch { code, .. }, Self::Branch { code: other, .. }) => code == other,
            _ => self == other,
        }
    }
}

/// A report to be kept.
pub(crate) struct NewReport<'a> {
    /// Made with the form, so that the same form sent twice is one report.
    pub(crate) id: Id<ReportedForm>,
    /// Who reports.
    pub(crate) org: &'a Org,
    /// The code of the form.
    pub(crate) form: &'a str,
    /// Of which month.
    pub(crate) month: Month,
    /// From 1.
    pub(crate) version: i64,
    /// The edition of the pack.
    pub(crate) pack_version: &'a str,
    /// See `kept.rs`.
    pub(crate) payload: String,
    /// Why there is a second version; empty for the first.
    pub(crate) reason: &'a str,
}

/// A report as lists know it, without its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<ReportedForm>,
    /// Who reported.
    pub(crate) org: Id<Organisation>,
    /// From 1.
    pub(crate) number: i64,
    /// The edition of the pack by which it was filled.
    pub(crate) pack_version: String,
    /// Why it is not the first.
    pub(crate) reason: String,
    /// The name of her who reported it.
    pub(crate) by: String,
    /// In which post.
    pub(crate) post: String,
    pub(crate) at: Timestamp,
    /// That it was handed back.
    pub(crate) returned: Option<ReturnedForm>,
}

/// That a report was handed back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReturnedForm {
    pub(crate) reason: String,
    pub(crate) by: String,
    pub(crate) post: String,
    pub(crate) at: Timestamp,
}
