//! What a sentence pattern is, and whom it fits.

use niangjia_household::api::NeedKind::{
    self, ChildInDifficulty, Dibao, Disabled, ElderlyAlone, LeftBehind, OutOfWork, SeriouslyIll, SingleParent,
};

/// Whom a pattern fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fits {
    /// The needs (`None`: an ordinary family); empty for every family with a need.
    pub(super) needs: &'static [Option<NeedKind>],
    /// Only a woman under 60.
    pub(super) woman: bool,
    /// Only where there is a child in the house.
    pub(super) child: bool,
}

impl Fits {
    /// Whether it was written for a few needs rather than for everybody.
    pub(super) const fn is_particular(self) -> bool {
        !self.needs.is_empty() && self.needs.len() < 5
    }
}

/// A sentence with variable parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    pub(super) matter: &'static str,
    pub(super) fits: Fits,
    pub(super) text: &'static str,
    /// What is said when the matter was looked at again, where that is to be.
    pub(super) done: Option<&'static str>,
}

pub(super) const EVERY_NEED: Fits = Fits { needs: &[], woman: false, child: false };
pub(super) const EVERYBODY: Fits = Fits {
    needs: &[
        Some(Dibao),
        Some(Disabled),
        Some(SeriouslyIll),
        Some(ChildInDifficulty),
        Some(LeftBehind),
        Some(ElderlyAlone),
        Some(SingleParent),
        Some(OutOfWork),
        None,
    ],
    woman: false,
    child: false,
};
pub(super) const ORDINARY: Fits = of(&[None]);
pub(super) const OLD: Fits = of(&[Some(ElderlyAlone)]);
pub(super) const DISABLED: Fits = of(&[Some(Disabled)]);
pub(super) const ILL: Fits = of(&[Some(SeriouslyIll)]);
pub(super) const FRAIL: Fits = of(&[Some(Disabled), Some(SeriouslyIll), Some(ElderlyAlone)]);
pub(super) const POOR: Fits = of(&[Some(Dibao)]);
pub(super) const HARD_UP: Fits =
    of(&[Some(Dibao), Some(Disabled), Some(SeriouslyIll), Some(ChildInDifficulty)]);
pub(super) const JOBLESS: Fits = of(&[Some(OutOfWork)]);
pub(super) const WORKING_AGE: Fits = of(&[Some(OutOfWork), Some(SingleParent), Some(Dibao)]);
pub(super) const WITH_CHILD: Fits =
    Fits { child: true, ..of(&[Some(ChildInDifficulty), Some(LeftBehind), Some(SingleParent)]) };
pub(super) const CHILD_FAR_FROM_PARENTS: Fits =
    Fits { child: true, ..of(&[Some(ChildInDifficulty), Some(LeftBehind)]) };
pub(super) const SINGLE: Fits = of(&[Some(SingleParent)]);
pub(super) const COUPLE: Fits = of(&[Some(Disabled), Some(SeriouslyIll), Some(Dibao), Some(OutOfWork)]);
pub(super) const YOUNGER_WOMAN: Fits = Fits { woman: true, ..EVERYBODY };

const fn of(needs: &'static [Option<NeedKind>]) -> Fits {
    Fits { needs, woman: false, child: false }
}

pub(super) const fn said(matter: &'static str, fits: Fits, text: &'static str) -> Pattern {
    Pattern { matter, fits, text, done: None }
}

pub(super) const fn open(
    matter: &'static str,
    fits: Fits,
    text: &'static str,
    done: &'static str,
) -> Pattern {
    Pattern { matter, fits, text, done: Some(done) }
}
