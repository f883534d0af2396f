//! What an audit came to, taken into the report.

use std::collections::BTreeSet;
use std::path::Path;

use super::case_file_lines::ListedCaseFile;
use super::sizing::{CONFIDENCE, upper_bound};
use crate::ledger::LedgerAddress;
use crate::pipeline::noted_files::NotedFiles;
use crate::pipeline::output_digests::output_digests;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::report_files::write_report;
use crate::pipeline::report_of::verdict;
use crate::pipeline::{Finished, RunError};
use crate::record::Reason;
use crate::report::audit::{AuditLine, AuditResult, read_audit_list};
use crate::report::model::{Audit, Check, CheckStatus, Report};

/// Reads a list that auditors filled in, and writes what it shows into the report of the output folder.
///
/// # Errors
/// [`RunError::Usage`] for a list that cannot be read or names case files that were not written.
pub fn audit_results(out: &Path, list: &Path, ledger: Option<&LedgerAddress>) -> Result<Finished, RunError> {
    let folder = OutputFolder::open(out, ledger)?;
    folder.refuse_open_retry()?;
    let run = folder.current_run()?.ok_or_else(|| RunError::NoRun { out: out.to_path_buf() })?;
    let mut report = NotedFiles::of(&folder)?.report(&[])?;
    let lines = read_audit_list(list).map_err(|error| RunError::Usage(error.to_string()))?;
    refuse_unknown(out, &lines)?;
    let audit = audit(&report, &lines)?;
    report.audit = Some(audit);
    put_audit_check(&mut report);
    let holds = report.checks.iter().all(|check| check.status == CheckStatus::Passed);
    let (verdict, exit) = verdict(&report, Some(holds));
    report.verdict = verdict;
    write_report(out, &report)?;
    folder.ledger.put_output_files(run.number, "", &output_digests(out)?)?;
    // Whoever asks the ledger hears the same: nothing is loaded that was found wrong.
    if let Some(finished) = &run.finished {
        folder.ledger.finish_run(run.number, finished, verdict.word(), exit.code())?;
    }
    Ok(Finished { report, exit, changed: true, unproven: None, output: out.to_path_buf() })
}

/// Refuses lists of case files that were not written.
fn refuse_unknown(out: &Path, lines: &[AuditLine]) -> Result<(), RunError> {
    let mut open: BTreeSet<u64> = lines.iter().map(|line| line.case_file).collect();
    ListedCaseFile::each(out, |listed| {
        if listed.batch.is_some() {
            open.remove(&listed.number);
        }
    })?;
    let Some(first) = open.first() else { return Ok(()) };
    let what = format!("the list names case file {first}, which was not written");
    Err(RunError::Usage(format!("{what}; fill in the list that `care2mosaic sample` wrote")))
}

fn audit(report: &Report, lines: &[AuditLine]) -> Result<Audit, RunError> {
    let written = report.case_files.complete + report.case_files.incomplete;
    let mut numbers: Vec<u64> = lines.iter().map(|line| line.case_file).collect();
    numbers.sort_unstable();
    if lines.is_empty() || numbers.windows(2).any(|pair| pair[0] == pair[1]) || lines.len() as u64 > written {
        let what = "the list names no case file, names one twice, or names more than were written";
        return Err(RunError::Usage(format!("{what}; fill in the list that `care2mosaic sample` wrote")));
    }
    let count = |result| lines.iter().filter(|line| line.result == result).count() as u64;
    let (right, wrong) = (count(AuditResult::Right), count(AuditResult::Wrong));
    let bound = upper_bound(right + wrong, wrong);
    Ok(Audit {
        population: written,
        size: lines.len() as u64,
        right,
        wrong,
        open: count(AuditResult::Open),
        confidence: percent(CONFIDENCE),
        upper_bound: percent(bound),
    })
}

/// A share as a percentage with two places, which is how people read it.
fn percent(share: f64) -> String {
    format!("{:.2}", share * 100.0)
}

/// Puts the check of the audit among those of the proof, where there was an audit; whether it passes.
pub(in crate::pipeline) fn put_audit_check(report: &mut Report) -> bool {
    let id = Reason::SampleCheckFailed.code();
    report.checks.retain(|check| check.id != id);
    let Some(audit) = &report.audit else { return true };
    let right = audit.wrong == 0;
    report.checks.push(Check {
        id: id.to_owned(),
        summary: "Every case file of the audited sample was found right by those who checked it".to_owned(),
        status: if right { CheckStatus::Passed } else { CheckStatus::Failed },
        findings: audit.wrong,
    });
    report.checks.sort_by(|one, other| one.id.cmp(&other.id));
    right
}
