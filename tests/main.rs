//! The integration tests, one binary.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail where it stands")]

mod acceptance;
mod architecture;
mod benches;
mod cli;
mod conformance;
mod crash;
mod guide;
mod ledger;
mod load;
mod map;
mod pipeline;
mod proof;
mod readme;
mod reconcile;
mod report;
mod seal;
mod source;
mod stage;
mod support;
mod synth;
mod tamper;
mod target;
