//! The synthetic council.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod defects;
mod same_bytes;
