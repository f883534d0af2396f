//! Which files feed an entity, and which are left out.

use glob::{MatchOptions, Pattern};

use super::View;
use crate::record::EntityId;

const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: false,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// What the names of compressed files end in.
const ENDINGS: [&str; 2] = [".gz", ".zip"];

/// Files of that pattern hold rows of that entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRule {
    /// The pattern, matched against the path within the drop.
    pub pattern: Pattern,
    /// The entity.
    pub entity: EntityId,
    /// The view that the files are of; none where they hold all records.
    pub view: Option<View>,
}

impl FileRule {
    /// Whether the path within the drop matches, without regard to case; a compressed file matches by its name without
    /// `.gz` or `.zip` as well.
    pub fn matches(&self, path: &str) -> bool {
        let unpacked = ENDINGS.iter().find_map(|ending| {
            let cut = path.len().checked_sub(ending.len())?;
            path.get(cut..).filter(|last| last.eq_ignore_ascii_case(ending)).map(|_| &path[..cut])
        });
        let matches = |path| self.pattern.matches_with(path, OPTIONS);
        matches(path) || unpacked.is_some_and(matches)
    }
}

/// Files of that pattern are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoreRule {
    /// The pattern, matched against the path within the drop.
    pub pattern: Pattern,
    /// Why.
    pub reason: String,
}

impl IgnoreRule {
    /// Whether the path within the drop matches, without regard to case.
    pub fn matches(&self, path: &str) -> bool {
        self.pattern.matches_with(path, OPTIONS)
    }
}

/// Columns of that name, in any file, are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoreColumn {
    /// The name, compared without regard to case.
    pub name: String,
    /// Why.
    pub reason: String,
}
