//! 重新办理: what was closed goes on, and what was done before stays.

use niangjia_kernel::{Fact, FactKind};
use niangjia_org::api::Org;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx, facts};
use niangjia_web::AppError;

use super::{at, entry};
use crate::model::{Happened, Instance, RequestRow, Rung};
use crate::queries::{self, Arriving, VisibleRequest};

const REOPEN: Action = Action::write("request.reopen", "重新办理诉求");
const REOPEN_BY_CODE: Action = Action::write("request.reopen_by_code", "本人凭码要求重新办理");

/// Opens it again in the hands of `actor`, at her own organisation.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn reopen(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    own: &Org,
    words: &str,
) -> Result<Ending<()>, AppError> {
    let to = at(own, Some(actor.person))?;
    let grid = !actor.acting.kind.leads() && to.rung == Rung::Community;
    let to = Arriving { rung: if grid { Rung::Grid } else { to.rung }, ..to };
    if !again(tx, &request.row, (&to, request.row.instance), (Happened::Reopened, &actor.name, words))? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(Some(actor), REOPEN, &request.row), ())?.into())
}

/// She is not content: it waits again where it counts.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn reopen_by_code(
    tx: &WriteTx<'_>,
    row: &RequestRow,
    words: &str,
) -> Result<Ending<()>, AppError> {
    let home = niangjia_org::api::by_id(tx, row.org_id)?.ok_or(AppError::NotFound)?;
    if !again(tx, row, (&at(&home, None)?, row.instance), (Happened::Reopened, "本人", words))? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(None, REOPEN_BY_CODE, row), ())?.into())
}

/// Lets it go on at `to`: its clocks begin again, and what was counted as its end is not any more.
pub(super) fn again(
    tx: &WriteTx<'_>,
    row: &RequestRow,
    (to, instance): (&Arriving, Instance),
    (happened, by, words): (Happened, &str, &str),
) -> Result<bool, StoreError> {
    let key = row.id.within(row.tenant);
    if !queries::reopen(tx, key, instance)? {
        return Ok(false);
    }
    let before = queries::whoever(tx, key)?.and_then(|request| request.holder_tenant());
    let hold = queries::hold_again(tx, key, to)?;
    let clock = if to.person.is_some() { to.rung.clock() } else { "request.take".to_owned() };
    niangjia_deadline::start(tx, (key.tenant, hold.uuid()), &clock, tx.now())?;
    niangjia_deadline::start(tx, (key.tenant, key.id.uuid()), instance.clock(), tx.now())?;
    queries::insert_event(tx, key, happened, (by, words))?;
    // Whoever answered may belong to a tenant above.
    for fact in closing_facts(tx, row)? {
        let who = row.holder_person.unwrap_or(fact.recorded_by);
        facts::reverse(tx, &fact, who, before)?;
    }
    Ok(true)
}

fn closing_facts(tx: &WriteTx<'_>, row: &RequestRow) -> Result<Vec<Fact>, StoreError> {
    let closed = |fact: &Fact| matches!(fact.kind, FactKind::RequestAnswered | FactKind::RequestSettled);
    let all = facts::of_subject(tx, row.tenant, row.id.uuid())?;
    let reversed: Vec<_> = all.iter().filter_map(|fact| fact.reverses).collect();
    Ok(all
        .into_iter()
        .filter(|fact| closed(fact) && fact.reverses.is_none() && !reversed.contains(&fact.id))
        .collect())
}
