//! The page after signing in again that gives typed words back.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Id, Person};
use niangjia_store::Keys;

use crate::answer::{Answer, page};
use crate::error::AppError;
use crate::words::{KeptWords, NOT_TYPED};

/// The page after signing in that gives her words back; `None` when there are none, or they are another person's.
#[must_use]
pub fn resume_page(keys: &Keys, sealed: &str, person: Id<Person>, csrf: &str) -> Option<Answer> {
    let mut words = KeptWords::opened(keys, sealed)?;
    if words.person.is_some_and(|typed_by| typed_by != person.uuid()) {
        return None;
    }
    words.button = "接着提交".to_owned();
    words.fields.retain(|(name, _)| !NOT_TYPED.contains(&name.as_str()));
    words.fields.push(("csrf".to_owned(), csrf.to_owned()));
    Some(render(&words))
}

fn render(words: &KeptWords) -> Result<Response, AppError> {
    page(&ResumePage { words })
}

#[derive(Template)]
#[template(path = "resume.html")]
struct ResumePage<'a> {
    words: &'a KeptWords,
}
