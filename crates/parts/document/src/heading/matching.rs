//! Headings beside what is wanted.

use niangjia_kernel::normalised_text;

use crate::heading::{Repeated, Wanted};

/// How well a heading fits; better ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// One contains the other, over this many characters.
    Contains(usize),
    /// It is another name of it.
    Synonym,
    /// It is its name.
    Label,
}

/// Which column is what.
pub(super) struct Matched {
    pub codes: Vec<Option<&'static str>>,
    pub repeated: Vec<Repeated>,
}

/// A heading without what does not matter: blanks, stars, colons, width.
fn bare(text: &str) -> String {
    let text = normalised_text(text).to_lowercase();
    text.chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '*' | ':' | '★' | '※'))
        .collect()
}

/// The same without remarks in brackets: `姓名（必填）`.
fn without_remarks(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::new();
    for character in text.chars() {
        match character {
            '(' | '[' | '【' | '〔' | '{' => depth += 1,
            ')' | ']' | '】' | '〕' | '}' => depth = depth.saturating_sub(1),
            character if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    plain
}

/// The forms in which a heading is compared: as it is, without remarks, and of two rows the joined and the lower one.
fn forms(text: &str) -> Vec<String> {
    let whole = bare(text);
    let mut forms = vec![without_remarks(&whole)];
    if let Some((_, lower)) = whole.rsplit_once('/') {
        forms.push(whole.replace('/', ""));
        forms.push(without_remarks(lower));
    }
    forms.push(whole);
    forms.retain(|form| !form.is_empty());
    forms
}

fn fit(forms: &[String], wanted: &Wanted) -> Option<Match> {
    let label = bare(&wanted.label);
    if forms.contains(&label) {
        return Some(Match::Label);
    }
    let names: Vec<String> = wanted.synonyms.iter().map(|synonym| bare(synonym)).collect();
    if names.iter().any(|name| forms.contains(name)) {
        return Some(Match::Synonym);
    }
    let contained = names.iter().chain([&label]).flat_map(|name| {
        let long = |text: &str| text.chars().count() >= 2;
        forms.iter().filter_map(move |form| {
            let inside = long(name) && form.contains(name.as_str());
            let around = long(form) && name.contains(form.as_str());
            (inside || around).then(|| name.chars().count().min(form.chars().count()))
        })
    });
    contained.max().map(Match::Contains)
}

/// How well a heading fits the one of the wanted that it fits best.
pub(super) fn of(text: &str, wanted: &[Wanted]) -> Option<Match> {
    let forms = forms(text);
    wanted.iter().filter_map(|wanted| fit(&forms, wanted)).max()
}

/// How many of the wanted a row has, and how well.
pub(super) fn score(texts: &[String], wanted: &[Wanted]) -> (usize, u32) {
    let Matched { codes, repeated } = assign(texts, wanted);
    let found = codes.iter().flatten().count() + repeated.len();
    let fits = texts.iter().zip(&codes).filter(|(_, code)| code.is_some());
    let points: u32 = fits
        .map(|(text, _)| match of(text, wanted) {
            Some(Match::Label | Match::Synonym) => 4,
            _ => 1,
        })
        .sum();
    (found, points + 2 * u32::try_from(repeated.len()).unwrap_or(0))
}

/// Gives each of the wanted its column: names first, then other names, then what contains one. Where two columns fit
/// equally well, neither gets it.
pub(super) fn assign(texts: &[String], wanted: &[Wanted]) -> Matched {
    let forms: Vec<Vec<String>> = texts.iter().map(|text| forms(text)).collect();
    let mut fits: Vec<(Match, usize, usize)> = Vec::new();
    for (column, forms) in forms.iter().enumerate() {
        let of_column =
            wanted.iter().enumerate().filter_map(|(index, wanted)| Some((fit(forms, wanted)?, index)));
        fits.extend(of_column.map(|(fit, index)| (fit, column, index)));
    }
    let mut codes = vec![None; texts.len()];
    let mut done = vec![false; wanted.len()];
    let mut repeated = Vec::new();
    let mut ranks: Vec<Match> = fits.iter().map(|(fit, ..)| *fit).collect();
    ranks.sort_unstable();
    ranks.dedup();
    for rank in ranks.into_iter().rev() {
        for (index, wanted) in wanted.iter().enumerate() {
            if done.get(index) == Some(&true) {
                continue;
            }
            let free = |column: usize| codes.get(column) == Some(&None);
            let equal = fits.iter().filter(|(fit, column, of)| *fit == rank && *of == index && free(*column));
            let columns: Vec<usize> = equal.map(|(_, column, _)| *column).collect();
            if let [only] = columns.as_slice() {
                codes[*only] = Some(wanted.code);
            } else if !columns.is_empty() {
                repeated.push(Repeated { code: wanted.code, columns });
            } else {
                continue;
            }
            done[index] = true;
        }
    }
    Matched { codes, repeated }
}
