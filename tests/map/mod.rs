//! Mapping files and the plan they compile to.

mod accounts;
mod coverage;
mod forward;
mod invalid;
mod mutated;
mod package;
mod rules;
mod steps;
mod world;
