//! Whole runs on small synthetic drops.

mod acknowledged;
mod adoption;
mod conservation;
mod council;
mod dates;
mod determinism;
mod documents;
mod dry_run;
mod later_attachments;
mod later_drop;
mod later_places;
mod lists;
mod lost_files;
mod originals;
mod policies;
mod profile;
mod refusals;
mod repeated_rows;
mod resume;
mod retry;
mod shared_records;
mod source_lost;
mod stops;
mod story;
mod trace;
mod values;
