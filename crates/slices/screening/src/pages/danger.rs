//! The questions about danger, wherever a trouble is found or helped with, and what follows from a yes.

use niangjia_kernel::{Household, Id};
use niangjia_org::api::Org;
use niangjia_store::WriteTx;
use niangjia_web::{AppError, Danger, Errors, Step, Visitor};

use crate::model::Announced;
use crate::pack::ScreeningRules;
use crate::rules::{DangerFound, QuestionsSaid, check_questions, danger};

/// The questions as a form shows them.
pub(crate) struct Questions {
    pub(crate) asked: Vec<(&'static str, &'static str, bool)>,
    pub(crate) hits: Vec<(String, String, bool)>,
}

impl Questions {
    pub(crate) fn of(asked: &str, hits: &[String]) -> Self {
        let choice = |code, label| (code, label, asked == code);
        let hit = |code: &str| hits.iter().any(|one| one == code);
        Self {
            asked: vec![
                choice("all_no", "问过，都没有"),
                choice("some", "问过，有"),
                choice("not_now", "现在不方便问"),
            ],
            hits: ScreeningRules::in_force()
                .question
                .iter()
                .map(|one| (one.code.clone(), one.ask.clone(), hit(&one.code)))
                .collect(),
        }
    }
}

/// Reads what was said about the questions.
pub(crate) fn read(asked: &str, hits: &[String], errors: &mut Errors) -> DangerFound {
    let said = match asked {
        "all_no" => Some(QuestionsSaid::AllNo),
        "some" => Some(QuestionsSaid::Some),
        "not_now" => Some(QuestionsSaid::NotNow),
        _ => None,
    };
    let found = danger(hits, ScreeningRules::in_force());
    let _sentence = errors.take("asked", check_questions(said, found));
    found
}

/// In what danger was found, and whose.
pub(crate) struct FoundIn<'a> {
    pub(crate) org: &'a Org,
    pub(crate) subject: uuid::Uuid,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) name: &'a str,
    pub(crate) words: &'a str,
}

/// Announces it, in the transaction in which it was found.
///
/// # Errors
/// When whoever handles it refuses, or it cannot be written.
pub(crate) fn announce(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    found: DangerFound,
    found_in: &FoundIn<'_>,
) -> Result<(), AppError> {
    if !found.any() {
        return Ok(());
    }
    let step = Step::FindsDanger(Box::new(Danger {
        actor: visitor.actor.clone(),
        tenant: found_in.org.tenant,
        org_id: found_in.org.id,
        org_path: found_in.org.path.clone(),
        case: tx.new_id::<Announced>().uuid(),
        found_in: found_in.subject,
        household: found_in.household,
        name: found_in.name.to_owned(),
        phone: String::new(),
        words: found_in.words.to_owned(),
        child: found.child,
        violence: found.violence,
    }));
    visitor.app.guards().ask(tx, &step)
}
