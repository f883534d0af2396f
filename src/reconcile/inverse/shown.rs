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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_end_is_a_space() {
        assert_eq!(in_one_line("a\r\nb"), "a  b");
    }
}
