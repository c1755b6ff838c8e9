use calamine::{Data, Reader, Xls};
use niangjia_document::Cell;
use niangjia_document::read::Unreadable;

use crate::building::{Rows, fixture, on, open, refusal, rows, text};
use crate::compound::{around, record};

fn expected() -> Rows {
    let headings = ["村（社区）", "姓名", "身份证号", "出生日期", "入户次数", "备注"].map(text).to_vec();
    let village = || text("杨柳村");
    vec![
        (1, vec![text("青禾县妇联执委花名册（2026年）")]),
        (2, headings),
        (
            3,
            vec![
                village(),
                text("王秀兰"),
                text("110105194912310021"),
                Cell::Day(on(1949, 12, 31)),
                Cell::Number(3.0),
                text("组长"),
            ],
        ),
        (
            4,
            vec![
                village(),
                text("买买提·阿依古丽"),
                text("440524188001010014"),
                Cell::Day(on(1980, 1, 1)),
                Cell::Number(2.5),
            ],
        ),
        (
            5,
            vec![
                village(),
                text("李𠮷䶮"),
                Cell::Empty,
                Cell::Month(on(2021, 3, 1).month()),
                Cell::Number(1_000_000.0),
                text(&"说明".repeat(700)),
            ],
        ),
        (6, vec![text("桃源社区"), text("赵小满"), Cell::Empty, Cell::Empty, Cell::Number(-7.0)]),
    ]
}

#[test]
fn an_xls_gives_the_same_rows_as_the_xlsx_of_the_same_table() {
    for name in ["roster.xls", "roster-libreoffice.xls", "roster-libreoffice.xlsx"] {
        let rows = rows(fixture(name), 0);
        assert_eq!(rows[..6], expected()[..], "{name}");
        assert_eq!(rows[6].1[1], Cell::Bool(true), "{name}");
    }
    // What LibreOffice calculated stands in the file; what xlwt wrote is the 0 it always writes.
    assert_eq!(rows(fixture("roster-libreoffice.xls"), 0)[6].1[4], Cell::Number(999_998.5));
}

#[test]
fn texts_that_go_on_in_the_next_record_are_whole() {
    for name in ["roster.xls", "roster-libreoffice.xls"] {
        let bytes = fixture(name);
        let mut other: Xls<_> = Xls::new(std::io::Cursor::new(bytes.clone())).expect("calamine opens it");
        let range = other.worksheet_range("长文字").expect("calamine reads it");
        let theirs: Vec<String> = range.rows().map(|row| row[0].to_string()).collect();
        let ours: Vec<String> = rows(bytes, 1)
            .into_iter()
            .map(|(_, cells)| match &cells[0] {
                Cell::Text(text) => text.clone(),
                other => panic!("{other:?}"),
            })
            .collect();
        let right = |row: usize| {
            let words = if row % 2 == 1 { "走访记录春夏秋冬" } else { "abcdefgh" };
            format!("第{row}行：{}", words.repeat(20))
        };
        assert_eq!(ours, (0..60).map(right).collect::<Vec<_>>(), "{name}");
        assert_eq!(ours, theirs, "{name}");
        assert!(range.rows().all(|row| matches!(row[0], Data::String(_))));
    }
}

#[test]
fn a_hidden_sheet_is_listed_as_hidden() {
    let file = open(fixture("roster.xls")).expect("a table");
    let sheets: Vec<_> = file.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(sheets, [("花名册", false), ("长文字", false), ("隐藏", true)]);
}

/// An .xls of Excel 95, in GBK.
fn of_excel_95() -> Vec<u8> {
    let short = |text: &[u8]| [&[u8::try_from(text.len()).expect("short")], text].concat();
    let long = |text: &[u8]| [&u16::try_from(text.len()).expect("short").to_le_bytes(), text].concat();
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let bof = |kind: u8| record(0x0809, &[0, 5, kind, 0, 0, 0, 0, 0]);
    let sheet_at =
        |start: u32| record(0x0085, &[&start.to_le_bytes()[..], &[0, 0], &short(&gbk("花名册"))].concat());
    let globals = |start: u32| {
        let format = [&200_u16.to_le_bytes()[..], &short(&gbk("yyyy\"年\"m\"月\"d\"日\""))].concat();
        [
            bof(5),
            record(0x0042, &936_u16.to_le_bytes()),
            record(0x041E, &format),
            record(0x00E0, &[0, 0, 200, 0]),
            sheet_at(start),
            record(0x000A, &[]),
        ]
        .concat()
    };
    let start = u32::try_from(globals(0).len()).expect("short");
    let label = [&[0, 0, 0, 0, 0, 0][..], &long(&gbk("王秀兰"))].concat();
    let number = [&[0, 0, 1, 0, 0, 0][..], &44_260_f64.to_le_bytes()].concat();
    let sheet = [bof(0x10), record(0x0204, &label), record(0x0203, &number), record(0x000A, &[])].concat();
    around("Book", &[globals(start), sheet].concat())
}

#[test]
fn a_workbook_of_excel_95_is_read_in_its_own_encoding() {
    let file = open(of_excel_95()).expect("a table");
    assert_eq!(file.sheets()[0].name, "花名册");
    assert_eq!(rows(of_excel_95(), 0), [(1, vec![text("王秀兰"), Cell::Day(on(2021, 3, 5))])]);
}

#[test]
fn an_xls_with_a_password_asks_to_take_it_off() {
    let file_pass = record(0x002F, &[1, 0, 1, 0, 1, 0]);
    let bof = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let stream = [bof, file_pass, record(0x000A, &[])].concat();
    assert_eq!(refusal(around("Workbook", &stream)), Unreadable::Encrypted);
}

#[test]
fn a_chain_of_sectors_that_bites_its_tail_is_damaged() {
    let mut file = of_excel_95();
    // Sector 2 is the stream's first one; now it follows itself.
    file[512 + 2 * 4..512 + 3 * 4].copy_from_slice(&2_u32.to_le_bytes());
    assert_eq!(refusal(file), Unreadable::Damaged);
    let mut directory = of_excel_95();
    directory[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
    assert_eq!(refusal(directory), Unreadable::Damaged);
}
