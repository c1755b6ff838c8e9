//! Facts and persons for the tests of this slice.

use niangjia_kernel::{
    AreaCode, Day, Fact, FactKind, FactPart, FactRole, Fen, Id, OrgPath, Tenant, Timestamp,
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::book::Happening;

pub(crate) fn tenant() -> Tenant {
    Tenant::from_number(341_881).expect("a county")
}

pub(crate) fn doer(person: u128) -> FactPart {
    FactPart { tenant: tenant(), person: Id::from_uuid(Uuid::from_u128(person)), role: FactRole::Doer }
}

pub(crate) fn fact(id: u128, kind: FactKind, on: &str, at: i64) -> Fact {
    Fact {
        tenant: tenant(),
        id: Id::from_uuid(Uuid::from_u128(id)),
        kind,
        org_id: Id::from_uuid(Uuid::nil()),
        org_path: OrgPath::nation(),
        area_code: AreaCode::nation(),
        on_day: Day::parse(on).expect("a day"),
        at: Timestamp::from_millis(at),
        subject: Uuid::from_u128(id),
        attendances: 1,
        households: 1,
        minutes: 0,
        fen: Fen(0),
        recorded_by: Id::from_uuid(Uuid::nil()),
        reverses: None,
    }
}

pub(crate) fn reversal(id: u128, of: &Fact, at: i64) -> Fact {
    of.reversal(Id::from_uuid(Uuid::from_u128(id)), Timestamp::from_millis(at), of.recorded_by)
}

pub(crate) fn taking_back(history: &[Happening], index: usize, id: u128, at: i64) -> Happening {
    (reversal(id, &history[index].0, at), history[index].1.clone())
}

/// A history as it is recorded: visits and settled matters of three people in two months, some taken back later.
/// `step` milliseconds lie between two facts.
pub(crate) fn histories(step: i64) -> impl Strategy<Value = Vec<Happening>> {
    let happening = (0..3u128, any::<bool>(), 0..2usize, any::<Option<prop::sample::Index>>(), any::<u64>());
    prop::collection::vec(happening, 0..60).prop_map(move |plan| {
        let mut history = Vec::<Happening>::new();
        let mut taken = std::collections::HashSet::new();
        for (person, visit, month, back, tail) in plan {
            let at = 1_000 + history.len() as i64 * step;
            let id = u128::from(tail) << 32 | history.len() as u128;
            let target = back.map(|index| index.index(history.len().max(1)));
            let target =
                target.filter(|index| *index < history.len() && history[*index].0.reverses.is_none());
            match target {
                Some(index) if taken.insert(index) => history.push(taking_back(&history, index, id, at)),
                _ => {
                    let kind = if visit { FactKind::Visit } else { FactKind::MatterSettled };
                    let fact = fact(id, kind, ["2026-10-15", "2026-11-20"][month], at);
                    history.push((fact, vec![doer(person)]));
                }
            }
        }
        history
    })
}
