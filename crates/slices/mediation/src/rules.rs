//! Decisions about mediation: values in, a decision out.

mod agreement;
mod course;
mod file;
mod gate;

#[cfg(test)]
mod tests;

use niangjia_kernel::AreaLevel;
use niangjia_store::Actor;

pub(crate) use agreement::{
    ClauseStanding, MOST_CLAUSES, SaidClause, check_agreement, check_confirmation, is_not_confirmed,
    standing, takes_effect,
};
pub(crate) use course::{
    Next, SaidMember, SaidSession, check_ending, check_member, check_session, may_end, next,
    outcome_of_consents,
};
pub(crate) use file::{Lack, Stage, belongs, lacking, number_words, retention_of};
pub(crate) use gate::hit;

/// What somebody's post lets her see of the mediations of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Those of her community, in full.
    Keeps,
    /// The lines of her branch without names; a file with a purpose.
    Lists,
    /// Only those she works on herself.
    Own,
}

/// R-MED-01. An ordinary mediation is for its own people (who registered it, mediators, recorder) and for the chair and vice
/// chair of the community; street and county see lines without names and open a file with a purpose that is recorded; above,
/// numbers only. One that was diverted is for whoever registered it alone.
///
/// Source: architecture.md (class `personal`, class `sealed`); People's Mediation Law art. 15 (4) (privacy of the parties).
pub(crate) fn sight(actor: &Actor) -> Sight {
    if actor.leads_at(AreaLevel::Community) {
        Sight::Keeps
    } else if actor.leads_at(AreaLevel::Street) || actor.leads_at(AreaLevel::County) {
        Sight::Lists
    } else {
        Sight::Own
    }
}

/// R-MED-02. A dispute is registered by the chair, a vice chair or a member of the organisation, at her own organisation.
///
/// Source: People's Mediation Law art. 17 (on application or own initiative); issue 5 (by the member who knows the family).
pub(crate) fn may_register(actor: &Actor, org: &niangjia_kernel::OrgPath) -> bool {
    use niangjia_store::PostKind::{Chair, Member, ViceChair};
    let below = matches!(actor.acting.level, AreaLevel::Community | AreaLevel::Street | AreaLevel::County);
    below && matches!(actor.acting.kind, Chair | ViceChair | Member) && actor.acting.org_path == *org
}
