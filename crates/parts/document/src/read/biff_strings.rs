//! The texts of an .xls, which go on from record to record.

use encoding_rs::Encoding;

use crate::read::Unreadable;
use crate::read::compound::two;
use crate::read::styles::Texts;

/// A record and those that continue it.
pub(crate) struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub(crate) const fn new(pieces: Vec<&'a [u8]>) -> Self {
        Self { pieces, piece: 0, at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        self.pieces.get(self.piece).and_then(|piece| piece.get(self.at..)).unwrap_or_default()
    }

    /// Goes to the next piece where this one is used up; whether it did.
    fn turn(&mut self) -> bool {
        let used_up = self.rest().is_empty() && self.piece + 1 < self.pieces.len();
        if used_up {
            self.piece += 1;
            self.at = 0;
        }
        used_up
    }

    fn byte(&mut self) -> Option<u8> {
        while self.turn() {}
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(byte)
    }

    fn two(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn four(&mut self) -> Option<u32> {
        Some(u32::from(self.two()?) | u32::from(self.two()?) << 16)
    }

    fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 {
            let step = self.rest().len().min(bytes);
            self.at += step;
            bytes -= step;
            if bytes > 0 && !self.turn() {
                return;
            }
        }
    }

    /// Reads characters; where they go on in the next piece, that begins with their width again.
    fn characters(&mut self, mut count: usize, mut wide: bool) -> Option<String> {
        let mut units = Vec::with_capacity(count.min(1 << 12));
        while count > 0 {
            if self.turn() {
                wide = self.byte()? & 1 != 0;
            }
            let rest = self.rest();
            let taken = count.min(if wide { rest.len() / 2 } else { rest.len() });
            if taken == 0 {
                return None;
            }
            if wide {
                units.extend(rest.chunks_exact(2).take(taken).filter_map(|unit| two(unit, 0)));
            } else {
                units.extend(rest.iter().take(taken).map(|byte| u16::from(*byte)));
            }
            self.at += if wide { taken * 2 } else { taken };
            count -= taken;
        }
        Some(String::from_utf16_lossy(&units))
    }

    fn rich(&mut self) -> Option<String> {
        let count = usize::from(self.two()?);
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.two()?) } else { 0 };
        let extension = if flags & 4 != 0 { self.four()? as usize } else { 0 };
        let text = self.characters(count, flags & 1 != 0)?;
        self.skip(runs * 4);
        self.skip(extension);
        Some(text)
    }
}

/// The shared texts of a workbook.
pub(crate) fn shared(pieces: &mut Pieces<'_>) -> Result<Texts, Unreadable> {
    // A text in an .xls takes no less room than here: what was sent bounds what is held.
    let mut texts = Texts::up_to(u64::MAX);
    pieces.skip(4);
    let count = pieces.four().ok_or(Unreadable::Damaged)?;
    for _ in 0..count {
        let text = pieces.rich().ok_or(Unreadable::Damaged)?;
        texts.push_str(&text)?;
        texts.end()?;
    }
    Ok(texts)
}

/// A text with two bytes of length and one of flags.
pub(crate) fn wide(pieces: &mut Pieces<'_>) -> Option<String> {
    pieces.rich()
}

/// A text with one byte of length and one of flags.
pub(crate) fn short_wide(text: &[u8]) -> Option<String> {
    let (count, flags) = (*text.first()?, *text.get(1)?);
    Pieces::new(vec![text.get(2..)?]).characters(usize::from(count), flags & 1 != 0)
}

/// A text of Excel 95 with one byte of length.
pub(crate) fn short_bytes(text: &[u8], encoding: &'static Encoding) -> Option<String> {
    let count = usize::from(*text.first()?);
    Some(encoding.decode_without_bom_handling(text.get(1..=count)?).0.into_owned())
}

/// A text of Excel 95 with two bytes of length.
pub(crate) fn long_bytes(text: &[u8], encoding: &'static Encoding) -> Option<String> {
    let count = usize::from(two(text, 0)?);
    Some(encoding.decode_without_bom_handling(text.get(2..2 + count)?).0.into_owned())
}
