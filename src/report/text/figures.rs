//! The figures of a summary.

use std::fmt::Write;

use crate::report::model::{Audit, FieldStatus, Mosaic, Report, Waiting};
use crate::report::summary::{
    FieldShare, Figures, awaited_words, open_words, outside_words, percent, plural, thousands,
};

/// Adds the figures.
pub(super) fn add(text: &mut String, report: &Report) {
    let figures = Figures::of(report);
    let (records, cases, files) = (&figures.records, &report.cases, &report.case_files);
    text.push('\n');
    sum(
        text,
        "records",
        records.read,
        &[
            (records.migrated, "migrated"),
            (records.merged, "merged"),
            (records.excluded, "excluded"),
            (records.rejected, "rejected"),
            (records.held, "held"),
        ],
    );
    sum(
        text,
        "cases",
        cases.read,
        &[
            (cases.migrated, "migrated"),
            (cases.merged, "merged"),
            (cases.excluded, "excluded"),
            (cases.rejected, "rejected"),
            (cases.held, "held"),
        ],
    );
    sum(
        text,
        "case files",
        files.read,
        &[
            (files.complete, "complete"),
            (files.incomplete, "incomplete"),
            (files.excluded, "excluded"),
            (files.held, "held"),
        ],
    );
    if report.waiting.records > 0 {
        let Waiting { case_files, records } = report.waiting;
        let waiting = plural(records, "of the records held waits", "of the records held wait");
        let case_files = plural(case_files, "written case file", "written case files");
        let _ = writeln!(
            text,
            "  {:<11}{waiting} for another person's case file, in {case_files} (waiting.csv)",
            ""
        );
    }
    if !report.fields.is_empty() {
        values(text, report, &figures);
    }
    written(text, report, &figures);
    if let Some(audit) = &report.audit {
        audited(text, audit);
    }
    if let Some(mosaic) = &report.mosaic {
        let _ = writeln!(
            text,
            "  {:<11}{} missing, {} different, {} unexpected, in {}",
            "in Mosaic",
            plural(mosaic.missing, "row", "rows"),
            thousands(mosaic.different),
            thousands(mosaic.unexpected),
            plural(mosaic.by_table.len() as u64, "table", "tables"),
        );
        not_compared(text, mosaic);
    }
}

fn audited(text: &mut String, audit: &Audit) {
    let figures = &audit.figures;
    if !audit.came_back() {
        let _ = writeln!(
            text,
            "  {:<11}{} drawn of {} written; no result has come back yet",
            "audit",
            plural(figures.size, "case file", "case files"),
            thousands(figures.population),
        );
        for words in [awaited_words(audit), outside_words(figures)].into_iter().flatten() {
            let _ = writeln!(text, "  {:<11}{words}", "");
        }
        return;
    }
    let [chosen, population] = [figures.at_random(), figures.population].map(thousands);
    let [right, wrong, open] = figures.random_part().map(thousands);
    let (confidence, bound) = (&figures.confidence, &figures.upper_bound);
    let _ = writeln!(
        text,
        "  {:<11}{chosen} drawn at random of the {population} case files that were written when the sample was drawn: {right} right, {wrong} wrong, {open} not looked at; with {confidence} % confidence at most {bound} % of these {population} are wrong",
        "audit",
    );
    let _ = writeln!(text, "  {:<11}by the {}", "", audit.method);
    for words in [open_words(figures), outside_words(figures), awaited_words(audit)].into_iter().flatten() {
        let _ = writeln!(text, "  {:<11}{words}", "");
    }
    if figures.besides > 0 {
        let [right, wrong, open] = figures.besides_part().map(thousands);
        let _ = writeln!(
            text,
            "  {:<11}{} drawn besides, so that every group is looked at: {right} right, {wrong} wrong, {open} not looked at; the bound does not count on them",
            "",
            thousands(figures.besides),
        );
    }
    let (draws, lists) = (audit.draws.len() as u64, audit.lists.len() as u64);
    if draws > 1 || lists > 1 {
        let (draws, lists) = (plural(draws, "sample", "samples"), plural(lists, "list", "lists"));
        let _ = writeln!(
            text,
            "  {:<11}{draws} drawn and {lists} of results taken in; shown is the newest sample of which one came back",
            ""
        );
    }
    if !audit.taken_back.is_empty() {
        let count = plural(audit.taken_back.len() as u64, "earlier result", "earlier results");
        let _ = writeln!(
            text,
            "  {:<11}{count} taken back by a later list, for reasons that report.html has",
            ""
        );
    }
}

/// What was left out of the comparison with Mosaic, and whether the extract said so itself.
fn not_compared(text: &mut String, mosaic: &Mosaic) {
    let said = if mosaic.own_rules { ", as the extract itself says" } else { "" };
    let (tables, columns): (Vec<_>, Vec<_>) =
        mosaic.not_compared.iter().partition(|gap| gap.columns.is_empty());
    let columns: usize = columns.iter().map(|gap| gap.columns.len()).sum();
    if !mosaic.not_compared.is_empty() || mosaic.own_rules {
        let _ = writeln!(
            text,
            "  {:<11}not compared: {}, and {} of others{said}",
            "",
            plural(tables.len() as u64, "whole table", "whole tables"),
            plural(columns as u64, "column", "columns"),
        );
    }
}

fn written(text: &mut String, report: &Report, figures: &Figures) {
    if report.targets.is_empty() {
        return;
    }
    let tables = plural(report.targets.len() as u64, "table", "tables");
    let name = if report.run.dry_run { "to write" } else { "written" };
    let _ = writeln!(text, "  {name:<11}{} in {tables}", plural(figures.rows, "row", "rows"));
    if let Some(root) = &report.root {
        let leaves = plural(root.leaves, "leaf", "leaves");
        let _ = writeln!(text, "  {:<11}{} over {leaves}", "root", root.value);
    }
}

fn sum(text: &mut String, name: &str, read: u64, parts: &[(u64, &str)]) {
    let parts: Vec<_> =
        parts.iter().map(|(count, outcome)| format!("{} {outcome}", thousands(*count))).collect();
    let _ = writeln!(text, "  {name:<11}{} read = {}", thousands(read), parts.join(" + "));
}

fn values(text: &mut String, report: &Report, figures: &Figures) {
    let differ = if figures.differences == 0 { "none differs".into() } else { differ(figures) };
    let _ = writeln!(text, "  {:<11}{} rebuilt and compared, {differ}", "values", thousands(figures.values));
    let shares = FieldShare::all(report);
    for (name, of) in [
        ("", (|share| share.filled) as fn(&FieldShare) -> u64),
        ("columns", |share| share.columns),
        ("bytes", |share| share.bytes),
    ] {
        let _ = writeln!(text, "  {name:<11}{}", parts(&shares, of));
    }
}

/// How much of the whole has each status.
fn parts(shares: &[FieldShare], of: fn(&FieldShare) -> u64) -> String {
    let whole = shares.iter().map(of).sum();
    let part = |share: &FieldShare| format!("{} {}", percent(of(share), whole), short_name(share.status));
    shares.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn differ(figures: &Figures) -> String {
    let verb = if figures.differences == 1 { "differs" } else { "differ" };
    format!("{} {verb}", thousands(figures.differences))
}

fn short_name(status: FieldStatus) -> &'static str {
    match status {
        FieldStatus::Carried => "in a field of their own",
        FieldStatus::Remainder => "in a note",
        FieldStatus::Lossy => "in part",
        FieldStatus::NotCarried => "not carried",
    }
}
