//! How rows of the source are shown and coded.

use std::borrow::Cow;

use crate::record::{EntityId, FieldId, SourceRecord};

/// How a row is shown where another points at it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Display {
    /// The columns, joined by comma and space; none means that it is shown by its key alone.
    pub columns: Vec<FieldId>,
}

impl Display {
    /// The text that shows the row; an empty part is left out.
    pub fn of(&self, record: &SourceRecord) -> String {
        self.text(record).into_owned()
    }

    /// The same, without a copy where one column shows the row.
    pub fn text<'r>(&self, record: &'r SourceRecord) -> Cow<'r, str> {
        if let [column] = self.columns.as_slice() {
            return Cow::Borrowed(record.get(*column).filled().unwrap_or_default());
        }
        let parts: Vec<_> = self.columns.iter().filter_map(|column| record.get(*column).filled()).collect();
        Cow::Owned(parts.join(", "))
    }
}

/// The columns of a reference table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReferenceColumns {
    /// The name.
    pub name: Option<FieldId>,
    /// The council's own code.
    pub code: Option<FieldId>,
    /// The statutory code.
    pub gov_code: Option<FieldId>,
    /// The day on which the value was retired.
    pub end: Option<FieldId>,
    /// Whether the value is switched off.
    pub inactive: Option<FieldId>,
}

/// Where option sets stand.
#[derive(Clone, Copy, Debug)]
pub struct OptionSets {
    /// The entity of sets.
    pub set: EntityId,
    /// The name of a set.
    pub set_name: FieldId,
    /// The entity of values.
    pub value: EntityId,
    /// The set of a value.
    pub of_set: FieldId,
    /// The number of a value.
    pub number: FieldId,
    /// The label of a value.
    pub text: FieldId,
}
