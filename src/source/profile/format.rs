//! How the files of a shape are written.

use std::borrow::Cow;
use std::sync::Arc;

use glob::Pattern;
use jiff::civil::DateTime;

use super::{Called, Delimited, FileRule, Labels, NullPolicy, OwnDates, OwnValues, View};
use crate::record::{EntityId, FieldId};
use crate::source::time::DateForm;
use crate::source::{Column, Conversion, DataType, TimeBasis, WallTime, WrittenDates};

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
    /// How days are written; none where they have the standard drop's form.
    pub days: Option<WrittenDates>,
    /// How times are written; none where they have the standard drop's form, whatever their basis.
    pub moments: Option<WrittenDates>,
    /// Columns whose days or times are written otherwise.
    pub own_dates: Vec<OwnDates>,
    /// Columns whose other values are written otherwise.
    pub own_values: Vec<OwnValues>,
    /// How other values are brought into the standard drop's form; empty where they have it.
    pub conversions: Vec<Conversion>,
    /// What stands in the key's column of rows that sum the others up.
    pub summary_rows: Vec<Pattern>,
    /// Columns that the files have under another name.
    pub called: Vec<Called>,
    /// How the files show labels; none where they hold identifiers and codes.
    pub labels: Option<Arc<Labels>>,
    /// Files that hold one view of their table.
    pub views: Vec<FileRule>,
    /// The view of the file that is read.
    pub in_view: Option<View>,
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
            days: None,
            moments: None,
            own_dates: Vec::new(),
            own_values: Vec::new(),
            conversions: Vec::new(),
            summary_rows: Vec::new(),
            called: Vec::new(),
            labels: None,
            views: Vec::new(),
            in_view: None,
        }
    }

    /// The same files, with every value as it is written.
    pub(in crate::source) fn as_text(&self) -> Self {
        Self {
            days: None,
            moments: None,
            own_dates: Vec::new(),
            own_values: Vec::new(),
            conversions: Vec::new(),
            called: Vec::new(),
            labels: None,
            ..self.clone()
        }
    }

    /// Values written as in these files, in a table of the standard drop's form.
    pub(in crate::source) fn as_table(&self) -> Self {
        let shape = Shape::Delimited(Delimited::default());
        Self { shape, null: NullPolicy::default(), labels: None, views: Vec::new(), ..self.clone() }
    }

    /// How the values of a column are brought into the standard drop's form; none where they have it.
    pub(in crate::source) fn conversion(
        &self,
        entity: EntityId,
        field: FieldId,
        column: &Column,
    ) -> Option<Conversion> {
        let own = self.own_dates.iter().find(|own| own.entity == entity && own.column == field);
        let own = own.map(|own| own.written.clone());
        let other = self.own_values.iter().find(|own| own.entity == entity && own.column == field);
        match column.data_type {
            DataType::Date => own.or_else(|| self.days.clone()).map(Conversion::Day),
            DataType::DateTime => {
                let declared = column.time.filter(|basis| *basis != TimeBasis::Utc);
                let usual = || {
                    let usual = self.moments.clone()?;
                    Some(WrittenDates { basis: declared.unwrap_or(usual.basis), ..usual })
                };
                let written = own.or_else(usual)?;
                Some(if declared == Some(TimeBasis::Date) {
                    Conversion::Day(written)
                } else {
                    Conversion::Moment(written)
                })
            }
            _ if other.is_some() => other.map(|own| own.conversion.clone()),
            DataType::Decimal(_, places) => {
                let padded = self.conversions.iter().any(|one| matches!(one, Conversion::Places(_)));
                padded.then_some(Conversion::Places(places))
            }
            _ => self.conversions.iter().find(|conversion| conversion.is_for(column)).cloned(),
        }
    }

    /// What a value says that records have as the files write it, by the first of the forms of times that fits.
    pub(in crate::source) fn shown(&self, text: &str) -> Option<DateTime> {
        let written = [&self.moments, &self.days].into_iter().flatten();
        let own = self.own_dates.iter().map(|own| &own.written);
        let standard = || WallTime::parse(text, &self.datetimes).map(WallTime::datetime);
        written.chain(own).find_map(|written| written.shown(text)).or_else(standard)
    }

    /// Whether a row that has too many or too few fields may be rejected alone: only where quotes keep line ends and
    /// delimiters within fields.
    pub fn is_quoted_text(&self) -> bool {
        match &self.shape {
            Shape::Delimited(form) => form.quote.is_some(),
            _ => false,
        }
    }

    /// Whether a row sums the others up, by what stands in the column of its key.
    pub fn is_summary(&self, key: &str) -> bool {
        self.summary_rows.iter().any(|pattern| pattern.matches(key.trim()))
    }

    /// The column of an entity that the files have under this name, where it is another than the dictionary's.
    pub fn called(&self, entity: EntityId, name: &str) -> Option<FieldId> {
        let name = name.trim();
        let mut called = self.called.iter().filter(|called| called.entity == entity);
        let called = called.find(|called| called.name.eq_ignore_ascii_case(name)).map(|called| called.column);
        let headed = || {
            let mut headings = self.labels.as_ref()?.headings[usize::from(entity.0)].iter();
            headings.find(|(heading, _)| heading.eq_ignore_ascii_case(name)).map(|(_, column)| *column)
        };
        called.or_else(headed)
    }

    /// The names that files may have for a column besides the dictionary's.
    pub fn names_of(&self, entity: EntityId, field: FieldId) -> impl Iterator<Item = &str> {
        let called =
            self.called.iter().filter(move |called| (called.entity, called.column) == (entity, field));
        let heading = self.labels.as_ref().and_then(|labels| labels.heading(entity, field));
        called.map(|called| called.name.as_str()).chain(heading)
    }

    /// The view that a file is of, by its path within the drop.
    pub fn view(&self, path: &str) -> Option<View> {
        self.views.iter().find(|rule| rule.matches(path)).and_then(|rule| rule.view)
    }

    /// The format of one file of the drop.
    pub(in crate::source) fn of_file(&self, path: &str) -> Cow<'_, Self> {
        match self.view(path) {
            None => Cow::Borrowed(self),
            view => Cow::Owned(Self { in_view: view, ..self.clone() }),
        }
    }
}
