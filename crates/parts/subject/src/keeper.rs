//! What a slice answers about one person.

use niangjia_kernel::{Day, Id, Post, Timestamp};
use niangjia_store::{ReadTx, StoreError, WriteTx};
use uuid::Uuid;

use crate::{Field, Subject};

/// A value that is kept about her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which column, and with it why and how long.
    pub field: &'static Field,
    /// What stands there.
    pub value: String,
    /// Since when, where that is known.
    pub since: Option<Day>,
    /// Where it came from.
    pub source: &'static str,
}

/// A post that may open what is kept about her today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opener {
    /// The post.
    pub post: Id<Post>,
    /// `嵩合社区妇联 主席`.
    pub label: String,
    /// Who holds it today.
    pub holder: String,
    /// How much of it opens there.
    pub reach: String,
}

/// That somebody looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: String,
    /// In which post.
    pub post: String,
    /// What was opened.
    pub what: String,
    /// What for, as far as it is one of the given purposes.
    pub purpose: String,
    /// What was written beside it, which somebody else may have said: only with a release.
    pub told: Option<Told>,
}

/// That something was done for her household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dealt {
    /// On which day.
    pub on: Day,
    /// Who.
    pub person: String,
    /// In which post.
    pub post: String,
    /// `上门`.
    pub manner: &'static str,
    /// What it was about and what was said, which somebody else may have said: only with a release.
    pub told: Told,
    /// Whether that it took place already tells something: then the whole line is only with a release.
    pub private: bool,
}

/// A line that somebody said or wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is released by.
    pub id: Uuid,
    /// The words.
    pub words: String,
}

/// What keeps something of hers from being deleted now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Why, in a sentence for her.
    pub sentence: String,
    /// The rule it follows from.
    pub basis: String,
}

/// What was put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// `手机号`.
    pub what: &'static str,
    /// What it was.
    pub before: String,
    /// What it is now.
    pub after: String,
}

/// Why a value cannot be put right as it was said.
#[derive(Debug)]
pub enum CorrectionRefused {
    /// A sentence for the field.
    Said(String),
    /// The database.
    Store(StoreError),
}

impl From<StoreError> for CorrectionRefused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A value that she wants in place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording<'a> {
    /// The table of the field.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// What shall stand there; empty: nothing.
    pub value: &'a str,
}

/// How far a deletion goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erasing {
    /// She alone: her household stays in the register, with this contact person if she was it.
    Herself(Option<Box<Subject>>),
    /// With her the household leaves the register: nobody else is entered in it.
    WithHousehold,
}

/// A slice that keeps something about people of the register.
pub trait Keeper: Send + Sync {
    /// Its personal columns.
    fn fields(&self) -> &'static [Field];

    /// What stands in them about her and nobody else.
    ///
    /// # Errors
    /// When it cannot be read.
    fn kept(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Kept>, StoreError>;

    /// Who may open it today, found by the fetch that opens it.
    ///
    /// # Errors
    /// When it cannot be read.
    fn openers(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Opener>, StoreError>;

    /// Who opened it, the newest first.
    ///
    /// # Errors
    /// When it cannot be read.
    fn looked(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Looked>, StoreError>;

    /// What was done for her household, the newest first.
    ///
    /// # Errors
    /// When it cannot be read.
    fn dealt(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Dealt>, StoreError>;

    /// What keeps it from being deleted now.
    ///
    /// # Errors
    /// When it cannot be read.
    fn holds(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Hold>, StoreError>;

    /// Puts one of its fields right; `None` when the field is another slice's or already says so.
    ///
    /// # Errors
    /// When it cannot be as it was said, or cannot be written.
    fn correct(
        &self,
        tx: &WriteTx<'_>,
        subject: &Subject,
        wording: &Wording<'_>,
    ) -> Result<Option<Corrected>, CorrectionRefused>;

    /// Deletes what can be found of her; counts and facts stay. Says what was deleted, in words.
    ///
    /// # Errors
    /// When it cannot be written.
    fn erase(
        &self,
        tx: &WriteTx<'_>,
        subject: &Subject,
        erasing: &Erasing,
    ) -> Result<Vec<String>, StoreError>;
}

/// Every slice that keeps something about people of the register.
pub struct Keepers(Vec<&'static dyn Keeper>);

impl Keepers {
    /// Plugs them together.
    #[must_use]
    pub const fn new(keepers: Vec<&'static dyn Keeper>) -> Self {
        Self(keepers)
    }

    /// One after the other.
    pub fn all(&self) -> impl Iterator<Item = &'static dyn Keeper> {
        self.0.iter().copied()
    }

    /// What all of them answer.
    ///
    /// # Errors
    /// When one of them cannot read.
    pub fn ask<T>(
        &self,
        question: impl Fn(&dyn Keeper) -> Result<Vec<T>, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let answers: Result<Vec<Vec<T>>, StoreError> = self.all().map(question).collect();
        Ok(answers?.into_iter().flatten().collect())
    }
}
