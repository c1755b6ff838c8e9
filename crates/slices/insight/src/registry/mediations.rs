//! The indicators of mediation: disputes taken, with members, agreed in writing.

use niangjia_kernel::FactKind;

use super::{Counting, Definition, Rows, Source};
use crate::model::{Indicator, Kind};

const fn of(kind: FactKind, formula: &'static str, more: &'static str) -> Definition {
    let counting = Counting::Count(Source::Facts(kind));
    Definition {
        unit: "件",
        kind: Kind::Happening,
        counting,
        hides_small: true,
        formula,
        rows: Rows::Mediations(more),
    }
}

impl Indicator {
    /// See [`Indicator::definition`].
    pub(super) const fn mediated(self) -> Definition {
        match self {
            Self::DisputesWithMembers => of(
                FactKind::MediationWithMember,
                "期间内受理的纠纷中，有在任执委（主席、副主席、执委）参与调解的；一件纠纷有几位参与，只算一件。",
                "&with=member",
            ),
            Self::WrittenAgreements => of(
                FactKind::AgreementWritten,
                "期间内达成的书面调解协议，按达成的日期算；口头协议不算。",
                "&show=written",
            ),
            _ => of(
                FactKind::MediationAccepted,
                "期间内受理调解的纠纷，按受理的日期算；不予调解的不算。受理以后转办的算在内，名单里没有。",
                "",
            ),
        }
    }
}
