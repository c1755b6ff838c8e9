//! 上报: the organisation that fills a form in confirms its figures. What was reported is kept whole and never changes.

use niangjia_kernel::{Id, Month};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::form::fill::fill;
use crate::form::kept::Kept;
use crate::form::layout::Layout;
use crate::form::{NewReport, ReportedForm};
use crate::pack::Forms;
use crate::queries::forms as queries;
use crate::reader::Reader;

const REPORT: Action = Action::write("insight.report_form", "上报报表");

/// A report as it was confirmed and checked (`rules::check_report`).
pub(crate) struct Said<'a> {
    /// Made with the form, so that the same form sent twice is one report.
    pub(crate) id: Id<ReportedForm>,
    /// The figures that she confirmed.
    pub(crate) kept: &'a Kept,
    /// Of which month.
    pub(crate) month: Month,
    /// From 1.
    pub(crate) version: i64,
    /// Why there is a second version.
    pub(crate) reason: &'a str,
}

/// Reports a form. A form that comes a second time, or beside another of the same version, changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn report_form(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    said: &Said<'_>,
) -> Result<Ending<()>, StoreError> {
    let layout = &said.kept.layout;
    let new = NewReport {
        id: said.id,
        org,
        form: &layout.code,
        month: said.month,
        version: said.version,
        pack_version: &Forms::in_force().version,
        payload: said.kept.write()?,
        reason: said.reason,
    };
    if !queries::insert_form(tx, actor, &new)? {
        return Ok(Ending::Nothing(()));
    }
    let named = format!("{} {}{}", org.name, said.month.long(), layout.name);
    let entry = Entry::by(actor, REPORT).about(org.tenant, said.id, &org.path).named(named);
    let entry = entry.change("上报", "", format!("第{}版 {}", said.version, said.reason));
    Ok(tx.record(&entry, ())?.into())
}

/// Reports what stands at this moment as the next version, for worlds with a past.
///
/// # Errors
/// When it cannot be read or written.
pub fn report_month(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    layout: &Layout,
    (month, reason): (Month, &str),
) -> Result<Ending<()>, StoreError> {
    let reader = Reader::of(tx, actor, org)?.ok_or_else(|| StoreError::Internal("no sight".to_owned()))?;
    let live = fill(tx, &reader, layout, month)?;
    let kept = Kept::of(layout, &live).ok_or_else(|| StoreError::Internal("hidden figures".to_owned()))?;
    let before = queries::versions(tx, (org.tenant, org.id), &layout.code, month)?;
    let version = before.first().map_or(1, |version| version.number + 1);
    report_form(tx, actor, org, &Said { id: tx.new_id(), kept: &kept, month, version, reason })
}
