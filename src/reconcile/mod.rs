//! The independent proof: what stands in the import files, run backwards, against what stands in the export.
//!
//! The pipeline stages the export and hands over one batch at a time: the case files of the export, and the
//! [`TargetSide`], the rows read back from disk. Three parts look at them and share nothing but these two:
//! *inversion* rebuilds every carried source column and takes the digests; *recomputation* works every row out again
//! and compares every cell; the *contract checks* look at the rows alone. Rows of the note table that no row of a
//! mapping gives (remainder notes, shared notes, notes of merged records) are judged by inversion in all their
//! columns, as is the note text of every row; every other row and column by recomputation.
//!
//! Nothing here uses the writers of [`crate::target`] nor the mapper that runs plans forwards. What the two sides share
//! is data: the compiled plan, the data dictionary, and the staging contract.

pub mod case_file;
pub mod check;
pub mod digest;
pub mod evidence;
pub mod export;
pub mod extract;
pub mod proof;
pub mod reader;
pub mod recompute;
pub mod recount;
pub mod scan;
pub mod side;
pub mod totals;

mod demand;
mod difference;
mod html;
mod inverse;
mod mismatch;
mod note;
mod partition;
mod row_name;

pub use check::Check;
pub use difference::Difference;
pub use evidence::{CrossReference, CrossReferences, FoldedWork};
pub use export::{Export, ExportCaseFile, ExportDocument, ExportRecords, ExportWork};
pub use mismatch::{Mismatch, MismatchColumn, swapped};
pub(crate) use note::{Sections, paragraph_lines, visible_markup};
pub use proof::{
    BalanceLine, CaseFileCounts, CaseFileLine, CaseFileState, CheckResult, ColumnProof, DifferenceCause,
    DifferenceKind, FieldProof, FieldStatus, JoiningLeaf, Proof, ProofKind, Root, TargetTotal, TotalProof,
};
pub use row_name::row_name;
pub use side::{FileNo, RowId, TableRows, TargetFile, TargetRowView, TargetSide};
