//! Files of matters of the sealed class: their own rules, asked of the slice that has the matter.

use niangjia_store::{Actor, Ending, ReadTx, StoreError, WriteTx};

use crate::machine::Matter;
use crate::model::AttachmentRow;

/// Why somebody who sees a file may not open it yet.
#[derive(Debug, Clone)]
pub struct Withheld {
    /// In a sentence.
    pub why: String,
    /// Where she asks for it; nothing where she asked already.
    pub ask: Option<String>,
}

/// What is different for the files of a sealed matter. Its audit entries are neutral outside, and a file leaves under a name that tells nothing.
pub trait SealedFiles: Sync {
    /// Whether she releases or refuses what is kept aside: not whoever leads, but whoever is in charge of sealed matters.
    ///
    /// # Errors
    /// When it cannot be read.
    fn decides(&self, tx: &ReadTx<'_>, actor: &Actor) -> Result<bool, StoreError>;

    /// Why she may not open a file of it now.
    ///
    /// # Errors
    /// When it cannot be read.
    fn withheld(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        of: (&Matter, &AttachmentRow),
    ) -> Result<Option<Withheld>, StoreError>;

    /// She looked at the page of a file, or opened it: the matter writes it down.
    ///
    /// # Errors
    /// When it cannot be written; then she sees nothing.
    fn looked(
        &self,
        tx: &WriteTx<'_>,
        actor: &Actor,
        matter: &Matter,
        opened: bool,
    ) -> Result<Ending<()>, StoreError>;
}
