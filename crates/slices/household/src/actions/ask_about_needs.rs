//! What the program does by itself: asking whether needs still hold, and letting those fall away that nobody confirmed.

use niangjia_kernel::Tenant;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, StoreError, WriteTx};

use crate::model::{NeedEnd, Unconfirmed};
use crate::pack::HouseholdRules;
use crate::queries::{self, Waiting};
use crate::rules::{NeedState, need_state};

const ASK: Action = Action::write("household.ask_about_needs", "提请确认到期的需求");
const FALL_AWAY: Action = Action::write("household.need_fell_away", "需求到期未确认，自动消除");
/// Needs of one transaction.
const AT_ONCE: i64 = 200;

/// Asks about needs whose review day has come, and ends those that nobody confirmed (R-HH-21); says how many it looked
/// at, at most two hundred. Nothing is written when there are none: called again until then.
///
/// # Errors
/// When they cannot be read or written; then nothing of it is.
pub fn ask_about_needs(tx: &WriteTx<'_>) -> Result<Ending<u64>, StoreError> {
    let rules = HouseholdRules::in_force();
    let falling = rules.kinds_that(Unconfirmed::FallsAway);
    let waiting = queries::waiting_needs(tx, &falling, tx.today().plus(-rules.confirm_days), AT_ONCE)?;
    if waiting.is_empty() {
        return Ok(Ending::Nothing(0));
    }
    let mut asked = 0_u64;
    for Waiting { household, need } in &waiting {
        let unconfirmed = rules.unconfirmed(need.kind);
        let state = need_state(need.review, need.asked, unconfirmed, rules.confirm_days, tx.today());
        if state == NeedState::FallsAway {
            queries::end_need(tx, household.tenant, need.id, NeedEnd::FellAway)?;
            let entry = Entry::by_system(FALL_AWAY, household.tenant)
                .about(household.tenant, household.id, &household.org_path)
                .named(&household.name)
                .personal();
            let entry = entry.change("需求", need.kind.label(), "").change("复核日", need.review, "");
            let _recorded = tx.record(&entry, ())?;
        } else {
            queries::ask_about_need(tx, household.tenant, need.id)?;
            asked += 1;
        }
    }
    let looked_at = u64::try_from(waiting.len()).unwrap_or(u64::MAX);
    let entry = Entry::by_system(ASK, Tenant::NATION).change("提请确认", "", asked);
    Ok(tx.record(&entry.change("自动消除", "", looked_at - asked), looked_at)?.into())
}
