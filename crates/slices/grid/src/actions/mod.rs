//! One write per file.

mod board;
mod set_areas;

pub(crate) use board::{put_up_board, take_down_board};
pub(crate) use set_areas::{NewArea, clear_area, set_areas};
