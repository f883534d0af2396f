//! Mapping files and the plan they compile to.

mod invalid;
mod package;
