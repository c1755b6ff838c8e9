//! 告知本人: the answer reached her, or it was tried. Only when it reached her it is closed.

use niangjia_kernel::{FactKind, FactPart, FactRole};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::ask_her::ask_her;
use super::{append, entry};
use crate::model::{Closing, Happened, Manner, RequestRow, State};
use crate::queries::{self, VisibleRequest};
use crate::rules::Telling;

const TELL: Action = Action::write("request.tell", "告知答复");
const TRY: Action = Action::write("request.try_to_tell", "记下没有联系上");
const READ: Action = Action::write("request.read_by_code", "本人凭码看到答复");

/// Notes how she was told, or that she was not reached.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn tell(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    telling: Telling,
    words: &str,
) -> Result<Ending<()>, StoreError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    queries::insert_telling(tx, Some(actor), row, telling)?;
    let how = format!("{} {}{}", telling.on.long(), telling.manner.label(), after(words));
    if !telling.reached {
        queries::insert_event(tx, key, Happened::NotReached, (&actor.name, &how))?;
        return Ok(tx.record(&entry(Some(actor), TRY, row), ())?.into());
    }
    queries::insert_event(tx, key, Happened::Told, (&actor.name, &how))?;
    closed(tx, request, Some(actor), Closing::Told)?;
    Ok(tx.record(&entry(Some(actor), TELL, row).change("方式", "", telling.manner.label()), ())?.into())
}

fn after(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("：{words}") }
}

/// She read the answer with her code: it has reached her.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn read_by_code(tx: &WriteTx<'_>, row: &RequestRow) -> Result<Ending<()>, StoreError> {
    let key = row.id.within(row.tenant);
    let Some(request) = queries::whoever(tx, key)?
        .filter(|request| matches!(request.row.state, State::Answered | State::Undeliverable))
    else {
        return Ok(Ending::Nothing(()));
    };
    let telling = Telling { on: tx.today(), manner: Manner::Code, reached: true };
    queries::insert_telling(tx, None, row, telling)?;
    queries::insert_event(tx, key, Happened::Told, ("本人", Manner::Code.label()))?;
    closed(tx, &request, None, Closing::Told)?;
    Ok(tx.record(&entry(None, READ, row), ())?.into())
}

/// Closes it: nobody has it any more, its clocks stop, and it is a fact that an answer reached her.
pub(super) fn closed(
    tx: &WriteTx<'_>,
    request: &VisibleRequest,
    teller: Option<&Actor>,
    closing: Closing,
) -> Result<(), StoreError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    queries::close_holds(tx, row)?;
    queries::close(tx, key, closing)?;
    niangjia_deadline::stop_all(tx, (key.tenant, key.id.uuid()))?;
    // Whoever has it may belong to a tenant above.
    let present = request.holder_tenant().unwrap_or(row.tenant);
    let doer = row.holder_person.map(|person| FactPart { tenant: present, person, role: FactRole::Doer });
    let helper = teller.filter(|teller| Some(teller.person) != row.holder_person);
    let helper = helper.map(|teller| FactPart {
        tenant: teller.tenant,
        person: teller.person,
        role: FactRole::Helper,
    });
    let parts: Vec<FactPart> = doer.into_iter().chain(helper).collect();
    append(tx, row, FactKind::RequestAnswered, &parts)?;
    if closing == Closing::Told { ask_her(tx, request, teller) } else { Ok(()) }
}
