use niangjia_document::Cell;
use niangjia_document::field::{self, DayOrMonth};
use niangjia_kernel::Day;

use crate::building::{on, text};

fn today() -> Day {
    on(2026, 11, 22)
}

fn read(cell: &str) -> String {
    field::text(&text(cell)).expect("a text").unwrap_or_default()
}

#[test]
fn what_the_keyboard_did_to_a_text_is_undone() {
    assert_eq!(read("　１３８００００１２３４ "), "13800001234");
    assert_eq!(read("'0012"), "0012");
    assert_eq!(read("第一行\r\n第二行"), "第一行 第二行");
    assert_eq!(read("\u{200B}王\u{FEFF}秀兰\u{A0}"), "王秀兰");
    assert_eq!(read(" \n "), "");
    assert_eq!(field::text(&Cell::Number(341_881.0)), Ok(Some("341881".to_owned())));
    assert_eq!(field::text(&Cell::Number(2.5)), Ok(Some("2.5".to_owned())));
}

#[test]
fn a_name_keeps_its_rare_characters_and_its_dot() {
    for dot in ["·", "•", "‧", "・", ".", "．"] {
        assert_eq!(read(&format!("阿依古丽{dot}买买提")), "阿依古丽·买买提");
    }
    assert_eq!(read("李𠮷䶮𬱖"), "李𠮷䶮𬱖");
    assert_eq!(read("1.张三"), "1.张三");
    assert_eq!(read("v2.5"), "v2.5");
    assert_eq!(field::name(&text("张　 三")), Ok(Some("张三".to_owned())));
    assert_eq!(field::name(&text("Anna Li")), Ok(Some("Anna Li".to_owned())));
    assert_eq!(field::name(&text("阿依古丽 买买提")), Ok(Some("阿依古丽 买买提".to_owned())));
}

#[test]
fn a_day_is_understood_in_every_way_it_is_written() {
    let day = on(2021, 3, 5);
    for written in [
        "2021-3-5",
        "2021.3.5",
        "2021/03/05",
        "20210305",
        "2021年3月5日",
        "２０２１－３－５",
        "2021。3。5",
        "2021年3月5号",
        "2021-03-05 00:00:00",
        "2021-03-05T08:30:00",
        "2021 3 5",
        " 2021.03.05. ",
    ] {
        assert_eq!(field::day(&text(written)), Ok(Some(day)), "{written}");
    }
    for cell in [Cell::Day(day), Cell::Number(44_260.0), Cell::Number(44_260.5), Cell::Number(20_210_305.0)] {
        assert_eq!(field::day(&cell), Ok(Some(day)), "{cell:?}");
    }
    assert_eq!(field::day(&Cell::Empty), Ok(None));
}

#[test]
fn what_is_no_day_is_a_sentence() {
    let sentence = |cell: &Cell| field::day(cell).expect_err("no day");
    assert_eq!(sentence(&text("2021-2-30")), "没有“2021-2-30”这一天，请核对");
    assert_eq!(sentence(&text("去年")), "“去年”不是日期，请写成 2021-3-5 的样子");
    assert_eq!(sentence(&text("21.3.5")), "“21.3.5”的年份要写四位，例如 2021-3-5");
    assert_eq!(sentence(&text("2021.3")), "只写到了 2021年3月，请写到日");
    assert_eq!(sentence(&Cell::Month(on(2021, 3, 1).month())), "只写到了 2021年3月，请写到日");
    for wrong in ["2021-13-5", "2021-0-5", "1821-3-5", "3/5/2021", "2021305", "2021-3-5-6", "2021-3-005"] {
        assert!(field::day(&text(wrong)).is_err(), "{wrong}");
    }
    for wrong in [0.0, -5.0, 2021.0, 1e300, f64::NAN, 12.0, 99_999_999.0] {
        assert!(field::day(&Cell::Number(wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn a_month_is_understood_and_known_to_be_only_a_month() {
    let march = DayOrMonth { day: on(2021, 3, 1), day_said: false };
    for written in [
        "2021.3",
        "2021年3月",
        "202103",
        "2021-03",
        "2021/3",
        "2021.03",
        "2021年03月份".trim_end_matches('份'),
    ] {
        assert_eq!(field::month_or_day(&text(written)), Ok(Some(march)), "{written}");
    }
    for cell in [
        Cell::Number(2021.3),
        Cell::Number(2021.03),
        Cell::Number(202_103.0),
        Cell::Number(2_021.299_999_999_9),
        Cell::Month(on(2021, 3, 9).month()),
    ] {
        assert_eq!(field::month_or_day(&cell), Ok(Some(march)), "{cell:?}");
    }
    let said = DayOrMonth { day: on(2021, 3, 5), day_said: true };
    assert_eq!(field::month_or_day(&text("2021.3.5")), Ok(Some(said)));
    let october = DayOrMonth { day: on(2021, 10, 1), day_said: false };
    assert_eq!(field::month_or_day(&text("2021.10")), Ok(Some(october)));
    let twelfth = DayOrMonth { day: on(2021, 12, 1), day_said: false };
    assert_eq!(field::month_or_day(&Cell::Number(2021.12)), Ok(Some(twelfth)));
}

#[test]
fn the_number_2021_1_could_be_january_or_october_and_is_asked_back() {
    let sentence = field::month_or_day(&Cell::Number(2021.1)).expect_err("not clear");
    assert!(sentence.contains("分不清是 1 月还是 10 月") && sentence.contains("写成文本"), "{sentence}");
    let january = DayOrMonth { day: on(2021, 1, 1), day_said: false };
    assert_eq!(field::month_or_day(&text("2021.1")), Ok(Some(january)));
    assert_eq!(field::month_or_day(&Cell::Number(2021.01)), Ok(Some(january)));
    assert_eq!(field::month_or_day(&Cell::Number(2021.0)), Err("只写了 2021 年，请写到月".to_owned()));
}

#[test]
fn an_identity_number_that_excel_has_rounded_is_not_taken_for_one() {
    let lost = field::citizen_id(&Cell::Number(110_105_194_912_310_020.0), today()).expect_err("lost");
    assert_eq!(lost, "身份证号被 Excel 存成了数字，后几位已经变成 0：请把这一列设成文本后重新填写");
    for written in [
        "11010519491231002x",
        "'11010519491231002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
    ] {
        let id = field::citizen_id(&text(written), today()).expect("a number").expect("not empty");
        assert_eq!(id.characters(), "11010519491231002X", "{written}");
    }
    let wrong = field::citizen_id(&text("110105194912310021"), today());
    assert_eq!(wrong.expect_err("wrong"), "身份证号的校验位不对，请核对有没有写错");
    assert_eq!(field::citizen_id(&text("　"), today()), Ok(None));
}

#[test]
fn a_phone_is_a_phone_as_number_and_as_text() {
    for cell in [
        Cell::Number(13_812_345_678.0),
        text("138-1234-5678"),
        text("138 1234 5678"),
        text("+8613812345678"),
        text("１３８12345678"),
    ] {
        let phone = field::mobile(&cell).expect("a phone").expect("not empty");
        assert_eq!(phone.digits(), "13812345678");
    }
    assert_eq!(field::mobile(&text("0563-4012345")).expect_err("a desk"), "手机号应是 1 开头的 11 位数字");
}

#[test]
fn yes_and_no_have_many_words() {
    for yes in ["是", "有", "√", "1", "Y", " 是 "] {
        assert_eq!(field::yes_no(&text(yes)), Ok(Some(true)), "{yes}");
    }
    for no in ["否", "无", "×", "0", "没有", "n"] {
        assert_eq!(field::yes_no(&text(no)), Ok(Some(false)), "{no}");
    }
    assert_eq!(field::yes_no(&Cell::Number(1.0)), Ok(Some(true)));
    assert_eq!(field::yes_no(&Cell::Bool(false)), Ok(Some(false)));
    assert_eq!(field::yes_no(&Cell::Empty), Ok(None));
    assert_eq!(field::yes_no(&text("可能")), Err("“可能”看不出是还是否，请填“是”或“否”".to_owned()));
}

#[test]
fn a_list_is_split_wherever_people_split() {
    let parts = field::split_list("高血压、糖尿病，残疾;独居／\n 失能  低保,");
    assert_eq!(parts, ["高血压", "糖尿病", "残疾", "独居", "失能", "低保"]);
    assert!(field::split_list(" 、 ").is_empty());
}

#[test]
fn a_count_is_a_whole_number_with_or_without_its_word() {
    assert_eq!(field::count(&Cell::Number(3.0)), Ok(Some(3)));
    assert_eq!(field::count(&text("３人")), Ok(Some(3)));
    assert_eq!(field::count(&Cell::Number(2.5)), Err("“2.5”不是整数".to_owned()));
    assert_eq!(field::count(&text("很多")), Err("“很多”不是整数".to_owned()));
}

#[test]
fn a_cell_that_cannot_be_read_says_so_to_every_reader() {
    let broken = Cell::Error("这一格是 Excel 的错误值 #N/A，请改成实际内容".to_owned());
    assert_eq!(field::text(&broken).expect_err("broken"), field::day(&broken).expect_err("broken"));
    assert!(
        field::mobile(&broken).is_err() && field::yes_no(&broken).is_err() && field::name(&broken).is_err()
    );
}
