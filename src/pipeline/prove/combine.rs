//! What was found of all batches, put together.

use std::collections::{BTreeMap, HashMap, HashSet};

use sha2::{Digest, Sha256};

use super::ProveInput;
use super::batch::ProvenBatch;
use super::target_counts::FileCount;
use crate::map::plan::{Carrier, ColumnStatus, Owner, ToldBy};
use crate::reconcile::check::{
    self, COUNT_MISMATCH, DOMAIN_TOTAL, MISSING_ROW, RECORD_SWAPPED, ROW_MOVED, UNEXPECTED_ROW,
};
use crate::reconcile::digest::MerkleTree;
use crate::reconcile::recompute::{ColumnCounts, column_proofs};
use crate::reconcile::recount::KeySums;
use crate::reconcile::totals::{Total, TotalCount};
use crate::reconcile::{
    BalanceLine, CaseFileCounts, CaseFileLine, CaseFileState, CheckResult, ColumnProof, Difference,
    FieldProof, FieldStatus, Mismatch, Proof, Root, TargetTotal, TotalProof, swapped,
};
use crate::record::{CodeCounts, EntityId, FieldId, Tally};

/// What was found against one drop.
pub(super) struct ProvenDrop<'a> {
    pub(super) input: &'a ProveInput<'a>,
    pub(super) batches: Vec<ProvenBatch>,
    pub(super) shared: ProvenBatch,
    /// The rows that the second reader of the export found.
    pub(super) recounted: KeySums,
}

/// Puts together what was found against all drops, the newest last, and across batches.
pub(super) fn combine(
    newest: &ProveInput<'_>,
    drops: Vec<ProvenDrop<'_>>,
    across: Vec<Difference>,
    totals: Vec<TotalCount>,
) -> Proof {
    let mut sums = Sums::new(newest, totals);
    for drop in drops {
        sums.add_drop(drop);
    }
    sums.keep(across);
    sums.proof()
}

/// What is added up over the batches.
struct Sums<'a> {
    input: &'a ProveInput<'a>,
    outcomes: Vec<Tally>,
    fields: BTreeMap<(EntityId, FieldId), u64>,
    columns: ColumnCounts,
    by_policy: CodeCounts,
    counts: Vec<FileCount>,
    mismatches: Vec<Mismatch>,
    /// The rows that the second reader of the newest export found.
    recounted: KeySums,
    /// Joining records of case files that another drop accounts for.
    joined: Vec<CaseFileLine>,
    totals: Vec<TotalCount>,
    /// Differences beyond those that are listed, by check.
    beyond: HashMap<&'static str, u64>,
    proof: Proof,
}

impl<'a> Sums<'a> {
    fn new(input: &'a ProveInput<'a>, totals: Vec<TotalCount>) -> Self {
        let entities = input.plan.dictionary().entities();
        Self {
            input,
            outcomes: vec![Tally::default(); entities.len()],
            fields: BTreeMap::new(),
            columns: ColumnCounts::default(),
            by_policy: CodeCounts::default(),
            counts: Vec::new(),
            mismatches: Vec::new(),
            recounted: KeySums::new(entities.len()),
            joined: Vec::new(),
            totals,
            beyond: HashMap::new(),
            proof: Proof::default(),
        }
    }

    fn add_drop(&mut self, drop: ProvenDrop<'_>) {
        // A line a person: grown by doubling they would take twice their room.
        let lines = drop.batches.iter().map(|batch| batch.proven.lines.len()).sum();
        self.proof.lines.reserve_exact(lines);
        let mut staged = KeySums::new(self.outcomes.len());
        for batch in drop.batches.into_iter().chain([drop.shared]) {
            staged.merge(&batch.staged);
            self.add(batch);
        }
        let recount = super::recount_pass::compare(drop.input, &drop.recounted, &staged);
        self.keep(recount);
        self.recounted = drop.recounted;
    }

    fn add(&mut self, batch: ProvenBatch) {
        let proven = batch.proven;
        for (sum, own) in self.outcomes.iter_mut().zip(&proven.outcomes) {
            sum.merge(own);
        }
        for (field, own) in proven.fields {
            *self.fields.entry(field).or_default() += own;
        }
        self.columns.merge(&batch.columns);
        self.by_policy.merge(&batch.by_policy);
        self.counts.extend(batch.counts);
        self.joined.extend(batch.joined);
        self.totals.iter_mut().zip(&batch.totals).for_each(|(all, own)| all.merge(own));
        let before = self.proof.differences.len();
        self.keep(proven.differences);
        let kept = self.proof.differences.len();
        let mismatches = proven.mismatches.into_iter();
        let placed = mismatches.map(|one| Mismatch { difference: before + one.difference, ..one });
        self.mismatches.extend(placed.filter(|one| one.difference < kept));
        self.keep(batch.differences);
        self.proof.lines.extend(proven.lines);
        self.proof.joining.extend(proven.joining);
    }

    /// Keeps as many differences as are listed, and counts those beyond.
    fn keep(&mut self, found: Vec<Difference>) {
        let room = Proof::MOST_DIFFERENCES.saturating_sub(self.proof.differences.len());
        for beyond in found.iter().skip(room) {
            *self.beyond.entry(beyond.check).or_default() += 1;
        }
        self.proof.differences.extend(found.into_iter().take(room));
    }

    fn proof(mut self) -> Proof {
        self.proof.balance = self.balance();
        self.proof.by_policy = self.input.scope.is_none().then(|| self.by_policy.clone());
        self.judge_balance();
        self.judge_totals();
        self.proof.lines.sort_by_key(|line| (line.case_file == 0, line.case_file));
        self.join();
        let counted = (self.outcomes.as_slice(), &self.by_policy);
        let stated = super::account_check::compare(self.input, counted, &self.proof.lines);
        self.keep(stated);
        self.judge_differences();
        self.proof.case_files = self.case_files();
        self.proof.cases = self.cases();
        self.proof.targets = self.targets();
        self.proof.fields = self.field_proofs();
        self.proof.target_columns = self.target_columns();
        self.take_root();
        self.proof.checks = self.checks();
        self.proof.causes =
            super::difference_causes::of(self.input.plan, self.input.totals, &self.proof.differences);
        self.shorten();
        self.proof
    }

    /// Adds the joining records to the case files that own them.
    fn join(&mut self) {
        for joined in std::mem::take(&mut self.joined) {
            let (lines, number) = (&mut self.proof.lines, joined.case_file);
            let first = lines.partition_point(|line| line.case_file != 0 && line.case_file < number);
            if let Some(line) = lines.get_mut(first).filter(|line| line.case_file == number) {
                line.outcomes.merge(&joined.outcomes);
                // It goes without what another export turned away of it.
                if joined.state == CaseFileState::Incomplete {
                    line.state = CaseFileState::Incomplete;
                }
            }
        }
    }

    /// Totals that differ.
    fn judge_totals(&mut self) {
        let counts = std::mem::take(&mut self.totals).into_iter();
        let proof = |(total, count): (&Total, TotalCount)| TotalProof {
            id: total.id.clone(),
            title: total.title.clone(),
            count,
        };
        self.proof.totals = self.input.totals.iter().zip(counts).map(proof).collect();
        let differing = self.proof.totals.iter().filter(|total| !total.count.agrees());
        let of =
            |total: &TotalProof| Difference { field: total.id.clone(), ..Difference::new(DOMAIN_TOTAL.id) };
        self.proof.differences.extend(differing.map(of));
    }

    /// Entities whose rows do not all have an outcome.
    fn judge_balance(&mut self) {
        let lacking = self.proof.balance.iter().filter(|line| !line.balances());
        let of = |line: &BalanceLine| Difference {
            entity: Some(line.entity),
            ..Difference::new(COUNT_MISMATCH.id)
        };
        self.proof.differences.extend(lacking.map(of));
    }

    /// Values that changed places, and rows that stand elsewhere.
    fn judge_differences(&mut self) {
        for place in swapped(&self.mismatches) {
            self.proof.differences[self.mismatches[place].difference].check = RECORD_SWAPPED.id;
        }
        let name = |difference: &Difference| (difference.table.clone(), difference.legacy_id.clone());
        let missing: HashSet<_> =
            self.proof.differences.iter().filter(|one| one.check == MISSING_ROW.id).map(name).collect();
        for one in &mut self.proof.differences {
            if one.check == UNEXPECTED_ROW.id && missing.contains(&name(one)) {
                one.check = ROW_MOVED.id;
            }
        }
        self.proof.differences.sort();
        self.proof.differences.dedup();
    }

    fn entities(&self) -> impl Iterator<Item = EntityId> + '_ {
        let dictionary = self.input.plan.dictionary();
        let wanted = |id: &EntityId| {
            let rows = self.read(*id) > 0 || self.outcomes[usize::from(id.0)].read() > 0;
            dictionary.entity(*id).role.has_outcomes() && rows
        };
        dictionary.ids().filter(wanted)
    }

    /// Rows of data in the export's files, as the second reader counts them; of several drops, those accounted for.
    fn read(&self, entity: EntityId) -> u64 {
        if self.input.scope.is_some() {
            return self.outcomes[usize::from(entity.0)].read();
        }
        let counted = self.recounted.of(entity);
        counted.rows + counted.headers
    }

    fn balance(&self) -> Vec<BalanceLine> {
        let line = |entity: EntityId| BalanceLine {
            entity,
            read: self.read(entity),
            outcomes: self.outcomes[usize::from(entity.0)],
        };
        self.entities().map(line).collect()
    }

    fn case_files(&self) -> CaseFileCounts {
        let mut counts = CaseFileCounts::default();
        for line in &self.proof.lines {
            match line.state {
                CaseFileState::Complete => counts.complete += 1,
                CaseFileState::Incomplete => counts.incomplete += 1,
                CaseFileState::Excluded => counts.excluded += 1,
                CaseFileState::Held => counts.held += 1,
            }
        }
        counts
    }

    fn cases(&self) -> Tally {
        let mut cases = Tally::default();
        let is_case = |plan: &&crate::map::plan::EntityPlan| {
            plan.merge.is_some() && matches!(plan.owner, Owner::Person(_))
        };
        for plan in self.input.plan.entities().filter(is_case) {
            cases.merge(&self.outcomes[usize::from(plan.entity.0)]);
        }
        cases
    }

    fn targets(&self) -> Vec<TargetTotal> {
        let mut tables: BTreeMap<_, Vec<&FileCount>> = BTreeMap::new();
        for count in self.counts.iter().filter(|count| count.rows > 0) {
            tables.entry(count.table).or_default().push(count);
        }
        let total = |(table, mut counts): (_, Vec<&FileCount>)| {
            counts.sort_unstable_by_key(|count| count.batch);
            let mut hasher = Sha256::new();
            for count in &counts {
                hasher.update(count.sha256);
            }
            let rows = counts.iter().map(|count| count.rows).sum();
            TargetTotal { table, rows, sha256_rows: hasher.finalize().into() }
        };
        tables.into_iter().map(total).collect()
    }

    fn field_proofs(&self) -> Vec<FieldProof> {
        let mut fields = Vec::new();
        for entity in self.entities() {
            let Some(plan) = self.input.plan.entity(entity) else { continue };
            let records = self.read(entity);
            let numbered = self.input.plan.dictionary().entity(entity).fields().zip(&plan.columns);
            for (field, status) in numbered {
                let files = || self.input.staged.files.iter().filter(|report| report.entity == entity);
                let place = usize::from(field.0);
                let count = |counts: &Vec<u64>| counts.get(place).copied().unwrap_or_default();
                let filled = files().map(|report| count(&report.filled)).sum();
                let bytes = files().map(|report| count(&report.filled_bytes)).sum();
                fields.push(FieldProof {
                    entity,
                    field,
                    status: field_status(status),
                    reason: status.reason.clone(),
                    records,
                    filled,
                    bytes,
                    differences: self.fields.get(&(entity, field)).copied().unwrap_or_default(),
                });
            }
        }
        fields
    }

    fn target_columns(&self) -> Vec<ColumnProof> {
        let rows: HashMap<_, _> = self.proof.targets.iter().map(|total| (total.table, total.rows)).collect();
        let proofs = column_proofs(self.input.plan).into_iter();
        let written = proofs.filter_map(|((table, column), proof)| {
            let rows = *rows.get(&table)?;
            let differences = self.columns.of(table, column);
            Some(ColumnProof { table, column, proof, rows, differences })
        });
        written.collect()
    }

    /// The root over written case files in ascending person number, then over joining records.
    fn take_root(&mut self) {
        let dictionary = self.input.plan.dictionary();
        self.proof.joining.sort_by(|one, other| {
            let name = |leaf: &crate::reconcile::JoiningLeaf| &dictionary.entity(leaf.entity).name;
            (name(one), one.source_id).cmp(&(name(other), other.source_id))
        });
        let mut tree = MerkleTree::new();
        self.proof.lines.iter().filter_map(|line| line.digest).for_each(|digest| tree.push(&digest));
        self.proof.joining.iter().for_each(|leaf| tree.push(&leaf.digest));
        self.proof.root = Root { value: tree.root(), leaves: tree.leaves() };
    }

    fn checks(&self) -> Vec<CheckResult> {
        let mut findings = self.beyond.clone();
        for difference in &self.proof.differences {
            *findings.entry(difference.check).or_default() += 1;
        }
        let result = |check: &&'static check::Check| CheckResult {
            check,
            findings: findings.get(check.id).copied().unwrap_or_default(),
        };
        check::ALL.iter().map(result).collect()
    }

    /// Keeps only so many differences.
    fn shorten(&mut self) {
        let all = self.proof.differences.len();
        self.proof.differences.truncate(Proof::MOST_DIFFERENCES);
        let cut = (all - self.proof.differences.len()) as u64;
        self.proof.unlisted = cut + self.beyond.values().sum::<u64>();
    }
}

/// How a column is accounted for: by a note alone, or by a column of its own.
fn field_status(status: &ColumnStatus) -> FieldStatus {
    match &status.carrier {
        Carrier::Told(ToldBy::ParentDisplay | ToldBy::ParentNote) => FieldStatus::Remainder,
        Carrier::Cell { .. } | Carrier::Cells(_) | Carrier::Joined { .. } | Carrier::Told(_) => {
            FieldStatus::Carried
        }
        Carrier::Line(_) | Carrier::With(_) | Carrier::Stamp(_) | Carrier::Head | Carrier::NotePerson => {
            FieldStatus::Remainder
        }
        Carrier::Lossy => FieldStatus::Lossy,
        Carrier::NotCarried => FieldStatus::NotCarried,
    }
}
