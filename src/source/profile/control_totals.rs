//! Where the counts taken at source stand.

use crate::record::{EntityId, FieldId};

/// The entity of the control totals and its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlTotalsRule {
    /// The entity whose rows are the control totals.
    pub entity: EntityId,
    /// Names the table counted.
    pub table: FieldId,
    /// The number of its rows.
    pub rows: FieldId,
    /// The number of its rows with `Inactive` = 1; null where the table has no such column.
    pub inactive_rows: Option<FieldId>,
    /// When the count was taken, which is the extract date.
    pub taken_on: Option<FieldId>,
}
