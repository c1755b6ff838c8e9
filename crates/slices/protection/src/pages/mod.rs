//! The pages of this slice. Nothing in a title, an address or a breadcrumb tells what it is about.

pub(crate) mod assessment;
pub(crate) mod case;
pub(crate) mod case_forms;
pub(crate) mod charges;
pub(crate) mod contact;
pub(crate) mod files;
pub(crate) mod measure;
pub(crate) mod measure_form;
pub(crate) mod mine;
pub(crate) mod new;
pub(crate) mod numbers;
pub(crate) mod opening;
pub(crate) mod paper;
pub(crate) mod succession;

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, Key};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, ReadTx, WriteTx};
use niangjia_web::{AppError, Errors, Visitor, again};

use crate::actions;
use crate::model::{Case, LookedAt, Measure, SafeContact};
use crate::queries::{self, VisibleCase};
use crate::rules::{Reach, may_come_near};

/// The key of a case in a path.
pub(crate) type CaseKey = Key<Case>;
/// The key of a measure in a path.
pub(crate) type MeasureKey = Key<Measure>;

/// What a choice of a form looks like: value, word, chosen.
pub(crate) type Option3 = (String, String, bool);

/// What was done before a page is shown again.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    pub(crate) said: String,
}

/// A case that `visitor` may see, or nothing that she could tell from a case that does not exist.
pub(crate) fn seen(tx: &ReadTx<'_>, visitor: &Visitor, key: CaseKey) -> Result<VisibleCase, AppError> {
    queries::visible_case(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)
}

/// The same for whoever writes on it.
pub(crate) fn held(tx: &WriteTx<'_>, visitor: &Visitor, key: CaseKey) -> Result<VisibleCase, AppError> {
    // Whoever does not see it must not hold it: its people would wait for her, and it would take longer than one that is not there.
    drop(seen(tx, visitor, key)?);
    tx.hold("protection_case", key.tenant, key.id.uuid())?;
    let case = seen(tx, visitor, key)?;
    if matches!(case.reach(), Reach::Opened(_)) {
        return Err(AppError::Forbidden(
            "您只是临时打开来看，不能改。要一起办，请县里的负责人加您".to_owned(),
        ));
    }
    Ok(case)
}

/// An answer that shows something of a case: that she looked is written down, or nothing is shown (R-PRO-17).
pub(crate) fn looked(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    (case, page): (&VisibleCase, LookedAt),
    answer: Response,
) -> Result<Ending<Response>, AppError> {
    Ok(actions::look(tx, &visitor.actor, case, page)?.map(|()| answer))
}

/// The same for a form that comes back: what she typed, and what it stands on.
pub(crate) fn looked_again(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    (case, page): (&VisibleCase, LookedAt),
    shown: &impl Template,
    errors: &Errors,
) -> Result<Ending<Response>, AppError> {
    let look = actions::look(tx, &visitor.actor, case, page)?;
    Ok(match (look, again(visitor, shown, errors)?) {
        (Ending::Commit(recorded), Ending::Nothing(answer)) => recorded.map(|()| answer).into(),
        (_, ending) => ending,
    })
}

/// How she is reached safely, if somebody wrote it down.
pub(crate) fn contact_of(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Option<SafeContact>, AppError> {
    let Some(sealed) = &case.row().contact else { return Ok(None) };
    let text = tx.unseal(queries::CONTACT, sealed)?;
    serde_json::from_str(&text).map(Some).map_err(|error| AppError::Internal(error.to_string()))
}

/// What stands on top of every page of a case: how she is reached safely, in lines.
pub(crate) struct ContactCard {
    pub(crate) known: bool,
    pub(crate) lines: Vec<(&'static str, String)>,
    /// What is asked first when somebody picks up; empty where none was agreed.
    pub(crate) code_word: String,
    pub(crate) href: String,
}

impl ContactCard {
    pub(crate) fn of(tx: &ReadTx<'_>, case: &VisibleCase) -> Result<Self, AppError> {
        let contact = contact_of(tx, case)?;
        let mut lines = Vec::new();
        if let Some(contact) = &contact {
            if contact.may_call {
                let hours =
                    format!("{}，{} 点到 {} 点", contact.number, contact.from_hour, contact.until_hour);
                lines.push(("可以打", hours));
            } else {
                lines.push(("电话", "不能打".to_owned()));
            }
            let write =
                if contact.may_write { "只能发“请回电”，不写事由" } else { "不能发" };
            lines.push(("短信", write.to_owned()));
            let texts =
                [("暗语", &contact.code_word), ("别人接了", &contact.others), ("注意", &contact.remarks)];
            lines.extend(
                texts
                    .into_iter()
                    .filter(|(_, text)| !text.is_empty())
                    .map(|(label, text)| (label, text.clone())),
            );
        }
        let code_word = contact.as_ref().map_or_else(String::new, |contact| contact.code_word.clone());
        Ok(Self {
            known: contact.is_some(),
            code_word,
            lines,
            href: format!("{}/contact", case.row().href()),
        })
    }
}

/// Choices of a list of codes and labels.
pub(crate) fn choices<'a>(
    all: impl Iterator<Item = (&'a str, String)>,
    chosen: impl Fn(&str) -> bool,
) -> Vec<Option3> {
    all.map(|(code, label)| (code.to_owned(), label, chosen(code))).collect()
}

/// Whether `actor` reads the numbers of an organisation: who leads a branch, from the county up (R-PRO-12).
pub(crate) fn may_see_numbers(actor: &Actor, org: &Org) -> bool {
    let high = |level| {
        matches!(level, AreaLevel::Nation | AreaLevel::Province | AreaLevel::City | AreaLevel::County)
    };
    let leads = may_come_near(actor) && actor.acting.kind.leads() && high(actor.acting.level);
    leads && high(org.level) && actor.acting.org_path.covers(&org.path)
}

/// Whether `actor` designates who is in charge: the chair at the head of a tenant (R-PRO-15).
pub(crate) fn may_designate(actor: &Actor, org: &Org) -> bool {
    let chair = actor.acting.kind == niangjia_store::PostKind::Chair;
    may_come_near(actor)
        && chair
        && actor.tenant == org.tenant
        && actor.acting.org_path == org.path
        && !matches!(org.level, AreaLevel::Community | AreaLevel::Street)
}
