//! The points that a history of facts gives, without a database: what the stored ones are compared with.

use std::collections::{BTreeMap, HashMap, HashSet};

use niangjia_kernel::{Fact, FactPart, Id, Month, Person, Tenant};
use uuid::Uuid;

use crate::model::PointEntry;
use crate::pack::DutyRules;
use crate::rules;

/// A fact with those who took part in it.
pub(crate) type Happening = (Fact, Vec<FactPart>);

/// What an entry is about, and whether it takes back; unique. About its fact; of a rule that gives points once a matter, about the matter.
type Key<'e> = (Tenant, Id<Person>, Tenant, Uuid, &'e str, bool);
/// A row of places from 1: a person's month under one rule.
type Row<R> = (Tenant, Id<Person>, Month, R);
/// What one fact gave to a person.
type Given = (Tenant, Id<Person>, Tenant, Id<Fact>);

fn once(entry: &PointEntry) -> bool {
    DutyRules::in_force().once_a_matter(&entry.rule)
}

fn key(entry: &PointEntry) -> Key<'_> {
    let about = if once(entry) { entry.subject } else { entry.fact.uuid() };
    (entry.tenant, entry.person, entry.fact_tenant, about, &entry.rule, entry.reverses.is_some())
}

fn row(entry: &PointEntry) -> Row<&str> {
    (entry.tenant, entry.person, entry.month, &entry.rule)
}

/// Entries while a history is gone through.
#[derive(Debug, Default)]
pub(crate) struct Book {
    entries: Vec<PointEntry>,
    granted: HashMap<Row<String>, i64>,
    given: HashMap<Given, Vec<usize>>,
    /// Whom a matter gave points once: person, matter, rule.
    matters: HashSet<(Tenant, Id<Person>, Tenant, Uuid, String)>,
}

impl Book {
    /// Appends what a fact gives, or takes back, as `points::on_fact` does in the database.
    pub(crate) fn append(&mut self, rules: &DutyRules, fact: &Fact, parts: &[FactPart]) {
        for part in parts {
            if let Some(reversed) = fact.reverses {
                let places = self.given.get(&(part.tenant, part.person, fact.tenant, reversed));
                for place in places.cloned().unwrap_or_default() {
                    let taken = rules::taken_back(&self.entries[place], fact, self.next_id());
                    self.push(taken);
                }
                continue;
            }
            for rule in rules.about(fact.kind) {
                let matter = (part.tenant, part.person, fact.tenant, fact.subject, rule.id.clone());
                if !rules::earns(rule, part, self.matters.contains(&matter)) {
                    continue;
                }
                if rule.once_a_matter {
                    self.matters.insert(matter);
                }
                let place = (part.tenant, part.person, fact.on_day.month(), rule.id.clone());
                let before = self.granted.get(&place).copied().unwrap_or_default();
                let granted = rules::granted(rules, rule, fact, part, before, self.next_id());
                self.granted.insert(place, granted.nth);
                self.push(granted);
            }
        }
    }

    fn next_id(&self) -> Id<PointEntry> {
        Id::from_uuid(Uuid::from_u128(self.entries.len() as u128))
    }

    fn push(&mut self, entry: PointEntry) {
        let given = (entry.tenant, entry.person, entry.fact_tenant, entry.fact);
        self.given.entry(given).or_default().push(self.entries.len());
        self.entries.push(entry);
    }
}

/// The order in which a history is gone through again: as recorded, what takes back after everything else.
///
/// Taking back frees nothing (R-PT-01), so it may come at any time after what it takes back; and two facts of the same
/// millisecond have identities in no particular order.
pub(crate) fn order_again(history: &mut [Happening]) {
    history.sort_by_key(|(fact, _)| (fact.reverses.is_some(), fact.at, fact.id));
}

/// The entries that a history gives.
pub(crate) fn replayed(rules: &DutyRules, mut history: Vec<Happening>) -> Vec<PointEntry> {
    order_again(&mut history);
    let mut book = Book::default();
    for (fact, parts) in &history {
        book.append(rules, fact, parts);
    }
    book.entries
}

/// Every entry that a history would make different, in words.
///
/// One thing may differ: which of a person's facts of one month and rule took which place. The order of recording is
/// known to the millisecond only, and on PostgreSQL of two transactions the one that began later may have been the
/// first to hold the person. So each fact must have its entries, each row of places must be complete with the points
/// that belong to each place, and each reversal must be the negative of what it takes back. Of a rule that gives points once a
/// matter, which of the matter's facts was the first may differ too, and with it the day and the place.
pub(crate) fn differences(stored: &[PointEntry], expected: &[PointEntry]) -> Vec<String> {
    let (found, wanted) = (by_key(stored), by_key(expected));
    let (found_ids, wanted_ids) = (by_id(stored), by_id(expected));
    let mut words = Vec::new();
    for (key, entry) in &wanted {
        if !found.contains_key(key) {
            words.push(format!("{}: missing, recounted {}", called(entry), entry.points));
        }
    }
    for (key, entry) in &found {
        let Some(other) = wanted.get(key) else {
            words.push(format!("{}: stored {}, and no fact and rule give it", called(entry), entry.points));
            continue;
        };
        let taken = entry.reverses.and_then(|id| found_ids.get(&id));
        let expected_taken = other.reverses.and_then(|id| wanted_ids.get(&id));
        let same = (entry.kind, entry.subject, entry.cap) == (other.kind, other.subject, other.cap);
        let same_fact = (entry.month, entry.on, &entry.org_path) == (other.month, other.on, &other.org_path);
        let same = same && (once(entry) || same_fact);
        if !same || entry.reverses.is_some() != other.reverses.is_some() {
            words.push(format!("{}: does not say what its fact says", called(entry)));
        } else if taken.map(|taken| self::key(taken)) != expected_taken.map(|taken| self::key(taken)) {
            words.push(format!("{}: takes back another entry than its fact does", called(entry)));
        } else if taken.is_some_and(|taken| entry.points != -taken.points || entry.nth != taken.nth) {
            words.push(format!("{}: stored {}, and takes back another number", called(entry), entry.points));
        } else if once(entry) && entry.points != other.points {
            words.push(format!("{}: stored {}, recounted {}", called(entry), entry.points, other.points));
        }
    }
    words.extend(differing_rows(stored, expected));
    words
}

fn by_key(entries: &[PointEntry]) -> BTreeMap<Key<'_>, &PointEntry> {
    entries.iter().map(|entry| (key(entry), entry)).collect()
}

fn by_id(entries: &[PointEntry]) -> HashMap<Id<PointEntry>, &PointEntry> {
    entries.iter().map(|entry| (entry.id, entry)).collect()
}

fn called(entry: &PointEntry) -> String {
    format!("points of {} for {} by {}", entry.person.within(entry.tenant), entry.fact, entry.rule)
}

fn differing_rows(stored: &[PointEntry], expected: &[PointEntry]) -> Vec<String> {
    let (found, mut wanted) = (places(stored), places(expected));
    let mut words = Vec::new();
    for (row, places) in found {
        let recounted = wanted.remove(&row).unwrap_or_default();
        if places != recounted {
            let (tenant, person, month, rule) = row;
            let person = person.within(tenant);
            words.push(format!(
                "points of {person} in {month} by {rule}: stored {places:?}, recounted {recounted:?}"
            ));
        }
    }
    words
}

/// The places of each row with their points, in order.
fn places(entries: &[PointEntry]) -> BTreeMap<Row<&str>, Vec<(i64, i64)>> {
    let mut rows = BTreeMap::<Row<&str>, Vec<(i64, i64)>>::new();
    for entry in entries.iter().filter(|entry| entry.reverses.is_none() && !once(entry)) {
        rows.entry(row(entry)).or_default().push((entry.nth, entry.points));
    }
    rows.values_mut().for_each(|places| places.sort_unstable());
    rows
}

#[cfg(test)]
mod tests {
    use niangjia_kernel::FactKind;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{self, histories, taking_back};

    fn recorded(history: &[Happening]) -> Vec<PointEntry> {
        let mut book = Book::default();
        for (fact, parts) in history {
            book.append(DutyRules::in_force(), fact, parts);
        }
        book.entries
    }

    /// What each entry says, without its identity.
    fn said(entries: &[PointEntry]) -> BTreeMap<Key<'_>, (i64, i64)> {
        entries.iter().map(|entry| (key(entry), (entry.points, entry.nth))).collect()
    }

    fn visits(count: u128) -> Vec<Happening> {
        let visit = |number| testing::fact(number, FactKind::Visit, "2026-11-20", number as i64 * 1_000);
        (1..=count).map(|number| (visit(number), vec![testing::doer(1)])).collect()
    }

    #[test]
    fn taking_a_visit_back_frees_no_place_for_another() {
        let mut history = visits(5);
        history.push(taking_back(&history, 0, 90, 6_000));
        history.push((testing::fact(91, FactKind::Visit, "2026-11-21", 7_000), vec![testing::doer(1)]));
        let points: Vec<i64> = recorded(&history).iter().map(|entry| entry.points).collect();
        assert_eq!(points, [1, 1, 1, 1, 1, -1, 0]);
    }

    #[test]
    fn a_full_month_leaves_the_next_one_and_other_people_alone() {
        let mut history = visits(6);
        history.push((testing::fact(90, FactKind::Visit, "2026-12-01", 7_000), vec![testing::doer(1)]));
        history.push((testing::fact(91, FactKind::Visit, "2026-11-30", 8_000), vec![testing::doer(2)]));
        let entries = recorded(&history);
        let last: Vec<(i64, i64)> = entries[5..].iter().map(|entry| (entry.nth, entry.points)).collect();
        assert_eq!(last, [(6, 0), (1, 1), (1, 1)]);
    }

    #[test]
    fn whoever_helped_gets_no_points() {
        let helper = FactPart { role: niangjia_kernel::FactRole::Helper, ..testing::doer(2) };
        let history =
            [(testing::fact(1, FactKind::Visit, "2026-11-20", 1_000), vec![testing::doer(1), helper])];
        assert_eq!(recorded(&history).len(), 1);
    }

    /// Sittings of the same matter, on the days given.
    fn sittings(days: &[&str], parts: &[FactPart]) -> Vec<Happening> {
        let sitting = |(number, day): (u128, &&str)| {
            let fact = testing::fact(number, FactKind::MediationSession, day, number as i64 * 1_000);
            (Fact { subject: Uuid::from_u128(7), ..fact }, parts.to_vec())
        };
        (1..).zip(days).map(sitting).collect()
    }

    #[test]
    fn the_sittings_of_one_mediation_give_each_who_took_part_her_points_once() {
        let helper = FactPart { role: niangjia_kernel::FactRole::Helper, ..testing::doer(2) };
        let mut history = sittings(&["2026-10-30", "2026-11-02", "2026-11-20"], &[testing::doer(1), helper]);
        // A third who comes to the last sitting only.
        history[2].1.push(testing::doer(3));
        let entries = recorded(&history);
        let given: Vec<(Id<Person>, String)> =
            entries.iter().map(|one| (one.person, one.on.to_string())).collect();
        let person = |number| testing::doer(number).person;
        assert_eq!(
            given,
            [
                (person(1), "2026-10-30".to_owned()),
                (person(2), "2026-10-30".to_owned()),
                (person(3), "2026-11-20".to_owned()),
            ]
        );
        assert!(entries.iter().all(|one| one.points == entries[0].points && one.points > 0));
        assert_eq!(
            differences(&entries, &replayed(DutyRules::in_force(), history.clone())),
            Vec::<String>::new()
        );
        // The later sitting counted first is no difference; a second entry for her, or other points, is one.
        history.swap(0, 1);
        assert_eq!(differences(&recorded(&history), &entries), Vec::<String>::new());
        assert!(!differences(&entries[1..], &entries).is_empty());
        let mut more = entries.clone();
        more[0].points += 1;
        assert!(!differences(&more, &entries).is_empty());
    }

    #[test]
    fn an_entry_that_was_changed_left_out_or_made_up_is_found() {
        let mut history = visits(6);
        history.push(taking_back(&history, 1, 90, 9_000));
        let expected = recorded(&history);
        assert_eq!(differences(&expected, &expected), Vec::<String>::new());
        for index in 0..expected.len() {
            let mut changed = expected.clone();
            changed[index].points += 1;
            assert!(!differences(&changed, &expected).is_empty(), "{index} changed");
            let mut shorter = expected.clone();
            shorter.remove(index);
            assert!(!differences(&shorter, &expected).is_empty(), "{index} left out");
            assert!(!differences(&expected, &shorter).is_empty(), "{index} made up");
        }
    }

    proptest! {
        #[test]
        fn a_replay_in_order_gives_the_same_entries(
            (history, shuffled) in histories(1).prop_flat_map(|history| {
                (Just(history.clone()), Just(history).prop_shuffle())
            })
        ) {
            let (live, again) = (recorded(&history), replayed(DutyRules::in_force(), shuffled));
            prop_assert_eq!(said(&live), said(&again));
            prop_assert_eq!(differences(&live, &again), Vec::<String>::new());
        }

        #[test]
        fn what_was_recorded_within_a_millisecond_is_no_difference(history in histories(0)) {
            let (live, again) = (recorded(&history), replayed(DutyRules::in_force(), history));
            prop_assert_eq!(differences(&live, &again), Vec::<String>::new());
        }

        #[test]
        fn a_month_never_gives_more_than_its_cap_whatever_is_taken_back(history in histories(1)) {
            for (_, places) in places(&recorded(&history)).into_iter().filter(|(row, _)| row.3 == "visit") {
                prop_assert!(places.iter().map(|(_, points)| points).sum::<i64>() <= 5);
                prop_assert!(places.iter().map(|(nth, _)| *nth).eq(1..=places.len() as i64));
            }
        }
    }
}
