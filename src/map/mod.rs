//! Mappings: what a migration engineer writes, the plan it compiles to, and the plan run forwards.

pub mod plan;
pub mod rule;
pub mod step;
