//! What may be told of an organisation's quarters: published once, from five answers on.

use std::collections::BTreeMap;

use niangjia_kernel::{OrgPath, Tenant};
use niangjia_store::{ReadTx, StoreError};
use niangjia_web::show;

use crate::model::{Counts, Quarter};
use crate::pack::SurveyRules;
use crate::queries;
use crate::rules::{interval, is_published, published};

/// A quarter of an organisation and everything below it.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) quarter: Quarter,
    /// How many were asked.
    pub(crate) asked: i64,
    /// What they said; `None`: not published, or fewer than five.
    pub(crate) counts: Option<Counts>,
    /// Whether the quarter is over, with the last of its slips.
    pub(crate) over: bool,
}

impl Told {
    /// `83.3%（10/12）`, or why there is none.
    pub(crate) fn ratio(&self) -> String {
        match (self.counts, self.over) {
            (Some(counts), _) => show::ratio(counts.content(), counts.answered()),
            (None, true) => "不足 5 份，不显示".to_owned(),
            (None, false) => "还没到公布的日子".to_owned(),
        }
    }

    /// `55.2%～95.3%`; empty where nothing is told.
    pub(crate) fn between(&self) -> String {
        let tenths = |thousandth: i64| format!("{}.{}%", thousandth / 10, thousandth % 10);
        self.counts.map_or_else(String::new, |counts| {
            let (low, high) = interval(counts.content(), counts.answered());
            format!("{}～{}", tenths(low), tenths(high))
        })
    }
}

/// Every quarter of every organisation of a branch in which somebody was asked.
pub(crate) struct Results {
    asked: BTreeMap<(Quarter, OrgPath), i64>,
    told: BTreeMap<Quarter, BTreeMap<OrgPath, Counts>>,
    today: niangjia_kernel::Day,
}

impl Results {
    /// Reads a branch. What is told of an organisation depends on what lies below it, and on nothing beside it.
    pub(crate) fn of(tx: &ReadTx<'_>, tenant: Tenant, branch: &OrgPath) -> Result<Self, StoreError> {
        let valid = SurveyRules::in_force().valid_days;
        let answers = queries::answers(tx, tenant, branch)?.into_iter();
        let told = answers
            .filter(|(quarter, _)| is_published(*quarter, valid, tx.today()))
            .map(|(quarter, by_place)| (quarter, published(&by_place)))
            .collect();
        Ok(Self { asked: queries::asked(tx, tenant, branch)?, told, today: tx.today() })
    }

    /// The quarters of an organisation, the newest first.
    pub(crate) fn quarters(&self, path: &OrgPath) -> Vec<Told> {
        let mut quarters: Vec<Quarter> =
            self.asked.keys().filter(|(_, place)| path.covers(place)).map(|(quarter, _)| *quarter).collect();
        quarters.dedup();
        quarters.reverse();
        quarters.into_iter().map(|quarter| self.quarter(path, quarter)).collect()
    }

    /// One quarter of an organisation.
    pub(crate) fn quarter(&self, path: &OrgPath, quarter: Quarter) -> Told {
        let here = self.asked.iter().filter(|((one, place), _)| *one == quarter && path.covers(place));
        let counts = self.told.get(&quarter).and_then(|by_place| by_place.get(path)).copied();
        let over = is_published(quarter, SurveyRules::in_force().valid_days, self.today);
        Told { quarter, asked: here.map(|(_, count)| count).sum(), counts, over }
    }
}
