//! Lists that can be exported: what a slice says of each.

use niangjia_document::sheet::{ColumnHead, OutCell, SheetHead};
use niangjia_kernel::{Id, OrgPath, Organisation};
use niangjia_store::{Actor, ReadTx};
use niangjia_web::{AppError, show};
use serde::de::DeserializeOwned;

/// The page whose rows are wanted, as its address says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    parts: Vec<(String, String)>,
    query: String,
    unmasked: bool,
}

impl Asked {
    pub(crate) fn new(parts: Vec<(String, String)>, query: &str) -> Self {
        Self { parts, query: query.to_owned(), unmasked: false }
    }

    /// The same with personal columns as they are, for which a reason was given (R-TRF-05).
    pub(crate) fn unmasked(self, unmasked: bool) -> Self {
        Self { unmasked, ..self }
    }

    /// Whether personal columns are written as they are. A reason stands in the audit then; without one they are masked.
    #[must_use]
    pub const fn is_unmasked(&self) -> bool {
        self.unmasked
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
    /// The organisation of the list; her own where it has none.
    pub org_id: Id<Organisation>,
    /// Where that stands, for the audit.
    pub org_path: OrgPath,
    /// The filters in words, for the sheet and the audit: `2026年11月 · 当场办结`; empty for the whole list.
    pub filter: String,
}

/// The organisation that a list is about.
#[derive(Debug, Clone)]
pub struct Whose {
    /// Its identity.
    pub id: Id<Organisation>,
    /// Where it stands.
    pub path: OrgPath,
    /// `嵩合社区妇联`.
    pub name: String,
    /// `嵩合社区`.
    pub place: String,
}

impl Whose {
    /// That in which `actor` acts: for lists that are hers, and lists without an organisation in their address.
    #[must_use]
    pub fn acting(actor: &Actor) -> Self {
        let (name, place) = (actor.acting.org_name.clone(), String::new());
        Self { id: actor.acting.org_id, path: actor.acting.org_path.clone(), name, place }
    }
}

/// A list as a slice says it; [`Opened::of`] makes of it what stands around the rows.
#[derive(Debug, Clone)]
pub struct Said {
    /// Whose list it is.
    pub whose: Whose,
    /// What the list is called: `走访台账`.
    pub list: String,
    /// Its columns, as this reader sees them.
    pub columns: Vec<ColumnHead>,
    /// What narrows it, in words; empty for the whole list.
    pub narrowed: Vec<String>,
    /// How many rows there will be.
    pub total: i64,
    /// What a row is counted as: 户, 次, 人.
    pub unit: &'static str,
    /// What has to be known to read it; a line each.
    pub notes: Vec<String>,
    /// What stands below it, to be filled in by hand.
    pub closing: Vec<String>,
}

impl Opened {
    /// The list under its title, with a line that says of which organisation and under which conditions, and one that
    /// says as of when, how many rows, and by whom.
    #[must_use]
    pub fn of(tx: &ReadTx<'_>, actor: &Actor, said: Said) -> Self {
        let filter = said.narrowed.join(" · ");
        let narrowed = if filter.is_empty() { "全部" } else { filter.as_str() };
        let by = format!("{}（{}）", actor.name, actor.post_label());
        let mut lines = vec![
            format!("单位：{}　　范围：{narrowed}", said.whose.name),
            format!("截至 {}　　共 {} {}　　导出：{by}", tx.now().long(), show::count(said.total), said.unit),
        ];
        lines.extend(said.notes);
        let title = match said.whose.place.as_str() {
            "" => said.list,
            place => format!("{place} {}", said.list),
        };
        let head = SheetHead { title, lines, columns: said.columns, closing: said.closing };
        Self { head, total: said.total, org_id: said.whose.id, org_path: said.whose.path, filter }
    }
}

/// Where the rows of a list go, one after the other.
pub type Sink<'a> = dyn FnMut(&[OutCell]) -> Result<(), AppError> + 'a;

/// A list that can be exported as it is seen. One per page; what it gives follows the same predicate as the page.
pub trait Listing: Send + Sync {
    /// The route of the page: `/orgs/{code}/visits`.
    fn page(&self) -> &'static str;

    /// The columns that are masked unless she gives a reason, as far as `actor` may see them at all: `电话`.
    ///
    /// # Errors
    /// Those of the page.
    fn personal(
        &self,
        _tx: &ReadTx<'_>,
        _actor: &Actor,
        _asked: &Asked,
    ) -> Result<&'static [&'static str], AppError> {
        Ok(&[])
    }

    /// Whether `actor` may have it, and what it is.
    ///
    /// # Errors
    /// Those of the page.
    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError>;

    /// Gives every row, in the order of the page, to `row`. Reads by pages of its own: a million rows are never held.
    ///
    /// # Errors
    /// Those of the page, and of `row`.
    fn rows(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked, row: &mut Sink<'_>)
    -> Result<(), AppError>;
}
