//! The pages of this slice.

pub(crate) mod claim;
pub(crate) mod claim_ending;
pub(crate) mod claims;
pub(crate) mod inspection;
pub(crate) mod inspection_form;
pub(crate) mod inspections;
pub(crate) mod screen;

use niangjia_household::api as household;
use niangjia_kernel::{Household, Id, Key, Resident, Tenant};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_subject::Subject;
use niangjia_web::AppError;
use niangjia_web::show::Due;

use crate::model::{About, Claim, ClaimRow, Inspection};
use crate::rules::{Sight, sight};

/// The key of an asking in a path.
pub(crate) type InspectionKey = Key<Inspection>;
/// The key of a claim in a path.
pub(crate) type ClaimKey = Key<Claim>;
/// The key of a household in a path.
pub(crate) type HouseholdKey = Key<Household>;

/// Who hands sheets out, as a refusal says it.
pub(crate) const KEEPING: &str = "本人查阅和本人请求由她所在社区（村）的妇联主席、副主席当面办理";

/// How many rows a list shows; a file has all.
pub(crate) const ROWS: i64 = 200;

/// What was done before a page is shown again.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    pub(crate) said: String,
}

/// An organisation whose askings `actor` may know of.
pub(crate) fn with_visible_branch(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let sees = sight(actor) != Sight::Nothing && actor.acting.org_path.covers(&org.path);
    if sees { Ok(org) } else { Err(AppError::NotFound) }
}

/// Breadcrumbs down to a page of an organisation, the organisation included.
pub(crate) fn crumbs(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    Ok(above)
}

/// The people of a household whose sheets `actor` hands out.
pub(crate) fn kept_people(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: HouseholdKey,
) -> Result<(household::HouseholdRow, Vec<Subject>), AppError> {
    let found = household::visible(tx, actor, key)?.ok_or(AppError::NotFound)?;
    if sight(actor) != Sight::Keeps {
        return Err(AppError::Forbidden(KEEPING.to_owned()));
    }
    Ok((found.row().clone(), household::people(tx, &found)?))
}

/// A row with the person whom it is about.
pub(crate) fn about<R>(
    tx: &ReadTx<'_>,
    row: R,
    (tenant, household, resident): (Tenant, Id<Household>, Option<Id<Resident>>),
) -> Result<About<R>, StoreError> {
    let subject = household::subject(tx, household.within(tenant), resident)?;
    Ok(About { row, subject })
}

/// How a claim stands against its day.
pub(crate) fn due(claim: &ClaimRow, today: niangjia_kernel::Day) -> Due {
    if claim.told.is_some() {
        return Due { kind: "done", word: claim.state().to_owned() };
    }
    match claim.due.days_since(today) {
        late @ ..0 => Due { kind: "late", word: format!("已超期 {} 天", -late) },
        0 => Due { kind: "soon", word: "今天到期".to_owned() },
        left => Due { kind: if left <= 5 { "soon" } else { "plan" }, word: format!("还有 {left} 天") },
    }
}
