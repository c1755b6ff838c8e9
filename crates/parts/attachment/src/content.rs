//! What a file is, told by what is in it.

use std::io::Cursor;

use crate::model::Media;

/// The parts that tell a package of Office or OFD from any other archive.
const PACKAGES: [(&str, Media); 3] =
    [("word/document.xml", Media::Docx), ("xl/workbook.xml", Media::Xlsx), ("OFD.xml", Media::Ofd)];

/// What a file is, by its content alone.
#[must_use]
pub fn media_of(content: &[u8]) -> Media {
    let Some(kind) = infer::get(content) else { return Media::Other };
    match kind.mime_type() {
        "application/pdf" => Media::Pdf,
        "image/jpeg" => Media::Jpeg,
        "image/png" => Media::Png,
        "image/webp" => Media::Webp,
        "image/heif" | "image/heic" => Media::Heic,
        "audio/mpeg" => Media::Mp3,
        "audio/m4a" | "audio/mp4" | "audio/aac" => Media::M4a,
        "audio/x-wav" | "audio/wav" => Media::Wav,
        "audio/amr" => Media::Amr,
        _ if content.starts_with(b"PK") => packed(content),
        _ => Media::Other,
    }
}

/// What an archive is. One with macros in it is no document.
fn packed(content: &[u8]) -> Media {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(content)) else { return Media::Other };
    let names: Vec<_> = archive.file_names().filter_map(Result::ok).collect();
    let macros = names.iter().any(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin"));
    let known = PACKAGES.iter().find(|(part, _)| names.iter().any(|name| name == *part));
    known.filter(|_| !macros).map_or(Media::Other, |(_, media)| *media)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn archive(parts: &[&str]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for part in parts {
            archive.start_file(*part, zip::write::SimpleFileOptions::default()).expect("a part");
            archive.write_all(b"<x/>").expect("written");
        }
        archive.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        assert_eq!(media_of(b"%PDF-1.7\n"), Media::Pdf);
        assert_eq!(media_of(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0]), Media::Jpeg);
        assert_eq!(media_of(b"\x89PNG\r\n\x1a\n"), Media::Png);
        assert_eq!(media_of(b"RIFF\x10\0\0\0WEBPVP8 "), Media::Webp);
        assert_eq!(media_of(b"RIFF\x10\0\0\0WAVEfmt "), Media::Wav);
        assert_eq!(media_of(b"#!AMR\n\0\0\0\0\0\0\0"), Media::Amr);
        assert_eq!(media_of(b"ID3\x03\0\0\0\0\0\0"), Media::Mp3);
        assert_eq!(media_of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Media::Heic);
    }

    #[test]
    fn an_archive_is_a_document_only_with_its_parts_and_never_with_macros() {
        assert_eq!(media_of(&archive(&["[Content_Types].xml", "word/document.xml"])), Media::Docx);
        assert_eq!(media_of(&archive(&["[Content_Types].xml", "xl/workbook.xml"])), Media::Xlsx);
        assert_eq!(media_of(&archive(&["OFD.xml", "Doc_0/Document.xml"])), Media::Ofd);
        assert_eq!(media_of(&archive(&["word/document.xml", "word/vbaProject.bin"])), Media::Other);
        assert_eq!(media_of(&archive(&["照片/1.jpg"])), Media::Other);
    }

    #[test]
    fn a_program_a_page_a_text_and_nothing_are_no_papers() {
        assert_eq!(media_of(b"MZ\x90\0\x03\0\0\0"), Media::Other);
        assert_eq!(media_of(b"<!doctype html><script>x()</script>"), Media::Other);
        assert_eq!(media_of("签收单".as_bytes()), Media::Other);
        assert_eq!(media_of(b"PK\x03\x04 cut short"), Media::Other);
        assert_eq!(media_of(b""), Media::Other);
    }
}
