//! How far a run is.

mod bars;
mod lines;
mod phase;

pub(super) use bars::Bars;
pub(super) use lines::Lines;
