//! The compiled plan: past this point an unknown name cannot exist.
//!
//! Only the compiler makes one. It is run forwards by [`crate::map`] and backwards by `reconcile`, which share no code.

mod cell;
mod code_table;
mod condition;
mod entity_plan;
mod labels;
mod model;
mod note;
mod notes;
#[expect(clippy::module_inception, reason = "the file is named after its type, as everywhere")]
mod plan;
mod policy;
mod row;
mod sibling_tables;
mod step;

pub use cell::{Beside, Branch, Cell, Compute, NextForm, Source};
pub use code_table::{CodeEntry, CodeTable};
pub use condition::Condition;
pub use entity_plan::{
    Carrier, ColumnStatus, EntityPlan, Joins, Merge, Owner, Rule, ScopeRule, Siblings, Stamp, ToldBy,
    WithoutRow,
};
pub use model::{Display, DocumentModel, FormModel, Model, OptionSets, PeopleModel, ReferenceColumns};
pub use note::{Line, LineKind, LineSource, NotePlace, NotePlan, NoteScope};
pub use notes::{ImageTable, MergedNote, Notes};
pub use plan::{Plan, PlanParts};
pub use policy::{Acknowledgement, ListedExclusion, Policy, RetentionRule};
pub use row::{Place, RowPlan, RowShape, Run};
pub use sibling_tables::SiblingTables;
pub use step::{CheckDigit, CodeBy, CodeTableId, Overflow, Step};
