//! How the office writes its 走访台账: which columns, in which order, under which words.

use serde::Deserialize;

/// The layout of the ledger as a workbook.
#[derive(Debug, Deserialize)]
pub(crate) struct LedgerLayout {
    /// What stands above it, behind the place.
    pub(crate) title: String,
    /// Below the last row, to be filled in by hand.
    pub(crate) closing: Vec<String>,
    /// From the left.
    pub(crate) column: Vec<LedgerColumn>,
}

/// A column of it.
#[derive(Debug, Deserialize)]
pub(crate) struct LedgerColumn {
    /// What stands above it.
    pub(crate) label: String,
    /// In half-width characters.
    pub(crate) width: u16,
    /// What it holds.
    pub(crate) source: LedgerSource,
}

/// What a column of the ledger can hold. What is not known of a visit cannot be asked for: an unknown name is refused
/// when the pack is read, with the names there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LedgerSource {
    /// 1, 2, 3 ….
    Number,
    /// The day of the visit.
    On,
    /// The community.
    Community,
    /// The grid of the household.
    Grid,
    /// `王桂兰家`.
    Household,
    /// Its number in the register.
    HouseholdNumber,
    /// Who speaks for it.
    Contact,
    /// Its residents' group.
    Group,
    /// Group and residence, as neighbours say it.
    Place,
    /// Its needs, where the reader may know them.
    Needs,
    /// Who visited.
    Member,
    /// How.
    Manner,
    /// About what.
    Matter,
    /// What was done and said; only for those who read it on the page.
    Words,
    /// What became of it.
    Outcome,
    /// When it is looked at again.
    FollowUp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::HouseholdRules;
    use niangjia_pack::Pack;

    #[test]
    fn the_shipped_ledger_has_the_columns_that_the_office_asks_for() {
        let layout = &HouseholdRules::in_force().ledger;
        let sources: Vec<LedgerSource> = layout.column.iter().map(|column| column.source).collect();
        for wanted in [LedgerSource::Number, LedgerSource::On, LedgerSource::Grid, LedgerSource::Words] {
            assert!(sources.contains(&wanted), "{wanted:?}");
        }
        assert!(layout.column.iter().all(|column| !column.label.is_empty() && column.width > 0));
    }

    #[test]
    fn a_pack_that_asks_for_what_nobody_knows_is_refused_by_name() {
        let shipped = include_str!("../../../../../packs/national.toml");
        let asks = shipped.replacen("source = \"grid\"", "source = \"income\"", 1);
        assert_ne!(asks, shipped);
        let refused =
            HouseholdRules::of(&Pack::parse(&asks).expect("a pack")).expect_err("an unknown source");
        let words = refused.to_string();
        assert!(words.contains("income") && words.contains("follow_up"), "{words}");
    }
}
