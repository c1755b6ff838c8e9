use niangjia_testkit::{AUDITOR, CHAIR, COUNTY_CHAIR, Engine, MEMBER, STREET_CHAIR, Workbook, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;
use crate::importing::{everything, taken, tried, uploaded};

const PAGE: &str = "/orgs/341881003004/members/import";
const STREET_PAGE: &str = "/orgs/341881003/members/import";

/// As a clerk keeps it: a title, a heading of two rows, full-width digits, a month, an apostrophe, a dot in a name.
fn roster() -> Workbook {
    Workbook::of(&[
        &["嵩合社区妇联执委花名册"],
        &["填报单位：嵩合社区", "", "", "", "2026年11月"],
        &[
            "序号",
            "姓 名",
            "性别",
            "出生年月",
            "文化程度",
            "政治面貌",
            "职务",
            "联系电话",
            "身份证号码",
            "备注",
        ],
        &[
            "#1",
            "刘晓燕",
            "女",
            "1949.12",
            "大学本科",
            "中共党员",
            "执委、居民小组长（程家湾组）",
            "１５０００００３３９０",
            "'11010519491231002X",
        ],
        &["#2", "阿依古丽•买买提", "女", "1985年3月", "大专", "群众", "执委", "15000003391"],
        &["#3", "䶮 素琴", "", "#31144", "高中（中专）", "共青团员", "妇女代表"],
        &["#4", "汪秀英", "女", "", "", "", "执委、两委干部"],
    ])
}

#[apply(both_engines)]
fn a_roster_as_an_office_keeps_it_is_tried_taken_and_a_second_time_changes_nothing(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let before = everything(&world);
    let (href, page) = tried(&world, &chair, PAGE, &roster().bytes());
    let _page = page.says("将新增 3 行").says("将补充 1 行").never_says("行有问题");
    assert_eq!(everything(&world), before, "a dry run writes nothing");
    let _going = chair.post(&format!("{href}/take"), &[]).expect(303);
    world.work();
    chair.get(&href).expect(200).says("已完成").says("新增 3 行").says("补充 1 行");

    let roster_page = chair.get("/orgs/341881003004/members").expect(200);
    let roster_page = roster_page
        .says("刘晓燕")
        .says("居民小组长（程家湾组）")
        .says("阿依古丽·买买提")
        .says("执委、两委干部");
    let _sealed = roster_page.never_says("15000003390").never_says("11010519491231002X");
    assert_eq!(
        world.number("SELECT COUNT(*) FROM people_person WHERE name = '䶮素琴'"),
        1,
        "no blanks, and no ?"
    );
    assert_eq!(
        world.number("SELECT COUNT(*) FROM people_person WHERE name = '汪秀英'"),
        1,
        "she is not entered again"
    );
    let born = "SELECT birth_day FROM people_person WHERE name = '刘晓燕'";
    assert_eq!(
        world.number(born),
        -7_306,
        "the day of her number, 1949-12-31, and not the first of the month"
    );

    let done = everything(&world);
    let (_, again) = taken(&world, &chair, PAGE, &roster().bytes());
    let _again = again.says("4 行已经登记过，没有变化").never_says("新增");
    assert_eq!(everything(&world), done, "the same file again");
}

#[apply(both_engines)]
fn what_is_known_is_completed_and_never_overwritten(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let heading: &[&str] = &["姓名", "性别", "学历", "政治面貌", "手机号", "身份证号", "职务"];
    let first = Workbook::of(&[heading, &["刘晓燕", "女", "大专", "群众", "", "", "执委"]]);
    let _entered = taken(&world, &chair, PAGE, &first.bytes()).1.says("新增 1 行");
    let added = Workbook::of(&[heading, &["刘晓燕", "", "", "", "15000003390", "11010519491231002X", ""]]);
    let _added = taken(&world, &chair, PAGE, &added.bytes()).1.says("补充 1 行");
    let other = Workbook::of(&[
        heading,
        &["刘晓燕", "", "", "", "15000003399", "11010519491231002X", ""],
        &["刘小燕", "", "", "", "", "11010519491231002X", ""],
        &["汪秀英", "", "高中", "", "", "", "执委"],
        &["汪秀英", "", "", "", "13912345678", "", "执委"],
    ]);
    let (_, page) = tried(&world, &chair, PAGE, &other.bytes());
    let page = page.says("4 行有问题").says("手机号：系统里登记的是 150****3390，和表里不同");
    let page = page.says("姓名：系统里登记的是 刘晓燕").says("学历：系统里登记的是 大专及以上");
    let _page = page.says("199****0000").never_says("15000003390");
    let phones = "SELECT COUNT(*) FROM people_person WHERE name = '刘晓燕' AND phone IS NOT NULL";
    assert_eq!(world.number(phones), 1);
    let entries = "SELECT COUNT(*) FROM audit_entry WHERE action = 'people.complete_member'";
    assert_eq!(world.number(entries), 1, "what was filled in has its entry");
}

#[apply(both_engines)]
fn somebody_named_twice_is_noticed_unless_it_only_adds_a_post(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[
        &["姓名", "性别", "学历", "政治面貌", "手机号", "职务", "小组"],
        &["刘晓燕", "女", "大专", "群众", "15000003390", "执委", ""],
        &["刘晓燕", "女", "大专", "群众", "15000003390", "执委", ""],
        &["刘晓燕", "女", "大专", "群众", "15000003390", "居民小组长", "程家湾"],
        &["刘晓燕", "男", "大专", "群众", "15000003390", "妇女代表", ""],
        &["王芳", "女", "大专", "群众", "15000003391", "执委", ""],
        &["王芳", "女", "大专", "群众", "15000003392", "妇女代表", ""],
    ]);
    let (_, page) = tried(&world, &chair, PAGE, &file.bytes());
    let page = page.says("将新增 3 行").says("将补充 1 行").says("2 行有问题");
    let _page = page.says("和第 2 行是同一个人，不用写两次").says("和第 2 行是同一个人，性别不一样");
    let (_, done) = taken(&world, &chair, PAGE, &file.bytes());
    let _done = done.says("新增 3 行").says("补充 1 行").says("2 行有问题");
    assert_eq!(world.number("SELECT COUNT(*) FROM people_person WHERE name = '刘晓燕'"), 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM people_person WHERE name = '王芳'"), 2, "two of one name");
    assert_eq!(
        world.number("SELECT COUNT(*) FROM people_post t JOIN people_person p ON p.id = t.person_id WHERE p.name = '刘晓燕'"),
        2
    );
}

#[apply(both_engines)]
fn the_rules_of_the_form_hold_for_a_file_and_every_reason_names_its_column(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let file = Workbook::of(&[
        &["姓名", "性别", "出生日期", "学历", "政治面貌", "手机号", "身份证号", "职务", "小组", "任职时间"],
        &["甲一", "女", "2015-01-01", "大专", "群众", "", "", "执委", "", ""],
        &["甲二", "男", "", "大专", "群众", "", "11010519491231002X", "两委干部", "", ""],
        &["甲三", "女", "", "大专", "群众", "", "#110105194912310020", "执委", "", ""],
        &["甲四", "女", "", "大专", "群众", "0563-4020", "", "执委", "", ""],
        &["甲五", "女", "", "大专", "群众", "", "", "居民小组长", "", ""],
        &["甲六", "女", "", "大专", "群众", "", "", "主席", "", ""],
        &["甲七", "女", "", "", "", "", "", "", "", ""],
        &["甲八", "女", "", "大专", "群众", "", "", "书记", "", ""],
        &["甲九", "女", "", "大专", "群众", "", "", "执委", "", "2026-12-01"],
        &["", "女", "", "大专", "群众", "", "", "执委", "", ""],
    ]);
    let (href, page) = tried(&world, &chair, PAGE, &file.bytes());
    let sentences = [
        "出生日期：任职那天还不满 18 周岁",
        "身份证号：身份证号里的性别和填的不一样",
        "身份证号：身份证号被 Excel 存成了数字",
        "手机号：手机号应是 1 开头的 11 位数字",
        "小组：居民小组长请写是哪个小组",
        "职务：名册由本组织和上级",
        "学历：请写学历",
        "职务：“书记”看不懂",
        "任职时间：任职日期还没到",
        "姓名：请写姓名",
    ];
    let page = sentences.into_iter().fold(page, niangjia_testkit::Reply::says);
    let _page = page.says("10 行有问题").never_says("将新增");
    let file = chair.get(&format!("{href}/file")).expect(200);
    assert_eq!(&file.bytes[..2], b"PK", "the wrong rows come back as a workbook");
    let _going = chair.post(&format!("{href}/take"), &[]).expect(303);
    world.work();
    assert_eq!(world.number("SELECT COUNT(*) FROM people_person WHERE name LIKE '甲%'"), 0);
}

#[apply(both_engines)]
fn the_clerk_of_the_street_loads_one_file_for_all_its_communities(#[case] engine: Engine) {
    let world = World::on(engine);
    let street = world.as_person(STREET_CHAIR);
    let row = |name: &'static str, org: &'static str, post: &'static str| {
        vec![name, "女", "大专", "群众", post, org]
    };
    let rows = [
        vec!["姓名", "性别", "学历", "政治面貌", "职务", "所属社区"],
        row("乙一", "嵩合社区居委会", "执委"),
        row("乙二", "桥东", "主席"),
        row("乙三", "341881003001", "执委"),
        row("乙四", "河沥溪街道妇联", "执委"),
        row("乙五", "城北社区", "执委"),
        row("乙六", "", "执委"),
        row("乙七", "河沥溪街道", "主席"),
    ];
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let (_, page) = taken(&world, &street, STREET_PAGE, &Workbook::of(&rows).bytes());
    let page = page.says("新增 4 行").says("3 行有问题").says("单位：河沥溪街道没有“城北社区”");
    let _page = page.says("单位：请写是河沥溪街道哪个社区").says("主席、副主席由上级妇联登记");
    let at = |code: &str| {
        world.number(&format!(
            "SELECT COUNT(*) FROM people_post t JOIN org o ON o.id = t.org_id JOIN people_person p ON p.id = t.person_id \
             WHERE o.code = '{code}' AND p.name LIKE '乙%'"
        ))
    };
    assert_eq!((at("341881003004"), at("341881003001"), at("341881003")), (1, 2, 1));
}

#[apply(both_engines)]
fn who_has_left_is_not_brought_back_and_a_stranger_is_not_told_about(#[case] engine: Engine) {
    let world = World::on(engine);
    let (chair, county) = (world.as_person(CHAIR), world.as_person(COUNTY_CHAIR));
    let heading: &[&str] = &["姓名", "性别", "学历", "政治面貌", "手机号", "身份证号", "职务", "任职时间"];
    let row = |phone: &'static str, post: &'static str, since: &'static str| {
        vec!["刘晓燕", "女", "大专", "群众", phone, "11010519491231002X", post, since]
    };
    let first = row("15000003390", "执委", "2021-07-01");
    // She serves in another community of the county first.
    let elsewhere = "/orgs/341881001001/members/import";
    let _entered =
        taken(&world, &county, elsewhere, &Workbook::of(&[heading, &first]).bytes()).1.says("新增 1 行");
    let other_phone = row("15000003399", "执委", "2026-01-01");
    let (_, page) = tried(&world, &chair, PAGE, &Workbook::of(&[heading, &other_phone]).bytes());
    let _page = page.says("手机号：系统里登记的不是这个").never_says("150****3390");

    let _entered =
        taken(&world, &chair, PAGE, &Workbook::of(&[heading, &row("", "执委", "2021-07-01")]).bytes()).1;
    let post = world.store().read_blocking::<_, niangjia_store::StoreError>(|tx| {
        let sql = "SELECT t.tenant, t.id FROM people_post t JOIN org o ON o.id = t.org_id JOIN people_person p \
                   ON p.id = t.person_id WHERE o.code = '341881003004' AND p.name = '刘晓燕'";
        tx.row(sql, &[], |row| {
            let (tenant, id): (niangjia_kernel::Tenant, niangjia_kernel::Id<niangjia_kernel::Post>) =
                (row.take()?, row.take()?);
            Ok(id.within(tenant).to_string())
        })
    });
    let post = post.unwrap().expect("her post");
    let leaving = [("until_day", "2026-11-01"), ("reason", "moved")];
    let _left = chair.post(&format!("/posts/{post}/leaving"), &leaving).expect(303);
    let (_, page) =
        tried(&world, &chair, PAGE, &Workbook::of(&[heading, &row("", "执委", "2021-07-01")]).bytes());
    let _page = page.says("职务：她的执委到 2026年11月1日 为止");
    let (_, page) =
        taken(&world, &chair, PAGE, &Workbook::of(&[heading, &row("", "执委", "2026-11-10")]).bytes());
    let _page = page.says("补充 1 行");
}

#[apply(both_engines)]
fn a_roster_is_loaded_by_whoever_keeps_it(#[case] engine: Engine) {
    let world = World::on(engine);
    for (figure, status) in
        [(MEMBER, 403), (AUDITOR, 404), (CHAIR, 200), (STREET_CHAIR, 200), (COUNTY_CHAIR, 200)]
    {
        let browser = world.as_person(figure);
        let _page = browser.get(PAGE).expect(status);
        let refused = browser.upload(PAGE, &[("id", "x")], "a.xlsx", b"x");
        assert_eq!(refused.status.as_u16(), if status == 200 { 422 } else { status }, "{}", figure.name);
    }
    let chair = world.as_person(CHAIR);
    let _button = chair.get("/orgs/341881003004/members").expect(200).says(&format!("href=\"{PAGE}\""));
    let _none =
        world.as_person(MEMBER).get("/orgs/341881003004/members").expect(200).never_says("导入 Excel");
    let (href, _) = uploaded(&world, &chair, PAGE, &roster().bytes());
    let _hers = world.as_person(STREET_CHAIR).get(&href).expect(404);
    let _link = chair.get("/me").expect(200).says("href=\"/transfers\"");
    let _listed = chair.get("/transfers").expect(200).says("嵩合社区 执委名册");
}
