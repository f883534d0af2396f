//! What counts as null in a file.

/// Which fields are null. Words stand for null only where they are not quoted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NullPolicy {
    /// Whether a quoted empty field (`""`) is null too, and not the empty string.
    pub quoted_empty: bool,
    /// Words that stand for null, such as `NULL`.
    pub words: Vec<String>,
}
