//! Somebody of a household, where a file has one row per person.

use niangjia_document::{Cell, field};
use niangjia_kernel::{CitizenId, Day};
use niangjia_transfer::Record;

use crate::import::reading::Reasons;

/// The longest name and relation, in characters.
const LONGEST: usize = 40;
/// From this on a number of the column of births is an identity number.
const IDENTITY_DIGITS: usize = 15;
/// Nobody is older.
const YEARS_OF_LIFE: i64 = 120;

/// What a row says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SaidPerson {
    pub(crate) name: String,
    pub(crate) woman: bool,
    pub(crate) birth_year: Option<i64>,
    /// `本人` for the contact person; `家人` where the file does not say.
    pub(crate) relation: Option<String>,
    /// Kept sealed, and only ever compared.
    pub(crate) citizen_id: Option<CitizenId>,
}

/// The contact person and the person of a row. Where the file has one column of names only, a row without a relation is the
/// contact person's own.
pub(crate) fn person(
    record: &Record,
    contact: Option<String>,
    numbered: bool,
    today: Day,
    reasons: &mut Reasons,
) -> (Option<String>, Option<SaidPerson>) {
    let name = reasons.take("name", field::name(record.cell("name")));
    let relation = reasons.take("relation", field::text(record.cell("relation")));
    let head = relation.as_deref().is_none_or(|relation| {
        matches!(relation, "户主" | "本人" | "户主本人" | "联系人" | "本人(户主)" | "户主(本人)")
    });
    let (mut woman, mut birth_year) = (
        reasons.take("sex", woman(record.cell("sex"))),
        reasons.take("birth", year(record.cell("birth"), today)),
    );
    let citizen_id = reasons.take("citizen_id", field::citizen_id(record.cell("citizen_id"), today));
    if let Some(citizen) = &citizen_id {
        let (in_number, year) = (is_woman(citizen), year_of(citizen));
        if woman.is_some_and(|woman| woman != in_number) || birth_year.is_some_and(|said| Some(said) != year)
        {
            reasons.at("citizen_id", "和性别或出生年月对不上，请核对");
        }
        (woman, birth_year) = (Some(in_number), year);
    }
    let contact = contact.or_else(|| name.clone().filter(|_| head && !numbered));
    if contact.is_none() && !numbered && reasons.is_empty() {
        reasons.at("contact", "请写户主（联系人）或编号，才知道是哪一户");
    }
    let is_contact = name.is_none() || name == contact;
    if name.is_none() && !head {
        reasons.at("name", "请写姓名，或者把与户主的关系留空");
    }
    let plain = relation.is_none() && is_contact;
    let name = name.or_else(|| contact.clone()).unwrap_or_default();
    for (column, text) in [("name", name.as_str()), ("relation", relation.as_deref().unwrap_or_default())] {
        if text.chars().count() > LONGEST {
            reasons.at(column, format!("太长了，请留在 {LONGEST} 字以内"));
        }
    }
    let person = match woman {
        // The contact person alone is no list of the family.
        None if plain => None,
        None => {
            reasons.at("sex", "请写“女”或“男”");
            None
        }
        Some(woman) => {
            let relation = if head && is_contact { Some("本人".to_owned()) } else { relation };
            Some(SaidPerson { name, woman, birth_year, relation, citizen_id })
                .filter(|one| !one.name.is_empty())
        }
    };
    (contact, person)
}

fn woman(cell: &Cell) -> Result<Option<bool>, String> {
    let Some(text) = field::text(cell)? else { return Ok(None) };
    match text.as_str() {
        "女" | "女性" => Ok(Some(true)),
        "男" | "男性" => Ok(Some(false)),
        _ => Err(format!("“{text}”看不懂，请写“女”或“男”")),
    }
}

/// The year of birth: of a day, a month, a year alone, or an identity number.
fn year(cell: &Cell, today: Day) -> Result<Option<i64>, String> {
    let Some(text) = field::text(cell)? else { return Ok(None) };
    let year = if text.chars().count() >= IDENTITY_DIGITS {
        field::citizen_id(cell, today)?.as_ref().and_then(year_of)
    } else {
        let alone = text.strip_suffix("年").unwrap_or(&text);
        match alone.parse::<i64>() {
            Ok(year @ 1_900..=2_100) => Some(year),
            _ => field::month_or_day(cell)?.map(|born| i64::from(born.day.parts().0)),
        }
    };
    let this_year = i64::from(today.parts().0);
    match year {
        Some(year) if year > this_year || year < this_year - YEARS_OF_LIFE => {
            Err(format!("“{year}”年出生对不上，请核对"))
        }
        year => Ok(year),
    }
}

fn year_of(citizen: &CitizenId) -> Option<i64> {
    citizen.characters().get(6..10)?.parse().ok()
}

/// The last digit but one is even for a woman (GB 11643-1999 §4.1).
fn is_woman(citizen: &CitizenId) -> bool {
    citizen.characters().as_bytes().get(16).is_some_and(|digit| (digit - b'0').is_multiple_of(2))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn said(
        cells: &[(&str, &str)],
        contact: Option<&str>,
    ) -> (Option<String>, Option<SaidPerson>, Vec<String>) {
        let cells = cells.iter().map(|(code, text)| ((*code).to_owned(), Cell::Text((*text).to_owned())));
        let record = Record::new(2, cells.collect::<HashMap<_, _>>());
        let today = Day::parse("2026-11-22").expect("a day");
        let mut reasons = Reasons::default();
        let (contact, person) = person(&record, contact.map(str::to_owned), false, today, &mut reasons);
        (contact, person, reasons.into_sentences())
    }

    #[test]
    fn a_column_of_names_alone_names_the_contact_person() {
        let (contact, person, reasons) = said(&[("name", "王桂兰")], None);
        assert_eq!((contact.as_deref(), person, reasons.len()), (Some("王桂兰"), None, 0));
        let (_, person, _) = said(&[("name", "王桂兰"), ("sex", "女"), ("birth", "1962.3")], None);
        let person = person.expect("she is told about");
        assert_eq!((person.relation.as_deref(), person.birth_year), (Some("本人"), Some(1962)));
    }

    #[test]
    fn somebody_of_the_family_is_not_taken_for_the_contact_person() {
        let (contact, _, reasons) = said(&[("name", "程小雨"), ("relation", "女儿"), ("sex", "女")], None);
        assert_eq!((contact, reasons.len()), (None, 1), "whose daughter?");
        let cells = [("name", "程小雨"), ("relation", "女儿"), ("sex", "女"), ("birth", "2015")];
        let (contact, person, reasons) = said(&cells, Some("程国庆"));
        assert_eq!((contact.as_deref(), reasons.len()), (Some("程国庆"), 0));
        let person = person.expect("the daughter");
        assert_eq!((person.name.as_str(), person.birth_year), ("程小雨", Some(2015)));
    }

    #[test]
    fn an_identity_number_says_sex_and_year_and_is_compared() {
        let (_, person, reasons) = said(&[("citizen_id", "11010519491231002X")], Some("刘晓燕"));
        assert_eq!(reasons.len(), 0);
        assert_eq!(person.map(|one| (one.woman, one.birth_year)), Some((true, Some(1949))));
        let (_, _, reasons) = said(&[("citizen_id", "11010519491231002X"), ("sex", "男")], Some("刘晓燕"));
        assert_eq!(reasons, ["身份证号：和性别或出生年月对不上，请核对"]);
    }
}
