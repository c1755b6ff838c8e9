//! Who sees the numbers of whom, and which of them are too small to show.

mod forms;

use niangjia_kernel::{AreaLevel, Day, Month, OrgPath};
use niangjia_store::{Actor, PostKind};

use crate::model::{Amount, Figure, Shown};

pub(crate) use forms::{
    FormRefusal, REPORTING, RETURNING, check_report, check_return, counts, due_on, may_report, may_return,
    waiting_month,
};

/// Counts from 1 to this one are hidden above the county.
const LARGEST_SMALL: i64 = 4;

/// R-INS-02. What somebody's post lets her see of the numbers of an organisation.
///
/// Source: architecture.md (sensitivity); issue 2 (city, province and nation see numbers only). Whoever leads an
/// organisation sees the numbers of its branch; a committee member those of her own organisation; the three
/// administrators none. Up to the county a number opens to its rows; above, small cells are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// None: not found.
    Nothing,
    /// Numbers, the small ones hidden.
    SmallHidden,
    /// Numbers, without rows.
    Numbers,
    /// Numbers that open to their rows.
    Rows,
}

/// See [`Sight`].
pub(crate) fn may_see_numbers(actor: &Actor, org_path: &OrgPath) -> Sight {
    let acting = &actor.acting;
    let high = matches!(acting.level, AreaLevel::Nation | AreaLevel::Province | AreaLevel::City);
    let leads = acting.kind.leads() && acting.org_path.covers(org_path);
    let belongs = acting.kind == PostKind::Member && acting.org_path == *org_path;
    match (leads, belongs, high) {
        (false, false, _) => Sight::Nothing,
        (_, _, true) => Sight::SmallHidden,
        (true, _, false) => Sight::Rows,
        (false, true, false) => Sight::Numbers,
    }
}

/// Whether the reader of a table knows what its cells add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Total {
    /// It is shown to her; as `<5` when it is small.
    Shown,
    /// It is hidden from her, and must not be computed from the cells.
    Hidden,
}

/// R-INS-01. Counts of 1 to 4 are shown as `<5`. Where what is hidden could be computed from the other cells and the
/// total, the next smallest cell is withheld too; where none is left, the hidden cells are all shown as `—`. Zero
/// stays zero.
///
/// Source: architecture.md (cells <5 hidden and the totals around them too). Reading: the usual complementary
/// suppression of statistical offices; computed means that a single value is possible, knowing that `<5` is 1 to 4
/// and that `—` beside it is 5 or more. Ours.
pub(crate) fn hide_small_cells(cells: &[i64], total: Total) -> Vec<Shown> {
    let mut shown: Vec<Shown> = cells
        .iter()
        .map(|cell| if (1..=LARGEST_SMALL).contains(cell) { Shown::Few } else { Shown::Exact(*cell) })
        .collect();
    let mut others: Vec<usize> = (0..cells.len()).filter(|index| cells[*index] > LARGEST_SMALL).collect();
    others.sort_by_key(|index| cells[*index]);
    let mut others = others.into_iter();
    while !is_safe(cells, &shown, total) {
        let Some(next) = others.next() else {
            let hidden = |cell: &Shown| {
                if *cell == Shown::Few { Shown::Withheld } else { *cell }
            };
            return shown.iter().map(hidden).collect();
        };
        shown[next] = Shown::Withheld;
    }
    shown
}

/// Whether every hidden cell, and the total where it is hidden, has more than one possible value.
fn is_safe(cells: &[i64], shown: &[Shown], total: Total) -> bool {
    let hidden_of = |mark| (0..cells.len()).filter(move |index| shown[*index] == mark);
    let few = i64::try_from(hidden_of(Shown::Few).count()).unwrap_or(i64::MAX);
    let withheld = i64::try_from(hidden_of(Shown::Withheld).count()).unwrap_or(i64::MAX);
    let sum: i64 = cells.iter().sum();
    if (1..=LARGEST_SMALL).contains(&sum) {
        // The total is itself `<5`: four cells of at least one are four ones.
        return few < LARGEST_SMALL;
    }
    if total == Total::Hidden {
        return few + withheld > 0 || sum == 0;
    }
    let left: i64 = hidden_of(Shown::Few).chain(hidden_of(Shown::Withheld)).map(|index| cells[index]).sum();
    let smallest = LARGEST_SMALL + 1;
    let few_open = few == 0 || {
        let least = if withheld == 0 { (left - LARGEST_SMALL * (few - 1)).max(1) } else { 1 };
        least < (left - (few - 1) - smallest * withheld).min(LARGEST_SMALL)
    };
    let withheld_open = withheld == 0 || {
        let least = if withheld == 1 { (left - LARGEST_SMALL * few).max(smallest) } else { smallest };
        least < left - few - smallest * (withheld - 1)
    };
    few_open && withheld_open
}

/// A table of one indicator, its small cells hidden. A ratio is shown where neither of its numbers, nor what lies
/// between them, would be hidden in a table of its own.
pub(crate) fn conceal(amounts: &[Amount], total: Total) -> Vec<Figure> {
    let parts =
        |part: fn(&Amount) -> i64| hide_small_cells(&amounts.iter().map(part).collect::<Vec<_>>(), total);
    let counts = parts(|amount| match amount {
        Amount::Count(count) => *count,
        Amount::Ratio(numerator, _) => *numerator,
    });
    let whole = parts(|amount| if let Amount::Ratio(_, denominator) = amount { *denominator } else { 0 });
    let rest =
        parts(
            |amount| {
                if let Amount::Ratio(numerator, denominator) = amount { denominator - numerator } else { 0 }
            },
        );
    let exact = |cells: &[Shown], index: usize| matches!(cells[index], Shown::Exact(_));
    let figure = |(index, amount): (usize, &Amount)| match amount {
        Amount::Count(_) => Figure::Count(counts[index]),
        Amount::Ratio(numerator, denominator) => {
            let open = exact(&counts, index) && exact(&whole, index) && exact(&rest, index);
            if open { Figure::Ratio(*numerator, *denominator) } else { Figure::HiddenRatio }
        }
    };
    amounts.iter().enumerate().map(figure).collect()
}

/// For how many days after its end a month stays open.
const DAYS_OPEN: i8 = 10;

/// R-INS-03. Above the county a month may still change until the tenth day after its end.
///
/// Source: architecture.md (a month is closed by a job; figures that leave the county come from closed months).
/// Reading: afterwards only facts that come late or are taken back change what was told of it. Ours.
pub(crate) fn may_still_change(month: Month, today: Day) -> bool {
    let (_, _, day) = today.parts();
    month == today.month() || (month.plus(1) == today.month() && day <= DAYS_OPEN)
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
