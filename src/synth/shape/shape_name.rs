//! The shapes that can be written.

/// A shape of export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShapeName {
    /// One CSV file a table, as taken from the database.
    #[default]
    V6Sql,
    /// Tab-delimited text in UTF-16, as a query's results are saved.
    Text,
    /// Character files of the database's bulk copy.
    Bcp,
}

impl ShapeName {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::V6Sql, Self::Text, Self::Bcp];

    /// Its name, which is that of its profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::V6Sql => "v6-sql",
            Self::Text => "text",
            Self::Bcp => "bcp",
        }
    }
}
