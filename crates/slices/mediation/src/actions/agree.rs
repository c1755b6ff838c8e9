//! 达成协议: in writing, or by word and noted.

use niangjia_deadline::stop;
use niangjia_kernel::{Day, FactKind, Id};
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use super::ask_them::ask_them;
use super::{Happened, entry, parts_of, tell};
use crate::model::{AgreementLine, Case, ClauseWords, Form, State, Terms};
use crate::pack::MediationRules;
use crate::queries::{self, NewAgreement, NewClause};
use crate::rules::{SaidClause, is_not_confirmed};

const AGREE: Action = Action::write("mediation.agree", "达成调解协议");

/// An agreement as it was said and checked (`rules::check_agreement`).
#[derive(Debug, Clone)]
pub(crate) struct SaidAgreement {
    pub(crate) id: Id<AgreementLine>,
    pub(crate) form: Form,
    pub(crate) on: Day,
    pub(crate) terms: Terms,
    /// Each clause, and whether it is about personal status.
    pub(crate) clauses: Vec<(SaidClause, bool)>,
}

/// Writes it down and ends the mediation. An oral agreement is in force at once, and what was done on the spot is done; a written one
/// waits for its signatures.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn agree(
    tx: &WriteTx<'_>,
    actor: &Actor,
    case: &Case,
    said: &SaidAgreement,
) -> Result<Ending<()>, StoreError> {
    let oral = said.form == Form::Oral;
    let keywords = &MediationRules::in_force().not_confirmed;
    let clause = |(clause, status): &(SaidClause, bool)| NewClause {
        words: ClauseWords {
            words: clause.words.clone(),
            way: clause.way.clone(),
            place: clause.place.clone(),
            note: String::new(),
            fen: clause.amount.map(|amount| amount.0),
        },
        due: clause.due,
        status: *status || is_not_confirmed(&clause.words, keywords),
        performed: oral.then_some(said.on),
    };
    let clauses: Vec<NewClause> = said.clauses.iter().map(clause).collect();
    let new = NewAgreement {
        id: said.id,
        form: said.form,
        on: said.on,
        terms: &said.terms,
        effective: oral.then_some(said.on),
        clauses: &clauses,
    };
    if !queries::insert_agreement(tx, case, &new)? {
        return Ok(Ending::Nothing(()));
    }
    queries::end(tx, case, State::Agreed, said.on, (None, "", Some(said.form)))?;
    stop(tx, case.subject(), "mediation.finish")?;
    let kind = if oral { FactKind::AgreementOral } else { FactKind::AgreementWritten };
    let parts = parts_of(case, &queries::members_of(tx, case)?);
    tell(tx, actor, case, &Happened::of(kind, said.on, case), &parts)?;
    ask_them(tx, actor, case, said.on)?;
    let entry = entry(actor, AGREE, case).change(said.form.label(), "", said.on.long());
    Ok(tx.record(&entry.change("约定", "", format!("{} 条", clauses.len())), ())?.into())
}
