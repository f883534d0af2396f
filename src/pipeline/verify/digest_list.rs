//! The lists of digests under `reconciliation/`, read back.

use std::io;
use std::path::Path;

use super::check::{CASE_FILES, JOINING};
use super::finding::Findings;
use crate::reconcile::digest::{DIGEST_BYTES, Digest, MerkleTree};
use crate::reconcile::reader::{ImportFile, ImportRow};
use crate::reconcile::{CaseFileState, Check};
use crate::target::contract::ColumnId;

/// The path of `case-files.csv`.
pub(in crate::pipeline) const CASE_FILE_LIST: &str = "reconciliation/case-files.csv";
/// The path of `joining.csv`.
pub(in crate::pipeline) const JOINING_LIST: &str = "reconciliation/joining.csv";

const CASE_FILE_HEADER: [&str; 10] =
    ["CASE_FILE", "STATE", "READ", "MIGRATED", "MERGED", "EXCLUDED", "REJECTED", "HELD", "BATCH", "DIGEST"];
const JOINING_HEADER: [&str; 3] = ["ENTITY", "SOURCE_ID", "DIGEST"];

/// A line of `case-files.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pipeline) struct CaseFileEntry {
    /// The physical line.
    pub(in crate::pipeline) line: u64,
    /// Person number; 0 where the person has none.
    pub(in crate::pipeline) number: u64,
    /// Its state.
    pub(in crate::pipeline) state: CaseFileState,
    /// Rows read, migrated, merged, excluded, rejected, held.
    pub(in crate::pipeline) rows: [u64; 6],
    /// The batch it was written in.
    pub(in crate::pipeline) batch: Option<u32>,
    /// Its digest.
    pub(in crate::pipeline) digest: Option<Digest>,
}

/// The digests of case files and joining records, in the order of the leaves.
#[derive(Clone, Debug, Default)]
pub(in crate::pipeline) struct DigestLists {
    /// The lines of `case-files.csv`.
    pub(in crate::pipeline) case_files: Vec<CaseFileEntry>,
    /// Entity, key and digest of each line of `joining.csv`.
    pub(in crate::pipeline) joining: Vec<(String, String, Digest)>,
}

impl DigestLists {
    /// Reads both lists; `proven` says whether a proof took digests.
    pub(in crate::pipeline) fn read(output: &Path, proven: bool, findings: &mut Findings) -> Self {
        let mut lists = Self::default();
        let read =
            each_row(output, CASE_FILE_LIST, (&CASE_FILE_HEADER, &CASE_FILES), findings, |row, findings| {
                match case_file(row) {
                    Some(entry) => {
                        follows(lists.case_files.last(), &entry, findings);
                        whole(&entry, proven, findings);
                        lists.case_files.push(entry);
                    }
                    None => malformed(&CASE_FILES, CASE_FILE_LIST, row, findings),
                }
            });
        if read.is_err() {
            findings.add(&CASE_FILES, CASE_FILE_LIST, "expected the list of case files, found none");
        }
        if proven {
            lists.read_joining(output, findings);
        }
        lists
    }

    fn read_joining(&mut self, output: &Path, findings: &mut Findings) {
        let header: (&[&str], _) = (&JOINING_HEADER, &JOINING);
        let read = each_row(output, JOINING_LIST, header, findings, |row, findings| {
            let [entity, id, digest] = [0, 1, 2].map(|column| cell(row, column));
            let Some(digest) = parse_digest(digest) else {
                return malformed(&JOINING, JOINING_LIST, row, findings);
            };
            let before = self.joining.last().map(|(entity, id, _)| (entity.as_str(), id.as_str()));
            if before.is_some_and(|before| before >= (entity, id)) {
                let expected = "expected every record once, in order of entity and key";
                findings.at_line(&JOINING, (JOINING_LIST, row.line), None, expected);
            }
            self.joining.push((entity.to_owned(), id.to_owned(), digest));
        });
        if read.is_err() {
            findings.add(&JOINING, JOINING_LIST, "expected the list of joining records, found none");
        }
    }

    /// The leaves of the tree: written case files, then joining records.
    pub(in crate::pipeline) fn leaves(&self) -> impl Iterator<Item = &Digest> {
        let case_files = self.case_files.iter().filter_map(|entry| entry.digest.as_ref());
        case_files.chain(self.joining.iter().map(|(.., digest)| digest))
    }

    /// The tree over them.
    pub(in crate::pipeline) fn tree(&self) -> MerkleTree {
        let mut tree = MerkleTree::new();
        self.leaves().for_each(|leaf| tree.push(leaf));
        tree
    }

    /// The case file of a person number.
    pub(in crate::pipeline) fn case_file(&self, number: u64) -> Option<&CaseFileEntry> {
        self.case_files.iter().find(|entry| entry.number == number && number != 0)
    }
}

fn each_row(
    output: &Path,
    path: &str,
    (header, check): (&[&str], &Check),
    findings: &mut Findings,
    mut take: impl FnMut(&ImportRow, &mut Findings),
) -> io::Result<()> {
    let mut file = ImportFile::with_header(&output.join(path), header)?;
    while let Some(row) = file.next_row()? {
        take(&row, findings);
    }
    for fault in file.faults() {
        let expected = format!("expected the list's form, found: {}", fault.kind.word());
        findings.at_line(check, (path, fault.line), None, expected);
    }
    Ok(())
}

fn malformed(check: &Check, path: &str, row: &ImportRow, findings: &mut Findings) {
    findings.at_line(check, (path, row.line), None, "expected numbers, a state, and a digest");
}

fn cell(row: &ImportRow, column: u16) -> &str {
    row.get(ColumnId(column)).unwrap_or_default()
}

fn case_file(row: &ImportRow) -> Option<CaseFileEntry> {
    let states =
        [CaseFileState::Complete, CaseFileState::Incomplete, CaseFileState::Excluded, CaseFileState::Held];
    let mut rows = [0; 6];
    for (place, count) in (2..).zip(&mut rows) {
        *count = number(cell(row, place))?;
    }
    let (batch, digest) = (cell(row, 8), cell(row, 9));
    Some(CaseFileEntry {
        line: row.line,
        number: number(cell(row, 0))?,
        state: states.into_iter().find(|state| state.word() == cell(row, 1))?,
        rows,
        batch: if batch.is_empty() { None } else { Some(batch.parse().ok().filter(|_| batch.len() >= 4)?) },
        digest: if digest.is_empty() { None } else { Some(parse_digest(digest)?) },
    })
}

/// A number in its only form.
fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

/// People come in ascending number, those without one last; only a number that the export has twice stands twice.
fn follows(before: Option<&CaseFileEntry>, entry: &CaseFileEntry, findings: &mut Findings) {
    let place = |entry: &CaseFileEntry| (entry.number == 0, entry.number);
    let written = |entry: &CaseFileEntry| entry.state.written();
    if before.is_some_and(|before| {
        place(before) > place(entry) || (place(before) == place(entry) && written(before) && written(entry))
    }) {
        let expected = "expected case files in ascending person number, each once";
        findings.at_line(&CASE_FILES, (CASE_FILE_LIST, entry.line), Some(entry.number), expected);
    }
}

/// What a line has to hold for itself.
fn whole(entry: &CaseFileEntry, proven: bool, findings: &mut Findings) {
    let mut demand = |holds: bool, expected: &str| {
        if !holds {
            findings.at_line(&CASE_FILES, (CASE_FILE_LIST, entry.line), Some(entry.number), expected);
        }
    };
    let written = entry.state.written();
    demand(
        entry.rows[0] == entry.rows[1..].iter().sum::<u64>(),
        "expected READ to be the sum of the outcomes",
    );
    demand(
        entry.batch.is_some() == written,
        "expected a BATCH where the case file was written, and only there",
    );
    let digest = written && proven;
    demand(
        entry.digest.is_some() == digest,
        "expected a DIGEST where the case file was written, and only there",
    );
}

/// A digest in lower-case hexadecimal.
pub(in crate::pipeline) fn parse_digest(text: &str) -> Option<Digest> {
    if text.len() != 2 * DIGEST_BYTES || text.bytes().any(|byte| !matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut digest = [0; DIGEST_BYTES];
    for (byte, place) in digest.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&text[place..place + 2], 16).ok()?;
    }
    Some(digest)
}
