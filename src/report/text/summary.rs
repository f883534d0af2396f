//! The summary as a whole.

use std::fmt::Write;

use super::{causes, figures, mosaic, retry};
use crate::report::model::{Report, StopLine, Verdict};
use crate::report::summary::{NextStep, PlaceNames, VerdictWords, layers_of, next_steps, plural, thousands};

/// How many stops are shown; `stops.csv` has all of them.
const STOPS: usize = 20;

/// How many causes of differences are shown.
const CAUSES: usize = 20;

/// The summary of a report, as lines of plain text.
pub fn to_text(report: &Report, names: &PlaceNames) -> String {
    if !report.failed_batches.is_empty() {
        return in_part(report, names);
    }
    let words = VerdictWords::of(report);
    let mut text = format!("{}.\n", words.headline);
    if report.verdict == Verdict::NotReconciled || report.verdict == Verdict::Refused {
        for sentence in &words.meaning {
            paragraph(&mut text, sentence);
        }
    }
    stops(&mut text, &report.stops, &names.results);
    if report.verdict != Verdict::Refused {
        figures::add(&mut text, report);
        failed_checks(&mut text, report);
        differences(&mut text, report);
        mosaic::add(&mut text, report);
        retry::add(&mut text, report);
        causes::add(&mut text, report);
        let results = &names.results;
        let _ = writeln!(
            text,
            "\nDetails: {results}/reconciliation/report.html and the lists in {results}/exceptions/"
        );
    }
    if let Some(words) = layers_of(report) {
        let _ = writeln!(text, "\n{words}");
    }
    next(&mut text, &next_steps(report, names));
    text
}

/// What was asked for is written, and other batches are not.
fn in_part(report: &Report, names: &PlaceNames) -> String {
    let left = report.failed_batches.len() as u64;
    let mut text = format!(
        "Written as asked; the run is not finished. {} could not be written before and {} left:\n\n",
        plural(left, "batch", "batches"),
        if left == 1 { "is" } else { "are" },
    );
    for failed in &report.failed_batches {
        let _ = writeln!(text, "  {:04}  {}", failed.batch, failed.reason);
    }
    next(&mut text, &next_steps(report, names));
    text
}

fn paragraph(text: &mut String, sentence: &str) {
    text.push_str(sentence);
    text.push('\n');
}

fn stops(text: &mut String, stops: &[StopLine], results: &str) {
    if stops.is_empty() {
        return;
    }
    text.push_str("\nStops\n");
    for stop in stops.iter().take(STOPS) {
        let line = stop.line.map(|line| format!(" line {}", thousands(line))).unwrap_or_default();
        let field = if stop.field.is_empty() { String::new() } else { format!(" {}", stop.field) };
        paragraph(text, &format!("  {}: {}{line}{field}", stop.code, stop.file));
        paragraph(text, &format!("      {}", stop.message));
    }
    if stops.len() > STOPS {
        let more = (stops.len() - STOPS) as u64;
        paragraph(text, &format!("  and {} in {results}/exceptions/stops.csv", plural(more, "more", "more")));
    }
}

fn failed_checks(text: &mut String, report: &Report) {
    let failed: Vec<_> = report.checks.iter().filter(|check| check.findings > 0).collect();
    if failed.is_empty() {
        return;
    }
    text.push_str("\nChecks that failed\n");
    for check in failed {
        let _ = writeln!(text, "{:>10}  {}: {}", thousands(check.findings), check.id, check.summary);
    }
}

/// What differs by cause, the most frequent first, and which line of the mappings wrote it.
fn differences(text: &mut String, report: &Report) {
    if report.differences.is_empty() {
        return;
    }
    text.push_str("\nWhat differs, by cause\n");
    for group in report.differences.iter().take(CAUSES) {
        let written = match group.written_by() {
            line if line.is_empty() => String::new(),
            line => format!(", written by {line}"),
        };
        let (count, place) = (thousands(group.differences), group.place());
        let _ = writeln!(text, "{count:>10}  {} {place} ({}){written}", group.kind, group.check);
    }
    if report.differences.len() > CAUSES {
        let more = (report.differences.len() - CAUSES) as u64;
        paragraph(
            text,
            &format!(
                "  and {} in report.html; differences.csv has every one",
                plural(more, "more cause", "more causes")
            ),
        );
    }
}

fn next(text: &mut String, steps: &[NextStep]) {
    text.push_str("\nWhat to do next\n");
    for (number, step) in (1..).zip(steps) {
        paragraph(text, &format!("  {number}. {}", step.text));
        if let Some(command) = &step.command {
            paragraph(text, &format!("     {command}"));
        }
    }
}
