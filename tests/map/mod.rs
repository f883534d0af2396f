//! Mapping files and the plan they compile to.

mod accounts;
mod coverage;
mod forward;
mod invalid;
mod package;
mod rules;
mod steps;
mod world;
