//! The integration tests, one binary.

mod reconcile;
mod source;
mod stage;
mod synth;
