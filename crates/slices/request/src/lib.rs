//! 件件有回音: what women ask of the federation, from whatever way it came to the answer that reached them.

mod actions;
mod model;
mod pack;
mod queries;
mod rules;
pub mod schema;
