//! What a check of a drop prints.

use std::fmt::Write as _;

use super::{DropCoverage, UncoveredCode};
use crate::record::{Reason, Stop};

/// The whole of it as plain text.
pub(super) fn to_text(coverage: &DropCoverage) -> String {
    let mut text = head(coverage);
    for stop in &coverage.stops {
        text.push_str(&stop_line(stop));
    }
    if !coverage.codes.is_empty() {
        text.push_str("\nCodes that no code table can map:\n");
    }
    for code in &coverage.codes {
        text.push_str(&code_line(code));
    }
    for remedy in &coverage.remedies {
        let _ = write!(text, "\n{} ({}):\n", remedy.file, remedy.advice);
        for line in remedy.lines.iter().flat_map(|lines| lines.lines()) {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

fn head(coverage: &DropCoverage) -> String {
    let DropCoverage { profile, files, records, .. } = coverage;
    let verdict = if coverage.is_whole() {
        "The mappings cover the drop"
    } else {
        "The mappings do not cover the drop"
    };
    format!("{verdict}: {records} rows in {files} files, read by the profile {profile}.\n")
}

fn stop_line(stop: &Stop) -> String {
    let mut place = stop.file.clone();
    if stop.line > 0 {
        let _ = write!(place, ":{}", stop.line);
    }
    let parts = [place.as_str(), stop.field.as_str()];
    let place: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("\n{}  {}\n    {}\n", stop.reason, place.join("  "), stop.message)
}

fn code_line(code: &UncoveredCode) -> String {
    let shown = match (code.label.is_empty(), code.code.is_empty()) {
        (true, true) => "what is no code".to_owned(),
        (true, false) => code.code.clone(),
        (false, true) => code.label.clone(),
        (false, false) => format!("{} [{}]", code.label, code.code),
    };
    let rows = match code.records {
        0 => "no row has it yet".to_owned(),
        1 => "1 row".to_owned(),
        rows => format!("{rows} rows"),
    };
    format!("    {}: {shown} of {}, {rows} ({}{})\n", code.table, code.list, code.reason, hint(code.reason))
}

fn hint(reason: Reason) -> &'static str {
    match reason {
        Reason::AmbiguousGovcode => ": two names share it; key the table by name",
        Reason::MissingGovcode => ": key the table by name",
        Reason::OptionNoLabel => ": the drop's option sets do not know it",
        _ => "",
    }
}
