//! 联系人: who looked after a household, on which side, from when until when.

use std::collections::HashMap;

use niangjia_document::field;
use niangjia_kernel::{Day, Household, Id};
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use niangjia_transfer::{Made, Record};

use crate::actions;
use crate::import::more::session::{Case, Kind, Plan};
use crate::import::more::visits::word;
use crate::import::more::words::Words;
use crate::import::reading::Reasons;
use crate::model::{HouseholdRow, Mode, Side};
use crate::queries;
use crate::rules::{Brings, BroughtLink, KnownLink, Span, check_brought_link};

/// What a row says of a link.
pub(crate) struct Said {
    linked: String,
    side: Side,
    mode: Mode,
    span: Span,
}

/// A link to be entered.
pub(crate) struct Entry {
    link: BroughtLink,
    name: String,
}

/// The links of a file so far.
#[derive(Default)]
pub(crate) struct Links {
    drafted: HashMap<Id<Household>, Vec<KnownLink>>,
}

/// The time that a row names: the day in the last cell is the last one of it.
pub(super) fn span(record: &Record, reasons: &mut Reasons) -> Option<Span> {
    let from = reasons.take("from", field::day(record.cell("from")));
    if from.is_none() && record.cell("from").is_empty() {
        reasons.at("from", "请写从哪一天起，例如 2024-03-01");
    }
    let until = reasons.take("until", field::day(record.cell("until")));
    Some((from?, until.map(|last| last.plus(1))))
}

impl Kind for Links {
    type Said = Said;
    type Entry = Entry;

    fn read(record: &Record, _: Day, reasons: &mut Reasons) -> Option<Said> {
        let known = Words::in_force();
        let linked = reasons.take("linked", field::name(record.cell("linked")));
        if linked.is_none() && record.cell("linked").is_empty() {
            reasons.at("linked", "请写联系执委的姓名，一行写一位");
        }
        let side = word(record, ("side", "户籍侧或居住侧"), &known.sides, Side::Register, reasons);
        let modes: Vec<&str> = Mode::ALL.iter().map(|mode| mode.label()).collect();
        let mode = word(record, ("mode", &modes.join("、")), &known.modes, Mode::Nearby, reasons);
        let span = span(record, reasons);
        Some(Said { linked: linked?, side: side?, mode: mode?, span: span? })
    }

    fn plan(
        &mut self,
        tx: &ReadTx<'_>,
        case: &Case<'_>,
        said: Said,
        reasons: &mut Reasons,
    ) -> Result<Plan<Entry>, StoreError> {
        let member = match case.committee.called(&said.linked, said.span.0) {
            Ok(member) => member,
            Err(sentence) => {
                reasons.at("linked", sentence);
                return Ok(Plan::Not);
            }
        };
        let household = case.household;
        let mut known = queries::links_ever(tx, household.tenant, household.id)?;
        if case.drafting {
            known.extend(self.drafted.get(&household.id).into_iter().flatten());
        }
        let link = BroughtLink { person: member.person, side: said.side, mode: said.mode, span: said.span };
        let days = (household.since, case.today);
        Ok(match check_brought_link(link, &member.name, &known, &member.member, days) {
            Brings::New => Plan::Enter(Entry { link, name: member.name }),
            Brings::Same => Plan::Same,
            Brings::Not(sentences) => {
                sentences.iter().for_each(|(column, sentence)| reasons.at(column, sentence));
                Plan::Not
            }
        })
    }

    fn draft(&mut self, household: &HouseholdRow, entry: &Entry) {
        let BroughtLink { person, side, mode, span } = entry.link;
        let link = KnownLink { person, side, mode, span, caretaker: false };
        self.drafted.entry(household.id).or_default().push(link);
    }

    fn enter(
        &self,
        tx: &WriteTx<'_>,
        actor: &Actor,
        household: &HouseholdRow,
        entry: &Entry,
    ) -> Result<Vec<Made>, StoreError> {
        Ok(actions::bring_link(tx, actor, household, &entry.link, &entry.name)?.value().clone())
    }
}
