//! What of the knowledge base helps with what somebody says: a whole sentence is typed, not a word to look for.

use std::collections::HashSet;

use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::Suggestion;

use crate::model::SaidArticle;
use crate::pack::{ReceptionRules, StarterArticle};
use crate::pages::knowledge::Found;
use crate::queries;
use crate::rules::reads_articles;
use crate::search::{grams, plain, searched};

/// How many articles are suggested: as many as somebody reads while another speaks.
const SUGGESTED: usize = 3;
/// How much of what was typed counts, in characters.
const LONGEST_SAID: usize = 200;
/// Two characters that stand in every second sentence and say nothing of what it is about.
const SAYS_NOTHING: [&str; 24] = [
    "没有", "可以", "怎么", "什么", "一个", "我们", "他们", "她们", "自己", "现在", "这个", "那个", "不能",
    "不是", "还是", "就是", "已经", "知道", "时候", "要求", "希望", "问问", "了一", "的人",
];

/// What was said, as it is compared with articles.
struct Said {
    grams: HashSet<String>,
    category: String,
}

impl Said {
    fn of(words: &str, category: &str) -> Self {
        let typed: String = words.chars().take(LONGEST_SAID).collect();
        let telling = grams(&plain(&typed)).into_iter().filter(|gram| !SAYS_NOTHING.contains(&gram.as_str()));
        Self { grams: telling.collect(), category: category.to_owned() }
    }

    /// How well an article fits: what stands in its head counts three times, its category as much as a word of the head. Two words
    /// of its text alone are chance.
    fn fits(&self, (title, text): (&str, &str), has_category: bool) -> usize {
        const HEAD: usize = 3;
        const CHANCE: usize = 2;
        let shared = |text: &str| grams(text).iter().filter(|gram| self.grams.contains(*gram)).count();
        let score = HEAD * shared(&plain(title)) + shared(text) + HEAD * usize::from(has_category);
        if score > CHANCE { score } else { 0 }
    }

    fn fits_kept(&self, said: &SaidArticle) -> usize {
        let category = said.categories.split_whitespace().any(|one| one == self.category);
        self.fits((&said.title, &searched(said)), category)
    }

    fn fits_starter(&self, article: &StarterArticle) -> usize {
        let text = plain(&format!("{} {} {}", article.title, article.body, article.source));
        self.fits((&article.title, &text), article.categories.contains(&self.category))
    }
}

/// The articles that fit best to what somebody says and to the category of her request, at most three; the office's own before
/// the starter set where they fit alike. Only what `actor` may read.
///
/// # Errors
/// When they cannot be read.
pub(crate) fn suggest(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (words, category): (&str, &str),
) -> Result<Vec<Suggestion>, StoreError> {
    let said = Said::of(words, category);
    if !reads_articles(actor) || (said.grams.is_empty() && said.category.is_empty()) {
        return Ok(Vec::new());
    }
    let mut fitting: Vec<(usize, Found)> = Vec::new();
    let mut asked: Vec<String> = said.grams.iter().cloned().collect();
    asked.sort_unstable();
    for row in queries::fitting_articles(tx, actor, (&asked, category))? {
        fitting.push((said.fits_kept(&row.said), Found::kept(&row)));
    }
    let starters = ReceptionRules::in_force().article.iter();
    fitting.extend(starters.map(|article| (said.fits_starter(article), Found::starter(article))));
    fitting.retain(|(score, _)| *score > 0);
    fitting.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    Ok(fitting.into_iter().take(SUGGESTED).map(|(_, found)| suggestion(found)).collect())
}

fn suggestion(found: Found) -> Suggestion {
    Suggestion {
        title: found.title,
        kind: found.kind.label(),
        lead: found.lead,
        phone: found.phone,
        href: found.href,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(words: &str, category: &str) -> Vec<&'static str> {
        let said = Said::of(words, category);
        let all = ReceptionRules::in_force().article.iter();
        let mut found: Vec<_> = all.map(|article| (said.fits_starter(article), article)).collect();
        found.retain(|(score, _)| *score > 0);
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().take(SUGGESTED).map(|(_, article)| article.title.as_str()).collect()
    }

    #[test]
    fn a_sentence_finds_what_it_is_about() {
        let first = |words| best(words, "").first().copied().unwrap_or_default();
        assert!(
            first("他又打我了，我想申请人身安全保护令，去哪里").contains("保护令"),
            "{:?}",
            best("保护令", "")
        );
        assert!(first("怀孕了单位要辞退我").contains("怀孕") || first("怀孕了单位要辞退我").contains("孕"));
        assert!(best("我们的那个什么时候可以", "").is_empty(), "words that say nothing find nothing");
        assert!(best("", "marriage").len() == SUGGESTED, "a category alone is enough");
    }
}
