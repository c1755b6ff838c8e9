//! Files about households that are in the register already: people, needs, links, visits of earlier years.

use std::fmt::Write as _;

use niangjia_testkit::{AUDITOR, CHAIR, Engine, MEMBER, OTHER_CHAIR, STREET_CHAIR, Workbook, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::importing::{everything, taken, tried};

const HOME: &str = "/orgs/341881003004";

fn page(of: &str) -> String {
    format!("{HOME}/{of}/import")
}

#[apply(both_engines)]
fn visits_of_earlier_years_are_visits_on_their_own_day(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[
        &[
            "户号",
            "户主（联系人）",
            "小组",
            "手机号",
            "走访日期",
            "走访人",
            "走访方式",
            "发现问题（事项）",
            "走访内容",
            "处理情况",
        ],
        // As the platform's own ledger writes it; the day as a text, as Excel's number, in the office's way.
        &["0001", "王桂兰", "", "", "2024-03-05", "汪秀英", "上门", "日常看望", "送了降压药", "当场办结"],
        &["#2", "", "", "", "#45356", "汪秀英", "入户走访", "看病就医", "陪诊，已经看上", "已办结"],
        &["", "汪小雨", "巫山组", "", "2023年12月1日", "汪秀英", "", "", "问了学习", ""],
        &[
            "",
            "陈春香",
            "",
            "19900010004",
            "2024.3.6",
            "程丽华",
            "打电话",
            "政策宣传",
            "说了残疾人补贴",
            "否",
        ],
    ]);
    let (href, _) = tried(&world, &chair, &page("visits"), &file.bytes());
    let before = everything(&world);
    assert_eq!(before.iter().find(|(table, _)| table == "fact").map(|(_, rows)| *rows), Some(0));
    let _going = chair.post(&format!("{href}/take"), &[]).expect(303);
    world.work();
    chair.get(&href).expect(200).says("新增 4 行").never_says("行有问题");

    // 2024-03-05 is day 19787 of the platform's calendar.
    let day = |text: &str| niangjia_kernel::Day::parse(text).expect("a day").number();
    let on = format!("SELECT COUNT(*) FROM fact WHERE kind = 'visit' AND on_day = {}", day("2024-03-05"));
    assert_eq!(world.number(&on), 2);
    assert_eq!(world.number("SELECT COUNT(*) FROM fact WHERE kind = 'matter_settled'"), 1);
    let march = day("2024-03-01");
    assert!(march > 0);
    assert_eq!(world.number("SELECT CAST(SUM(facts) AS BIGINT) FROM tally WHERE kind = 'visit'"), 4);
    let audit = "SELECT COUNT(*) FROM audit_entry WHERE action = 'household.bring_visit'";
    assert_eq!(world.number(audit), 4);
    let ledger = chair.get(&format!("{HOME}/visits?month=2024-03")).expect(200);
    let _ledger = ledger.says("送了降压药").says("2024年3月5日").says("程丽华");
    let family = world.family("王桂兰");
    let _hers = world.as_person(MEMBER).get(&format!("/households/{family}")).expect(200).says("送了降压药");

    let done = everything(&world);
    let (_, again) = taken(&world, &chair, &page("visits"), &file.bytes());
    let _again = again.says("4 行已经登记过，没有变化").never_says("新增");
    assert_eq!(everything(&world), done, "the same file again");
}

#[apply(both_engines)]
fn each_thing_that_is_wrong_with_a_visit_is_a_sentence_at_its_cell(#[case] engine: Engine) {
    let world = World::on(engine);
    let street = world.as_person(STREET_CHAIR);
    let file = Workbook::of(&[
        &["社区", "编号", "户主", "日期", "执委", "方式", "事项", "内容", "办理情况"],
        &["嵩合", "#99", "", "2024-03-05", "汪秀英", "", "", "甲", ""],
        &["嵩合", "#1", "程国庆", "2024-03-05", "汪秀英", "", "", "乙", ""],
        &["嵩合", "", "", "2024-03-05", "汪秀英", "", "", "丙", ""],
        &["嵩合", "#1", "", "2020-03-05", "汪秀英", "", "", "丁", ""],
        &["嵩合", "#2", "", "2024-03-05", "陈玉兰", "", "", "戊", ""],
        &["嵩合", "#1", "", "2024-03-05", "王不认识", "", "", "己", ""],
        &["嵩合", "#1", "", "2027-03-05", "汪秀英", "", "", "庚", ""],
        &["嵩合", "#1", "", "2024年3月", "汪秀英", "", "", "辛", ""],
        &["嵩合", "#1", "", "昨天", "汪秀英", "", "", "壬", ""],
        &["嵩合", "#1", "", "2024-03-05", "汪秀英", "托梦", "算命", "", "不知道"],
        &["桥东", "#1", "", "2024-03-05", "汪秀英", "", "", "癸", ""],
        &["城北", "#1", "", "2024-03-05", "汪秀英", "", "", "子", ""],
        &["嵩合", "#1", "", "2024-03-07", "汪秀英", "", "", "第一遍", ""],
        &["嵩合", "#1", "", "2024-03-07", "汪秀英", "", "", "说法不同", ""],
        &["嵩合", "#1", "", "2024-03-07", "汪秀英", "", "", "第一遍", ""],
    ]);
    let (_, answer) = taken(&world, &street, "/orgs/341881003/visits/import", &file.bytes());
    let mut answer = answer.says("新增 1 行").says("1 行已经登记过").says("13 行有问题");
    for sentence in [
        "编号：嵩合社区没有编号 0099 的家庭",
        "编号：编号 0001 登记的是王桂兰家，和表里不是同一户",
        "户主/联系人：请写编号，或者户主（联系人）和手机号",
        "走访日期：这一户 2021年7月2日 起在册",
        "走访人：陈玉兰没有联系过这一户；请先导入联系人",
        "走访人：嵩合社区的名册里没有叫“王不认识”的执委",
        "走访日期：日期还没到",
        "走访日期：只写到了 2024年3月",
        "走访日期：",
        "走访方式：“托梦”看不懂",
        "事项：“算命”看不懂",
        "走访内容：请写一句",
        "办理情况：“不知道”看不懂",
        "走访人：桥东社区的名册里没有叫“汪秀英”的执委",
        "社区：河沥溪街道没有“城北”",
        "走访内容：汪秀英这一天已有一次走访这一户，内容不同",
    ] {
        answer = answer.says(sentence);
    }
    let other = world.as_person(OTHER_CHAIR);
    let _other = other.get(&page("visits")).expect(404);
    let _member = world.as_person(MEMBER).get(&page("visits")).expect(403);
}

#[apply(both_engines)]
fn a_wrong_row_is_mended_and_the_file_goes_on_where_it_was(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let rows = |day: &'static str| -> Vec<u8> {
        Workbook::of(&[
            &["编号", "走访日期", "走访人", "走访内容"],
            &["#1", "2024-03-05", "汪秀英", "送药"],
            &["#2", day, "汪秀英", "陪诊"],
        ])
        .bytes()
    };
    let (href, answer) = taken(&world, &chair, &page("visits"), &rows("2024-13-05"));
    let _first = answer.says("新增 1 行").says("1 行有问题");
    let wrong = chair.get(&format!("{href}/file")).expect(200);
    assert!(!wrong.bytes.is_empty());
    let (_, answer) = taken(&world, &chair, &page("visits"), &rows("2024-03-06"));
    let _second = answer.says("新增 1 行").says("1 行已经登记过");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 2);
}

#[apply(both_engines)]
fn links_of_earlier_years_come_with_side_mode_and_days(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[
        &["编号", "联系执委", "哪一侧", "包保方式", "开始日期", "结束日期"],
        &["#2", "陈玉兰", "", "", "2022-01-01", "2022-12-31"],
        &["#2", "陈玉兰", "居住侧", "巡回服务", "2023-01-01", ""],
        &["#2", "陈玉兰", "户籍侧", "", "2022-06-01", "2023-06-30"],
        &["#2", "陈玉兰", "户籍侧", "", "2023-01-01", "2023-01-31"],
        &["#2", "汪秀英", "", "", "2021-07-02", "2022-07-01"],
        &["#2", "陈玉兰", "", "", "2021-07-01", ""],
        &["#2", "程丽华", "", "", "2024-01-01", ""],
        &["#3", "陈玉兰", "对面", "", "", ""],
        &["#3", "陈玉兰", "", "", "2024-05-01", "2024-04-01"],
        &["#1", "汪秀英", "", "", "2021-07-02", ""],
    ]);
    let (_, answer) = taken(&world, &chair, &page("links"), &file.bytes());
    let mut answer = answer.says("新增 3 行").says("1 行已经登记过").says("6 行有问题");
    for sentence in [
        "开始日期：陈玉兰2022年1月1日 到 2022年12月31日 已在户籍侧联系这一户，日期重叠",
        "开始日期：系统里汪秀英还在联系这一户，结束联系请在页面上办",
        "开始日期：这一户 2021年7月2日 起在册，联系不能更早",
        "联系执委：程丽华那时不是本社区的执委",
        "哪一侧：“对面”看不懂，请写户籍侧或居住侧",
        "开始日期：请写从哪一天起",
        "结束日期：“到”不能早于“从”",
    ] {
        answer = answer.says(sentence);
    }
    let links = "SELECT COUNT(*) FROM household_link l JOIN people_person p ON p.tenant = l.tenant AND p.id = l.person_id \
                 WHERE p.name = '陈玉兰' AND l.until_day IS NOT NULL";
    assert_eq!(world.number(links), 2);
    // The visit that was hers only by the link of that year can be brought in now.
    let visits = Workbook::of(&[
        &["编号", "走访日期", "走访人", "走访内容"],
        &["#2", "2022-12-31", "陈玉兰", "最后一天"],
    ]);
    let (_, answer) = taken(&world, &chair, &page("visits"), &visits.bytes());
    let _answer = answer.says("新增 1 行");
    let done = everything(&world);
    let (_, again) = taken(&world, &chair, &page("links"), &file.bytes());
    let _again = again.says("4 行已经登记过").says("6 行有问题");
    assert_eq!(everything(&world), done);
}

#[apply(both_engines)]
fn needs_come_with_their_source_and_days(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[
        &["编号", "需求", "认定日期", "退出日期", "来源名单", "名单日期"],
        &["#12", "低保户", "2024-03-01", "", "民政低保名单", "2024年3月"],
        &["#12", "大病", "2022-03-01", "2023-02-28", "两癌筛查", "2022-03-01"],
        &["#12", "大病", "2023-02-01", "", "", ""],
        &["#1", "低保", "2022-01-01", "2023-01-01", "", ""],
        &["#1", "富裕", "2022-01-01", "", "", ""],
        &["#1", "残疾", "", "", "", ""],
        &["#1", "残疾", "#45356", "", "", "2027-01-01"],
    ]);
    let (_, answer) = taken(&world, &chair, &page("needs"), &file.bytes());
    let mut answer = answer.says("新增 2 行").says("5 行有问题");
    for sentence in [
        "开始日期：系统里这一户的“大病”是 2022年3月1日 到 2023年2月28日，日期重叠",
        "开始日期：系统里这一户的“低保”是 2021年7月2日 起，日期重叠",
        "需求：“富裕”看不懂",
        "开始日期：请写从哪一天起",
        "来源日期：日期还没到",
    ] {
        answer = answer.says(sentence);
    }
    let source =
        "SELECT COUNT(*) FROM household_need WHERE source_reference = '民政低保名单' AND until_day IS NULL";
    assert_eq!(world.number(source), 1);
    let family = world.family("黄桂枝");
    let page_of_needs = chair.get(&format!("/households/{family}/needs")).expect(200);
    let _needs = page_of_needs.says("低保").says("2024年3月1日").never_says("大病</th>");
    let done = everything(&world);
    let (_, again) = taken(&world, &chair, &page("needs"), &file.bytes());
    let _again = again.says("2 行已经登记过").says("5 行有问题");
    assert_eq!(everything(&world), done);
}

#[apply(both_engines)]
fn people_come_into_their_households_and_their_numbers_are_never_shown(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[
        &["编号", "姓名", "与户主关系", "性别", "出生年月", "身份证号"],
        &["#1", "王桂兰", "户主", "", "", "11010519491231002X"],
        &["#1", "程小雨", "孙女", "女", "2015年", ""],
        &["#1", "程小雨", "孙女", "男", "2015年", ""],
        &["#2", "程国庆", "本人", "", "", "11010519491231002Y"],
        &["#2", "", "女儿", "女", "2015", ""],
        &["#2", "程小花", "女儿", "", "", ""],
    ]);
    let (_, answer) = taken(&world, &chair, &page("residents"), &file.bytes());
    let mut answer = answer.says("新增 2 行").says("4 行有问题");
    for sentence in ["性别：程小雨和表里不同", "身份证号：", "姓名：请写姓名", "性别：请写“女”或“男”"]
    {
        answer = answer.says(sentence);
    }
    let _hidden = answer.never_says("11010519491231002X");
    let kept =
        "SELECT COUNT(*) FROM household_resident WHERE citizen_id_index IS NOT NULL AND name = '王桂兰'";
    assert_eq!(world.number(kept), 1);
    let family = world.family("王桂兰");
    let file_of_hers = chair.get(&format!("/households/{family}")).expect(200);
    let _file = file_of_hers.never_says("1101").never_says("002X");
    let audit = world.as_person(AUDITOR).get("/audit").expect(200);
    let _audit = audit.says("导入家庭成员").never_says("002X");
    let done = everything(&world);
    let (_, again) = taken(&world, &chair, &page("residents"), &file.bytes());
    let _again = again.says("2 行已经登记过").says("4 行有问题");
    assert_eq!(everything(&world), done);
}

#[apply(both_engines)]
fn a_template_says_how_it_is_filled_in_and_another_table_is_not_taken_for_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    for of in ["residents", "needs", "links", "visits"] {
        let shown = chair.get(&page(of)).expect(200).says("下载一张空表").says("哪一户：写编号");
        let _together =
            shown.says("重点户台账").says("家庭成员").says("需求").says("联系人").says("往年走访");
        let empty = chair.get(&format!("{}?empty=true", page(of))).expect(200).bytes;
        let sheet = crate::exporting::opened(&empty, false);
        assert!(sheet.lines.iter().any(|line| line.contains("哪一户：写编号")), "{of}: {:?}", sheet.lines);
        assert!(sheet.heads.contains(&"编号".to_owned()), "{of}: {:?}", sheet.heads);
        let (_, matching) = crate::importing::uploaded(&world, &chair, &page(of), &empty);
        let _columns = matching.says("核对各列").never_says("这些列必须有");
    }
    let roster = Workbook::of(&[&["姓名", "职务", "学历"], &["汪秀英", "执委", "大专"]]);
    let (href, matching) = crate::importing::uploaded(&world, &chair, &page("visits"), &roster.bytes());
    let _missing = matching.says("没有找到表头");
    let _refused = chair.post(&format!("{href}/columns"), &[("then", "try")]).expect(422).says("走访日期");
}

#[apply(both_engines)]
fn merged_cells_formulas_and_many_empty_rows_are_read_as_excel_shows_them(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let mut inside = String::from("<sheetData><row r=\"1\">");
    for heading in ["编号", "走访日期", "走访人", "走访内容"] {
        inside.push_str(&text(heading));
    }
    inside.push_str("</row>");
    // The number is a formula with its value; the member of two rows is one merged cell.
    let _ = write!(
        inside,
        "<row r=\"2\"><c r=\"A2\"><f>1+0</f><v>1</v></c><c r=\"B2\"><v>45356</v></c>\
         <c r=\"C2\" t=\"inlineStr\"><is><t>汪秀英</t></is></c><c r=\"D2\" t=\"str\"><f>\"送\"&amp;\"药\"</f><v>送药</v></c></row>"
    );
    let _ = write!(
        inside,
        "<row r=\"3\"><c r=\"A3\"><v>2</v></c><c r=\"B3\"><v>45357</v></c>\
         <c r=\"D3\" t=\"inlineStr\"><is><t>陪诊</t></is></c></row>"
    );
    for row in 4..20_004 {
        let _ = write!(inside, "<row r=\"{row}\"><c r=\"A{row}\" s=\"1\"/></row>");
    }
    inside
        .push_str("<row r=\"20004\"><c r=\"A20004\" t=\"e\"><f>A1/0</f><v>#DIV/0!</v></c></row></sheetData>");
    inside.push_str("<mergeCells><mergeCell ref=\"C2:C3\"/></mergeCells>");
    let file = Workbook::default().raw_sheet("走访", &inside).bytes();
    let (_, answer) = taken(&world, &chair, &page("visits"), &file);
    let _answer = answer.says("新增 2 行").says("1 行有问题").says("编号：");
    assert_eq!(world.number("SELECT COUNT(*) FROM household_visit"), 2);
}
