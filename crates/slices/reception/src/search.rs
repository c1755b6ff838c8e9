//! Finding articles by words: grams of two characters, made alike for what is kept and for what is asked.
//!
//! A knowledge base has some thousand articles: a table of grams with plain SQL finds among ten thousand in milliseconds on
//! both engines, so nothing of one engine's own text search is needed.

use niangjia_kernel::normalised_text;

use crate::model::SaidArticle;

/// The longest query, in characters.
const LONGEST_QUERY: usize = 40;
/// How many words of it count.
const MOST_WORDS: usize = 4;

/// What somebody typed to find articles: phrases between blanks, each of which has to stand in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<String>);

impl Query {
    /// Reads what was typed; everything may be typed.
    pub(crate) fn of(typed: &str) -> Self {
        let text: String = plain(typed).chars().take(LONGEST_QUERY).collect();
        Self(text.split_whitespace().take(MOST_WORDS).map(str::to_owned).collect())
    }

    /// Its phrases.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether nothing is asked.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text has all of it.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let text = plain(text);
        self.0.iter().all(|phrase| text.contains(phrase.as_str()))
    }
}

/// Text as it is compared: narrow letters, small ones, no marks between words.
pub(crate) fn plain(text: &str) -> String {
    let one = |character: char| {
        let mark =
            character.is_whitespace() || "，。、；：？！“”‘’（）《》〈〉【】,.;:?!\"'()".contains(character);
        if mark { ' ' } else { character }
    };
    let text: String = normalised_text(text).to_lowercase().chars().map(one).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Everything of an article that is searched.
pub(crate) fn searched(said: &SaidArticle) -> String {
    let SaidArticle { title, body, source, address, phone, hours, .. } = said;
    plain(&format!("{title} {body} {source} {address} {phone} {hours}"))
}

/// Every two characters that stand beside each other in plain text, each once, none over a blank. One character has none:
/// the text itself is asked for it.
pub(crate) fn grams(plain: &str) -> Vec<String> {
    let characters: Vec<char> = plain.chars().collect();
    let pairs = characters.windows(2).filter(|pair| !pair.contains(&' '));
    let mut grams: Vec<String> = pairs.map(|pair| pair.iter().collect()).collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_phrases_and_finds_what_is_written_otherwise() {
        let query = Query::of("  保护令，ＡＢＣ  ");
        assert_eq!(query.phrases().collect::<Vec<_>>(), ["保护令", "abc"]);
        assert!(query.is_in("人身安全保护令（abc）"));
        assert!(!query.is_in("保护的命令 abc"), "a phrase is not its characters");
        assert!(Query::of("　，。").is_empty());
        assert_eq!(Query::of(&"长".repeat(100)).phrases().next().map(|word| word.chars().count()), Some(40));
    }

    #[test]
    fn grams_are_two_characters_that_stand_together() {
        assert_eq!(grams("保护令 令保护"), ["令保", "保护", "护令"]);
        assert!(grams("令").is_empty());
        assert!(grams("𬱖𠮷").len() == 1, "rare characters are characters");
    }
}
