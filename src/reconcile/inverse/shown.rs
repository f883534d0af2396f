//! How records and values are shown in notes.

use std::borrow::Cow;

use crate::map::plan::Plan;
use crate::record::{EntityId, SourceRecord};

/// A reference row as a note line shows it, `Name [Code]`.
pub(super) fn reference(plan: &Plan, table: EntityId, row: &SourceRecord) -> String {
    let columns = plan.model().reference[usize::from(table.0)];
    let text = |column: Option<_>| column.and_then(|column| row.get(column).filled()).unwrap_or_default();
    format!("{} [{}]", in_one_line(text(columns.name)), text(columns.code))
}

/// A text in one line: each line end is a space.
pub(super) fn in_one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// A value that was turned away, as a note keeps it: as it stands, what cannot stand in a note written `\u{…}`.
pub(in crate::reconcile) fn raw_value(text: &str) -> String {
    let mut raw = String::with_capacity(text.len());
    for character in crate::reconcile::note::line_feeds(text).chars() {
        match character {
            '\n' => raw.push_str("\n  "),
            '\\' => raw.extend(character.escape_unicode()),
            _ if character.is_control() => raw.extend(character.escape_unicode()),
            _ => raw.push(character),
        }
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_stand_in_a_note_is_spelled_out() {
        assert_eq!(raw_value("a\u{b}b\\\r\nc"), "a\\u{b}b\\u{5c}\n  c");
        assert_eq!(in_one_line("a\r\nb"), "a  b");
    }
}
