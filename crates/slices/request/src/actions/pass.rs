//! 上报, 交办, 退回: a request goes on; until it is taken, who had it stays responsible.

use niangjia_kernel::{FactKind, FactPart};
use niangjia_org::api::Org;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;

use super::{append, at, doer, entry, notice};
use crate::model::{Happened, HoldRow, LeftHow, Rung, State};
use crate::queries::{self, Arriving, VisibleRequest};

const PASS_UP: Action = Action::write("request.pass_up", "上报诉求");
const ASSIGN: Action = Action::write("request.assign", "交办诉求");
const RETURN: Action = Action::write("request.return", "退回诉求");

/// Which way it goes.
#[derive(Debug, Clone)]
pub(crate) enum Way {
    /// To the level above.
    Up,
    /// To this organisation below.
    Down(Org),
}

/// Who lets it go up.
#[derive(Debug, Clone, Copy)]
pub(super) enum By<'a> {
    /// Somebody signed in.
    Actor(&'a Actor),
    /// Whoever visited the family, where somebody wrote it down: her part in it, and her name.
    Visitor(&'a FactPart, &'a str),
    /// Nobody did anything in time.
    Clock,
}

/// Passes it on.
///
/// # Errors
/// When there is nobody in that direction, or it cannot be written.
pub(crate) fn pass_on(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    way: &Way,
    reason: &str,
) -> Result<Ending<String>, AppError> {
    let (to, action) = match way {
        Way::Up => (pass_up(tx, By::Actor(actor), request, reason)?, PASS_UP),
        Way::Down(org) => {
            let hold = present(request)?;
            go_on(tx, (request, hold), &at(org, None)?, LeftHow::Assigned)?;
            let words = format!("交{}：{reason}", org.name);
            event(tx, request, Happened::Assigned, (&actor.name, &words))?;
            (org.name.clone(), ASSIGN)
        }
    };
    Ok(tx.record(&entry(Some(actor), action, &request.row).change("去向", "", &to), to)?.into())
}

/// Passes it to the level above; by the clock when nobody acts. Says to whom.
pub(super) fn pass_up(
    tx: &WriteTx<'_>,
    by: By<'_>,
    request: &VisibleRequest,
    reason: &str,
) -> Result<String, AppError> {
    let hold = present(request)?;
    let (to, name) = upper(tx, hold)?;
    let (happened, how) = match by {
        By::Actor(_) | By::Visitor(..) => (Happened::PassedUp, LeftHow::PassedUp),
        By::Clock => (Happened::Overdue, LeftHow::Overdue),
    };
    go_on(tx, (request, hold), &to, how)?;
    let (who, part) = match by {
        By::Actor(actor) => (actor.name.as_str(), Some(doer(actor))),
        By::Visitor(part, name) => (name, Some(part.clone())),
        By::Clock => ("平台", None),
    };
    event(tx, request, happened, (who, &format!("报{name}：{reason}")))?;
    if let Some(part) = part {
        append(tx, &request.row, FactKind::RequestEscalated, &[part])?;
    }
    Ok(name)
}

/// Gives it back to whoever passed it, before taking it.
///
/// # Errors
/// When nobody passed it, or it cannot be written.
pub(crate) fn return_back(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    reason: &str,
) -> Result<Ending<()>, AppError> {
    let hold = present(request)?;
    let Some(from) = request.passing().filter(|_| hold.taken.is_none()) else {
        return Err(AppError::Refused("已经接手的不能退回；要别处办的，请上报或者交办".to_owned()));
    };
    let key = request.row.id.within(request.row.tenant);
    queries::leave_hold(tx, hold, key.tenant, LeftHow::Returned)?;
    queries::point_passed_to(tx, key.tenant, from.id, None)?;
    let to = Arriving {
        rung: from.rung,
        org: from.org_id,
        path: from.org_path.clone(),
        tenant: from.org_tenant,
        person: from.person,
    };
    queries::pass_to(tx, key, &to, if from.taken.is_some() { State::Handling } else { State::Waiting })?;
    let clock = if from.taken.is_some() { from.rung.clock() } else { "request.take".to_owned() };
    niangjia_deadline::start(tx, (key.tenant, from.id.uuid()), &clock, tx.now())?;
    event(tx, request, Happened::Returned, (&actor.name, reason))?;
    Ok(tx.record(&entry(Some(actor), RETURN, &request.row), ())?.into())
}

/// The one above of whoever has it. Above a member is the organisation she serves at.
pub(super) fn upper(tx: &WriteTx<'_>, hold: &HoldRow) -> Result<(Arriving, String), AppError> {
    let nowhere = || AppError::Refused("上面没有可以报的妇联了，请在本级办理".to_owned());
    let own = niangjia_org::api::by_id(tx, hold.org_id)?.ok_or_else(nowhere)?;
    let org = match (hold.rung, own.parent) {
        (Rung::Grid, _) => own,
        (_, Some(parent)) => niangjia_org::api::by_id(tx, parent)?.ok_or_else(nowhere)?,
        (_, None) => return Err(nowhere()),
    };
    Ok((at(&org, None).map_err(|_| nowhere())?, org.name))
}

fn present(request: &VisibleRequest) -> Result<&HoldRow, AppError> {
    let closed = || AppError::Refused("这一件已经办结，不能再转".to_owned());
    request.present().ok_or_else(closed)
}

/// To the next one; this one stays responsible until that is taken. Where nobody at this one ever took it, it is over here,
/// and whoever had passed it stays responsible.
fn go_on(
    tx: &WriteTx<'_>,
    (request, from): (&VisibleRequest, &HoldRow),
    to: &Arriving,
    how: LeftHow,
) -> Result<(), AppError> {
    let key = request.row.id.within(request.row.tenant);
    let hold = queries::insert_hold(tx, key, to)?;
    queries::point_passed_to(tx, key.tenant, from.id, Some(hold))?;
    queries::pass_to(tx, key, to, State::Waiting)?;
    niangjia_deadline::start(tx, (key.tenant, hold.uuid()), "request.take", tx.now())?;
    notice::arrived(tx, &request.row, (to.tenant, to.org))?;
    if from.taken.is_some() {
        return Ok(());
    }
    let passing = request.holds.iter().filter(|one| one.left.is_none() && one.passed_to == Some(from.id));
    for one in passing {
        queries::point_passed_to(tx, key.tenant, one.id, Some(hold))?;
    }
    Ok(queries::leave_hold(tx, from, key.tenant, how)?)
}

fn event(
    tx: &WriteTx<'_>,
    request: &VisibleRequest,
    happened: Happened,
    by: (&str, &str),
) -> Result<(), AppError> {
    Ok(queries::insert_event(tx, request.row.id.within(request.row.tenant), happened, by)?)
}
