//! XML parts, event by event, with a measure on what comes out of the packing.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use quick_xml::XmlVersion;
use quick_xml::errors::Error;
use quick_xml::events::{BytesRef, BytesStart};
use quick_xml::reader::Reader;

use crate::read::Unreadable;

/// The most one tag or one text may be before it is malice.
const ONE_EVENT: usize = 4 << 20;

/// Counts what really comes out of the packing, since a packing's own directory may lie.
pub(crate) struct Metered<R> {
    inner: BufReader<R>,
    left: u64,
    in_event: usize,
}

impl<R: Read> Metered<R> {
    /// `left` bytes may be read.
    pub(crate) fn new(inner: R, left: u64) -> Self {
        Self { inner: BufReader::with_capacity(64 << 10, inner), left, in_event: 0 }
    }

    /// How many bytes may still be read.
    pub(crate) const fn left(&self) -> u64 {
        self.left
    }

    /// The next bytes for a search that holds nothing of them.
    pub(crate) fn fill_rows(&mut self) -> io::Result<&[u8]> {
        self.in_event = 0;
        self.fill_buf()
    }
}

impl<R: Read> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let buffer = self.inner.fill_buf()?;
        if !buffer.is_empty() && (self.left == 0 || self.in_event > ONE_EVENT) {
            return Err(ErrorKind::FileTooLarge.into());
        }
        Ok(buffer)
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.in_event = self.in_event.saturating_add(amount);
        self.inner.consume(amount);
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let buffer = self.fill_buf()?;
        let amount = buffer.len().min(into.len());
        if let (Some(into), Some(from)) = (into.get_mut(..amount), buffer.get(..amount)) {
            into.copy_from_slice(from);
        }
        self.consume(amount);
        Ok(amount)
    }
}

/// A part of a workbook being read.
pub(crate) struct Part<R> {
    reader: Reader<Metered<R>>,
    buffer: Vec<u8>,
    /// The name of the tag that closed last.
    closed: String,
}

/// What matters of an event.
pub(crate) enum Event<'a> {
    /// A tag opens; its name without prefix.
    Open(Tag<'a>),
    /// A tag closes.
    Close(&'a str),
    /// A piece of text.
    Text(std::borrow::Cow<'a, str>),
    /// `&lt;` or `&#20013;`, resolved.
    Character(char),
    /// Nothing that matters here.
    Other,
    /// The part is at its end.
    End,
}

/// A tag that opens.
pub(crate) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name without prefix.
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// One of its attributes, by name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }

    /// Calls `each` with every attribute's name and raw value, without copying.
    pub(crate) fn each_attribute(&self, mut each: impl FnMut(&str, &str)) {
        for attribute in self.0.attributes().with_checks(false).flatten() {
            each(attribute.key.local_name().into_inner(), &attribute.value);
        }
    }
}

impl<R: Read> Part<R> {
    pub(crate) fn new(metered: Metered<R>) -> Self {
        let mut reader = Reader::from_reader(metered);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        Self { reader, buffer: Vec::with_capacity(1 << 10), closed: String::new() }
    }

    /// How many bytes may still be read.
    pub(crate) fn left(&self) -> u64 {
        self.reader.get_ref().left()
    }

    /// The next event.
    pub(crate) fn next(&mut self) -> Result<Event<'_>, Unreadable> {
        self.buffer.clear();
        self.reader.get_mut().in_event = 0;
        use quick_xml::events::Event as Xml;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| unreadable(&error))?;
        Ok(match event {
            Xml::Start(start) | Xml::Empty(start) => Event::Open(Tag(start)),
            Xml::End(end) => {
                self.closed.clear();
                self.closed.push_str(end.local_name().into_inner());
                Event::Close(&self.closed)
            }
            Xml::Text(text) => Event::Text(text.xml10_content()),
            Xml::CData(text) => Event::Text(text.xml10_content()),
            Xml::GeneralRef(reference) => character(&reference).map_or(Event::Other, Event::Character),
            Xml::Eof => Event::End,
            _ => Event::Other,
        })
    }
}

fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// What an error while reading means for the person.
fn unreadable(error: &Error) -> Unreadable {
    match error {
        Error::Io(error) => of_io(error),
        _ => Unreadable::Damaged,
    }
}

/// The same for an error of the packing.
pub(crate) fn of_io(error: &io::Error) -> Unreadable {
    if error.kind() == ErrorKind::FileTooLarge { Unreadable::TooLarge(0) } else { Unreadable::Damaged }
}
