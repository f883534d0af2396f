//! The verdict in words.

use super::{Figures, may_be_retried, open_words, outside_words, plural, thousands};
use crate::report::model::{Audit, Report, Retry, Verdict};

/// The verdict in words: one line, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictWords {
    /// One line.
    pub headline: String,
    /// What it means, in whole sentences.
    pub meaning: Vec<String>,
}

impl VerdictWords {
    /// The words for a report.
    pub fn of(report: &Report) -> Self {
        let trial = if report.run.dry_run { "Dry run: " } else { "" };
        Self { headline: format!("{trial}{}", headline(report)), meaning: meaning(report) }
    }
}

fn headline(report: &Report) -> &'static str {
    match report.verdict {
        Verdict::Reconciled => "Reconciled. Everything is accounted for",
        Verdict::ReconciledWithExceptions if may_be_retried(report) => {
            "Reconciled with exceptions. Everything is accounted for; some of it waits for a decision"
        }
        Verdict::ReconciledWithExceptions => {
            "Reconciled with exceptions. Everything is accounted for; some of it is left to be looked at by hand"
        }
        Verdict::NotReconciled if report.differs_in_mosaic_alone() => {
            "Not reconciled. Mosaic does not hold what was written"
        }
        Verdict::NotReconciled if report.fails_in_audit_alone() => {
            "Not reconciled. An audit found case files wrong; do not load these files"
        }
        Verdict::NotReconciled => "Not reconciled. Do not load these files",
        Verdict::Unproven => "Unproven. The files are written and not yet compared with the export",
        Verdict::Refused => "Refused. Nothing was written",
    }
}

fn meaning(report: &Report) -> Vec<String> {
    let figures = Figures::of(report);
    match report.verdict {
        Verdict::Reconciled => vec![accounted(&figures), compared(report, &figures)],
        Verdict::ReconciledWithExceptions => {
            vec![accounted(&figures), compared(report, &figures), waiting(report, &figures)]
        }
        Verdict::NotReconciled if report.differs_in_mosaic_alone() => vec![
            accounted(&figures),
            compared(report, &figures),
            "The extract of Mosaic does not say what the import files say; mosaic.csv names every row."
                .into(),
        ],
        Verdict::NotReconciled if report.fails_in_audit_alone() => {
            let mut meaning = vec![accounted(&figures), compared(report, &figures)];
            meaning.extend(report.audit.as_ref().map(audited));
            meaning
        }
        Verdict::NotReconciled => {
            let mut meaning = vec![failed(report, &figures)];
            meaning.extend(report.audit.as_ref().filter(|_| report.fails_in_audit()).map(audited));
            meaning
        }
        Verdict::Unproven => {
            vec![accounted(&figures), "Whether they say what the export says is not shown.".into()]
        }
        Verdict::Refused => vec![format!(
            "The export was read as far as it could be, and {} it. Loading part of an export that is in doubt would \
             hide what is missing, so nothing was written.",
            plural(report.stops.len() as u64, "finding stops", "findings stop"),
        )],
    }
}

fn accounted(figures: &Figures) -> String {
    let read = plural(figures.records.read, "record", "records");
    format!("Each of the {read} read from the export has exactly one outcome, and the outcomes add up.")
}

fn compared(report: &Report, figures: &Figures) -> String {
    let values = plural(figures.values, "value", "values");
    let from = if report.run.dry_run { "the rows that would be written" } else { "the import files" };
    format!("{values} were rebuilt from {from} and compared with the export: all of them agree.")
}

fn waiting(report: &Report, figures: &Figures) -> String {
    let parts = [
        (report.case_files.held, "case file is held whole", "case files are held whole"),
        (
            report.waiting.records,
            "record that joins two people is not written yet",
            "records that join two people are not written yet",
        ),
        (figures.records.rejected, "record was rejected", "records were rejected"),
        (
            figures.rejected_values,
            "value was left out of its column",
            "values were left out of their columns",
        ),
        (
            report.retry.as_ref().map_or(0, Retry::all_gone),
            "case file that was held is no longer in the export",
            "case files that were held are no longer in the export",
        ),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts: Vec<_> = parts.map(|(count, one, many)| plural(count, one, many)).collect();
    format!("{}. The causes are listed with what to do about each.", listed(&parts))
}

/// `a`, `a and b`, `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn failed(report: &Report, figures: &Figures) -> String {
    // What people found is told apart.
    let checks = figures.failed_checks - u64::from(report.fails_in_audit());
    format!(
        "The import files do not say what the export says: {} found something, and {} differ. Until the cause is \
         known, nothing of this output may be loaded.",
        plural(checks, "check", "checks"),
        thousands(figures.differences) + " values",
    )
}

/// How many numbers of case files a sentence has.
const NAMED: usize = 12;

fn audited(audit: &Audit) -> String {
    let numbers = audit.wrong_case_files.iter().take(NAMED).map(u64::to_string);
    let numbers = numbers.collect::<Vec<_>>().join(", ");
    let more = audit.wrong_case_files.len().saturating_sub(NAMED) as u64;
    let more = if more == 0 { String::new() } else { format!(" and {}", plural(more, "more", "more")) };
    let were = if audit.defects() == 1 { "was" } else { "were" };
    let numbers = if numbers.is_empty() { String::new() } else { format!(" ({numbers}{more})") };
    let figures = &audit.figures;
    let mut said = format!(
        "People who compared a sample with both systems disagree: {} {were} found wrong{numbers}. With {} % confidence up to \
         {} % of the {} that were written when the sample was drawn may be wrong.",
        plural(audit.defects(), "case file", "case files"),
        figures.confidence,
        figures.upper_bound,
        plural(figures.population, "case file", "case files"),
    );
    for words in [open_words(figures), outside_words(figures)].into_iter().flatten() {
        said.push(' ');
        said.push_str(&words);
    }
    said + " Until the cause is known, nothing of this output may be loaded."
}
