//! The target: the staging contract, and the writers of batches, lists, and bags.

pub mod contract;
