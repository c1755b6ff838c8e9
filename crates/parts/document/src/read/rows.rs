//! From cells to rows: bounds, merged cells, empty rows. The same for all kinds of files.

use crate::Cell;
use crate::read::merges::Merges;
use crate::read::{Bounds, Flow, ReadError, Unreadable};

type Each<'a, E> = &'a mut dyn FnMut(u32, Vec<Cell>) -> Result<Flow, E>;

/// Takes cells in the order of rows and gives rows.
pub(crate) struct Rows<'a, E> {
    bounds: &'a Bounds,
    each: Each<'a, E>,
    merges: Merges,
    row: u32,
    cells: Vec<Cell>,
    given: u32,
}

impl<'a, E> Rows<'a, E> {
    pub(crate) fn new(bounds: &'a Bounds, each: Each<'a, E>) -> Self {
        Self { bounds, each, merges: Merges::default(), row: 0, cells: Vec::new(), given: 0 }
    }

    /// What is merged; to be said before the first cell.
    pub(crate) fn merged(&mut self, merges: Merges) {
        self.merges = merges;
    }

    /// The longest text of a cell, in characters.
    pub(crate) const fn cell_characters(&self) -> usize {
        self.bounds.cell_characters
    }

    /// Takes a cell: row from 1, column from 0.
    pub(crate) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<Flow, ReadError<E>> {
        if cell.is_empty() {
            return Ok(Flow::On);
        }
        if row != self.row && self.end_row()? == Flow::Enough {
            return Ok(Flow::Enough);
        }
        self.row = row;
        if column >= self.bounds.columns {
            return Err(Unreadable::TooManyColumns { row, limit: self.bounds.columns }.into());
        }
        let at = column as usize;
        if self.cells.len() <= at {
            self.cells.resize(at + 1, Cell::Empty);
        }
        if let Some(place) = self.cells.get_mut(at) {
            *place = cell;
        }
        Ok(Flow::On)
    }

    /// Gives the row that was gathered, if there is one.
    pub(crate) fn end_row(&mut self) -> Result<Flow, ReadError<E>> {
        if self.cells.is_empty() {
            return Ok(Flow::On);
        }
        self.given += 1;
        if self.given > self.bounds.rows {
            return Err(Unreadable::TooManyRows(self.bounds.rows).into());
        }
        let width = self.cells.len();
        let mut cells = std::mem::replace(&mut self.cells, Vec::with_capacity(width));
        self.merges.fill(self.row, &mut cells);
        (self.each)(self.row, cells).map_err(ReadError::Stopped)
    }
}
