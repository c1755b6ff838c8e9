//! Steps that a lower slice announces before it acts; upper slices may refuse, or do what the step brings with it, in the
//! same transaction.

use niangjia_kernel::{Household, Id, OrgPath, Organisation, Person, Post, Tenant};
use niangjia_store::{Actor, StoreError, WriteTx};
use uuid::Uuid;

use crate::error::AppError;

/// What is about to happen.
#[derive(Debug, Clone)]
pub enum Step {
    /// Somebody leaves a post of the committee: as chair, vice chair or member.
    LeavesCommittee {
        /// Who writes it down.
        actor: Box<Actor>,
        /// Her tenant.
        tenant: Tenant,
        /// Who leaves.
        person: Id<Person>,
        /// Her name.
        name: String,
        /// The post that ends.
        post: Id<Post>,
        /// The organisation she leaves.
        org_path: OrgPath,
        /// Whether she cannot hand over any more, having died or fallen ill.
        suddenly: bool,
    },
    /// A community is merged into another of its tenant: what belongs to it goes there today.
    Merges {
        /// Who writes it down.
        actor: Box<Actor>,
        /// Their tenant.
        tenant: Tenant,
        /// The one that ends.
        from: Merging,
        /// The one that goes on.
        into: Merging,
    },
    /// Somebody may be suffering violence, or a child harm: what follows is sealed, reported and not mediated.
    FindsDanger(Box<Danger>),
    /// Somebody of a family whose trouble is known applies for mediation: from now on it is a dispute.
    AppliesForMediation(Box<Application>),
}

/// That a trouble becomes a dispute, because somebody applies.
///
/// Source: People's Mediation Law art. 17 (on application).
#[derive(Debug, Clone)]
pub struct Application {
    /// Who writes the application down.
    pub actor: Actor,
    /// Where it is kept.
    pub tenant: Tenant,
    /// The organisation that knows of the trouble.
    pub org_id: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    /// Of the mediation that is to be opened: made by whoever announces it, so that the same form sent twice opens one.
    pub mediation: Uuid,
    /// The row that it comes from.
    pub from: Uuid,
    /// Whether that is a request; else a trouble.
    pub from_request: bool,
    /// Her household in the register.
    pub household: Option<Id<Household>>,
    /// Who applies.
    pub name: String,
    /// What it is about, in words.
    pub words: String,
}

/// What made somebody stop and ask whether there is violence, or a child harmed.
///
/// Source: Anti-Domestic Violence Law art. 13–14; Law on the Protection of Minors art. 11; domain.md §9.
#[derive(Debug, Clone)]
pub struct Danger {
    /// Who found it; the first to be responsible.
    pub actor: Actor,
    /// Where it is kept.
    pub tenant: Tenant,
    /// The organisation at which it was found.
    pub org_id: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    /// Of the sealed case that is to be opened: made by whoever announces it, so that the same form sent twice opens one.
    pub case: Uuid,
    /// The row in which it was found (a request, a mediation, a trouble, a visit).
    pub found_in: Uuid,
    /// Her household in the register.
    pub household: Option<Id<Household>>,
    /// What she is called, as far as it is known.
    pub name: String,
    /// A number at which she said she can be reached.
    pub phone: String,
    /// What was found, in words.
    pub words: String,
    /// Whether somebody under age, or without full capacity, suffers or may suffer.
    pub child: bool,
    /// Whether there is violence in the family.
    pub violence: bool,
}

/// A community that is merged, or that another is merged into.
#[derive(Debug, Clone)]
pub struct Merging {
    /// Its identity.
    pub id: Id<Organisation>,
    /// Where it stands.
    pub path: OrgPath,
    /// What it is called by.
    pub code: String,
    /// `嵩合社区妇联`.
    pub name: String,
}

type Guard = Box<dyn Fn(&WriteTx<'_>, &Step) -> Result<Option<String>, StoreError> + Send + Sync>;

/// Who is asked before a step.
#[derive(Default)]
pub struct Guards(Vec<Guard>);

impl Guards {
    /// Lets `guard` refuse steps by a sentence that says why and what to do.
    #[must_use]
    pub fn with(
        mut self,
        guard: impl Fn(&WriteTx<'_>, &Step) -> Result<Option<String>, StoreError> + Send + Sync + 'static,
    ) -> Self {
        self.0.push(Box::new(guard));
        self
    }

    /// Asks everybody.
    ///
    /// # Errors
    /// [`AppError::Refused`] with the first refusal.
    pub fn ask(&self, tx: &WriteTx<'_>, step: &Step) -> Result<(), AppError> {
        for guard in &self.0 {
            if let Some(reason) = guard(tx, step)? {
                return Err(AppError::Refused(reason));
            }
        }
        Ok(())
    }
}
