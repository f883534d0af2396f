//! Columns that are lossy or not carried, by reason.

use std::collections::BTreeMap;

use crate::report::model::{Field, FieldStatus};

/// Columns that share a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ColumnReason<'a> {
    /// The reason, as the mapping says it.
    pub(super) reason: &'a str,
    /// The columns.
    pub(super) fields: Vec<&'a Field>,
    /// The number of filled values in them.
    pub(super) filled: u64,
}

impl<'a> ColumnReason<'a> {
    /// The reasons of all columns of a status, those with the most values first.
    pub(super) fn all(fields: &'a [Field], status: FieldStatus) -> Vec<Self> {
        let mut by_reason = BTreeMap::<&str, Vec<&Field>>::new();
        for field in fields.iter().filter(|field| field.status == status) {
            by_reason.entry(&field.reason).or_default().push(field);
        }
        let mut reasons: Vec<Self> =
            by_reason.into_iter().map(|(reason, fields)| Self::new(reason, fields)).collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.filled));
        reasons
    }

    fn new(reason: &'a str, fields: Vec<&'a Field>) -> Self {
        Self { reason, filled: fields.iter().map(|field| field.filled).sum(), fields }
    }
}
