//! What looks wrong in the values of a column, as reason codes.

use crate::record::Reason;
use crate::source::{Column, ColumnFacts, DataType, Kind, Sighted};

/// What the values of a column give cause for, with how many of them do and where the first stands. A column that is `present` in no
/// file is missing as a whole, which the shape declares or which refuses a run.
pub(super) fn of_column(column: &Column, facts: &ColumnFacts, present: bool) -> Vec<(Reason, Sighted)> {
    let missing = if column.nullable || !present { Sighted::default() } else { facts.missing };
    let free = matches!(column.kind, Kind::Text | Kind::Html);
    let found = [
        (misfit(column), facts.misfits),
        (if column.kind == Kind::Key { Reason::MissingKey } else { Reason::MissingMandatory }, missing),
        (Reason::UntrimmedValue, if free { facts.untrimmed } else { Sighted::default() }),
        (Reason::ControlCharacter, facts.control),
        (Reason::ReplacementCharacter, facts.replaced),
        (Reason::SentinelDate, facts.sentinels),
    ];
    found.into_iter().filter(|(_, values)| values.times > 0).collect()
}

/// What a value is that does not have the form of its column's type.
fn misfit(column: &Column) -> Reason {
    match (column.data_type, &column.kind) {
        (DataType::Guid, Kind::Key) => Reason::BadKey,
        (DataType::Guid, _) => Reason::DanglingLookup,
        (DataType::Bit, _) => Reason::BadBoolean,
        (DataType::Date | DataType::DateTime, _) => Reason::BadDate,
        (DataType::Text(_), _) => Reason::OverLength,
        (DataType::Int | DataType::Decimal(..) | DataType::Binary, _) => Reason::BadIdentifierFormat,
    }
}
