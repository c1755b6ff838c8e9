//! Whether a household can be entered into the register as it was said, and who enters many at once.

use niangjia_kernel::{AreaCode, AreaLevel, Day, OrgPath, normalised_text};
use niangjia_store::Actor;

use crate::rules::keeping::{ResidenceRefusal, check_residence};

/// The longest name, group or residence, in characters.
const LONGEST_NAME: usize = 40;
/// The longest address, in characters.
const LONGEST_ADDRESS: usize = 120;
/// The earliest day that is not a slip of the keyboard lies so many days back: a hundred years.
const LONGEST_MEMORY: i64 = 36_525;

/// What was said of a household, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HouseholdSaid {
    pub(crate) contact_name: String,
    pub(crate) group_name: String,
    pub(crate) lives_elsewhere: bool,
    pub(crate) residence: String,
    pub(crate) residence_area: AreaCode,
    pub(crate) address: String,
    pub(crate) since: Day,
}

/// Why a household cannot be entered as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HouseholdRefusal {
    /// The household is called after somebody.
    NoContact,
    /// It belongs to a residents' group.
    NoGroup,
    /// A text is longer than its field: which, and how long it may be.
    TooLong(&'static str, usize),
    /// R-HH-12.
    Residence(ResidenceRefusal),
    /// The day is still to come.
    InTheFuture,
    /// No register is a hundred years old.
    TooLongAgo,
}

impl HouseholdRefusal {
    /// The field of the form, and the sentence at it.
    pub(crate) fn sentence(self) -> (&'static str, String) {
        match self {
            Self::NoContact => ("contact_name", "请写联系人的姓名，这一户就叫“某某家”".to_owned()),
            Self::NoGroup => ("group_name", "请写居民（村民）小组，例如：3".to_owned()),
            Self::TooLong(field, longest) => (field, format!("太长了，请留在 {longest} 字以内")),
            Self::Residence(refusal) => refusal.sentence(),
            Self::InTheFuture => ("since", "日期还没到，从哪天起在册就填哪天".to_owned()),
            Self::TooLongAgo => ("since", "这个日期太早了，请核对年份".to_owned()),
        }
    }
}

/// Whether a household can be entered as it was said; every reason why not. `home` is the division of its community.
pub(crate) fn check_household(said: &HouseholdSaid, home: &AreaCode, today: Day) -> Vec<HouseholdRefusal> {
    let long = |field, text: &str, longest| {
        (text.chars().count() > longest).then_some(HouseholdRefusal::TooLong(field, longest))
    };
    let checks = [
        said.contact_name.is_empty().then_some(HouseholdRefusal::NoContact),
        said.group_name.is_empty().then_some(HouseholdRefusal::NoGroup),
        long("contact_name", &said.contact_name, LONGEST_NAME),
        long("group_name", &said.group_name, LONGEST_NAME),
        long("residence", &said.residence, LONGEST_NAME),
        long("address", &said.address, LONGEST_ADDRESS),
        (said.since > today).then_some(HouseholdRefusal::InTheFuture),
        (today.days_since(said.since) > LONGEST_MEMORY).then_some(HouseholdRefusal::TooLongAgo),
    ];
    let residence = check_residence(said.lives_elsewhere, &said.residence, &said.residence_area, home);
    let residence = residence.into_iter().map(HouseholdRefusal::Residence);
    checks.into_iter().flatten().chain(residence).collect()
}

/// The name of a residents' group as it is kept: `3` of `3组`, `第三` of `第三村民小组`.
pub(crate) fn group_of(text: &str) -> String {
    let group = normalised_text(text);
    let bare = ["居民小组", "村民小组", "小组", "组"].iter().find_map(|suffix| group.strip_suffix(suffix));
    bare.unwrap_or(&group).to_owned()
}

/// R-HH-14. The file of a register is loaded by the chair of its community, and by the chairs of the street and the county
/// above for their branch. Who loads it from above gains no sight of it.
///
/// Source: issue 3 (the county's clerk loads her own files); PIPL art. 6 (minimum). Reading: the file is the loader's own
/// already; what it is compared with is told her only as far as her lists show it. Ours.
pub(crate) fn may_load_register(actor: &Actor, org_path: &OrgPath) -> bool {
    let names = matches!(actor.acting.level, AreaLevel::Community | AreaLevel::Street | AreaLevel::County);
    names && actor.acting.kind.leads() && actor.acting.org_path.covers(org_path)
}

/// R-HH-14, in words.
pub(crate) const LOADING: &str = "台账由社区（村）妇联主席、副主席和上级（到区县为止）妇联的主席、副主席导入";

#[cfg(test)]
mod tests {
    use niangjia_kernel::{Id, SeededChance, Tenant, Timestamp};
    use niangjia_store::{Acting, PostKind};

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn said() -> HouseholdSaid {
        HouseholdSaid {
            contact_name: "王桂兰".to_owned(),
            group_name: "巫山".to_owned(),
            lives_elsewhere: false,
            residence: String::new(),
            residence_area: home(),
            address: String::new(),
            since: day("2026-11-22"),
        }
    }

    fn home() -> AreaCode {
        AreaCode::parse("341881003004").expect("a code")
    }

    fn refusals(said: &HouseholdSaid) -> Vec<HouseholdRefusal> {
        check_household(said, &home(), day("2026-11-22"))
    }

    #[test]
    fn a_household_is_entered_with_its_contact_group_and_place() {
        assert_eq!(refusals(&said()), []);
        let nobody = HouseholdSaid { contact_name: String::new(), group_name: String::new(), ..said() };
        assert_eq!(refusals(&nobody), [HouseholdRefusal::NoContact, HouseholdRefusal::NoGroup]);
        let nowhere = HouseholdSaid { lives_elsewhere: true, ..said() };
        assert_eq!(refusals(&nowhere), [HouseholdRefusal::Residence(ResidenceRefusal::Nowhere)]);
        let soon = HouseholdSaid { since: day("2026-11-23"), ..said() };
        assert_eq!(refusals(&soon), [HouseholdRefusal::InTheFuture]);
        let long = HouseholdSaid { address: "长".repeat(121), ..said() };
        assert_eq!(refusals(&long), [HouseholdRefusal::TooLong("address", 120)]);
    }

    #[test]
    fn a_group_is_called_without_what_it_is() {
        for (text, group) in
            [("3组", "3"), ("第三村民小组", "第三"), ("巫山", "巫山"), (" 程家湾居民小组", "程家湾")]
        {
            assert_eq!(group_of(text), group);
        }
    }

    #[test]
    fn a_register_is_loaded_by_the_chairs_from_the_community_to_the_county() {
        let chance = SeededChance::new(1);
        let now = Timestamp::from_millis(1);
        let path = |steps: &[&str]| steps.iter().fold(OrgPath::nation(), |path, step| path.child(step));
        let home = path(&["34", "18", "81", "003", "004"]);
        let actor = |kind, level, org_path: OrgPath| Actor {
            tenant: Tenant::NATION,
            person: Id::new(now, &chance),
            name: String::new(),
            acting: Acting {
                post: Id::new(now, &chance),
                kind,
                org_id: Id::new(now, &chance),
                org_path,
                org_name: String::new(),
                level,
            },
            via: None,
        };
        let street = || path(&["34", "18", "81", "003"]);
        let loads = |kind, level, at: OrgPath| may_load_register(&actor(kind, level, at), &home);
        assert!(loads(PostKind::Chair, AreaLevel::Community, home.clone()));
        assert!(loads(PostKind::ViceChair, AreaLevel::Street, street()));
        assert!(loads(PostKind::Chair, AreaLevel::County, path(&["34", "18", "81"])));
        assert!(!loads(PostKind::Chair, AreaLevel::City, path(&["34", "18"])), "numbers only");
        assert!(!loads(PostKind::Member, AreaLevel::Community, home.clone()));
        assert!(
            !loads(PostKind::Chair, AreaLevel::Street, path(&["34", "18", "81", "001"])),
            "another branch"
        );
    }
}
