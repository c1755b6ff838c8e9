//! Whom the oracle asks about, and what their posts are without the tree of the program.

use niangjia_store::PostKind;
use niangjia_testkit::{
    AUDITOR, CHAIR, CITY_CHAIR, COUNTY_CHAIR, Figure, MEMBER, NATION_CHAIR, NEIGHBOUR, OTHER_CHAIR,
    OTHER_COUNTY_CHAIR, OTHER_STREET_CHAIR, PROVINCE_CHAIR, RESIDENT_MEMBER, SECURITY_ADMINISTRATOR,
    STREET_CHAIR, SYSTEM_ADMINISTRATOR,
};

use crate::protection::IN_CHARGE;

pub const PEOPLE: [Figure; 16] = [
    MEMBER,
    RESIDENT_MEMBER,
    NEIGHBOUR,
    CHAIR,
    OTHER_CHAIR,
    STREET_CHAIR,
    OTHER_STREET_CHAIR,
    COUNTY_CHAIR,
    IN_CHARGE,
    OTHER_COUNTY_CHAIR,
    CITY_CHAIR,
    PROVINCE_CHAIR,
    NATION_CHAIR,
    SYSTEM_ADMINISTRATOR,
    SECURITY_ADMINISTRATOR,
    AUDITOR,
];

/// Those who serve in the community, street or county where everything happens.
pub const WORKERS: [Figure; 9] = [
    MEMBER,
    RESIDENT_MEMBER,
    NEIGHBOUR,
    CHAIR,
    OTHER_CHAIR,
    STREET_CHAIR,
    OTHER_STREET_CHAIR,
    COUNTY_CHAIR,
    IN_CHARGE,
];

/// Whether she leads her organisation.
pub fn leads(figure: Figure) -> bool {
    matches!(figure.kind, PostKind::Chair | PostKind::ViceChair)
}

/// Whether she leads a community.
pub fn leads_community(figure: Figure) -> bool {
    leads(figure) && figure.org.len() == 12
}

/// Whether she leads a street or a county.
pub fn leads_above(figure: Figure) -> bool {
    leads(figure) && matches!(figure.org.len(), 6 | 9)
}

/// Somebody by her name.
pub fn named(name: &str) -> Figure {
    PEOPLE.into_iter().find(|one| one.name == name).expect("somebody of the cast")
}

/// Whoever leads an organisation, the first of the cast.
pub fn leader_of(org: &str) -> Figure {
    PEOPLE.into_iter().find(|one| one.org == org && leads(*one)).expect("a leader")
}

/// Everybody who serves at an organisation and works on matters there.
pub fn serving(org: &str) -> Vec<Figure> {
    let works = |one: &Figure| leads(*one) || one.kind == PostKind::Member;
    PEOPLE.into_iter().filter(|one| one.org == org && works(one)).collect()
}

/// The organisation above; none above the province.
pub fn above(org: &str) -> Option<&'static str> {
    let length = match org.len() {
        12 => 9,
        9 => 6,
        6 => 4,
        4 => 2,
        _ => return None,
    };
    PEOPLE.into_iter().map(|one| one.org).find(|other| other.len() == length && org.starts_with(other))
}
