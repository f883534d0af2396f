//! Rows that have the same key.

use std::cmp::Ordering;

use crate::record::{FieldId, Reason, SourceRecord};
use crate::source::{DateForm, UtcInstant};

/// What became of rows with one key.
#[derive(Debug, Default)]
pub(crate) struct Versions {
    /// The rows that stand; several only where they contradict each other.
    pub(crate) kept: Vec<SourceRecord>,
    /// The rows that lost, each with why.
    pub(crate) lost: Vec<(SourceRecord, Reason)>,
}

impl Versions {
    /// Whether the rows that stand contradict each other.
    pub(crate) fn conflict(&self) -> bool {
        self.kept.len() > 1
    }
}

/// Judges rows of one key: of identical rows the first in the drop stands; of different ones that with the latest change,
/// if every one says when it was changed and one is later than all others; else all of them.
pub(crate) fn judge(mut rows: Vec<SourceRecord>, modified: Option<FieldId>, forms: &[DateForm]) -> Versions {
    let mut versions = Versions::default();
    rows.sort_by(|left, right| content(left, right).then(left.origin().cmp(&right.origin())));
    for row in rows {
        match versions.kept.last() {
            Some(last) if content(last, &row) == Ordering::Equal => {
                versions.lost.push((row, Reason::DuplicateRow));
            }
            _ => versions.kept.push(row),
        }
    }
    if versions.conflict() {
        keep_latest(&mut versions, modified, forms);
    }
    versions
}

fn keep_latest(versions: &mut Versions, modified: Option<FieldId>, forms: &[DateForm]) {
    let Some(modified) = modified else { return };
    let changed: Option<Vec<UtcInstant>> = versions
        .kept
        .iter()
        .map(|row| row.get(modified).filled().and_then(|text| UtcInstant::parse(text, forms)))
        .collect();
    let Some(changed) = changed else { return };
    let Some(latest) = changed.iter().max() else { return };
    if changed.iter().filter(|instant| *instant == latest).count() != 1 {
        return;
    }
    let winner = changed.iter().position(|instant| instant == latest).unwrap_or_default();
    let winner = versions.kept.swap_remove(winner);
    let mut lost = std::mem::replace(&mut versions.kept, vec![winner]);
    lost.sort_by(content);
    versions.lost.extend(lost.into_iter().map(|row| (row, Reason::DuplicateKey)));
}

/// The order of two rows by their values alone; null comes before the empty text.
pub(crate) fn content(left: &SourceRecord, right: &SourceRecord) -> Ordering {
    left.values().map(crate::record::Value::text).cmp(right.values().map(crate::record::Value::text))
}
