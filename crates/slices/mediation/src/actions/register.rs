//! 登记: a dispute comes to the office, or the office offers to mediate it.

use niangjia_deadline::start;
use niangjia_kernel::{Day, Household, Id, Mediation, Resident};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use uuid::Uuid;

use crate::model::{Account, Details, Origin, Side};
use crate::queries::{self, NewCase, NewParty};

const REGISTER: Action = Action::write("mediation.register", "登记纠纷");
const COMMISSION: &str = "court.commission_answer";

/// A party as it was said.
#[derive(Debug, Clone)]
pub(crate) struct SaidParty {
    pub(crate) side: Side,
    pub(crate) details: Details,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) resident: Option<Id<Resident>>,
}

/// An application, read and checked.
#[derive(Debug, Clone)]
pub(crate) struct SaidApplication {
    pub(crate) id: Id<Mediation>,
    pub(crate) origin: Origin,
    pub(crate) category: String,
    pub(crate) on: Day,
    pub(crate) account: Account,
    pub(crate) parties: Vec<SaidParty>,
    pub(crate) household: Option<Id<Household>>,
    /// The row that it came out of (a request, a trouble).
    pub(crate) source: Option<Uuid>,
}

/// Writes a case with its parties; a commission of a court has its clock. A form that comes a second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn register(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    said: &SaidApplication,
) -> Result<Ending<Id<Mediation>>, StoreError> {
    let new = NewCase {
        id: said.id,
        origin: said.origin,
        category: &said.category,
        on: said.on,
        account: &said.account,
        household: said.household,
        source: said.source,
    };
    if !queries::insert_case(tx, actor, org, &new)? {
        return Ok(Ending::Nothing(said.id));
    }
    let key = said.id.within(org.tenant);
    let case = queries::visible_case(tx, actor, key)?
        .ok_or_else(|| StoreError::Internal("a case that its registrar cannot see".to_owned()))?;
    for (place, party) in (1_i64..).zip(&said.parties) {
        let new = NewParty {
            place,
            side: party.side,
            details: &party.details,
            household: party.household,
            resident: party.resident,
        };
        queries::insert_party(tx, &case.row, &new)?;
    }
    if said.origin == Origin::Court {
        start(tx, case.row.subject(), COMMISSION, tx.now())?;
    }
    let entry = Entry::by(actor, REGISTER).about(org.tenant, said.id, &org.path).personal();
    let entry = entry.change("来源", "", said.origin.label()).change(
        "当事人",
        "",
        format!("{} 方", said.parties.len()),
    );
    Ok(tx.record(&entry, said.id)?.into())
}
