//! Staging tables in a database: their definitions from the contract, and the rows of a sealed output in them.
//!
//! Nothing here knows a table or column by name. The caller reads the import files and hands over rows.

mod address;
mod ddl;
mod load_error;
mod staging;

pub use address::DatabaseAddress;
pub use ddl::{Dialect, Statement, definitions, script};
pub use load_error::LoadError;
pub use staging::{Added, Staging};
