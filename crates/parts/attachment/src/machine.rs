//! The machine: whose matters have files, where the bytes are, and who looks into them.

use std::collections::BTreeMap;

use niangjia_kernel::{Key, OrgPath, Tenant};
use niangjia_store::{Actor, Files, ReadTx, StoreError};
use niangjia_web::AppError;
use uuid::Uuid;

use crate::model::{Attachment, AttachmentRow};
use crate::queries;
use crate::scanner::Scanner;
use crate::sealed::SealedFiles;

/// A matter that files are brought to, as it is visible to whoever asks.
#[derive(Debug, Clone)]
pub struct Matter {
    /// Where it is kept.
    pub tenant: Tenant,
    /// The row.
    pub subject: Uuid,
    /// Where it belongs; whoever leads there decides about files kept aside.
    pub org_path: OrgPath,
    /// Its page.
    pub href: String,
    /// What it is called on the page of a file; nothing personal.
    pub title: String,
    /// Whether she may bring files to it now.
    pub may_add: bool,
    /// What a file may be to it: code and words. Empty: files are not told apart.
    pub labels: &'static [(&'static str, &'static str)],
}

impl Matter {
    /// The words of one of its labels.
    #[must_use]
    pub fn label(&self, code: &str) -> &'static str {
        self.labels.iter().find(|(one, _)| *one == code).map_or("", |(_, words)| words)
    }
}

/// Finds a matter by the fetch that shows it: one that she may not see, or whose files are not hers to see, is not found.
pub type Find = fn(&ReadTx<'_>, &Actor, Tenant, Uuid) -> Result<Option<Matter>, StoreError>;

/// Plugged into the application by `niangjia`: each slice whose matters have files brings its way to find them.
pub struct Attachments {
    files: Files,
    holders: BTreeMap<&'static str, Find>,
    sealed: BTreeMap<&'static str, &'static dyn SealedFiles>,
    scanner: Option<Scanner>,
}

impl Attachments {
    /// Over the files of an installation, with a scanner where one is configured.
    #[must_use]
    pub const fn new(files: Files, scanner: Option<Scanner>) -> Self {
        Self { files, holders: BTreeMap::new(), sealed: BTreeMap::new(), scanner }
    }

    /// Matters whose identities begin with `prefix` have files.
    #[must_use]
    pub fn with(mut self, prefix: &'static str, find: Find) -> Self {
        self.holders.insert(prefix, find);
        self
    }

    /// Matters whose identities begin with `prefix` have files and are of the sealed class.
    #[must_use]
    pub fn with_sealed(self, prefix: &'static str, find: Find, files: &'static dyn SealedFiles) -> Self {
        let mut all = self.with(prefix, find);
        all.sealed.insert(prefix, files);
        all
    }

    /// What is different for the files of matters of this prefix, where they are sealed.
    pub(crate) fn sealed(&self, prefix: &str) -> Option<&'static dyn SealedFiles> {
        self.sealed.get(prefix).copied()
    }

    /// The files of the installation.
    #[must_use]
    pub const fn files(&self) -> &Files {
        &self.files
    }

    /// The scanner, where one is configured.
    #[must_use]
    pub const fn scanner(&self) -> Option<&Scanner> {
        self.scanner.as_ref()
    }

    /// A matter behind `341881.req_0198…`, visible to `actor`, with its prefix.
    pub(crate) fn matter(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        key: &str,
    ) -> Result<(&'static str, Matter), AppError> {
        let (tenant, prefix, subject) = parsed(key).ok_or(AppError::NotFound)?;
        let found = self.visible(tx, actor, (tenant, prefix, subject))?;
        found.ok_or(AppError::NotFound)
    }

    /// An attachment, with the matter that makes it visible to `actor`.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where she does not see it, to the letter as where there is none.
    pub fn attachment(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        key: Key<Attachment>,
    ) -> Result<(AttachmentRow, Matter), AppError> {
        let (kind, subject) = queries::subject_of(tx, key)?.ok_or(AppError::NotFound)?;
        let found = self.visible(tx, actor, (key.tenant, &kind, subject))?;
        let (_, matter) = found.ok_or(AppError::NotFound)?;
        let row = queries::attachment(tx, key)?.ok_or(AppError::NotFound)?;
        Ok((row, matter))
    }

    fn visible(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        (tenant, kind, subject): (Tenant, &str, Uuid),
    ) -> Result<Option<(&'static str, Matter)>, StoreError> {
        let Some((prefix, find)) = self.holders.get_key_value(kind) else { return Ok(None) };
        Ok(find(tx, actor, tenant, subject)?.map(|matter| (*prefix, matter)))
    }
}

fn parsed(key: &str) -> Option<(Tenant, &str, Uuid)> {
    let (tenant, id) = key.split_once('.')?;
    let (prefix, hex) = id.split_once('_')?;
    let tenant = tenant.parse::<i64>().ok().and_then(Tenant::from_number)?;
    Some((tenant, prefix, Uuid::try_parse(hex).ok()?))
}
