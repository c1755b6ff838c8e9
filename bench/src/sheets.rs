//! A long list written and read, with what it costs in time, memory and waiting files.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::time::{Duration, Instant};

use niangjia_document::read::{Bounds, Flow, TableFile};
use niangjia_document::sheet::{ColumnHead, Kind, OutCell, SheetHead, SheetWriter};
use niangjia_kernel::Day;

use crate::Outcome;

/// What one pass cost.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Rows of the list.
    pub rows: u32,
    /// From the first row to the last.
    pub took: Duration,
    /// The most memory the process has had.
    pub peak_bytes: u64,
    /// The files without a name that waited at the end; nothing for reading.
    pub waiting_bytes: u64,
    /// The file itself.
    pub file_bytes: u64,
}

/// The most memory this process has had, in bytes.
#[must_use]
pub fn peak_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1_024
}

/// The size of the open files that have no name.
fn waiting_bytes() -> u64 {
    let open = fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
    let nameless = open.filter(|file| {
        fs::read_link(file.path()).is_ok_and(|name| name.to_string_lossy().ends_with("(deleted)"))
    });
    nameless.filter_map(|file| fs::metadata(file.path()).ok()).map(|file| file.len()).sum()
}

fn head(columns: usize) -> SheetHead {
    let kinds = [Kind::Text, Kind::Text, Kind::Text, Kind::Count, Kind::Day];
    let column = |(number, kind): (usize, &Kind)| ColumnHead {
        label: format!("第{number}列"),
        width_characters: 16,
        kind: *kind,
        group: None,
    };
    SheetHead {
        title: "走访台账".to_owned(),
        lines: vec!["单位：青禾县妇联".to_owned()],
        columns: (1..=columns).zip(kinds.iter().cycle()).map(column).collect(),
        closing: Vec::new(),
    }
}

fn row(number: u32, columns: usize) -> Vec<OutCell> {
    let cell = |column: usize| match column % 5 {
        0 => OutCell::Text(format!("王秀兰{}", number % 5_000)),
        1 => OutCell::Text(format!("341881{:012}", u64::from(number) * 7_919)),
        2 => OutCell::Text(format!("桃源街道第{}社区第{}网格", number % 30, number % 211)),
        3 => OutCell::Count(i64::from(number % 97)),
        _ => OutCell::Day(Day::from_number(i64::from(18_000 + number % 2_500))),
    };
    (0..columns).map(cell).collect()
}

/// Writes a list of so many rows and columns.
///
/// # Errors
/// When the disk is full.
pub fn write(rows: u32, columns: usize, into: &Path) -> Outcome<Cost> {
    let folder = into.parent().ok_or("a file in a folder")?;
    let begun = Instant::now();
    let mut writer = SheetWriter::new(&head(columns), folder)?;
    for number in 0..rows {
        writer.row(&row(number, columns))?;
    }
    let waiting_bytes = waiting_bytes();
    writer.finish(BufWriter::new(File::create(into)?))?;
    let took = begun.elapsed();
    let file_bytes = fs::metadata(into)?.len();
    Ok(Cost { rows, took, peak_bytes: peak_bytes(), waiting_bytes, file_bytes })
}

/// Reads the first sheet of a file.
///
/// # Errors
/// When it cannot be read.
pub fn read(file: &Path) -> Outcome<Cost> {
    let bounds = Bounds { rows: u32::MAX, unpacked_bytes: 4 << 30, ..Bounds::default() };
    let begun = Instant::now();
    let bytes = fs::read(file)?;
    let file_bytes = bytes.len() as u64;
    let table = TableFile::open(bytes, &bounds)?;
    let (mut rows, mut cells) = (0, 0);
    table
        .rows(0, &mut |_, row| {
            rows += 1;
            cells += row.len();
            Ok::<_, std::convert::Infallible>(Flow::On)
        })
        .map_err(|error| error.to_string())?;
    let took = begun.elapsed();
    if cells == 0 {
        return Err("no cells".into());
    }
    Ok(Cost { rows, took, peak_bytes: peak_bytes(), waiting_bytes: 0, file_bytes })
}
