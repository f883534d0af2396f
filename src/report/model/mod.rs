//! The report, format 1 (`contract.md`): the same keys in the same order, read back by later commands.

mod audit;
mod balance;
mod cause;
mod check;
mod decision;
mod difference_group;
mod field;
mod mosaic;
mod report;
mod retry;
mod root;
mod run;
mod share;
mod source;
mod stop;
mod target;
mod total;
mod verdict;

pub use audit::Audit;
pub use balance::{Balance, CaseFiles, Cases};
pub use cause::{Cause, Exclusion, Place, ValueCause};
pub use check::{Check, CheckStatus};
pub use decision::Acknowledged;
pub use difference_group::DifferenceGroup;
pub use field::{Field, FieldStatus};
pub use mosaic::{Mosaic, MosaicTable};
pub use report::{FORMAT, Report, ReportError};
pub use retry::{AcceptedChanges, MappingChange, Retry};
pub use root::{ALGORITHM, Root};
pub use run::{Mappings, Run, Tool};
pub use share::Share;
pub use source::{IgnoredFile, ReferenceFile, Source, SourceFile};
pub use stop::StopLine;
pub use target::{ColumnProof, TargetColumn, TargetTable};
pub use total::{ServiceTotal, TotalGroup};
pub use verdict::Verdict;
