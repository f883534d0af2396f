//! The contract and the validations on the rows of one batch.

use std::collections::BTreeMap;
use std::io;

use super::batch_files::{against_manifest, digest_of, of_fault};
use super::cell_form;
use super::demands::Demands;
use super::documents::Documents;
use super::keys::{BatchKeys, Place};
use super::pairs::{self, PairEntry};
use super::questions::Questions;
use super::row_order::RowOrder;
use super::{ContractRules, import_path};
use crate::reconcile::Difference;
use crate::reconcile::check::Check;
use crate::reconcile::check::validation::{BatchValidation, Edge, Found};
use crate::reconcile::partition::hash_of;
use crate::reconcile::reader::{BatchFolder, FileRead, ImportRow};
use crate::reconcile::totals::{Counting, TotalCount};
use crate::record::Guid;
use crate::target::contract::{ColumnId, TableId};

/// What a batch as a whole has come to; [`OutputCheck`](super::OutputCheck) takes it.
#[derive(Debug)]
pub struct BatchFound {
    pub(super) differences: Vec<Difference>,
    pub(super) keys: BatchKeys,
    pub(super) pairs: Vec<PairEntry>,
    pub(super) edges: Vec<Vec<Edge>>,
    pub(super) totals: Vec<TotalCount>,
}

/// Takes the rows of one batch, file by file in load order, and holds them against contract and validations.
#[derive(Debug)]
pub struct BatchCheck<'c> {
    rules: &'c ContractRules<'c>,
    batch: u32,
    order: RowOrder,
    read: BTreeMap<String, FileRead>,
    validation: BatchValidation<'c>,
    documents: Documents,
    questions: Questions,
    demands: Demands,
    counting: Counting<'c>,
    found: BatchFound,
}

impl<'c> BatchCheck<'c> {
    /// Starts on a batch.
    pub fn new(rules: &'c ContractRules<'c>, batch: u32) -> Self {
        let found = BatchFound {
            differences: Vec::new(),
            keys: BatchKeys::default(),
            pairs: Vec::new(),
            edges: vec![Vec::new(); rules.validations.acyclic.len()],
            totals: Vec::new(),
        };
        Self {
            rules,
            batch,
            order: RowOrder::default(),
            read: BTreeMap::new(),
            validation: BatchValidation::new(rules.validations),
            documents: Documents::default(),
            questions: Questions::default(),
            demands: Demands::default(),
            counting: Counting::new(rules.totals, rules.day.clone()),
            found,
        }
    }

    /// Takes a row of a file.
    pub fn row(&mut self, table: TableId, row: &ImportRow) {
        let contract = self.rules.contract;
        let described = contract.table(table);
        let mut broken: Vec<(&'static Check, Option<ColumnId>)> = Vec::new();
        broken.extend(self.order.next(described, row).map(|check| (check, None)));
        for (column, cell) in (0_u16..).map(ColumnId).zip(row.cells()) {
            let check = cell_form::broken(contract, &described.columns[usize::from(column.0)], cell);
            broken.extend(check.map(|check| (check, Some(column))));
        }
        let rules = self.validation.take(contract, table, row);
        let rules = rules.into_iter().chain(self.questions.take(contract, table, row));
        broken.extend(rules.map(|(check, column)| (check, Some(column))));
        // What a check of its own has found already is told once.
        let demand = self.demands.take(contract, table, row);
        broken.extend(demand.filter(|_| broken.is_empty()));
        for (check, column) in broken {
            let found = Found::new(contract, table, row);
            self.found.differences.push(found.difference(contract, self.path(table), check, column));
        }
        self.counting.row(table, row);
        self.keys(table, row);
        self.remember(table, row);
    }

    /// Takes what a file was like once all its rows are taken; the next file may follow.
    pub fn file(&mut self, name: &str, read: FileRead) {
        self.order = RowOrder::default();
        let path = format!("data/batches/{:04}/{name}", self.batch);
        self.found.differences.extend(read.faults.iter().map(|fault| of_fault(&path, fault)));
        self.read.insert(name.to_owned(), read);
    }

    /// Ends the batch: its files against the manifest, its rows against each other.
    pub fn finish(self, folder: &BatchFolder) -> io::Result<BatchFound> {
        let mut documents = BTreeMap::new();
        for name in &folder.documents {
            documents.insert(name.clone(), digest_of(&folder.folder().join("documents").join(name))?);
        }
        self.finish_with(folder, &documents)
    }

    /// Ends the batch where size and SHA-256 of its documents are known.
    pub fn finish_with(
        mut self,
        folder: &BatchFolder,
        documents: &BTreeMap<String, (u64, String)>,
    ) -> io::Result<BatchFound> {
        let contract = self.rules.contract;
        self.cross_reference(folder)?;
        let batch = self.batch;
        let path = |found: &Found| import_path(contract, batch, found.table);
        for (check, found) in self.validation.finish() {
            self.found.differences.push(found.difference(contract, path(&found), check, None));
        }
        for (check, found, column) in self.demands.finish(contract) {
            self.found.differences.push(found.difference(contract, path(&found), check, column));
        }
        if self.rules.stores_documents {
            self.found.differences.extend(self.documents.check(contract, path, batch, documents));
        }
        self.found.differences.extend(against_manifest(folder, &self.read, documents));
        self.found.keys.settle_within();
        self.found.totals = self.counting.finish();
        Ok(self.found)
    }

    fn path(&self, table: TableId) -> String {
        import_path(self.rules.contract, self.batch, table)
    }

    /// The cross-reference is no import file, but has the same form and stands in the manifest.
    fn cross_reference(&mut self, folder: &BatchFolder) -> io::Result<()> {
        let name = "xref.csv";
        let Ok(mut file) = crate::reconcile::reader::CrossReferenceFile::open(folder.folder()) else {
            return Ok(());
        };
        file.read_to_end()?;
        self.file(name, file.read());
        Ok(())
    }

    fn keys(&mut self, table: TableId, row: &ImportRow) {
        for column in &self.rules.provided[usize::from(table.0)] {
            if let Some(text) = row.get(*column) {
                self.found.keys.provide(text, self.place(table, *column, row));
            }
        }
        for (column, targets) in &self.rules.wanted[usize::from(table.0)] {
            if let Some(text) = row.get(*column) {
                self.found.keys.want(text, targets, self.place(table, *column, row));
            }
        }
    }

    fn place(&self, table: TableId, column: ColumnId, row: &ImportRow) -> Place {
        Place { batch: self.batch, table, column, line: row.line }
    }

    /// Keeps what is looked at when all rows are there.
    fn remember(&mut self, table: TableId, row: &ImportRow) {
        let validations = self.rules.validations;
        for rule in validations.stored.iter().filter(|rule| rule.table == table) {
            self.documents.take(*rule, row, Found::new(self.rules.contract, table, row));
        }
        for (number, rule) in (0_u16..).zip(&validations.pairs).filter(|(_, rule)| rule.table == table) {
            let name = Found::new(self.rules.contract, table, row).name;
            let key = Guid::parse(&name).unwrap_or_default();
            self.found.pairs.extend(pairs::entry(number, rule, (self.batch, key), row));
        }
        for (rule, edges) in validations.acyclic.iter().zip(&mut self.found.edges) {
            if rule.table == table
                && let (Some(from), Some(to)) = (row.get(rule.from), row.get(rule.to))
            {
                edges.push(Edge { from: node(from), to: node(to), place: (self.batch, row.line) });
            }
        }
    }
}

fn node(text: &str) -> u64 {
    let hash = hash_of(text);
    u64::from_be_bytes(hash[..8].try_into().expect("eight of sixteen bytes"))
}
