//! What follows the last batch: lists, ledger, proof, report.

use std::path::Path;

use super::begin::{now, source_rows};
use super::fence::Fence;
use super::migration::Migration;
use super::packaging::{package, written_tables};
use super::run_target::RunTarget;
use crate::ledger::{CaseFileRow, CauseRow, Ledger};
use crate::pipeline::acknowledge::Lifted;
use crate::pipeline::batches::{Changed, MappedDrop};
use crate::pipeline::documents::Documents;
use crate::pipeline::lists::{Carried, ExceptionLists, LedgerLines, Totals};
use crate::pipeline::output_digests::output_digests;
use crate::pipeline::prove::{ProveInput, prove};
use crate::pipeline::reconcile::tallies;
use crate::pipeline::report_files::{
    MOSAIC_LIST, remove_stale, write_case_file_list, write_proof, write_report_if,
};
use crate::pipeline::report_of::{add_drop, add_history, add_proof, add_run, source_files, verdict};
use crate::pipeline::sample::{put_audit_check, put_audits};
use crate::pipeline::stage::Staged;
use crate::pipeline::team::Worker;
use crate::pipeline::{Event, Finished, RunError};
use crate::reconcile::Proof;
use crate::record::{Reason, crash_point};
use crate::report::lists::CaseFileLine;
use crate::report::model::{Report, Retry, Verdict};
use crate::target::{List, ListWriter, MayName, hex};

/// The files that a proof alone writes.
const PROVEN: [&str; 4] = [
    "reconciliation/differences.csv",
    "reconciliation/joining.csv",
    "reconciliation/root.json",
    "reconciliation/root.json.sig",
];

/// What the conclusion is drawn from.
pub(super) type Evidence<'a> = (&'a Staged, &'a Documents<'a>, &'a MappedDrop, &'a [Lifted]);

impl Migration<'_> {
    /// Writes the lists, tells the ledger, proves what was written, and reports, unless another process takes that over:
    /// then what that comes to counts.
    pub(super) fn conclude(
        self,
        target: &RunTarget,
        evidence: Evidence<'_>,
        retry: Option<&Retry>,
    ) -> Result<Finished, RunError> {
        let fence = Fence::new(self, target.run.number);
        loop {
            let concluded = self.conclude_unless_taken_over(target, evidence, retry);
            // A step may also have failed because whoever took over cleaned up.
            if concluded.is_ok() || fence.holds()? {
                return concluded;
            }
            if !fence.wait()? {
                return self.finished_elsewhere(target.run.number);
            }
        }
    }

    fn conclude_unless_taken_over(
        self,
        target: &RunTarget,
        (staged, documents, mapped, lifted): Evidence<'_>,
        retry: Option<&Retry>,
    ) -> Result<Finished, RunError> {
        let mut fence = Fence::new(self, target.run.number);
        // Whoever takes over does so after this process was seen alive, and so begins its files later than this.
        let until = self.worker.map(|_| self.folder.time()).transpose()?;
        fence.pass()?;
        self.folder.remove_parts_until(until)?;
        let totals = self.write_lists(target, mapped, &mut fence)?;
        crash_point("lists-written", "");
        fence.pass()?;
        if target.kept {
            if let Some(worker) = self.worker {
                worker.clear_after_others(&self.folder.ledger)?;
            }
            package(&target.output, self.plan, &mut || fence.may_name())?;
            crash_point("bag-written", "");
        }
        let run = &target.run;
        let mut report = Report::new(self.head(run)?, Verdict::Unproven);
        report.retry = retry.cloned();
        report.lost_files.clone_from(&run.lost);
        report.source = source_files(self.survey, self.names(), &staged.files, Some(documents));
        let files = (self.survey, &staged.files[..], &staged.compared[..]);
        add_drop(&mut report, self.plan, files, self.names(), lifted);
        if let Some(mappings) = &mut report.mappings {
            mappings.extract_date = Some(staged.world.extract_day().to_string());
        }
        add_run(&mut report, self.plan, &mapped.account, &totals, self.names());
        fence.pass()?;
        self.tell_ledger(target, mapped, &report, &mut fence)?;
        crash_point("ledger-told", "");
        let proof = if self.is_to_prove(run.number)? {
            Some(self.prove(target, staged, documents, mapped)?)
        } else {
            None
        };
        self.finish(target, mapped, (report, proof.as_ref()), &mut fence)
    }

    /// Whether this process, or another at work on the run, was told to prove it.
    fn is_to_prove(self, run: u32) -> Result<bool, RunError> {
        match self.worker {
            Some(worker) if !self.request.reconcile => worker.is_proof_wanted(&self.folder.ledger, run),
            _ => Ok(self.request.reconcile),
        }
    }

    fn write_lists(
        self,
        target: &RunTarget,
        mapped: &MappedDrop,
        fence: &mut Fence<'_>,
    ) -> Result<Totals, RunError> {
        let finisher = self.worker.map(Worker::id);
        let ledger = target.kept.then_some((&self.folder.ledger, target.run.number, finisher));
        let rejects_hold = self.plan.policy().holds_on_reject();
        // A sealed case file is proven against its own drop, and keeps the lines of the run that sealed it.
        let carried = target.last.map(|last| Carried::new(&self.folder.ledger, last, &mapped.changed));
        std::thread::scope(|scope| {
            let ledger = ledger.map(|ledger| LedgerLines::begin(scope, ledger)).transpose()?;
            let lists = ExceptionLists::create(self.names(), &target.results, ledger, rejects_hold)?;
            let mut lists = lists.carry(carried);
            mapped.each(|account| {
                fence.pass_again()?;
                lists.take(account)
            })?;
            lists.finish(&mut || fence.may_name())
        })
    }

    fn tell_ledger(
        self,
        target: &RunTarget,
        mapped: &MappedDrop,
        report: &Report,
        fence: &mut Fence<'_>,
    ) -> Result<(), RunError> {
        let (ledger, run) = (&self.folder.ledger, target.run.number);
        ledger.put_source_files(run, &source_rows(&report.source))?;
        ledger.put_tallies(run, &tallies(report))?;
        ledger.put_causes(run, &causes(report))?;
        let mut places = 1..;
        for lines in mapped.account.lines.chunks(Ledger::ROWS_AT_ONCE) {
            fence.pass_again()?;
            let case_files = lines.iter().zip(places.by_ref()).map(|(line, place)| CaseFileRow {
                place,
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
        target: &RunTarget,
        mapped: &MappedDrop,
        (mut report, proof): (Report, Option<&Proof>),
        fence: &mut Fence<'_>,
    ) -> Result<Finished, RunError> {
        let results = &target.results;
        fence.pass()?;
        if let Some(proof) = proof {
            add_proof(&mut report, self.plan, proof);
            write_proof(results, (&report, proof), self.plan.dictionary(), &mut || fence.may_name())?;
        } else {
            report.targets = written_tables(&target.output, self.plan)?;
            remove_stale(results, &PROVEN)?;
        }
        fence.pass()?;
        remove_stale(results, &["exceptions/stops.csv", MOSAIC_LIST])?;
        if report.retry.is_some() {
            let person = &self.plan.dictionary().entity(self.plan.model().people.person).name;
            write_changed(results, (&mapped.changed, person), &mut || fence.may_name())?;
        } else {
            remove_stale(results, &["exceptions/changed.csv"])?;
        }
        write_case_file_list(results, case_file_lines(mapped, proof), &mut || fence.may_name())?;
        if target.kept {
            put_audits(&mut report, &self.folder.ledger)?;
        }
        let sound = put_audit_check(&mut report);
        let (verdict, exit) = verdict(&report, proof.map(|proof| proof.holds() && sound));
        let finished = self.ending(target.run.number)?;
        (report.verdict, report.run.finished) = (verdict, Some(finished.clone()));
        let (ledger, run) = (&self.folder.ledger, target.run.number);
        add_history(&mut report, ledger)?;
        write_report_if(results, &report, &mut || fence.may_name())?;
        if target.kept {
            let digests = output_digests(&target.output)?;
            fence.pass()?;
            ledger.put_output_files(run, "", &digests)?;
            crash_point("digests-noted", "");
        }
        fence.pass()?;
        ledger.finish_run(run, &finished, verdict.word(), exit.code())?;
        crash_point("run-finished", "");
        if let Some(worker) = self.worker {
            worker.tidy_up(&self.folder.ledger)?;
        }
        Ok(Finished { report, exit, changed: true, unproven: None, output: target.results.clone() })
    }

    /// When the run ends. Where several processes work on it, whoever ends it in place of another says the same: should that
    /// one come back at the wrong moment, it writes the same bytes.
    fn ending(self, run: u32) -> Result<String, RunError> {
        match self.worker {
            Some(_) => Ok(self.folder.ledger.note_ending(run, &now())?),
            None => Ok(now()),
        }
    }

    fn prove(
        self,
        target: &RunTarget,
        staged: &Staged,
        documents: &Documents<'_>,
        mapped: &MappedDrop,
    ) -> Result<Proof, RunError> {
        let batches = u64::from(staged.spools.parts());
        self.watcher.tell(Event::PhaseStarted { name: "prove", batches, bytes: 0 });
        let proof = prove(&[ProveInput {
            plan: self.plan,
            validations: self.validations,
            totals: self.totals,
            staged,
            drop: &self.survey.drop,
            profile: &self.survey.profile,
            documents,
            output: &target.output,
            results: &target.results,
            scope: None,
            account: Some(&mapped.account),
            temporary: &self.room().join(".stage"),
            key: &target.key,
            threads: self.request.threads,
            watcher: self.watcher,
        }])?;
        crash_point("proof-done", "");
        self.watcher.tell(Event::PhaseFinished);
        Ok(proof)
    }
}

/// Writes which sealed case files are others in the drop of today, and which that were held are not in it.
fn write_changed(
    results: &Path,
    (changed, person): (&Changed, &str),
    may_name: MayName<'_>,
) -> Result<(), RunError> {
    let mut list = ListWriter::create(&results.join("exceptions"), List::Changed)?;
    let mut lines = changed.records.clone();
    for (number, people) in &changed.absent {
        *lines.entry((*number, person.to_owned())).or_default() += people;
    }
    for ((number, entity), records) in &lines {
        let number = if *number == 0 { String::new() } else { number.to_string() };
        list.line(&[&number, entity, &records.to_string()])?;
    }
    Ok(list.commit_if(may_name)?)
}

/// What the run found, by reason. Adoption codes are one, counted as in the lists: beside another run their own numbers would
/// tell whom they concern.
pub(in crate::pipeline) fn causes(report: &Report) -> Vec<CauseRow> {
    let row = |kind: &str, entity: &str, field: &str, reason: &str, records| CauseRow {
        kind: kind.to_owned(),
        entity: entity.to_owned(),
        field: field.to_owned(),
        reason: reason.to_owned(),
        records,
    };
    let told = report.held.iter().filter(|one| !one.tells_of_adoption());
    let held = told.map(|one| row("hold", &one.entity, &one.field, &one.reason, one.records));
    let untold = (report.held_untold > 0).then(|| row("hold", "", "", Reason::UNTOLD, report.held_untold));
    let rejected =
        report.rejected.iter().map(|one| row("reject", &one.entity, &one.field, &one.reason, one.records));
    let values = report.rejected_values.iter();
    let values = values.map(|one| row("value", &one.entity, &one.field, &one.reason, one.values));
    let excluded = report.excluded.iter().map(|one| row("excluded", &one.entity, "", &one.rule, one.records));
    let gone = report.retry.iter().flat_map(Retry::gone).filter(|(_, count)| *count > 0);
    let gone = gone.map(|(reason, count)| row(Retry::GONE, "", "", reason, count));
    held.chain(untold).chain(rejected).chain(values).chain(excluded).chain(gone).collect()
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
            rows: line.tally.tally(),
            batch: line.state.written().then_some(line.batch),
            digest: proven.and_then(|proven| proven.digest).map(|digest| hex(&digest)),
        }
    })
}
