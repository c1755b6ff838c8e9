use niangjia_kernel::{SeededChance, Timestamp};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn span(from: &str, until: &str) -> Span {
    (day(from), Some(until).filter(|until| !until.is_empty()).map(day))
}

fn wang() -> Id<Person> {
    Id::new(Timestamp::from_millis(1), &SeededChance::new(1))
}

fn link(from: &str, until: &str) -> BroughtLink {
    BroughtLink { person: wang(), side: Side::Register, mode: Mode::Nearby, span: span(from, until) }
}

fn known(from: &str, until: &str) -> KnownLink {
    let BroughtLink { person, side, mode, span } = link(from, until);
    KnownLink { person, side, mode, span, caretaker: false }
}

const TODAY: &str = "2026-11-22";

fn of_link(said: BroughtLink, known: &[KnownLink]) -> Brings {
    let served = [span("2021-07-01", "2024-07-01"), span("2024-07-01", "")];
    check_brought_link(said, "汪秀英", known, &served, (day("2022-01-01"), day(TODAY)))
}

#[track_caller]
fn refused(brings: Brings, column: &str, words: &str) {
    let Brings::Not(reasons) = brings else { panic!("{brings:?}") };
    assert!(reasons.iter().any(|(at, said)| *at == column && said.contains(words)), "{reasons:?}");
}

#[test]
fn a_link_of_a_file_is_within_the_register_and_her_time_and_overlaps_none() {
    assert_eq!(of_link(link("2022-03-01", "2023-03-01"), &[]), Brings::New);
    assert_eq!(of_link(link("2023-03-01", ""), &[]), Brings::New, "elected again without a gap");
    refused(of_link(link("2026-11-23", ""), &[]), "from", "日期还没到");
    refused(of_link(link("2023-01-01", "2022-01-01"), &[]), "until", "不能早于");
    refused(of_link(link("2021-12-31", ""), &[]), "from", "2022年1月1日 起在册");
    let there = known("2022-03-01", "2023-03-01");
    assert_eq!(of_link(link("2022-03-01", "2023-03-01"), &[there]), Brings::Same);
    assert_eq!(of_link(link("2023-03-01", ""), &[there]), Brings::New, "the day after the last");
    refused(of_link(link("2023-02-28", ""), &[there]), "from", "日期重叠");
    refused(of_link(link("2022-03-01", "2023-03-01"), &[known("2022-03-01", "")]), "from", "在页面上办");
    refused(of_link(link("2022-03-01", ""), &[there]), "from", "重新开始");
    let roving = BroughtLink { mode: Mode::Roving, ..link("2022-03-01", "2023-03-01") };
    refused(of_link(roving, &[there]), "mode", "就近包保");
    let residence = BroughtLink { side: Side::Residence, ..link("2022-03-01", "2023-03-01") };
    assert_eq!(of_link(residence, &[there]), Brings::New, "the other side is another link");
    let caretaker = KnownLink { caretaker: true, ..known("2022-03-01", "") };
    assert_eq!(of_link(link("2023-03-01", ""), &[caretaker]), Brings::New);
    let early = check_brought_link(
        link("2020-03-01", "2021-03-01"),
        "汪秀英",
        &[],
        &[span("2021-07-01", "")],
        (day("2019-01-01"), day(TODAY)),
    );
    refused(early, "linked", "那时不是本社区的执委（任执委：2021年7月1日 起）");
}

proptest! {
    #[test]
    fn no_links_that_a_file_brought_overlap(
        said in proptest::collection::vec((0_i64..400, proptest::option::of(1_i64..200)), 1..20)
    ) {
        let first = day("2022-01-01");
        let mut kept: Vec<KnownLink> = Vec::new();
        for (from, days) in said {
            let span = (first.plus(from), days.map(|days| first.plus(from + days)));
            let said = BroughtLink { span, ..link("2022-01-01", "") };
            if of_link(said, &kept) == Brings::New {
                kept.push(KnownLink { span, ..known("2022-01-01", "") });
            }
        }
        prop_assert!(!kept.is_empty(), "the premise: something is brought in");
        for on in (0..700).map(|days| first.plus(days)) {
            let covering = kept.iter().filter(|one| one.span.0 <= on && one.span.1.is_none_or(|until| on < until));
            prop_assert!(covering.count() <= 1, "{on}");
        }
    }
}

#[test]
fn a_visit_of_an_earlier_year_was_made_by_who_served_and_was_linked_or_led_that_day() {
    let served = [span("2021-07-01", "2025-01-01")];
    let linked = [span("2022-03-01", "2023-03-01")];
    let days = (day("2022-01-01"), day(TODAY));
    let check =
        |on: &str, led: &[Span]| check_brought_visit(day(on), "汪秀英", (&served, led, &linked), days);
    let says = |reasons: Vec<(&'static str, String)>, words: &str| {
        assert!(reasons.iter().any(|(_, said)| said.contains(words)), "{words}: {reasons:?}");
    };
    assert_eq!(check("2022-05-05", &[]), []);
    assert_eq!(check("2023-02-28", &[]), [], "the last day of the link");
    says(check("2023-03-01", &[]), "那天没有联系这一户");
    says(check("2022-02-28", &[]), "从 2022年3月1日 起联系这一户");
    assert_eq!(check("2022-02-28", &served), [], "who leads the community may visit every family");
    says(check("2021-12-31", &served), "起在册");
    says(check("2025-01-01", &served), "那时不是本社区的执委");
    says(check("2026-11-23", &served), "日期还没到");
    let never = check_brought_visit(day("2022-05-05"), "汪秀英", (&served, &[], &[]), days);
    says(never, "请先导入联系人");
}

#[test]
fn a_need_of_a_file_holds_once_at_a_time() {
    let check = |said: Span, known: &[Span]| check_brought_need(NeedKind::Dibao, said, known, day(TODAY));
    let there = span("2022-03-01", "2023-03-01");
    assert_eq!(check(span("2022-03-01", ""), &[]), Brings::New);
    assert_eq!(check(there, &[there]), Brings::Same);
    assert_eq!(check(span("2023-03-01", ""), &[there]), Brings::New, "it fell away and came again");
    refused(check(span("2023-02-01", ""), &[there]), "from", "日期重叠");
    refused(check(there, &[span("2022-03-01", "")]), "from", "消除请在页面上办");
    refused(check(span("2022-03-01", "2026-12-01"), &[]), "until", "日期还没到");
}

#[test]
fn somebody_of_a_family_is_known_by_her_number_then_by_her_name() {
    let one = |name, same_citizen| KnownResident { name, same_citizen };
    assert_eq!(who_of_them("程小雨", &[]), WhoOfThem::New);
    assert_eq!(who_of_them("程小雨", &[one("程小雨", None)]), WhoOfThem::Known(0));
    assert_eq!(who_of_them("程小雨", &[one("程小雨", Some(false))]), WhoOfThem::OtherNumber(0));
    assert_eq!(who_of_them("程小雨", &[one("程雨", Some(true))]), WhoOfThem::OtherName(0));
    let two = [one("程小雨", None), one("程小雨", Some(true))];
    assert_eq!(who_of_them("程小雨", &two), WhoOfThem::Known(1));
}
