//! What was counted up to the county, remembered for as long as nothing is written there.
//!
//! Numbers up to the county are counted out of their rows, so that a visit is in them the moment it is recorded. In
//! the largest county that takes longer than a page may (decision 0010); but between two writes it comes to the same.

use std::sync::{Arc, Mutex, PoisonError};

use hashlink::LruCache;
use niangjia_household::api::StandingFilter;
use niangjia_kernel::{Day, Id, Organisation, Tenant};
use niangjia_store::{ReadTx, StoreError, audit};

use crate::look::Answers;
use crate::model::Indicator;
use crate::period::Span;

/// How many answers are kept: those of a few hundred pages, a few kilobytes each.
const KEPT: usize = 512;

/// What was asked. The children are those of the organisation, in its own tenant: a write there forgets them too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Question {
    pub(crate) org: Id<Organisation>,
    pub(crate) tenant: Tenant,
    pub(crate) own_only: bool,
    pub(crate) span: Span,
    pub(crate) whole: Vec<Indicator>,
    pub(crate) below: Vec<Indicator>,
    pub(crate) besides: Vec<StandingFilter>,
}

/// As of what an answer holds: the day, and how much had been written in the tenant.
type AsOf = (Day, i64);

/// The answers of this process.
pub struct Remembered {
    answers: Mutex<LruCache<Question, (AsOf, Arc<Answers>)>>,
}

impl Default for Remembered {
    fn default() -> Self {
        Self { answers: Mutex::new(LruCache::new(KEPT)) }
    }
}

impl Remembered {
    /// The answer to a question: the one that is remembered if nothing was written since, in what this transaction
    /// sees, or else what `count` comes to.
    pub(crate) fn answer(
        &self,
        tx: &ReadTx<'_>,
        question: Question,
        count: impl FnOnce() -> Result<Answers, StoreError>,
    ) -> Result<Arc<Answers>, StoreError> {
        let as_of = (tx.today(), audit::written(tx, question.tenant)?);
        // A thread that broke off while holding the lock has left nothing half: an answer is put in whole.
        let kept = || self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((then, answers)) = kept().get(&question)
            && *then == as_of
        {
            return Ok(Arc::clone(answers));
        }
        let answers = Arc::new(count()?);
        kept().insert(question, (as_of, Arc::clone(&answers)));
        Ok(answers)
    }
}
