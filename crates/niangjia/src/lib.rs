//! Niangjia, put together: configuration, wiring, jobs and commands. The slices know nothing of each other's
//! neighbours; this crate plugs them together.

pub mod backup;
pub mod commands;
pub mod country;
pub mod demo;
pub mod jobs;
pub mod limits;
pub mod outside;
mod plugged;
pub mod progress;
mod referable;
pub mod seed;
pub mod settings;
pub mod watch;
pub mod wiring;
