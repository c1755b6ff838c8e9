//! 交接单: the sheet of a handover as the office prints it and both sign it.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, Key, Tenant};

use niangjia_store::{PostKind, ReadTx};
use niangjia_web::{AppError, At, Ctx, QrCode, Query, Shell, Visitor, json, page};

use crate::json::HandoverBody;
use crate::model::{Handover, HandoverReason, HandoverRow, SheetLine, Side};
use crate::pages::needs::SaidQuery;
use crate::pages::{crumbs, household_href_of};
use crate::queries;
use crate::rules::{Sight, sight};

/// The key of a handover in a path.
pub(crate) type HandoverKey = Key<Handover>;

/// Where the sheet of a handover is.
pub(super) fn handover_href(tenant: Tenant, id: Id<Handover>) -> String {
    format!("/handovers/{}", id.within(tenant))
}

struct Line {
    line: SheetLine,
    href: String,
    /// 需求, or why they are not here.
    needs: String,
    last: String,
    next: String,
    successor: String,
}

#[derive(Template)]
#[template(path = "handover_sheet.html")]
struct SheetPage {
    shell: Shell,
    above: Vec<(String, String)>,
    title: String,
    number: String,
    handover: HandoverRow,
    on: String,
    successors: Vec<String>,
    lines: Vec<Line>,
    chair: String,
    /// Her post, where leaving it is the next step.
    leaving: Option<String>,
    qr: Option<QrCode>,
    hers: bool,
}

/// `GET /handovers/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<HandoverKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let actor = &visitor.actor;
        let handover = queries::visible_handover(tx, actor, key)?.ok_or(AppError::NotFound)?;
        let lines = queries::sheet_lines(tx, actor, &handover)?;
        if visitor.wants_json {
            return json(&HandoverBody::of(&handover, &lines));
        }
        page(&sheet(tx, visitor, handover, lines, query.said == "done")?)
    })
    .await
}

fn sheet(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    handover: HandoverRow,
    lines: Vec<SheetLine>,
    done: bool,
) -> Result<SheetPage, AppError> {
    let org = niangjia_org::api::by_id(tx, handover.org)?.ok_or(AppError::NotFound)?;
    let mut above = crumbs(tx, &org)?;
    above.push(("交接".to_owned(), format!("{}/handovers", org.href())));
    let roster = niangjia_people::api::roster(tx, org.tenant, org.id, tx.today())?;
    let holds = |kind| roster.iter().find(move |entry| entry.person == handover.person && entry.kind == kind);
    let leaves = handover.reason == HandoverReason::Leaves && sight(&visitor.actor) == Sight::Community;
    let leaving = holds(PostKind::Member).filter(|_| leaves).map(niangjia_people::api::RosterEntry::href);
    let chair = roster.iter().find(|entry| entry.kind == PostKind::Chair);
    let mut successors: Vec<String> = lines.iter().map(|line| line.successor.clone()).collect();
    successors.sort_unstable();
    successors.dedup();
    let banner = done.then(|| format!("已交接 {} 户。请打印交接单，双方签字后存档。", lines.len()));
    let href = handover_href(handover.tenant, handover.id);
    Ok(SheetPage {
        shell: visitor.shell_saying(banner),
        above,
        title: format!("{}妇联联系家庭交接单", org.place()),
        number: format!("交接〔{}〕{}号", handover.year, handover.number),
        on: handover.on.long(),
        successors,
        chair: chair.map(|entry| entry.name.clone()).unwrap_or_default(),
        leaving,
        qr: visitor.address(&href).and_then(|address| QrCode::of(&address)),
        hers: sight(&visitor.actor) == Sight::Linked && visitor.actor.person != handover.person,
        lines: lines.into_iter().map(|line| sheet_line(handover.tenant, line)).collect(),
        handover,
    })
}

fn sheet_line(tenant: Tenant, line: SheetLine) -> Line {
    let words: Vec<_> = line.needs.iter().map(|need| need.label()).collect();
    Line {
        href: household_href_of(tenant, line.household),
        needs: if line.side == Side::Register { words.join("、") } else { "居住侧协助".to_owned() },
        last: line.last_visit.map_or_else(|| "还没有".to_owned(), Day::short),
        next: line.follow_up.map(Day::short).unwrap_or_default(),
        successor: if line.caretaker {
            format!("{}（代管）", line.successor)
        } else {
            line.successor.clone()
        },
        line,
    }
}
