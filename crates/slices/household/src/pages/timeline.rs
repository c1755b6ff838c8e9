//! Visits as a timeline shows them, and what other slices offer beside them.

use std::collections::HashMap;

use niangjia_store::ReadTx;
use niangjia_web::show::When;
use niangjia_web::{AppError, Panel, PanelSlot, Visitor};
use uuid::Uuid;

use crate::model::VisitRow;
use crate::pack::HouseholdRules;
use crate::pages::visit_href;
use crate::queries;

pub(crate) struct VisitLine {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) on: When,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) by: String,
    pub(crate) words: String,
    pub(crate) panels: Vec<Panel>,
}

/// Visits as entries of a timeline, with what other slices say about each.
pub(crate) fn visit_lines(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    visits: &[VisitRow],
) -> Result<Vec<VisitLine>, AppError> {
    let subjects: Vec<Uuid> = visits.iter().map(|visit| visit.id.uuid()).collect();
    let mut panels: HashMap<Uuid, Vec<Panel>> =
        visitor.app.panels().of(PanelSlot::Visit, tx, &visitor.actor, &subjects)?;
    let rules = HouseholdRules::in_force();
    visits
        .iter()
        .map(|visit| {
            let (tone, icon, state) = match (visit.taken_back, visit.follow_up) {
                (Some(_), _) => ("none", "x", "已撤销".to_owned()),
                (None, Some(day)) => ("soon", "clock", format!("{} 跟进", day.short())),
                (None, None) => ("done", "circle-check", visit.outcome.label().to_owned()),
            };
            Ok(VisitLine {
                href: visit_href(visit),
                title: format!("{} · {}", rules.matter_label(&visit.matter), visit.manner.label()),
                on: When::day(visit.on, tx.today()),
                tone,
                icon,
                by: format!("{} · {state}", visit.by()),
                words: queries::words(tx, visit)?,
                panels: panels.remove(&visit.id.uuid()).unwrap_or_default(),
            })
        })
        .collect()
}

/// What other slices offer about one subject.
pub(crate) fn panels(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    slot: PanelSlot,
    subject: Uuid,
) -> Result<Vec<Panel>, AppError> {
    let found = visitor.app.panels().of(slot, tx, &visitor.actor, &[subject])?.remove(&subject);
    Ok(found.unwrap_or_default())
}
