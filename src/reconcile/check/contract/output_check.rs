//! The contract and the validations on all batches together.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::batch_check::BatchFound;
use super::keys::Keys;
use super::pairs::Pairs;
use super::{ContractRules, import_path};
use crate::reconcile::Difference;
use crate::reconcile::check::validation::{ACYCLIC, Edge, in_circles};
use crate::reconcile::totals::TotalCount;

/// Takes what the batches have come to, in whatever order, and looks at what goes beyond one batch.
#[derive(Debug)]
pub struct OutputCheck<'c> {
    rules: &'c ContractRules<'c>,
    keys: Keys,
    pairs: Pairs,
    edges: Vec<Vec<Edge>>,
    totals: Vec<TotalCount>,
    differences: Vec<Difference>,
}

impl<'c> OutputCheck<'c> {
    /// Starts with files in a folder that the caller removes.
    pub fn create(rules: &'c ContractRules<'c>, folder: &Path) -> io::Result<Self> {
        Ok(Self {
            rules,
            keys: Keys::create(folder)?,
            pairs: Pairs::create(folder)?,
            edges: vec![Vec::new(); rules.validations.acyclic.len()],
            totals: vec![TotalCount::default(); rules.totals.len()],
            differences: Vec::new(),
        })
    }

    /// Takes what a batch has come to.
    pub fn take(&mut self, found: BatchFound) -> io::Result<()> {
        self.keys.take(&found.keys)?;
        self.pairs.take(&found.pairs)?;
        self.edges.iter_mut().zip(found.edges).for_each(|(all, own)| all.extend(own));
        self.totals.iter_mut().zip(&found.totals).for_each(|(all, own)| all.merge(own));
        self.differences.extend(found.differences);
        Ok(())
    }

    /// Everything found, in order, and what was counted of the totals. `last` are the numbers of the runs' last batches, whose rows may refer to any batch.
    pub fn finish(mut self, last: &BTreeSet<u32>) -> io::Result<(Vec<Difference>, Vec<TotalCount>)> {
        let contract = self.rules.contract;
        let validations = self.rules.validations;
        self.differences.extend(self.keys.finish(contract, last)?);
        self.differences.extend(self.pairs.finish(contract, &validations.pairs)?);
        for (rule, edges) in validations.acyclic.iter().zip(self.edges) {
            let table = contract.table(rule.table);
            self.differences.extend(in_circles(edges).into_iter().map(|edge| Difference {
                table: table.name.clone(),
                field: table.columns[usize::from(rule.to.0)].name.clone(),
                file: import_path(contract, edge.place.0, rule.table),
                line: edge.place.1,
                ..Difference::new(ACYCLIC.id)
            }));
        }
        self.differences.sort();
        Ok((self.differences, self.totals))
    }
}
