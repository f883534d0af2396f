//! What an entity is to a migration.

/// The part an entity plays: whether its rows have outcomes, and where they belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Belongs to a case file; every row has an outcome. `casework` in the dictionary.
    Casework,
    /// Organisations, workers and roles, which belong to no case file; every row has an outcome. `people` in the dictionary.
    Shared,
    /// Tables that steer the run, such as merges, restrictions and control totals; no outcomes. `control`.
    Control,
    /// Code tables; no outcomes. `reference`.
    Reference,
}

impl Role {
    /// The words of the dictionary, in the order of the variants.
    pub const WORDS: [&'static str; 4] = ["casework", "people", "control", "reference"];

    /// Reads the dictionary's word.
    pub fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "casework" => Some(Self::Casework),
            "people" | "shared" => Some(Self::Shared),
            "control" => Some(Self::Control),
            "reference" => Some(Self::Reference),
            _ => None,
        }
    }

    /// Whether each row of such an entity has an outcome.
    pub fn has_outcomes(self) -> bool {
        matches!(self, Self::Casework | Self::Shared)
    }
}
