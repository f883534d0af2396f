//! Mapping files and the plan they compile to.

mod package;
