//! What was held and rejected from run to run.

use std::collections::BTreeMap;
use std::fmt::Write;

use care2mosaic::pipeline::RunOutcomes;
use care2mosaic::report::model::Retry;
use care2mosaic::report::summary::{listed_reason, thousands};

/// How many runs stand beside each other, by reason: the last ones.
const BESIDE: usize = 6;

/// The kinds of findings that a team works off, and the words for them.
const KINDS: [(&str, &str); 5] = [
    ("hold", "held for"),
    (Retry::GONE, "no longer in the export"),
    ("reject", "rejected for"),
    ("value", "values for"),
    ("stop", "stopped by"),
];

/// Adds a line a run, then the reasons of the last runs beside each other.
pub(super) fn add(text: &mut String, runs: &[RunOutcomes]) {
    text.push_str("\nRuns\n");
    let head = ["run", "kind", "started", "files held", "records held", "rejected", "migrated", "verdict"];
    let mut lines = vec![head.map(str::to_owned)];
    lines.extend(runs.iter().map(line));
    table(text, &lines, 3..7);
    // What a run counted that did not come to its end is not what it will have counted.
    let ended: Vec<&RunOutcomes> = runs.iter().filter(|run| run.run.finished.is_some()).collect();
    let last = &ended[ended.len().saturating_sub(BESIDE)..];
    for (kind, title) in KINDS {
        reasons(text, last, kind, title);
    }
}

fn line(run: &RunOutcomes) -> [String; 8] {
    let row = &run.run;
    let counted = !run.records.is_empty();
    let number = |number: u64| if counted { thousands(number) } else { "-".to_owned() };
    let verdict = row.verdict.clone().unwrap_or_else(|| "not finished".to_owned());
    [
        row.number.to_string(),
        if row.dry_run { "dry run" } else { "run" }.to_owned(),
        row.started.clone(),
        number(run.in_state("held")),
        number(run.of("held")),
        number(run.of("rejected")),
        number(run.of("migrated")),
        verdict,
    ]
}

/// The reasons of a kind, the most of the first of these runs first.
fn reasons(text: &mut String, runs: &[&RunOutcomes], kind: &str, title: &str) {
    let mut all: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (place, run) in runs.iter().enumerate() {
        for (reason, records) in run.reasons(kind) {
            all.entry(reason).or_insert_with(|| vec![0; runs.len()])[place] = records;
        }
    }
    if all.is_empty() {
        return;
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let _ = writeln!(text, "\n{}", sentence(title));
    let mut lines: Vec<Vec<String>> = vec![
        std::iter::once("reason".to_owned())
            .chain(runs.iter().map(|run| format!("run {}", run.run.number)))
            .collect(),
    ];
    lines.extend(all.into_iter().map(|(reason, counts)| {
        let counts =
            counts.into_iter().map(|count| if count == 0 { "-".to_owned() } else { thousands(count) });
        std::iter::once(listed_reason(reason).to_owned()).chain(counts).collect()
    }));
    table(text, &lines, 1..usize::MAX);
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Lines with their cells under each other; those of `right` end under each other.
fn table<L: AsRef<[String]>>(text: &mut String, lines: &[L], right: std::ops::Range<usize>) {
    let columns = lines.first().map_or(0, |line| line.as_ref().len());
    let width = |column: usize| lines.iter().map(|line| line.as_ref()[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for line in lines {
        let mut out = String::from(" ");
        for (column, cell) in line.as_ref().iter().enumerate() {
            let width = widths[column];
            let _ = if right.contains(&column) {
                write!(out, " {cell:>width$} ")
            } else {
                write!(out, " {cell:<width$} ")
            };
        }
        let _ = writeln!(text, "{}", out.trim_end());
    }
}
