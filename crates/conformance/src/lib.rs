//! Reading the repository as text: what the tests about the code itself look at.

mod rust;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use rust::{Call, Function, Ignored, Literal, MacroCall, RustFile};

/// Folders that hold nothing written by hand.
const PASSED_OVER: [&str; 6] =
    ["target", "node_modules", ".git", "vendor", "artefacts", "proptest-regressions"];

/// A file of the repository.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it is, from the root of the repository, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl Source {
    /// The name of the slice whose folder it is in.
    #[must_use]
    pub fn slice(&self) -> Option<&str> {
        self.path.strip_prefix("crates/slices/")?.split('/').next()
    }

    /// Its lines, numbered from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// An offender: where, and what is wrong.
    #[must_use]
    pub fn offends(&self, line: usize, what: impl std::fmt::Display) -> String {
        format!("{}:{line}: {what}", self.path)
    }

    /// Whether it is there for tests only.
    #[must_use]
    pub fn is_test(&self) -> bool {
        let in_folder = |folder: &str| self.path.contains(folder);
        let name = self.path.rsplit('/').next().unwrap_or_default();
        in_folder("/tests/")
            || in_folder("crates/testkit/")
            || in_folder("crates/conformance/")
            || matches!(name, "tests.rs" | "testing.rs")
            || name.ends_with("_tests.rs")
    }
}

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Every file whose name ends with one of `endings`, in the order of their paths.
///
/// # Errors
/// When a folder or file cannot be read.
pub fn sources(endings: &[&str]) -> io::Result<Vec<Source>> {
    let (root, mut found) = (root(), Vec::new());
    collect(&root, &root, endings, &mut found)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn collect(root: &Path, folder: &Path, endings: &[&str], found: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            if !PASSED_OVER.contains(&name.as_str()) {
                collect(root, &entry.path(), endings, found)?;
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let path = entry.path();
            let short = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push(Source { path: short, text: fs::read_to_string(&path)? });
        }
    }
    Ok(())
}
