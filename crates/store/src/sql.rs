//! A statement put together from pieces, each binding its own values: how visibility predicates compose.

use crate::{Column, Value};

/// SQL text under construction with its values. Placeholders are numbered as they are bound.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// Begins with `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    /// Appends text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a placeholder and binds `value` to it.
    pub fn bind(&mut self, value: &impl Column) -> &mut Self {
        self.values.push(value.bind());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Appends `column >= path AND column < end`: the rows of a subtree.
    pub fn within(&mut self, column: &str, path: &niangjia_kernel::OrgPath) -> &mut Self {
        self.push("(").push(column).push(" >= ").bind(path).push(" AND ").push(column).push(" < ");
        self.bind(&path.end()).push(")")
    }

    /// The text and the values.
    #[must_use]
    pub fn parts(&self) -> (&str, &[Value]) {
        (&self.text, &self.values)
    }
}
