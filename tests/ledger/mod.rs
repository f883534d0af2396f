//! The ledger, the same on both of its engines.

mod audit;
mod changed_mappings;
mod engines;
mod errors;
mod place;
mod postgres_users;
mod store;
mod team;
