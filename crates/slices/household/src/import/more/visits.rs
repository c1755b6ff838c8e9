//! 往年走访: each a visit with its fact on its own day.

use std::collections::HashMap;
use std::collections::hash_map::{Entry as Place, RandomState};
use std::hash::BuildHasher as _;

use niangjia_document::{Cell, field};
use niangjia_kernel::{Day, Household, Id, Person};
use niangjia_store::{Actor, Ending, ReadTx, StoreError, WriteTx};
use niangjia_transfer::{Made, Meanings, Record};

use crate::actions::{self, SaidVisit};
use crate::import::more::session::{Case, Kind, Plan};
use crate::import::more::words::Words;
use crate::import::reading::Reasons;
use crate::model::{HouseholdRow, Manner, Outcome};
use crate::pack::HouseholdRules;
use crate::queries;
use crate::rules::{KnownLink, LONGEST_LINE, check_brought_visit};

/// What an import remembers of a visit that it made.
const VISIT: &str = "visit";
/// What a visit is about of which the file says nothing.
const LOOK_IN: &str = "look_in";

/// What a row says of a visit.
pub(crate) struct Said {
    on: Day,
    visitor: String,
    manner: Manner,
    matter: &'static str,
    words: String,
    outcome: Outcome,
    follow_up: Option<Day>,
}

/// A visit to be entered.
pub(crate) struct Entry {
    person: Id<Person>,
    said: Said,
}

/// The visits of a file so far.
#[derive(Default)]
pub(crate) struct Visits {
    /// What a dry run would leave behind: which visit of whom on which day, and the hash of what was said.
    drafted: HashMap<u64, u64>,
    hasher: RandomState,
    links: HashMap<Id<Household>, Vec<KnownLink>>,
}

/// A word of a column, or the default where the cell is empty.
pub(super) fn word<T: Copy + PartialEq>(
    record: &Record,
    (column, known): (&str, &str),
    meanings: &Meanings<T>,
    otherwise: T,
    reasons: &mut Reasons,
) -> Option<T> {
    let Some(text) = reasons.take(column, field::text(record.cell(column))) else {
        return matches!(record.cell(column), Cell::Empty | Cell::Text(_)).then_some(otherwise);
    };
    let meant = meanings.get(&text);
    if meant.is_none() {
        reasons.at(column, format!("“{text}”看不懂，请写{known}"));
    }
    meant
}

impl Visits {
    fn same_visit(&self, household: &HouseholdRow, entry: &Entry) -> u64 {
        self.hasher.hash_one((household.id, entry.person, entry.said.on))
    }

    fn same_words(&self, said: &Said) -> u64 {
        self.hasher.hash_one((said.manner.code(), said.matter, said.words.as_str()))
    }

    /// Whether the visit is there: `Some(true)` as it is, `Some(false)` with other words.
    fn known(&self, tx: &ReadTx<'_>, case: &Case<'_>, entry: &Entry) -> Result<Option<bool>, StoreError> {
        let said = &entry.said;
        let home = (case.household.tenant, case.household.id);
        let there = queries::visits_that_day(tx, home, entry.person, said.on)?;
        for visit in &there {
            let same = visit.manner == said.manner && visit.matter == said.matter;
            if same && visit.words(tx)? == said.words {
                return Ok(Some(true));
            }
        }
        if !there.is_empty() {
            return Ok(Some(false));
        }
        let drafted = self.drafted.get(&self.same_visit(case.household, entry)).filter(|_| case.drafting);
        Ok(drafted.map(|words| *words == self.same_words(said)))
    }
}

impl Kind for Visits {
    type Said = Said;
    type Entry = Entry;

    fn read(record: &Record, today: Day, reasons: &mut Reasons) -> Option<Said> {
        let known = Words::in_force();
        let on = reasons.take("on", field::day(record.cell("on")));
        if on.is_none() && record.cell("on").is_empty() {
            reasons.at("on", "请写走访是哪一天，例如 2024-03-05");
        }
        let visitor = reasons.take("visitor", field::name(record.cell("visitor")));
        if visitor.is_none() && record.cell("visitor").is_empty() {
            reasons.at("visitor", "请写走访的执委姓名");
        }
        let words = reasons.take("words", field::text(record.cell("words")));
        match words.as_deref().map(|words| words.chars().count()) {
            None if record.cell("words").is_empty() => reasons.at("words", "请写一句做了什么、说了什么"),
            Some(count) if count > LONGEST_LINE => {
                reasons.at("words", format!("太长了，请留在 {LONGEST_LINE} 字以内"));
            }
            _ => {}
        }
        let manner = word(record, ("manner", "上门、电话或微信"), &known.manners, Manner::AtHome, reasons);
        let matters: Vec<&str> =
            HouseholdRules::in_force().matters.iter().map(|one| one.label.as_str()).collect();
        let matter = word(record, ("matter", &matters.join("、")), &known.matters, LOOK_IN, reasons);
        let outcome =
            word(record, ("outcome", "当场办结或需要跟进"), &known.outcomes, Outcome::Settled, reasons);
        let follow_up = reasons.take("follow_up", field::day(record.cell("follow_up")));
        Some(Said {
            on: on?,
            visitor: visitor?,
            manner: manner?,
            matter: matter?,
            words: words?,
            outcome: outcome?,
            // A day that has passed asks nobody for anything any more.
            follow_up: follow_up.filter(|day| *day > today),
        })
    }

    fn plan(
        &mut self,
        tx: &ReadTx<'_>,
        case: &Case<'_>,
        said: Said,
        reasons: &mut Reasons,
    ) -> Result<Plan<Entry>, StoreError> {
        let visitor = match case.committee.called(&said.visitor, said.on) {
            Ok(visitor) => visitor,
            Err(sentence) => {
                reasons.at("visitor", sentence);
                return Ok(Plan::Not);
            }
        };
        let household = case.household;
        let links = match self.links.entry(household.id) {
            Place::Occupied(known) => known.into_mut(),
            Place::Vacant(place) => place.insert(queries::links_ever(tx, household.tenant, household.id)?),
        };
        let linked: Vec<_> =
            links.iter().filter(|link| link.person == visitor.person).map(|link| link.span).collect();
        let spans = (visitor.served.as_slice(), visitor.led.as_slice(), linked.as_slice());
        let refused = check_brought_visit(said.on, &said.visitor, spans, (household.since, case.today));
        for (column, sentence) in &refused {
            reasons.at(column, sentence);
        }
        if !refused.is_empty() {
            return Ok(Plan::Not);
        }
        let entry = Entry { person: visitor.person, said };
        Ok(match self.known(tx, case, &entry)? {
            None => Plan::Enter(entry),
            Some(true) => Plan::Same,
            Some(false) => {
                let name = &entry.said.visitor;
                reasons.at(
                    "words",
                    format!("{name}这一天已有一次走访这一户，内容不同；一天走访两次的，第二次请在页面上记"),
                );
                Plan::Not
            }
        })
    }

    fn draft(&mut self, household: &HouseholdRow, entry: &Entry) {
        let (visit, words) = (self.same_visit(household, entry), self.same_words(&entry.said));
        self.drafted.insert(visit, words);
    }

    fn enter(
        &self,
        tx: &WriteTx<'_>,
        actor: &Actor,
        household: &HouseholdRow,
        entry: &Entry,
    ) -> Result<Vec<Made>, StoreError> {
        let said = &entry.said;
        let visit = SaidVisit {
            id: tx.new_id(),
            on: said.on,
            manner: said.manner,
            matter: said.matter.to_owned(),
            outcome: said.outcome,
            follow_up: said.follow_up,
            words: said.words.clone(),
        };
        let recorded = actions::bring_visit(tx, actor, (entry.person, &said.visitor), household, &visit)?;
        Ok(match recorded {
            Ending::Commit(_) => vec![Made::new(VISIT, visit.id.uuid())],
            Ending::Nothing(_) => Vec::new(),
        })
    }

    fn refresh(&mut self) {
        self.links.clear();
    }
}
