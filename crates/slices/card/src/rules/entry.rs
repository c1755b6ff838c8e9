//! Whether a card is typed in as it was read.

use niangjia_kernel::{Day, normalised_text};

/// What the register and the ledger say about a card and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Circumstances {
    /// Whether its member looked after the family on that day.
    pub(crate) looked_after: bool,
    /// How many visits of hers to the family stand in the ledger for that day.
    pub(crate) known: i64,
    /// Whether she who types was told so, and sends it all the same.
    pub(crate) all_the_same: bool,
}

/// Why a card is not typed in, or not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EntryRefusal {
    /// R-CARD-02. A card counts for its member on a day on which she looked after the family.
    NotHersThen(Day),
    /// R-CARD-03. A second visit of one member to one family on one day is asked about before it is kept: most often the card was typed in twice.
    Known(Day, i64),
}

impl EntryRefusal {
    /// The field, and the sentence at it; `who` made the visit.
    pub(crate) fn sentence(&self, who: &str) -> (&'static str, String) {
        match self {
            Self::NotHersThen(on) => (
                "on_day",
                format!("{} {who}不联系这一户。日期写错了请改；是别人走访的，请用那位执委的卡", on.long()),
            ),
            Self::Known(on, 1) => (
                "card",
                format!(
                    "{who} {}已经有一笔这一户的走访。是重复的就换下一张；确实走访了两次，再按一次回车",
                    on.long()
                ),
            ),
            Self::Known(on, count) => (
                "card",
                format!(
                    "{who} {}已经有 {count} 笔这一户的走访。是重复的就换下一张；确实又走访了一次，再按一次回车",
                    on.long()
                ),
            ),
        }
    }
}

/// R-CARD-02, R-CARD-03. Whether a card is typed in for a day; the first reason why not.
///
/// Source: R-HH-03 (a visit outside of the link was not hers); promise 1 (recorded once). Reading: a family may be visited
/// twice on a day, so the second is kept when it is meant. Ours.
pub(crate) fn check_entry(on: Day, circumstances: Circumstances) -> Option<EntryRefusal> {
    if !circumstances.looked_after {
        return Some(EntryRefusal::NotHersThen(on));
    }
    let asks = circumstances.known > 0 && !circumstances.all_the_same;
    asks.then_some(EntryRefusal::Known(on, circumstances.known))
}

/// Which of several a digit means, as it stands before the box on the card; a program may say the code itself.
pub(crate) fn choice<'a>(typed: &str, codes: &[&'a str], usual: Option<&'a str>) -> Option<&'a str> {
    let typed = normalised_text(typed);
    if typed.is_empty() {
        return usual;
    }
    if let Ok(number) = typed.parse::<usize>() {
        return codes.get(number.checked_sub(1)?).copied();
    }
    codes.iter().find(|code| **code == typed).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_counts_for_a_day_on_which_its_member_looked_after_the_family() {
        let on = Day::parse("2026-11-20").expect("a day");
        let hers = Circumstances { looked_after: true, known: 0, all_the_same: false };
        assert_eq!(check_entry(on, hers), None);
        let strange = Circumstances { looked_after: false, all_the_same: true, ..hers };
        assert_eq!(check_entry(on, strange), Some(EntryRefusal::NotHersThen(on)));
    }

    #[test]
    fn a_second_visit_on_a_day_is_asked_about_and_kept_when_it_is_meant() {
        let on = Day::parse("2026-11-20").expect("a day");
        let known = Circumstances { looked_after: true, known: 1, all_the_same: false };
        assert_eq!(check_entry(on, known), Some(EntryRefusal::Known(on, 1)));
        assert_eq!(check_entry(on, Circumstances { all_the_same: true, ..known }), None);
    }

    #[test]
    fn a_digit_means_the_box_before_which_it_stands() {
        let codes = ["look_in", "hardship", "health"];
        assert_eq!(choice("2", &codes, None), Some("hardship"));
        assert_eq!(choice("２", &codes, None), Some("hardship"), "full width");
        assert_eq!(choice("health", &codes, None), Some("health"));
        assert_eq!(choice("", &codes, Some("look_in")), Some("look_in"));
        for typed in ["", "0", "4", "x"] {
            assert_eq!(choice(typed, &codes, None), None, "{typed}");
        }
    }
}
