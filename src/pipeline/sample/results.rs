//! What an audit came to, taken into the report.

use std::path::PathBuf;

use super::audit_days::uk_today;
use super::audits::{audit, put_audits};
use super::returned_list::ReturnedList;
use super::standing::Standing;
use crate::ledger::{AuditListRow, LedgerAddress, RunRow};
use crate::pipeline::migrate::now;
use crate::pipeline::noted_files::NotedFiles;
use crate::pipeline::output_digests::digests_with;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::report_files::{stage_report, write_report};
use crate::pipeline::report_of::{add_history, verdict};
use crate::pipeline::seal::refuse_signed;
use crate::pipeline::{AuditRefusal, Exit, Finished, RunError};
use crate::report::model::{Audit, Check, CheckStatus, Report};

/// Results of an audit that are to be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditResultsRequest {
    /// The output folder.
    pub out: PathBuf,
    /// The list that auditors filled in.
    pub list: PathBuf,
    /// Why results of earlier lists are taken back, where the list does so.
    pub reason: Option<String>,
    /// The ledger's address; else `sqlite://OUT/ledger.sqlite`.
    pub ledger: Option<LedgerAddress>,
}

/// Reads a list that auditors filled in, keeps it in the ledger, and writes what all lists show into the report of the output
/// folder.
///
/// # Errors
/// [`RunError::Usage`] for a list that cannot be read, [`AuditRefusal::List`] for one that does not hold exactly what was
/// drawn, [`AuditRefusal::TakesBack`] where it takes earlier results back without a reason, [`RunError::Signed`]
/// where the folder is signed.
pub fn audit_results(request: &AuditResultsRequest) -> Result<Finished, RunError> {
    let out = &request.out;
    let folder = OutputFolder::open(out, request.ledger.as_ref())?;
    folder.refuse_open_retry()?;
    refuse_signed(out)?;
    let run = finished_run(&folder)?;
    let mut report = NotedFiles::of(&folder)?.report(&[])?;
    let draws = folder.ledger.audit_draws()?;
    let mut lists = folder.ledger.audit_lists()?;
    let known = lists.len();
    take_list(request, &draws, &mut lists)?;
    let written = report.case_files.written();
    report.audit = audit(&draws, &lists, written);
    let exit = settle(&mut report);
    for list in &mut lists[known..] {
        report.verdict.word().clone_into(&mut list.verdict);
        folder.ledger.add_audit_list(list)?;
    }
    report.audit = audit(&draws, &lists, written);
    // Its own run stands there with its verdict.
    add_history(&mut report, &folder.ledger)?;
    write(&folder, &run, &report, exit)?;
    Ok(Finished { report, exit, changed: true, unproven: None, output: out.clone() })
}

/// The report that is to tell of a draw; none while a retry did not come to its end, which writes its own.
pub(super) fn report_to_tell(folder: &OutputFolder) -> Result<Option<Report>, RunError> {
    if folder.refuse_open_retry().is_err() {
        return Ok(None);
    }
    finished_run(folder)?;
    Ok(Some(NotedFiles::of(folder)?.report(&[])?))
}

/// The run that says what stands in the folder, once it came to its end.
fn finished_run(folder: &OutputFolder) -> Result<RunRow, RunError> {
    let finished = folder.current_run()?.filter(|run| run.finished.is_some());
    finished.ok_or_else(|| folder.no_finished_run())
}

/// Writes a report that tells of every sample by now.
pub(super) fn tell_draw(folder: &OutputFolder, report: Option<Report>) -> Result<(), RunError> {
    let Some((mut report, run)) = report.zip(folder.current_run()?) else { return Ok(()) };
    put_audits(&mut report, &folder.ledger)?;
    write_files(folder, &run, &report)
}

/// Adds a list to those that came before, unless it is the last of them once more.
fn take_list(
    request: &AuditResultsRequest,
    draws: &[crate::ledger::AuditDrawRow],
    lists: &mut Vec<AuditListRow>,
) -> Result<(), RunError> {
    let returned = ReturnedList::read(&request.list)?;
    let sha256 = returned.sha256.clone();
    let (draw, results) = returned.against(draws, uk_today())?;
    if lists.last().is_some_and(|last| last.draw == draw && last.sha256 == sha256) {
        return Ok(());
    }
    let mut standing = Standing::default();
    for list in lists.iter() {
        standing.take(list.draw, &list.results);
    }
    let taken_back = standing.take(draw, &results);
    let reason = request.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if !taken_back.is_empty() && reason.is_none() {
        let case_files = taken_back.iter().map(|one| one.case_file).collect();
        return Err(AuditRefusal::TakesBack { list: request.list.clone(), case_files }.into());
    }
    lists.push(AuditListRow {
        number: lists.last().map_or(1, |last| last.number + 1),
        draw,
        taken: now(),
        sha256,
        verdict: String::new(),
        reason: reason.filter(|_| !taken_back.is_empty()).map(str::to_owned),
        results,
    });
    Ok(())
}

/// The verdict of a report with its audit, and the code that the command ends with.
fn settle(report: &mut Report) -> Exit {
    put_audit_check(report);
    let holds = report.checks.iter().all(|check| check.status == CheckStatus::Passed);
    // What nobody proved stays unproven, whatever auditors say.
    let proven = (!holds || report.root.is_some()).then_some(holds);
    let (verdict, exit) = verdict(report, proven);
    report.verdict = verdict;
    exit
}

/// Writes the report, of which the ledger has the digests.
fn write_files(folder: &OutputFolder, run: &RunRow, report: &Report) -> Result<(), RunError> {
    // The digests go first: at no moment is there a report that the ledger does not vouch for and no other that it does.
    stage_report(&folder.path, report)?;
    folder.ledger.put_output_files(run.number, "", &digests_with(&folder.path, report)?)?;
    write_report(&folder.path, report)
}

/// Writes the report and tells the ledger what it comes to.
fn write(folder: &OutputFolder, run: &RunRow, report: &Report, exit: Exit) -> Result<(), RunError> {
    write_files(folder, run, report)?;
    // Whoever asks the ledger hears the same: nothing is loaded that was found wrong.
    if let Some(finished) = &run.finished {
        folder.ledger.finish_run(run.number, finished, report.verdict.word(), exit.code())?;
    }
    Ok(())
}

/// Puts the check of the audit among those of the proof, where there was an audit; whether it passes.
pub(in crate::pipeline) fn put_audit_check(report: &mut Report) -> bool {
    report.checks.retain(|check| check.id != Audit::CHECK);
    // A sample of which nothing came back shows nothing.
    let Some(audit) = report.audit.as_ref().filter(|audit| audit.came_back()) else { return true };
    let defects = audit.defects();
    report.checks.push(Check {
        id: Audit::CHECK.to_owned(),
        summary: "Every case file of the audited samples was found right by those who checked it".to_owned(),
        status: if defects == 0 { CheckStatus::Passed } else { CheckStatus::Failed },
        findings: defects,
    });
    report.checks.sort_by(|one, other| one.id.cmp(&other.id));
    defects == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Reason;

    #[test]
    fn the_check_is_named_as_the_reason_code() {
        assert_eq!(Audit::CHECK, Reason::SampleCheckFailed.code());
    }
}
