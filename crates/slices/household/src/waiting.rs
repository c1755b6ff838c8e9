//! What waits for somebody until it is done, as one line each: on the desk of whoever leads, and above a member's families.

use niangjia_store::{Actor, Branch, ReadTx, StoreError};
use niangjia_web::Panel;

use crate::queries;
use crate::rules::{Asked, Sight, sight};

/// One line, and where it leads.
pub(crate) fn line(text: String, href: String) -> Panel {
    Panel { text, href: Some(href) }
}

/// Needs whose review day has come. From the street up only those that may not fall away and that nobody confirmed for too
/// long.
pub(crate) fn needs(tx: &ReadTx<'_>, actor: &Actor, branch: &Branch) -> Result<Vec<Panel>, StoreError> {
    let href = |asked: Asked| format!("/orgs/{}/needs?show={}", branch.path().code(), asked.code());
    let mut lines = Vec::new();
    let overdue = queries::count_asking(tx, actor, branch, Asked::Overdue)?;
    if overdue > 0 {
        lines.push(line(format!("必须确认的需求 {overdue} 项，逾期没有人确认"), href(Asked::Overdue)));
    }
    let to_confirm = queries::count_asking(tx, actor, branch, Asked::ToConfirm)?;
    if matches!(sight(actor), Sight::Community | Sight::Linked) && to_confirm > overdue {
        let falls = queries::first_to_fall(tx, actor, branch)?;
        let falls = falls.map(|day| format!("，最早的 {} 自动消除", day.long())).unwrap_or_default();
        lines.push(line(format!("到期待确认的需求 {to_confirm} 项{falls}"), href(Asked::ToConfirm)));
    }
    Ok(lines)
}
