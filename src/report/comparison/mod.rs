//! Two runs beside each other, for people: what went, what came, whose state is another.

mod page;
mod run_comparison;

pub use page::{NOT_NAMED, ONE_SIDED, to_html};
pub use run_comparison::{ComparedCause, ComparedRun, ComparedStates, RunComparison};
