//! 需求: with the list from which each is known, and its days.

use std::collections::HashMap;

use niangjia_document::field;
use niangjia_kernel::{Day, Household, Id};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use niangjia_transfer::{Made, Record};

use crate::actions::{self, BroughtNeed};
use crate::import::more::links::span;
use crate::import::more::session::{Case, Kind, Plan};
use crate::import::reading::Reasons;
use crate::import::words::Words;
use crate::model::{HouseholdRow, NeedKind};
use crate::queries;
use crate::rules::{Brings, Span, check_brought_need};

/// The longest name of a list, in characters.
const LONGEST_SOURCE: usize = 60;

/// The needs of a file so far.
#[derive(Default)]
pub(crate) struct Needs {
    drafted: HashMap<Id<Household>, Vec<(NeedKind, Span)>>,
}

fn kinds(record: &Record, reasons: &mut Reasons) -> Option<Vec<NeedKind>> {
    let Some(list) = reasons.take("kind", field::text(record.cell("kind"))) else {
        if record.cell("kind").is_empty() {
            reasons.at("kind", "请写是哪一种需求");
        }
        return None;
    };
    let mut kinds = Vec::new();
    for word in field::split_list(&list) {
        if let Some(Some(kind)) = Words::in_force().needs.get(&word) {
            kinds.push(kind);
        } else {
            let known: Vec<_> = NeedKind::ALL.iter().map(|need| need.label()).collect();
            reasons.at("kind", format!("“{word}”看不懂，请写 {}", known.join("、")));
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    Some(kinds)
}

impl Kind for Needs {
    type Said = Vec<BroughtNeed>;
    type Entry = Vec<BroughtNeed>;

    fn read(record: &Record, today: Day, reasons: &mut Reasons) -> Option<Vec<BroughtNeed>> {
        let kinds = kinds(record, reasons);
        let span = span(record, reasons);
        let source = reasons.take("source", field::text(record.cell("source")));
        if source.as_ref().is_some_and(|source| source.chars().count() > LONGEST_SOURCE) {
            reasons.at("source", format!("太长了，请留在 {LONGEST_SOURCE} 字以内"));
        }
        let source_day = reasons.take("source_day", field::month_or_day(record.cell("source_day")));
        if source_day.as_ref().is_some_and(|said| said.day > today) {
            reasons.at("source_day", "日期还没到，请核对");
        }
        let source_day = source_day.map(|said| said.day);
        let span = span?;
        let need = |kind| BroughtNeed { kind, span, source: source.clone(), source_day };
        Some(kinds?.into_iter().map(need).collect())
    }

    fn plan(
        &mut self,
        tx: &ReadTx<'_>,
        case: &Case<'_>,
        said: Vec<BroughtNeed>,
        reasons: &mut Reasons,
    ) -> Result<Plan<Vec<BroughtNeed>>, StoreError> {
        let household = case.household;
        let mut known = queries::need_spans(tx, household.tenant, household.id)?;
        if case.drafting {
            known.extend(self.drafted.get(&household.id).into_iter().flatten());
        }
        let mut fresh = Vec::new();
        for need in said {
            let same = known.iter().filter(|(kind, _)| *kind == need.kind);
            let spans: Vec<Span> = same.map(|(_, span)| *span).collect();
            match check_brought_need(need.kind, need.span, &spans, case.today) {
                Brings::New => fresh.push(need),
                Brings::Same => {}
                Brings::Not(sentences) => {
                    sentences.iter().for_each(|(column, sentence)| reasons.at(column, sentence));
                }
            }
        }
        Ok(match (reasons.is_empty(), fresh.is_empty()) {
            (false, _) => Plan::Not,
            (true, true) => Plan::Same,
            (true, false) => Plan::Enter(fresh),
        })
    }

    fn draft(&mut self, household: &HouseholdRow, entry: &Vec<BroughtNeed>) {
        let drafted = self.drafted.entry(household.id).or_default();
        drafted.extend(entry.iter().map(|need| (need.kind, need.span)));
    }

    fn enter(
        &self,
        tx: &WriteTx<'_>,
        actor: &Actor,
        household: &HouseholdRow,
        entry: &Vec<BroughtNeed>,
    ) -> Result<Vec<Made>, StoreError> {
        let mut made = Vec::new();
        for need in entry {
            made.extend(actions::bring_need(tx, actor, household, need)?.value().clone());
        }
        Ok(made)
    }
}
