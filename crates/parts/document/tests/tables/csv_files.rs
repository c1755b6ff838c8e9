use encoding_rs::{GB18030, GBK};
use niangjia_document::Cell;

use crate::building::{rows, text};

const TABLE: &str = "姓名,手机号\r\n\r\n王秀兰,13800001234\r\n";

fn wide(text: &str, first_low: bool) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(|unit: u16| if first_low { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

#[test]
fn every_encoding_that_offices_use_is_understood() {
    let files = [
        TABLE.as_bytes().to_vec(),
        format!("\u{FEFF}{TABLE}").into_bytes(),
        GBK.encode(TABLE).0.into_owned(),
        wide(&TABLE.replace(',', "\t"), true),
        wide(&TABLE.replace(',', ";"), false),
    ];
    for file in files {
        let expected =
            [(1, vec![text("姓名"), text("手机号")]), (3, vec![text("王秀兰"), text("13800001234")])];
        assert_eq!(rows(file, 0), expected);
    }
}

#[test]
fn rare_characters_come_through_the_national_standard() {
    let file = GB18030.encode("姓名\n李𠮷䶮𬱖\n").0.into_owned();
    assert_eq!(rows(file, 0)[1].1, [text("李𠮷䶮𬱖")]);
}

#[test]
fn a_line_break_in_quotes_is_inside_of_its_cell_and_counts_no_row() {
    let file = "姓名,备注\n王秀兰,\"一,\n二\"\n李小满,\"说\"\"好\"\"\"\n".as_bytes().to_vec();
    let rows = rows(file, 0);
    assert_eq!(rows[1], (2, vec![text("王秀兰"), text("一,\n二")]));
    assert_eq!(rows[2], (3, vec![text("李小满"), text("说\"好\"")]));
}

#[test]
fn the_separator_is_the_one_that_is_used() {
    let tabs = "姓名\t备注\n王秀兰\t甲,乙\n".as_bytes().to_vec();
    assert_eq!(rows(tabs, 0)[1].1, [text("王秀兰"), text("甲,乙")]);
    let lonely = "姓名\n王秀兰\n".as_bytes().to_vec();
    assert_eq!(rows(lonely, 0)[1].1, [text("王秀兰")]);
    let short = "姓名,a,b\n王秀兰\n,,\n李,,x,y\n".as_bytes().to_vec();
    let rows = rows(short, 0);
    assert_eq!(rows[2], (4, vec![text("李"), Cell::Empty, text("x"), text("y")]));
}
