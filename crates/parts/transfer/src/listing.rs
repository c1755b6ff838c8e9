//! Lists that can be exported: what a slice says of each.

use niangjia_document::sheet::{OutCell, SheetHead};
use niangjia_kernel::{Id, OrgPath, Organisation, Tenant};
use niangjia_store::{Actor, ReadTx};
use niangjia_web::AppError;
use serde::de::DeserializeOwned;

/// The page whose rows are wanted, as its address says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    parts: Vec<(String, String)>,
    query: String,
}

impl Asked {
    pub(crate) fn new(parts: Vec<(String, String)>, query: &str) -> Self {
        Self { parts, query: query.to_owned() }
    }

    /// A part of the path by its name: `code` of `/orgs/{code}/visits`; empty when the pattern has none.
    #[must_use]
    pub fn part(&self, name: &str) -> &str {
        self.parts.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// The filters, read as the page reads them.
    ///
    /// # Errors
    /// The page's own sentence when they cannot be read.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        serde_html_form::from_str(&self.query)
            .map_err(|_| AppError::Refused("链接里的条件看不懂，请回到列表重新点选".to_owned()))
    }
}

/// A list that somebody may export, before its rows.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Heading, lines and columns of the sheet.
    pub head: SheetHead,
    /// How many rows there will be: for the progress.
    pub total: i64,
    /// Whose list it is.
    pub tenant: Tenant,
    /// The organisation of the list; her own where it has none.
    pub org_id: Id<Organisation>,
    /// Where that stands, for the audit.
    pub org_path: OrgPath,
    /// The filters in words, for the sheet and the audit: `2026年11月 · 当场办结`; empty for the whole list.
    pub filter: String,
}

/// A list that can be exported as it is seen. One per page; what it gives follows the same predicate as the page.
pub trait Listing: Send + Sync {
    /// The route of the page: `/orgs/{code}/visits`.
    fn page(&self) -> &'static str;

    /// Whether `actor` may have it, and what it is.
    ///
    /// # Errors
    /// Those of the page.
    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError>;

    /// Gives every row, in the order of the page, to `row`. Reads by pages of its own: a million rows are never held.
    ///
    /// # Errors
    /// Those of the page, and of `row`.
    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut dyn FnMut(&[OutCell]) -> Result<(), AppError>,
    ) -> Result<(), AppError>;
}
