//! One write per file.

mod receive;
mod settle;

pub(crate) use receive::{Answered, receive};
pub(crate) use settle::{Unsettled, hand_question, put_away, record_question, take_over};
