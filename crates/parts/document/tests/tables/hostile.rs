//! Whatever the bytes are: a table or a sentence, and never a panic.

use niangjia_document::Cell;
use niangjia_document::field;
use niangjia_document::read::{Bounds, TableFile};
use proptest::prelude::*;

use crate::building::{Book, fixture, rows_of};
use crate::compound::{around, record};

fn read_all(bytes: Vec<u8>) {
    let bounds = Bounds { unpacked_bytes: 4 << 20, text_bytes: 1 << 20, ..Bounds::default() };
    if let Ok(file) = TableFile::open(bytes, &bounds) {
        for sheet in 0..file.sheets().len() + 1 {
            let _ = rows_of(&file, sheet);
        }
    }
}

fn marked(mark: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..2_000).prop_map(move |rest| [mark, &rest].concat())
}

fn records() -> impl Strategy<Value = Vec<u8>> {
    let kinds = prop::sample::select(vec![
        0x0809_u16, 0x000A, 0x0042, 0x0022, 0x00E0, 0x041E, 0x0085, 0x00FC, 0x003C, 0x0203, 0x027E, 0x00BD,
        0x00FD, 0x0205, 0x0006, 0x0207, 0x0204, 0x00D6, 0x00E5,
    ]);
    let data = prop::collection::vec(prop_oneof![Just(0_u8), Just(1), Just(0xFF), any::<u8>()], 0..40);
    prop::collection::vec((kinds, data), 0..40).prop_map(|records| {
        let bof = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0]);
        let middle: Vec<u8> = records.iter().flat_map(|(kind, data)| record(*kind, data)).collect();
        // A list of sheets that leads back to the records themselves.
        let sheet = record(0x0085, &[8 + 4, 0, 0, 0, 0, 0, 1, 0, b'A']);
        [bof(5), sheet, middle.clone(), record(0x000A, &[]), bof(0x10), middle].concat()
    })
}

fn markup() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<row>",
        "</row>",
        "<row r=\"",
        "<c r=\"",
        "\">",
        "\" t=\"s\">",
        "\" t=\"e\">",
        "<v>",
        "</v>",
        "</c>",
        "<c>",
        "<is><t>",
        "</t></is>",
        "<f>",
        "</f>",
        "&amp;",
        "&#x",
        ";",
        "&",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "A1",
        "ZZZ",
        "9999999",
        "1",
        "-1",
        "0",
        "<mergeCells><mergeCell ref=\"A1:A9\"/></mergeCells>",
        "</sheetData>",
        "<sheetData>",
        "王",
        "_x000",
        "_xD83D_",
        "<",
        ">",
        "\"",
        "/>",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop_oneof![
        prop::collection::vec(any::<u8>(), 0..3_000),
        marked(b"PK\x03\x04"),
        marked(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        marked(b"\xFF\xFE"),
        marked(b"\xEF\xBB\xBF<?xml"),
    ]) {
        read_all(bytes);
    }

    #[test]
    fn no_change_of_a_real_file_makes_it_panic(
        name in prop::sample::select(vec!["roster.xls", "roster-libreoffice.xls", "roster-libreoffice.xlsx", "encrypted.xlsx"]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        // The first bytes are headers; most damage there is worth most.
        early in prop::collection::vec((0_usize..2_048, any::<u8>()), 0..4),
    ) {
        let mut bytes = fixture(name);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for (at, byte) in early {
            bytes[at] = byte;
        }
        read_all(bytes);
    }

    #[test]
    fn no_markup_makes_it_panic(sheet in markup(), shared in markup(), styles in markup()) {
        let mut book = Book::of_rows(&sheet);
        book.shared = format!("<sst>{shared}</sst>");
        book.styles = format!("<styleSheet><cellXfs>{styles}</cellXfs></styleSheet>");
        read_all(book.packed());
    }

    #[test]
    fn no_records_make_it_panic(stream in records()) {
        read_all(around("Workbook", &stream));
    }

    #[test]
    fn no_cell_makes_a_reader_of_cells_panic(text in "\\PC{0,40}", digits in "[0-9.年月日/ -]{0,20}", number in any::<f64>()) {
        for cell in [Cell::Text(text.clone()), Cell::Text(digits), Cell::Number(number)] {
            let today = niangjia_kernel::Day::from_number(20_000);
            let _ = (field::text(&cell), field::name(&cell), field::month_or_day(&cell), field::day(&cell));
            let _ = (field::citizen_id(&cell, today), field::mobile(&cell), field::yes_no(&cell), field::count(&cell));
        }
        let _ = field::split_list(&text);
    }
}
