//! The pages of this slice.

pub(crate) mod agreement;
pub(crate) mod application;
pub(crate) mod case;
pub(crate) mod confirmation;
pub(crate) mod consent;
pub(crate) mod course;
pub(crate) mod documents;
pub(crate) mod ending;
pub(crate) mod extension;
pub(crate) mod fields;
pub(crate) mod file;
pub(crate) mod gate;
pub(crate) mod list;
pub(crate) mod members;
pub(crate) mod performance;
pub(crate) mod revisit;
pub(crate) mod screening;
pub(crate) mod sessions;
pub(crate) mod signatures;

use niangjia_kernel::{Key, Mediation};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, WriteTx};
use niangjia_web::{AppError, Visitor};

use crate::model::{Case, State};
use crate::queries::{self, Reach, VisibleCase};

/// The key of a case in a path.
pub(crate) type MediationKey = Key<Mediation>;

/// Who works on a case, as a refusal says it.
pub(crate) const KEEPING: &str = "调解由登记人、调解员、记录人和社区（村）的妇联主席、副主席办理；上级只查看";

/// An organisation whose list `actor` may open: her own branch.
pub(crate) fn with_visible_branch(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let below = matches!(
        actor.acting.level,
        niangjia_kernel::AreaLevel::Community
            | niangjia_kernel::AreaLevel::Street
            | niangjia_kernel::AreaLevel::County
    );
    let sees = below && !actor.acting.kind.administers() && actor.acting.org_path.covers(&org.path);
    if sees { Ok(org) } else { Err(AppError::NotFound) }
}

/// Breadcrumbs down to the list of an organisation, the list included.
pub(crate) fn crumbs(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    above.push(("人民调解".to_owned(), format!("{}/mediations", org.href())));
    Ok(above)
}

/// Breadcrumbs down to a case, the case included.
pub(crate) fn crumbs_to(tx: &ReadTx<'_>, case: &Case) -> Result<Vec<(String, String)>, AppError> {
    let org = org_of(tx, case)?;
    let mut above = crumbs(tx, &org)?;
    above.push((case.title(), case.href()));
    Ok(above)
}

/// The organisation of a case.
pub(crate) fn org_of(tx: &ReadTx<'_>, case: &Case) -> Result<Org, AppError> {
    niangjia_org::api::by_id(tx, case.org_id)?.ok_or(AppError::NotFound)
}

/// A case on which `visitor` works, in one of `states`; else a sentence.
pub(crate) fn worked(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    key: MediationKey,
    states: &[State],
) -> Result<VisibleCase, AppError> {
    let case = queries::visible_case(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    if case.reach == Reach::Above {
        return Err(AppError::Forbidden(KEEPING.to_owned()));
    }
    if !states.contains(&case.row.state) {
        let sentence =
            format!("这一件现在是“{}”，不能办这一步；请回到这一件看下一步", case.row.state.label());
        return Err(AppError::Refused(sentence));
    }
    Ok(case)
}

/// The same for a form that was sent: two at once go one after the other.
pub(crate) fn working(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    key: MediationKey,
    states: &[State],
) -> Result<VisibleCase, AppError> {
    // Whoever does not see it must not hold it: its people would wait for her, and it would take longer than one that is not there.
    if queries::visible_case(tx, &visitor.actor, key)?.is_none() {
        return Err(AppError::NotFound);
    }
    tx.hold("mediation", key.tenant, key.id.uuid())?;
    worked(tx, visitor, key, states)
}

/// What was done before a page is shown again.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    pub(crate) said: String,
    /// Which paper of the file shall be brought: chosen in the form.
    pub(crate) paper: String,
}
