//! 指定调解员: who works on a case; a mediator only with her declaration.

use niangjia_kernel::{Id, Person};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::{count_member, entry};
use crate::model::{Case, ChosenBy, MemberLine, Role};
use crate::queries::{self, NewMember};
use crate::rules::SaidMember;

const ASSIGN: Action = Action::write("mediation.assign", "安排调解人员");
const DECLARE: Action = Action::write("mediation.declare", "声明无利害关系");
const LEAVE: Action = Action::write("mediation.replace", "更换调解人员");

/// Somebody who is named for a case.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    /// A person of the roster; `None` for somebody invited from outside.
    pub(crate) person: Option<Id<Person>>,
    pub(crate) chosen_by: ChosenBy,
}

/// Names somebody, checked by `rules::check_member`.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn assign(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    named: &Named,
    said: &SaidMember,
) -> Result<niangjia_store::Recorded<()>, StoreError> {
    let today = tx.today();
    let committee = match named.person {
        Some(person) => queries::is_committee(tx, case.tenant, person, today)?,
        None => false,
    };
    let new = NewMember {
        person: named.person,
        name: &said.name,
        role: said.role,
        chosen_by: named.chosen_by,
        declared: (said.declared && said.role == Role::Mediator).then_some(today),
        agreed_to: said.agreed_to.then_some(today),
        committee,
        from: today,
    };
    queries::insert_member(tx, case, &new)?;
    if let Some(person) = named.person.filter(|_| committee) {
        count_member(tx, actor, case, (person, today))?;
    }
    let entry = entry(actor, ASSIGN, case).change(said.role.label(), "", &said.name);
    tx.record(&entry, ())
}

/// Notes that she declared herself neither related nor interested; a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn declare(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    member: (Id<MemberLine>, &str),
) -> Result<Ending<()>, StoreError> {
    if !queries::declare(tx, case, member.0)? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(actor, DECLARE, case).change("声明", "", member.1), ())?.into())
}

/// Notes that she does not work on it any more: at a party's wish, or her own.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn leave(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    member: (Id<MemberLine>, &str),
) -> Result<Ending<()>, StoreError> {
    if !queries::leave(tx, case, member.0)? {
        return Ok(Ending::Nothing(()));
    }
    Ok(tx.record(&entry(actor, LEAVE, case).change("不再参加", member.1, ""), ())?.into())
}
