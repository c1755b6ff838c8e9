//! What a file is, by its first bytes.

use crate::read::{Seems, Unreadable};

/// The kinds of files that can hold a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A zip: .xlsx, or something else that is packed.
    Package,
    /// The folder in a file of old Office: .xls, .doc, or anything encrypted.
    Compound,
    /// A text.
    Separated,
}

/// First bytes that are never a table's.
const OTHERS: &[(&[u8], Seems)] = &[
    (b"%PDF", Seems::Pdf),
    (b"\x89PNG", Seems::Picture),
    (b"\xFF\xD8\xFF", Seems::Picture),
    (b"GIF8", Seems::Picture),
    (b"BM", Seems::Picture),
    (b"II*\0", Seems::Picture),
    (b"MM\0*", Seems::Picture),
    (b"Rar!", Seems::Archive),
    (b"7z\xBC\xAF", Seems::Archive),
    (b"\x1F\x8B", Seems::Archive),
    (b"{\\rtf", Seems::Word),
    (b"\x09\x00\x04\x00", Seems::Ancient),
    (b"\x09\x02\x06\x00", Seems::Ancient),
    (b"\x09\x04\x06\x00", Seems::Ancient),
    (b"\x09\x08\x08\x00", Seems::Ancient),
    (b"\x09\x08\x10\x00", Seems::Ancient),
];

/// The kind of a file.
pub(crate) fn kind(bytes: &[u8]) -> Result<Kind, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Package);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok(Kind::Compound);
    }
    // `BM` may begin a text; a picture has bytes that no text has.
    let binary = bytes.iter().take(4_096).any(|byte| *byte == 0);
    let other = OTHERS.iter().find(|(first, _)| bytes.starts_with(first));
    if let Some((first, seems)) = other
        && (first.len() > 2 || binary)
    {
        return Err(Unreadable::NotATable(*seems));
    }
    Ok(Kind::Separated)
}

/// What a text is that looks like markup instead of a table.
pub(crate) fn markup(text: &str) -> Option<Seems> {
    let start: String = text.trim_start().chars().take(4_000).collect::<String>().to_ascii_lowercase();
    let page = ["<html", "<!doctype html", "<table", "<head", "<meta", "<style", "<body", "mime-version:"];
    if page.iter().any(|first| start.starts_with(first)) {
        return Some(Seems::WebPage);
    }
    if !start.starts_with("<?xml") && !start.starts_with("<!--") {
        return None;
    }
    if start.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        return Some(Seems::OldXml);
    }
    let has_page = start.contains("<html") || start.contains("<table");
    Some(if has_page { Seems::WebPage } else { Seems::Unknown })
}
