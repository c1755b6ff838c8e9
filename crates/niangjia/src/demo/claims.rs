//! Women of the demo who came to see what is kept about them, and what they claimed: one answer is late.

use niangjia_household::api::{Page, StandingFilter, people_of, standing};
use niangjia_kernel::Day;
use niangjia_rights::api::{ClaimKind, Manner, enter_claim};
use niangjia_store::{Branch, WriteTx};

use super::reports::chair_of;
use super::roster::organisation;
use super::{DemoError, Steps};

const COMMUNITY: &str = "341881003004";
const MORNING: i64 = 10 * 3_600;

/// How many days ago, the place of the family in the register, what she claimed and in which words.
const CLAIMED: [(i64, usize, ClaimKind, &str); 2] = [
    (20, 7, ClaimKind::Correct, "我的手机号去年就换了，登记的还是旧号，有事通知不到我"),
    (3, 15, ClaimKind::Explain, "想知道为什么要登记我的出生年份，给谁看"),
];

/// How many steps a progress bar counts.
pub(super) const STEPS: u64 = CLAIMED.len() as u64;

/// Writes them down as of their days.
pub(super) fn enter(tx: &WriteTx<'_>, today: Day, steps: &Steps) -> Result<(), DemoError> {
    let org = organisation(tx, COMMUNITY)?;
    let chair = chair_of(tx, &org)?;
    let branch = Branch::of(org.tenant, org.level, &org.path);
    for (ago, place, kind, words) in CLAIMED {
        let then = tx.as_of(today.plus(-ago).start().plus_seconds(MORNING));
        let page = Page { by_due: false, skip: i64::try_from(place).unwrap_or(0), limit: 1 };
        let found = standing(&then, &chair, &branch, then.today(), &StandingFilter::default(), page)?;
        let family = found.first().ok_or_else(|| DemoError::Wrong("没有这么多家庭".to_owned()))?;
        let household = family.household.id.within(family.household.tenant);
        let people = people_of(&then, household)?;
        let her = people.first().ok_or_else(|| DemoError::Wrong("一户没有人".to_owned()))?;
        let _claimed = enter_claim(&then, &chair, her, (kind, words, Manner::InPerson))?;
        steps.done(1);
    }
    Ok(())
}
