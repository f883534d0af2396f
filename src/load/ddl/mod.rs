//! The definitions of the staging tables, in three dialects, from the contract alone.

mod check_digit;
mod checks;
mod column_type;
mod conditions;
mod dialect;
mod reserved;
mod script;
mod table;

pub use dialect::Dialect;
pub use script::script;
pub use table::{Statement, definitions};

pub(super) use column_type::typed;
pub(super) use table::{conflict_target, null_key};
