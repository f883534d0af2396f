//! One case file of an output folder: its digest under the root, its batch, the rows that name its person.

use std::path::Path;

use super::bag_lines::{BagLines, BagOrder};
use super::batch::{BatchExpected, batch};
use super::check::{INCLUSION, REWRITTEN, ROWS};
use super::digest_list::{CASE_FILE_LIST, DigestLists, JOINING_LIST};
use super::digest_of::digest_of;
use super::evidence::Evidence;
use super::finding::Findings;
use super::ledger_view::LedgerView;
use super::root::{ROOT_FILE, root_document};
use super::used_mappings::used_mappings;
use super::verified::{Verified, VerifiedCaseFile};
use crate::ledger::BatchKind;
use crate::map::plan::Plan;
use crate::pipeline::RunError;
use crate::pipeline::prove::person_key;
use crate::pipeline::unwritten_case_file::unwritten_case_file;
use crate::reconcile::digest::{Digest, InclusionProof};
use crate::reconcile::reader::{BatchFolder, CrossReferenceFile};
use crate::target::TargetError;
use crate::target::contract::{ColumnId, Contract, Table, TableId};
use crate::target::hex;

/// Checks one written case file, and no more of the others than their digests.
pub(super) fn one(evidence: &mut Evidence, number: u64) -> Result<Verified, RunError> {
    let (output, mut findings) = (evidence.output.clone(), std::mem::take(&mut evidence.findings));
    if !output.join(ROOT_FILE).is_file() {
        return Err(RunError::NoRoot { out: output });
    }
    let lists = DigestLists::read(&output, true, &mut findings);
    let listed = lists.case_file(number);
    let Some((entry, digest)) = listed.and_then(|entry| Some((entry, entry.digest?))) else {
        return Err(unwritten_case_file(&output, number, listed.map(|entry| entry.state)));
    };
    let mut verified = Verified { case_files: lists.case_files.len() as u64, ..Verified::default() };
    let before = lists.case_files.iter().take_while(|one| one.number != number);
    let leaf = before.filter(|one| one.digest.is_some()).count() as u64;
    let leaves: Vec<Digest> = lists.leaves().copied().collect();
    let root = InclusionProof::new(&leaves, leaf).and_then(|way| way.root(&digest));
    let root = root.map(|root| hex(&root)).unwrap_or_default();
    if let Some(document) = root_document(&output, &mut findings) {
        findings.compare(&INCLUSION, ROOT_FILE, "the root that the digest leads to,", &root, &document.root);
    }
    verified.root = Some((root, leaves.len() as u64));
    let ledger = evidence.ledger.as_ref();
    for path in [ROOT_FILE, CASE_FILE_LIST, JOINING_LIST] {
        if let Some(sha256) = ledger.and_then(|view| view.files.get(path)) {
            let found = digest_of(&output.join(path)).map(|(_, sha256)| sha256).unwrap_or_default();
            findings.compare(&REWRITTEN, path, "SHA-256", sha256, &found);
        }
    }
    let batch = entry.batch.unwrap_or_default();
    let mut case_file = VerifiedCaseFile { number, leaf, batch, rows: Vec::new() };
    check_rows(evidence, &mut case_file, &mut findings)?;
    verified.case_file = Some(case_file);
    evidence.findings = findings;
    Ok(verified)
}

/// The batch of the case file and the runs' last ones are as they were sealed, and hold rows of its person.
fn check_rows(
    evidence: &Evidence,
    case_file: &mut VerifiedCaseFile,
    findings: &mut Findings,
) -> Result<(), RunError> {
    let (output, ledger) = (&evidence.output, evidence.ledger.as_ref());
    let bag = BagLines::read(output, "manifest-sha256.txt", BagOrder::Folders, findings);
    let fingerprint = ledger.and_then(LedgerView::fingerprint);
    let tool_version = fingerprint.as_ref().map(|used| used.tool_version.as_str());
    let mappings = used_mappings(output, fingerprint.as_ref(), findings);
    let rows = ledger.map(|view| view.batches.as_slice()).unwrap_or_default();
    let last = rows.iter().filter(|row| row.kind == BatchKind::Last).map(|row| row.number);
    let numbers: Vec<u32> = std::iter::once(case_file.batch).chain(last).collect();
    for number in &numbers {
        let row = rows.iter().find(|row| row.number == *number);
        let expected = BatchExpected { output, bag: &bag, row, copies: &mappings.copies, tool_version };
        batch(*number, &expected, findings);
    }
    let Some(latest) = &mappings.latest else { return Ok(()) };
    let Some(person) = person(output, &latest.plan, (case_file.number, case_file.batch))? else {
        let file = format!("data/batches/{:04}/xref.csv", case_file.batch);
        let expected = format!("expected a line for person number {}", case_file.number);
        findings.push(super::VerifyFinding {
            check: ROWS.id,
            file,
            line: None,
            case_file: Some(case_file.number),
            expected,
        });
        return Ok(());
    };
    let contract = latest.plan.contract();
    for number in numbers {
        let failed = || TargetError::at(output);
        let folder = BatchFolder::open(output, number, contract).map_err(failed())?;
        for file in &folder.files {
            let Some(table) = file.table else { continue };
            let columns = naming_people(contract, contract.table(table), &latest.plan);
            let mut count = 0;
            let read = folder.each_row(contract, file, |_, row| {
                count += u64::from(columns.iter().any(|column| row.get(*column) == Some(&person)));
                Ok(())
            });
            read.map_err(failed())?;
            let name = &contract.table(table).name;
            match case_file.rows.iter_mut().find(|(table, _)| table == name) {
                Some((_, rows)) => *rows += count,
                None if count > 0 => case_file.rows.push((name.clone(), count)),
                None => {}
            }
        }
    }
    let own = person_key(&latest.plan).map(|(table, _)| contract.table(table).name.clone());
    if !case_file.rows.iter().any(|(table, _)| Some(table) == own.as_ref()) {
        let expected = format!("expected the row of person number {}", case_file.number);
        findings.add(&ROWS, format!("data/batches/{:04}", case_file.batch), expected);
    }
    Ok(())
}

/// The key of the person of a case file, by the cross-reference of its batch.
pub(super) fn person(
    output: &Path,
    plan: &Plan,
    (number, batch): (u64, u32),
) -> Result<Option<String>, RunError> {
    let folder = output.join("data").join("batches").join(format!("{batch:04}"));
    let Ok(mut file) = CrossReferenceFile::open(&folder) else { return Ok(None) };
    let people = person_key(plan).map(|(table, _)| plan.contract().table(table).name.clone());
    let number = number.to_string();
    while let Some(line) = file.next_line().map_err(TargetError::at(&folder))? {
        if line.source_id == number && Some(line.target_table) == people.as_deref() {
            return Ok(Some(line.legacy_id.to_owned()));
        }
    }
    Ok(None)
}

/// The columns of a table that name people: the key of their own table, and references to it.
pub(super) fn naming_people(contract: &Contract, table: &Table, plan: &Plan) -> Vec<ColumnId> {
    let Some((people, key)) = person_key(plan) else { return Vec::new() };
    let own = |id: TableId| contract.table(id).name == table.name;
    let columns = (0_u16..).map(ColumnId).zip(&table.columns);
    let names = |(column, described): &(ColumnId, &crate::target::contract::Column)| {
        let refers = described.references.iter().any(|one| one.table == people && one.column == key);
        refers || (own(people) && *column == key)
    };
    columns.filter(names).map(|(column, _)| column).collect()
}
