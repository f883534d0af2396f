//! The synthetic council.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod care;
mod casework;
mod council_drop;
mod defects;
mod documents;
mod form_of_the_drop;
mod people;
mod same_bytes;
mod variety;
