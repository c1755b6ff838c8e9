//! The term before: who was elected in June 2021 had served since June 2018 already, so that the disputes of three years lie in
//! the hands of a committee.

use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_people::actions::{appoint, leave};
use niangjia_people::api::{LeaveReason, NewPost, roster};
use niangjia_store::WriteTx;
use niangjia_web::Guards;

use super::DemoError;
use super::reports::chair_of;

const MORNING: i64 = 9 * 3_600;

/// Enters everybody of the roster on the day of an election for the term before it, since `since`; those posts ended on the eve.
pub(super) fn enter_before(tx: &WriteTx<'_>, org: &Org, elected: Day, since: Day) -> Result<(), DemoError> {
    let on = |day: Day| tx.as_of(day.start().plus_seconds(MORNING));
    let serving = roster(&on(elected), org.tenant, org.id, elected)?;
    let first = on(since);
    for one in &serving {
        let post = NewPost {
            person: one.person,
            tenant: one.tenant,
            org_id: org.id,
            org_path: org.path.clone(),
            kind: one.kind,
            engagement: one.engagement,
            group_name: one.group_name.clone(),
            from: since,
        };
        drop(appoint(&first, None, &post)?);
    }
    let eve = on(elected.plus(-1));
    let chair = chair_of(&eve, org)?;
    // No family was in their hands then, so that nobody has to take one over.
    let guards = Guards::default();
    for one in roster(&eve, org.tenant, org.id, eve.today())? {
        let ended = leave(&eve, &chair, &guards, &one, &org.path, eve.today(), LeaveReason::TermEnded);
        drop(ended.map_err(|error| DemoError::Wrong(format!("{error:?}")))?);
    }
    Ok(())
}
