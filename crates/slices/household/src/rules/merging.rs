//! Decisions about the register of a community that goes up in another.

use std::collections::HashSet;

/// R-HH-23. When communities merge, the families, needs, links, grids and caretakings of the one that ends go to the one that
/// goes on with whoever looks after them; a number or grid code that is taken there is followed by the next free one.
///
/// Source: promise 2 (不漏一户); product.md O9. Reading: numbers that are free stay, so that the papers of the office still
/// fit; visits and their facts stay where they were made. Ours.
///
/// Gives the old and the new number of each household that needs another.
pub(crate) fn renumbered(coming: &[String], taken: &[String]) -> Vec<(String, String)> {
    let number = |text: &String| text.parse::<u64>().ok();
    let highest = coming.iter().chain(taken).filter_map(number).max().unwrap_or(0);
    let taken: HashSet<&String> = taken.iter().collect();
    let again = coming.iter().filter(|number| taken.contains(number));
    (highest + 1..).zip(again).map(|(free, old)| (old.clone(), format!("{free:04}"))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_that_is_free_stays_and_one_that_is_taken_is_followed_by_the_next() {
        let numbers = |all: &[&str]| -> Vec<String> { all.iter().map(|one| (*one).to_owned()).collect() };
        let (coming, taken) = (numbers(&["0001", "0007", "甲3"]), numbers(&["0001", "0002", "甲3"]));
        let expected = [("0001", "0008"), ("甲3", "0009")].map(|(old, new)| (old.to_owned(), new.to_owned()));
        assert_eq!(renumbered(&coming, &taken), expected);
    }

    proptest! {
        #[test]
        fn no_two_households_have_one_number_after_a_merger(
            coming in prop::collection::hash_set(0u32..40, 0..20),
            taken in prop::collection::hash_set(0u32..40, 0..20),
        ) {
            let text = |all: &HashSet<u32>| -> Vec<String> { all.iter().map(|one| format!("{one:04}")).collect() };
            let (coming, taken) = (text(&coming), text(&taken));
            let mut all: Vec<String> = taken.clone();
            let new = renumbered(&coming, &taken);
            all.extend(coming.iter().map(|old| {
                new.iter().find(|(from, _)| from == old).map_or_else(|| old.clone(), |(_, to)| to.clone())
            }));
            let different: HashSet<&String> = all.iter().collect();
            prop_assert_eq!(different.len(), coming.len() + taken.len());
        }
    }
}
