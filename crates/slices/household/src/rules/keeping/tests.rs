use super::*;
use crate::model::Mode;
use proptest::prelude::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn link(id: u128, person: u128, side: Side) -> LinkRow {
    LinkRow {
        caretaker_until: None,
        helper: None,
        id: Id::from_uuid(Uuid::from_u128(id)),
        person: Id::from_uuid(Uuid::from_u128(person)),
        person_name: "汪秀英".to_owned(),
        side,
        mode: Mode::Nearby,
        since: day("2026-01-01"),
    }
}

fn need(kind: NeedKind) -> NeedRow {
    NeedRow::new(Id::from_uuid(Uuid::nil()), kind, day("2026-01-01"), day("2027-01-01"))
}

fn refused(person: u128, side: Side, since: &str, ended: Option<&str>) -> Vec<LinkRefusal> {
    let person = Id::from_uuid(Uuid::from_u128(person));
    let span = (day("2025-06-01"), day("2026-11-22"));
    check_link(person, side, day(since), &[link(1, 7, Side::Register)], ended.map(day), span)
}

#[test]
fn a_member_is_linked_once_on_a_side_and_may_be_linked_on_the_other() {
    let already = LinkRefusal::LinkedAlready(Side::Register, day("2026-01-01"));
    assert_eq!(refused(7, Side::Register, "2026-11-22", None), [already]);
    assert_eq!(refused(7, Side::Residence, "2026-11-22", None), []);
    assert_eq!(refused(8, Side::Register, "2026-11-22", None), []);
}

#[test]
fn a_link_begins_neither_tomorrow_nor_before_the_register_nor_before_her_former_link_ended() {
    assert_eq!(refused(8, Side::Register, "2026-11-23", None), [LinkRefusal::InTheFuture]);
    let registered = day("2025-06-01");
    assert_eq!(refused(8, Side::Register, "2025-05-31", None), [LinkRefusal::BeforeTheRegister(registered)]);
    let ended = day("2026-06-01");
    assert_eq!(
        refused(8, Side::Register, "2026-05-31", Some("2026-06-01")),
        [LinkRefusal::Overlapping(ended)]
    );
    assert_eq!(refused(8, Side::Register, "2026-06-01", Some("2026-06-01")), []);
}

#[test]
fn the_residence_side_does_not_stand_in_for_the_register_side() {
    let (owner, helper) = (link(1, 7, Side::Register), link(2, 8, Side::Residence));
    let living = [owner.clone(), helper.clone()];
    assert_eq!(check_ending(&owner, &living, true), Err(LinkRefusal::LastOfKeyHousehold));
    assert_eq!(check_ending(&helper, &living, true), Ok(()));
    assert_eq!(check_ending(&owner, &living, false), Ok(()));
}

#[test]
fn a_need_in_force_is_reviewed_and_not_entered_again() {
    let in_force = [need(NeedKind::Dibao)];
    let today = day("2026-11-22");
    let refusals = |kind, since: &str, ended: Option<&str>| {
        check_need(kind, day(since), &in_force, ended.map(day), today)
    };
    let in_force_since = NeedRefusal::InForce(NeedKind::Dibao, day("2026-01-01"));
    assert_eq!(refusals(NeedKind::Dibao, "2026-11-22", None), [in_force_since]);
    assert_eq!(refusals(NeedKind::Disabled, "2026-11-22", None), []);
    assert_eq!(refusals(NeedKind::Disabled, "2026-11-23", None), [NeedRefusal::InTheFuture]);
    assert_eq!(refusals(NeedKind::Disabled, "0026-11-22", None), [NeedRefusal::TooLongAgo]);
    let overlapping = NeedRefusal::Overlapping(NeedKind::Disabled, day("2026-06-01"));
    assert_eq!(refusals(NeedKind::Disabled, "2026-05-31", Some("2026-06-01")), [overlapping]);
}

#[test]
fn who_lives_elsewhere_says_where_and_who_does_not_lives_in_the_community() {
    let code = |text: &str| AreaCode::parse(text).expect("a code");
    let home = code("341881003004");
    assert_eq!(check_residence(false, "", &home, &home), []);
    assert_eq!(check_residence(true, "金桥湾", &code("341881001"), &home), []);
    assert_eq!(check_residence(true, "", &code("341802"), &home), [ResidenceRefusal::Nowhere]);
    assert_eq!(check_residence(false, "", &code("341802"), &home), [ResidenceRefusal::ElsewhereUnsaid]);
    assert_eq!(check_residence(true, "上海", &code("31"), &home), [ResidenceRefusal::TooWide]);
}

proptest! {
    #[test]
    fn whoever_is_released_a_key_household_keeps_somebody_on_the_register_side(
        sides in prop::collection::vec(any::<bool>(), 1..6),
        releases in prop::collection::vec(0usize..6, 0..12),
    ) {
        let side = |register| if register { Side::Register } else { Side::Residence };
        let mut living: Vec<LinkRow> =
            sides.iter().zip(1u128..).map(|(register, id)| link(id, id, side(*register))).collect();
        let owned = |links: &[LinkRow]| links.iter().any(|link| link.side == Side::Register);
        let owned_at_first = owned(&living);
        for index in releases {
            let Some(ending) = living.get(index).cloned() else { continue };
            if check_ending(&ending, &living, true).is_ok() {
                living.retain(|link| link.id != ending.id);
            }
        }
        prop_assert_eq!(owned(&living), owned_at_first);
    }
}
