//! How the files of a shape are written.

use super::{Called, Delimited, NullPolicy};
use crate::record::{EntityId, FieldId};
use crate::source::Conversion;
use crate::source::time::DateForm;

/// How the files of an export are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// What kind of file they are.
    pub shape: Shape,
    /// What counts as null.
    pub null: NullPolicy,
    /// Forms of a day that records have, tried in order.
    pub dates: Vec<DateForm>,
    /// Forms of a day with a time that records have, tried in order.
    pub datetimes: Vec<DateForm>,
    /// How values are brought into the standard drop's form; empty where they have it.
    pub conversions: Vec<Conversion>,
    /// Columns that the files have under another name.
    pub called: Vec<Called>,
}

/// The kinds of file that are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Delimited text.
    Delimited(Delimited),
    /// JSON objects: an array of them, the `value` of an object, or one after another.
    Json,
    /// The Configuration Migration Tool's `data.xml`, parted by entity.
    DataXml,
    /// SpreadsheetML 2003.
    Spreadsheet(Sheet),
    /// XLSX.
    Workbook(Sheet),
}

/// How a worksheet holds its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The worksheet; none for the only one with rows.
    pub name: Option<String>,
    /// Whether the exporting tool hides columns: the key, a checksum, and when the row was changed.
    pub hidden_columns: bool,
}

impl Format {
    /// The standard drop's own format, with forms of dates as records have them.
    pub fn standard(dates: Vec<DateForm>, datetimes: Vec<DateForm>) -> Self {
        let shape = Shape::Delimited(Delimited::default());
        Self {
            shape,
            null: NullPolicy::default(),
            dates,
            datetimes,
            conversions: Vec::new(),
            called: Vec::new(),
        }
    }

    /// Whether a row that has too many or too few fields may be rejected alone: only where quotes keep line ends and
    /// delimiters within fields.
    pub fn is_quoted_text(&self) -> bool {
        match &self.shape {
            Shape::Delimited(form) => form.quote.is_some(),
            _ => false,
        }
    }

    /// The column of an entity that the files have under this name, where it is another than the dictionary's.
    pub fn called(&self, entity: EntityId, name: &str) -> Option<FieldId> {
        let mut called = self.called.iter().filter(|called| called.entity == entity);
        called.find(|called| called.name.eq_ignore_ascii_case(name.trim())).map(|called| called.column)
    }
}
