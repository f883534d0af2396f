//! The plan run forwards over small case files.

mod clean;
