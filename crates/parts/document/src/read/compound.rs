//! The folder in a file of old Office. Source: MS-CFB.
//!
//! Every chain is walked at most as far as the file has sectors, so one that bites its own tail is only damaged.

use crate::read::Unreadable;

/// Ends of chains and marks of free sectors lie above this.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;

/// An opened file of old Office.
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    next_mini: Vec<u32>,
    mini: Vec<u8>,
    below_is_mini: u64,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

/// Two bytes, the lower first.
pub(crate) fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Four bytes, the lowest first.
pub(crate) fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn fours(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|chunk| four(chunk, 0))
}

impl<'a> Compound<'a> {
    /// Reads header, chains and directory.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        Self::read(bytes).ok_or(Unreadable::Damaged)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let sector = match two(bytes, 30)? {
            9 => 512,
            12 => 4_096,
            _ => return None,
        };
        let mut found = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_mini: Vec::new(),
            mini: Vec::new(),
            below_is_mini: u64::from(four(bytes, 56)?),
            entries: Vec::new(),
        };
        for table in found.tables()? {
            found.next.extend(fours(found.sector_at(table)?));
        }
        let directory = found.chain(four(bytes, 48)?)?;
        found.entries =
            directory.chunks_exact(ENTRY).filter_map(|entry| Entry::read(entry, sector)).collect();
        let root = found.entries.first()?;
        if four(bytes, 64)? > 0 && root.start < LAST_SECTOR {
            found.mini = found.chain(root.start)?;
            found.next_mini = fours(&found.chain(four(bytes, 60)?)?).collect();
        }
        Some(found)
    }

    /// The sectors that hold the table of chains: 109 in the header, the others in a chain of their own.
    fn tables(&self) -> Option<Vec<u32>> {
        let mut tables: Vec<u32> = fours(self.bytes.get(76..512)?).filter(|id| *id < LAST_SECTOR).collect();
        let mut more = four(self.bytes, 68)?;
        let mut steps = 0;
        while more < LAST_SECTOR && steps <= self.sectors() {
            let sector = self.sector_at(more)?;
            let ids: Vec<u32> = fours(sector).collect();
            let (last, ids) = ids.split_last()?;
            tables.extend(ids.iter().filter(|id| **id < LAST_SECTOR));
            more = *last;
            steps += 1;
        }
        (tables.len() <= self.sectors()).then_some(tables)
    }

    const fn sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn sector_at(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        // Some programs do not fill up the last sector.
        rest.get(..self.sector).or(Some(rest))
    }

    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let (mut id, mut steps, mut chain) = (start, 0, Vec::new());
        while id < LAST_SECTOR {
            steps += 1;
            if steps > self.sectors() {
                return None;
            }
            chain.extend_from_slice(self.sector_at(id)?);
            id = *self.next.get(id as usize)?;
        }
        Some(chain)
    }

    fn mini_chain(&self, start: u32) -> Option<Vec<u8>> {
        let (mut id, mut steps, mut chain) = (start, 0, Vec::new());
        while id < LAST_SECTOR {
            steps += 1;
            if steps > self.next_mini.len() {
                return None;
            }
            let at = (id as usize).checked_mul(MINI_SECTOR)?;
            chain.extend_from_slice(self.mini.get(at..at + MINI_SECTOR)?);
            id = *self.next_mini.get(id as usize)?;
        }
        Some(chain)
    }

    /// Whether there is a stream or folder of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A stream; `None` where there is none of this name.
    pub(crate) fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(entry) = self.entry(name) else { return Ok(None) };
        let small = entry.size < self.below_is_mini;
        let stream = if small { self.mini_chain(entry.start) } else { self.chain(entry.start) };
        let mut stream = stream.ok_or(Unreadable::Damaged)?;
        let size = usize::try_from(entry.size).map_err(|_| Unreadable::Damaged)?;
        if stream.len() < size {
            return Err(Unreadable::Damaged);
        }
        stream.truncate(size);
        Ok(Some(stream))
    }
}

impl Entry {
    fn read(entry: &[u8], sector: usize) -> Option<Self> {
        let length = usize::from(two(entry, 64)?).saturating_sub(2).min(62);
        if *entry.get(66)? == 0 {
            return None;
        }
        let units: Vec<u16> = entry.get(..length)?.chunks_exact(2).filter_map(|unit| two(unit, 0)).collect();
        let low = u64::from(four(entry, 120)?);
        // The upper half is only meant in files of large sectors; others leave anything there.
        let high = if sector == 512 { 0 } else { u64::from(four(entry, 124)?) };
        let name = String::from_utf16_lossy(&units);
        Some(Self { name, start: four(entry, 116)?, size: high << 32 | low })
    }
}
