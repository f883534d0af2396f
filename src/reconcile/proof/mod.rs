//! What the proof found, as the report tells it.

mod balance;
mod case_file_line;
mod check_result;
mod column_proof;
mod difference_cause;
mod field_proof;
mod joining_leaf;
mod root;
mod target_total;
mod total_proof;

pub use balance::{BalanceLine, CaseFileCounts};
pub use case_file_line::{CaseFileLine, CaseFileState};
pub use check_result::CheckResult;
pub use column_proof::{ColumnProof, ProofKind};
pub use difference_cause::{DifferenceCause, DifferenceKind};
pub use field_proof::{FieldProof, FieldStatus};
pub use joining_leaf::JoiningLeaf;
pub use root::Root;
pub use target_total::TargetTotal;
pub use total_proof::TotalProof;

use crate::reconcile::Difference;
use crate::record::{CodeCounts, Tally};

/// What the proof found. Nothing in it is a value of a field; lists are in the order in which they are written.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// For each entity with outcomes that has rows, in the dictionary's order.
    pub balance: Vec<BalanceLine>,
    /// Case files by state.
    pub case_files: CaseFileCounts,
    /// The outcomes of cases: the entities whose records can be merged and hang on a person.
    pub cases: Tally,
    /// For each table that has rows, in the contract's order.
    pub targets: Vec<TargetTotal>,
    /// For each column of each entity of `balance`, in the dictionary's order.
    pub fields: Vec<FieldProof>,
    /// For each column of each table of `targets`, in the contract's order.
    pub target_columns: Vec<ColumnProof>,
    /// What policies fill in, let through or release, by the code that would turn it away; none where several drops were proved.
    pub by_policy: Option<CodeCounts>,
    /// The totals of the service, in the order of the mappings.
    pub totals: Vec<TotalProof>,
    /// Every check, by id.
    pub checks: Vec<CheckResult>,
    /// The Merkle root over written case files and joining records.
    pub root: Root,
    /// One line a case file, in ascending person number.
    pub lines: Vec<CaseFileLine>,
    /// The joining records, in order of entity and identity: the leaves after those of the case files.
    pub joining: Vec<JoiningLeaf>,
    /// The differences, in order; at most [`Proof::MOST_DIFFERENCES`].
    pub differences: Vec<Difference>,
    /// The differences by what they have in common, the most frequent first.
    pub causes: Vec<DifferenceCause>,
    /// How many further differences there are, which are counted but not listed.
    pub unlisted: u64,
}

impl Proof {
    /// The most differences that are listed one by one.
    pub const MOST_DIFFERENCES: usize = 1_000_000;

    /// Whether everything balances and nothing differs.
    pub fn holds(&self) -> bool {
        self.checks.iter().all(CheckResult::passed)
            && self.balance.iter().all(BalanceLine::balances)
            && self.differences.is_empty()
            && self.unlisted == 0
    }
}
