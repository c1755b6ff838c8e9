//! Ending a claim: what she wanted is done in the same transaction, by the slices that keep it, or refused with its ground.

use niangjia_store::audit::Action;
use niangjia_store::{Actor, WriteTx};
use niangjia_subject::{Corrected, CorrectionRefused, Erasing, Keepers, Subject, Wording};

use super::entry;
use crate::model::{ClaimKind, ClaimRow, Outcome};
use crate::queries::{self, NewEnding};

const END: Action = Action::write("rights.end_claim", "办结本人请求");

/// How a claim is ended, read and checked.
pub(crate) struct Ending<'a> {
    pub(crate) outcome: Outcome,
    pub(crate) ground: Option<&'a str>,
    pub(crate) answer: &'a str,
    /// What shall stand in which field.
    pub(crate) wordings: Vec<(String, Wording<'a>)>,
    /// Who speaks for the household after her.
    pub(crate) successor: Option<Subject>,
}

/// Why it cannot be ended so: the sentences at their fields.
pub(crate) enum Stopped {
    /// A sentence at a field.
    At(String, String),
    /// Somebody ended it before.
    EndedBefore,
    /// The database.
    Store(niangjia_store::StoreError),
}

impl From<niangjia_store::StoreError> for Stopped {
    fn from(error: niangjia_store::StoreError) -> Self {
        Self::Store(error)
    }
}

/// Ends it. Nothing of it is written unless all of it can be: a sentence at a field takes back what was changed before it.
///
/// # Errors
/// When a value cannot be as it was said, or it cannot be written.
pub(crate) fn end_claim(
    tx: &WriteTx<'_>,
    actor: &Actor,
    keepers: &Keepers,
    (claim, subject): (&ClaimRow, &Subject),
    ending: &Ending<'_>,
) -> Result<niangjia_store::Recorded<()>, Stopped> {
    let acts = ending.outcome != Outcome::Refused;
    let mut done = Vec::new();
    let mut corrected = Vec::new();
    if acts && claim.kind.changes() {
        corrected = correct(tx, keepers, subject, &ending.wordings)?;
        done.extend(corrected.iter().map(in_words));
        if done.is_empty() {
            return Err(Stopped::At("outcome".to_owned(), "写的和登记的一样，没有改什么".to_owned()));
        }
    }
    let deletes = acts && claim.kind == ClaimKind::Delete;
    let changed = if deletes { String::new() } else { done.join("；") };
    let new = NewEnding {
        outcome: ending.outcome,
        ground: ending.ground,
        answer: ending.answer,
        changed: &changed,
    };
    if deletes {
        // The claim ends first, so that what she said in it is deleted with everything else.
        if !queries::end_claim(tx, actor, claim, &new)? {
            return Err(Stopped::EndedBefore);
        }
        let erasing = match (&ending.successor, subject.contact && !subject.others) {
            (_, true) => Erasing::WithHousehold,
            (next, false) => Erasing::Herself(next.clone().map(Box::new)),
        };
        done = keepers.ask(|keeper| keeper.erase(tx, subject, &erasing))?;
    } else if !queries::end_claim(tx, actor, claim, &new)? {
        return Err(Stopped::EndedBefore);
    }
    let gone = Subject { name: niangjia_subject::DELETED.to_owned(), ..subject.clone() };
    let about = if deletes { &gone } else { subject };
    let mut entry = entry(actor, END, about).change("编号", "", claim.number);
    entry = entry.change(claim.kind.label(), "", ending.outcome.label());
    for Corrected { what, before, after } in &corrected {
        entry = entry.change(what, before, after);
    }
    if deletes {
        entry = entry.change("删除了", "", done.join("；"));
    }
    Ok(tx.record(&entry, ())?)
}

fn correct(
    tx: &WriteTx<'_>,
    keepers: &Keepers,
    subject: &Subject,
    wordings: &[(String, Wording<'_>)],
) -> Result<Vec<Corrected>, Stopped> {
    let mut corrected = Vec::new();
    for (field, wording) in wordings {
        for keeper in keepers.all() {
            match keeper.correct(tx, subject, wording) {
                Ok(done) => corrected.extend(done),
                Err(CorrectionRefused::Said(sentence)) => return Err(Stopped::At(field.clone(), sentence)),
                Err(CorrectionRefused::Store(error)) => return Err(Stopped::Store(error)),
            }
        }
    }
    Ok(corrected)
}

/// `手机号：138****1234 → 139****5678`.
fn in_words(corrected: &Corrected) -> String {
    let Corrected { what, before, after } = corrected;
    let before = if before.is_empty() { "没有" } else { before };
    let after = if after.is_empty() { "没有" } else { after };
    format!("{what}：{before} → {after}")
}
