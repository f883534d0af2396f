//! The page.

use askama::Template;
use serde_json::Value;

use super::bar::{self, Part};
use super::column_reason::ColumnReason;
use super::entity_fields::EntityFields;
use super::files_read::FilesRead;
use super::filters;
use super::table_proof::TableProof;
use super::trend::Trend;
use super::words;
use crate::report::explanation::Explanation;
use crate::report::model::{FieldStatus, Report, Verdict};
use crate::report::summary::{
    CauseGroup, FieldShare, Figures, NextStep, PlaceNames, VerdictWords, next_steps,
};

/// The page of a report.
pub fn to_html(report: &Report, names: &PlaceNames) -> String {
    let page = Page::new(report, names).render().expect("a page is written to memory, from text and numbers");
    page + "\n"
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    report: &'a Report,
    names: &'a PlaceNames,
    words: VerdictWords,
    next: Vec<NextStep>,
    figures: Figures,
    case_file_bar: Vec<Part>,
    shares: Vec<(&'static str, FieldShare)>,
    field_bar: Vec<Part>,
    held: Vec<CauseGroup>,
    rejected: Vec<CauseGroup>,
    values: Vec<CauseGroup>,
    warnings: Vec<CauseGroup>,
    mapped: Vec<CauseGroup>,
    lossy: Vec<ColumnReason<'a>>,
    not_carried: Vec<ColumnReason<'a>>,
    entities: Vec<EntityFields<'a>>,
    tables: Vec<TableProof<'a>>,
    files: FilesRead<'a>,
    trend: Option<Trend>,
}

impl<'a> Page<'a> {
    fn new(report: &'a Report, names: &'a PlaceNames) -> Self {
        let shares = FieldShare::all(report);
        Self {
            report,
            names,
            words: VerdictWords::of(report),
            next: next_steps(report, names),
            figures: Figures::of(report),
            case_file_bar: bar::of_case_files(&report.case_files, report.waiting.case_files),
            field_bar: bar::of_fields(&shares),
            shares: ["good", "note", "some", "none"].into_iter().zip(shares).collect(),
            held: CauseGroup::of_records(&report.held),
            rejected: CauseGroup::of_records(&report.rejected),
            values: CauseGroup::of_values(&report.rejected_values),
            warnings: CauseGroup::of_records(&report.warnings),
            mapped: CauseGroup::of_values(&report.mapped),
            lossy: ColumnReason::all(&report.fields, FieldStatus::Lossy),
            not_carried: ColumnReason::all(&report.fields, FieldStatus::NotCarried),
            entities: EntityFields::all(&report.fields),
            tables: TableProof::all(report),
            files: FilesRead::of(&report.source),
            trend: Trend::of(&report.history),
        }
    }

    fn refused(&self) -> bool {
        self.report.verdict == Verdict::Refused
    }

    /// The class that colours the verdict; its words say the same.
    fn verdict_class(&self) -> &'static str {
        match self.report.verdict {
            Verdict::Reconciled => "good",
            Verdict::ReconciledWithExceptions | Verdict::Unproven => "some",
            Verdict::NotReconciled | Verdict::Refused => "bad",
        }
    }

    fn columns(&self) -> u64 {
        self.shares.iter().map(|(_, share)| share.columns).sum()
    }

    fn filled(&self) -> u64 {
        self.shares.iter().map(|(_, share)| share.filled).sum()
    }

    fn bytes(&self) -> u64 {
        self.shares.iter().map(|(_, share)| share.bytes).sum()
    }

    /// How often all causes together were raised.
    fn raised(groups: &[CauseGroup]) -> u64 {
        groups.iter().map(|group| group.count).sum()
    }

    fn empty_entities(&self) -> u64 {
        self.report.balance.iter().filter(|line| line.read == 0 && line.adds_up()).count() as u64
    }

    /// Whether rejected values stand in the record's note.
    fn keeps_values(&self) -> bool {
        self.report.policies.get("rejected_values").and_then(|setting| setting.as_str()) == Some("remainder")
    }

    fn policies(&self) -> Vec<(&str, String)> {
        self.report.policies.iter().map(|(name, setting)| (name.as_str(), setting_text(setting))).collect()
    }

    /// Why nobody should sign.
    fn unsigned(&self) -> Option<&'static str> {
        match self.report.verdict {
            Verdict::NotReconciled if self.report.fails_in_audit_alone() => {
                Some("an audit found case files wrong.")
            }
            Verdict::NotReconciled if self.report.differs_in_mosaic_alone() => {
                Some("Mosaic does not hold what was written.")
            }
            Verdict::NotReconciled => Some("what was written does not agree with the export."),
            Verdict::Unproven => Some("what was written has not been proved."),
            Verdict::Refused => Some("nothing was written."),
            _ if self.report.run.dry_run => Some("this was a dry run, and no file of it is kept."),
            _ if !self.report.failed_batches.is_empty() => Some("batches failed, and are to be written yet."),
            Verdict::Reconciled | Verdict::ReconciledWithExceptions => None,
        }
    }

    /// The sign-off asks these people; who they are is left blank.
    fn signatories() -> [&'static str; 4] {
        [
            "Migration lead, who ran it",
            "Information governance, who read the exceptions",
            "Principal social worker, who checked a sample of case files",
            "Director of children's services, who accepts the result",
        ]
    }
}

/// A setting as people read it; empty where it is not set.
fn setting_text(setting: &Value) -> String {
    match setting {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(setting_text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
