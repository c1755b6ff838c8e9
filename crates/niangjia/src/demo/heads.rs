//! The chairs above the communities, and the three separated administrators.

use niangjia_household::api::Mode;
use niangjia_kernel::Day;
use niangjia_people::api::{Education, Party};
use niangjia_store::PostKind::{
    self, AuditAdministrator, Chair, SecurityAdministrator, SystemAdministrator, ViceChair,
};
use niangjia_store::{Actor, WriteTx};

use super::plan::{Member, Pace};
use super::roster::{Roster, organisation};
use super::{DemoError, Steps};

const FIRST_PHONE: usize = 1;
const NOTHING_TO_VISIT: Pace = Pace::new(0, 0, (0, 0));

/// Where, who, as what. The system administrator of 宁国市 comes first: she opens the accounts of her county.
pub(super) const HEADS: &[(&str, &str, &[PostKind])] = &[
    ("341881", "徐敏", &[SystemAdministrator]),
    ("341881", "梁燕", &[SecurityAdministrator]),
    ("341881", "何洁", &[AuditAdministrator]),
    ("3418", "沈丹", &[AuditAdministrator]),
    ("341881003", "方慧敏", &[Chair]),
    ("341881001", "周雅琴", &[Chair]),
    ("341881", "江淑华", &[Chair]),
    ("341823", "翟文英", &[Chair]),
    ("3418", "许丽萍", &[Chair]),
    ("34", "苏文娟", &[Chair]),
    ("0", "林静仪", &[Chair]),
    ("341881", "傅晓岚", &[ViceChair]),
];

/// Enters them all; gives the administrator who opens accounts from then on.
pub(super) fn enter(
    tx: &WriteTx<'_>,
    today: Day,
    password_hash: &str,
    steps: &Steps,
) -> Result<Option<Actor>, DemoError> {
    let since = Day::of(2021, 1, 12).unwrap_or(today);
    let mut opener = None;
    for (place, (code, name, posts)) in HEADS.iter().enumerate() {
        let org = organisation(tx, code)?;
        let head = Member {
            name,
            born: (1972 + i16::try_from(place).unwrap_or(0), 4, 18),
            education: Education::College,
            party: Party::Communist,
            posts,
            heads: None,
            mode: Mode::Nearby,
            grids: &[],
            pace: NOTHING_TO_VISIT,
        };
        let roster = Roster { today, password_hash, opener: opener.as_ref() };
        let acting = roster.enter(tx, &org, &head, &[], since, FIRST_PHONE + place)?;
        opener = opener.or_else(|| acting.into_iter().next());
        steps.done(1);
    }
    Ok(opener)
}
