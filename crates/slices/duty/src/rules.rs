//! Decisions about points: values in, a decision out.

use niangjia_kernel::{AreaLevel, Fact, FactPart, FactRole, Id, OrgPath};
use niangjia_store::Actor;

use crate::model::PointEntry;
use crate::pack::{DutyRules, PointRule};

/// R-PT-04. Points are given to whoever did the work, and to those who helped where the rule says so; where it says once a matter,
/// only for the first time that she worked on it. Taking that one back frees nothing for another, as with the cap.
///
/// Source: domain.md §7.2 (once-only; co-participants), §1.2 (56 of 106: several members in a case, a member in several). Reading: each
/// member who took part in a mediation gets its points, and the number of sittings gives none. Ours. Local: `duty.rule`.
pub(crate) fn earns(rule: &PointRule, part: &FactPart, worked_on_it: bool) -> bool {
    let took_part = part.role == FactRole::Doer || rule.helpers;
    took_part && !(rule.once_a_matter && worked_on_it)
}

/// R-PT-01. A fact gives the points of its rule, unless as many of the month as give points stand before it; then it
/// gives 0, and the entry says so. The month is that of the day on which it happened.
///
/// Source: domain.md §7.2 (caps; entries immutable, with rule version). Reading: the cap counts what was ever entered
/// for that rule and month, so that taking one back frees nothing for another. Ours. Local: `duty.rule`.
pub(crate) fn granted(
    rules: &DutyRules,
    rule: &PointRule,
    fact: &Fact,
    part: &FactPart,
    before: i64,
    id: Id<PointEntry>,
) -> PointEntry {
    let nth = before + 1;
    let full = rule.cap_per_month.is_some_and(|cap| nth > cap);
    PointEntry {
        tenant: part.tenant,
        id,
        person: part.person,
        fact_tenant: fact.tenant,
        fact: fact.id,
        subject: fact.subject,
        org_path: fact.org_path.clone(),
        kind: fact.kind,
        rule: rule.id.clone(),
        rule_label: rule.label.clone(),
        rule_version: rules.version.clone(),
        points: if full { 0 } else { rule.points },
        month: fact.on_day.month(),
        on: fact.on_day,
        at: fact.at,
        nth,
        cap: rule.cap_per_month,
        reverses: None,
    }
}

/// R-PT-02. A fact that takes another back appends the negative of each entry of that other one, in the same month,
/// under the edition that gave it. Nothing is edited.
///
/// Source: domain.md §7.2 (reversal entry).
pub(crate) fn taken_back(entry: &PointEntry, by: &Fact, id: Id<PointEntry>) -> PointEntry {
    PointEntry {
        id,
        fact: by.id,
        at: by.at,
        points: -entry.points,
        reverses: Some(entry.id),
        ..entry.clone()
    }
}

/// R-PT-03. The members' points of a community are read by its chairs and by those of the street and the county above
/// it; by nobody else, and never as a ranking. Her own points everybody reads herself.
///
/// Source: domain.md §16 (no ranking by default); product.md (city and above: numbers only).
pub(crate) fn may_read_members_points(actor: &Actor, level: AreaLevel, org_path: &OrgPath) -> bool {
    let near = matches!(actor.acting.level, AreaLevel::Community | AreaLevel::Street | AreaLevel::County);
    actor.acting.kind.leads()
        && near
        && level == AreaLevel::Community
        && actor.acting.org_path.covers(org_path)
}

#[cfg(test)]
mod tests {
    use niangjia_kernel::FactKind;
    use niangjia_store::{Acting, PostKind};

    use super::*;
    use crate::testing;

    fn visits(before: i64) -> PointEntry {
        let rules = DutyRules::in_force();
        let rule = rules.about(FactKind::Visit).next().expect("a rule about visits");
        let fact = testing::fact(1, FactKind::Visit, "2026-11-20", 1_000);
        granted(rules, rule, &fact, &testing::doer(1), before, Id::from_uuid(uuid::Uuid::nil()))
    }

    #[test]
    fn the_fifth_visit_of_a_month_gives_a_point_and_the_sixth_says_that_the_month_is_full() {
        let (third, fifth, sixth) = (visits(2), visits(4), visits(5));
        assert_eq!(
            (third.sign() + " " + &third.words()).as_str(),
            "+1 走访 · 规则 2026-1 · 本月第 3 次/上限 5"
        );
        assert_eq!((fifth.points, fifth.nth), (1, 5));
        assert_eq!((sixth.sign() + " " + &sixth.words()).as_str(), "+0 走访 · 规则 2026-1 · 本月已到上限 5");
    }

    #[test]
    fn what_is_taken_back_is_the_negative_of_what_was_given_in_its_own_month() {
        let given = visits(2);
        let reversal = testing::reversal(2, &testing::fact(1, FactKind::Visit, "2026-11-20", 1_000), 9_000);
        let taken = taken_back(&given, &reversal, Id::from_uuid(uuid::Uuid::max()));
        assert_eq!((taken.points, taken.month, taken.reverses), (-1, given.month, Some(given.id)));
        assert_eq!((taken.sign() + " " + &taken.words()).as_str(), "−1 走访 · 已撤销");
        assert_eq!(taken.fact, reversal.id);
    }

    #[test]
    fn a_rule_without_a_cap_counts_on_and_names_no_limit() {
        let rules = DutyRules::in_force();
        let rule = rules.about(FactKind::MatterSettled).next().expect("a rule about settled matters");
        let fact = testing::fact(1, FactKind::MatterSettled, "2026-11-20", 1_000);
        let entry = granted(rules, rule, &fact, &testing::doer(1), 40, Id::from_uuid(uuid::Uuid::nil()));
        assert_eq!(
            (entry.sign() + " " + &entry.words()).as_str(),
            "+3 解决需求 · 规则 2026-1 · 本月第 41 次"
        );
    }

    #[test]
    fn chairs_of_the_branch_up_to_the_county_read_the_points_of_a_community_and_nobody_else() {
        let community = OrgPath::nation().child("34").child("18").child("81").child("003").child("004");
        let lineage = community.lineage();
        let county = &lineage[3];
        let may = |kind, level, path: &OrgPath| {
            may_read_members_points(&actor(kind, level, path), AreaLevel::Community, &community)
        };
        assert!(may(PostKind::Chair, AreaLevel::Community, &community));
        assert!(may(PostKind::ViceChair, AreaLevel::Street, &lineage[4]));
        assert!(may(PostKind::Chair, AreaLevel::County, county));
        assert!(!may(PostKind::Chair, AreaLevel::City, &lineage[2]));
        assert!(!may(PostKind::Member, AreaLevel::Community, &community));
        assert!(!may(PostKind::Chair, AreaLevel::Community, &lineage[4].child("005")));
        let leader = actor(PostKind::Chair, AreaLevel::County, county);
        assert!(!may_read_members_points(&leader, AreaLevel::Street, &lineage[4]));
    }

    fn actor(kind: PostKind, level: AreaLevel, path: &OrgPath) -> Actor {
        let uuid = uuid::Uuid::nil();
        Actor {
            tenant: testing::tenant(),
            person: Id::from_uuid(uuid),
            name: "程丽华".to_owned(),
            acting: Acting {
                post: Id::from_uuid(uuid),
                kind,
                org_id: Id::from_uuid(uuid),
                org_path: path.clone(),
                org_name: "嵩合社区妇联".to_owned(),
                level,
            },
            via: None,
        }
    }
}
