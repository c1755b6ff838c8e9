use niangjia_document::read::{Bounds, Seems, TableFile, Unreadable};

use crate::building::{Book, fixture, packed, refusal, rows_of};
use crate::compound::around;

fn seems(bytes: &[u8]) -> Seems {
    match refusal(bytes.to_vec()) {
        Unreadable::NotATable(seems) => seems,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_table_is_called_by_its_name() {
    assert_eq!(seems(b"%PDF-1.7 \n..."), Seems::Pdf);
    assert_eq!(seems(b"\x89PNG\r\n\x1A\n...."), Seems::Picture);
    assert_eq!(seems(b"\xFF\xD8\xFF\xE0.JFIF"), Seems::Picture);
    assert_eq!(seems(b"Rar!\x1A\x07"), Seems::Archive);
    assert_eq!(seems(b"{\\rtf1 ...}"), Seems::Word);
    assert_eq!(
        seems(b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>1"),
        Seems::WebPage
    );
    assert_eq!(seems("\u{FEFF}\r\n<!DOCTYPE html><body><table>".as_bytes()), Seems::WebPage);
    assert_eq!(
        seems(b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
        Seems::OldXml
    );
    assert_eq!(seems(&packed(&[("word/document.xml", b"<w/>"), ("_rels/.rels", b"<r/>")])), Seems::Word);
    assert_eq!(seems(&packed(&[("ppt/presentation.xml", b"<p/>")])), Seems::Slides);
    assert_eq!(seems(&packed(&[("xl/workbook.bin", b"..")])), Seems::Binary);
    assert_eq!(
        seems(&packed(&[("content.xml", b"<o/>"), ("META-INF/manifest.xml", b"<m/>")])),
        Seems::OpenDocument
    );
    assert_eq!(seems(&packed(&[("照片/1.jpg", b"...")])), Seems::Archive);
    assert_eq!(seems(&around("WordDocument", b"..")), Seems::Word);
    assert_eq!(seems(&around("Notes", b"..")), Seems::Unknown);
    assert_eq!(seems(&[7, 0, 1, 2, 3, 0, 0, 0xFF, 0xFE, 9]), Seems::Unknown);
}

#[test]
fn a_real_word_paper_is_a_word_paper() {
    let relations: &[u8] = br#"<Relationships><Relationship Id="r" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;
    assert_eq!(seems(&packed(&[("_rels/.rels", relations), ("word/document.xml", b"<w/>")])), Seems::Word);
}

#[test]
fn the_sentence_says_what_to_do() {
    let sentence = refusal(b"<table><tr><td>".to_vec()).to_string();
    assert!(sentence.contains("其实是网页") && sentence.contains("另存为 .xlsx"), "{sentence}");
    assert!(refusal(fixture("encrypted.xlsx")).to_string().contains("去掉打开密码"));
}

#[test]
fn an_encrypted_workbook_asks_to_take_the_password_off() {
    assert_eq!(refusal(fixture("encrypted.xlsx")), Unreadable::Encrypted);
    // A zip with a password: the first bit of each part's flags, in both of its headers.
    let mut zip = Book::of_rows("<row><c><v>1</v></c></row>").packed();
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> =
            zip.windows(4).enumerate().filter(|(_, four)| four == signature).map(|(at, _)| at).collect();
        assert_eq!(places.len(), 6);
        for at in places {
            zip[at + flags] |= 1;
        }
    }
    assert_eq!(refusal(zip), Unreadable::Encrypted);
}

#[test]
fn a_file_cut_short_is_damaged() {
    for name in ["roster.xls", "roster-libreoffice.xls", "roster-libreoffice.xlsx"] {
        let whole = fixture(name);
        for part in 1..8 {
            let cut = whole[..whole.len() * part / 8].to_vec();
            let refused = refusal(cut);
            assert!(matches!(refused, Unreadable::Damaged), "{name} {part}/8: {refused:?}");
        }
    }
    let text = format!("姓名,手机号\n{}王秀", "王秀兰,13800001234\n".repeat(20));
    assert_eq!(refusal(text.as_bytes()[..text.len() - 1].to_vec()), Unreadable::Damaged);
}

#[test]
fn an_empty_file_is_empty() {
    assert_eq!(refusal(Vec::new()), Unreadable::Empty);
    assert_eq!(refusal(b"\r\n,,,\r\n  ,".to_vec()), Unreadable::Empty);
    assert_eq!(
        refusal(Book::of_rows("<row r=\"5\"><c r=\"A5\" s=\"0\"/></row>").packed()),
        Unreadable::Empty
    );
    assert_eq!(refusal(Book::of_sheet("<sheetData/>").packed()), Unreadable::Empty);
    let book = Book::of_rows("").packed();
    assert_eq!(refusal(book), Unreadable::Empty);
}

#[test]
fn a_workbook_of_charts_only_has_no_sheet() {
    let relations: &[u8] = br#"<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let bytes = packed(&[
        ("_rels/.rels", relations),
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="a" r:id="a"/></sheets></workbook>"#),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="a" Type="y/chartsheet" Target="c.xml"/></Relationships>"#,
        ),
    ]);
    assert_eq!(refusal(bytes), Unreadable::NoSheet);
}

/// Makes the directory of a zip, and the headers of its parts, say that everything is small.
fn lie_about_sizes(zip: &mut [u8]) {
    for (signature, size) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let places: Vec<usize> =
            zip.windows(4).enumerate().filter(|(_, four)| four == signature).map(|(at, _)| at).collect();
        for at in places {
            zip[at + size..at + size + 4].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
}

#[test]
fn a_zip_bomb_is_refused_by_what_it_says_and_by_what_comes_out() {
    let bounds = Bounds { unpacked_bytes: 8 << 20, text_bytes: 1 << 20, ..Bounds::default() };
    let opened = |bytes: Vec<u8>| TableFile::open(bytes, &bounds).map(|_| ());
    let full = "<row><c><v>1</v></c></row>";
    let empty = "<row/>".repeat(2 << 20);
    let honest = Book::of_rows(&format!("{full}{empty}")).packed();
    assert!(honest.len() < 100_000, "{}", honest.len());
    assert_eq!(opened(honest.clone()), Err(Unreadable::TooLarge(8)));
    let mut lying = honest;
    lie_about_sizes(&mut lying);
    // The packing finds out itself that more comes than it says; a part of no said size would meet our own measure.
    assert_eq!(opened(lying), Err(Unreadable::Damaged));
    let mut texts = Book::of_rows("<row><c t=\"s\"><v>0</v></c></row>");
    texts.shared = format!("<sst uniqueCount=\"999999999999999\">{}</sst>", "<si/>".repeat(300_000));
    assert_eq!(opened(texts.packed()), Err(Unreadable::TooLarge(8)));
    let mut one_text = Book::of_rows(full);
    one_text.sheet = format!("<worksheet><!--{}--></worksheet>", "<".repeat(6 << 20));
    assert_eq!(opened(one_text.packed()), Err(Unreadable::TooLarge(8)));
}

#[test]
fn a_number_of_texts_that_is_only_claimed_costs_nothing() {
    let mut book = Book::of_rows("<row><c t=\"s\"><v>0</v></c></row>");
    book.shared = "<sst count=\"9\" uniqueCount=\"999999999999999\"><si><t>王秀兰</t></si></sst>".to_owned();
    assert_eq!(book.read().len(), 1);
}

#[test]
fn a_sheet_broken_behind_its_first_row_is_found_while_reading() {
    let mut book = Book::of_rows("");
    book.sheet =
        "<worksheet><sheetData><row><c><v>1</v></c></row><row><c r=\"A0\"><v>2</v></c></row>".to_owned();
    let file = crate::building::open(book.packed()).expect("the first row is right");
    let error = rows_of(&file, 0).expect_err("the second is not");
    assert_eq!(error.to_string(), Unreadable::Damaged.to_string());
}
