//! Views that show some records of a table.

/// Which records of a table a view of the screens shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Those that are not inactive: the view that is there without asking.
    Active,
    /// Those that are.
    Inactive,
}

impl View {
    /// What its records have as `Inactive`.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Active => "0",
            Self::Inactive => "1",
        }
    }
}
