//! Mappings: what a migration engineer writes, the plan it compiles to, and the plan run forwards.

mod choice;
mod compile;
mod diagnostics;
mod example;
pub mod forward;
pub mod plan;
mod policy_authors;
mod raw;
pub mod rule;
mod spelling;
pub mod step;
pub mod value_list;

pub use choice::{open_choice, open_choices};
pub use compile::{column_label, compile};
pub use diagnostics::render;
pub use example::check_examples;
pub use policy_authors::{AuthorFault, mistaken_authors};
pub use spelling::same_spelling;
