//! The sums as a fold: made again from nothing, and compared with a recount.

use niangjia_store::facts::Fold;
use niangjia_store::{ReadTx, StoreError, WriteTx, audit};

use super::count;
use super::refresh::again;
use super::survey::{Unit, as_of};
use super::tree::Tree;
use crate::queries::{self, Sum};
use crate::rules::may_still_change;

/// The sums above the county.
pub const SUMS: Fold = Fold { name: "insight_sum", rebuild, differences };

fn rebuild(tx: &WriteTx<'_>) -> Result<i64, StoreError> {
    again(tx)?;
    queries::how_many(tx)
}

/// What a recount makes different. Sums that are behind are no damage: only those that say they are up to date are
/// counted again. Of a closed month what was told then stays; that it adds up is checked.
fn differences(tx: &ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let (tree, today) = (Tree::read(tx)?, tx.today());
    let months = queries::months(tx)?;
    let Some(first) = months.first() else {
        return Ok(Vec::new());
    };
    let counted = queries::counted(tx, *first)?;
    let mut differences = Vec::new();
    for (place, head) in tree.heads().iter().enumerate() {
        let seen = audit::head_number(tx, head.tenant)?;
        for month in months.iter().filter(|month| may_still_change(**month, today)) {
            let known = counted.get(&(head.tenant, *month));
            if known.is_some_and(|known| known.seen == seen && known.as_of == as_of(*month, today)) {
                let stored = queries::own(tx, head.tenant, &[*month])?;
                let unit = Unit { place, month: *month, before: None };
                for (indicator, amount) in count::count(tx, &tree, unit)?.amounts {
                    let (stored, recounted) = (
                        stored.get(&(*month, indicator)).copied().unwrap_or_default(),
                        Sum::from(amount).own,
                    );
                    if stored != recounted {
                        let what = format!("insight_sum {} {month} {}", head.tenant, indicator.code());
                        differences.push(format!("{what}: stored {stored:?}, recounted {recounted:?}"));
                    }
                }
            }
        }
        for month in &months {
            let stored = queries::sums(tx, &[head.tenant], *month)?;
            let expected = count::added_up(tx, &tree, place, &[*month])?;
            let stored: Vec<_> = stored.into_iter().map(|((_, indicator), sum)| (indicator, sum)).collect();
            let expected: Vec<_> =
                expected.into_iter().map(|((_, indicator), sum)| (indicator, sum)).collect();
            if stored != expected {
                differences.push(format!("insight_sum {} {month}: does not add up", head.tenant));
            }
        }
    }
    Ok(differences)
}
