//! What waits in the inbox of the chair of the demo: the claims that she has to answer, and the one that is late.

use niangjia_kernel::Day;
use niangjia_message::{Detail, MatterNumber, Place, Telling, tell, tell_group};
use niangjia_store::WriteTx;
use niangjia_store::audit::{Action, Entry};

use super::reports::chair_of;
use super::roster::organisation;
use super::{DemoError, Steps};

const COMMUNITY: &str = "341881003004";
const TELL: Action = Action::write("demo.tell", "演示：提醒");
const MORNING: i64 = 9 * 3_600;

/// How many steps a progress bar counts.
pub(super) const STEPS: u64 = 1;

/// Tells the chair of the community, as of this morning and the days before.
pub(super) fn enter(tx: &WriteTx<'_>, today: Day, steps: &Steps) -> Result<(), DemoError> {
    let org = organisation(tx, COMMUNITY)?;
    let chair = chair_of(tx, &org)?;
    let late = MatterNumber { year: i64::from(today.plus(-20).parts().0), number: 1 };
    let claims = Place::page("/orgs/341881003004/claims");
    let told: [(i64, &str, Vec<Detail>); 2] =
        [(3, "matters.waiting", vec![Detail::Count(2)]), (0, "matter.late", vec![Detail::Number(late)])];
    for (ago, kind, details) in told {
        let then = tx.as_of(today.plus(-ago).start().plus_seconds(MORNING));
        let (to, place) = ((chair.tenant, chair.person), claims.clone());
        tell(&then, &Telling { to, kind, details: &details, place })?;
        let _robots = tell_group(&then, (org.tenant, org.id), kind, &details)?;
        let _recorded = then.record(&Entry::by(&chair, TELL), ())?;
    }
    steps.done(1);
    Ok(())
}
