//! The plan run forwards over small case files.

mod addresses;
mod beside;
mod clean;
mod links;
mod merged;
mod outcomes;
mod policy;
mod shared;
mod siblings;
