//! Cells merged downwards: a village's name beside all of its rows.

use crate::Cell;

/// Merges beyond this number are a damaged file or malice, and left alone.
const MOST: usize = 100_000;

/// Cells merged into one, both ends included; rows from 1, columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merge {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
}

/// The merges of a sheet, while its rows pass from top to bottom.
#[derive(Default)]
pub(crate) struct Merges {
    /// Not reached yet; the uppermost last.
    waiting: Vec<Merge>,
    /// By column: until which row which value holds.
    open: Vec<Option<(u32, Cell)>>,
}

impl Merges {
    /// Only what is merged downwards matters: what is merged sideways has its value in its first column.
    pub(crate) fn new(merges: impl Iterator<Item = Merge>) -> Self {
        let mut waiting: Vec<Merge> = merges.filter(|merge| merge.bottom > merge.top).take(MOST).collect();
        waiting.sort_unstable_by_key(|merge| std::cmp::Reverse(merge.top));
        Self { waiting, open: Vec::new() }
    }

    /// Writes the values from above into the cells of `row`, and remembers those that begin here.
    pub(crate) fn fill(&mut self, row: u32, cells: &mut Vec<Cell>) {
        for (column, open) in self.open.iter_mut().enumerate() {
            let Some((bottom, value)) = open else { continue };
            if *bottom < row {
                *open = None;
                continue;
            }
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            if let Some(cell) = cells.get_mut(column).filter(|cell| cell.is_empty()) {
                cell.clone_from(value);
            }
        }
        while let Some(merge) = self.waiting.pop_if(|merge| merge.top <= row) {
            let column = merge.left as usize;
            let value = cells.get(column).filter(|cell| merge.top == row && !cell.is_empty());
            if let Some(value) = value {
                if self.open.len() <= column {
                    self.open.resize(column + 1, None);
                }
                if let Some(open) = self.open.get_mut(column) {
                    *open = Some((merge.bottom, value.clone()));
                }
            }
        }
    }
}
