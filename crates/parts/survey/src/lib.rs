//! Satisfaction (满意度), asked by somebody who did not handle the matter, and told only so far that nobody is found in it.
//!
//! A slice calls [`ask`] in the action that closes a matter. What comes of it is none of its business: it gets no code and
//! no answer. Why nothing leads back from an answer is decision 0017.

mod actions;
pub mod api;
mod model;
mod pack;
mod queries;
mod rules;
pub mod schema;

pub use actions::{ask, forget_expired};
pub use model::{Asked, Asking, MatterKind, Reach, Slip};
pub use pack::SurveyRules;
