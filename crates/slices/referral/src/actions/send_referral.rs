//! 转介: a matter is handed to a partner.

use niangjia_kernel::{FactKind, Timestamp};
use niangjia_org::api::Org;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::{entry, tell};
use crate::model::{Closing, Ground, PartnerRow, ReferralRow, State};
use crate::queries::{self, NewReferral};

const SEND: Action = Action::write("referral.send", "转介");

/// Sends it; the clock of the partner's answer runs from now, and that of keeping the record of what was handed over. `before` was sent
/// back and is over by this one.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn send_referral(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (org, partner): (&Org, &PartnerRow),
    new: &NewReferral<'_>,
    before: Option<&ReferralRow>,
) -> Result<Ending<()>, StoreError> {
    let Some(number) = queries::insert_referral(tx, actor, new)? else {
        return Ok(Ending::Nothing(()));
    };
    let clocks = (actor.tenant, new.id.uuid());
    let _until: Timestamp = niangjia_deadline::start(tx, clocks, "referral.answer", tx.now())?;
    if new.ground != Ground::Anonymous {
        niangjia_deadline::start(tx, clocks, "sharing.keep", tx.now())?;
    }
    let row = ReferralRow {
        tenant: actor.tenant,
        id: new.id,
        subject_kind: new.subject.0,
        subject_tenant: new.subject.1,
        subject: new.subject.2,
        org_id: org.id,
        org_path: org.path.clone(),
        year: i64::from(tx.today().parts().0),
        number,
        partner: partner.id,
        partner_name: partner.said.name.clone(),
        ground: new.ground,
        consent: new.consent,
        sender: actor.person,
        sender_name: actor.name.clone(),
        sent: tx.now(),
        state: State::Sent,
        answered: None,
        settled: None,
        closing: None,
        due: None,
    };
    tell(tx, actor, (FactKind::ReferralSent, &org.area_code), &row)?;
    if let Some(before) = before {
        queries::close(tx, before, (Closing::PassedOn, &row.called()))?;
    }
    let entry = entry(actor, SEND, &row).change("单位", "", &partner.said.name);
    Ok(tx.record(&entry.change("依据", "", new.ground.label()), ())?.into())
}
