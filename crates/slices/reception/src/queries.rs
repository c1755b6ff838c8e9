//! SQL on duties, turns and articles. Visibility is part of the fetch.

mod feeds;
mod knowledge;
mod plans;
mod turns;

pub(crate) use feeds::{end_feed, feed_of, insert_feed, person_of_feed};
pub(crate) use knowledge::{
    Search, articles, count_articles, count_kinds, due_for_review, fitting_articles, insert_article,
    insert_articles, move_articles, retire_article, review_article, rewrite_article, visible_article,
};
pub(crate) use plans::{end_leave, end_plan, insert_leave, insert_plan, leave_of, leaves, plan_of, plans};
pub(crate) use turns::{
    NewTurn, answer_exchange, exchange_of, exchanges_of, give_turn, had_turns, insert_exchange, insert_turn,
    lapse_exchanges, move_turns, planned_of_person, settle_turn, shown_turns_of_person, turns_between,
    turns_of_person, visible_turn, waiting_for,
};
