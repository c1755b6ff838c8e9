//! Where an organisation stands in the tree, as a text that sorts below its superiors.

use std::fmt;

/// The steps from the nation down to an organisation, each closed by a dot: `34.18.81.003.004.`; the nation's
/// own path is empty. A subtree is the range from the path to [`OrgPath::end`], never a LIKE.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgPath(String);

impl OrgPath {
    /// The root of the tree.
    #[must_use]
    pub const fn nation() -> Self {
        Self(String::new())
    }

    /// Takes a path as stored.
    #[must_use]
    pub const fn from_stored(path: String) -> Self {
        Self(path)
    }

    /// The path of a child whose own step is `step` (digits or letters, no dot).
    #[must_use]
    pub fn child(&self, step: &str) -> Self {
        debug_assert!(!step.is_empty() && step.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        Self(format!("{}{step}.", self.0))
    }

    /// The path as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first text after every path of the subtree: `path <= x AND x < end` is the subtree.
    #[must_use]
    pub fn end(&self) -> String {
        match self.0.strip_suffix('.') {
            // '/' is the character after '.'.
            Some(steps) => format!("{steps}/"),
            None => "~".to_owned(),
        }
    }

    /// The code an organisation is called by: its steps joined, `341881003004`; `0` for the nation.
    #[must_use]
    pub fn code(&self) -> String {
        let code = self.0.replace('.', "");
        if code.is_empty() { "0".to_owned() } else { code }
    }

    /// Whether `other` is this organisation or stands below it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// The paths from the nation down to this one, this one included.
    #[must_use]
    pub fn lineage(&self) -> Vec<Self> {
        let mut paths = vec![Self::nation()];
        let ends =
            self.0.char_indices().filter(|(_, character)| *character == '.').map(|(index, _)| index + 1);
        paths.extend(ends.map(|end| Self(self.0[..end].to_owned())));
        paths
    }
}

impl fmt::Display for OrgPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path() -> impl Strategy<Value = OrgPath> {
        prop::collection::vec("[0-9a-z]{1,4}", 0..6)
            .prop_map(|steps| steps.iter().fold(OrgPath::nation(), |path, step| path.child(step)))
    }

    proptest! {
        #[test]
        fn the_range_of_a_path_holds_exactly_its_subtree(above in path(), other in path()) {
            let in_range = above.as_str() <= other.as_str() && other.as_str() < above.end().as_str();
            prop_assert_eq!(in_range, above.covers(&other));
        }

        #[test]
        fn the_lineage_leads_from_the_nation_down(path in path()) {
            let lineage = path.lineage();
            prop_assert_eq!(lineage.first(), Some(&OrgPath::nation()));
            prop_assert_eq!(lineage.last(), Some(&path));
            prop_assert!(lineage.windows(2).all(|pair| pair[0].covers(&pair[1]) && pair[0] != pair[1]));
        }
    }
}
