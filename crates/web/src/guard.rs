//! Steps that a lower slice announces before it acts; upper slices may refuse, in the same transaction.

use niangjia_kernel::{Id, OrgPath, Person, Tenant};
use niangjia_store::{StoreError, WriteTx};

use crate::error::AppError;

/// What is about to happen.
#[derive(Debug, Clone)]
pub enum Step {
    /// A committee member leaves her post.
    MemberLeaves {
        /// Her tenant.
        tenant: Tenant,
        /// Who.
        person: Id<Person>,
        /// The organisation she leaves.
        org_path: OrgPath,
    },
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
