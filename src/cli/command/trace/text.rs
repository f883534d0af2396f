//! A trace for people and for programs.

use std::fmt::Write;

use care2mosaic::pipeline::{CaseFileTrace, TraceReason, TracedCell, TracedRecord, TracedRow};
use care2mosaic::report::summary::{layer_words, plural};

/// The trace as JSON.
pub(super) fn to_json(trace: &CaseFileTrace) -> String {
    let json = serde_json::to_string_pretty(trace).expect("a trace has only text and numbers");
    format!("{json}\n")
}

/// The trace as an indented list: records, and under each the rows that it became.
pub(super) fn to_text(trace: &CaseFileTrace) -> String {
    let mut text = format!("Case file {}: {}", trace.case_file, trace.state);
    if let Some(batch) = trace.batch {
        let _ = write!(text, ", in batch {batch:04}");
    }
    if !trace.held_for.is_empty() {
        let reasons: Vec<_> = trace.held_for.iter().map(|reason| in_words(reason)).collect();
        let _ = write!(text, ", for {}", reasons.join(", "));
    }
    text.push('\n');
    if let Some(digest) = &trace.digest {
        let _ = writeln!(text, "digest {digest}");
    }
    let records = trace.records.len() as u64;
    let rows: usize = trace.records.iter().map(|record| record.rows.len()).sum();
    let (of, into) = (plural(records, "record", "records"), plural(rows as u64, "row", "rows"));
    let _ = writeln!(text, "{of} of the export, {into} of the import files");
    trace.records.iter().for_each(|one| record(&mut text, one));
    if let Some(words) = layer_words(trace.records.iter().map(|one| one.file.as_str())) {
        let _ = writeln!(text, "\n{words}");
    }
    text
}

fn record(text: &mut String, record: &TracedRecord) {
    let TracedRecord { entity, source_id, file, line, outcome, .. } = record;
    let _ = writeln!(text, "\n{entity} {source_id}  {outcome}  ({file}:{line})");
    record.reasons.iter().for_each(|one| reason(text, one));
    record.values.iter().for_each(|one| cell(text, 4, one));
    record.rows.iter().for_each(|one| row(text, one));
}

/// A reason; lists have `held` in place of one that they do not name.
fn in_words(reason: &str) -> &str {
    if reason == "held" { "a reason that no list names" } else { reason }
}

fn reason(text: &mut String, reason: &TraceReason) {
    let _ = write!(text, "    {}: {}", reason.list, in_words(&reason.reason));
    for part in [&reason.field, &reason.rule].into_iter().flatten() {
        let _ = write!(text, " {part}");
    }
    text.push('\n');
}

fn row(text: &mut String, row: &TracedRow) {
    let what = match row.role {
        "own" => "->",
        "note" => "-> note",
        _ => "-> into",
    };
    let TracedRow { table, legacy_id, file, line, .. } = row;
    let _ = writeln!(text, "    {what} {table} {legacy_id}  ({file}:{line})");
    row.values.iter().for_each(|one| cell(text, 8, one));
}

fn cell(text: &mut String, indent: usize, cell: &TracedCell) {
    let value = cell.value.replace('\r', "\\r").replace('\n', "\\n");
    let _ = writeln!(text, "{:indent$}{} = {value}", "", cell.column);
}
