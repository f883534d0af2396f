//! The compiled plan: past this point an unknown name cannot exist.
//!
//! Only the compiler makes one. It is run forwards by [`crate::map`] and backwards by `reconcile`, which share no code.

mod cell;
mod condition;
mod entity_plan;
mod model;
mod note;
mod row;
mod step;

pub use cell::{Branch, Cell, Compute, Source};
pub use condition::Condition;
pub use entity_plan::{Carrier, ColumnStatus, EntityPlan, Joins, Merge, Owner, Rule, ScopeRule, WithoutRow};
pub use model::{Display, DocumentModel, FormModel, Model, OptionSets, PeopleModel, ReferenceColumns};
pub use note::{Line, LineKind, LineSource, NotePlace, NotePlan, NoteScope, NoteTable};
pub use row::{Place, RowPlan, RowShape, Run};
pub use step::{CheckDigit, CodeBy, CodeTableId, Overflow, Step};
