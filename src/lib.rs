//! Moves children's social-care case files out of CareDirector into Mosaic and proves that nothing was lost.
#![forbid(unsafe_code)]

pub mod ledger;
pub mod load;
pub mod map;
pub mod pipeline;
pub mod reconcile;
pub mod record;
pub mod report;
pub mod seal;
pub mod source;
pub mod synth;
pub mod target;
