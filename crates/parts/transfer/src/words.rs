//! What the words of a file mean: the program's own words and the synonyms that a pack adds.

use std::collections::{BTreeMap, HashMap};

use niangjia_kernel::normalised_text;

/// Synonyms of a pack, by the code that they mean: `dibao = ["低保户"]`.
pub type Synonyms = BTreeMap<String, Vec<String>>;

/// What may stand in the cells of a column, and what each means.
#[derive(Debug, Clone)]
pub struct Meanings<T> {
    by_word: HashMap<String, T>,
}

impl<T: Copy + PartialEq> Meanings<T> {
    /// What these words mean: each value with its code, its label, and the synonyms that the pack has for the code.
    ///
    /// # Errors
    /// The codes and words of the pack that mean nothing, or two things: a pack that does not fit is not used.
    pub fn of(
        values: impl IntoIterator<Item = (&'static str, &'static str, T)>,
        synonyms: &Synonyms,
    ) -> Result<Self, String> {
        let mut by_word = HashMap::new();
        let mut wrong = Vec::new();
        let mut unknown: Vec<&String> = synonyms.keys().collect();
        let mut add = |word: &str, value: T| {
            let before = by_word.insert(plain(word), value);
            if before.is_some_and(|before| before != value) {
                wrong.push(format!("“{word}”有两个意思"));
            }
        };
        for (code, label, value) in values {
            unknown.retain(|known| *known != code);
            add(label, value);
            synonyms.get(code).into_iter().flatten().for_each(|word| add(word, value));
        }
        wrong.extend(unknown.into_iter().map(|code| format!("没有“{code}”")));
        if wrong.is_empty() { Ok(Self { by_word }) } else { Err(wrong.join("；")) }
    }

    /// What a word means, with or without a remark in brackets behind it.
    #[must_use]
    pub fn get(&self, word: &str) -> Option<T> {
        let word = plain(word);
        let bare = || self.by_word.get(word.split(['(', '[', '【']).next().unwrap_or_default());
        self.by_word.get(&word).or_else(bare).copied()
    }
}

fn plain(word: &str) -> String {
    normalised_text(word).to_lowercase().chars().filter(|character| !character.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [(&str, &str, u8); 2] = [("dibao", "低保", 1), ("ill", "大病", 2)];

    fn synonyms(pairs: &[(&str, &[&str])]) -> Synonyms {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        pairs.iter().map(|(code, words)| ((*code).to_owned(), owned(words))).collect()
    }

    #[test]
    fn a_word_means_what_its_label_or_a_synonym_of_the_pack_says() {
        let meanings = Meanings::of(VALUES, &synonyms(&[("dibao", &["低保户"])])).expect("a pack that fits");
        for word in ["低保", " 低 保 户", "低保户（城市）", "低保【2类】"] {
            assert_eq!(meanings.get(word), Some(1), "{word}");
        }
        assert_eq!(meanings.get("特困"), None);
    }

    #[test]
    fn a_pack_with_a_code_that_is_none_or_a_word_of_two_meanings_is_refused() {
        assert!(Meanings::of(VALUES, &synonyms(&[("diabo", &["低保户"])])).is_err());
        assert!(Meanings::of(VALUES, &synonyms(&[("ill", &["低保"])])).is_err());
    }
}
