use std::io::{Cursor, Read};

use niangjia_document::Cell;
use niangjia_document::paper::{Paper, PaperCell, write_docx};
use niangjia_document::sheet::{OutCell, write_paper};

use crate::building::{rows, text};

fn cell(text: &str) -> PaperCell {
    PaperCell::new(text.into())
}

fn paper() -> Paper {
    let count = |count| PaperCell::new(OutCell::Count(count));
    Paper {
        title: "妇联执委履职情况月报表".to_owned(),
        subtitles: vec!["填报单位：桃源街道妇联　　　统计期：2026年11月".to_owned()],
        landscape: true,
        widths: vec![6, 16, 8, 8, 8, 20],
        header: vec![
            vec![
                PaperCell::merged("序号", 1, 2),
                PaperCell::merged("村（社区）", 1, 2),
                PaperCell::merged("走访", 3, 1),
                PaperCell::merged("备注", 1, 2),
            ],
            vec![cell("应走访"), cell("已走访"), cell("其中重点")],
        ],
        rows: vec![
            vec![
                count(1),
                PaperCell::merged("杨柳村", 1, 2),
                count(120),
                count(118),
                count(7),
                cell("a<b & c").left(),
            ],
            vec![count(2), count(80), count(80)],
            vec![PaperCell::merged("合计", 2, 1), count(200), count(198), count(7), cell("")],
        ],
        closing: vec![vec!["填报人：".to_owned(), "审核人：".to_owned(), "填报日期：".to_owned()]],
    }
}

fn document(paper: &Paper) -> String {
    let mut file = Cursor::new(Vec::new());
    write_docx(paper, &mut file).expect("a paper");
    let mut zip = zip::ZipArchive::new(file).expect("a zip");
    let mut text = String::new();
    zip.by_name("word/document.xml").expect("the document").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_paper_has_its_table_with_merged_cells_and_a_header_on_every_page() {
    let document = document(&paper());
    for piece in [
        "妇联执委履职情况月报表",
        "w:orient=\"landscape\"",
        "a&lt;b &amp; c",
        "填报人：",
        "<w:gridSpan w:val=\"3\"/>",
    ] {
        assert!(document.contains(piece), "{piece}");
    }
    assert_eq!(document.matches("<w:tblHeader/>").count(), 2);
    assert_eq!(document.matches("<w:vMerge w:val=\"restart\"/>").count(), 4);
    assert_eq!(document.matches("<w:vMerge/>").count(), 4);
    let rows: Vec<&str> = document.split("<w:tr>").skip(1).collect();
    let widths = rows.iter().map(|row| {
        let spans = row.matches("<w:gridSpan").count();
        row.matches("<w:tc>").count()
            + spans * usize::from(row.contains("w:val=\"2\"/><w:vAlign"))
            + spans * 2 * usize::from(row.contains("<w:gridSpan w:val=\"3\"/>"))
    });
    assert_eq!(widths.collect::<Vec<_>>(), [6; 5], "every row has all six columns");
}

#[test]
fn the_parts_of_a_paper_are_well_formed() {
    let mut file = Cursor::new(Vec::new());
    write_docx(&paper(), &mut file).expect("a paper");
    let mut zip = zip::ZipArchive::new(file).expect("a zip");
    assert_eq!(zip.len(), 8);
    for index in 0..zip.len() {
        let mut text = String::new();
        zip.by_index(index).expect("a part").read_to_string(&mut text).expect("text");
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {}
    }
}

#[test]
fn the_same_paper_as_a_sheet_has_numbers_that_can_be_added() {
    let mut bytes = Vec::new();
    write_paper(&paper(), &mut bytes).expect("a sheet");
    let rows = rows(bytes, 0);
    assert_eq!(rows[0].1, [text("妇联执委履职情况月报表")]);
    assert_eq!(
        rows[2].1,
        ["序号", "村（社区）", "走访"]
            .map(text)
            .into_iter()
            .chain([Cell::Empty, Cell::Empty, text("备注")])
            .collect::<Vec<_>>()
    );
    assert_eq!(rows[4].1[..3], [Cell::Number(1.0), text("杨柳村"), Cell::Number(120.0)]);
    assert_eq!(rows[5].1, [Cell::Number(2.0), text("杨柳村"), Cell::Number(80.0), Cell::Number(80.0)]);
    assert_eq!(rows[6].1[..3], [text("合计"), Cell::Empty, Cell::Number(200.0)]);
}

#[test]
fn a_layout_that_does_not_fit_is_said_with_its_row() {
    let refused = |change: &dyn Fn(&mut Paper)| {
        let mut paper = paper();
        change(&mut paper);
        let sheet = write_paper(&paper, Vec::new()).expect_err("no sheet").to_string();
        assert_eq!(write_docx(&paper, Cursor::new(Vec::new())).expect_err("no paper").to_string(), sheet);
        sheet
    };
    let wide = refused(&|paper| paper.rows[0].push(cell("多")));
    assert_eq!(wide, "表格没有写成：表格第 3 行的格子放不下");
    assert!(refused(&|paper| paper.rows[2][0].down = 2).contains("第 5 行的格子向下超出"));
    assert!(refused(&|paper| paper.widths.clear()).contains("列数不对"));
    assert!(refused(&|paper| paper.header[1][0].across = 4).contains("第 2 行"));
}
