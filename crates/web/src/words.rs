//! Typed words are not lost: not with the session, not with the database.
//!
//! When a form cannot be taken because the session has ended, the sign-in page carries what was typed (sealed, bound
//! to the person it was typed for); after signing in she sees her words and sends them with one tap.

use std::collections::BTreeMap;

use niangjia_kernel::{Chance, Id, Person};
use niangjia_store::Keys;
use serde::{Deserialize, Serialize};

const CONTEXT: &str = "web.kept_words";
/// What a browser sends with a form beside what was typed.
pub(crate) const NOT_TYPED: [&str; 2] = ["csrf", "resume"];

/// The sentences that stand at the fields of a form, by field name; empty when all is well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errors(BTreeMap<String, String>);

impl Errors {
    /// Puts a sentence at a field; the first one at a field stays.
    pub fn at(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.at_any(field, sentence);
    }

    /// Puts a sentence at a field whose name is made at run time: one of many lines, or what a program called it.
    pub fn at_any(&mut self, field: &str, sentence: impl Into<String>) {
        self.0.entry(field.to_owned()).or_insert_with(|| sentence.into());
    }

    /// Every field with its sentence.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }

    /// Every sentence, in the order of the fields' names.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// The sentence at a field, or nothing.
    #[must_use]
    pub fn of(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Whether every field is well.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is right, or the sentence at its field.
    pub fn take<T, E: ToString>(&mut self, field: &'static str, outcome: Result<T, E>) -> Option<T> {
        outcome.map_err(|error| self.at(field, error.to_string())).ok()
    }
}

/// What was typed into a form that could not be taken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeptWords {
    /// Where the form goes.
    pub action: String,
    /// Its fields.
    pub fields: Vec<(String, String)>,
    /// What the button says.
    pub button: String,
    /// For whom it was typed, where that is known.
    pub(crate) person: Option<uuid::Uuid>,
}

impl KeptWords {
    /// Keeps the fields of a form on its way to `action`.
    #[must_use]
    pub fn new(action: &str, fields: &[(String, String)]) -> Self {
        Self {
            action: action.to_owned(),
            fields: fields.to_vec(),
            button: "再试一次".to_owned(),
            person: None,
        }
    }

    /// All fields as they were sent.
    pub fn hidden(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.iter().filter(|(name, _)| name != "resume")
    }

    /// What a person would recognise as her own words.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let typed = self.fields.iter().filter(|(name, _)| !NOT_TYPED.contains(&name.as_str()));
        typed.map(|(_, value)| value.as_str()).filter(|value| !value.is_ascii())
    }

    /// Seals the words for the sign-in page.
    pub(crate) fn sealed(&self, keys: &Keys, chance: &dyn Chance) -> Option<String> {
        let plain = serde_json::to_vec(self).ok()?;
        let sealed = keys.seal(CONTEXT, &plain, chance).ok()?;
        Some(sealed.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Opens what [`KeptWords::sealed`] made.
    pub(crate) fn opened(keys: &Keys, sealed: &str) -> Option<Self> {
        let bytes: Option<Vec<u8>> = sealed
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect();
        serde_json::from_slice(&keys.open(CONTEXT, &bytes?).ok()?).ok()
    }

    /// Binds the words to the person they were typed for.
    #[must_use]
    pub(crate) fn typed_by(mut self, person: Option<Id<Person>>) -> Self {
        self.person = person.map(Id::uuid);
        self
    }
}
