//! Everything generated for one family.

use super::{Row, TableId};

/// The rows and files of one household: its people and all that hangs on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Household {
    /// Its place in the council, from 0.
    pub number: u64,
    /// Its rows, of any table, in the order in which they are written.
    pub rows: Vec<Row>,
    /// Its files: the `DocumentFileId` in lower case, by which the file is named, and the bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Household {
    /// The rows of one table.
    pub fn of(&self, table: TableId) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.table == table)
    }

    /// The places in `rows` of the rows of one table.
    pub fn places(&self, table: TableId) -> Vec<usize> {
        (0..self.rows.len()).filter(|place| self.rows[*place].table == table).collect()
    }
}
