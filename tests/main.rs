//! The integration tests, one binary.

mod source;
mod stage;
