//! A value of a code table.

use crate::record::Guid;

/// A value of a code table or option set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The identifier of its row.
    pub guid: Guid,
    /// Its number or code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its national code, perhaps empty.
    pub gov_code: String,
    /// What the code tables remark on it, parted by semicolons.
    pub note: String,
}

impl Code {
    /// Whether the value is no longer used.
    pub fn retired(&self) -> bool {
        self.remarks().any(|remark| remark == "retired")
    }

    /// The remarks, one by one.
    pub fn remarks(&self) -> impl Iterator<Item = &str> {
        self.note.split(';').map(str::trim).filter(|remark| !remark.is_empty())
    }

    /// The number that a remark gives a column, such as `StatusTypeId 1`.
    pub fn remarked(&self, column: &str) -> Option<&str> {
        self.remarks().find_map(|remark| remark.strip_prefix(column)?.strip_prefix(' '))
    }
}
