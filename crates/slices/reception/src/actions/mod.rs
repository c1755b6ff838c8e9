//! One write per file.

mod answer_exchange;
mod ask_exchange;
mod draw_turns;
mod enter_leave;
mod hold_feed;
mod keep_article;
mod serve_turn;
mod set_duty;
mod stand_in;

pub(crate) use answer_exchange::answer_exchange;
pub(crate) use ask_exchange::ask_exchange;
pub(crate) use draw_turns::{draw_turns, leave_turns, members, redraw};
pub(crate) use enter_leave::{end_leave, enter_leave};
pub(crate) use hold_feed::{end_feed, make_feed};
pub(crate) use keep_article::{
    enter_starting_articles, retire_article, review_article, rewrite_article, write_article,
};
pub(crate) use serve_turn::serve_turn;
pub(crate) use set_duty::{end_duty, set_duty};
pub(crate) use stand_in::stand_in;
