//! The passes of a migration, from the drop to the sealed batches.

pub mod stage;
pub mod world;
