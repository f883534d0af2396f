//! What a proof of its own came to.

use super::WrittenRun;
use super::mosaic::MosaicFound;
use crate::ledger::{CaseFileRow, Ledger, TallyRow};
use crate::pipeline::migrate::now;
use crate::pipeline::output_digests::digests_with;
use crate::pipeline::output_folder::OutputFolder;
use crate::pipeline::report_files::{
    MOSAIC_LIST, STAGED_REPORT, is_another_root, remove_stale, stage_report, write_case_file_list,
    write_mosaic_list, write_proof, write_report,
};
use crate::pipeline::report_of::{add_balance, add_history, add_proof, put_mosaic_check, verdict};
use crate::pipeline::sample::{put_audit_check, put_audits};
use crate::pipeline::seal::refuse_signed;
use crate::pipeline::{Finished, RunError};
use crate::reconcile::Proof;
use crate::record::{Outcome, crash_point};
use crate::report::lists::CaseFileLine;
use crate::report::model::{Balance, Report};
use crate::target::{MayName, hex};

/// Writes the files under `reconciliation/`, and tells the ledger; `report` is the run's, as the ledger vouches for it. What
/// Mosaic held at an earlier proof goes with it.
pub(super) fn write_outcome(
    run: &WrittenRun,
    folder: &OutputFolder,
    (proof, found): (&Proof, Option<&MosaicFound>),
    mut report: Report,
) -> Result<Finished, RunError> {
    let output = folder.path.clone();
    add_balance(&mut report, &run.plan, proof);
    add_proof(&mut report, &run.plan, proof);
    // What was found wrong is told all the same, beside a signature that `verify` then calls one of something else.
    if proof.holds() && is_another_root(&output, (&report, proof)) {
        refuse_signed(&output)?;
    }
    folder.remove_parts()?;
    report.mosaic = found.map(|found| found.mosaic.clone());
    put_audits(&mut report, &folder.ledger)?;
    let sound = put_audit_check(&mut report) & put_mosaic_check(&mut report);
    // Nobody else is at work on the folder.
    let may_name: MayName<'_> = &mut || Ok(());
    write_proof(&output, (&report, proof), run.plan.dictionary(), may_name)?;
    write_case_file_list(&output, proof.lines.iter().map(case_file_line), may_name)?;
    match found {
        Some(found) => write_mosaic_list(&output, found.lines(&run.plan))?,
        None => remove_stale(&output, &[MOSAIC_LIST])?,
    }
    if report.retry.is_some() {
        tell_ledger(run, folder, proof, &report)?;
    }
    let (verdict, exit) = verdict(&report, Some(proof.holds() && sound));
    let finished = now();
    (report.verdict, report.run.finished) = (verdict, Some(finished.clone()));
    add_history(&mut report, &folder.ledger)?;
    // The digests go first: at no moment is there a report that the ledger does not vouch for and no other that it does.
    stage_report(&output, &report)?;
    let noted = digests_with(&output, &report)
        .and_then(|digests| Ok(folder.ledger.put_output_files(run.run.number, "", &digests)?));
    if noted.is_err() {
        remove_stale(&output, &[STAGED_REPORT])?;
    }
    noted?;
    crash_point("digests-noted", "");
    write_report(&output, &report)?;
    folder.ledger.finish_run(run.run.number, &finished, verdict.word(), exit.code())?;
    crash_point("run-finished", "");
    Ok(Finished { report, exit, changed: true, unproven: None, output })
}

/// What a retry did is counted over all its drops, which only the proof does.
fn tell_ledger(
    run: &WrittenRun,
    folder: &OutputFolder,
    proof: &Proof,
    report: &Report,
) -> Result<(), RunError> {
    let (ledger, run) = (&folder.ledger, run.run.number);
    ledger.clear_account(run)?;
    ledger.put_tallies(run, &tallies(report))?;
    let case_file = |(line, place): (&crate::reconcile::CaseFileLine, u64)| CaseFileRow {
        place,
        number: line.case_file,
        state: line.state.word().to_owned(),
        batch: line.batch,
        records: line.outcomes.read(),
    };
    let mut places = 1..;
    for lines in proof.lines.chunks(Ledger::ROWS_AT_ONCE) {
        let case_files = lines.iter().zip(places.by_ref()).map(case_file);
        ledger.put_case_files(run, &case_files.collect::<Vec<_>>())?;
    }
    Ok(())
}

/// The balance of a report, as the ledger keeps it.
pub(in crate::pipeline) fn tallies(report: &Report) -> Vec<TallyRow> {
    let of_line = |line: &Balance| {
        Outcome::ALL.map(|outcome| TallyRow {
            entity: line.entity.clone(),
            outcome: outcome.word().to_owned(),
            records: line.of_outcome(outcome),
        })
    };
    report.balance.iter().flat_map(of_line).collect()
}

fn case_file_line(line: &crate::reconcile::CaseFileLine) -> CaseFileLine {
    CaseFileLine {
        case_file: line.case_file,
        state: line.state.word(),
        rows: line.outcomes.tally(),
        batch: line.batch,
        digest: line.digest.map(|digest| hex(&digest)),
    }
}
