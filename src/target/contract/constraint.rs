//! What must hold of a table's rows besides the types of their columns.

use std::collections::BTreeMap;

use super::{ColumnId, TableId};
use crate::record::Reason;

/// What must hold of the rows that a condition is met by; a row that breaks it is turned away under the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The code.
    pub code: Reason,
    /// The rows it is for: each column has one of its texts. None means all rows.
    pub when: Vec<(ColumnId, Vec<String>)>,
    /// What must hold.
    pub demand: Demand,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// These columns are filled.
    Filled(Vec<ColumnId>),
    /// These columns are empty.
    Empty(Vec<ColumnId>),
    /// Filled dates or times of these columns do not go back.
    InOrder(Vec<ColumnId>),
    /// Exactly one of these columns is filled.
    OneOf(Vec<ColumnId>),
    /// The column has no more characters than that.
    AtMost(ColumnId, u32),
    /// The column, where it is filled, has one of the texts that stand under the text of another column; a text under
    /// which nothing stands demands nothing.
    Among {
        /// The column.
        column: ColumnId,
        /// The other column.
        by: ColumnId,
        /// The texts, by those of the other column.
        texts: BTreeMap<String, Vec<String>>,
    },
    /// The column has one of the texts that stand under a text of the row that another column names.
    AmongOf(AmongOf),
    /// Filled columns differ from each other.
    Different(Vec<ColumnId>),
    /// The number of the column is no less than that.
    AtLeast(ColumnId, u32),
    /// The column has so many hexadecimal digits in lower case.
    Hexadecimal(ColumnId, u32),
    /// The column is a number of that kind with the right check digit.
    CheckDigit(ColumnId, Checked),
    /// The column ends in none of these texts, whatever their case.
    NotEnding(ColumnId, Vec<String>),
    /// The filled columns have together, each after the first behind a comma and a space, no more characters than that.
    TogetherAtMost(Vec<ColumnId>, u32),
    /// No row ends after the rows of the same value that it must not outlast.
    NotOutlasting {
        /// The column of the value.
        per: ColumnId,
        /// The end.
        end: ColumnId,
        /// What the other rows are told by: each column has one of its texts.
        of: Vec<(ColumnId, Vec<String>)>,
    },
    /// Of the rows with one value of a column there is exactly one that is open: whose end is not filled.
    OneOpen {
        /// The column.
        per: ColumnId,
        /// The end.
        end: ColumnId,
    },
    /// Of the rows with one value of a column no two are without an end.
    OneUnended {
        /// The column.
        per: ColumnId,
        /// The end.
        end: ColumnId,
    },
    /// Some row of another table has the column's value.
    Listed {
        /// The column.
        column: ColumnId,
        /// The other table.
        table: TableId,
        /// The column there.
        by: ColumnId,
    },
}

/// Numbers that have a check digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// NHS numbers.
    Nhs,
    /// Pupil numbers.
    Upn,
    /// Numbers of learners.
    Uln,
}

/// What a column may have, by the row that another column names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmongOf {
    /// The column.
    pub column: ColumnId,
    /// A column of the same row that decides as well, if one does.
    pub by: Option<ColumnId>,
    /// The column that names the other row.
    pub of: ColumnId,
    /// The row that it names.
    pub named: Named,
    /// The texts, by those of the named row, then by those of the column that decides as well; under nothing where none does.
    pub texts: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl AmongOf {
    /// The texts that a row may have which names a row with that text; `cell` gives its cells. None where nothing is demanded.
    pub fn allowed<'r>(
        &self,
        named: &str,
        cell: impl FnOnce(ColumnId) -> Option<&'r str>,
    ) -> Option<&[String]> {
        let by = self.by.map_or(Some(""), cell)?;
        self.texts.get(named)?.get(by).map(Vec::as_slice)
    }
}

/// A row of another table that a column names, and what is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The table.
    pub table: TableId,
    /// The column that it is named by.
    pub key: ColumnId,
    /// The column that is asked for.
    pub column: ColumnId,
}
