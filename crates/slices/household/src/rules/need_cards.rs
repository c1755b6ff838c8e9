//! Decisions about need cards: what one says, how it ends, on whose desk it is.

use niangjia_kernel::{Day, coded};

use crate::model::CardState;
use crate::pack::HouseholdRules;
use crate::rules::LONGEST_LINE;

/// Days ahead from which a card is on the desk of who promised.
pub(crate) const SOON_DAYS: i64 = 7;

coded! {
    /// The lists of need cards.
    pub enum CardList {
        /// Those somebody works on.
        Open = "open", "办理中";
        /// Of those, the ones whose day has passed.
        Late = "late", "已过期";
        /// Those that have ended, whatever came of it.
        Closed = "closed", "已了结";
    }
}

/// What was typed into the form of a card, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CardSaid {
    pub(crate) matter: String,
    pub(crate) wish: String,
    pub(crate) promise: String,
    pub(crate) due: Day,
}

/// R-HH-25. A need card says in plain words what she wishes and what was promised, and by which day from today on.
///
/// Source: 鄞州 (需求卡, domain.md §6.1); promise 3 (件件有回音). Reading: what was settled on the spot needs no card; the words are
/// hers, and sealed like those of a visit. Ours.
pub(crate) fn check_card(said: &CardSaid, today: Day, rules: &HouseholdRules) -> Vec<(&'static str, String)> {
    let too_long = |words: &str| words.chars().count() > LONGEST_LINE;
    let long = || format!("太长了，请留在 {LONGEST_LINE} 字以内");
    let checks = [
        (rules.matter(&said.matter).is_none(), ("matter", "请点一个事项".to_owned())),
        (said.wish.is_empty(), ("wish", "请写一句她想要什么".to_owned())),
        (too_long(&said.wish), ("wish", long())),
        (said.promise.is_empty(), ("promise", "请写一句答应了她什么".to_owned())),
        (too_long(&said.promise), ("promise", long())),
        (said.due < today, ("due", "请选今天或以后的日子".to_owned())),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// R-HH-26. A need card ends as done with what was done, as impossible with why, and she was told so, or as taken over with
/// by whom; it ends once.
///
/// Source: promise 3 (件件有回音). Reading: whoever cannot help says so to her; silence is no answer. Ours.
pub(crate) fn check_closing(
    now: CardState,
    state: Option<CardState>,
    words: &str,
    told: bool,
) -> Vec<(&'static str, String)> {
    let nothing = match state {
        Some(CardState::Cannot) => "请写一句为什么办不了",
        Some(CardState::TakenOver) => "请写一句转给了谁",
        _ => "请写一句办了什么",
    };
    let checks = [
        (now != CardState::Open, ("state", "这张卡已经了结了".to_owned())),
        (state.is_none_or(|state| state == CardState::Open), ("state", "请点一个结果".to_owned())),
        (words.is_empty(), ("outcome", nothing.to_owned())),
        (words.chars().count() > LONGEST_LINE, ("outcome", format!("太长了，请留在 {LONGEST_LINE} 字以内"))),
        (
            state == Some(CardState::Cannot) && !told,
            ("told", "办不了的，请先当面或打电话告诉她，再勾选".to_owned()),
        ),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_says_what_she_wishes_what_was_promised_and_by_when() {
        let today = Day::parse("2026-11-22").expect("a day");
        let fields = |matter: &str, wish: &str, promise: &str, ahead: i64| -> Vec<&'static str> {
            let (matter, wish, promise) = (matter.to_owned(), wish.to_owned(), promise.to_owned());
            let said = CardSaid { matter, wish, promise, due: today.plus(ahead) };
            let refused = check_card(&said, today, HouseholdRules::in_force());
            refused.into_iter().map(|(field, _)| field).collect()
        };
        assert_eq!(fields("work", "想找份近点的活", "问一下服装厂", 0), Vec::<&str>::new());
        assert_eq!(fields("nothing", "", "", -1), ["matter", "wish", "promise", "due"]);
        assert_eq!(fields("work", &"长".repeat(501), "好", 1), ["wish"]);
    }

    #[test]
    fn a_card_ends_once_with_words_and_she_is_told_what_cannot_be() {
        let fields = |now, state, words: &str, told| -> Vec<&'static str> {
            check_closing(now, state, words, told).into_iter().map(|(field, _)| field).collect()
        };
        assert_eq!(fields(CardState::Open, Some(CardState::Done), "送去了", false), Vec::<&str>::new());
        assert_eq!(fields(CardState::Open, Some(CardState::Cannot), "名额没有了", false), ["told"]);
        assert_eq!(fields(CardState::Open, Some(CardState::Cannot), "名额没有了", true), Vec::<&str>::new());
        assert_eq!(fields(CardState::Open, None, "", false), ["state", "outcome"]);
        assert_eq!(fields(CardState::Open, Some(CardState::Open), "再看看", false), ["state"]);
        assert_eq!(fields(CardState::Done, Some(CardState::Done), "又一次", false), ["state"]);
    }
}
