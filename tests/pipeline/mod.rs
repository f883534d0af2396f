//! Whole runs on small synthetic drops.

mod acknowledged;
mod conservation;
mod council;
mod determinism;
mod dry_run;
mod lists;
mod refusals;
mod resume;
mod stops;
mod trace;
