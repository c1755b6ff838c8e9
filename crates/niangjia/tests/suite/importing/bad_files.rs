//! Files that cannot be taken in, and people who may not bring one: clear words, nothing kept.

use std::fmt::Write as _;
use std::path::Path;

use niangjia_testkit::{Browser, CHAIR, Engine, Reply, STREET_CHAIR, Workbook, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::importing::{everything, tried, uploaded};

const PAGE: &str = "/orgs/341881003004/households/import";

/// Files in the data folder.
fn files(world: &World) -> usize {
    fn count(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).map(|entries| entries.flatten().collect::<Vec<_>>());
        let size = |entry: &std::fs::DirEntry| if entry.path().is_dir() { count(&entry.path()) } else { 1 };
        entries.unwrap_or_default().iter().map(size).sum()
    }
    count(&world.folder().join("files"))
}

#[track_caller]
fn refused(world: &World, browser: &Browser, file: &[u8], sentence: &str) -> (String, Reply) {
    let (href, page) = uploaded(world, browser, PAGE, file);
    (href, page.says("没有完成").says(sentence).never_says("核对各列"))
}

#[apply(both_engines)]
fn what_is_no_table_is_refused_in_words_and_nothing_of_it_is_taken(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let before = everything(&world);
    let whole = Workbook::of(&[&["户主", "小组"], &["王二", "一"]]).bytes();
    let encrypted = include_bytes!("../../../../parts/document/tests/fixtures/encrypted.xlsx");
    let cases: [(&[u8], &str); 6] = [
        (b"%PDF-1.7 \n...", "它是 PDF。请上传原来的 Excel 表格"),
        (b"\x89PNG\r\n\x1A\n....", "它是图片"),
        (&[7, 0, 1, 2, 3, 0, 0, 0xFF, 0xFE, 9], "认不出是什么文件"),
        (encrypted, "去掉打开密码"),
        (&whole[..whole.len() / 2], "没有传完整"),
        (b"", "这个表格是空的"),
    ];
    for (file, sentence) in cases {
        let (_, page) = refused(&world, &chair, file, sentence);
        let _page = page.says("重新上传");
    }
    assert_eq!(everything(&world), before);
}

#[apply(both_engines)]
fn a_file_that_unpacks_into_hundreds_of_megabytes_is_refused(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let row =
        "<row><c t=\"inlineStr\"><is><t>户主</t></is></c><c t=\"inlineStr\"><is><t>小组</t></is></c></row>";
    let padding = " ".repeat(1 << 20);
    let mut inside = format!("<sheetData>{row}");
    for _ in 0..520 {
        let _ = write!(inside, "{padding}");
    }
    inside.push_str("</sheetData>");
    let bomb = Workbook::default().raw_sheet("台账", &inside).bytes();
    drop(inside);
    assert!(bomb.len() < 2 << 20, "the premise: it is small when it comes ({} bytes)", bomb.len());
    let (href, page) = uploaded(&world, &chair, PAGE, &bomb);
    // The bomb lies behind the heading: it is met when the rows are tried.
    let page = if page.body.contains("核对各列") {
        let _going = chair.post(&format!("{href}/columns"), &[("then", "try")]).expect(303);
        world.work();
        chair.get(&href).expect(200)
    } else {
        page
    };
    let _page = page.says("没有完成").says("解开以后太大（超过 512 MB）");
}

#[apply(both_engines)]
fn a_million_empty_rows_are_no_rows(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let mut inside = format!("<sheetData><row r=\"1\">{}{}</row>", cell("户主"), cell("小组"));
    let _ = write!(inside, "<row r=\"2\">{}{}</row>", cell("王二凤"), cell("一"));
    for row in 3..1_000_003 {
        let _ = write!(inside, "<row r=\"{row}\"><c r=\"A{row}\" s=\"1\"/></row>");
    }
    let _ = write!(inside, "<row r=\"1000003\">{}{}</row></sheetData>", cell("王三凤"), cell("一"));
    let file = Workbook::default().raw_sheet("台账", &inside).bytes();
    let (_, page) = tried(&world, &chair, PAGE, &file);
    let _page = page.says("将新增 2 行").never_says("行有问题");
}

#[apply(both_engines)]
fn two_columns_with_one_heading_are_shown_for_choosing(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[&["户主", "小组", "电话", "电话"], &["王二凤", "一", "打不通", "13900000001"]]);
    let (href, page) = uploaded(&world, &chair, PAGE, &file.bytes());
    let page = page.says("有两列的表头一样：电话").says("打不通").says("13900000001");
    assert!(!page.body.contains("<option value=\"2:phone\" selected>"), "none is guessed");
    let both = [("then", "try"), ("column", "2:phone"), ("column", "3:phone")];
    let _both = chair.post(&format!("{href}/columns"), &both).expect(422).says("有两列都对上了“手机号”");
    let second = [("then", "try"), ("column", "2:"), ("column", "3:phone")];
    let _second = chair.post(&format!("{href}/columns"), &second).expect(303);
    world.work();
    let _page = chair.get(&href).expect(200).says("将新增 1 行").never_says("行有问题");
}

#[apply(both_engines)]
fn another_sheet_and_another_heading_are_read_when_she_says_so(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let last_year: &[&[&str]] = &[&["户主", "小组", "电话"], &["王旧凤", "一", "13900000001"]];
    let file = Workbook::of(last_year).sheet(
        "今年",
        &[&["户主", "小组"], &["王新凤", "一"], &["王二凤", "一"]],
        &[],
    );
    let (href, page) = uploaded(&world, &chair, PAGE, &file.bytes());
    let _page = page.says("王旧凤");
    let _again = chair.post(&format!("{href}/columns"), &[("then", "read"), ("sheet", "1")]).expect(303);
    world.work();
    let _page = chair.get(&href).expect(200).says("核对各列").says("王新凤").never_says("王旧凤");
    let _going = chair.post(&format!("{href}/columns"), &[("then", "try"), ("sheet", "1")]).expect(303);
    world.work();
    let _page = chair.get(&href).expect(200).says("将新增 2 行");

    let none = Workbook::of(&[&["一", "二"], &["三", "四"]]);
    let (href, page) = uploaded(&world, &chair, PAGE, &none.bytes());
    let _page = page.says("没有找到表头");
    let _named =
        chair.post(&format!("{href}/columns"), &[("then", "read"), ("heading_row", "1")]).expect(303);
    world.work();
    let page = chair.get(&href).expect(200).says("核对各列");
    assert!(page.body.contains("value=\"0:contact\""), "every column can be said by hand");
}

#[apply(both_engines)]
fn who_is_not_signed_in_and_who_has_no_token_leaves_nothing_on_the_disk(#[case] engine: Engine) {
    let world = World::on(engine);
    let file = Workbook::of(&[&["户主", "小组"], &["王二凤", "一"]]).bytes();
    let stranger = world.stranger().upload(PAGE, &[("id", "x")], "台账.xlsx", &file);
    assert_eq!(stranger.status.as_u16(), 401);
    let chair = world.as_person(CHAIR);
    let other = world.as_person(STREET_CHAIR);
    let token = other.get("/me").hidden("csrf");
    let id = chair.get(PAGE).expect(200).hidden("id");
    let forged = chair.upload_bare(PAGE, &[("csrf", &token), ("id", &id)], "台账.xlsx", &file);
    let _forged = forged.expect(403).says("打开得太久了");
    assert_eq!((files(&world), world.number("SELECT COUNT(*) FROM transfer")), (0, 0));
    let _kept = chair.upload(PAGE, &[("id", &id)], "台账.xlsx", &file).expect(303);
    assert_eq!(files(&world), 1, "the premise: hers is kept");
    let sealed = std::fs::read_dir(world.folder().join("files")).unwrap().flatten();
    let names: Vec<_> = sealed.map(|entry| entry.file_name()).collect();
    assert!(!format!("{names:?}").contains("台账"), "and says nothing by its name");
}
