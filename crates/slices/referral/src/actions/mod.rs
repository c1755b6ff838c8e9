//! One write per file.

mod answer_referral;
mod close_referral;
mod keep_partner;
mod partner_people;
mod send_referral;
mod settle_referral;

pub(crate) use answer_referral::answer_referral;
pub(crate) use close_referral::close_referral;
pub(crate) use keep_partner::{change_partner, close_partner, enter_partner};
pub(crate) use partner_people::{enter_partner_person, leave_partner};
pub(crate) use send_referral::send_referral;
pub(crate) use settle_referral::settle_referral;

use niangjia_kernel::{AreaCode, Fact, FactKind, FactPart, FactRole, Fen};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, StoreError, WriteTx, facts};

use crate::model::{ReferralRow, SubjectKind};

/// An entry about a referral; nobody's name stands in it.
fn entry<'a>(actor: &'a Actor, action: Action, row: &ReferralRow) -> Entry<'a> {
    Entry::by(actor, action).about(row.tenant, row.id, &row.org_path).named(row.called())
}

/// That a matter was referred, or that there is a result, with the sender's part. What is sealed is counted by its own slice.
fn tell(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (kind, area_code): (FactKind, &AreaCode),
    row: &ReferralRow,
) -> Result<(), StoreError> {
    if row.subject_kind == SubjectKind::Sealed {
        return Ok(());
    }
    let fact = Fact {
        tenant: row.tenant,
        id: tx.new_id(),
        kind,
        org_id: row.org_id,
        org_path: row.org_path.clone(),
        area_code: area_code.clone(),
        on_day: tx.today(),
        at: tx.now(),
        subject: row.id.uuid(),
        attendances: 0,
        households: 0,
        minutes: 0,
        fen: Fen(0),
        recorded_by: actor.person,
        reverses: None,
    };
    let part = FactPart { tenant: row.tenant, person: row.sender, role: FactRole::Doer };
    facts::append(tx, &fact, &[part])
}
