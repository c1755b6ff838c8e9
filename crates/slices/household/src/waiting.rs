//! What waits for somebody until it is done, as one line each: on the desk of whoever leads, and above a member's families.

use std::collections::HashSet;

use niangjia_store::{Actor, Branch, ReadTx, StoreError};
use niangjia_web::Panel;

use crate::pages::contacts::lagging;
use crate::queries::{self, Show};
use crate::rules::{Asked, CardList, SOON_DAYS, Sight, sight};

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

/// Families that nobody has visited for longer than their class allows, by class.
pub(crate) fn out_of_touch(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
) -> Result<Option<Panel>, StoreError> {
    let counts = queries::out_of_touch_by_class(tx, actor, branch)?;
    if counts.is_empty() {
        return Ok(None);
    }
    let classes = counts.iter().map(|(kind, count)| format!("{} {count} 户", kind.label()));
    let text = format!("久未联系：{}", classes.collect::<Vec<_>>().join("，"));
    let code = Show::OutOfTouch.code();
    Ok(Some(line(text, format!("/orgs/{}/households?show={code}", branch.path().code()))))
}

/// Need cards: for a member those whose day is near, for whoever leads those whose day has passed.
pub(crate) fn need_cards(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
) -> Result<Option<Panel>, StoreError> {
    let href = |list: CardList| format!("/orgs/{}/need-cards?show={}", branch.path().code(), list.code());
    let late = queries::count_cards(tx, actor, branch, CardList::Late, None)?;
    if sight(actor) != Sight::Linked {
        let text = format!("需求卡 {late} 张过了答应的日子");
        return Ok((late > 0).then(|| line(text, href(CardList::Late))));
    }
    let near = queries::count_cards(tx, actor, branch, CardList::Open, Some(tx.today().plus(SOON_DAYS)))?;
    let said = if late > 0 { format!("，其中 {late} 张已过期") } else { String::new() };
    let text = format!("需求卡 {near} 张在 {SOON_DAYS} 天内要答复{said}");
    Ok((near > 0).then(|| line(text, href(CardList::Open))))
}

/// Families whose internal level has run out: for who decides it, by number only.
pub(crate) fn levels(tx: &ReadTx<'_>, actor: &Actor, branch: &Branch) -> Result<Option<Panel>, StoreError> {
    let run_out = queries::run_out(tx, actor, branch)?;
    let Some((tenant, household)) = run_out.first() else {
        return Ok(None);
    };
    let text = format!("内部级别到期，要重新判定 {} 户", run_out.len());
    Ok(Some(line(text, format!("/households/{}/level", household.within(*tenant)))))
}

/// Contacts owed: for a member her own, for whoever leads how many people of hers lag.
pub(crate) fn contacts(tx: &ReadTx<'_>, actor: &Actor, branch: &Branch) -> Result<Option<Panel>, StoreError> {
    let lagging = lagging(tx, actor, branch, (None, true))?;
    if lagging.is_empty() {
        return Ok(None);
    }
    let owed: i64 = lagging.iter().map(|(_, lag)| lag).sum();
    let text = if sight(actor) == Sight::Linked {
        format!("联系点、结对按日子还欠 {owed} 次")
    } else {
        let people: HashSet<_> = lagging.iter().map(|(duty, _)| duty.person).collect();
        format!("联系点、结对欠次数的 {} 人，一共 {owed} 次", people.len())
    };
    Ok(Some(line(text, format!("/orgs/{}/contacts?lagging=1", branch.path().code()))))
}
