//! Which places each cell of a form takes.

use thiserror::Error;

use crate::paper::{Paper, PaperCell};

/// A form whose cells do not fit into its columns: a mistake in its layout.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// It has no columns, or more than a page can have.
    #[error("表格的列数不对")]
    Columns,
    /// A cell reaches beyond the last column or over another one.
    #[error("表格第 {0} 行的格子放不下")]
    Row(usize),
    /// A cell reaches below the last row of the header or of the table.
    #[error("表格第 {0} 行的格子向下超出了表格")]
    Down(usize),
}

/// What stands at one place of the grid.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Place<'a> {
    /// A cell begins here.
    Cell(&'a PaperCell),
    /// Nothing was said: an empty cell.
    Blank,
    /// Taken by the cell that begins further left, in the same row or in one above.
    Taken {
        /// Whether this is the leftmost place of a cell from above, with how many columns it takes.
        below: Option<u16>,
    },
}

/// The places of header and table, row by row.
pub(super) fn grid(paper: &Paper) -> Result<Vec<Vec<Place<'_>>>, LayoutError> {
    let columns = paper.widths.len();
    if !(1..=63).contains(&columns) {
        return Err(LayoutError::Columns);
    }
    let mut grid = part(&paper.header, columns, 0)?;
    grid.extend(part(&paper.rows, columns, paper.header.len())?);
    Ok(grid)
}

fn part(rows: &[Vec<PaperCell>], columns: usize, before: usize) -> Result<Vec<Vec<Place<'_>>>, LayoutError> {
    let mut grid = vec![vec![Place::Blank; columns]; rows.len()];
    for (row, cells) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while matches!(grid[row].get(column), Some(Place::Taken { .. })) {
                column += 1;
            }
            let (across, down) = (usize::from(cell.across.max(1)), usize::from(cell.down.max(1)));
            if row + down > rows.len() {
                return Err(LayoutError::Down(before + row + 1));
            }
            for (lower, line) in grid.iter_mut().enumerate().skip(row).take(down) {
                let places =
                    line.get_mut(column..column + across).ok_or(LayoutError::Row(before + row + 1))?;
                if places.iter().any(|place| *place != Place::Blank) {
                    return Err(LayoutError::Row(before + row + 1));
                }
                places.fill(Place::Taken { below: None });
                if let Some(first) = places.first_mut() {
                    let below = Place::Taken { below: Some(cell.across.max(1)) };
                    *first = if lower == row { Place::Cell(cell) } else { below };
                }
            }
            column += across;
        }
    }
    Ok(grid)
}
