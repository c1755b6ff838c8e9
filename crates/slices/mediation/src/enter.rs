//! A case of the past, entered by the actions that people use, as of the days on which it happened: for what was kept on paper before,
//! and for worlds with a past.

use niangjia_kernel::{Day, Id, Mediation, Person};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::actions::{
    self, Named, SaidAgreement, SaidApplication, SaidConsent, SaidEnding, SaidParty, SaidSignatures,
    SaidSitting,
};
use crate::model::{
    Account, Case, ChosenBy, Consent, Details, Form, Origin, Performance, Role, SessionKind, SessionWords,
    Side, State, Terms,
};
use crate::queries;
use crate::rules::{SaidClause, SaidMember};

/// How a case of the past ended.
#[derive(Debug, Clone)]
pub enum PastEnding {
    /// With a written agreement: the clause, its way, its day; signed on the day of the agreement, performed on that day.
    Written(String, String, Option<Day>),
    /// With an oral agreement.
    Oral(String),
    /// Without: a cause of the pack.
    Failed(String),
    /// It goes on.
    Open,
}

/// A case of the past.
#[derive(Debug, Clone)]
pub struct PastCase {
    /// When it was registered and taken.
    pub on: Day,
    /// Days until it was sat, and until it ended.
    pub days: (i64, i64),
    /// A category of the pack.
    pub category: String,
    /// 纠纷简要情况.
    pub brief: String,
    /// The names of both sides.
    pub parties: (String, String),
    /// Who mediated: a person of the roster, or somebody invited by name.
    pub mediator: (Option<Id<Person>>, String),
    /// What was said.
    pub words: String,
    /// How it ended.
    pub ending: PastEnding,
}

const MORNING: i64 = 9 * 3_600;

fn case_of(tx: &WriteTx<'_>, actor: &Actor, org: &Org, id: Id<Mediation>) -> Result<Case, StoreError> {
    let found = queries::visible_case(tx, actor, id.within(org.tenant))?;
    found
        .map(|case| case.row)
        .ok_or_else(|| StoreError::Internal("a case that its registrar cannot see".to_owned()))
}

/// Enters it.
///
/// # Errors
/// When it cannot be written.
pub fn enter_past(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    past: &PastCase,
) -> Result<Ending<Id<Mediation>>, StoreError> {
    let at = |days: i64| tx.as_of(past.on.plus(days).start().plus_seconds(MORNING));
    let then = at(0);
    let id = then.new_id();
    let party = |side, name: &str| SaidParty {
        side,
        details: Details { name: name.to_owned(), ..Details::default() },
        household: None,
        resident: None,
    };
    let said = SaidApplication {
        id,
        origin: Origin::Application,
        category: past.category.clone(),
        on: past.on,
        account: Account { brief: past.brief.clone(), wants: String::new() },
        parties: vec![party(Side::Applicant, &past.parties.0), party(Side::Respondent, &past.parties.1)],
        household: None,
        source: None,
    };
    let _registered = actions::register(&then, actor, org, &said)?;
    let mut case = case_of(&then, actor, org, id)?;
    let _screened = actions::enter_clear_screening(&then, actor, &case)?;
    let parties = queries::parties_of(&then, &case)?;
    let agree = |one: &crate::model::Party| SaidConsent { party: one.id, consent: Consent::Agrees };
    let consents: Vec<SaidConsent> = parties.iter().map(agree).collect();
    let taken = actions::ask_consent(&then, actor, &case, past.on, &consents)?;
    case = case_of(&then, actor, org, id)?;
    let named = Named { person: past.mediator.0, chosen_by: ChosenBy::Committee };
    let role = if past.mediator.0.is_some() { Role::Mediator } else { Role::Invited };
    let said =
        SaidMember { role, name: past.mediator.1.clone(), declared: true, agreed_to: role == Role::Invited };
    let _named = actions::assign(&then, actor, &case, &named, &said)?;
    let later = at(past.days.0);
    let sitting = SaidSitting {
        id: later.new_id(),
        kind: SessionKind::Sitting,
        on: later.today(),
        at: "09:30".to_owned(),
        minutes: 60,
        open: false,
        words: SessionWords {
            place: format!("{}调解室", org.place()),
            words: past.words.clone(),
            ..SessionWords::default()
        },
    };
    let _held = actions::hold_session(&later, actor, &case, &sitting)?;
    let end = at(past.days.1);
    let case = case_of(&later, actor, org, id)?;
    enter_ending(&end, actor, &case, past)?;
    Ok(Ending::from(taken.map(|_| id)))
}

fn enter_ending(tx: &WriteTx<'_>, actor: &Actor, case: &Case, past: &PastCase) -> Result<(), StoreError> {
    let on = tx.today();
    let agreement = |form, words: &str, way: &str, due| SaidAgreement {
        id: tx.new_id(),
        form,
        on,
        terms: Terms { facts: past.brief.clone(), dispute: String::new() },
        clauses: vec![(
            SaidClause { words: words.to_owned(), way: way.to_owned(), due, row: 1, ..SaidClause::default() },
            false,
        )],
    };
    match &past.ending {
        PastEnding::Open => {}
        PastEnding::Oral(words) => {
            let _agreed = actions::agree(tx, actor, case, &agreement(Form::Oral, words, "", None))?;
        }
        PastEnding::Written(words, way, due) => {
            let _agreed = actions::agree(tx, actor, case, &agreement(Form::Written, words, way, *due))?;
            let agreed = Case { state: State::Agreed, ..case.clone() };
            let parties = queries::parties_of(tx, case)?.into_iter();
            let parties = parties.map(|party| (party.id, Some(on))).collect();
            let said = SaidSignatures { parties, mediator: Some(on), stamped: Some(on) };
            let _signed = actions::sign(tx, actor, &agreed, &said)?;
            if let Some(due) = due {
                let then = tx.as_of(due.start().plus_seconds(MORNING));
                let written = queries::agreement_of(&then, &agreed)?;
                for clause in written.iter().flat_map(|one| &one.clauses) {
                    let done = (Performance::Performed, *due, "双方到场，已经履行");
                    let _performed = actions::perform(&then, actor, &agreed, clause, done)?;
                }
            }
        }
        PastEnding::Failed(cause) => {
            let said =
                SaidEnding { on, cause: cause.clone(), label: cause.clone(), words: past.words.clone() };
            let _ended = actions::end(tx, actor, case, &said)?;
        }
    }
    Ok(())
}
