//! GeoJSON from outside: what it has to be, and in one sentence why it is not.

use geo::algorithm::Validation as _;
use geo::algorithm::validation::{InvalidMultiPolygon, InvalidPolygon};
use geo::orient::Direction;
use geo::{BoundingRect as _, CoordsIter as _, GeodesicArea as _, MapCoords as _, MultiPolygon, Orient as _};
use geojson::{Feature, GeoJson, GeometryValue};
use serde_json::Value;

use crate::model::Sides;

/// The longest text, in bytes: what a form takes, less its other fields.
const LONGEST: usize = 200_000;
/// The most corners of one area. The border of a township has about a thousand.
const MOST_CORNERS: usize = 3_000;
/// The most areas of one file.
const MOST_AREAS: usize = 200;
/// What China spans, in degrees, islands included.
const EAST: std::ops::RangeInclusive<f64> = 73.0..=136.0;
const NORTH: std::ops::RangeInclusive<f64> = 3.0..=54.0;
/// Smaller is a slip of the hand, larger a slip of units, in square metres: a courtyard, the largest village of a pasture.
const SMALLEST: f64 = 50.0;
const LARGEST: f64 = 3e10;

/// An area of a file, with what its properties say of it.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) shape: MultiPolygon,
    /// Every text and number among its properties: codes and names are looked for among them.
    pub(crate) said: Vec<String>,
}

/// R-GRD-01. An area is GeoJSON (RFC 7946) of one or more polygons whose borders do not cross themselves, in WGS-84 degrees within China.
///
/// Source: RFC 7946 §3.1.6, §4 (WGS-84, longitude first); domain.md §5.2. Reading: what was swapped, projected or of another
/// kind is told apart, for each is mended in another way; CGCS2000 is WGS-84 within a hand. Ours. The sentence says what to do.
pub(crate) fn read_shapes(text: &str) -> Result<Vec<Found>, String> {
    let text = text.trim().trim_start_matches('\u{feff}');
    check_text(text)?;
    let value: Value = serde_json::from_str(text).map_err(|error| {
        format!(
            "这不是 GeoJSON：第 {} 行第 {} 个字符起读不懂，文件可能没有复制全",
            error.line(),
            error.column()
        )
    })?;
    check_reference(&value)?;
    let read: GeoJson = serde_json::from_value(value).map_err(|_| {
        "这是 JSON，但不是 GeoJSON：里面要有 type 和 coordinates（FeatureCollection、Feature 或 Polygon）"
            .to_owned()
    })?;
    let features = match read {
        GeoJson::FeatureCollection(all) => all.features,
        GeoJson::Feature(one) => vec![one],
        GeoJson::Geometry(geometry) => vec![Feature { geometry: Some(geometry), ..Feature::default() }],
    };
    if features.is_empty() {
        return Err("文件里一个面都没有".to_owned());
    }
    if features.len() > MOST_AREAS {
        return Err(format!("文件里有 {} 个面，一次最多 {MOST_AREAS} 个，请只导出本社区的", features.len()));
    }
    features.into_iter().map(found).collect()
}

fn check_text(text: &str) -> Result<(), String> {
    let beginning = text.get(..2).unwrap_or_default();
    match text {
        "" => Err("请画一块区域，或者贴上、选一个 GeoJSON 文件".to_owned()),
        _ if beginning == "PK" => {
            Err("这是压缩包（例如 shp 或 kmz），请解开后转成 GeoJSON 再导入".to_owned())
        }
        _ if text.starts_with('<') => Err("这是 KML 或别的 XML 文件，请另存为 GeoJSON 再导入".to_owned()),
        _ if text.len() > LONGEST => Err(format!(
            "文件太大（{} KB），最多 {} KB：请只导出本社区的网格，坐标保留六位小数",
            text.len() / 1000,
            LONGEST / 1000
        )),
        _ => Ok(()),
    }
}

/// A file may name another system of coordinates, as it was allowed before 2016.
fn check_reference(value: &Value) -> Result<(), String> {
    let name = value.pointer("/crs/properties/name").and_then(Value::as_str).unwrap_or_default();
    let degrees = ["4326", "4490", "CRS84"].iter().any(|known| name.ends_with(known));
    if name.is_empty() || degrees {
        return Ok(());
    }
    Err(format!(
        "文件用的坐标系是 {}，请转成 WGS-84 经纬度（EPSG:4326）再导入",
        name.chars().take(60).collect::<String>()
    ))
}

fn found(feature: Feature) -> Result<Found, String> {
    let properties = feature.properties.unwrap_or_default();
    let said = properties.values().filter_map(|value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let said = said.collect();
    let geometry = feature.geometry.ok_or("有一个面是空的，没有边界")?.value;
    let kind = match &geometry {
        GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. } => "",
        GeometryValue::Point { .. } | GeometryValue::MultiPoint { .. } => "点",
        GeometryValue::LineString { .. } | GeometryValue::MultiLineString { .. } => "线",
        GeometryValue::GeometryCollection { .. } => "几何集合",
    };
    if !kind.is_empty() {
        return Err(format!("里面是{kind}，网格要用面（Polygon 或 MultiPolygon）"));
    }
    let geometry: geo::Geometry =
        geometry.try_into().map_err(|_| "有一个坐标不完整，每个角要有经度和纬度".to_owned())?;
    let shape = match geometry {
        geo::Geometry::Polygon(one) => MultiPolygon::new(vec![one]),
        geo::Geometry::MultiPolygon(many) => many,
        _ => return Err("里面没有面".to_owned()),
    };
    check_shape(&shape)?;
    // RFC 7946 §3.1.6: outer borders run counter-clockwise, whichever way they were drawn.
    Ok(Found { shape: shape.map_coords(rounded).orient(Direction::Default), said })
}

/// To a millionth of a degree: a hand's breadth, and what is stored.
fn rounded(corner: geo::Coord) -> geo::Coord {
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    geo::Coord { x: rounded(corner.x), y: rounded(corner.y) }
}

fn check_shape(shape: &MultiPolygon) -> Result<(), String> {
    let corners = shape.coords_count();
    if shape.0.is_empty() || corners == 0 {
        return Err("有一个面是空的，没有边界".to_owned());
    }
    if corners > MOST_CORNERS {
        return Err(format!("边界有 {corners} 个角，最多 {MOST_CORNERS} 个，请在制图软件里简化一下再导入"));
    }
    for corner in shape.coords_iter() {
        check_corner(corner)?;
    }
    if let Err(invalid) = shape.map_coords(rounded).check_validation() {
        return Err(invalid_words(&invalid));
    }
    let area = ground(&shape.orient(Direction::Default));
    if area < SMALLEST {
        return Err(format!("面积只有 {area:.0} 平方米，像是画错了，请再画一遍"));
    }
    if area > LARGEST {
        return Err(format!("面积有 {:.0} 平方公里，像是画错了，请再画一遍", area / 1e6));
    }
    Ok(())
}

fn check_corner(corner: geo::Coord) -> Result<(), String> {
    let geo::Coord { x, y } = corner;
    let said = format!("（{x}，{y}）");
    if EAST.contains(&x) && NORTH.contains(&y) {
        return Ok(());
    }
    Err(if EAST.contains(&y) && NORTH.contains(&x) {
        format!("经度和纬度写反了{said}：GeoJSON 里先写经度，再写纬度")
    } else if x.abs() > 180.0 || y.abs() > 90.0 {
        if x.abs() > 360.0 || y.abs() > 360.0 {
            format!("坐标是投影坐标（米）{said}，不是经纬度，请转成 WGS-84 经纬度（EPSG:4326）再导入")
        } else {
            format!("坐标超出了范围{said}：经度在 ±180、纬度在 ±90 以内")
        }
    } else {
        format!("坐标不在中国范围里{said}，请核对文件")
    })
}

fn invalid_words(invalid: &InvalidMultiPolygon) -> String {
    match invalid {
        InvalidMultiPolygon::InvalidPolygon(_, InvalidPolygon::TooFewPointsInRing(_)) => {
            "边界至少要有三个不同的角".to_owned()
        }
        InvalidMultiPolygon::InvalidPolygon(_, InvalidPolygon::SelfIntersection(_)) => {
            "边界自己和自己交叉了（像 8 字），请沿着外边按顺序再画一遍".to_owned()
        }
        InvalidMultiPolygon::InvalidPolygon(_, InvalidPolygon::NonFiniteCoord(..)) => {
            "有一个坐标不是数字".to_owned()
        }
        InvalidMultiPolygon::InvalidPolygon(..) => {
            "里面的洞和外边界碰在一起或者在外面，请改好再导入".to_owned()
        }
        InvalidMultiPolygon::ElementsOverlaps(..) => "同一块区域里有两个面互相重叠，请合成一个面".to_owned(),
        InvalidMultiPolygon::ElementsTouchOnALine(..) => {
            "同一块区域里有两个面共用一条边，请合成一个面".to_owned()
        }
    }
}

/// The area on the ground, in square metres. A border that runs clockwise would enclose the rest of the earth: its sign is put
/// aside.
pub(super) fn ground(shape: &MultiPolygon) -> f64 {
    shape.0.iter().map(|polygon| polygon.geodesic_area_signed().abs()).sum()
}

/// The area on the ground, in whole square metres.
pub(crate) fn square_metres(shape: &MultiPolygon) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "bounded by LARGEST")]
    let whole = ground(shape).round() as i64;
    whole
}

/// The four sides, widened to whole millionths.
pub(crate) fn sides(shape: &MultiPolygon) -> Sides {
    let rect = shape.bounding_rect().unwrap_or_else(|| geo::Rect::new((0.0, 0.0), (0.0, 0.0)));
    #[expect(clippy::cast_possible_truncation, reason = "degrees, checked")]
    let micro = |value: f64| value as i64;
    Sides {
        west: micro((rect.min().x * 1e6).floor()),
        south: micro((rect.min().y * 1e6).floor()),
        east: micro((rect.max().x * 1e6).ceil()),
        north: micro((rect.max().y * 1e6).ceil()),
    }
}

/// The geometry as it is stored and sent: GeoJSON, one polygon as such.
pub(crate) fn stored(shape: &MultiPolygon) -> String {
    let value = match shape.0.as_slice() {
        [one] => GeometryValue::from(one),
        _ => GeometryValue::from(shape),
    };
    geojson::Geometry::new(value).to_string()
}

/// What [`stored`] wrote.
pub(crate) fn geometry(text: &str) -> Option<MultiPolygon> {
    let geometry: geojson::Geometry = text.parse().ok()?;
    match geo::Geometry::try_from(geometry.value).ok()? {
        geo::Geometry::Polygon(one) => Some(MultiPolygon::new(vec![one])),
        geo::Geometry::MultiPolygon(many) => Some(many),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A square of about 900 m beside the river of the demo's community.
    const SQUARE: &str = "[[[118.98,30.62],[118.99,30.62],[118.99,30.63],[118.98,30.63],[118.98,30.62]]]";

    fn polygon(coordinates: &str) -> String {
        format!("{{\"type\":\"Polygon\",\"coordinates\":{coordinates}}}")
    }

    fn refused(text: &str) -> String {
        read_shapes(text).expect_err(text)
    }

    #[test]
    fn a_polygon_is_read_alone_as_a_feature_and_in_a_collection() {
        let alone = polygon(SQUARE);
        let feature = format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"巫山网格\",\"no\":7}},\"geometry\":{alone}}}"
        );
        let collection =
            format!("\u{feff} {{\"type\":\"FeatureCollection\",\"features\":[{feature},{feature}]}}");
        for (text, count) in [(&alone, 1), (&feature, 1), (&collection, 2)] {
            let found = read_shapes(text).expect(text);
            assert_eq!(found.len(), count);
            let area = square_metres(&found[0].shape);
            assert!((1_050_000..1_070_000).contains(&area), "{area} square metres");
        }
        assert_eq!(read_shapes(&feature).expect("one")[0].said, ["巫山网格", "7"]);
        let named = format!(
            "{{\"type\":\"FeatureCollection\",\"crs\":{{\"properties\":{{\"name\":\"urn:ogc:def:crs:EPSG::4490\"}}}},\"features\":[{feature}]}}"
        );
        assert!(read_shapes(&named).is_ok(), "CGCS2000");
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let shape = read_shapes(&polygon(SQUARE)).expect("a square").remove(0).shape;
        assert_eq!(geometry(&stored(&shape)), Some(shape.clone()));
        let Sides { west, south, east, north } = sides(&shape);
        assert_eq!((west, south, east, north), (118_980_000, 30_620_000, 118_990_000, 30_630_000));
    }

    #[test]
    fn it_does_not_matter_which_way_round_a_border_is_drawn() {
        let clockwise =
            polygon("[[[118.98,30.62],[118.98,30.63],[118.99,30.63],[118.99,30.62],[118.98,30.62]]]");
        let (one, other) =
            (read_shapes(&clockwise).expect("clockwise"), read_shapes(&polygon(SQUARE)).expect("a square"));
        assert_eq!(square_metres(&one[0].shape), square_metres(&other[0].shape));
        let hole = "[[118.984,30.624],[118.986,30.624],[118.986,30.626],[118.984,30.626],[118.984,30.624]]";
        let holed =
            read_shapes(&polygon(&format!("{},{hole}]", &SQUARE[..SQUARE.len() - 1]))).expect("with a hole");
        let (holed, whole) = (square_metres(&holed[0].shape), square_metres(&other[0].shape));
        assert!(holed < whole && holed > whole * 9 / 10, "{holed} of {whole}");
    }

    #[test]
    fn every_wrong_file_has_its_own_sentence() {
        for (text, sentence) in [
            ("", "请画一块区域"),
            ("PK\u{3}\u{4}", "压缩包"),
            ("<kml></kml>", "KML"),
            ("{\"type\":\"Polygon\",\"coord", "没有复制全"),
            ("[1,2]", "不是 GeoJSON"),
            ("{\"type\":\"Topology\"}", "不是 GeoJSON"),
            ("{\"type\":\"FeatureCollection\",\"features\":[]}", "一个面都没有"),
            ("{\"type\":\"Point\",\"coordinates\":[118.98,30.62]}", "里面是点"),
            ("{\"type\":\"LineString\",\"coordinates\":[[118.98,30.62],[118.99,30.62]]}", "里面是线"),
            ("{\"type\":\"Feature\",\"properties\":null,\"geometry\":null}", "是空的"),
            (&polygon("[]"), "是空的"),
            (&polygon("[[[30.62,118.98],[30.62,118.99],[30.63,118.99],[30.62,118.98]]]"), "写反了"),
            (&polygon("[[[498085,3388510],[499040,3388510],[499040,3389600],[498085,3388510]]]"), "投影坐标"),
            (&polygon("[[[218.98,30.62],[218.99,30.62],[218.99,30.63],[218.98,30.62]]]"), "超出了范围"),
            (&polygon("[[[2.35,48.85],[2.36,48.85],[2.36,48.86],[2.35,48.85]]]"), "不在中国范围"),
            (
                &polygon("[[[118.98,30.62],[118.99,30.63],[118.99,30.62],[118.98,30.63],[118.98,30.62]]]"),
                "自己和自己交叉",
            ),
            (&polygon("[[[118.98,30.62],[118.99,30.62],[118.98,30.62]]]"), "三个不同的角"),
            (&polygon("[[[118.98,30.62],[118.98001,30.62],[118.98001,30.62001],[118.98,30.62]]]"), "平方米"),
            (&polygon("[[[80,30],[130,30],[130,50],[80,50],[80,30]]]"), "平方公里"),
        ] {
            let said = refused(text);
            assert!(said.contains(sentence), "{text}: {said}");
        }
        let crs =
            "{\"type\":\"Polygon\",\"crs\":{\"properties\":{\"name\":\"EPSG:4527\"}},\"coordinates\":[]}";
        assert!(refused(crs).contains("EPSG:4527"));
        assert!(refused(&"1".repeat(200_001)).contains("太大"));
        let round: Vec<String> = (0..=3_001)
            .map(|step| f64::from(step % 3_001) * std::f64::consts::TAU / 3_001.0)
            .map(|angle| format!("[{:.6},{:.6}]", 118.98 + 0.1 * angle.cos(), 30.62 + 0.1 * angle.sin()))
            .collect();
        assert!(refused(&polygon(&format!("[[{}]]", round.join(",")))).contains("简化"));
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_read_or_refused_in_words(text in "\\PC{0,80}", x in -400.0f64..400.0, y in -400.0f64..400.0) {
            let _read = read_shapes(&text);
            let beside = polygon(&format!("[[[{x},{y}],[{},{y}],[{x},{}],[{x},{y}]]]", x + 0.01, y + 0.01));
            if let Ok(found) = read_shapes(&beside) {
                prop_assert!((73.0..=136.0).contains(&x) && (3.0..=54.0).contains(&y));
                prop_assert_eq!(geometry(&stored(&found[0].shape)), Some(found[0].shape.clone()));
            }
        }
    }
}
