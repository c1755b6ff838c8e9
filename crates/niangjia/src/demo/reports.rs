//! The month's forms that the streets of the demo have reported: one was handed back and reported again, one still waits.

use niangjia_insight::Forms;
use niangjia_insight::actions::{report_month, return_month};
use niangjia_insight::api::Layout;
use niangjia_kernel::{Day, Month};
use niangjia_org::api::Org;
use niangjia_store::{Acting, Actor, PostKind, WriteTx};

use super::roster::organisation;
use super::{DemoError, Steps};

/// The street that is late with the last month, and the one that never is.
const LATE: &str = "341881003";
const PROMPT: &str = "341881001";
const COUNTY: &str = "341881";
/// How many months back the first form was reported.
const MONTHS: i64 = 5;
const AFTERNOON: i64 = 15 * 3_600;

/// How many steps a progress bar counts.
pub(super) const STEPS: u64 = MONTHS as u64;

/// Reports what stood at the beginning of each month since, as far as that day has come.
pub(super) fn enter(tx: &WriteTx<'_>, today: Day, steps: &Steps) -> Result<(), DemoError> {
    let forms = Forms::in_force();
    let layout = forms.by_code("monthly").ok_or_else(|| DemoError::Wrong("没有月报表".to_owned()))?;
    for back in (1..=MONTHS).rev() {
        let month = today.month().plus(-back);
        let reporting = Reporting { tx, layout, month, today };
        reporting.report(PROMPT, 2, "")?;
        if back > 1 {
            reporting.report(LATE, 3, "")?;
        }
        if back == 2 {
            reporting.hand_back(LATE, 5, "走访到的家庭比上个月少，请核实有没有漏记的")?;
            reporting.report(LATE, 6, "已核实：两位执委出差，下月补走，数字没有漏记")?;
        }
        steps.done(1);
    }
    Ok(())
}

/// The forms of one month, in the days after it.
struct Reporting<'a> {
    tx: &'a WriteTx<'a>,
    layout: &'static Layout,
    month: Month,
    today: Day,
}

impl Reporting<'_> {
    /// The same transaction on the `nth` day of the next month; nothing where that day has not come.
    fn on(&self, nth: i64) -> Option<WriteTx<'_>> {
        let day = self.month.plus(1).first_day().plus(nth - 1);
        (day < self.today).then(|| self.tx.as_of(day.start().plus_seconds(AFTERNOON)))
    }

    fn report(&self, code: &str, nth: i64, reason: &str) -> Result<(), DemoError> {
        let Some(then) = self.on(nth) else { return Ok(()) };
        let org = organisation(self.tx, code)?;
        let chair = chair_of(&then, &org)?;
        let _reported = report_month(&then, &chair, &org, self.layout, (self.month, reason))?;
        Ok(())
    }

    fn hand_back(&self, code: &str, nth: i64, reason: &str) -> Result<(), DemoError> {
        let Some(then) = self.on(nth) else { return Ok(()) };
        let county = organisation(self.tx, COUNTY)?;
        let chair = chair_of(&then, &county)?;
        let org = organisation(self.tx, code)?;
        let _returned = return_month(&then, &chair, &org, self.layout, (self.month, reason))?;
        Ok(())
    }
}

/// Who chairs an organisation on the day of the transaction, acting as that.
pub(super) fn chair_of(tx: &WriteTx<'_>, org: &Org) -> Result<Actor, DemoError> {
    let roster = niangjia_people::api::roster(tx, org.tenant, org.id, tx.today())?;
    let chair = roster.into_iter().find(|entry| entry.kind == PostKind::Chair);
    let chair = chair.ok_or_else(|| DemoError::Wrong(format!("{} 没有主席", org.name)))?;
    let acting = Acting {
        post: chair.post,
        kind: chair.kind,
        org_id: org.id,
        org_path: org.path.clone(),
        org_name: org.name.clone(),
        level: org.level,
    };
    Ok(Actor { tenant: org.tenant, person: chair.person, name: chair.name, acting, via: None })
}
