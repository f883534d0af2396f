//! Staging real, small drops.

mod adoption;
mod drop;
mod duplicates;
mod identities;
mod merges;
mod order;
mod owners;
mod stops;
