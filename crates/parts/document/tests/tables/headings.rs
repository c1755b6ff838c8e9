use niangjia_document::Cell;
use niangjia_document::heading::{Heading, Repeated, Wanted, find};

use crate::building::{Rows, text};

fn wanted() -> Vec<Wanted> {
    let one = |code, label: &str, synonyms: &[&str], required| Wanted {
        code,
        label: label.to_owned(),
        synonyms: synonyms.iter().map(|synonym| (*synonym).to_owned()).collect(),
        required,
    };
    vec![
        one("name", "姓名", &["户主姓名", "妇女姓名"], true),
        one("phone", "手机号", &["联系电话", "联系方式", "电话"], true),
        one("id", "身份证号", &["身份证号码", "公民身份号码"], false),
        one("village", "村（社区）", &["村", "社区", "所在村"], false),
        one("address", "家庭住址", &["住址"], false),
    ]
}

fn table(rows: &[&[&str]]) -> Rows {
    let cells = |row: &[&str]| {
        row.iter().map(|cell| if cell.is_empty() { Cell::Empty } else { text(cell) }).collect()
    };
    (1..).zip(rows).filter(|(_, row)| !row.is_empty()).map(|(number, row)| (number, cells(row))).collect()
}

fn codes(heading: &Heading) -> Vec<Option<&'static str>> {
    heading.columns.iter().map(|column| column.code).collect()
}

#[test]
fn the_heading_is_found_below_titles_and_remarks() {
    let rows = table(&[
        &["青禾县困难妇女家庭台账"],
        &["填报单位：桃源街道", "", "", "2026年11月"],
        &[],
        &["序号", "姓  名（必填）", "＊手机号", "身份证号码", "家庭详细住址"],
        &["1", "王秀兰", "13800001234", "", "杨柳村"],
    ]);
    let heading = find(&rows, &wanted()).expect("a heading");
    assert_eq!(heading.row, 4);
    assert_eq!(codes(&heading), [None, Some("name"), Some("phone"), Some("id"), Some("address")]);
    assert_eq!(heading.columns[1].text, "姓 名(必填)");
    assert!(heading.missing.is_empty() && heading.repeated.is_empty());
}

#[test]
fn a_line_that_says_who_fills_in_is_no_upper_half_of_a_heading() {
    let rows = table(&[
        &["填报社区：杨柳村", "", "", "2026年11月"],
        &["序号", "姓名", "手机号", "住址"],
        &["1", "王秀兰", "13800001234", "杨柳村"],
    ]);
    let heading = find(&rows, &wanted()).expect("a heading");
    assert_eq!(codes(&heading), [None, Some("name"), Some("phone"), Some("address")]);
    assert_eq!(heading.columns[3].text, "住址", "the month belongs to no column");
}

#[test]
fn two_rows_are_one_heading() {
    // As merged cells are read: what is merged over both rows stands in both.
    let rows = table(&[
        &["台账"],
        &["序号", "姓名", "联系方式", "", "备注"],
        &["序号", "姓名", "手机号", "住址", "备注"],
        &["1", "王秀兰", "13800001234", "杨柳村", ""],
    ]);
    let heading = find(&rows, &wanted()).expect("a heading");
    assert_eq!(heading.row, 3);
    assert_eq!(codes(&heading), [None, Some("name"), Some("phone"), Some("address"), None]);
    // The same without merging: nothing stands below the single ones.
    let rows = table(&[
        &["序号", "姓名", "联系方式", "", "备注"],
        &["", "", "手机号", "住址", ""],
        &["1", "王秀兰", "13800001234", "杨柳村", ""],
    ]);
    let heading = find(&rows, &wanted()).expect("a heading");
    assert_eq!((heading.row, heading.columns[3].text.as_str()), (2, "联系方式/住址"));
    assert_eq!(codes(&heading), [None, Some("name"), Some("phone"), Some("address"), None]);
}

#[test]
fn a_first_row_of_data_is_no_second_row_of_the_heading() {
    let rows =
        table(&[&["姓名", "手机号", "村"], &["王秀兰", "13800001234", "杨柳村"], &["李小满", "", "杨柳村"]]);
    assert_eq!(find(&rows, &wanted()).expect("a heading").row, 1);
}

#[test]
fn two_columns_with_the_same_heading_are_for_the_person_to_choose() {
    let rows = table(&[&["姓名", "手机号", "姓 名", "身份证号"]]);
    let heading = find(&rows, &wanted()).expect("a heading");
    assert_eq!(heading.repeated, [Repeated { code: "name", columns: vec![0, 2] }]);
    assert_eq!(codes(&heading), [None, Some("phone"), None, Some("id")]);
    assert!(heading.missing.is_empty(), "it is there, twice");
}

#[test]
fn the_name_itself_is_better_than_another_name_and_that_than_a_part() {
    let rows = table(&[&["联系方式", "手机号", "户主姓名", "家庭所在村"]]);
    let heading = find(&rows, &wanted()).expect("a heading");
    assert_eq!(codes(&heading), [None, Some("phone"), Some("name"), Some("village")]);
}

#[test]
fn what_is_required_and_not_there_is_missing() {
    let rows = table(&[&["姓名", "身份证号"]]);
    assert_eq!(find(&rows, &wanted()).expect("a heading").missing, ["phone"]);
}

#[test]
fn a_table_without_a_heading_has_none() {
    let rows = table(&[&["王秀兰", "13800001234"], &["李小满", "13800005678"]]);
    assert_eq!(find(&rows, &wanted()), None);
    assert_eq!(find(&[], &wanted()), None);
    let one = table(&[&["姓名登记表"], &["王秀兰", "李小满"]]);
    assert_eq!(find(&one, &wanted()), None);
}
