//! How two runs differ, in words, as a page and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use care2mosaic::ledger::CauseRow;
use care2mosaic::pipeline::{CauseChange, Comparison, RunOutcomes};
use care2mosaic::report::comparison::{
    ComparedCause, ComparedRun, ComparedStates, NOT_NAMED, ONE_SIDED, RunComparison, to_html as page,
};
use care2mosaic::report::summary::{listed_reason, plural, thousands};
use serde_json::json;

use super::status::{KINDS, outcomes_json};

/// How many case files of a change are named.
const NAMED: usize = 20;

/// Which reasons went, which came, and which case files changed state.
pub(super) fn to_text(comparison: &Comparison) -> String {
    let mut text = String::new();
    for (title, run) in [("before", &comparison.before), ("after", &comparison.after)] {
        let _ = writeln!(text, "  {title:<8}{}", in_words(run));
    }
    let went = |change: &&CauseChange| change.cause.records == 0;
    let came = |change: &&CauseChange| change.before == 0;
    let other = |change: &&CauseChange| !went(change) && !came(change);
    causes(&mut text, "Reasons that went", comparison.causes.iter().filter(went));
    causes(&mut text, "Reasons that came", comparison.causes.iter().filter(came));
    causes(&mut text, "Reasons of other numbers", comparison.causes.iter().filter(other));
    causes(&mut text, ONE_SIDED, comparison.one_sided.iter());
    case_files(&mut text, comparison);
    if comparison.causes.is_empty() && comparison.case_files.is_empty() && comparison.not_named == 0 {
        text.push_str("\nNo reason and no case file differs.\n");
    }
    text
}

fn in_words(run: &RunOutcomes) -> String {
    let kind = if run.run.dry_run { "dry run" } else { "run" };
    let (held, rejected) = (thousands(run.of("held")), thousands(run.of("rejected")));
    let files = thousands(run.in_state("held"));
    format!("{kind} {}: {files} case files held, {held} records held, {rejected} rejected", run.run.number)
}

fn causes<'c>(text: &mut String, title: &str, changes: impl Iterator<Item = &'c CauseChange>) {
    let lines: Vec<String> = changes
        .map(|change| {
            let cause = &change.cause;
            let (before, after) = (thousands(change.before), thousands(cause.records));
            let (kind, reason) = (kind_words(&cause.kind), listed_reason(&cause.reason));
            format!("  {before:>8} -> {after:<8} {kind} {reason}{}\n", at(&place_of(cause)))
        })
        .collect();
    if !lines.is_empty() {
        let _ = writeln!(text, "\n{title}");
        text.extend(lines);
    }
}

/// Case files by the states they were and are in.
fn by_change(comparison: &Comparison) -> BTreeMap<(&str, &str), Vec<u64>> {
    let mut by_change: BTreeMap<(&str, &str), Vec<u64>> = BTreeMap::new();
    for change in &comparison.case_files {
        let before = change.before.as_deref().unwrap_or("not there");
        let after = change.after.as_deref().unwrap_or("not there");
        by_change.entry((before, after)).or_default().push(change.case_file);
    }
    by_change
}

fn case_files(text: &mut String, comparison: &Comparison) {
    let by_change = by_change(comparison);
    if by_change.is_empty() && comparison.not_named == 0 {
        return;
    }
    text.push_str("\nCase files in another state\n");
    for ((before, after), numbers) in by_change {
        let mut named: Vec<String> = numbers.iter().take(NAMED).map(u64::to_string).collect();
        if numbers.len() > NAMED {
            named.push(plural((numbers.len() - NAMED) as u64, "more", "more"));
        }
        let count = thousands(numbers.len() as u64);
        let _ = writeln!(text, "  {count:>8}  {before} -> {after}: {}", named.join(", "));
    }
    if comparison.not_named > 0 {
        let _ = writeln!(text, "  {:>8}  {NOT_NAMED}", thousands(comparison.not_named));
    }
}

/// A kind of finding, as `status` says it.
fn kind_words(kind: &str) -> &str {
    KINDS.iter().find(|(word, _)| *word == kind).map_or(kind, |(_, words)| words)
}

fn at(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" at {place}") }
}

/// An entity, and its field where there is one; nothing where the place is not told.
fn place_of(cause: &CauseRow) -> String {
    if cause.field.is_empty() { cause.entity.clone() } else { format!("{}.{}", cause.entity, cause.field) }
}

/// A page for people.
pub(super) fn to_html(comparison: &Comparison) -> String {
    let run = |run: &RunOutcomes| ComparedRun {
        number: run.run.number,
        dry_run: run.run.dry_run,
        started: run.run.started.clone(),
        case_files_held: run.in_state("held"),
        migrated: run.of("migrated"),
        held: run.of("held"),
        rejected: run.of("rejected"),
    };
    let cause = |change: &CauseChange| ComparedCause {
        kind: kind_words(&change.cause.kind).to_owned(),
        reason: listed_reason(&change.cause.reason).to_owned(),
        place: place_of(&change.cause),
        before: change.before,
        after: change.cause.records,
    };
    let states = by_change(comparison).into_iter().map(|((before, after), case_files)| ComparedStates {
        before: before.to_owned(),
        after: after.to_owned(),
        case_files,
    });
    page(&RunComparison {
        before: run(&comparison.before),
        after: run(&comparison.after),
        causes: comparison.causes.iter().map(cause).collect(),
        one_sided: comparison.one_sided.iter().map(cause).collect(),
        states: states.collect(),
        not_named: comparison.not_named,
    })
}

/// All of it.
pub(super) fn to_json(comparison: &Comparison) -> String {
    let change_word = |change: &CauseChange| match (change.before, change.cause.records) {
        (_, 0) => "went",
        (0, _) => "came",
        _ => "differs",
    };
    let causes = comparison.causes.iter().map(|change| (change, change_word(change)));
    let one_sided = comparison.one_sided.iter().map(|change| (change, "one-sided"));
    let causes = causes.chain(one_sided).map(|(change, word)| {
        let cause = &change.cause;
        json!({
            "kind": cause.kind, "entity": cause.entity, "field": cause.field, "reason": cause.reason,
            "before": change.before, "after": cause.records, "change": word,
        })
    });
    let case_files = comparison.case_files.iter().map(
        |change| json!({ "case_file": change.case_file, "before": change.before, "after": change.after }),
    );
    let json = json!({
        "format": 1, "before": outcomes_json(&comparison.before), "after": outcomes_json(&comparison.after),
        "causes": causes.collect::<Vec<_>>(), "case_files": case_files.collect::<Vec<_>>(), "case_files_not_named": comparison.not_named,
    });
    format!("{json:#}\n")
}
