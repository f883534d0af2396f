//! `report.json`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    Acknowledged, Audit, Balance, CaseFiles, Cases, Cause, Check, DifferenceGroup, Exclusion, FailedBatch,
    Field, LostFiles, Mappings, Mosaic, PastRun, PolicyRule, ReferenceFile, Retry, Root, Run, ServiceTotal,
    Share, Source, StopLine, TargetColumn, TargetTable, Tool, ValueCause, Verdict, Waiting,
};

/// Version of the report's format. Keys may be added to a version; none is renamed or dropped.
pub const FORMAT: u32 = 1;

/// What a run has to say (`contract.md`, `report.json`). Keys, numbers and codes only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Always [`FORMAT`].
    pub format: u32,
    /// The program.
    pub tool: Tool,
    /// The run.
    pub run: Run,
    /// The verdict.
    pub verdict: Verdict,
    /// The mappings it used; none where they could not be read.
    pub mappings: Option<Mappings>,
    /// The files of the drop.
    pub source: Source,
    /// What became of every row, by entity.
    pub balance: Vec<Balance>,
    /// Records left out, by rule.
    pub excluded: Vec<Exclusion>,
    /// Records rejected, by cause.
    pub rejected: Vec<Cause>,
    /// Records that caused a hold, by cause.
    pub held: Vec<Cause>,
    /// How many lines of `holds.csv` stand there for adoptions, without their code; a line may stand for several codes.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub held_untold: u64,
    /// Rejected values of written rows, by cause.
    pub rejected_values: Vec<ValueCause>,
    /// Records listed for review, by cause.
    pub warnings: Vec<Cause>,
    /// What refused the run.
    pub stops: Vec<StopLine>,
    /// Codes whose action is to map or to merge, counted.
    pub mapped: Vec<ValueCause>,
    /// Reference and control data.
    pub reference: Vec<ReferenceFile>,
    /// Stops that the council let pass.
    pub acknowledged: Vec<Acknowledged>,
    /// Rules of the policy that leave records out; one that matched nothing is worth a look.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_rules: Vec<PolicyRule>,
    /// The policies in force.
    pub policies: BTreeMap<String, serde_json::Value>,
    /// What became of the case files.
    pub case_files: CaseFiles,
    /// What waits for somebody else's case file.
    #[serde(default)]
    pub waiting: Waiting,
    /// What became of the cases.
    pub cases: Cases,
    /// What was written, by table.
    pub targets: Vec<TargetTable>,
    /// What became of every source column.
    pub fields: Vec<Field>,
    /// How much of the export is carried, by columns, filled values and bytes.
    #[serde(default)]
    pub shares: Vec<Share>,
    /// How every written column is shown to be right.
    pub target_columns: Vec<TargetColumn>,
    /// The totals of the service on both sides.
    #[serde(default)]
    pub totals: Vec<ServiceTotal>,
    /// The checks of the reconciliation.
    pub checks: Vec<Check>,
    /// What differs, by cause: the most frequent first.
    #[serde(default)]
    pub differences: Vec<DifferenceGroup>,
    /// The root of the digests; none of a refused run.
    pub root: Option<Root>,
    /// Batches that are still to be written: only a command that was asked for others prints such a report, and none is
    /// kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed_batches: Vec<FailedBatch>,
    /// Attached files that were given up before the run came to its end, by decision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost_files: Vec<LostFiles>,
    /// What a retry did besides; none of a first run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<Retry>,
    /// The runs of this output folder up to this one, the oldest first; none where it is the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<PastRun>,
    /// Samples that were drawn, and what auditors found; none before the first is drawn.
    #[serde(default)]
    pub audit: Option<Audit>,
    /// The comparison with what Mosaic holds; none until there is an extract.
    pub mosaic: Option<Mosaic>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over what it holds")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Why a report cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// There is none.
    #[error("{} cannot be read; `care2mosaic status` of the output folder says what it holds, and what to type", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is none.
    #[error(
        "{} is no report of this program (line {}, column {}); bring it back from a copy of the folder",
        .path.display(), .source.line(), .source.column()
    )]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where it breaks off.
        source: serde_json::Error,
    },
    /// It is of a later program.
    #[error("{} has format {found}, and this program reads {FORMAT}; use the version that wrote it", .path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// The format found.
        found: u32,
    },
}

impl Report {
    /// A report with nothing in it yet.
    pub fn new(run: Run, verdict: Verdict) -> Self {
        Self {
            format: FORMAT,
            tool: Tool::this(),
            run,
            verdict,
            mappings: None,
            source: Source::default(),
            balance: Vec::new(),
            excluded: Vec::new(),
            rejected: Vec::new(),
            held: Vec::new(),
            held_untold: 0,
            rejected_values: Vec::new(),
            warnings: Vec::new(),
            stops: Vec::new(),
            mapped: Vec::new(),
            reference: Vec::new(),
            acknowledged: Vec::new(),
            policy_rules: Vec::new(),
            policies: BTreeMap::new(),
            case_files: CaseFiles::default(),
            waiting: Waiting::default(),
            cases: Cases::default(),
            targets: Vec::new(),
            fields: Vec::new(),
            shares: Vec::new(),
            target_columns: Vec::new(),
            totals: Vec::new(),
            checks: Vec::new(),
            differences: Vec::new(),
            root: None,
            failed_batches: Vec::new(),
            lost_files: Vec::new(),
            retry: None,
            history: Vec::new(),
            audit: None,
            mosaic: None,
        }
    }

    /// Whether nothing differs but what Mosaic holds: then the files themselves are sound.
    pub fn differs_in_mosaic_alone(&self) -> bool {
        let mut failed = self.checks.iter().filter(|check| check.findings > 0).peekable();
        failed.peek().is_some() && failed.all(|check| check.id == Mosaic::CHECK)
    }

    /// Whether files and export agree, and what failed is an audit by people.
    pub fn fails_in_audit_alone(&self) -> bool {
        let mut failed = self.checks.iter().filter(|check| check.findings > 0).peekable();
        failed.peek().is_some() && failed.all(|check| check.id == Audit::CHECK)
    }

    /// Whether an audit by people found case files wrong.
    pub fn fails_in_audit(&self) -> bool {
        self.checks.iter().any(|check| check.id == Audit::CHECK && check.findings > 0)
    }

    /// The bytes of `report.json`.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a report has only text and numbers");
        text.push('\n');
        text
    }

    /// Reads a report back.
    pub fn read(path: &Path) -> Result<Self, ReportError> {
        let bytes = std::fs::read(path).map_err(|source| ReportError::Read { path: path.into(), source })?;
        let report: Self = serde_json::from_slice(&bytes)
            .map_err(|source| ReportError::Syntax { path: path.into(), source })?;
        match report.format {
            FORMAT => Ok(report),
            found => Err(ReportError::Format { path: path.into(), found }),
        }
    }
}
