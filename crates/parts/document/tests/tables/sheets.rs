use std::io::{Cursor, Read};

use niangjia_document::Cell;
use niangjia_document::sheet::{ColumnHead, Kind, OutCell, SheetError, SheetHead, SheetWriter};

use crate::building::{on, open, rows, rows_of, text};

fn head() -> SheetHead {
    let column = |label: &str, kind, group: Option<&str>| ColumnHead {
        label: label.to_owned(),
        width_characters: 14,
        kind,
        group: group.map(str::to_owned),
    };
    SheetHead {
        title: "走访台账".to_owned(),
        lines: vec!["单位：桃源街道妇联".to_owned(), "截至：2026年11月22日".to_owned()],
        columns: vec![
            column("姓名", Kind::Text, None),
            column("手机号", Kind::Text, None),
            column("次数", Kind::Count, None),
            column("日期", Kind::Day, None),
        ],
        closing: vec!["填报人：".to_owned(), "审核人：".to_owned()],
    }
}

fn written(head: &SheetHead, rows: &[Vec<OutCell>], rows_of_a_sheet: u32) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer =
        SheetWriter::with_rows_of_a_sheet(head, folder.path(), rows_of_a_sheet).expect("a writer");
    for row in rows {
        writer.row(row).expect("a row");
    }
    let mut bytes = Vec::new();
    writer.finish(&mut bytes).expect("a file");
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0, "nothing is left");
    bytes
}

fn row(name: &str) -> Vec<OutCell> {
    vec![name.into(), "13800001234".into(), OutCell::Count(3), OutCell::Day(on(2021, 3, 5))]
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn what_is_written_reads_back() {
    let rows = rows(written(&head(), &[row("王秀兰"), row("李𠮷䶮")], 1 << 20), 0);
    assert_eq!(rows[0], (1, vec![text("走访台账")]));
    assert_eq!(rows[3], (4, ["姓名", "手机号", "次数", "日期"].map(text).to_vec()));
    let day = Cell::Day(on(2021, 3, 5));
    assert_eq!(rows[5], (6, vec![text("李𠮷䶮"), text("13800001234"), Cell::Number(3.0), day]));
    assert_eq!(rows[6].1, [text("填报人：　　　　　　审核人：")]);
}

#[test]
fn a_text_that_looks_like_a_formula_stays_a_text() {
    let texts =
        ["=1+1", "+86", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "_x0041_", "甲\u{1}乙", "<b>&"];
    let lines: Vec<_> = texts.iter().map(|text| row(text)).collect();
    let bytes = written(&head(), &lines, 1 << 20);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "no formula");
    let read = rows(bytes.clone(), 0);
    for (line, written) in read[4..].iter().zip(texts) {
        assert_eq!(line.1[0], text(written));
    }
    assert_eq!(read.len(), 4 + texts.len() + 1);
    assert!(part(&bytes, "xl/styles.xml").contains("quotePrefix=\"1\""), "and stays one when it is edited");
}

#[test]
fn a_list_longer_than_a_sheet_goes_on_in_the_next() {
    let lines: Vec<_> = (0..25).map(|number| row(&format!("第{number}户"))).collect();
    let bytes = written(&head(), &lines, 14);
    let file = open(bytes).expect("a table");
    let names: Vec<_> = file.sheets().iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["走访台账", "走访台账（2）", "走访台账（3）"]);
    let all: Vec<_> = (0..3).map(|sheet| rows_of(&file, sheet).expect("rows")).collect();
    assert_eq!([all[0].len(), all[1].len(), all[2].len()], [14, 14, 4 + 5 + 1]);
    assert_eq!(all[2][4].1[0], text("第20户"));
    assert_eq!(all[1][3].1[0], text("姓名"), "each has the heading");
}

#[test]
fn columns_of_a_group_stand_below_its_name() {
    let mut head = head();
    head.columns[2].group = Some("走访".to_owned());
    head.columns[3].group = Some("走访".to_owned());
    let bytes = written(&head, &[row("王秀兰")], 1 << 20);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for merge in ["A1:D1", "A4:A5", "B4:B5", "C4:D4"] {
        assert!(sheet.contains(&format!("<mergeCell ref=\"{merge}\"/>")), "{merge}");
    }
    let rows = rows(bytes, 0);
    assert_eq!(rows[3].1[..3], ["姓名", "手机号", "走访"].map(text));
    assert_eq!(rows[4].1, ["姓名", "手机号", "次数", "日期"].map(text));
    assert_eq!(rows[5].1[0], text("王秀兰"));
}

#[test]
fn it_prints_on_its_side_with_the_heading_on_every_page() {
    let bytes = written(&head(), &[row("王秀兰")], 1 << 20);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("paperSize=\"9\"") && sheet.contains("orientation=\"landscape\""));
    assert!(sheet.contains("fitToHeight=\"0\"") && sheet.contains("state=\"frozen\""));
    assert!(part(&bytes, "xl/workbook.xml").contains("$4:$4"));
}

#[test]
fn odd_values_do_not_break_a_file() {
    let long = "长".repeat(40_000);
    let odd = vec![
        OutCell::Text(long),
        OutCell::Count(7),
        OutCell::Decimal(f64::NAN),
        OutCell::Day(on(1899, 1, 1)),
    ];
    let rows = rows(written(&head(), &[odd, vec![], row("又一行")], 1 << 20), 0);
    assert!(matches!(&rows[4].1[0], Cell::Error(_)), "longer than is read");
    assert_eq!(rows[4].1[1..], [text("7"), Cell::Empty, text("1899年1月1日")]);
    assert_eq!(
        rows[5],
        (7, vec![text("又一行"), text("13800001234"), Cell::Number(3.0), Cell::Day(on(2021, 3, 5))])
    );
}

#[test]
fn a_folder_that_is_gone_is_said_and_a_writer_that_is_dropped_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let gone = SheetWriter::new(&head(), &folder.path().join("nothing"));
    assert!(matches!(gone, Err(SheetError::Disk(_))));
    let mut writer = SheetWriter::new(&head(), folder.path()).expect("a writer");
    writer.row(&row("王秀兰")).expect("a row");
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0, "no name at any time");
}

struct Full;

impl std::io::Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_an_error_and_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut writer = SheetWriter::new(&head(), folder.path()).expect("a writer");
    writer.row(&row("王秀兰")).expect("a row");
    let error = writer.finish(Full).expect_err("full");
    assert_eq!(error.to_string(), "表格没有写成：磁盘写不进去（可能已满）");
}
