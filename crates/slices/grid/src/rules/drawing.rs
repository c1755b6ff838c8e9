//! A map as a drawing: the areas of a community laid flat on a sheet.

use std::fmt::Write as _;

use geo::{BoundingRect as _, InteriorPoint as _, MultiPolygon, Polygon, Rect};

/// The longer side of the sheet, and the white around, in its own units.
const LONGER: f64 = 1000.0;
const WHITE: f64 = 12.0;

/// A sheet: its size, and each area on it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawing {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Each area.
    pub(crate) areas: Vec<Laid>,
    /// How many metres a hundred units are.
    pub(crate) metres: f64,
}

/// An area on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Laid {
    pub(crate) path: String,
    /// Where its name stands, and how much room there is for it, in units of the sheet.
    pub(crate) middle: (f64, f64),
    pub(crate) room: f64,
}

/// The largest size, up to `most`, in which words fit into so much room; `None` where they could not be read any more.
pub(crate) fn fitting(words: &str, room: f64, most: f64) -> Option<f64> {
    const LEAST: f64 = 8.0;
    let breadth: f64 = words.chars().map(|sign| if sign.is_ascii() { 0.55 } else { 1.0 }).sum();
    let size = (room * 0.94 / breadth.max(1.0)).min(most);
    (size >= LEAST).then_some(size)
}

/// Lays areas flat; `None` when there are none. At the breadth of a community a degree of longitude is as long as the
/// cosine of the latitude says: no projection is seen on so small a piece of the earth.
pub(crate) fn drawn(areas: &[&MultiPolygon]) -> Option<Drawing> {
    let all: Vec<Rect> = areas.iter().filter_map(|area| area.bounding_rect()).collect();
    let west = all.iter().map(|rect| rect.min().x).reduce(f64::min)?;
    let east = all.iter().map(|rect| rect.max().x).reduce(f64::max)?;
    let south = all.iter().map(|rect| rect.min().y).reduce(f64::min)?;
    let north = all.iter().map(|rect| rect.max().y).reduce(f64::max)?;
    let shrink = f64::midpoint(south, north).to_radians().cos();
    let (breadth, length) = ((east - west) * shrink, north - south);
    let scale = LONGER / breadth.max(length).max(1e-9);
    let lay =
        |corner: geo::Coord| ((corner.x - west) * shrink * scale + WHITE, (north - corner.y) * scale + WHITE);
    let laid = areas.iter().map(|area| {
        let mut path = String::new();
        for polygon in &area.0 {
            push(&mut path, polygon, lay);
        }
        let middle = area.interior_point().map_or((0.0, 0.0), |point| lay(point.0));
        let room = area.bounding_rect().map_or(0.0, |rect| rect.width() * shrink * scale);
        Laid { path, middle, room }
    });
    let metres_per_degree = 111_320.0;
    Some(Drawing {
        width: breadth * scale + 2.0 * WHITE,
        height: length * scale + 2.0 * WHITE,
        areas: laid.collect(),
        metres: 100.0 / scale * metres_per_degree,
    })
}

fn push(path: &mut String, polygon: &Polygon, lay: impl Fn(geo::Coord) -> (f64, f64)) {
    for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
        for (place, corner) in ring.coords().enumerate() {
            let (x, y) = lay(*corner);
            // Writing to a string does not fail.
            let _ = write!(path, "{}{x:.1} {y:.1}", if place == 0 { "M" } else { "L" });
        }
        path.push('z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    #[test]
    fn north_is_above_and_a_square_on_the_ground_is_a_square_on_the_sheet() {
        // 0.01° of latitude, and of longitude as much as makes the same length at 30.6° N.
        let side = 0.01 / 30.625_f64.to_radians().cos();
        let square = MultiPolygon::new(vec![polygon![
            (x: 118.98, y: 30.62), (x: 118.98 + side, y: 30.62), (x: 118.98 + side, y: 30.63), (x: 118.98, y: 30.63),
        ]]);
        let sheet = drawn(&[&square]).expect("a drawing");
        assert!((sheet.width - sheet.height).abs() < 1.0, "{} by {}", sheet.width, sheet.height);
        assert!(sheet.areas[0].path.starts_with("M12.0 1012.0L"), "{}", sheet.areas[0].path);
        assert!((sheet.metres - 111.3).abs() < 1.0, "a hundred units are {} m", sheet.metres);
        let (x, y) = sheet.areas[0].middle;
        assert!((400.0..624.0).contains(&x) && (400.0..624.0).contains(&y), "the name stands in the middle");
        assert_eq!(drawn(&[]), None);
    }

    #[test]
    fn words_are_as_large_as_their_area_has_room_and_left_out_where_nobody_could_read_them() {
        assert_eq!(fitting("巫山网格", 500.0, 23.0), Some(23.0));
        let small = fitting("巫山网格", 50.0, 23.0).expect("they fit");
        assert!((11.0..13.0).contains(&small), "{small}");
        assert_eq!(fitting("汪秀英、陈玉兰、周小满 · 16 户", 60.0, 19.0), None);
    }
}
