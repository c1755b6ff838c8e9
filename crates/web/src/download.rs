//! Answers that are files: read and unsealed chunk by chunk while they are sent.

use std::io::Read;

use axum::body::{Body, Bytes};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use futures_util::{Stream, StreamExt as _};
use niangjia_kernel::{Id, StoredFile};
use niangjia_store::Files;

use crate::answer::Answer;
use crate::error::AppError;
use crate::headers::Sandboxed;

const CHUNK_BYTES: usize = 64 * 1024;
/// Chunks that are read ahead of a slow receiver.
const CHUNKS_AHEAD: usize = 4;

/// What kind of file an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// An Excel workbook.
    Workbook,
    /// A Word document.
    Document,
}

impl FileKind {
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Document => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// What the name of such a file ends with.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Workbook => ".xlsx",
            Self::Document => ".docx",
        }
    }

    /// An answer that is such a file, called `name`, from bytes at hand.
    ///
    /// # Errors
    /// When the name fits into no header.
    pub fn of_bytes(self, name: &str, bytes: Vec<u8>) -> Answer {
        let length = bytes.len() as u64;
        self.answer(name, length, Body::from(bytes))
    }

    fn answer(self, name: &str, length: u64, body: Body) -> Answer {
        let content = Content { media_type: self.media_type(), name, length, inline: false };
        content.answer(self.ending(), body)
    }
}

/// A file that somebody brought, as it is sent to somebody else.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// What it is, by its content.
    pub media_type: &'static str,
    /// What it is called.
    pub name: &'a str,
    /// How long it is.
    pub length: u64,
    /// Whether the browser may show it in place of a page; otherwise it is saved.
    pub inline: bool,
}

impl Content<'_> {
    fn answer(&self, ending: &str, body: Body) -> Answer {
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(CONTENT_LENGTH, self.length.into());
        // RFC 6266: the Chinese name for those who read it, a plain one for those who do not.
        let how = if self.inline { "inline" } else { "attachment" };
        let name = percent_encoded(self.name);
        let disposition = format!("{how}; filename=\"niangjia{ending}\"; filename*=UTF-8''{name}");
        let disposition = HeaderValue::from_str(&disposition);
        headers
            .insert(CONTENT_DISPOSITION, disposition.map_err(|error| AppError::Internal(error.to_string()))?);
        Ok(response)
    }
}

/// Sends a stored file that somebody brought. Whatever is in it runs nothing here ([`Sandboxed`]).
///
/// # Errors
/// As [`download`].
pub fn send_stored(files: &Files, id: Id<StoredFile>, content: &Content<'_>) -> Answer {
    let mut response = content.answer("", streamed(files, id)?)?;
    response.extensions_mut().insert(Sandboxed);
    Ok(response)
}

/// Sends the stored file `id` of `length` bytes under `name`.
///
/// # Errors
/// When it is not there. A file that turns out to be altered breaks off, so that the browser says it is incomplete.
pub fn download(files: &Files, id: Id<StoredFile>, kind: FileKind, name: &str, length: u64) -> Answer {
    kind.answer(name, length, streamed(files, id)?)
}

/// The body is read when it is asked for: whoever answers may be a thread of the database, which has no runtime.
fn streamed(files: &Files, id: Id<StoredFile>) -> Result<Body, AppError> {
    let file = files.open(id)?;
    let begun = futures_util::stream::once(async move { parts(reading(file)) });
    Ok(Body::from_stream(begun.flatten().fuse()))
}

/// Reads ahead of the receiver, on a thread that may wait.
fn reading(mut file: impl Read + Send + 'static) -> tokio::sync::mpsc::Receiver<Part> {
    let (sender, receiver) = tokio::sync::mpsc::channel::<Part>(CHUNKS_AHEAD);
    tokio::task::spawn_blocking(move || {
        let mut chunk = vec![0u8; CHUNK_BYTES];
        loop {
            let part = match file.read(&mut chunk) {
                Ok(0) => return,
                Ok(taken) => Ok(Bytes::copy_from_slice(&chunk[..taken])),
                Err(error) => Err(error),
            };
            let ends = part.is_err();
            if sender.blocking_send(part).is_err() || ends {
                return;
            }
        }
    });
    receiver
}

type Part = Result<Bytes, std::io::Error>;

/// What is received, as a stream that may be asked again after its end: what compresses and limits answers does so.
fn parts(receiver: tokio::sync::mpsc::Receiver<Part>) -> impl Stream<Item = Part> + Send {
    let receive = |mut receiver: tokio::sync::mpsc::Receiver<Part>| async move {
        receiver.recv().await.map(|part| (part, receiver))
    };
    futures_util::stream::unfold(receiver, receive).fuse()
}

/// RFC 8187: letters and digits stay, everything else as `%E5…`.
fn percent_encoded(name: &str) -> String {
    let mut text = String::new();
    for byte in name.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' => text.push(char::from(byte)),
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_that_is_asked_again_after_its_end_stays_ended() {
        let (sender, receiver) = tokio::sync::mpsc::channel(1);
        let mut stream = Box::pin(parts(receiver));
        sender.send(Ok(Bytes::from_static(b"all"))).await.expect("room");
        drop(sender);
        assert_eq!(stream.next().await.expect("a part").expect("bytes"), "all");
        assert!(stream.next().await.is_none());
        assert!(stream.next().await.is_none(), "a compressing layer asks once more");
    }

    #[test]
    fn a_file_keeps_its_chinese_name() {
        assert_eq!(percent_encoded("台账 1.xlsx"), "%E5%8F%B0%E8%B4%A6%201.xlsx");
        let answer = FileKind::Workbook.of_bytes("走访\r\n\"台账\".xlsx", Vec::new()).expect("an answer");
        let disposition = answer.headers()[CONTENT_DISPOSITION].to_str().expect("plain");
        assert!(!disposition.contains('\n') && disposition.ends_with(".xlsx"), "{disposition}");
    }
}
