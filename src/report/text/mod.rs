//! The summary that a command prints: verdict and counts first, then causes, then what to do next.

mod causes;
mod figures;
mod mosaic;
mod retry;
mod summary;

pub use summary::to_text;
