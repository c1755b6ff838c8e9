//! A case is never without its own people.

use niangjia_kernel::{Id, Person};

/// Who is proposed to take a case whose responsible person is gone; nobody where none of its people is left.
///
/// R-PRO-18. When whoever is responsible for a case that is not over serves on no committee of the county any more, or her account is
/// disabled, a task goes to whoever is in charge: to name who takes it, by a clock. Proposed is who of its people has been with it longest
/// and still serves; where nobody is left, whoever is in charge takes it herself. Not decided in time, it is hers by itself. Who was gone and
/// comes back before keeps it. Others of its people who have no post any more are taken out.
///
/// Source: Anti-Domestic Violence Law art. 13 (somebody always answers for it); product.md, promise 4. Reading: until somebody else is
/// responsible the one who left stays written down, so that nothing is lost; the person in charge sees the case already (R-PRO-01) and
/// nobody else gets to see it by a guess of the program. Local: `deadline.clock` case.succession
pub(crate) fn proposed(serving: &[(Id<Person>, String)], gone: Id<Person>) -> Option<&(Id<Person>, String)> {
    serving.iter().find(|(person, _)| *person != gone)
}

/// What is to be done about a case of which it is known whether whoever is responsible serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Succeeding {
    /// Nothing.
    Nothing,
    /// Put it before whoever is in charge.
    Begins,
    /// She is back.
    Returns,
    /// It is late: it falls to whoever is in charge.
    Falls,
}

/// See R-PRO-18.
pub(crate) const fn succeeding(serves: bool, waits: bool, late: bool, in_charge: bool) -> Succeeding {
    match (serves, waits) {
        (true, false) => Succeeding::Nothing,
        (true, true) => Succeeding::Returns,
        (false, false) => Succeeding::Begins,
        (false, true) if late && in_charge => Succeeding::Falls,
        (false, true) => Succeeding::Nothing,
    }
}
