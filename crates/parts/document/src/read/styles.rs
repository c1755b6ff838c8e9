//! What the formats of an .xlsx show, and its shared texts.

use std::collections::HashMap;
use std::io::Read;

use crate::cell::Shows;
use crate::read::Unreadable;
use crate::read::xml::{Event, Part};

/// More formats than Excel itself allows (65,490).
const MOST_FORMATS: usize = 70_000;

/// What each cell format shows, by its number.
pub(crate) fn formats<R: Read>(part: &mut Part<R>) -> Result<Vec<Shows>, Unreadable> {
    let mut named = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cell_formats = false;
    loop {
        match part.next()? {
            Event::Open(tag) => match tag.name() {
                "numFmt" => {
                    let id = tag.attribute("numFmtId").and_then(|id| id.parse::<u32>().ok());
                    if let (Some(id), Some(code)) = (id, tag.attribute("formatCode")) {
                        named.insert(id, Shows::of_format(&code));
                    }
                }
                "cellXfs" => in_cell_formats = true,
                "xf" if in_cell_formats && formats.len() < MOST_FORMATS => {
                    let id = tag.attribute("numFmtId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0);
                    formats.push(named.get(&id).copied().unwrap_or_else(|| Shows::of_built_in(id)));
                }
                _ => {}
            },
            Event::Close("cellXfs") => in_cell_formats = false,
            Event::End => return Ok(formats),
            _ => {}
        }
    }
}

/// All shared texts of a workbook, one behind the other: a hundred thousand names are one allocation.
#[derive(Default)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<u32>,
    most: u64,
}

impl Texts {
    /// The text of this number.
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }

    /// None yet; they may take `most` bytes of memory.
    pub(crate) const fn up_to(most: u64) -> Self {
        Self { text: String::new(), ends: Vec::new(), most }
    }

    /// Takes a piece of the text that is being read.
    pub(crate) fn push_str(&mut self, piece: &str) -> Result<(), Unreadable> {
        self.text.push_str(piece);
        let held = self.text.len() as u64 + self.ends.len() as u64 * 4;
        if held > self.most { Err(Unreadable::TooLarge(0)) } else { Ok(()) }
    }

    /// Ends the text that is being read.
    pub(crate) fn end(&mut self) -> Result<(), Unreadable> {
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| Unreadable::TooLarge(0))?);
        self.push_str("")
    }

    /// Reads the shared texts: plain ones, and those in pieces with fonts. The readings above characters do not count.
    pub(crate) fn read<R: Read>(part: &mut Part<R>, most: u64) -> Result<Self, Unreadable> {
        let mut texts = Self::up_to(most);
        let (mut in_text, mut in_reading) = (false, false);
        loop {
            match part.next()? {
                Event::Open(tag) => match tag.name() {
                    "t" => in_text = true,
                    "rPh" => in_reading = true,
                    _ => {}
                },
                Event::Close("t") => in_text = false,
                Event::Close("rPh") => in_reading = false,
                Event::Close("si") => texts.end()?,
                Event::Text(text) if in_text && !in_reading => texts.push_str(&text)?,
                Event::Character(character) if in_text && !in_reading => {
                    texts.push_str(character.encode_utf8(&mut [0; 4]))?;
                }
                Event::End => return Ok(texts),
                _ => {}
            }
        }
    }
}

/// Undoes `_x000D_`, by which Excel writes what XML cannot say.
pub(crate) fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match character {
            Some(character) => {
                plain.push(character);
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain
}
