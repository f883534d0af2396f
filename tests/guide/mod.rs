//! What is written for migration engineers is what the program does: schemas for editors, the reference of steps, the
//! runbook of a cut-over.

mod runbook;
mod rust_types;
mod schemas;
mod steps;
