//! Whether an area may lie where it lies: a piece of ground belongs to one grid of a kind, and a grid to one community.

use geo::algorithm::BooleanOps as _;
use geo::{BoundingRect as _, Intersects as _, MultiPolygon};
use niangjia_household::api::GridKind;

use super::shape::ground;

/// An area that may meet the one that is asked about.
#[derive(Debug, Clone)]
pub(crate) struct Neighbour<'a> {
    /// What it is called.
    pub(crate) name: &'a str,
    /// Its community, where that is another one.
    pub(crate) elsewhere: Option<&'a str>,
    /// Whether it is the area of a whole community.
    pub(crate) of_community: bool,
    pub(crate) kind: GridKind,
    pub(crate) shape: &'a MultiPolygon,
}

/// Borders that were drawn by two hands meet only roughly: so much of the smaller area may be in both.
const BOTH: f64 = 0.02;
/// And so many square metres anyway.
const BOTH_SQUARE_METRES: f64 = 400.0;
/// From here on an area lies largely in another one.
const LARGELY: f64 = 0.5;

/// R-GRD-02. Two grids of a kind do not overlap, a grid lies in its own community and not in another, and communities do not overlap.
///
/// Source: DB6101/T 3185-2024 (every grid belongs to exactly one village or community); domain.md §5.2. Reading: two hundredths
/// of the smaller one, or 400 square metres, are the breadth of a drawn border; an exclusive grid lies within basic ones;
/// a boundary of a community that was not drawn refuses nothing. Ours. The sentence names what it meets.
pub(crate) fn check_place(
    name: &str,
    (shape, kind, of_community): (&MultiPolygon, GridKind, bool),
    neighbours: &[Neighbour<'_>],
) -> Result<(), String> {
    let own = ground(shape);
    for neighbour in neighbours {
        let common = common(shape, neighbour.shape);
        let theirs = ground(neighbour.shape);
        let overlaps = common > BOTH_SQUARE_METRES && common > own.min(theirs) * BOTH;
        let of_own = percent(common, own);
        match (of_community, neighbour.of_community, neighbour.elsewhere) {
            (false, true, Some(community)) if common > own * LARGELY => {
                return Err(format!(
                    "“{name}”有 {of_own} 在{community}的边界里：一个网格只属于一个社区，请核对"
                ));
            }
            (false, true, None) if common < own * LARGELY => {
                return Err(format!("“{name}”只有 {of_own} 在本社区的边界里，请核对网格或者本社区的边界"));
            }
            (true, true, Some(community)) if overlaps => {
                return Err(format!("本社区的边界和{community}的重叠了 {}，请核对", said(common)));
            }
            (true, false, None) if common < theirs * LARGELY => {
                return Err(format!("“{}”大半在这条边界外面，请核对网格或者边界", neighbour.name));
            }
            (false, false, None) if overlaps && neighbour.kind == kind => {
                return Err(format!(
                    "“{name}”和“{}”重叠了 {}（{of_own}），请改边界",
                    neighbour.name,
                    said(common)
                ));
            }
            (false, false, Some(community)) if overlaps && neighbour.kind == kind => {
                return Err(format!(
                    "“{name}”和{community}的“{}”重叠了 {}（{of_own}）：一块地只属于一个社区的网格，请核对",
                    neighbour.name,
                    said(common)
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// An area in the unit that people say.
fn said(square_metres: f64) -> String {
    if square_metres < 100_000.0 {
        format!("{square_metres:.0} 平方米")
    } else {
        format!("{:.2} 平方公里", square_metres / 1e6)
    }
}

/// The ground that two areas have in common, in square metres.
fn common(one: &MultiPolygon, other: &MultiPolygon) -> f64 {
    let apart = match (one.bounding_rect(), other.bounding_rect()) {
        (Some(one), Some(other)) => !one.intersects(&other),
        _ => true,
    };
    if apart { 0.0 } else { ground(&one.intersection(other)) }
}

fn percent(part: f64, whole: f64) -> String {
    format!("{:.0}%", 100.0 * part / whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    /// A rectangle in thousandths of a degree (about 100 m) from a corner of the demo's community.
    fn area(west: f64, south: f64, east: f64, north: f64) -> MultiPolygon {
        let at = |x: f64, y: f64| (118.98 + x / 1000.0, 30.62 + y / 1000.0);
        let corners = [at(west, south), at(east, south), at(east, north), at(west, north)];
        MultiPolygon::new(vec![polygon![
            (x: corners[0].0, y: corners[0].1), (x: corners[1].0, y: corners[1].1),
            (x: corners[2].0, y: corners[2].1), (x: corners[3].0, y: corners[3].1),
        ]])
    }

    fn neighbour<'a>(
        shape: &'a MultiPolygon,
        elsewhere: Option<&'a str>,
        of_community: bool,
    ) -> Neighbour<'a> {
        Neighbour { name: "巫山网格", elsewhere, of_community, kind: GridKind::Basic, shape }
    }

    fn check(shape: &MultiPolygon, neighbour: Neighbour<'_>) -> Result<(), String> {
        check_place("陈村网格", (shape, GridKind::Basic, false), &[neighbour])
    }

    #[test]
    fn grids_that_share_a_border_stand_and_grids_that_overlap_are_refused() {
        let (here, beside, across) = (area(0., 0., 5., 5.), area(5., 0., 10., 5.), area(4., 0., 9., 5.));
        assert_eq!(check(&beside, neighbour(&here, None, false)), Ok(()));
        let sliver = area(4.95, 0., 10., 5.);
        assert_eq!(check(&sliver, neighbour(&here, None, false)), Ok(()), "a border drawn by two hands");
        let said = check(&across, neighbour(&here, None, false)).expect_err("overlaps");
        assert!(said.contains("巫山网格") && said.contains("20%"), "{said}");
        let elsewhere = check(&across, neighbour(&here, Some("金桥社区"), false)).expect_err("overlaps");
        assert!(elsewhere.contains("金桥社区"), "{elsewhere}");
    }

    #[test]
    fn an_exclusive_grid_lies_within_a_basic_one() {
        let (basic, market) = (area(0., 0., 5., 5.), area(1., 1., 2., 2.));
        let said = (&market, GridKind::Exclusive, false);
        assert_eq!(check_place("集贸市场", said, &[neighbour(&basic, None, false)]), Ok(()));
        let twice = Neighbour { kind: GridKind::Exclusive, ..neighbour(&market, None, false) };
        assert!(check_place("集贸市场", said, &[twice]).is_err());
    }

    #[test]
    fn a_grid_lies_in_its_own_community_and_not_in_another() {
        let (community, inside, largely, outside) =
            (area(0., 0., 10., 10.), area(1., 1., 4., 4.), area(8., 0., 11., 3.), area(9., 0., 15., 3.));
        assert_eq!(check(&inside, neighbour(&community, None, true)), Ok(()));
        assert_eq!(check(&largely, neighbour(&community, None, true)), Ok(()));
        assert!(
            check(&outside, neighbour(&community, None, true)).expect_err("outside").contains("只有 17%")
        );
        let said = check(&inside, neighbour(&community, Some("金桥社区"), true)).expect_err("in another");
        assert!(said.contains("100%") && said.contains("金桥社区"), "{said}");
        assert_eq!(check(&outside, neighbour(&community, Some("金桥社区"), true)), Ok(()));
    }

    #[test]
    fn the_border_of_a_community_meets_no_other_and_holds_its_grids() {
        let (community, grid, other) =
            (area(0., 0., 10., 10.), area(9., 0., 15., 3.), area(5., 5., 15., 15.));
        let check = |neighbour| check_place("本社区", (&community, GridKind::Basic, true), &[neighbour]);
        assert!(check(neighbour(&grid, None, false)).expect_err("outside").contains("大半在这条边界外面"));
        assert!(check(neighbour(&other, Some("金桥社区"), true)).expect_err("overlaps").contains("金桥社区"));
        assert_eq!(check(neighbour(&other, Some("金桥社区"), false)), Ok(()), "their grid says so itself");
    }
}
