//! The pages of this slice.

pub(crate) mod letter;
pub(crate) mod lists;
pub(crate) mod partner;
pub(crate) mod partners;
pub(crate) mod referral;
pub(crate) mod referral_form;
pub(crate) mod steps;

use niangjia_kernel::{Key, Referral};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::show::Due;
use niangjia_web::{AppError, Visitor};

use crate::model::{Closing, Partner, ReferralRow, State};
use crate::queries::{self, Access};
use crate::rules::{KEEPING, follows, keeps_partners};
use crate::subjects::Subjects;

/// The key of a partner in a path.
pub(crate) type PartnerKey = Key<Partner>;
/// The key of a referral in a path.
pub(crate) type ReferralKey = Key<Referral>;

/// How many rows a list shows; a file has all.
pub(crate) const ROWS: i64 = 200;

/// What was done before a page is shown again.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    pub(crate) said: String,
}

/// A referral, as far as the visitor may see it.
pub(crate) fn found(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    key: ReferralKey,
) -> Result<(ReferralRow, Access), AppError> {
    let subjects = visitor.app.machine::<Subjects>()?;
    queries::referral_for(tx, &visitor.actor, subjects, key)?.ok_or(AppError::NotFound)
}

/// An organisation whose referrals `actor` follows.
pub(crate) fn with_followed_branch(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let follows = org.tenant == actor.tenant && follows(actor, &org.path);
    if follows { Ok(org) } else { Err(AppError::NotFound) }
}

/// An organisation whose partners `actor` keeps.
pub(crate) fn with_kept_partners(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = with_followed_branch(tx, actor, code)?;
    if keeps_partners(actor, &org.path) { Ok(org) } else { Err(AppError::Forbidden(KEEPING.to_owned())) }
}

/// Breadcrumbs down to the organisation, itself included.
pub(crate) fn crumbs(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    Ok(above)
}

/// How a referral stands against its clock, for its partner.
pub(crate) fn due_for_partner(row: &ReferralRow, now: niangjia_kernel::Timestamp) -> Due {
    match (row.due, row.state, row.closing) {
        (Some(_), ..) => due(row, now),
        (None, State::Settled, _) | (None, _, Some(Closing::Told)) => {
            Due { kind: "done", word: "办完".to_owned() }
        }
        _ => Due { kind: "none", word: "不用再办".to_owned() },
    }
}

/// How a referral stands against its clock.
pub(crate) fn due(row: &ReferralRow, now: niangjia_kernel::Timestamp) -> Due {
    let word = |kind, word: &str| Due { kind, word: word.to_owned() };
    let Some(until) = row.due else {
        return match (row.state, row.closing) {
            (State::Refused, _) => word("late", "被退回，等再转"),
            (State::Settled, _) => word("soon", "等告诉本人"),
            (_, Some(Closing::Told)) => word("done", "已告诉本人"),
            _ => word("none", row.status()),
        };
    };
    let last = niangjia_kernel::Timestamp::from_millis(until.millis() - 1).day();
    match last.days_since(now.day()) {
        _ if now >= until => Due { kind: "late", word: format!("超期 {} 天", now.day().days_since(last)) },
        0 => word("soon", "今天到期"),
        left @ 1..=3 => Due { kind: "soon", word: format!("还有 {left} 天") },
        left => Due { kind: "plan", word: format!("还有 {left} 天") },
    }
}
