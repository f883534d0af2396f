//! What follows the last batch: lists, ledger, proof, report.

use super::begin::now;
use super::migration::Migration;
use super::packaging::{package, written_tables};
use super::run_target::RunTarget;
use crate::ledger::{CaseFileRow, SourceFileRow, TallyRow};
use crate::pipeline::acknowledge::Lifted;
use crate::pipeline::batches::MappedDrop;
use crate::pipeline::documents::Documents;
use crate::pipeline::lists::{ExceptionLists, Totals};
use crate::pipeline::output_digests::output_digests;
use crate::pipeline::prove::{ProveInput, prove};
use crate::pipeline::report_files::{remove_stale, write_case_file_list, write_proof, write_report};
use crate::pipeline::report_of::{add_drop, add_proof, add_run, source_files, verdict};
use crate::pipeline::stage::Staged;
use crate::pipeline::{Event, Finished, RunError};
use crate::reconcile::Proof;
use crate::record::{Outcome, crash_point};
use crate::report::lists::CaseFileLine;
use crate::report::model::{Report, Run, Verdict};
use crate::target::hex;

/// The files that a proof alone writes.
const PROVEN: [&str; 4] = [
    "reconciliation/differences.csv",
    "reconciliation/joining.csv",
    "reconciliation/root.json",
    "reconciliation/root.json.sig",
];

/// Rows that go to the ledger at once.
const LEDGER_ROWS: usize = 10_000;

impl Migration<'_> {
    /// Writes the lists, tells the ledger, proves what was written, and reports.
    pub(super) fn conclude(
        self,
        target: RunTarget,
        staged: &Staged,
        documents: &Documents<'_>,
        mapped: &MappedDrop,
        lifted: &[Lifted],
    ) -> Result<Finished, RunError> {
        self.folder.remove_parts()?;
        let totals = self.write_lists(&target, mapped)?;
        crash_point("lists-written", "");
        if target.kept {
            package(&target.output, self.plan)?;
            crash_point("bag-written", "");
        }
        let run = &target.run;
        let (id, started) = (run.id.clone(), run.started.clone());
        let head = Run { id, dry_run: self.request.dry_run, started, finished: None };
        let mut report = Report::new(head, Verdict::Unproven);
        report.source = source_files(self.survey, self.names(), &staged.files, Some(documents));
        add_drop(&mut report, self.plan, (self.survey, &staged.files), self.names(), lifted);
        if let Some(mappings) = &mut report.mappings {
            mappings.extract_date = Some(staged.world.extract_day().to_string());
        }
        add_run(&mut report, self.plan, &mapped.account, &totals, self.names());
        self.tell_ledger(&target, mapped, &report)?;
        crash_point("ledger-told", "");
        let proof =
            if self.request.reconcile { Some(self.prove(&target, staged, documents, mapped)?) } else { None };
        self.finish(target, mapped, report, proof.as_ref())
    }

    fn write_lists(self, target: &RunTarget, mapped: &MappedDrop) -> Result<Totals, RunError> {
        let ledger = target.kept.then_some((&self.folder.ledger, target.run.number));
        let rejects_hold = self.plan.policy().holds_on_reject();
        let mut lists = ExceptionLists::create(self.names(), &target.results, ledger, rejects_hold)?;
        mapped.each(|account| lists.take(account))?;
        lists.finish()
    }

    fn tell_ledger(self, target: &RunTarget, mapped: &MappedDrop, report: &Report) -> Result<(), RunError> {
        let (ledger, run) = (&self.folder.ledger, target.run.number);
        let files = report.source.files.iter().map(|file| SourceFileRow {
            path: file.path.clone(),
            entity: file.entity.clone(),
            records: file.records,
            bytes: file.bytes,
            sha256: file.sha256.clone(),
        });
        ledger.put_source_files(run, &files.collect::<Vec<_>>())?;
        let tallies = report.balance.iter().flat_map(|line| {
            Outcome::ALL.map(|outcome| TallyRow {
                entity: line.entity.clone(),
                outcome: outcome.word().to_owned(),
                records: line.of_outcome(outcome),
            })
        });
        ledger.put_tallies(run, &tallies.collect::<Vec<_>>())?;
        if !target.kept {
            return Ok(());
        }
        for lines in mapped.account.lines.chunks(LEDGER_ROWS) {
            let case_files = lines.iter().filter(|line| line.number != 0).map(|line| CaseFileRow {
                number: line.number,
                state: line.state.word().to_owned(),
                batch: line.state.written().then_some(line.batch),
                records: line.tally.read(),
            });
            ledger.put_case_files(run, &case_files.collect::<Vec<_>>())?;
        }
        Ok(())
    }

    /// Settles verdict and code, writes the files under `reconciliation/`, and ends the run in the ledger.
    fn finish(
        self,
        target: RunTarget,
        mapped: &MappedDrop,
        mut report: Report,
        proof: Option<&Proof>,
    ) -> Result<Finished, RunError> {
        let results = &target.results;
        if let Some(proof) = proof {
            add_proof(&mut report, self.plan, proof);
            write_proof(results, &report, proof, self.plan.dictionary())?;
        } else {
            report.targets = written_tables(&target.output, self.plan)?;
            remove_stale(results, &PROVEN)?;
        }
        remove_stale(results, &["exceptions/stops.csv"])?;
        write_case_file_list(results, case_file_lines(mapped, proof))?;
        let (verdict, exit) = verdict(&report, proof.map(Proof::holds));
        let finished = now();
        (report.verdict, report.run.finished) = (verdict, Some(finished.clone()));
        write_report(results, &report)?;
        let (ledger, run) = (&self.folder.ledger, target.run.number);
        if target.kept {
            ledger.put_output_files(run, "", &output_digests(&target.output)?)?;
            crash_point("digests-noted", "");
        }
        ledger.finish_run(run, &finished, verdict.word(), exit.code())?;
        crash_point("run-finished", "");
        if let Some(worker) = self.worker {
            worker.tidy_up(&self.folder.ledger)?;
        }
        Ok(Finished { report, exit, changed: true, output: target.results })
    }

    fn prove(
        self,
        target: &RunTarget,
        staged: &Staged,
        documents: &Documents<'_>,
        mapped: &MappedDrop,
    ) -> Result<Proof, RunError> {
        let batches = u64::from(staged.spools.batches());
        self.watcher.tell(Event::PhaseStarted { name: "prove", batches, bytes: 0 });
        let proof = prove(&ProveInput {
            plan: self.plan,
            validations: self.validations,
            totals: self.totals,
            staged,
            drop: &self.survey.drop,
            profile: &self.survey.profile,
            documents,
            output: &target.output,
            results: &target.results,
            account: Some(&mapped.account),
            temporary: &self.room().join(".stage"),
            key: &target.key,
            batch_size: self.request.batch_size,
            threads: self.request.threads,
            watcher: self.watcher,
        })?;
        crash_point("proof-done", "");
        self.watcher.tell(Event::PhaseFinished);
        Ok(proof)
    }
}

/// The case files, each with the digest that the proof took.
fn case_file_lines<'a>(
    mapped: &'a MappedDrop,
    proof: Option<&'a Proof>,
) -> impl Iterator<Item = CaseFileLine> + 'a {
    mapped.account.lines.iter().enumerate().map(move |(place, line)| {
        let proven = proof.and_then(|proof| proof.lines.get(place));
        let proven = proven.filter(|proven| proven.case_file == line.number);
        CaseFileLine {
            case_file: line.number,
            state: line.state.word(),
            rows: line.tally,
            batch: line.state.written().then_some(line.batch),
            digest: proven.and_then(|proven| proven.digest).map(|digest| hex(&digest)),
        }
    })
}
