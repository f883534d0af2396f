//! Which files feed an entity, and which are left out.

use glob::{MatchOptions, Pattern};

use crate::record::EntityId;

const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: false,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// Files of that pattern hold rows of that entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRule {
    /// The pattern, matched against the path within the drop.
    pub pattern: Pattern,
    /// The entity.
    pub entity: EntityId,
}

impl FileRule {
    /// Whether the path within the drop matches, without regard to case.
    pub fn matches(&self, path: &str) -> bool {
        self.pattern.matches_with(path, OPTIONS)
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
