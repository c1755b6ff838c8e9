//! 网格地图 and 网格公示牌: where a grid lies, who may see it, and what everybody may read at the gate.

use niangjia_testkit::{
    Browser, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Engine, MEMBER, NEIGHBOUR, OTHER_CHAIR, RESIDENT_MEMBER,
    STREET_CHAIR, World,
};
use niangjia_web::{AppSettings, MapTiles};
use rstest::rstest;
use rstest_reuse::apply;

use crate::both_engines;

const GRIDS: &str = "/orgs/341881003004/grids";
const MAP: &str = "/orgs/341881003004/map";
const OTHER_GRIDS: &str = "/orgs/341881003001/grids";
const OTHER_MAP: &str = "/orgs/341881003001/map";

/// A rectangle in thousandths of a degree.
fn rectangle(west: f64, south: f64, east: f64, north: f64) -> String {
    let (w, s, e, n) = (118.98 + west / 1e3, 30.62 + south / 1e3, 118.98 + east / 1e3, 30.62 + north / 1e3);
    format!("{{\"type\":\"Polygon\",\"coordinates\":[[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]]}}")
}

fn set_up(chair: &Browser, page: &str, name: &str, external: &str) -> String {
    let fields = [("name", name), ("group_name", "巫山"), ("external_code", external)];
    let _made = chair.post(page, &fields).expect(303);
    let grids = chair.get_json(page).expect(200).json();
    let grids = grids["grids"].as_array().expect("grids").clone();
    let grid = grids.iter().find(|grid| grid["name"] == name).expect("the grid");
    grid["id"].as_str().expect("its identity").to_owned()
}

fn draw(chair: &Browser, map: &str, target: &str, shape: &str) -> niangjia_testkit::Reply {
    chair.post(map, &[("target", target), ("shape", shape)])
}

fn assign(world: &World, chair: &Browser, grid: &str, figure: niangjia_testkit::Figure) {
    let member = world.actor(figure).person.to_string();
    let fields = [("grid", grid), ("member", member.as_str()), ("mode", "nearby")];
    let _assigned = chair.post(&format!("{GRIDS}/members"), &fields).expect(303);
}

#[apply(both_engines)]
fn a_code_of_the_other_network_belongs_to_one_grid_of_the_county(#[case] engine: Engine) {
    let world = World::on(engine);
    let (chair, other) = (world.as_person(CHAIR), world.as_person(OTHER_CHAIR));
    let _grid = set_up(&chair, GRIDS, "巫山网格", "341881003004W01");
    let fields =
        [("name", "陈村网格"), ("group_name", "陈村"), ("external_code", "３４１８８１００３００４Ｗ０１")];
    chair.post(GRIDS, &fields).expect(422).says("已经是“巫山网格”的").says("陈村网格");
    other.post(OTHER_GRIDS, &fields).expect(422).says("的“巫山网格”用了");
    let fields = [("name", "集贸市场"), ("group_name", "巫山"), ("kind", "exclusive")];
    let _exclusive = chair.post(GRIDS, &fields).expect(303);
    let shown = chair.get(GRIDS).expect(200).says("341881003004001").says("341881003004901");
    let _shown = shown.says("341881003004W01");
    let grids = chair.get_json(GRIDS).json();
    let market = grids["grids"][1]["id"].as_str().expect("a grid").to_owned();
    let codes = format!("{GRIDS}/codes");
    chair.post(&codes, &[("grid", &market), ("code", "网格")]).expect(422).says("照综治平台上的抄");
    chair.post(&codes, &[("grid", &market), ("code", "341881003004W01")]).expect(422).says("已经是");
    let _set = chair.post(&codes, &[("grid", &market), ("code", "ZH-007")]).expect(303);
    let _cleared = chair.post(&codes, &[("grid", &market), ("code", " ")]).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM household_grid WHERE external_code IS NOT NULL"), 1);
    let _refused = world.as_person(MEMBER).post(&codes, &[("grid", &market)]).expect(403);
}

#[apply(both_engines)]
fn a_grid_is_drawn_shown_and_never_drawn_over_another(#[case] engine: Engine) {
    let world = World::on(engine);
    let (chair, other) = (world.as_person(CHAIR), world.as_person(OTHER_CHAIR));
    let (wushan, chen) = (set_up(&chair, GRIDS, "巫山网格", ""), set_up(&chair, GRIDS, "陈村网格", "W002"));
    let theirs = set_up(&other, OTHER_GRIDS, "桥头网格", "");
    chair.get(MAP).expect(200).says("地图上还没有网格").never_says("view.js");
    let _drawn = draw(&chair, MAP, &wushan, &rectangle(0., 0., 5., 5.)).expect(303);
    chair
        .get(MAP)
        .expect(200)
        .says("画了 <span class=\"nj-num\">1</span> 个")
        .says("view.js")
        .says("0.27 平方公里");
    for (target, shape, sentence) in [
        (chen.as_str(), rectangle(4., 0., 9., 5.), "重叠了"),
        (&chen, "{\"type\":\"Point\",\"coordinates\":[118.98,30.62]}".to_owned(), "里面是点"),
        (&chen, rectangle(4., 0., 9., 5.)[..60].to_owned(), "没有复制全"),
        ("grid_00000000000000000000000000000000", rectangle(5., 0., 9., 5.), "请选一个网格"),
    ] {
        let refused = draw(&chair, MAP, target, &shape).expect(422).says(sentence);
        assert!(refused.body.contains(&shape.replace('"', "&#34;")), "what was drawn stays: {sentence}");
    }
    other.get(MAP).expect(404);
    draw(&other, OTHER_MAP, &theirs, &rectangle(0., 0., 5., 5.))
        .expect(422)
        .says("一块地只属于一个社区的网格");
    // The border of her community, and a grid of theirs largely within it.
    let _border = draw(&chair, MAP, "community", &rectangle(-1., -1., 12., 12.)).expect(303);
    draw(&other, OTHER_MAP, &theirs, &rectangle(6., 6., 9., 9.)).expect(422).says("一个网格只属于一个社区");
    draw(&other, OTHER_MAP, "community", &rectangle(6., 6., 20., 20.)).expect(422).says("边界和");
    let _beside = draw(&other, OTHER_MAP, &theirs, &rectangle(12., 0., 15., 5.)).expect(303);
    // A file that names its grids by code or name, all or none.
    let feature = |said: &str, shape: &str| {
        format!("{{\"type\":\"Feature\",\"properties\":{{\"x\":\"{said}\"}},\"geometry\":{shape}}}")
    };
    let file = |second: &str| {
        let features =
            [feature("巫山网格", &rectangle(0., 0., 4., 5.)), feature(second, &rectangle(4., 0., 9., 5.))];
        format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","))
    };
    draw(&chair, MAP, "named", &file("河东")).expect(422).says("第 2 个面（河东）对不上");
    draw(&chair, MAP, &chen, &file("W002")).expect(422).says("好几个面");
    let _both = draw(&chair, MAP, "named", &file("W002")).expect(303);
    let map = chair.get_json(MAP).expect(200).json();
    assert_eq!(map["grids"][1]["shape"]["type"], "Polygon");
    assert_eq!(world.number("SELECT COUNT(*) FROM grid_area"), 4);
    let _cleared = chair.post(&format!("{MAP}/clearing"), &[("target", &chen)]).expect(303);
    let _gone = chair.post(&format!("{MAP}/clearing"), &[("target", &chen)]).expect(404);
    assert_eq!(world.number("SELECT COUNT(*) FROM grid_area"), 3);
}

#[apply(both_engines)]
fn who_may_see_grids_may_see_the_map_and_no_family_is_on_it(#[case] engine: Engine) {
    let world = World::on(engine);
    let chair = world.as_person(CHAIR);
    let grid = set_up(&chair, GRIDS, "巫山网格", "");
    assign(&world, &chair, &grid, MEMBER);
    let _drawn = draw(&chair, MAP, &grid, &rectangle(0., 0., 5., 5.)).expect(303);
    let card = format!("/grids/{}.{grid}", world.actor(CHAIR).tenant);
    for (figure, status) in [
        (CHAIR, 200),
        (MEMBER, 200),
        (STREET_CHAIR, 200),
        (COUNTY_CHAIR, 200),
        (CITY_CHAIR, 404),
        (OTHER_CHAIR, 404),
        (NEIGHBOUR, 404),
    ] {
        let person = world.as_person(figure);
        for page in [GRIDS, MAP, &card, &format!("{card}/board")] {
            let shown = person.get(page).expect(status);
            let _no_family = shown.never_says("王桂兰");
        }
        let edit = if status == 200 && figure != CHAIR { 403 } else { status };
        let _edit = person.get(&format!("{MAP}/edit")).expect(edit);
        if figure != CHAIR {
            let _refused = draw(&person, MAP, &grid, &rectangle(0., 0., 1., 1.)).expect(edit);
        }
    }
    let names = chair.get(MAP).expect(200);
    let _names = names.says("汪秀英 · 0 户");
    chair.get(&format!("{MAP}?counts=true")).expect(200).says("执委 1 人").never_says("汪秀英");
}

#[apply(both_engines)]
fn a_board_is_read_by_everybody_when_it_is_up_and_by_nobody_before_or_after(#[case] engine: Engine) {
    let world = World::on(engine);
    let (chair, stranger) = (world.as_person(CHAIR), world.stranger());
    let grid = set_up(&chair, GRIDS, "巫山网格", "");
    let tenant = world.actor(CHAIR).tenant;
    let (board, notice) = (format!("/grids/{tenant}.{grid}/board"), format!("/g/{tenant}.{grid}"));
    let said = [
        ("extent", "东至中溪河"),
        ("duties", "走访"),
        ("office_phone", "0563-4012345"),
        ("supervision_phone", "12345"),
    ];
    chair.post(&board, &said).expect(422).says("还没有执委").says("东至中溪河");
    assign(&world, &chair, &grid, MEMBER);
    chair
        .post(&board, &[("extent", "东至中溪河")])
        .expect(422)
        .says("请写职责")
        .says("监督电话")
        .says("东至中溪河");
    stranger.get(&notice).expect(404).says("没有公示").never_says("汪秀英");
    let _member = world.as_person(MEMBER).post(&board, &said).expect(403);
    let _up = chair.post(&board, &said).expect(303);
    let public = stranger.get(&notice).expect(200).says("汪秀英").says("0563-4012345").says("巫山网格");
    let _nothing_else = public.never_says("王桂兰").never_says("户").never_says("per_").never_says("/orgs/");
    chair.get(GRIDS).says("已公示");
    // Somebody comes: the board is out of date, and she is not public until the chair says so.
    assign(&world, &chair, &grid, RESIDENT_MEMBER);
    chair.get("/").expect(200).says("巫山网格的公示牌已过期，请重新打印");
    let stale = chair.get(&board).expect(200).says("来到这个网格").says("预览，还没有公示");
    let _no_print = stale.never_says("data-print");
    let name = world.actor(RESIDENT_MEMBER).name;
    stranger.get(&notice).expect(200).never_says(&name);
    let _again = chair.post(&board, &said).expect(303);
    stranger.get(&notice).expect(200).says(&name);
    chair.get("/").expect(200).never_says("已过期");
    // Somebody leaves: she is public no more at once, whatever hangs at the gate.
    let post = format!("/posts/{}", world.actor(RESIDENT_MEMBER).acting.post.within(tenant));
    let leave = [("until_day", niangjia_testkit::TODAY), ("reason", "died")];
    let _left = chair.post(&format!("{post}/leaving"), &leave).expect(303);
    stranger.get(&notice).expect(200).says("汪秀英").never_says(&name);
    let down = format!("{board}/taking-down");
    let _down = chair.post(&down, &[]).expect(303);
    stranger.get(&notice).expect(404).says("没有公示").never_says("汪秀英");
    let _twice = chair.post(&down, &[]).expect(303);
    assert_eq!(world.number("SELECT COUNT(*) FROM grid_board"), 1);
}

#[test]
fn pictures_come_from_elsewhere_on_the_map_alone_and_only_where_they_are_configured() {
    let tiles = MapTiles::of("https://tiles.example:8443/v1/{z}/{x}/{y}.png", "示例地图").expect("tiles");
    assert_eq!(tiles.origin, "https://tiles.example:8443");
    for (template, sentence) in [
        ("ftp://tiles.example/{z}/{x}/{y}", "https://"),
        ("https://{s}.tiles.example/{z}/{x}/{y}", "{s}"),
        ("https://tiles.example/{z}/{x}", "{y}"),
    ] {
        assert!(MapTiles::of(template, "示例地图").expect_err(template).contains(sentence), "{template}");
    }
    assert!(MapTiles::of("https://tiles.example/{z}/{x}/{y}", " ").is_err(), "whose they are");
    let world = World::on(Engine::Sqlite);
    let chair = world.as_person(CHAIR);
    let grid = set_up(&chair, GRIDS, "巫山网格", "");
    let _drawn = draw(&chair, MAP, &grid, &rectangle(0., 0., 5., 5.)).expect(303);
    let _plain = chair.get(MAP).expect(200).never_says("tiles.example");
    let settings = AppSettings { map_tiles: Some(tiles), ..AppSettings::default() };
    let app = niangjia::wiring::application(world.store(), settings);
    let there = world.sign_in_at(niangjia::wiring::router(app), CHAIR);
    let map =
        there.get(MAP).expect(200).says("https://tiles.example:8443/v1/{z}/{x}/{y}.png").says("示例地图");
    assert!(map.policy.contains("img-src 'self' data: https://tiles.example:8443;"));
    let grids = there.get(GRIDS).expect(200);
    assert!(!grids.policy.contains("tiles.example"), "no other page");
}
