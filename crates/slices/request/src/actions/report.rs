//! 走访上报: what a visitor could not settle becomes a request that is on its way up, in the transaction of the visit.

use niangjia_household::api as household;
use niangjia_kernel::{Fact, FactKind, FactPart, Id, Key, Request, Visit};
use niangjia_store::{StoreError, WriteTx};
use niangjia_web::AppError;

use super::pass::{By, pass_up};
use super::{append, at};
use crate::model::{Channel, Class, Closing, Happened, Reach, Rung, State};
use crate::pack::RequestRules;
use crate::queries::{self, Arriving, NewRequest};

/// The request of a visit has the visit's own identity, so that a phone that sends twice reports once.
fn key_of(fact: &Fact) -> Key<Request> {
    Id::from_uuid(fact.subject).within(fact.tenant)
}

/// Takes it down in the name of whoever visited, and passes it to her community. Somebody of another county who helps here has
/// no requests here: it waits at the community at once.
pub(crate) fn report(tx: &WriteTx<'_>, fact: &Fact, parts: &[FactPart]) -> Result<(), AppError> {
    let visit: Key<Visit> = Id::from_uuid(fact.subject).within(fact.tenant);
    let (Some(reported), Some(part)) = (household::reported(tx, visit)?, parts.first()) else {
        return Ok(());
    };
    let home = niangjia_org::api::by_id(tx, reported.org)?.ok_or(AppError::NotFound)?;
    let own = part.tenant == fact.tenant;
    let to = at(&home, own.then_some(part.person))?;
    let to = Arriving { rung: if own { Rung::Grid } else { to.rung }, ..to };
    let key = key_of(fact);
    let new = NewRequest {
        id: key.id,
        tenant: fact.tenant,
        home: (home.id, home.path.clone()),
        channel: Channel::HomeVisit,
        category: RequestRules::in_force().of_matter(&reported.matter),
        class: Class::Personal,
        urgent: false,
        household: Some(reported.household),
        resident: None,
        anonymous: false,
        name: &reported.contact,
        phone: "",
        code: "",
        words: &reported.words,
        reach: Reach::Visit,
        reach_words: "",
    };
    if queries::insert_request(tx, Some((part.person, &reported.visitor)), &new, &to)?.is_none() {
        return Ok(());
    }
    let hold = queries::insert_hold(tx, key, &to)?;
    let request = queries::whoever(tx, key)?.ok_or(AppError::NotFound)?;
    queries::insert_event(tx, key, Happened::Received, (&reported.visitor, Channel::HomeVisit.label()))?;
    append(tx, &request.row, FactKind::RequestReceived, std::slice::from_ref(part))?;
    queries::mark_notified(tx, key, tx.today())?;
    niangjia_deadline::start(tx, (key.tenant, key.id.uuid()), "petition.settle", tx.now())?;
    if !own {
        niangjia_deadline::start(tx, (key.tenant, hold.uuid()), "request.take", tx.now())?;
        return Ok(());
    }
    niangjia_deadline::start(tx, (key.tenant, hold.uuid()), &to.rung.clock(), tx.now())?;
    pass_up(tx, By::Visitor(part, &reported.visitor), &request, "走访时记下，请上一级办理").map(drop)
}

/// The visit was taken back. Where nobody has taken what it reported, that is taken back with it; else it goes on.
pub(crate) fn take_back(tx: &WriteTx<'_>, fact: &Fact) -> Result<(), StoreError> {
    let key = key_of(fact);
    let Some(request) = queries::whoever(tx, key)?.filter(|request| request.row.state == State::Waiting)
    else {
        return Ok(());
    };
    queries::close_holds(tx, &request.row)?;
    queries::close(tx, key, Closing::Withdrawn)?;
    niangjia_deadline::stop_all(tx, (key.tenant, key.id.uuid()))?;
    queries::insert_event(tx, key, Happened::Withdrawn, ("平台", "走访撤销了"))
}
