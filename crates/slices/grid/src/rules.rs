//! Decisions about areas and boards: values in, a decision out.

mod board;
mod drawing;
mod place;
mod shape;

pub(crate) use board::{changes, check_board, for_everybody};
pub(crate) use drawing::{Drawing, Laid, drawn, fitting};
pub(crate) use place::{Neighbour, check_place};
pub(crate) use shape::{Found, geometry, read_shapes, sides, square_metres, stored};
