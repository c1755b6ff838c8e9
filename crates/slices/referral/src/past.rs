//! The same writes as the pages make, for worlds with a past and offices that bring their referrals along.

use niangjia_kernel::{Day, Id, Key, Person, Referral, Tenant};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use uuid::Uuid;

use crate::actions;
use crate::model::{
    Closing, ConsentManner, Contents, Ground, Partner, PartnerRow, ReferralRow, SaidPartner, State,
    SubjectKind,
};
use crate::queries::{self, NewReferral};
use crate::subjects::Subjects;

/// A partner that was entered, for what is done with it next.
#[derive(Debug, Clone)]
pub struct EnteredPartner(PartnerRow);

/// Enters a partner of the organisation of `actor`.
///
/// # Errors
/// When it cannot be written.
pub fn enter_partner(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    said: SaidPartner,
) -> Result<EnteredPartner, StoreError> {
    let (tenant, id) = (org.tenant, tx.new_id::<Partner>());
    let row = PartnerRow { tenant, id, org_id: org.id, org_path: org.path.clone(), said, closed: None };
    let _entered = actions::enter_partner(tx, actor, &row)?;
    Ok(EnteredPartner(row))
}

/// Enters who signs in for a partner; her account is opened as any other.
///
/// # Errors
/// When it cannot be written.
pub fn enter_partner_person(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (org, partner): (&Org, &EnteredPartner),
    name: &str,
) -> Result<Id<Person>, StoreError> {
    Ok(*actions::enter_partner_person(tx, actor, (org, &partner.0), (name, None))?.value())
}

/// A matter that was referred with somebody's consent.
#[derive(Debug, Clone)]
pub struct PastReferral<'a> {
    /// What was referred.
    pub subject: (SubjectKind, Tenant, Uuid),
    /// By which organisation.
    pub org: &'a Org,
    /// To whom.
    pub partner: &'a EnteredPartner,
    /// When she agreed.
    pub consent: Day,
    /// Who she is, and how she is safely reached.
    pub person: (&'a str, &'a str),
    /// What the partner was asked for, and what was handed over.
    pub words: (&'a str, &'a str),
    /// What was sent back before, and goes on with this.
    pub before: Option<Key<Referral>>,
}

/// Sends it.
///
/// # Errors
/// When it cannot be written.
pub fn send(tx: &WriteTx<'_>, actor: &Actor, past: &PastReferral<'_>) -> Result<Key<Referral>, StoreError> {
    let contents = Contents {
        person: past.person.0.to_owned(),
        phone: past.person.1.to_owned(),
        asked: past.words.0.to_owned(),
        handed: past.words.1.to_owned(),
        ..Contents::default()
    };
    let new = NewReferral {
        id: tx.new_id(),
        subject: past.subject,
        resident: None,
        org: (past.org.id, past.org.path.clone()),
        partner: past.partner.0.id,
        ground: Ground::Consent,
        consent: Some((past.consent, ConsentManner::Signed)),
        contents: &contents,
    };
    let before = past.before.map(|key| sent_by(tx, actor, key)).transpose()?.flatten();
    let _sent = actions::send_referral(tx, actor, (past.org, &past.partner.0), &new, before.as_ref())?;
    Ok(new.id.within(actor.tenant))
}

/// What is done with what `sender` sent; where it is not hers, or not the next step, nothing is.
#[derive(Debug, Clone, Copy)]
pub enum PastStep<'a> {
    /// The partner takes it.
    Accepted(&'a str),
    /// The partner sends it back, with why.
    Refused(&'a str),
    /// What came of it.
    Settled(&'a str),
    /// She was told, and how.
    Told(&'a str),
}

/// Goes on with a referral: `by` is the partner's contact, or the sender who types in what came on paper.
///
/// # Errors
/// When it cannot be written.
pub fn go_on(
    tx: &WriteTx<'_>,
    (by, sender, org): (&Actor, &Actor, &Org),
    key: Key<Referral>,
    step: PastStep<'_>,
) -> Result<Ending<()>, StoreError> {
    let Some(row) = sent_by(tx, sender, key)? else { return Ok(Ending::Nothing(())) };
    match step {
        PastStep::Accepted(words) => actions::answer_referral(tx, by, &row, (State::Accepted, words)),
        PastStep::Refused(words) => actions::answer_referral(tx, by, &row, (State::Refused, words)),
        PastStep::Settled(words) => actions::settle_referral(tx, by, (&row, &org.area_code), words),
        PastStep::Told(words) => actions::close_referral(tx, by, &row, (Closing::Told, words)),
    }
}

fn sent_by(tx: &WriteTx<'_>, sender: &Actor, key: Key<Referral>) -> Result<Option<ReferralRow>, StoreError> {
    let found = queries::referral_for(tx, sender, &Subjects::default(), key)?;
    Ok(found.map(|(row, _)| row))
}
