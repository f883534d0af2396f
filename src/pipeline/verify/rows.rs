//! The rows of all batches against the staging contract, and their counts and hashes against manifests and report.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use sha2::{Digest, Sha256};

use super::batch::BatchBytes;
use super::check::{MANIFEST, ROWS};
use super::finding::{Findings, VerifyFinding};
use crate::pipeline::prove::RowsDigest;
use crate::reconcile::Difference;
use crate::reconcile::check::contract::{
    BatchCheck, BatchFound, ContractRules, FILE_NAMES, MANIFEST as LISTED,
};
use crate::reconcile::reader::{BatchFolder, CrossReferenceFile};
use crate::target::contract::TableId;

/// The rows of one table in one batch: their number, and their hash where they stand in order.
pub(super) type TableRows = (u64, Option<[u8; 32]>);

/// What the rows of a batch came to.
pub(super) struct BatchRows {
    /// What the contract checks found.
    pub(super) found: BatchFound,
    /// By table.
    pub(super) tables: BTreeMap<TableId, TableRows>,
}

/// Reads the rows of a batch.
pub(super) fn batch_rows(
    output: &std::path::Path,
    (contract, rules): (&crate::target::contract::Contract, &ContractRules<'_>),
    bytes: &BatchBytes,
    findings: &mut Findings,
) -> io::Result<BatchRows> {
    let folder = BatchFolder::open(output, bytes.number, contract)?;
    let mut check = BatchCheck::new(rules, bytes.number);
    let mut tables = BTreeMap::new();
    for file in &folder.files {
        let Some(table) = file.table else {
            findings.add(&ROWS, &file.path, "expected import files of the contract's tables only");
            continue;
        };
        let mut digest = RowsDigest::new(&contract.table(table).key);
        let read = folder.each_row(contract, file, |table, row| {
            check.row(table, row);
            digest.take(row);
            Ok(())
        })?;
        let listed = bytes.manifest.as_ref().and_then(|manifest| manifest.file(&file.name));
        if let Some(listed) = listed {
            let rows = listed.rows.map(|rows| rows.to_string()).unwrap_or_default();
            findings.compare(&MANIFEST, &file.path, "rows", &rows, &read.rows.to_string());
            let named = listed.table.as_deref().unwrap_or_default();
            findings.compare(&MANIFEST, &file.path, "table", &contract.table(table).name, named);
        }
        for fault in &read.faults {
            let expected = format!("expected the contract's form, found: {}", fault.kind.word());
            findings.at_line(&ROWS, (&file.path, fault.line), None, expected);
        }
        tables.insert(table, digest.finish());
        check.file(&file.name, read);
    }
    cross_reference(&folder, bytes, findings);
    let found = check.finish_with(&folder, &bytes.documents())?;
    Ok(BatchRows { found, tables })
}

/// The cross-reference names its own batch on every line, and nothing that Mosaic gave later.
fn cross_reference(folder: &BatchFolder, bytes: &BatchBytes, findings: &mut Findings) {
    let path = format!("data/batches/{:04}/xref.csv", bytes.number);
    let Ok(mut file) = CrossReferenceFile::open(folder.folder()) else {
        return findings.add(&MANIFEST, path, "expected the cross-reference of the batch, found none");
    };
    let batch = format!("{:04}", bytes.number);
    while let Ok(Some(line)) = file.next_line() {
        if line.batch != batch || !line.mosaic_id.is_empty() {
            let expected = format!("expected BATCH {batch} and no MOSAIC_ID");
            findings.at_line(&ROWS, (&path, line.line), None, expected);
        }
    }
    let read = file.read();
    for fault in &read.faults {
        let expected = format!("expected the contract's form, found: {}", fault.kind.word());
        findings.at_line(&ROWS, (&path, fault.line), None, expected);
    }
    let listed = bytes.manifest.as_ref().and_then(|manifest| manifest.file("xref.csv"));
    if let Some(rows) = listed.and_then(|listed| listed.rows) {
        findings.compare(&MANIFEST, &path, "rows", &rows.to_string(), &read.rows.to_string());
    }
}

/// What the contract checks found, but for what the manifest's own check says better.
pub(super) fn add_differences(differences: Vec<Difference>, findings: &mut Findings) {
    let own = |one: &Difference| {
        one.check != LISTED.id
            && one.check != FILE_NAMES.id
            && one.check != crate::reconcile::check::FILE_FORM.id
    };
    for one in differences.into_iter().filter(own) {
        let mut expected = format!("expected what {} demands", one.check);
        for (what, name) in [("table", &one.table), ("column", &one.field), ("row", &one.legacy_id)] {
            if !name.is_empty() {
                let _ = write!(expected, ", {what} {name}");
            }
        }
        findings.push(VerifyFinding {
            check: ROWS.id,
            file: one.file,
            line: (one.line > 0).then_some(one.line),
            case_file: one.case_file,
            expected,
        });
    }
}

/// SHA-256 over the hashes of a table's batches in ascending number; none where rows of one are out of order.
pub(super) fn hash_of_table(batches: &[TableRows]) -> Option<[u8; 32]> {
    let mut hasher = Sha256::new();
    for (_, hash) in batches.iter().filter(|(rows, _)| *rows > 0) {
        hasher.update((*hash)?);
    }
    Some(hasher.finalize().into())
}
