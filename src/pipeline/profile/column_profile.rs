//! One column of a profile.

use std::cmp::Reverse;

use crate::map::plan::Plan;
use crate::pipeline::coverage::{ReferenceRows, is_option_number};
use crate::record::Guid;
use crate::report::profile::{CodeCount, ColumnProfile};
use crate::source::{Column, ColumnFacts, Kind};

/// The most codes of a column that are told of.
const MOST_CODES: usize = 25;

/// The profile of a column.
pub(super) fn column_profile(
    plan: &Plan,
    reference: &ReferenceRows,
    column: &Column,
    facts: &ColumnFacts,
    present: bool,
) -> ColumnProfile {
    let (codes, codes_left_off) = codes(plan, reference, column, facts);
    ColumnProfile {
        column: column.name.clone(),
        present,
        null: facts.null,
        empty: facts.empty,
        filled: facts.filled,
        distinct: facts.distinct.count(),
        shortest: facts.lengths.map(|(shortest, _)| shortest as u64),
        longest: facts.lengths.map(|(_, longest)| longest as u64),
        first_year: facts.years.map(|(first, _)| first),
        last_year: facts.years.map(|(_, last)| last),
        codes,
        codes_left_off,
    }
}

/// The codes that stand most often, and how many others there are.
fn codes(
    plan: &Plan,
    reference: &ReferenceRows,
    column: &Column,
    facts: &ColumnFacts,
) -> (Vec<CodeCount>, u64) {
    let Some(counts) = &facts.codes else { return (Vec::new(), 0) };
    let mut codes: Vec<_> = counts.iter().collect();
    codes.sort_by_key(|(code, records)| (Reverse(**records), code.as_str()));
    let left = codes.len().saturating_sub(MOST_CODES) as u64;
    let shown = codes.into_iter().take(MOST_CODES).map(|(code, records)| {
        let label = label(plan, reference, column, code);
        let code = if label.is_some() || is_code(reference, column, code) {
            code.clone()
        } else {
            "not a code".to_owned()
        };
        CodeCount { code, label, records: *records }
    });
    (shown.collect(), left)
}

/// Whether a text has the form of a code. What has not may be anything, and is not shown.
pub(super) fn is_code(reference: &ReferenceRows, column: &Column, text: &str) -> bool {
    match &column.kind {
        Kind::Option { list } => {
            is_option_number(text, reference.option_values(list).into_iter().map(|(number, _)| number))
        }
        Kind::Reference { .. } => Guid::parse(text).is_ok(),
        Kind::Flag => matches!(text, "0" | "1"),
        _ => false,
    }
}

/// What reference data calls a code.
pub(super) fn label(plan: &Plan, reference: &ReferenceRows, column: &Column, code: &str) -> Option<String> {
    match &column.kind {
        Kind::Option { list } => reference.option_text(list, code).map(str::to_owned),
        Kind::Reference { table } => {
            let row = reference.row(*table, Guid::parse(code).ok()?)?;
            let name = plan.model().reference.get(usize::from(table.0))?.name?;
            row.get(name).filled().map(str::to_owned)
        }
        Kind::Flag => match code {
            "0" => Some("no".to_owned()),
            "1" => Some("yes".to_owned()),
            _ => None,
        },
        Kind::TableName => plan.dictionary().find(code).map(|id| plan.dictionary().entity(id).name.clone()),
        _ => None,
    }
}
