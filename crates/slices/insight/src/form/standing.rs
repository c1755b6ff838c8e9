//! Where the form of an organisation and month stands, and what changed since it was reported.

use std::collections::BTreeMap;

use niangjia_kernel::{Day, Month, coded};
use niangjia_web::show;

use crate::form::kept::Kept;
use crate::form::{Sheet, Version};
use crate::model::{Amount, Figure, Shown};

coded! {
    /// The states of a form: draft → reported → returned → reported again.
    pub enum FormState {
        /// The month is not over: 暂计.
        Open = "open", "暂计";
        /// The month is over and nothing was reported.
        Due = "due", "待上报";
        /// Reported.
        Reported = "reported", "已上报";
        /// Handed back, to be reported again.
        Returned = "returned", "已退回";
    }
}

impl FormState {
    /// The state on a day; `latest` is the newest version, if there is one.
    pub(crate) fn of(month: Month, today: Day, latest: Option<&Version>) -> Self {
        match latest {
            Some(version) if version.returned.is_some() => Self::Returned,
            Some(_) => Self::Reported,
            None if month >= today.month() => Self::Open,
            None => Self::Due,
        }
    }
}

/// A cell by table, row and column.
pub(crate) type Address = (usize, usize, usize);

/// What is different today from what was reported, in words, by the cell of the report.
pub(crate) fn changes(kept: &Kept, live: &Sheet<Figure>) -> BTreeMap<Address, String> {
    let mut found = BTreeMap::new();
    for (table, (reported, now)) in kept.sheet.tables.iter().zip(&live.tables).enumerate() {
        for (row, line) in reported.iter().enumerate() {
            let same = now.iter().find(|other| other.place.same(&line.place));
            for (column, cell) in line.cells.iter().enumerate() {
                let today = same.and_then(|same| same.cells.get(column).copied().flatten());
                let said = cell.and_then(|cell| change(cell, today));
                found.extend(said.map(|said| ((table, row, column), said)));
            }
        }
    }
    found
}

/// R-FRM-05. What changes in a month that was reported is shown beside the reported figure, never in its place.
///
/// Source: architecture.md (what arrives late for a closed month is a dated adjustment, shown as such). Reading: the
/// difference between today's count and the reported one; where it stands today is behind the link. Ours.
pub(crate) fn change(reported: Amount, today: Option<Figure>) -> Option<String> {
    match (reported, today) {
        (Amount::Count(before), Some(Figure::Count(Shown::Exact(now)))) if now != before => {
            let sign = if now > before { "+" } else { "-" };
            Some(format!("上报后变动 {sign}{}", show::count((now - before).abs())))
        }
        (Amount::Ratio(some, all), Some(Figure::Ratio(now, of))) if (now, of) != (some, all) => {
            Some(format!("上报后变为 {}", show::ratio(now, of)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_after_the_report_stands_beside_the_number() {
        let now = |count| Some(Figure::Count(Shown::Exact(count)));
        assert_eq!(change(Amount::Count(7), now(8)).as_deref(), Some("上报后变动 +1"));
        assert_eq!(change(Amount::Count(1_207), now(7)).as_deref(), Some("上报后变动 -1,200"));
        assert_eq!(change(Amount::Count(7), now(7)), None);
        assert_eq!(change(Amount::Count(7), None), None, "a branch that is no more");
        let later = Some(Figure::Ratio(89, 90));
        assert_eq!(change(Amount::Ratio(88, 90), later).as_deref(), Some("上报后变为 98.9%（89/90）"));
        assert_eq!(change(Amount::Ratio(89, 90), later), None);
    }
}
