//! What the lists say of one record.

use crate::record::FieldId;

/// What the exception lists say of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordEvidence {
    /// It stands in `excluded.csv`.
    pub excluded: bool,
    /// It stands in `rejects.csv`.
    pub rejected: bool,
    /// It stands in `holds.csv`: it caused a hold, or shares another case file's fate.
    pub holds: bool,
    /// The columns whose values were turned away (`values.csv`), in order.
    pub values: Vec<FieldId>,
}

impl RecordEvidence {
    /// Whether the value of a column was turned away.
    pub fn rejects_value(&self, field: FieldId) -> bool {
        self.values.binary_search(&field).is_ok()
    }
}
