//! All batches of an output folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::bag_lines::BagLines;
use super::batch::{BatchBytes, BatchExpected, batch};
use super::check::{REPORT, ROWS, SEALED};
use super::finding::Findings;
use super::ledger_view::{LedgerView, NAME};
use super::report::REPORT_FILE;
use super::rows::{BatchRows, TableRows, add_differences, batch_rows, hash_of_table};
use super::used_mappings::{LatestMappings, UsedMappings};
use crate::ledger::{BatchKind, BatchRow, BatchState};
use crate::pipeline::output_folder::names;
use crate::pipeline::parallel::in_parallel;
use crate::pipeline::prove::person_key;
use crate::pipeline::{Event, RunError, Watcher};
use crate::reconcile::check::contract::{ContractRules, OutputCheck};
use crate::report::model::Report;
use crate::target::contract::{Contract, TableId};
use crate::target::{TargetError, create_folder};

/// All batches of an output folder.
pub(super) struct Batches {
    output: PathBuf,
    /// In order of number.
    pub(super) all: Vec<BatchBytes>,
    /// What the ledger says that each holds.
    kinds: BTreeMap<u32, BatchKind>,
    threads: usize,
}

impl Batches {
    /// Hashes the files of every batch and holds them against manifests, bag and ledger.
    pub(super) fn read(
        output: &Path,
        ledger: Option<&LedgerView>,
        (bag, mappings): (&BagLines, &UsedMappings),
        findings: &mut Findings,
        (threads, watcher): (usize, Watcher<'_>),
    ) -> Result<Self, RunError> {
        let numbers = numbers(output)?;
        let fingerprint = ledger.and_then(LedgerView::fingerprint);
        let tool_version = fingerprint.as_ref().map(|used| used.tool_version.as_str());
        let rows: BTreeMap<u32, &BatchRow> =
            ledger.iter().flat_map(|view| &view.batches).map(|row| (row.number, row)).collect();
        if let Some(view) = ledger {
            against_ledger(&numbers, &rows, view, findings);
        }
        watcher.tell(Event::PhaseStarted { name: "verify", batches: numbers.len() as u64, bytes: 0 });
        let read = in_parallel(threads, &numbers, |number| {
            if watcher.stopped() {
                return Err(RunError::Interrupted);
            }
            let mut own = Findings::default();
            let row = rows.get(&number).copied();
            let expected = BatchExpected { output, bag, row, copies: &mappings.copies, tool_version };
            let bytes = batch(number, &expected, &mut own);
            watcher.tell(Event::BatchFinished { number, rows: 0 });
            Ok((bytes, own))
        })?;
        watcher.tell(Event::PhaseFinished);
        let kinds = rows.into_iter().map(|(number, row)| (number, row.kind)).collect();
        let mut batches = Self { output: output.to_path_buf(), all: Vec::new(), kinds, threads };
        for (bytes, own) in read {
            batches.all.push(bytes);
            findings.extend(own);
        }
        Ok(batches)
    }

    /// Size and number of the payload's files; `described` is the data package.
    pub(super) fn payload(&self, described: Option<&(u64, String)>) -> (u64, u64) {
        let files = self.all.iter().flat_map(|batch| batch.files.values().chain(&batch.own));
        let files = files.chain(described);
        files.fold((0, 0), |(bytes, files), (size, _)| (bytes + size, files + 1))
    }

    /// Holds the rows of all batches against the contract, and their counts and hashes against the report.
    pub(super) fn check_rows(
        &self,
        mappings: &UsedMappings,
        report: Option<&Report>,
        (temporary, findings): (&Path, &mut Findings),
    ) -> Result<(), RunError> {
        let Some(latest) = &mappings.latest else { return Ok(()) };
        let contract = latest.plan.contract();
        let stores = latest.plan.policy().get("documents") != Some("index");
        let day =
            report.and_then(|report| report.mappings.as_ref()?.extract_date.clone()).unwrap_or_default();
        let rules = ContractRules::new(contract, &latest.validations, (&[], day), stores);
        let failed = || TargetError::at(&self.output);
        // A folder that cannot be written can still be verified.
        let own = create_folder(temporary).is_ok().then(|| tempfile::tempdir_in(temporary));
        let temporary = own.unwrap_or_else(tempfile::tempdir).map_err(failed())?;
        let mut check = OutputCheck::create(&rules, temporary.path()).map_err(failed())?;
        let places: Vec<u32> = (0..).take(self.all.len()).collect();
        let read = in_parallel(self.threads, &places, |place| {
            let mut own = Findings::default();
            let bytes = &self.all[place as usize];
            let rows = batch_rows(&self.output, (contract, &rules), bytes, &mut own).map_err(failed())?;
            Ok::<_, TargetError>((rows, own))
        })?;
        let mut tables: BTreeMap<TableId, Vec<TableRows>> = BTreeMap::new();
        let mut last = BTreeSet::new();
        for (bytes, (rows, own)) in self.all.iter().zip(read) {
            findings.extend(own);
            if self.kind(bytes, &rows, latest, findings) == Some(BatchKind::Last) {
                last.insert(bytes.number);
            }
            for (table, rows) in rows.tables {
                tables.entry(table).or_default().push(rows);
            }
            check.take(rows.found).map_err(failed())?;
        }
        let (differences, _) = check.finish(&last).map_err(failed())?;
        add_differences(differences, findings);
        if let Some(report) = report {
            against_report(report, contract, &tables, findings);
        }
        Ok(())
    }

    /// What a batch holds by its rows; none where it has no rows, and may be anything.
    fn kind(
        &self,
        bytes: &BatchBytes,
        rows: &BatchRows,
        latest: &LatestMappings,
        findings: &mut Findings,
    ) -> Option<BatchKind> {
        let contract = latest.plan.contract();
        let people = person_key(&latest.plan).map(|(table, _)| table);
        let kind = if rows.tables.is_empty() {
            None
        } else if rows.tables.keys().all(|table| contract.table(*table).shared) {
            Some(BatchKind::Shared)
        } else if people.is_some_and(|people| rows.tables.contains_key(&people)) {
            Some(BatchKind::CaseFiles)
        } else {
            Some(BatchKind::Last)
        };
        if let (Some(kind), Some(noted)) = (kind, self.kinds.get(&bytes.number)) {
            let what = format!("batch {:04} to hold", bytes.number);
            findings.compare(&SEALED, NAME, &what, kind.word(), noted.word());
        }
        kind
    }
}

/// The numbers of the batch folders, in order; what has another name is no batch, and found as an unknown file.
fn numbers(output: &Path) -> Result<Vec<u32>, TargetError> {
    let names = names(&output.join("data").join("batches"))?;
    let number = |name: &String| name.parse().ok().filter(|number: &u32| format!("{number:04}") == *name);
    let mut numbers: Vec<u32> = names.iter().filter_map(number).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// The batches that are there against those that the ledger sealed.
fn against_ledger(
    numbers: &[u32],
    rows: &BTreeMap<u32, &BatchRow>,
    view: &LedgerView,
    findings: &mut Findings,
) {
    for number in numbers {
        let path = format!("data/batches/{number:04}");
        match rows.get(number) {
            Some(row) if row.state == BatchState::Sealed => {}
            Some(row) => {
                let expected = format!(
                    "expected a batch that the ledger sealed, found one that is {}",
                    row.state.word()
                );
                findings.add(&SEALED, path, expected);
            }
            None => findings.add(&SEALED, path, "expected no batch that the ledger does not know"),
        }
    }
    for row in view.sealed() {
        let path = format!("data/batches/{:04}", row.number);
        if !numbers.contains(&row.number) {
            findings.add(&SEALED, &path, "expected the batch that the ledger sealed, found none");
        }
        let of_run = view.runs.iter().any(|run| run.number == row.run && !run.dry_run);
        if !of_run || row.manifest_sha256.is_none() || row.reason.is_some() {
            let expected =
                format!("expected batch {:04} as it is sealed: its run, its digest, no reason", row.number);
            findings.add(&SEALED, NAME, expected);
        }
    }
}

/// The rows of each table against what the report says.
fn against_report(
    report: &Report,
    contract: &Contract,
    tables: &BTreeMap<TableId, Vec<TableRows>>,
    findings: &mut Findings,
) {
    let mut reported: BTreeMap<&str, _> =
        report.targets.iter().map(|target| (target.table.as_str(), target)).collect();
    for (table, batches) in tables {
        let name = contract.table(*table).name.as_str();
        let rows: u64 = batches.iter().map(|(rows, _)| rows).sum();
        let Some(target) = reported.remove(name) else {
            findings.add(
                &REPORT,
                REPORT_FILE,
                format!("expected the rows of table {name} among the targets"),
            );
            continue;
        };
        let what = format!("rows of table {name}");
        findings.compare(&REPORT, REPORT_FILE, &what, &rows.to_string(), &target.rows.to_string());
        // A run that nobody proved has counted no hash.
        if let Some(hash) = hash_of_table(batches).filter(|_| !target.sha256_rows.is_empty()) {
            let what = format!("sha256_rows of table {name}");
            let hash = crate::target::hex(&hash);
            findings.compare(&ROWS, REPORT_FILE, &what, &hash, &target.sha256_rows);
        }
    }
    for name in reported.keys() {
        findings.add(
            &REPORT,
            REPORT_FILE,
            format!("expected no rows of table {name}, of which there are none"),
        );
    }
}
