//! The pages of this slice.

pub(crate) mod deed_form;
pub(crate) mod deeds;
pub(crate) mod intake;
pub(crate) mod listed;
pub(crate) mod portal;
pub(crate) mod request;

use niangjia_deadline::{Clock, Standing};
use niangjia_kernel::{Key, Request, Timestamp};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::AppError;
use niangjia_web::show::Due;

use crate::rules::{Sight, sight};

/// The key of a request in a path.
pub(crate) type RequestKey = Key<Request>;

/// The organisation whose requests `actor` may list: within her branch; a member's own community and those above.
pub(crate) fn with_visible_branch(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let within = match sight(actor) {
        Sight::Nothing => false,
        Sight::Own | Sight::Above => actor.acting.org_path == org.path,
        Sight::Community | Sight::Lists => actor.acting.org_path.covers(&org.path),
    };
    if within { Ok(org) } else { Err(AppError::NotFound) }
}

/// Where the list of an organisation is.
pub(crate) fn list_href(org: &Org) -> String {
    format!("{}/requests", org.href())
}

/// The clock that is shown: the one that runs and ends first.
pub(crate) fn next_clock<'a>(
    clocks: impl Iterator<Item = &'a Clock>,
    now: Timestamp,
) -> Option<(&'a Clock, Standing)> {
    let running = clocks.filter(|clock| clock.ended.is_none()).map(|clock| (clock, clock.standing(now)));
    running.min_by_key(|(_, standing)| match standing {
        Standing::Running { until, .. } | Standing::Late { until, .. } => until.millis(),
        Standing::Suspended => i64::MAX,
    })
}

/// How a clock stands, in words.
pub(crate) fn due(label: &str, standing: Standing) -> Due {
    match standing {
        Standing::Suspended => Due { kind: "none", word: format!("{label}：停止计时") },
        Standing::Late { days: 0, .. } => Due { kind: "late", word: format!("{label}：刚过期限") },
        Standing::Late { days, .. } => Due { kind: "late", word: format!("{label}：已超期 {days} 天") },
        Standing::Running { days: 0, .. } => Due { kind: "soon", word: format!("{label}：今天到期") },
        Standing::Running { days, soon, .. } => {
            Due { kind: if soon { "soon" } else { "plan" }, word: format!("{label}：还有 {days} 天") }
        }
    }
}
