//! Several processes at work on one run: each takes batches that nobody has in hand, one of them finishes.

mod handover;
mod heartbeat;
mod worker;

pub(crate) use handover::Handover;
pub(crate) use worker::Worker;
