use niangjia_document::Cell;
use niangjia_document::read::{Bounds, Flow, ReadError, TableFile, Unreadable};
use niangjia_kernel::Day;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::building::{Book, Rows, fixture, on, open, packed, rows, rows_of, text};

fn messy() -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("说明").expect("a name").write(0, 0, "填表说明").expect("a cell");
    let sheet = workbook.add_worksheet();
    sheet.set_name("台账").expect("a name");
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 3, "桃源街道困难家庭台账", &plain).expect("a title");
    for (column, heading) in (0_u16..).zip(["村（社区）", "姓名", "入户日期", "手机号"]) {
        sheet.write(1, column, heading).expect("a heading");
    }
    let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let month = Format::new().set_num_format("yyyy\"年\"m\"月\"");
    sheet.merge_range(2, 0, 4, 0, "杨柳村", &plain).expect("a village");
    sheet.write(2, 1, "王秀兰").expect("a name");
    let date = ExcelDateTime::from_ymd(2021, 3, 5).expect("a date");
    sheet.write_with_format(2, 2, &date, &day).expect("a day");
    sheet.write(2, 3, 13_812_345_678_f64).expect("a number");
    sheet.write(3, 1, "李𠮷䶮").expect("a name");
    sheet.write_with_format(3, 2, &date, &month).expect("a month");
    sheet.write(4, 1, "阿依古丽·买买提").expect("a name");
    sheet.write(4, 2, Formula::new("DATE(2021,3,5)").set_result("44260")).expect("a formula");
    // Formatted down to the last row, with nothing in it.
    sheet.write_blank(900_000, 2, &day).expect("a blank");
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn a_villages_name_merged_over_its_rows_is_read_in_each_of_them() {
    let day = on(2021, 3, 5);
    let expected: Rows = vec![
        (1, vec![text("桃源街道困难家庭台账")]),
        (2, vec![text("村（社区）"), text("姓名"), text("入户日期"), text("手机号")]),
        (3, vec![text("杨柳村"), text("王秀兰"), Cell::Day(day), Cell::Number(13_812_345_678.0)]),
        (4, vec![text("杨柳村"), text("李𠮷䶮"), Cell::Month(day.month())]),
        (5, vec![text("杨柳村"), text("阿依古丽·买买提"), Cell::Number(44_260.0)]),
    ];
    assert_eq!(rows(messy(), 1), expected);
}

#[test]
fn the_sheets_are_listed_as_excel_shows_them() {
    let file = open(fixture("roster-libreoffice.xlsx")).expect("a table");
    let sheets: Vec<_> = file.sheets().iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(sheets, [("花名册", false), ("长文字", false), ("隐藏", true)]);
}

#[test]
fn a_second_opinion_reads_the_same_texts() {
    use calamine::{Data, Reader, Xlsx};
    let bytes = fixture("roster-libreoffice.xlsx");
    let mut other: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.clone())).expect("calamine opens it");
    let range = other.worksheet_range("长文字").expect("calamine reads it");
    let theirs = range.rows().map(|row| match &row[0] {
        Data::String(found) => text(found),
        other => panic!("{other:?}"),
    });
    let ours: Vec<Cell> = rows(bytes, 1).into_iter().map(|(_, cells)| cells[0].clone()).collect();
    assert_eq!(ours.len(), 60);
    assert_eq!(ours, theirs.collect::<Vec<_>>());
}

#[test]
fn a_million_empty_rows_are_no_rows() {
    let empty: String =
        (3..200_000).map(|row| format!("<row r=\"{row}\"><c r=\"B{row}\" s=\"1\"/></row>")).collect();
    let book = Book::of_sheet(&format!(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData><row><c t=\"inlineStr\"><is><t>姓名</t></is></c></row><row/>\
         {empty}{}<row r=\"1048576\"><c r=\"A1048576\" t=\"str\"><v>最后</v></c></row></sheetData>",
        "<row/>".repeat(800_000)
    ));
    let bounds = Bounds { rows: 2, ..Bounds::default() };
    let file = TableFile::open(book.packed(), &bounds).expect("a table");
    let rows = rows_of(&file, 0).expect("rows");
    assert_eq!(rows, [(1, vec![text("姓名")]), (1_048_576, vec![text("最后")])]);
}

#[test]
fn every_kind_of_cell_is_what_excel_shows() {
    let mut book = Book::of_rows(
        r##"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" s="1"><v>44260.75</v></c>
        <c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#N/A</v></c><c r="F2" t="n"><v>2.5</v></c>
        <c r="G2"><f>A1</f></c><c r="H2" t="str"><f>A1</f><v></v></c><c r="I2" t="str"><f>A1</f><v>甲&amp;乙&#20013;</v></c>
        <c r="J2" t="s"><v>99</v></c><c r="K2" t="e"><v>#SPILL!</v></c><c r="L2" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r></is></c>
        <c r="M2" t="d"><v>2021-03-05T00:00:00</v></c><c r="N2"><v>NaN</v></c></row>"##,
    );
    book.shared = "<sst><si><t>王_x000D_秀兰</t></si><si><r><t>李</t></r><rPh><t>LI</t></rPh><r><t> 四</t></r></si></sst>".to_owned();
    book.styles =
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>".to_owned();
    let rows = book.read();
    let (number, cells) = &rows[0];
    assert_eq!((rows.len(), *number), (1, 2));
    let day = Cell::Day(on(2021, 3, 5));
    assert_eq!(cells[..4], [text("王\r秀兰"), text("李 四"), day.clone(), Cell::Bool(true)]);
    assert_eq!(cells[4], Cell::Error("这一格是 Excel 的错误值 #N/A，请改成实际内容".to_owned()));
    assert_eq!(cells[5], Cell::Number(2.5));
    assert!(matches!(&cells[6], Cell::Error(sentence) if sentence.contains("没有算好的结果")));
    assert_eq!(cells[7..9], [Cell::Empty, text("甲&乙中")]);
    assert!(matches!(&cells[9], Cell::Error(sentence) if sentence.contains("找不到")));
    assert!(matches!(&cells[10], Cell::Error(sentence) if sentence.contains("#SPILL!")));
    assert_eq!(cells[11..], [text("张三"), day, text("NaN")]);
}

#[test]
fn a_workbook_of_a_mac_counts_its_days_from_1904() {
    let mut book = Book::of_rows(r#"<row><c s="0"><v>42798</v></c></row>"#);
    book.styles = "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts><cellXfs><xf numFmtId=\"200\"/></cellXfs></styleSheet>".to_owned();
    let of_1900 = book.read();
    book.properties = "date1904=\"1\"";
    let of_1904 = book.read();
    assert_eq!(of_1904, [(1, vec![Cell::Day(on(2021, 3, 5))])]);
    let Cell::Day(earlier) = of_1900[0].1[0] else { panic!("a day") };
    assert_eq!(on(2021, 3, 5).days_since(earlier), 1_462);
    assert_ne!(earlier, Day::from_number(0));
}

#[test]
fn a_cell_that_is_too_long_is_one_cell_that_cannot_be_read() {
    let long = "好".repeat(4_001);
    let right = "好".repeat(4_000);
    let rows = Book::of_rows(&format!(
        "<row><c t=\"str\"><v>{long}</v></c><c t=\"str\"><v>{right}</v></c><c t=\"str\"><v> 　</v></c></row>"
    ))
    .read();
    let sentence = "这一格有 4001 个字，最多 4000 个字，请缩短".to_owned();
    assert_eq!(rows, [(1, vec![Cell::Error(sentence), text(&right)])]);
}

#[test]
fn too_many_rows_and_columns_are_refused_where_they_begin() {
    let book =
        Book::of_rows("<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row>");
    let file = TableFile::open(book.packed(), &Bounds { rows: 2, ..Bounds::default() }).expect("a table");
    assert_eq!(rows_of(&file, 0), Err(ReadError::File(Unreadable::TooManyRows(2))));
    let wide =
        Book::of_rows(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="7"><c r="IW7"><v>1</v></c></row>"#);
    let file = open(wide.packed()).expect("a table");
    let error = rows_of(&file, 0).expect_err("column 257");
    assert_eq!(error.to_string(), "第 7 行在第 256 列的右边还有内容。请删掉右边多余的列再上传");
}

#[test]
fn whoever_reads_may_stop_or_refuse() {
    let file = open(messy()).expect("a table");
    let mut seen = 0;
    let stopped = file.rows(1, &mut |_, _| {
        seen += 1;
        Ok::<_, String>(if seen == 2 { Flow::Enough } else { Flow::On })
    });
    assert_eq!((stopped, seen), (Ok(()), 2));
    let refused = file.rows(1, &mut |number, _| Err(format!("第 {number} 行")));
    assert_eq!(refused, Err(ReadError::Stopped("第 1 行".to_owned())));
}

#[test]
fn the_names_of_parts_may_be_written_as_old_programs_write_them() {
    let relations: &[u8] = br#"<Relationships><Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="\XL\Workbook.xml"/></Relationships>"#;
    let bytes = packed(&[
        ("_rels\\.rels", relations),
        ("xl\\workbook.xml", br#"<x:workbook xmlns:x="m"><x:sheets><x:sheet name="1&amp;2" r:id="a"/></x:sheets></x:workbook>"#),
        ("xl\\_rels\\workbook.xml.rels", br#"<Relationships><Relationship Id="a" Type="y/worksheet" Target="../xl/worksheets/Sheet1.xml"/></Relationships>"#),
        ("XL\\worksheets\\sheet1.xml", br#"<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row><x:row r="3"/><x:row r="4"><x:c r="B4"><x:v>8</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="A1:A4"/></x:mergeCells></x:worksheet>"#),
    ]);
    let file = open(bytes).expect("a table");
    assert_eq!(file.sheets()[0].name, "1&2");
    let seven = Cell::Number(7.0);
    let rows = rows_of(&file, 0).expect("rows");
    assert_eq!(rows, [(1, vec![seven.clone()]), (4, vec![seven, Cell::Number(8.0)])]);
}
