//! What is done with messages and their ways out. One write per file.

mod addresses;
mod read;
mod robots;
mod try_again;

pub(crate) use addresses::{ask_code, confirm, hashed, prefer, remove};
pub(crate) use read::read;
pub(crate) use robots::{remove_robot, set_robot, test_robot};
pub(crate) use try_again::try_again;
