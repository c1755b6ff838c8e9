//! Cases with a past, for worlds that have one: through the actions that people use.

use niangjia_kernel::{Id, Key, Person};
use niangjia_store::{Actor, StoreError, WriteTx};

use crate::actions;
use crate::model::{Case, EventKind, MeasureKind, MeasureState, MeasureWords, SafeContact};
use crate::pack::ProtectionRules;
use crate::queries;

/// How far a case of a world with a past has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Past {
    /// It was taken and nothing else.
    Taken,
    /// It was reported, she was asked how she is reached, danger was assessed.
    Assessed,
    /// A protection order was granted and holds.
    Protected,
    /// It was closed.
    Closed,
}

/// Designates who is in charge of the sealed cases of `actor`'s tenant, of which she is the chair.
///
/// # Errors
/// When it cannot be written.
pub fn put_in_charge(
    tx: &WriteTx<'_>,
    actor: &Actor,
    (person, name): (Id<Person>, &str),
    reason: &str,
) -> Result<(), StoreError> {
    let org = actions::home(tx, actor)?;
    let _designated = actions::designate(tx, actor, &org, (tx.new_id(), person, name), reason)?;
    Ok(())
}

/// Lets a case live on as it did, at the instant of `tx`.
///
/// # Errors
/// When it cannot be written.
pub fn live_on(tx: &WriteTx<'_>, actor: &Actor, key: Key<Case>, past: Past) -> Result<(), StoreError> {
    let rules = ProtectionRules::in_force();
    let seen = |tx: &WriteTx<'_>| {
        let found = queries::visible_case(tx, actor, key)?;
        found.ok_or_else(|| StoreError::Internal("a case that she does not see".to_owned()))
    };
    if past >= Past::Assessed {
        let organ = rules.organ.first();
        let _reported = actions::report(tx, actor, &seen(tx)?, (organ, "公安机关，电话，警情已登记"))?;
        let contact = SafeContact {
            may_call: true,
            number: "19900001234".to_owned(),
            from_hour: 9,
            until_hour: 11,
            code_word: "今天的菜买好了".to_owned(),
            others: "说是通知体检".to_owned(),
            may_write: false,
            remarks: "他下午在家".to_owned(),
        };
        let _set = actions::set_contact(tx, actor, &seen(tx)?, &contact)?;
        let _assessed = actions::assess(
            tx,
            actor,
            &seen(tx)?,
            "定为“重点关注”。有：扬言要杀她、杀孩子，或者同归于尽；近来更频繁或者更重",
        )?;
    }
    if past == Past::Protected {
        protect(tx, actor, key)?;
    }
    if past == Past::Closed {
        let said = (EventKind::Contacted, "受害人（当面）：搬到妹妹家住，三个月没有再动手");
        let _noted = actions::note(tx, actor, &seen(tx)?, said, None)?;
        let _closed = actions::close(tx, actor, &seen(tx)?, ("她说平安，派出所回访也没有新情况", "y30"))?;
    }
    Ok(())
}

/// Lets every visit that is due at the instant of `tx` be made.
///
/// # Errors
/// When it cannot be written.
pub fn visit(tx: &WriteTx<'_>, actor: &Actor, key: Key<Case>) -> Result<(), StoreError> {
    let wrong = || StoreError::Internal("a case that she does not see".to_owned());
    let case = queries::visible_case(tx, actor, key)?.ok_or_else(wrong)?;
    for planned in queries::follow_ups(tx, &case)? {
        if planned.done.is_none() && planned.due <= tx.today() {
            let said = (EventKind::Contacted, "受害人（当面）：她说最近平安，有事会来找我");
            let _noted = actions::note(tx, actor, &case, said, Some(planned.id))?;
        }
    }
    Ok(())
}

fn protect(tx: &WriteTx<'_>, actor: &Actor, key: Key<Case>) -> Result<(), StoreError> {
    let wrong = || StoreError::Internal("a case that she does not see".to_owned());
    let case = queries::visible_case(tx, actor, key)?.ok_or_else(wrong)?;
    let words = MeasureWords {
        organ: "本市人民法院".to_owned(),
        applicant: "本人".to_owned(),
        respondent: "丈夫".to_owned(),
        requests: vec!["no_violence".to_owned(), "no_harassment".to_owned()],
        facts: "三次报警，最近一次在上月".to_owned(),
        evidence: vec!["statement".to_owned(), "police".to_owned()],
        ..MeasureWords::default()
    };
    let id: Id<crate::model::Measure> = tx.new_id();
    let _begun = actions::begin_measure(tx, actor, &case, (id, MeasureKind::Order), &words)?;
    let months = tx.today().month().plus(5).last_day();
    for to in [MeasureState::Applied, MeasureState::Accepted, MeasureState::Granted, MeasureState::Served] {
        let found = queries::visible_measure(tx, actor, id.within(key.tenant))?;
        let (measure, case) = found.ok_or_else(wrong)?;
        let step = (to, tx.today(), Some(months));
        let _turned = actions::turn_measure(tx, actor, (&measure, &case), step, (false, ""))?;
    }
    Ok(())
}
