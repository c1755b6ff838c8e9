//! 本人查阅: somebody asked for a sheet, and got it or was told why not. One entry, one number.

use niangjia_kernel::Id;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use niangjia_subject::Subject;
use uuid::Uuid;

use super::entry;
use crate::model::Inspection;
use crate::pack::RightsRules;
use crate::queries::{self, NewInspection};
use crate::rules::{SaidInspection, is_entitled};

const HAND_OUT: Action = Action::read("rights.inspect", "本人查阅");
const REFUSE: Action = Action::write("rights.refuse_inspection", "不予查阅");

/// Writes it down; the sheet is open from now on for some minutes, unless who came is not entitled. A form that comes a
/// second time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn hand_out(
    tx: &WriteTx<'_>,
    actor: &Actor,
    subject: &Subject,
    id: Id<Inspection>,
    said: &SaidInspection,
    released: &[Uuid],
) -> Result<Ending<()>, StoreError> {
    let entitled = is_entitled(said.comes_as);
    let parts = [("在场", &said.witness), ("材料", &said.document), ("原因", &said.reason)];
    let seen: Vec<String> = parts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(what, text)| format!("{what}：{text}"))
        .collect();
    let new = NewInspection {
        id,
        comes_as: said.comes_as,
        proof: said.proof.filter(|_| entitled),
        seen: &seen.join("；"),
        minutes: if entitled { RightsRules::in_force().sheet_minutes } else { 0 },
    };
    let released = if entitled { released } else { &[] };
    let Some(number) = queries::insert_inspection(tx, actor, subject, &new, released)? else {
        return Ok(Ending::Nothing(()));
    };
    let entry = entry(actor, if entitled { HAND_OUT } else { REFUSE }, subject).change("编号", "", number);
    let mut entry = entry.change("来的人", "", said.comes_as.label());
    if let Some(proof) = new.proof {
        entry = entry.change("证明", "", proof.label());
    }
    if !released.is_empty() {
        entry = entry.change("印出的原话", "", format!("{} 条", released.len()));
    }
    Ok(tx.record(&entry, ())?.into())
}
