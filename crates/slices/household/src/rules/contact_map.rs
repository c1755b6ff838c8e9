//! 执委联系网格图: which member stands in which grid, and which families hang on her there.

use niangjia_kernel::{Id, Person};

use crate::model::{Grid, HouseholdRow, Mode, Side};

/// A household as the map needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mapped {
    pub(crate) household: HouseholdRow,
    pub(crate) grid: Option<Id<Grid>>,
    /// Whether it is a key household.
    pub(crate) key: bool,
    pub(crate) links: Vec<(Id<Person>, String, Side)>,
}

/// A member with the families of one grid that hang on her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MappedMember<'a> {
    pub(crate) person: Id<Person>,
    pub(crate) name: &'a str,
    /// How she is assigned to the grid, if she is.
    pub(crate) mode: Option<Mode>,
    pub(crate) families: Vec<(&'a Mapped, Side)>,
}

/// One grid, or the families that are in none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MappedGrid<'a> {
    pub(crate) members: Vec<MappedMember<'a>>,
    /// Families on whom nobody is linked.
    pub(crate) nobody: Vec<&'a Mapped>,
}

/// Draws a grid (`None`: what is in no grid): first those who are assigned to it, in their order, with or without families;
/// then whoever else looks after a family of it, by name.
pub(crate) fn draw<'a>(
    grid: Option<Id<Grid>>,
    assigned: &'a [(Id<Person>, String, Mode)],
    all: &'a [Mapped],
) -> MappedGrid<'a> {
    let of_grid: Vec<&Mapped> = all.iter().filter(|one| one.grid == grid).collect();
    let member = |(person, name, mode): &'a (Id<Person>, String, Mode)| MappedMember {
        person: *person,
        name,
        mode: Some(*mode),
        families: Vec::new(),
    };
    let mut members: Vec<MappedMember<'a>> = assigned.iter().map(member).collect();
    let here = members.len();
    for one in &of_grid {
        for (person, name, side) in &one.links {
            let known = members.iter_mut().find(|member| member.person == *person);
            match known {
                Some(member) => member.families.push((*one, *side)),
                None => members.push(MappedMember {
                    person: *person,
                    name,
                    mode: None,
                    families: vec![(*one, *side)],
                }),
            }
        }
    }
    members[here..].sort_by_key(|member| member.name);
    let nobody = of_grid.into_iter().filter(|one| one.links.is_empty()).collect();
    MappedGrid { members, nobody }
}

#[cfg(test)]
mod tests {
    use super::*;
    use niangjia_kernel::{AreaCode, Day, OrgPath, Tenant};
    use uuid::Uuid;

    fn household(number: u128, grid: Option<u128>, linked: &[(u128, &str, Side)]) -> Mapped {
        let row = HouseholdRow {
            tenant: Tenant::NATION,
            id: Id::from_uuid(Uuid::from_u128(number)),
            org_id: Id::from_uuid(Uuid::nil()),
            org_path: OrgPath::nation(),
            number: format!("{number:04}"),
            name: "王桂兰家".to_owned(),
            contact_name: "王桂兰".to_owned(),
            group_name: "巫山".to_owned(),
            residence: String::new(),
            residence_area: AreaCode::parse("341881003004").expect("a code"),
            lives_elsewhere: false,
            since: Day::from_number(20_000),
        };
        let link = |(person, name, side): &(u128, &str, Side)| {
            (Id::from_uuid(Uuid::from_u128(*person)), (*name).to_owned(), *side)
        };
        let grid = grid.map(|grid| Id::from_uuid(Uuid::from_u128(grid)));
        Mapped { household: row, grid, key: true, links: linked.iter().map(link).collect() }
    }

    #[test]
    fn every_family_of_a_grid_hangs_on_all_who_look_after_it_or_on_nobody() {
        let (grid, wang, chen) = (
            Id::from_uuid(Uuid::from_u128(9)),
            (1, "汪秀英", Side::Register),
            (2, "陈玉兰", Side::Residence),
        );
        let all = [
            household(1, Some(9), &[wang, chen]),
            household(2, Some(9), &[]),
            household(3, None, &[wang]),
            household(4, Some(8), &[wang]),
        ];
        let assigned = [(Id::from_uuid(Uuid::from_u128(3)), "周小满".to_owned(), Mode::Roving)];
        let drawn = draw(Some(grid), &assigned, &all);
        let names: Vec<_> =
            drawn.members.iter().map(|one| (one.name, one.families.len(), one.mode.is_some())).collect();
        assert_eq!(names, [("周小满", 0, true), ("汪秀英", 1, false), ("陈玉兰", 1, false)]);
        assert_eq!(drawn.nobody.len(), 1);
        assert_eq!(draw(None, &[], &all).members.len(), 1, "what is in no grid is drawn too");
    }
}
