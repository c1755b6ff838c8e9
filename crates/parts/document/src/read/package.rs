//! The zip around an .xlsx.

use std::collections::HashMap;
use std::io::Cursor;

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::read::xml::{Metered, Part};
use crate::read::{Bounds, Seems, Unreadable};

/// More parts than any office's workbook has.
const MOST_PARTS: usize = 10_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// An opened packing, with its parts by their names.
pub(crate) struct Package<'a> {
    archive: Archive<'a>,
    parts: HashMap<String, usize>,
}

/// A part while it is unpacked.
pub(crate) type Unpacking<'p, 'a> = ZipFile<'p, Cursor<&'a [u8]>>;

impl<'a> Package<'a> {
    /// Reads the directory and refuses what it says itself is too much.
    pub(crate) fn open(bytes: &'a [u8], bounds: &Bounds) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| of_zip(&error))?;
        if archive.len() > MOST_PARTS || claimed(&archive) > u128::from(bounds.unpacked_bytes) {
            return Err(Unreadable::TooLarge(bounds.unpacked_bytes >> 20));
        }
        let mut parts = HashMap::with_capacity(archive.len());
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                parts.insert(normal(&name), index);
            }
        }
        Ok(Self { archive, parts })
    }

    /// Whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// What a packing that is no workbook seems to be.
    pub(crate) fn seems(&self) -> Seems {
        let under = |folder: &str| self.parts.keys().any(|name| name.starts_with(folder));
        match () {
            () if self.has("xl/workbook.bin") => Seems::Binary,
            () if under("word/") => Seems::Word,
            () if under("ppt/") => Seems::Slides,
            () if self.has("content.xml") && self.has("meta-inf/manifest.xml") => Seems::OpenDocument,
            () => Seems::Archive,
        }
    }

    /// Opens a part; `left` bytes may come out of it. `None` where there is no such part.
    pub(crate) fn unpack(
        &mut self,
        name: &str,
        left: u64,
    ) -> Result<Option<Metered<Unpacking<'_, 'a>>>, Unreadable> {
        let Some(index) = self.parts.get(&normal(name)) else { return Ok(None) };
        let file = self.archive.by_index(*index).map_err(|error| of_zip(&error))?;
        Ok(Some(Metered::new(file, left)))
    }

    /// The same, as XML.
    pub(crate) fn part(
        &mut self,
        name: &str,
        left: u64,
    ) -> Result<Option<Part<Unpacking<'_, 'a>>>, Unreadable> {
        Ok(self.unpack(name, left)?.map(Part::new))
    }
}

fn claimed(archive: &Archive<'_>) -> u128 {
    let sizes = (0..archive.len()).filter_map(|index| archive.by_index_data(index).ok());
    sizes.map(|entry| u128::from(entry.size())).sum()
}

/// Old programs write `xl\workbook.xml` and `XL/Workbook.xml`.
fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn of_zip(error: &ZipError) -> Unreadable {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Unreadable::Encrypted
        }
        _ => Unreadable::Damaged,
    }
}
