//! The register of personal columns.

/// How closely something about a person is kept. There is no word here for what is sealed (violence, children's cases):
/// a slice cannot put it on a sheet, because it cannot say of what class it would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Known to those on duty in that branch of the tree.
    Work,
    /// Known to those who look after her and to the chair of her community; from above with a purpose, recorded.
    Personal,
}

/// A personal column: why it is kept, on what ground, how long. Source: Personal Information Protection Law art. 5–9, 19;
/// domain.md §17.1 (field registry).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The table it stands in.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What the office calls it: `手机号`.
    pub label: &'static str,
    /// How closely it is kept.
    pub class: Class,
    /// What for.
    pub purpose: &'static str,
    /// On what ground.
    pub basis: &'static str,
    /// How long.
    pub kept_for: &'static str,
    /// Whether she may have it put right in this column (a day on which something happened is a fact, not a field).
    pub correctable: bool,
}
