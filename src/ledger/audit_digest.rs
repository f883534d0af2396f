//! Digests of what the ledger keeps of audits: rows that were changed in it are found, and not built upon.

use sha2::{Digest, Sha256};

use crate::record::hex_digits;

use super::{AuditDrawRow, AuditListRow};

/// What a digest is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AuditKind {
    /// A sample that was drawn, with its groups and case files.
    Draw,
    /// A list of results, with its lines.
    List,
}

impl AuditKind {
    /// The word for it in the ledger.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Draw => "draw",
            Self::List => "list",
        }
    }

    /// What is said of one that is not as it was noted.
    pub(super) fn changed(self, number: i64) -> String {
        match self {
            Self::Draw => format!("draw {number} of the audit is not what was drawn"),
            Self::List => format!("list {number} of the audit does not say what was taken in"),
        }
    }
}

/// SHA-256 of a draw: its cells in the order of their columns, then those of its groups in their order, then those of its case
/// files in ascending number.
pub(super) fn digest_of_draw(draw: &AuditDrawRow) -> String {
    let mut cells = Cells::default();
    cells.number(draw.number.into());
    cells.number(draw.run.into());
    cells.text(&draw.drawn);
    cells.number(draw.seed);
    cells.text(&draw.confidence);
    cells.optional(draw.tolerable.as_deref());
    cells.count(draw.strata.len());
    for stratum in &draw.strata {
        cells.text(&stratum.name);
        cells.number(stratum.case_files);
    }
    cells.count(draw.case_files.len());
    for one in &draw.case_files {
        cells.number(one.case_file);
        cells.text(&one.stratum);
        cells.number(one.besides.into());
    }
    cells.finish()
}

/// SHA-256 of a list: its cells in the order of their columns, then those of its lines in ascending number of case file.
pub(super) fn digest_of_list(list: &AuditListRow) -> String {
    let mut cells = Cells::default();
    cells.number(list.number.into());
    cells.number(list.draw.into());
    cells.text(&list.taken);
    cells.text(&list.sha256);
    cells.text(&list.verdict);
    cells.optional(list.reason.as_deref());
    cells.count(list.results.len());
    for one in &list.results {
        cells.number(one.case_file);
        cells.text(&one.result);
        cells.text(&one.checked_by);
        cells.text(&one.checked_on);
    }
    cells.finish()
}

/// Cells on their way into a digest: each as one byte (0 null, 1 value), its length, and its text, so that no two rows have the
/// same bytes (`PROOF.md`).
#[derive(Default)]
struct Cells(Sha256);

impl Cells {
    fn text(&mut self, text: &str) {
        // A cell has fewer than four thousand million bytes.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.0.update([1]);
        self.0.update(length.to_le_bytes());
        self.0.update(text);
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.0.update([0, 0, 0, 0, 0]),
        }
    }

    fn number(&mut self, number: u64) {
        self.text(&number.to_string());
    }

    /// How many lines follow.
    fn count(&mut self, lines: usize) {
        self.text(&lines.to_string());
    }

    fn finish(self) -> String {
        self.0.finalize().iter().flat_map(|byte| hex_digits(*byte)).map(char::from).collect()
    }
}
