//! Mapping files and the plan they compile to.

mod accounts;
mod coverage;
mod forward;
mod invalid;
mod mapped;
mod mutated;
mod package;
mod plans;
mod rules;
mod steps;
mod world;
