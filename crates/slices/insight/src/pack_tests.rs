use super::*;
use crate::form::layout::Fills;

const EXAMPLE: &str = include_str!("../../../../packs/example-region.toml");

fn forms(text: &str) -> Result<Forms, PackError> {
    Forms::of(&Pack::parse(text).expect("TOML with a version"))
}

/// The example with a piece of it written otherwise; the piece must be there.
fn but(piece: &str, other: &str) -> String {
    assert!(EXAMPLE.contains(piece), "{piece}");
    let changed = EXAMPLE.replacen(piece, other, 1);
    forms(&changed).expect_err(other).to_string()
}

#[test]
fn the_shipped_form_goes_from_the_street_to_the_county_and_leaves_room_for_what_nobody_recorded() {
    let forms = Forms::in_force();
    let form = forms.by_code("monthly").expect("the month's form");
    assert_eq!(
        (form.from, form.to, forms.version.as_str()),
        (AreaLevel::Street, AreaLevel::County, "2026-1")
    );
    let by_hand = form.section.iter().any(|section| match section {
        Section::Lines(lines) => {
            lines.line.iter().any(|line| !line.item.is_empty() && line.indicator.is_none())
        }
        Section::Annex(_) => false,
    });
    assert!(by_hand && form.closing.iter().any(|line| line.fill == Fills::Hand));
    assert_eq!(forms.filled_at(AreaLevel::Street).count(), 1);
    assert_eq!(forms.received_at(AreaLevel::County).count(), 1);
    assert_eq!(forms.filled_at(AreaLevel::Community).count(), 0);
}

#[test]
fn another_region_has_another_layout_and_what_is_kept_of_it_reads_back() {
    let forms = forms(EXAMPLE).expect("the example fits");
    let form = forms.by_code("monthly").expect("its form");
    assert_ne!(Some(form), Forms::in_force().by_code("monthly"));
    let kept = serde_json::to_string(form).expect("JSON");
    assert_eq!(serde_json::from_str::<Layout>(&kept).expect("the same"), *form);
}

#[test]
fn an_indicator_that_the_platform_does_not_know_is_named_when_the_pack_is_read() {
    let wrong = but("indicator = \"matters_settled\"", "indicator = \"matters_setled\"");
    assert!(wrong.contains("没有指标“matters_setled”"), "{wrong}");
}

#[test]
fn days_that_an_indicator_cannot_be_asked_for_are_named_with_their_line() {
    let wrong =
        but("indicator = \"members\", spans = [\"as_of\"]", "indicator = \"members\", spans = [\"year\"]");
    assert!(wrong.contains("第 2 张表“在任执委”：指标 members 是某一天的状态，没有“本年累计”"), "{wrong}");
    let wrong = but("indicator = \"visits\", span = \"month\"", "indicator = \"visits\", span = \"as_of\"");
    assert!(wrong.contains("第 1 张表“当月（户次）”：指标 visits 是期间发生的"), "{wrong}");
    // Without a list of its own a line stands in every column.
    let wrong = but("indicator = \"members\", spans = [\"as_of\"]", "indicator = \"members\"");
    assert!(wrong.contains("在任执委"), "{wrong}");
}

#[test]
fn a_column_a_place_a_level_or_a_field_that_does_not_exist_is_named() {
    for (piece, other, said) in [
        ("show = \"unit\"", "show = \"units\"", "没有这样的列“units”"),
        ("span = \"year\"", "span = \"quarter\"", "没有这样的期间“quarter”"),
        ("fill = \"chair\"", "fill = \"boss\"", "没有这样的落款“boss”"),
        ("from = \"street\"", "from = \"hamlet\"", "没有这样的层级“hamlet”"),
        ("from = \"street\"", "from = \"community\"", "from = \"street\""),
        ("{month}{place}", "{monat}{place}", "{month}"),
        ("due_day = 8", "due_day = 31", "1 到 28"),
        ("landscape = true", "lanscape = true", "lanscape"),
        ("heading = \"走访率\"", "titel = \"走访率\"", "titel"),
        ("{ item = \"美丽庭院\",", "{ item = \"美丽庭院\", part = \"三\",", "分栏标题"),
        ("code = \"monthly\"", "code = \"月报\"", "code"),
        ("indicator = \"visit_rate\", span = \"month\",", "indicator = \"visit_rate\",", "没有写 span"),
        (
            "column = [{ heading = \"发放（元）\" }]",
            "column = [{ heading = \"x\", span = \"year\" }]",
            "没有指标",
        ),
    ] {
        let wrong = but(piece, other);
        assert!(wrong.contains(said), "{said}: {wrong}");
    }
}

#[test]
fn a_form_is_written_once() {
    let (head, form) = EXAMPLE.split_once("[[insight.form]]").expect("a form");
    let twice = format!("{head}[[insight.form]]{form}[[insight.form]]{form}");
    assert!(forms(&twice).expect_err("twice").to_string().contains("写了两次"));
    assert!(forms(head).expect("a region without forms").all.is_empty());
}
