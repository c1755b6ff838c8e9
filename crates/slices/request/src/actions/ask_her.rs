//! After the closing somebody else asks her how it was.

use niangjia_kernel::{Id, Person};
use niangjia_store::{Actor, StoreError, WriteTx};
use niangjia_survey::{Asking, MatterKind, Reach as Asked, ask};

use crate::model::{Class, Reach};
use crate::queries::{self, VisibleRequest};

/// Lets her be asked, by none of those who had a part in it. Nothing that is sealed; nobody is called who wants no call.
///
/// R-REQ-13. After a request was closed she is asked once how it was, by somebody who had no part in it, in the way in which she
/// wanted to be reached.
///
/// Source: promise 3 (she rates it, not the handler); E3; S1 (满意度).
pub(super) fn ask_her(
    tx: &WriteTx<'_>,
    request: &VisibleRequest,
    closer: Option<&Actor>,
) -> Result<(), StoreError> {
    let row = &request.row;
    if row.class == Class::Sealed {
        return Ok(());
    }
    let [name, phone, _, remark, _] = queries::unsealed(tx, row)?;
    let reach = match row.reach {
        Reach::Telephone | Reach::TelephoneAsSaid if !phone.is_empty() => {
            Asked::Call { name: &name, phone: &phone, remark: &remark }
        }
        Reach::Code => Asked::Slip,
        _ if name.is_empty() => Asked::Slip,
        _ => Asked::Handed { name: &name },
    };
    // Those of a tenant above ask nobody here.
    let held =
        request.holds.iter().filter(|hold| hold.org_tenant == row.tenant).filter_map(|hold| hold.person);
    let mut handlers: Vec<Id<Person>> = held.chain(row.received_by).collect();
    handlers.extend(closer.filter(|actor| actor.tenant == row.tenant).map(|actor| actor.person));
    handlers.sort_unstable();
    handlers.dedup();
    let asking = Asking {
        tenant: row.tenant,
        subject: row.id.uuid(),
        kind: MatterKind::Request,
        org: (row.org_id, row.org_path.clone()),
        handlers: &handlers,
        on: tx.today(),
        reach,
    };
    ask(tx, &asking).map(drop)
}
