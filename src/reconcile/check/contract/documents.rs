//! The files of a batch against the rows that stand for them.

use std::collections::{BTreeMap, BTreeSet};

use crate::reconcile::Difference;
use crate::reconcile::check::Check;
use crate::reconcile::check::validation::{Found, Stored};
use crate::reconcile::reader::ImportRow;
use crate::target::contract::Contract;

/// Documents are what their rows say.
pub const DOCUMENT_FILE: Check = Check {
    id: "document-file",
    summary: "every document's file is in its batch, with the size and SHA-256 of its row",
};

/// The rows of one batch that stand for files.
#[derive(Clone, Debug, Default)]
pub(super) struct Documents {
    rows: Vec<(Found, String, String)>,
}

impl Documents {
    /// Takes a row that stands for a file.
    pub(super) fn take(&mut self, rule: Stored, row: &ImportRow, found: Found) {
        let cell = |column| row.get(column).unwrap_or_default().to_owned();
        self.rows.push((found, cell(rule.sha256), cell(rule.bytes)));
    }

    /// Rows whose file is missing or other than they say, and files that no row stands for. `files` has size and digest
    /// of each file of the batch by its name, which is its digest.
    pub(super) fn check(
        &self,
        contract: &Contract,
        path: impl Fn(&Found) -> String,
        batch: u32,
        files: &BTreeMap<String, (u64, String)>,
    ) -> Vec<Difference> {
        let is_right = |sha256: &str, bytes: &str| {
            files.get(sha256).is_some_and(|(size, digest)| digest == sha256 && size.to_string() == bytes)
        };
        let wrong = self.rows.iter().filter(|(_, sha256, bytes)| !is_right(sha256, bytes));
        let mut differences: Vec<_> =
            wrong.map(|(found, ..)| found.difference(contract, path(found), &DOCUMENT_FILE, None)).collect();
        let named: BTreeSet<&str> = self.rows.iter().map(|(_, sha256, _)| sha256.as_str()).collect();
        let strangers = files.keys().filter(|name| !named.contains(name.as_str()));
        differences.extend(strangers.map(|name| Difference {
            file: format!("data/batches/{batch:04}/documents/{name}"),
            ..Difference::new(DOCUMENT_FILE.id)
        }));
        differences
    }
}
