//! How long a search among ten thousand articles takes.

use niangjia_kernel::Day;
use niangjia_reception::api::{ArticleKind, SaidArticle, write_articles};
use niangjia_store::StoreError;
use niangjia_testkit::{COUNTY_CHAIR, Engine, MEMBER, World};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;

/// Ten thousand articles of about 150 characters, put together from the words of offices.
fn many(today: Day) -> Vec<SaidArticle> {
    const WORDS: [&str; 24] = [
        "申请",
        "材料",
        "身份证",
        "户口簿",
        "窗口",
        "街道",
        "社区",
        "法律",
        "援助",
        "心理",
        "咨询",
        "孩子",
        "学校",
        "医院",
        "救助",
        "补贴",
        "合同",
        "土地",
        "工资",
        "产假",
        "调解",
        "法院",
        "派出所",
        "热线",
    ];
    (0..10_000_usize)
        .map(|number| {
            let word = |step: usize| WORDS[(number * 7 + step * step * 5 + step * number) % WORDS.len()];
            SaidArticle {
                kind: ArticleKind::Answer,
                title: format!("第{number}条 {}{}怎样办", word(1), word(2)),
                body: (0..60).map(word).collect(),
                source: "样例".to_owned(),
                address: String::new(),
                phone: String::new(),
                hours: String::new(),
                categories: String::new(),
                valid_until: today.plus(300),
            }
        })
        .collect()
}

/// Measured, not asserted to the millisecond: run with `--run-ignored all`, and printed.
#[apply(both_engines)]
#[ignore = "a measurement: half a minute"]
fn ten_thousand_articles_are_searched_while_she_listens(#[case] engine: Engine) {
    let world = World::on(engine);
    let county = world.actor(COUNTY_CHAIR);
    let began = std::time::Instant::now();
    let written = world.store().write_blocking(move |tx| {
        let org = niangjia_org::api::by_code(tx, "341881")?.expect("the county");
        write_articles(tx, &county, &org, many(tx.today()))
    });
    written.map_err(|error: StoreError| error.to_string()).expect("written");
    println!(
        "{engine:?}: 10,000 written in {:?}, {} grams",
        began.elapsed(),
        world.number("SELECT COUNT(*) FROM reception_gram")
    );
    let member = world.as_person(MEMBER);
    for words in ["法律援助", "第9876条", "产假工资", "站", "土", "没有的词"] {
        let encoded: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = format!("/knowledge?q={encoded}");
        let _warm = member.get(&path).expect(200);
        let began = std::time::Instant::now();
        for _ in 0..5 {
            let _page = member.get(&path).expect(200);
        }
        println!("{engine:?}: {words}: {:?} a page", began.elapsed() / 5);
    }
}
