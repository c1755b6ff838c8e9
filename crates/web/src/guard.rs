//! Steps that a lower slice announces before it acts; upper slices may refuse, or do what the step brings with it, in the
//! same transaction.

use niangjia_kernel::{Id, OrgPath, Organisation, Person, Post, Tenant};
use niangjia_store::{Actor, StoreError, WriteTx};

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
