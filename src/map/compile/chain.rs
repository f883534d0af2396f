//! What a value is on its way to a cell, and which columns of the target take it.

use crate::source::{Column, DataType, Kind, TimeBasis};
use crate::target::contract::ColumnKind;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Text of any kind.
    Text,
    /// A GUID as the source holds it.
    Guid,
    /// The key of a target row.
    Key,
    /// A whole number.
    Int,
    /// A number with places after the point.
    Decimal,
    /// `0` or `1`.
    Bit,
    /// A day as the source holds it, which may be none, or stand for none.
    Date,
    /// A day of the calendar.
    Day,
    /// A UTC instant.
    Instant,
    /// UK wall time.
    WallTime,
    /// `Y` or `N`.
    Flag,
    /// A code of the target.
    Code,
    /// Not known before the run: an answer, whose question tells.
    Any,
}

impl Form {
    /// What a source column holds.
    pub(super) fn of(column: &Column) -> Self {
        match column.data_type {
            DataType::Guid => Self::Guid,
            DataType::Int => Self::Int,
            DataType::Bit => Self::Bit,
            DataType::Date => Self::Date,
            DataType::DateTime if column.time == Some(TimeBasis::Date) => Self::Date,
            DataType::DateTime => Self::Instant,
            DataType::Decimal(..) => Self::Decimal,
            DataType::Text(_) | DataType::Binary => Self::Text,
        }
    }

    /// The form in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Guid => "an identifier",
            Self::Key => "the key of a target row",
            Self::Int => "a whole number",
            Self::Decimal => "a number",
            Self::Bit => "0 or 1",
            Self::Date => "a day as the source holds it",
            Self::Day => "a day",
            Self::Instant => "a UTC time",
            Self::WallTime => "a UK time",
            Self::Flag => "Y or N",
            Self::Code => "a code of the target",
            Self::Any => "an answer",
        }
    }

    /// Whether a column of the target takes it.
    pub(super) fn fits(self, kind: ColumnKind) -> bool {
        if self == Self::Any {
            return true;
        }
        match kind {
            ColumnKind::Text => !matches!(self, Self::Guid | Self::Bit | Self::Date | Self::Instant),
            ColumnKind::Code => matches!(self, Self::Code),
            ColumnKind::Number { scale } => matches!(self, Self::Int) || (scale > 0 && self == Self::Decimal),
            ColumnKind::Date => self == Self::Day,
            ColumnKind::DateTime => self == Self::WallTime,
            ColumnKind::DateOrDateTime => matches!(self, Self::Day | Self::WallTime),
            ColumnKind::Flag => matches!(self, Self::Flag | Self::Code),
        }
    }
}

/// What a column of the target takes, in words, with the step that gives it.
pub(super) fn wanted(kind: ColumnKind) -> (&'static str, &'static str) {
    match kind {
        ColumnKind::Text => ("text", "`trim`, `guid` or `person`"),
        ColumnKind::Code => ("a code", "`code`"),
        ColumnKind::Number { .. } => ("a number", "`int` or `decimal`"),
        ColumnKind::Date => ("a day", "`date` or `uk-day`"),
        ColumnKind::DateTime => ("a UK time", "`local`, or `date` and `midnight`"),
        ColumnKind::DateOrDateTime => ("a day or a UK time", "`date` or `local`"),
        ColumnKind::Flag => ("Y or N", "`yes-no`, `tri` or `code`"),
    }
}

/// The list that a coded source column is of: an option set, or the name of a reference table.
pub(super) fn list_of<'a>(
    column: &'a Column,
    name_of: impl Fn(crate::record::EntityId) -> &'a str,
) -> Option<&'a str> {
    match &column.kind {
        Kind::Option { list } => Some(list),
        Kind::Reference { table } | Kind::Lookup { table } => Some(name_of(*table)),
        _ => None,
    }
}
