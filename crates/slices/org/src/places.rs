//! The organisations of a branch, found by what people write into a table: `嵩合社区`, `河沥溪街道嵩合居委会`, a code.

use std::collections::HashMap;

use niangjia_kernel::{Id, Organisation, normalised_text};

use crate::model::Org;

/// What a committee or a federation is called beside its place.
const BODIES: [&str; 8] =
    ["妇女联合会", "妇联", "居民委员会", "居委会", "村民委员会", "村委会", "办事处", "人民政府"];
/// What a place is, where people leave it out.
const SORTS: [&str; 9] = ["社区", "街道", "村", "镇", "乡", "县", "区", "市", "省"];

/// What a name or a code means in a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// This one.
    One(&'a Org),
    /// Each of these is called so; with the place above it.
    Several(Vec<String>),
    /// Nothing in the branch is called so.
    Nothing,
}

/// The organisations of a branch by their names and codes.
#[derive(Debug, Clone, Default)]
pub struct Places {
    orgs: Vec<Org>,
    by_code: HashMap<String, usize>,
    /// By the whole name, alone or after those above: exact ones first.
    by_name: HashMap<String, Vec<usize>>,
    /// By the name without what the place is.
    by_short_name: HashMap<String, Vec<usize>>,
}

impl Places {
    /// The places of these organisations.
    #[must_use]
    pub fn of(orgs: Vec<Org>) -> Self {
        let at: HashMap<Id<Organisation>, usize> =
            orgs.iter().enumerate().map(|(index, org)| (org.id, index)).collect();
        let mut places = Self::default();
        for (index, org) in orgs.iter().enumerate() {
            places.by_code.insert(org.code.clone(), index);
            let mut above = org.parent;
            let mut name = org.place().to_owned();
            places.by_name.entry(name.clone()).or_default().push(index);
            places.by_short_name.entry(short(&name).to_owned()).or_default().push(index);
            while let Some(upper) = above.and_then(|id| at.get(&id)).and_then(|upper| orgs.get(*upper)) {
                // 宁国市河沥溪街道嵩合社区, and 宁国市嵩合社区.
                name = format!("{}{name}", upper.place());
                let direct = format!("{}{}", upper.place(), org.place());
                for full in [name.clone(), direct.clone()] {
                    let known = places.by_name.entry(full).or_default();
                    if !known.contains(&index) {
                        known.push(index);
                    }
                }
                above = upper.parent;
            }
        }
        places.orgs = orgs;
        places
    }

    /// What is meant by `text`.
    #[must_use]
    pub fn find(&self, text: &str) -> Found<'_> {
        let plain: String = normalised_text(text).chars().filter(|one| !is_separator(*one)).collect();
        if let Some(org) = self.by_code.get(&plain).and_then(|index| self.orgs.get(*index)) {
            return Found::One(org);
        }
        let bare = without_bodies(&plain);
        let whole = [plain.as_str(), bare].into_iter().find_map(|name| self.by_name.get(name));
        let found = whole.or_else(|| self.by_short_name.get(short(bare)));
        match found.map(Vec::as_slice) {
            None | Some([]) => Found::Nothing,
            Some([one]) => self.orgs.get(*one).map_or(Found::Nothing, Found::One),
            Some(several) => {
                Found::Several(several.iter().filter_map(|index| self.full_name(*index)).collect())
            }
        }
    }

    /// `河沥溪街道嵩合社区（341881003004）`.
    fn full_name(&self, index: usize) -> Option<String> {
        let org = self.orgs.get(index)?;
        let above = self.orgs.iter().find(|one| Some(one.id) == org.parent);
        Some(format!("{}{}（{}）", above.map_or("", Org::place), org.place(), org.code))
    }
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '/' | '>' | '·' | ',' | '、' | '|')
}

fn without_bodies(name: &str) -> &str {
    let mut bare = name;
    while let Some(rest) = BODIES.iter().find_map(|body| bare.strip_suffix(body)) {
        bare = rest;
    }
    bare
}

/// A name without what the place is, if something is left: `嵩合社区` is `嵩合`.
fn short(name: &str) -> &str {
    let shorter = SORTS.iter().find_map(|sort| name.strip_suffix(sort));
    shorter.filter(|rest| rest.chars().count() >= 2).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use niangjia_kernel::{AreaCode, Day, OrgPath, SeededChance, Timestamp};

    use super::*;

    fn branch() -> Places {
        let chance = SeededChance::new(1);
        let mut orgs: Vec<Org> = Vec::new();
        let places = [
            ("341881", "宁国市妇联", None),
            ("341881003", "河沥溪街道妇联", Some(0)),
            ("341881003004", "嵩合社区妇联", Some(1)),
            ("341881003001", "桥东社区妇联", Some(1)),
            ("341881001", "西津街道妇联", Some(0)),
            ("341881001007", "桥东社区妇联", Some(4)),
            ("341881100201", "团结村妇联", Some(0)),
        ];
        for (code, name, above) in places {
            let code = AreaCode::parse(code).expect("a code");
            orgs.push(Org {
                id: Id::new(Timestamp::from_millis(1), &chance),
                tenant: code.tenant(),
                code: code.to_string(),
                path: OrgPath::nation().child(code.digits()),
                parent: above.map(|index: usize| orgs[index].id),
                level: code.level(),
                name: name.to_owned(),
                area_code: code,
                since: Day::from_number(0),
                until: None,
            });
        }
        Places::of(orgs)
    }

    #[test]
    fn a_place_is_found_by_its_name_as_offices_write_it_and_by_its_code() {
        let places = branch();
        let names = [
            "嵩合社区",
            "嵩合",
            "嵩合社区妇联",
            "嵩合社区居委会",
            " 嵩合 社区居民委员会",
            "河沥溪街道嵩合社区",
            "宁国市-河沥溪街道-嵩合社区",
            "宁国市嵩合社区",
            "341881003004",
            "３４１８８１００３００４",
        ];
        for name in names {
            let Found::One(org) = places.find(name) else { panic!("{name}: {:?}", places.find(name)) };
            assert_eq!(org.code, "341881003004", "{name}");
        }
        assert!(matches!(places.find("团结村村委会"), Found::One(org) if org.code == "341881100201"));
        assert!(matches!(places.find("西津街道桥东"), Found::Nothing));
        assert!(matches!(places.find("西津街道桥东社区"), Found::One(org) if org.code == "341881001007"));
    }

    #[test]
    fn of_two_places_with_one_name_none_is_guessed() {
        let Found::Several(names) = branch().find("桥东社区") else { panic!("two are called so") };
        assert_eq!(names, ["河沥溪街道桥东社区（341881003001）", "西津街道桥东社区（341881001007）"]);
        assert_eq!(branch().find("竹峰社区"), Found::Nothing);
        assert_eq!(branch().find(""), Found::Nothing);
    }
}
